"""On MicroPython: the simulated board with one part broken, as `wanted["fault"]` names it, and its test."""

import asyncio
import json
import os

from board_test import run as board_test_run
from boards.sim import make_ports
from ports import CameraError, StorageError


class Flash:
    """A partition that does everything right; each fault changes one thing."""

    def __init__(self, real):
        self._real = real

    def readblocks(self, block, buffer, offset=0):
        return self._real.readblocks(block, buffer, offset)

    def writeblocks(self, block, buffer, offset=None):
        return self._real.writeblocks(block, buffer, offset)

    def ioctl(self, request, argument):
        return self._real.ioctl(request, argument)


class OtherBytes(Flash):
    """What is programmed has one bit that was not."""

    def writeblocks(self, block, buffer, offset=None):
        return self._real.writeblocks(block, bytes(buffer[:-1]) + bytes([buffer[-1] & 0xFE]), offset)


class NeverErases(Flash):
    def ioctl(self, request, argument):
        return 0 if request == 6 else self._real.ioctl(request, argument)


class OtherEachTime(Flash):
    reads = 0

    def readblocks(self, block, buffer, offset=0):
        self._real.readblocks(block, buffer, offset)
        OtherEachTime.reads += 1
        buffer[0] = OtherEachTime.reads & 0xFF


class Unreadable(Flash):
    def readblocks(self, block, buffer, offset=0):
        raise OSError(5)


class Smaller(Flash):
    def ioctl(self, request, argument):
        return self._real.ioctl(request, argument) - (request == 4)


class Refuses(Flash):
    def writeblocks(self, block, buffer, offset=None):
        raise OSError(30)


class Spills(Flash):
    """What is programmed here is programmed over there too."""

    elsewhere = None

    def writeblocks(self, block, buffer, offset=None):
        self._real.writeblocks(block, buffer, offset)
        Spills.elsewhere.writeblocks(0, buffer, offset)


class Died(Flash):
    """The power goes after a few programs."""

    programs = 0

    def writeblocks(self, block, buffer, offset=None):
        Died.programs += 1
        if Died.programs == 100:
            os._exit(9) if hasattr(os, "_exit") else __import__("sys").exit(9)
        return self._real.writeblocks(block, buffer, offset)


def with_flash(name, kind):
    def broken(ports):
        real = ports.partition
        Spills.elsewhere = real("keys")
        ports.partition = lambda asked: kind(real(asked)) if asked == name else real(asked)

    return broken


def without_partition(name):
    def broken(ports):
        real = ports.partition

        def partition(asked):
            if asked == name:
                raise StorageError("The flash has no partition " + name)
            return real(asked)

        ports.partition = partition

    return broken


def clock(change):
    def broken(ports):
        change(ports.clock, ports.clock.now_s, ports.clock.set)

    return broken


def stands_still(one, now_s, put):
    at_s = now_s()
    one.now_s = lambda: at_s


def runs_double(one, now_s, put):
    begun_s, begun_ms = now_s(), one.ticks_ms()
    one.now_s = lambda: begun_s + (one.ticks_ms() - begun_ms) // 500


def takes_no_time(one, now_s, put):
    one.set = lambda utc_s: None


def takes_one_time_only(one, now_s, put):
    times = []

    def put_once(utc_s):
        times.append(utc_s)
        if len(times) == 1:
            put(utc_s)

    one.set = put_once


def in_another_century(one, now_s, put):
    one.now_s = lambda: now_s() - 1_500_000_000


def battery(*said):
    def broken(ports):
        left = list(said)
        ports.battery.percent = lambda: left[0] if len(left) == 1 else left.pop(0)

    return broken


def raises(ports):
    def percent():
        raise ValueError("no such register")

    ports.battery.percent = percent


def keys(change):
    def broken(ports):
        real = ports.keys.press
        ports.keys.press = lambda key: [real(one) for one in change(key)]

    return broken


def exchanged(key):
    return [{"up": "down", "down": "up"}.get(key, key)]


def light(change):
    def broken(ports):
        real = ports.light.show
        ports.light.show = lambda quadrants: real(change(quadrants))

    return broken


def screen_inverted(ports):
    real = ports.screen.show

    async def show(pixels, name, texts):
        inverted = bytearray(pixels)
        for place in range(len(inverted)):
            inverted[place] ^= 0x77
        await real(inverted, name, texts)

    ports.screen.show = show


def camera_none(ports):
    def capture(frame):
        raise CameraError("The camera does not answer (19).")

    ports.camera.capture = capture


def camera_look(change):
    def broken(ports):
        real = ports.camera.look

        def look(frame):
            kept = bytes(frame)
            real(frame)
            change(frame, kept)

        ports.camera.look = look

    return broken


def dark(frame, kept):
    frame[:] = bytes(len(frame))


def half(frame, kept):
    middle = len(frame) // 2
    frame[middle:] = kept[middle:]


class CutPhoto:
    def __init__(self, real):
        self._real = real
        self.size_bytes = real.size_bytes

    def read(self, offset, count):
        return self._real.read(offset, count) if offset < 8192 else b""

    def close(self):
        self._real.close()


def camera_cut(ports):
    real = ports.camera.capture
    ports.camera.capture = lambda frame: CutPhoto(real(frame))


def engine_silent(ports):
    ports.scan_engine.read = lambda: b""


def engine_noise(ports):
    left = [bytes(64)] * 3

    ports.scan_engine.read = lambda: left.pop() if left else b""
    ports.scan_engine.write = lambda data: left.append(b"\x55" * 9)


def pipe_loses(ports):
    real = ports.pipe.read

    async def read():
        data = await real()
        return data[1:]

    ports.pipe.read = read


def pipe_silent(ports):
    async def write(data):
        pass

    ports.pipe.write = write


def vault(change):
    def broken(ports):
        change(ports.vault)

    return broken


def changing_key(one):
    real = one.hmac
    one.hmac = lambda data: real(data + os.urandom(4))


def constant_key(one):
    one.hmac = lambda data: b"\x11" * 32


def zero_key(one):
    from viewmark_protocol.sealing.hmac import hmac_sha256

    one.hmac = lambda data: hmac_sha256(bytes(32), data)


def random(source):
    def broken(ports):
        ports.random = source

    return broken


def radio_refuses(ports):
    def active(on):
        raise OSError(19)

    ports.bluetooth.active = active


FAULTS = {
    "flash reads back other bytes": with_flash("records", OtherBytes),
    "flash never erases": with_flash("records", NeverErases),
    "flash refuses to program": with_flash("records", Refuses),
    "flash reads other bytes each time": with_flash("keys", OtherEachTime),
    "flash cannot be read": with_flash("list", Unreadable),
    "partition smaller than the table": with_flash("list", Smaller),
    "partition not there": without_partition("photos"),
    "programming spills": with_flash("records", Spills),
    "power goes in the middle": with_flash("records", Died),
    "clock stands still": clock(stands_still),
    "clock runs double": clock(runs_double),
    "clock takes no time": clock(takes_no_time),
    "clock cannot be put back": clock(takes_one_time_only),
    "clock in another century": clock(in_another_century),
    "gauge says 300 %": battery(300),
    "gauge does not answer": battery(0),
    "gauge jumps": battery(80, 20, 80, 20, 80),
    "gauge raises": raises,
    "key never comes": keys(lambda key: [] if key == "up" else [key]),
    "key bounces": keys(lambda key: [key, key] if key == "down" else [key]),
    "keys exchanged": keys(exchanged),
    "quadrant never lit": light(lambda quadrants: quadrants & ~4),
    "light mirrored": light(lambda quadrants: quadrants & 5 | (quadrants & 2) << 2 | (quadrants & 8) >> 2),
    "screen inverted": screen_inverted,
    "no camera": camera_none,
    "camera dark": camera_look(dark),
    "camera gives half": camera_look(half),
    "photo cut off": camera_cut,
    "scan engine silent": engine_silent,
    "scan engine noise": engine_noise,
    "pipe loses a byte": pipe_loses,
    "pipe silent": pipe_silent,
    "chip key changes": vault(changing_key),
    "chip key says nothing": vault(constant_key),
    "chip key never burnt": vault(zero_key),
    "random stuck": random(lambda count: b"\x42" * count),
    "random leans": random(lambda count: bytes([byte | 1 for byte in os.urandom(count)])),
    "random short": random(lambda count: os.urandom(count - 1)),
    "random repeats": random(lambda count: bytes([place * 37 & 0xFF for place in range(count)])),
    "radio refuses": radio_refuses,
}


async def _test(folder, wanted):
    ports = await make_ports(folder)
    FAULTS[wanted["fault"]](ports)
    await board_test_run.test(ports, wanted)


def run(board, folder, wanted):
    asyncio.run(_test(folder, json.loads(wanted)))
