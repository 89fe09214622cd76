"""The cable's second serial port: what goes out comes back from the laptop, every byte as it was."""

import asyncio

_MOST_MS = 2000
_LONG_BYTES = 8192
_ADVICE = "Plug the cable into this laptop, let no other program use the port, and name the second one by --pipe."


async def test(report) -> None:
    """Send every byte there is, then more than any buffer on the way holds."""
    pipe = report.ports.pipe
    for name, sent in (("every byte", bytes(range(256))), ("many bytes", _counted(_LONG_BYTES))):
        came = await _echo(pipe, sent)
        shown = "%d bytes came back%s" % (len(came), "" if came == sent[: len(came)] else ", others than went out")
        report.held(name, came == sent, shown, "the %d that went out" % len(sent), _ADVICE)
        if came != sent:
            return


def _counted(count: int) -> bytes:
    """Return bytes in which none can be missing or in another place without being seen."""
    return b"".join([number.to_bytes(2, "big") for number in range(count // 2)])


async def _echo(pipe, sent: bytes) -> bytes:
    """Return what comes back, as many bytes at most as were sent."""
    came = bytearray()

    async def take() -> None:
        while len(came) < len(sent):
            came.extend(await pipe.read())

    taking = asyncio.create_task(take())
    try:
        await asyncio.wait_for_ms(_exchanged(pipe, sent, taking), _MOST_MS)  # pyright: ignore[reportAttributeAccessIssue]
    except asyncio.TimeoutError:
        taking.cancel()
    return bytes(came)


async def _exchanged(pipe, sent: bytes, taking) -> None:
    await pipe.write(sent)
    await taking
