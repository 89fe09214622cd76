"""Real photographs, where they lie beside the project: each gives a recorded check; how many are read is reported."""

import asyncio
import json
from pathlib import Path

import pytest
from parts import checked, laptop_at, recorded_sequence, running_handheld, sequences, sync

from viewmark_protocol.checks import serial_mark
from viewmark_protocol.serials import exact

FOLDER = Path("..", "shared", "data", "markings")
PHOTOS_BYTES = 12160 * 1024


def test_every_real_photograph_gives_a_check_that_arrives(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root / FOLDER
    if not (folder / "labels.json").exists():
        pytest.skip("the real photographs are not part of the project: they lie beside it where it is developed")
    labels = json.loads((folder / "labels.json").read_text())

    async def run() -> None:
        sizes = {"photos": PHOTOS_BYTES}
        async with (
            running_handheld(tmp_path / "handheld", partitions=sizes) as handheld,
            laptop_at(tmp_path / "laptop") as laptop,
        ):
            recorded: list[int | None] = []
            for label in labels:
                (screen,) = await checked(handheld, folder / label["file"], maker=None)
                recorded.append(recorded_sequence(screen))
            assert recorded == list(range(1, len(labels) + 1))
            await sync(handheld, laptop)
            assert sequences(laptop) == recorded
            filed = list(reversed(laptop.archive.checks(len(labels))))
            marks = [serial_mark(one.check.firearms[0]) if one.check else None for one in filed]
            read = [mark.raw if mark else None for mark in marks]
            good = sum(exact(text or "") == exact(label["text"]) for text, label in zip(read, labels, strict=True))
            with capsys.disabled():
                print(f"\n{good} of {len(labels)} real photographs were read exactly")

    asyncio.run(run())
