"""The firmware's radio on a stack that refuses: ports lack settings, and a stack that goes down takes no orders."""

import asyncio

from link.radio import Radio
from viewmark_protocol.radio import resolves

KEY = b"tag key of one 1"
CONNECT, DISCONNECT = 1, 2
ENODEV, ENOMEM, EINVAL, ENOTCONN = 19, 12, 22, 107


class Stack:
    """A `BLE` that notes what it is asked and refuses what it is told to."""

    def __init__(self):
        self.refused = {}  # by what is asked: the error
        self.asked = []
        self.clock = self
        self.bluetooth = self
        self.now_ms = 0

    def ticks_ms(self):
        return self.now_ms

    def random(self, count):
        return bytes(count)

    def _ask(self, *what):
        self.asked.append(what)
        for known in self.refused:
            if what[: len(known)] == known:
                raise self.refused[known]

    def active(self, on):
        self._ask("active", on)

    def irq(self, handler):
        self.event = handler

    def config(self, **values):
        for name in values:
            self._ask(name, values[name])

    def gatts_register_services(self, services):
        return ((1, 2),)

    def gatts_set_buffer(self, handle, size, append=False):
        self._ask("buffer", handle, size, append)

    def gatts_read(self, handle):
        return b""

    def gatts_notify(self, connection, handle, data):
        self.now_ms += 1
        self._ask("notify", connection, bytes(data))

    def gap_advertise(self, interval_us, adv_data=None, resp_data=None):
        self._ask("advertise" if interval_us else "stop", adv_data)

    def gap_disconnect(self, connection):
        self._ask("part", connection)

    def count(self, *what):
        return len([one for one in self.asked if one[: len(what)] == what])


def on_the_air(stack, **options):
    radio = Radio(stack, **options)
    radio.advertise([KEY])
    return radio


def test_a_fresh_address_is_asked_for_while_it_is_off_the_air():
    stack = Stack()
    on_the_air(stack)
    assert [one[0] for one in stack.asked[-3:]] == ["stop", "addr_mode", "advertise"]
    assert stack.asked[-2] == ("addr_mode", 3)
    assert resolves(KEY, stack.asked[-1][1][-6:])


def test_where_a_port_lacks_one_kind_of_address_the_next_is_taken():
    for error in (OSError(EINVAL), ValueError("unknown config param")):
        stack = Stack()
        stack.refused[("addr_mode", 3)] = error
        on_the_air(stack)
        assert stack.asked[-2] == ("addr_mode", 2)


def test_a_port_that_lacks_every_setting_advertises_all_the_same():
    stack = Stack()
    for name in ("addr_mode", "mtu", "gap_name"):
        stack.refused[(name,)] = ValueError("unknown config param")
    on_the_air(stack)
    assert stack.count("advertise") == 1


def test_advertising_that_is_refused_when_a_laptop_leaves_is_tried_again():
    stack = Stack()
    radio = on_the_air(stack)
    stack.event(CONNECT, (0, 0, b""))
    stack.refused[("advertise",)] = OSError(ENODEV)
    stack.event(DISCONNECT, (0, 0, b""))
    stack.refused.clear()
    before = stack.count("advertise")
    stack.now_ms += 1000
    run_for_a_while(radio.run())
    assert stack.count("advertise") == before + 1


def test_without_tag_keys_any_more_it_leaves_the_air():
    stack = Stack()
    radio = on_the_air(stack)
    radio.advertise([])
    assert stack.asked[-1][0] == "stop"
    stack.now_ms += 100000
    run_for_a_while(radio.run())
    assert stack.count("advertise") == 1


def test_a_second_laptop_is_parted_from():
    stack = Stack()
    radio = on_the_air(stack)
    stack.event(CONNECT, (0, 0, b""))
    stack.event(CONNECT, (1, 0, b""))
    assert stack.asked[-1] == ("part", 1)
    stack.event(DISCONNECT, (1, 0, b""))
    assert radio.connected and radio.connections == 1


def test_what_is_written_to_nobody_or_to_one_who_has_gone_is_dropped():
    stack = Stack()
    radio = on_the_air(stack)
    asyncio.run(radio.write(b"to nobody"))
    assert stack.count("notify") == 0
    stack.event(CONNECT, (0, 0, b""))
    stack.refused[("notify",)] = OSError(ENOTCONN)
    asyncio.run(radio.write(bytes(100)))
    assert stack.count("notify") == 1 and stack.count("part") == 0


def test_a_laptop_that_takes_nothing_is_parted_from_after_the_deadline():
    stack = Stack()
    radio = on_the_air(stack, stall_ms=5)
    stack.event(CONNECT, (0, 0, b""))
    stack.refused[("notify",)] = OSError(ENOMEM)
    asyncio.run(radio.write(bytes(100)))
    assert stack.count("notify") == 5
    assert stack.asked[-1] == ("part", 0)


def run_for_a_while(work):
    async def both():
        task = asyncio.create_task(work)
        await asyncio.sleep_ms(150)
        task.cancel()

    asyncio.run(both())
