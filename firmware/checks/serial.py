"""Typing the serial: the reader's alternatives come first, and that there is none is asked once more."""

from screens.editor import edit
from screens.leaving import no_serial


async def type_serial(app, guess: str, taken) -> "str | None":
    """Return the serial as typed, empty where the officer says that there is none, None where he left it as it was.

    `taken` has what the reader saw (`lattice`) and how it reads (`read`): of use while `guess` is that.
    """
    typed = await edit(app, "SERIAL", guess, lattice=taken.lattice if guess == taken.read else ())
    if typed == "" and await app.show(no_serial()) == "back":
        return None
    return typed
