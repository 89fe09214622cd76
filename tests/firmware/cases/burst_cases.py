"""A burst: it ends when it is sure, within eight views, and a camera that fails meanwhile loses nothing."""

import asyncio

import buffers
from checks.burst import MOST_VIEWS, Burst
from ports import CameraError
from whole import HandClock, Quiet


class Camera:
    """Counts its views; after `fails_after` of them it has none."""

    width_px, height_px = 320, 240

    def __init__(self, fails_after=99):
        self.views = 0
        self._fails_after = fails_after

    def look(self, frame):
        if self.views >= self._fails_after:
            raise CameraError("There is no picture.")
        self.views += 1


class Reader:
    """Is sure from one view on."""

    def __init__(self, sure_at):
        self._sure_at = sure_at
        self.added = 0

    def begin(self):
        self.added = 0

    def add(self, frame, width_px, height_px):
        self.added += 1
        return self.added >= self._sure_at

    def lattice(self):
        return [[("A", 90)]] * self.added


class App:
    """What a capture asks of the app: ports and the screen."""

    def __init__(self, camera):
        self.ports = self
        self.camera = camera
        self.clock = HandClock()
        self.light = Quiet()
        self.shown = []

    async def show(self, page, wait=True):
        assert not wait
        self.shown.append(page.texts())


def taken(sure_at, camera):
    """Read a burst whose first frame has been captured; return the app, the burst and how many views it had."""
    app = App(camera)
    burst = Burst(app, Reader(sure_at))
    return app, burst, len(asyncio.run(burst.read(15)))


def test_a_sure_first_view_is_the_only_one():
    app, _, views = taken(1, Camera())
    assert (views, app.camera.views) == (1, 0)


def test_a_burst_goes_on_until_it_is_sure():
    assert taken(4, Camera())[2] == 4


def test_a_burst_has_eight_views_at_most():
    app, _, views = taken(99, Camera())
    assert (views, app.camera.views) == (MOST_VIEWS, MOST_VIEWS - 1)


def test_views_that_are_there_stand_when_the_camera_fails():
    assert taken(99, Camera(fails_after=3))[2] == 4


def test_no_line_at_all_is_said():
    class Blind(Reader):
        def lattice(self):
            return []

    for place in range(len(buffers.frame)):
        buffers.frame[place] = 100
    burst = Burst(App(Camera()), Blind(99))
    assert asyncio.run(burst.read(15)) == []
    assert burst.fault == "no-line"


def test_the_viewfinder_says_what_keeps_the_picture_from_being_good():
    for place in range(len(buffers.frame)):
        buffers.frame[place] = 3
    app, burst, _ = taken(1, Camera())
    assert burst.fault == "too-dark"
    assert "Too dark" in app.shown[0][1]
