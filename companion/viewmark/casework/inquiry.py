"""Asking the register by hand: for a serial that no handheld checked, exact, partial or misread."""

from viewmark.errors import CaseworkError
from viewmark.register.answers import Answer, Query
from viewmark.register.client import RegisterClient
from viewmark.register.wire import SERIAL_LIMIT_CHARACTERS, TEXT_LIMIT_CHARACTERS
from viewmark_protocol.messages.downward import Candidate


async def ask(
    register: RegisterClient, serial: str, officer: str, post: str, legal_ground: str, **more: str
) -> list[Candidate]:
    """Return the register's candidates, best first; `more` is maker, model, calibre.

    RegisterError where it is away, CaseworkError where serial or purpose lack. Each question leaves a line there.
    """
    serial = serial.strip()
    if not 0 < len(serial) <= SERIAL_LIMIT_CHARACTERS:
        raise CaseworkError(f"Give a serial of at most {SERIAL_LIMIT_CHARACTERS} characters; ? and * stand for others.")
    if not legal_ground.strip():
        raise CaseworkError("Say under which power you ask: it is part of every question.")
    given = {name: value.strip()[:TEXT_LIMIT_CHARACTERS] or None for name, value in more.items()}
    query = Query(serial=serial, officer=officer, post=post, legal_ground=legal_ground.strip(), **given)  # pyright: ignore[reportArgumentType]
    return candidates_of(await register.query(query))


def candidates_of(answer: Answer) -> list[Candidate]:
    """Return an answer's candidates as the archive keeps them and the handheld gets them."""
    return [Candidate(**vars(one) | {"disagrees": list(one.disagrees)}) for one in answer.candidates]
