"""The simulated board's start: `micropython boot.py IMAGE sim FOLDER`. The image in memory stands for its flash.

It lies there already, beside the heap, where IMAGE says `@ADDRESS+BYTES`. A newer image in one of the folder's
slots starts in place of the one that is named.
"""

import json
import os
import sys

import uctypes
import vfs

_ROM = "/rom"
_images = []  # for ever: names that were read from an image lie where it lies
_FAILED = 75  # the host starts it again, as a reset does


def _mount(image: bytearray) -> None:
    _images.append(image)
    vfs.mount(vfs.VfsRom(image), _ROM)  # pyright: ignore[reportAttributeAccessIssue]


def _named() -> bytearray:
    if sys.argv[1].startswith("@"):
        address, size = sys.argv[1][1:].split("+")
        return uctypes.bytearray_at(int(address), int(size))
    content = bytearray(os.stat(sys.argv[1])[6])
    with open(sys.argv[1], "rb") as file:
        file.readinto(content)
    return content


def _start_slot() -> "tuple[int | None, bool]":
    """Mount the image of a slot that is newer than the named one.

    Return the slot's number, None for no such, and whether it is on trial.
    """
    from boards.sim.flash import folder_partition
    from updates.choice import choose
    from updates.slot import SLOTS, FirmwareSlot
    from version import SOFTWARE_VERSION
    from viewmark_protocol.firmware_image import version_of

    with open(sys.argv[3] + "/board.json") as file:
        board = json.load(file)
    if SLOTS[0] not in board["partitions"]:
        return None, False
    slots = [FirmwareSlot(folder_partition(sys.argv[3], board, name)) for name in SLOTS]
    number = choose(slots, version_of(SOFTWARE_VERSION))
    on_trial = False
    if number is not None:
        on_trial = not slots[number].is_confirmed
        image = slots[number].image()
        vfs.umount(_ROM)
        _mount(image)
    for name in list(sys.modules):  # the image has its own
        if name != "__main__":
            sys.modules.pop(name)
    return number, on_trial


_mount(_named())
sys.path[:] = [_ROM, ".frozen"]
_slot, _on_trial = _start_slot()

try:
    import main

    main.run(sys.argv[2], sys.argv[3], _slot)
except Exception as error:  # noqa: BLE001  whatever it is, the firmware before may do better
    sys.print_exception(error)  # pyright: ignore[reportAttributeAccessIssue]
    sys.exit(_FAILED if _on_trial else 1)
