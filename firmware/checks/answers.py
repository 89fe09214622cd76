"""The register's answers that came down, by the log and the sequence of the check that asked, in boxes."""

from checks import files
from keys import secrets
from ports import StorageError
from viewmark_protocol.cbor import decode, encode
from viewmark_protocol.errors import CborError, SealError

_PURPOSE = b"answers"
_TYPES = [bytes, str, int, str]
_FINAL = ("hit", "near", "none")


def keep(log_id: bytes, sequence: int, answer: str, candidates: int, text: str) -> None:
    """Store an answer word, how many candidates the register names, and its sentence; news of none replaces none."""
    if answer not in _FINAL:
        old = load(log_id, sequence)
        if old and old[0] in _FINAL:
            return
    name = "answers/%d" % sequence
    files.write(name, (secrets.close(_PURPOSE, encode([log_id, answer, candidates, text]), name.encode()),))


def load(log_id: bytes, sequence: int):
    """Return `[answer, candidates, text]`, None when none has come or it cannot be read. Another log's is forgotten."""
    name = "answers/%d" % sequence
    try:
        answer = decode(secrets.open(_PURPOSE, files.read(name) or b"", name.encode()))
        if isinstance(answer, list) and [type(value) for value in answer] == _TYPES:
            if answer[0] == log_id:
                return answer[1:]
            files.remove(name)
    except (CborError, SealError, StorageError):
        pass  # a page is shown all the same
    return None


def forget_below(sequence: int) -> None:
    """Remove the answers to checks that are no longer on the handheld."""
    for name in files.names("answers"):
        if int(name) < sequence:
            files.remove("answers/" + name)
