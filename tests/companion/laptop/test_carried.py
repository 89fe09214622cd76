"""What the laptop carries down from the register: it is there at the next start, with no register in reach."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from viewmark.deskbook.roster import roster
from viewmark.errors import ArchiveError
from viewmark.laptop import Laptop
from viewmark.register.client import RegisterClient
from viewmark.register.errors import NonsenseError
from viewmark.register.roster import RosterEntry, parse_roster
from viewmark.register.server.generate import add_listed
from viewmark.register.server.issuing import ensure_issuer
from viewmark.register.server.roster import set_roster
from viewmark.register.server.run import open_store

from ..register.conftest import KEY, serving
from .conftest import pair

NOBODY = "http://127.0.0.1:9"


async def carried(folder: Path, url: str) -> Laptop:
    """Open a laptop, have it fetch what it carries, and close it."""
    async with RegisterClient(url, KEY, attempts=1) as client:
        with closing(Laptop(folder, client)) as laptop:
            pair(laptop)
            await laptop.carried.fetch()
            return laptop


def test_a_laptop_that_starts_away_from_base_has_list_keys_and_roster(tmp_path: Path) -> None:
    async def run(url: str) -> Laptop:
        at_base = await carried(tmp_path / "laptop", url)
        away = await carried(tmp_path / "laptop", NOBODY)
        assert at_base.carried.list_file is not None and away.carried.list_file == at_base.carried.list_file
        assert await away.carried.secrets_for("VM-1") == await at_base.carried.secrets_for("VM-1")
        return away

    with closing(open_store(tmp_path / "register")) as store:
        ensure_issuer(store, 5)
        add_listed(store, "ABC4567", "GLOCK", "stolen")
        set_roster(store, "north", ["K7", "K9"], "keeper")
        with serving(store) as url:
            away = asyncio.run(run(url))
    assert [(one.officer, one.post) for one in roster(away.desk_book)] == [("K7", "north"), ("K9", "north")]


@pytest.mark.parametrize("content", ["", "[{}]", '[{"certificate": "xy"}]', "3", '{"a": 1}'])
def test_damaged_list_keys_count_as_none_and_are_fetched_anew(tmp_path: Path, content: str) -> None:
    async def run(url: str) -> None:
        folder = tmp_path / "laptop"
        await carried(folder, url)
        (folder / "list-keys.json").write_text(content)
        laptop = await carried(folder, url)
        assert (await laptop.carried.secrets_for("VM-1")).box
        assert (folder / "list-keys.json").read_text() != content

    with closing(open_store(tmp_path / "register")) as store:
        ensure_issuer(store, 5)
        with serving(store) as url:
            asyncio.run(run(url))


def test_a_full_disk_is_said_and_the_list_in_hand_is_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(url: str) -> None:
        folder = tmp_path / "laptop"
        folder.mkdir()
        (folder / "list").write_text("in the way")
        async with RegisterClient(url, KEY, attempts=1) as client:
            with closing(Laptop(folder, client)) as laptop:
                with pytest.raises(ArchiveError, match="Make room"):
                    await laptop.carried.fetch()
                assert laptop.carried.list_file is not None
                (folder / "list").unlink()
                await laptop.carried.fetch()
                assert (folder / "list" / "whole.vml").exists()

    with closing(open_store(tmp_path / "register")) as store:
        ensure_issuer(store, 5)
        add_listed(store, "ABC4567", "GLOCK", "stolen")
        with serving(store) as url:
            asyncio.run(run(url))


@pytest.mark.parametrize("rows", [None, 3, [3], [{}], [{"officer": 1, "post": "n", "since_s": 1}], [{"officer": "K7"}]])
def test_a_roster_that_is_none_is_refused(rows: object) -> None:
    with pytest.raises(NonsenseError):
        parse_roster(rows)


def test_an_entry_of_the_roster_keeps_its_words() -> None:
    assert parse_roster([{"officer": "K7", "post": "north", "since_s": 5}]) == [RosterEntry("K7", "north", 5)]
