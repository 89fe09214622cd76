"""On MicroPython, the module `bluetooth` by itself: `module_program.py PORT`. Each event and each refusal is printed.

A central's write into `plain` or `appending` is printed as it was kept; one into `orders` names what is done.
"""

import asyncio
import sys
from binascii import hexlify

import bluetooth

SERVICE = bluetooth.UUID("12345678-0000-0000-0000-00000000abcd")
WRITE = bluetooth.FLAG_WRITE | bluetooth.FLAG_WRITE_NO_RESPONSE
PLAIN, APPENDING, ORDERS, NOTIFIED = [(bluetooth.UUID(0xFF01 + n), WRITE) for n in range(3)] + [
    (bluetooth.UUID(0xFF04), bluetooth.FLAG_NOTIFY | bluetooth.FLAG_READ)
]
FLAGS = b"\x02\x01\x06"
EVENTS = {1: "connected", 2: "parted", 3: "written", 21: "mtu"}


class Program:
    """Does what a central orders."""

    def __init__(self, port):
        self.ble = ble = bluetooth.BLE()
        ble.connect(port)
        self.refused("advertise while off", lambda: ble.gap_advertise(100_000))
        ble.active(True)
        ble.irq(self.on_event)
        ble.config(mtu=100, gap_name="Case")
        ((self.plain, self.appending, self.orders, self.notified),) = ble.gatts_register_services(
            ((SERVICE, (PLAIN, APPENDING, ORDERS, NOTIFIED)),)
        )
        ble.gatts_set_buffer(self.appending, 50, True)
        ble.gatts_write(self.notified, b"to be read")
        self.refused("long payload", lambda: ble.gap_advertise(100_000, adv_data=bytes(32)))
        self.refused("unknown setting", lambda: ble.config(colour=1))
        self.refused("notify nobody", lambda: ble.gatts_notify(0, self.notified, b"x"))
        print("the same radio", bluetooth.BLE() is ble)
        print("setting", ble.config("mtu"))
        ble.gap_advertise(50_000, adv_data=FLAGS + b"\x05\x09Case", resp_data=b"\x03\x03\xab\xcd")
        self.refused("new address on the air", lambda: ble.config(addr_mode=3))

    def refused(self, what, call):
        try:
            call()
            print(what, "went through")
        except (OSError, ValueError) as error:
            print(what, type(error).__name__, error.args[0])

    def on_event(self, event, data):
        print(EVENTS[event], data[1] if event == 21 else "")
        if event == 2:
            self.refused("advertise when parted", lambda: self.ble.gap_advertise(50_000))
        if event == 3:
            self.on_written(data[1])

    def on_written(self, handle):
        if handle == self.orders:
            getattr(self, self.ble.gatts_read(handle).decode())()
        elif handle == self.plain:
            print("plain", hexlify(self.ble.gatts_read(handle)).decode())

    def take(self):
        print("appended", hexlify(self.ble.gatts_read(self.appending)).decode())
        print("left", len(self.ble.gatts_read(self.appending)))

    def notify(self):
        self.ble.gatts_notify(1, self.notified, bytes(range(120)))

    def hang_up(self):
        print("hung up", self.ble.gap_disconnect(1), self.ble.gap_disconnect(7))

    def off(self):
        self.ble.active(False)
        print("off")


async def main():
    program = Program(int(sys.argv[1]))
    print("ready")
    while program:
        await asyncio.sleep(1)


asyncio.run(main())
