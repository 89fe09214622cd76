"""What an administrator signs to authorise the reset of a handheld's PIN."""


def reset_message(challenge: bytes) -> bytes:
    """Return the bytes to sign: a fixed label, a zero byte, then the handheld's challenge as it is."""
    return b"viewmark pin reset\0" + challenge
