"""Plays one shift: the officer checks every photo, the handheld syncs over the cable, the register answers."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from viewmark.demo import report
from viewmark.demo.labels import Label, read_labels
from viewmark.demo.pairing import pair_simulated
from viewmark.demo.registry import API_KEY, prepare, present_list_key, register_part
from viewmark.errors import PictureError
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld
from viewmark.laptop import Laptop
from viewmark.register.client import RegisterClient
from viewmark_protocol.judging import judge
from viewmark_protocol.lists.coding import in_memory
from viewmark_protocol.lists.offline import OfflineList

# told with: what is being done, how much of it is done, out of how much
Report = Callable[[str, int, int], None]

_SEED = 20261
_SYNC_TRIES = 5


class Played(NamedTuple):
    """What became of one photo on the handheld: the sequence of its check, or what went wrong."""

    sequence: int | None
    trouble: str | None


class Shift:
    """A shift in `folder`, which keeps everything: register, handheld's flash, laptop's archive."""

    def __init__(self, folder: Path, photos: Path, say: Report = lambda what, done, total: None) -> None:
        self._say = say
        self.labels = read_labels(photos)
        self._register_folder = folder / "register"
        prepare(self._register_folder, self.labels, _SEED)
        self.register = register_part(self._register_folder)
        self.handheld = Handheld(folder / "handheld")
        self.officer = Officer(self.handheld)
        self._laptop_folder = folder / "laptop"

    async def play(self) -> dict[str, Any]:
        """Play the shift and return its report: `photos` and `counts`."""
        url = await self.register.start()
        try:
            async with RegisterClient(url, API_KEY) as client:
                laptop = Laptop(self._laptop_folder, client)
                try:
                    return await self._play_with(laptop, client)
                finally:
                    laptop.close()
        finally:
            await self.handheld.stop()
            await self.register.kill()

    async def _play_with(self, laptop: Laptop, client: RegisterClient) -> dict[str, Any]:
        port = str(self.handheld.cable.path)
        await self.handheld.start()
        self.handheld.cable.plug_in()
        self._say("pairing", 0, 1)
        await pair_simulated(self.handheld, laptop.pairings)
        self._say("bringing the list to the handheld", 0, 1)
        await laptop.sync_once(port, tries=_SYNC_TRIES)
        played = [await self._check(label, place) for place, label in enumerate(self.labels)]
        self._say("syncing", 0, 1)
        await laptop.sync_once(port, lambda progress: self._say(*progress[1:4]), _SYNC_TRIES)
        return await self._report(laptop, client, played)

    async def _check(self, label: Label, place: int) -> Played:
        """Have the officer check one photo as it is read."""
        self._say("checking", place, len(self.labels))
        try:
            screen = await self.officer.check(label.file, label.maker)
        except PictureError as error:
            return Played(None, str(error))
        sequence = re.search(r"Check (\d+) is recorded", " ".join(screen.texts))
        if sequence is None:
            return Played(None, " ".join(screen.texts))
        return Played(int(sequence[1]), None)

    async def _report(self, laptop: Laptop, client: RegisterClient, played: list[Played]) -> dict[str, Any]:
        history = await self.officer.history()
        device = next(one for one in laptop.archive.devices() if one["device_id"] == self.handheld.device_id)
        log_id = bytes.fromhex(device["log_id"])
        expected = await self._expected_verdicts(client)
        rows = [
            report.photo_report(label, verdict, one, laptop.archive, log_id, history)
            for label, verdict, one in zip(self.labels, expected, played, strict=True)
        ]
        counts = {
            "on_device": len(history),
            "on_laptop": laptop.archive.count(),
            "in_register": (await client.counts())["checks"],
        }
        return {"photos": rows, "counts": counts}

    async def _expected_verdicts(self, client: RegisterClient) -> list[str]:
        """Return the labels' verdicts; where a label has none, what the list says of its text read perfectly."""
        content = await client.fetch_list()
        key = present_list_key(self._register_folder)
        offline_list = OfflineList(in_memory(content), key)
        now_s = offline_list.header.issued_s
        return [
            label.verdict or judge(label.text, label.maker, offline_list, now_s, "laptop").word for label in self.labels
        ]
