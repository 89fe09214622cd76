"""Asking the register by hand: for a serial that no handheld checked, exact, partial or misread."""

from viewmark.errors import CaseworkError
from viewmark.register.answers import Answer, Query
from viewmark.register.client import RegisterClient
from viewmark.register.wire import SERIAL_LIMIT_CHARACTERS, TEXT_LIMIT_CHARACTERS
from viewmark_protocol.messages.downward import Candidate


async def ask(
    register: RegisterClient, serial: str, officer: str, post: str, legal_ground: str, **more: str
) -> list[Candidate] | None:
    """Return the register's candidates, best first, None where it names none; `more` is maker, model, calibre.

    RegisterError where it is away, CaseworkError where serial or purpose lack. Each question leaves a line there.
    """
    serial = serial.strip()
    if not 0 < len(serial) <= SERIAL_LIMIT_CHARACTERS:
        raise CaseworkError(f"Give a serial of at most {SERIAL_LIMIT_CHARACTERS} characters; ? and * stand for others.")
    if not legal_ground.strip():
        raise CaseworkError("Say under which power you ask: it is part of every question.")
    given = {name: value.strip()[:TEXT_LIMIT_CHARACTERS] or None for name, value in more.items()}
    query = Query(serial=serial, officer=officer, post=post, legal_ground=legal_ground.strip(), **given)  # pyright: ignore[reportArgumentType]
    answer = await register.query(query)
    return candidates_of(answer) or None


def candidates_of(answer: Answer) -> list[Candidate]:
    """Return an answer's candidates as the archive keeps them and the handheld gets them."""
    return [
        Candidate(
            register_id=one.register_id,
            serial=one.serial,
            maker=one.maker,
            model=one.model,
            calibre=one.calibre,
            status=one.status,
            matched_key=one.matched_key,
            disagrees=list(one.disagrees),
            place=one.place,
        )
        for one in answer.candidates
    ]
