"""On MicroPython, with the firmware's own radio: `firmware_program.py PORT PROGRAM STALL_MS RENEW_MS TAG_KEY ...`.

`echo` sends back what it gets, `idle` what its buffer has kept until a line comes on the standard input. `source` sends
as many bytes as the number says that it gets. Each change of the connection is printed.
"""

import asyncio
import os
import sys
import time
from binascii import unhexlify

import bluetooth

from link.radio import Radio


class Board:
    """What the radio asks of the ports."""

    def __init__(self, port):
        self.bluetooth = bluetooth.BLE()
        self.bluetooth.connect(port)
        self.clock = self
        self.random = os.urandom

    def ticks_ms(self):
        return time.ticks_ms()


async def echo(radio):
    while True:
        await radio.write(await radio.read())


async def idle(radio):
    line = asyncio.StreamReader(sys.stdin.buffer)
    while True:
        await line.readline()
        await asyncio.sleep_ms(100)  # what was written before the line is in the buffer by then
        await radio.write(await radio.read())


async def source(radio):
    while True:
        count = int((await radio.read()).decode())
        data = bytearray(count)
        for place in range(count):
            data[place] = place & 0xFF
        await radio.write(data)


async def tell(radio):
    """Print each change of the connection."""
    before = None
    while True:
        now = radio.connected, radio.connections
        if now != before:
            print("connected" if now[0] else "alone", now[1])
            before = now
        await asyncio.sleep_ms(10)


async def main(port, program, stall_ms, renew_ms, tag_keys):
    radio = Radio(Board(port), renew_ms, stall_ms)
    radio.advertise([unhexlify(one) for one in tag_keys])
    await asyncio.gather(radio.run(), tell(radio), PROGRAMS[program](radio))


PROGRAMS = {"echo": echo, "idle": idle, "source": source}
asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:]))
