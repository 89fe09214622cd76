"""The keys: each of them, pressed once, comes once, as itself, and wakes whoever waits for one."""

import asyncio

_NAMES = ("up", "down", "ok", "back")
_BOUNCE_MS = 300  # in which nothing more may come


async def test(report) -> None:
    """Ask for each key."""
    for name in _NAMES:
        question = "Press the key %s, once." % name.upper()
        if not report.wanted.get("with_person", True):
            report.unanswered(name, question)
            continue
        report.ports.keys.forget()
        await report.show(question)
        report.put(name, question, {"key": name})
        came = await _pressed(report.ports.keys, report.answer_ms)
        report.held(name, came == [name], ", ".join(came) or "no key came", name + ", once", _advice(name, came))


async def _pressed(keys, wait_ms: int) -> "list[str]":
    """Return the keys that come when one is waited for, none where none comes in time."""
    came = []
    keys.pressed.clear()
    try:
        await asyncio.wait_for_ms(keys.pressed.wait(), wait_ms)  # pyright: ignore[reportAttributeAccessIssue]
    except asyncio.TimeoutError:
        return came
    await asyncio.sleep_ms(_BOUNCE_MS)
    key = keys.take()
    while key is not None:
        came.append(key)
        key = keys.take()
    return came


def _advice(name: str, came: "list[str]") -> str:
    if not came:
        return "Nothing came from this key. Check its contact, and its wire and pin against hardware/wiring.yml."
    if set(came) == {name}:
        return "One press came several times: its contact bounces. Replace the key."
    return "Another key came. Run it again; where it stays so, the wires of the two are exchanged."
