"""The scan engine: it begins a scan, and ends it, when it is told to."""

import asyncio

from viewmark_protocol.scanning import ACK, FROM_ENGINE, START_SESSION, STOP_SESSION, WAKE, Packet, Parser

_ANSWER_MS = 1500
_POLL_MS = 5
_ADVICE = "Set the engine to SSI at its baud rate (hardware/boards), and check that transmit and receive cross over."


async def test(report) -> None:
    """Begin a scan and end it; its aimer lights for that moment."""
    engine = report.ports.scan_engine
    if engine is None:
        report.absent("answer", "this board has no scan engine")
        return
    while engine.read():
        pass
    for name, opcode in (("scan begins", START_SESSION), ("scan ends", STOP_SESSION)):
        engine.write(WAKE + Packet(opcode).encode())
        found = await _answer(engine, report.ports.clock)
        report.held(name, found == "ACK", found, "ACK within %d ms" % _ANSWER_MS, _ADVICE)


async def _answer(engine, clock) -> str:
    """Return what the engine answers: `ACK`, or in words what came instead."""
    parser, came = Parser(), 0
    until_ms = clock.ticks_ms() + _ANSWER_MS
    while clock.ticks_ms() < until_ms:
        data = engine.read()
        came += len(data)
        for packet in parser.feed(data):
            if packet.source == FROM_ENGINE and packet.opcode == ACK:
                return "ACK"
        if not data:
            await asyncio.sleep_ms(_POLL_MS)
    return "no answer" if not came else "%d bytes, no answer among them" % came
