"""The issuer's key: its state is saved before a signature leaves, and it ends when it is used up."""

import pytest

from viewmark.lists.signing import ListSigner
from viewmark_protocol.errors import ListError
from viewmark_protocol.lms import verify


def test_the_state_behind_a_signature_is_saved_before_it_leaves() -> None:
    saved: list[bytes] = []
    signer = ListSigner.generate(saved.append, 5)
    signature = signer.sign(b"one")
    again = ListSigner.load(saved[-1], saved.append)
    assert again.sign(b"two")[:8] != signature[:8]  # another leaf
    assert verify(signer.root, b"one", signature)
    assert len(signature) == signer.signature_bytes


def test_where_the_state_cannot_be_saved_nothing_is_signed() -> None:
    def full(state: bytes) -> None:
        raise OSError("no space left")

    signer = ListSigner.load(ListSigner.generate(lambda _: None, 5).state, full)
    with pytest.raises(OSError, match="no space"):
        signer.sign(b"one")
    assert signer.remaining == 31  # nobody knows whether it was saved: that part of the key is never used


def test_a_key_that_is_used_up_signs_no_more() -> None:
    signer = ListSigner.generate(lambda _: None, 5)
    for number in range(32):
        assert verify(signer.root, bytes([number]), signer.sign(bytes([number])))
    with pytest.raises(ListError, match="used up"):
        signer.sign(b"more")


def test_what_is_no_key_is_refused() -> None:
    for state in (b"", bytes(10), bytes(60)):
        with pytest.raises(ListError, match="no list key"):
            ListSigner.load(state, lambda _: None)
