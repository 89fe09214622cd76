"""The register's answers that came down, by the sequence of the check that asked."""

from checks import files
from viewmark_protocol.cbor import decode, encode
from viewmark_protocol.errors import CborError


def keep(sequence: int, answer: str, candidates: int, text: str) -> None:
    """Store an answer word, how many candidates the register names, and its sentence."""
    files.write("answers/%d" % sequence, (encode([answer, candidates, text]),))


def load(sequence: int):
    """Return `[answer, candidates, text]`, None when none has come."""
    content = files.read("answers/%d" % sequence)
    if content is None:
        return None
    try:
        answer = decode(content)
    except CborError:
        return None
    is_answer = isinstance(answer, list) and [type(value) for value in answer] == [str, int, str]
    return answer if is_answer else None


def forget_below(sequence: int) -> None:
    """Remove the answers to checks that are no longer on the handheld."""
    for name in files.names("answers"):
        if int(name) < sequence:
            files.remove("answers/" + name)
