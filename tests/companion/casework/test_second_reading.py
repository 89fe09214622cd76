"""The second reading: a flag where something surely disagrees with the confirmed serial, and never a correction."""

import asyncio
from typing import Any

import pytest

from viewmark import places
from viewmark.casework.second_reading import SecondReadings, compared
from viewmark.errors import ReadingError
from viewmark.reading.worker import SecondReader

from ..laptop.conftest import Bench, record  # noqa: F401
from ..laptop.conftest import bench as bench

PHOTO = (places.samples() / "03-laser.jpg").read_bytes()


def read(*lines: tuple[str, float], code: str | None = None) -> dict[str, Any]:
    """Return what was read on a photo."""
    return {"lines": [list(line) for line in lines], "codes": [["datamatrix", code, code]] if code else []}


@pytest.mark.parametrize(
    ("found", "disagrees"),
    [
        (read(("GLOCK", 0.9), ("AB 1234", 0.9)), None),
        (read(("No. AB1234 9x19", 0.9)), None),
        (read(("AB1235", 0.9)), "readings-differ"),
        (read(("AB1235", 0.2)), None),
        (read(("AB12", 0.9)), "readings-differ"),
        (read(), None),
        (read(("AB1234", 0.9), code="AB1239"), "code-disagrees"),
        (read(code="AB1234"), None),
    ],
)
def test_only_what_was_read_surely_disagrees(found: dict[str, Any], disagrees: str | None) -> None:
    assert compared("AB1234", found)["disagrees"] == disagrees


def test_an_unread_character_can_be_any() -> None:
    assert compared("AB?234", read(("No AB1234", 0.9)))["disagrees"] is None
    assert compared("AB?234", read(("No AC1234", 0.9)))["disagrees"] == "readings-differ"


def test_both_readings_are_shown() -> None:
    assert compared("AB1234", read(("GLOCK", 0.9), ("AB1235", 0.9)))["nearest"] == "AB1235"


def with_photo(bench: Bench, record: Any, content: bytes = PHOTO) -> None:  # noqa: F811
    """Sync a check of L527910 with a photo."""
    import hashlib

    digest = hashlib.sha256(content).digest()
    bench.handheld.photos[digest] = content
    bench.handheld.records = [record("L527910", photo=digest)]
    asyncio.run(bench.sync())


def readings(bench: Bench, reader: Any) -> SecondReadings:
    """Return what reads the photos of a laptop."""
    return SecondReadings(bench.laptop.archive, bench.laptop.casework, reader)


def test_a_photo_is_read_once_and_what_was_read_is_kept(bench: Bench, record: Any) -> None:  # noqa: F811
    async def reader(content: bytes) -> dict[str, Any]:
        assert content == PHOTO
        return read(("L527911", 0.95))

    with_photo(bench, record)
    reading = readings(bench, reader)
    assert asyncio.run(reading.read_next()) is True
    assert asyncio.run(reading.read_next()) is False
    (one,) = bench.laptop.archive.readings.of(bench.laptop.archive.checks()[0].key)
    assert (one.disagrees, one.content["lines"]) == ("readings-differ", [["L527911", 0.95]])
    assert bench.laptop.archive.lane.page(1)[0].serial == "L527910"


def test_a_photo_that_cannot_be_read_holds_up_nothing(bench: Bench, record: Any) -> None:  # noqa: F811
    async def reader(content: bytes) -> dict[str, Any]:
        raise ReadingError("This photo cannot be decoded.")

    with_photo(bench, record, b"no photo")
    reading = readings(bench, reader)
    assert asyncio.run(reading.read_next()) is True
    assert asyncio.run(reading.read_next()) is False
    (one,) = bench.laptop.archive.readings.of(bench.laptop.archive.checks()[0].key)
    assert one.content["error"] == "This photo cannot be decoded." and one.disagrees is None


def test_a_process_of_its_own_reads_and_may_be_killed() -> None:
    async def run() -> tuple[dict[str, Any], str, dict[str, Any]]:
        reader = SecondReader()
        first = await reader.read(PHOTO)
        reading = asyncio.create_task(reader.read(PHOTO))
        await asyncio.sleep(0.05)
        assert reader._pool is not None
        for process in list(reader._pool._processes.values()):
            process.kill()
        cut = ""
        try:
            await reading
        except ReadingError as error:
            cut = str(error)
        again = await reader.read(PHOTO)
        reader.close()
        return first, cut, again

    first, cut, again = asyncio.run(run())
    assert compared("TLC548136", first)["disagrees"] is None and first["lines"] == again["lines"]
    assert "cut off" in cut


def test_bytes_that_are_no_photo_are_said_to_be_none() -> None:
    async def run() -> None:
        reader = SecondReader()
        try:
            with pytest.raises(ReadingError, match="cannot be decoded"):
                await reader.read(b"no photo")
        finally:
            reader.close()

    asyncio.run(run())
