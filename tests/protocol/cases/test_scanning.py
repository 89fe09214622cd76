"""The scan engine's protocol: the standard's own packet, a scan, and a line that damages what it carries."""

from viewmark_protocol import scanning
from viewmark_protocol.scan_engine import Engine, type_number
from viewmark_protocol.scanning import Host, Packet, Parser

MATRIX = type_number("data-matrix")


def talk(host, engine, spoil=None):
    """Carry bytes both ways until both are silent; `spoil` may change what the engine sends."""
    for _ in range(20):
        engine.feed(host.take())
        data = engine.take()
        if spoil:
            data = spoil(data)
        if data:
            host.feed(data)
        if not host.outgoing and not engine.outgoing:
            return
    raise AssertionError("they never end")


def test_an_acknowledgement_is_the_standards_own_example():
    assert Packet(scanning.ACK).encode() == bytes((0x04, 0xD0, 0x04, 0x00, 0xFF, 0x28))


def test_a_scan_gives_symbology_and_content():
    host, engine = Host(), Engine()
    talk(host, engine)
    assert engine.is_scanning and host.result is None
    engine.decoded(MATRIX, b"[)>\x1e06\x1dS123\x1e\x04")
    talk(host, engine)
    assert host.result == ("data-matrix", b"[)>\x1e06\x1dS123\x1e\x04")


def test_a_scan_that_sees_nothing_is_stopped():
    host, engine = Host(), Engine()
    talk(host, engine)
    host.stop()
    talk(host, engine)
    assert host.result is None and not engine.is_scanning


def test_packets_are_found_byte_by_byte_and_between_junk():
    wire = b"\x00\x01" + Packet(scanning.ACK).encode() + b"\x02" + Packet(scanning.NAK, b"\x01").encode()
    parser, found = Parser(), []
    for byte in wire:
        found.extend(parser.feed(bytes((byte,))))
    assert [packet.opcode for packet in found] == [scanning.ACK, scanning.NAK]
    assert [packet.opcode for packet in Parser().feed(wire)] == [scanning.ACK, scanning.NAK]


def test_damaged_data_is_asked_for_again_and_taken_once():
    host, engine = Host(), Engine()
    talk(host, engine)
    engine.decoded(MATRIX, b"ABC123")
    damage = [True]

    def spoil(data):
        if damage and len(data) > 8:
            damage.pop()
            return data[:6] + bytes((data[6] ^ 4,)) + data[7:]
        return data

    talk(host, engine, spoil)
    host.silence()
    talk(host, engine)
    assert host.result == ("data-matrix", b"ABC123")


def test_a_packet_that_breaks_off_is_asked_for_again():
    host, engine = Host(), Engine()
    talk(host, engine)
    engine.decoded(MATRIX, b"ABC123")
    host.feed(engine.take()[:5])
    host.silence()
    talk(host, engine)
    assert host.result == ("data-matrix", b"ABC123")


def test_a_line_that_damages_everything_ends_after_a_few_tries():
    host, engine = Host(), Engine()
    talk(host, engine)
    engine.decoded(MATRIX, b"ABC123")
    for _ in range(30):
        host.feed(b"\x04\xf3\x00\x00\x00\x00")
        host.silence()
    assert host.outgoing.count(bytes((scanning.NAK,))) <= 3
    assert host.result is None


def test_an_engine_that_refuses_is_told():
    host = Host()
    host.feed(Packet(scanning.NAK, bytes((scanning.NAK_UNKNOWN,)), scanning.FROM_ENGINE).encode())
    assert host.is_refused


def test_an_unknown_type_is_told_by_its_number_and_content_that_is_too_long_is_not_sent():
    host, engine = Host(), Engine()
    talk(host, engine)
    engine.decoded(0x7A, b"x" * 300)
    assert engine.take() == b""
    engine.decoded(0x7A, b"\x00\xff")
    talk(host, engine)
    assert host.result == ("type-7a", b"\x00\xff")


def test_hostile_bytes_hold_at_most_one_packet():
    parser = Parser()
    for _ in range(50):
        parser.feed(bytes(range(256)))
    assert len(parser._held) <= 257
    try:
        Packet(scanning.ACK, b"x" * 252).encode()
    except ValueError:
        return
    raise AssertionError("a packet that is too long was made")


def test_an_engine_that_gives_up_ends_the_scan_without_a_result():
    host, engine = Host(), Engine()
    talk(host, engine)
    engine.gave_up()
    talk(host, engine)
    assert host.is_over and host.result is None and not engine.is_scanning
