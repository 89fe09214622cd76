"""The demo that goes on running: register, laptop app and handheld, each in a process of its own, on one address."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx

from viewmark.demo.labels import Label, read_labels
from viewmark.demo.pairing import pair_laptop_folder
from viewmark.demo.part import Part
from viewmark.demo.registry import API_KEY, prepare, register_part
from viewmark.errors import HandheldError, PictureError
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld
from viewmark.handheld.serving import serve_page

_SEED = 20261
_START_S = 60.0
_NOBODY = "http://127.0.0.1:9"  # the port of `discard`: no register is needed to pair

Say = Callable[[str, int, int], None]


def app_part(folder: Path, register_url: str, serial_port: Path, handheld_url: str, port: int) -> Part:
    """Return `viewmark app` on a folder and a handheld's cable, not yet started."""
    register = ("--register-url", register_url, "--register-key", API_KEY)
    handheld = ("--device", str(serial_port), "--handheld-url", handheld_url)
    return Part("The laptop app", "app", "--folder", str(folder), "--open-pages", *register, *handheld, port=port)


@contextlib.asynccontextmanager
async def unpaired(folder: Path, register_url: str = _NOBODY) -> AsyncIterator[tuple[str, str]]:
    """Run a handheld that nobody is paired with, and the laptop app at its cable; yields both pages: app, handheld."""
    handheld = Handheld(folder / "handheld")
    await handheld.start()
    try:
        handheld.cable.plug_in()
        async with serve_page(handheld, "127.0.0.1", 0) as handheld_url:
            app = app_part(folder / "laptop", register_url, handheld.cable.path, handheld_url, 0)
            try:
                yield await app.start(), handheld_url
            finally:
                await app.kill()
    finally:
        await handheld.stop()


class StandingDemo:
    """Everything that a newcomer sees, in `folder`. Each part can be killed and started again."""

    def __init__(self, folder: Path, photos: Path) -> None:
        self.folder = folder
        self.labels = read_labels(photos)
        self.register = register_part(folder / "register")
        self.handheld = Handheld(folder / "handheld")
        self.officer = Officer(self.handheld)
        self.app: Part | None = None

    @contextlib.asynccontextmanager
    async def running(self, app_port: int = 0, handheld_port: int = 0) -> AsyncIterator[str]:
        """Run all three for as long as the context stands; yields the one address."""
        await asyncio.to_thread(prepare, self.folder / "register", self.labels, _SEED)
        register_url = await self.register.start()
        try:
            await self.handheld.start()
            self.handheld.cable.plug_in()
            async with serve_page(self.handheld, "127.0.0.1", handheld_port) as handheld_url:
                path = self.handheld.cable.path
                await pair_laptop_folder(self.handheld, self.folder / "laptop")
                self.app = app_part(self.folder / "laptop", register_url, path, handheld_url, app_port)
                yield await self.app.start()
        finally:
            if self.app is not None:
                await self.app.kill()
            await self.handheld.stop()
            await self.register.kill()

    async def play(self, say: Say) -> list[str]:
        """Play the shift on the handheld; return a line for each photo that gave no check."""
        await self._wait_for_list()
        troubles = []
        for place, label in enumerate(self.labels):
            await self._tell(say, "checking " + label.file.name, place)
            trouble = await self._check(label)
            if trouble:
                troubles.append(trouble)
        await self._tell(say, "the shift is over: now it is your turn", len(self.labels))
        return troubles

    async def _check(self, label: Label) -> str | None:
        try:
            await self.officer.check(label.file, label.maker)
        except PictureError as error:
            return str(error)
        except HandheldError as error:  # a visitor took the keys, or the power, in the middle of the shift
            return f"{label.file.name}: {error}"
        return None

    async def _wait_for_list(self) -> None:
        """Wait until the first sync has brought a list: the first weapon is not to be `unchecked`."""
        with contextlib.suppress(HandheldError):
            await self.handheld.wait_for(
                lambda screen: any(text.startswith("List ") for text in screen.texts), _START_S
            )

    async def _tell(self, say: Say, what: str, done: int) -> None:
        total = len(self.labels)
        say(what, done, total)
        if self.app is None:
            return
        async with httpx.AsyncClient(base_url=self.app.url, trust_env=False, timeout=5) as client:
            with contextlib.suppress(httpx.HTTPError):  # the bar on the page is a courtesy, the shift goes on
                await client.post("/api/demo", json={"what": what, "done": done, "total": total})
