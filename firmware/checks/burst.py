"""Reads a mark from a burst of views, while the hand shakes and the light changes sides."""

import buffers
from loading import beside
from ports import CameraError
from reading.hints import hint
from screens.aim import AimPage

MOST_VIEWS = 8
_MOST_MS = 3000  # of a burst: the officer has ten seconds for the whole weapon
# Light from one side at a time brings out worn strokes, each side others.
_QUADRANTS = (1, 2, 4, 8)


class Burst:
    """Reads through an app's camera; `fault` is what kept the last picture from being a good one (`reading.hints`)."""

    def __init__(self, app, mark_reader=None) -> None:
        self._app = app
        self._reader = mark_reader or _load_reader()
        self.fault = ""

    async def read(self, light: int) -> list:
        """Return the lattice of the captured frame and of further views; `light` are the quadrants that it was lit by.

        The burst ends as soon as it is sure, at the latest after eight views or three seconds. The viewfinder shows
        the first view meanwhile, with its aiming box and its fault.
        """
        ports = self._app.ports
        camera = ports.camera
        self.fault = hint(buffers.frame, camera.width_px, camera.height_px)
        await self._app.show(AimPage(self.fault), wait=False)
        start_ms = ports.clock.ticks_ms()
        self._reader.begin()
        is_sure = self._reader.add(buffers.frame, camera.width_px, camera.height_px)
        for view in range(1, MOST_VIEWS):
            if is_sure or ports.clock.ticks_ms() - start_ms > _MOST_MS:
                break
            ports.light.show(_QUADRANTS[view - 1] if view <= len(_QUADRANTS) else light)
            try:
                camera.look(buffers.frame)
            except CameraError:
                break  # what was read so far stands
            is_sure = self._reader.add(buffers.frame, camera.width_px, camera.height_px)
        ports.light.show(light)
        lattice = self._reader.lattice()
        if not lattice and not self.fault:
            self.fault = "no-line"
        return lattice

    def beside(self) -> list:
        """Return the lattices of further lines in the last view, above and below the aiming box."""
        camera = self._app.ports.camera
        return self._reader.beside(buffers.frame, camera.width_px, camera.height_px)


def _load_reader():
    """Return the reader with the weights that lie beside it."""
    from reading import reader

    return reader.Reader(beside(reader.__file__, "weights.bin"))
