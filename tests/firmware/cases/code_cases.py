"""A code beside the mark: what it says is offered, compared, recorded as scanned, and never taken for the mark."""

from disk import MemoryPhoto
from flow_cases import recorded
from viewmark_protocol.scan_engine import Engine, type_number
from whole import HandClock, Whole

MARK = "7A7"  # what the reader of `whole` reads


class LoopEngine:
    """A scan engine at the far end of the UART; it sees `content`, gives up without, and is dead where told so."""

    def __init__(self, content=b"", is_dead=False, spoil=None):
        self._engine = Engine()
        self._content = content
        self._is_dead = is_dead
        self._spoil = spoil or (lambda data: data)
        self._sent = b""

    def write(self, data):
        if self._is_dead:
            return
        self._engine.feed(data)
        self._sent += self._engine.take()
        if self._engine.is_scanning and self._content:
            self._engine.decoded(type_number("data-matrix"), self._content)
        elif self._engine.is_scanning:
            self._engine.gave_up()
        self._sent += self._spoil(self._engine.take())

    def read(self):
        data, self._sent = self._sent, b""
        return data


class RunningClock(HandClock):
    """A clock that goes on with every look at it."""

    def ticks_ms(self):
        self.ms += 20
        return self.ms


def checked(engine, photo=True):
    whole = Whole()
    whole.ports.clock = RunningClock()
    whole.ports.clock.utc_s = 1790000000
    whole.ports.scan_engine = engine
    whole.answer_all()
    assert whole.check(MemoryPhoto(b"picture") if photo else None)
    return whole, recorded(whole)


def said(whole):
    return " ".join([text for name, texts in whole.ports.screen.pages if name == "confirm" for text in texts])


def test_a_code_of_the_same_serial_is_said_and_recorded_as_scanned():
    whole, firearm = checked(LoopEngine(b"[)>\x1e06\x1dS7A-7\x1d1PP80\x1e\x04"))
    assert "bears the same serial" in said(whole)
    assert [(mark.kind, mark.source, mark.raw, mark.confirmed) for mark in firearm.marks] == [
        ("serial", "camera", MARK, MARK),
        ("serial", "code", "7A-7", None),
        ("model", "code", "P80", None),
    ]
    assert "code-disagrees" not in firearm.warnings


def test_a_code_of_another_serial_is_a_finding():
    whole, firearm = checked(LoopEngine(b"7A8"))
    assert "7A8: another serial" in said(whole)
    assert "code-disagrees" in firearm.warnings
    assert firearm.marks[0].confirmed == MARK


def test_without_a_picture_the_codes_serial_is_offered():
    whole, firearm = checked(LoopEngine(b"CAB1234"), photo=False)
    assert "CODE READ" in said(whole)
    assert (firearm.marks[0].confirmed, firearm.marks[0].raw, firearm.marks[0].source) == ("CAB1234", None, "code")


def test_damage_on_the_uart_loses_no_code():
    damage = [True]

    def spoil(data):
        if damage and len(data) > 8:
            damage.pop()
            return data[:5] + bytes((data[5] ^ 1,)) + data[6:]
        return data

    _, firearm = checked(LoopEngine(b"7A8", spoil=spoil))
    assert [mark.raw for mark in firearm.marks] == [MARK, "7A8"]


def test_no_code_and_a_dead_engine_and_none_at_all_leave_the_check_as_it_is():
    for engine in (LoopEngine(), LoopEngine(is_dead=True), None):
        whole, firearm = checked(engine)
        assert [mark.source for mark in firearm.marks] == ["camera"]
        assert "code" not in said(whole)


def test_a_hostile_code_is_kept_as_it_is_and_harms_nothing():
    content = bytes(range(1, 250))
    _, firearm = checked(LoopEngine(content))
    assert firearm.marks[0].confirmed == MARK
    assert {mark.source for mark in firearm.marks[1:]} == {"code"}
