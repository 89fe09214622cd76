"""The reference board: an ESP32-S3 with its screen, camera, light, keys, gauge, clock and scan engine."""

import os

import esp32
import machine
from bluetooth import BLE

from boards.esp32s3 import description
from boards.esp32s3.battery import Max17048
from boards.esp32s3.camera import Ov5640
from boards.esp32s3.clock import Pcf8563
from boards.esp32s3.keys import PinKeys
from boards.esp32s3.light import RingLight
from boards.esp32s3.pipe import SecondSerial
from boards.esp32s3.scan_engine import UartScanEngine
from boards.esp32s3.screen import St7789
from boards.esp32s3.vault import NoVault
from ports import Ports, StorageError

_BUS_HZ = 400_000
_ID_BYTES = 4


class Esp32Ports(Ports):
    """Everything on the board. StorageError where the flash lacks a partition of its table."""

    def __init__(self) -> None:
        bus = machine.I2C(
            0, scl=machine.Pin(description.BUS_CLOCK), sda=machine.Pin(description.BUS_DATA), freq=_BUS_HZ
        )
        self.device_id = "VM-" + "".join(["%02x" % byte for byte in machine.unique_id()[-_ID_BYTES:]])
        self.board = description.BOARD
        self.battery = Max17048(bus)
        self.camera = Ov5640()
        self.clock = Pcf8563(bus)
        self.keys = PinKeys()
        self.light = RingLight()
        self.pipe = SecondSerial()
        self.scan_engine = UartScanEngine()
        self.screen = St7789()
        self.vault = NoVault()
        self.bluetooth = BLE()  # pyright: ignore[reportAttributeAccessIssue]  the stubs give other types

    def partition(self, name: str):
        """Return a partition of the flash by its label."""
        found = esp32.Partition.find(esp32.Partition.TYPE_DATA, label=name)
        if not found:
            raise StorageError("The flash has no partition %s: write the board's table, then the firmware." % name)
        return found[0]

    def restart(self) -> None:
        """Reset the chip."""
        machine.reset()

    def random(self, count: int) -> bytes:
        """Return bytes of the chip's generator; its radio or its own noise source feeds it."""
        return os.urandom(count)


async def make_ports(argument: str) -> Esp32Ports:
    """Return the board's ports; it needs to be told nothing."""
    return Esp32Ports()
