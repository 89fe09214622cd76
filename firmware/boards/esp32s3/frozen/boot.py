"""The reference board's start, frozen into its MicroPython by `manifest.py`: chooses a slot and mounts its image.

It must end: only then does MicroPython bring up the USB prompt, and run `main.py` with what stands here. The image is
mounted where it lies in the large memory: MicroPython maps one ROMFS partition at most, not two.
"""

import sys

import esp32
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
running_slot = choose(_slots)
on_trial = running_slot is not None and not _slots[running_slot].is_confirmed
if running_slot is not None:
    _mounted(_slots[running_slot])
