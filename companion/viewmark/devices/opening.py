"""Where a handheld is: a serial port's path or name, or `radio:` and the id of a paired one."""

from viewmark.devices.pairings import Pairings
from viewmark.devices.pipe import SerialPipe
from viewmark.devices.session import Pipe
from viewmark.errors import PipeError

RADIO = "radio:"
_SCAN_S = 15.0


async def open_pipe(where: str, pairings: Pairings) -> Pipe:
    """Open the pipe to a handheld; PipeError when it is not there, or not to be found on the air."""
    if not where.startswith(RADIO):
        return SerialPipe.open(where)
    from viewmark.devices.radio import RadioPipe  # it takes a moment to load, which a cable need not wait for

    device_id = where.removeprefix(RADIO)
    paired = pairings.find(device_id)
    if paired is None or paired.tag_key is None:
        raise PipeError(f"{device_id} cannot be known on the air yet. Sync it once over the cable.")
    return await RadioPipe.open(device_id, paired.tag_key, _SCAN_S)
