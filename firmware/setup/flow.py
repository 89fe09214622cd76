"""What is set up or looked up once in a while: PIN and laptops, practice, language, what this handheld is."""

from loading import give_back
from screens.choice import choose
from screens.language import following, told, turn

_ROWS = ("PIN and laptops", "practice", "language", "this handheld")
_PIN, _PRACTICE, _LANGUAGE = range(3)


def _name_at(place: int) -> "str | None":
    if place >= len(_ROWS):
        return None
    return told(_ROWS[place]) + (": " + following().upper() if place == _LANGUAGE else "")


async def menu(app) -> None:
    """Offer each of them until the officer goes back."""
    place = 0
    while not app.store.is_locked:
        chosen = await choose(app, "SETUP", _name_at, place)
        if chosen is None:
            return
        place = chosen
        if place == _PIN:
            from keys.flow import PinFlow

            await PinFlow(app).menu()
            give_back("keys.flow", "screens.pin", "viewmark_protocol.sealing.pbkdf2")
            return
        if place == _PRACTICE:
            from practice.flow import practise

            await practise(app)
            give_back("practice.flow", "practice.pictures", "screens.practice")
        elif place == _LANGUAGE:
            turn()
        else:
            await _about(app)
            give_back("screens.about")


async def _about(app) -> None:
    from screens.about import about
    from version import SOFTWARE_VERSION

    await app.show(about(app.ports.device_id, SOFTWARE_VERSION, app.ports.board, app.boot_count))
