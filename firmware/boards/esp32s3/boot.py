"""The reference board's start, frozen into its MicroPython by `manifest.py`: the image of a slot, then `main`.

The image is mounted where it lies in the large memory: MicroPython maps one ROMFS partition at most, not two.
"""

import sys

import esp32
import machine
import vfs

from updates.choice import choose
from updates.slot import SLOTS, FirmwareSlot

_ROM = "/rom"


def _partition(name: str):
    return esp32.Partition.find(esp32.Partition.TYPE_DATA, label=name)[0]


def _mounted(slot: FirmwareSlot) -> None:
    """Have everything come from a slot's image from now on, also what was loaded to choose it."""
    vfs.mount(vfs.VfsRom(slot.image()), _ROM)  # pyright: ignore[reportAttributeAccessIssue]
    sys.path.insert(0, _ROM)
    for name in list(sys.modules):
        if name != "__main__":
            sys.modules.pop(name)


_slots = [FirmwareSlot(_partition(name)) for name in SLOTS]
_number = choose(_slots)
if _number is None:
    print("No firmware here can be started. Write one: viewmark firmware flash.")
    sys.exit()
_on_trial = not _slots[_number].is_confirmed
_mounted(_slots[_number])

try:
    import main

    main.run("esp32s3", "", _number)
except Exception as error:  # noqa: BLE001  whatever it is, the firmware before may do better
    sys.print_exception(error)  # pyright: ignore[reportAttributeAccessIssue]
    if _on_trial:
        machine.reset()  # the next start takes the firmware before
