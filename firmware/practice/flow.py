"""Practice: pictures of marks whose serial is known, and what became of each answer. Nothing of it is recorded.

No weapon, no record, no photo: so nothing here can ever leave as a check.
"""

from practice.pictures import Pictures
from screens import practice
from screens.editor import edit
from viewmark_protocol.serials import exact


async def practise(app) -> None:
    """Show picture after picture, from one at random on, until the officer has seen all or goes back."""
    pictures = Pictures()
    first, right, seen = app.ports.random(1)[0], 0, 0
    while seen < pictures.count and not app.store.is_locked:
        picture = pictures.picture((first + seen) % pictures.count)
        answer = await _answer(app, picture, seen + 1, pictures.count)
        if answer is None:
            break
        seen += 1
        is_right = exact(answer) == exact(picture.serial)
        right += is_right
        await app.show(practice.feedback(picture, answer, wrong_places(answer, picture.serial), is_right))
    if seen:
        await app.show(practice.score(right, seen))


async def _answer(app, picture, place: int, count: int) -> "str | None":
    """Return the serial as the officer confirms or corrects it, None where he goes back."""
    while True:
        key = await app.show(practice.question(picture, place, count))
        if key == "back":
            return None
        if key == "ok":
            return picture.read
        typed = await edit(app, "PRACTICE: SERIAL", picture.read)
        if typed:
            return typed


def wrong_places(answer: str, serial: str) -> str:
    """Return blanks with a `^` under each character of an answer that the serial does not have there."""
    marks = "".join([" " if one == other else "^" for one, other in zip(answer, serial)])
    return marks + "^" * max(0, len(answer) - len(serial))
