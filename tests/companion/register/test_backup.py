"""A backup of a running register can be served, and signs lists with no part of the key that was used meanwhile."""

import hashlib
from pathlib import Path

import pytest

from viewmark.register.errors import SetupError
from viewmark.register.server.backup import back_up, verify
from viewmark.register.server.generate import add_listed, generate
from viewmark.register.server.issuing import ensure_issuer, newest_issuer
from viewmark.register.server.listing import published
from viewmark.register.server.opening import open_existing, open_store
from viewmark.register.server.store import RegisterStore

from ..conftest import check_record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a register with weapons, a check, a photo, an audit line and a published list."""
    store = open_store(tmp_path / "register")
    generate(store, 200, 0.2, seed=1)
    store.put_check("VM-1", "00" * 8, 1, check_record())
    store.put_photo(hashlib.sha256(b"photo").hexdigest(), b"photo")
    store.audit.note("key:1 desk", "checks", 1, {})
    ensure_issuer(store, 5)
    published(store)
    store.close()
    return tmp_path / "register"


def used(store: RegisterStore) -> int:
    """Return how many signatures of the list key are used."""
    with store.database.reading() as session:
        issuer = newest_issuer(session)
        assert issuer is not None
        return int.from_bytes(issuer.state[-4:], "big")


def test_a_backup_holds_everything_and_is_served_again(folder: Path, tmp_path: Path) -> None:
    store = open_existing(folder)
    assert back_up(folder, tmp_path / "copy") > 10_000
    copy = open_existing(tmp_path / "copy")
    assert copy.counts() == store.counts()
    assert verify(copy) == {"audit_lines": 1, "checks": 1, "photos": 1}
    assert not list(tmp_path.glob("*.part"))
    for one in (store, copy):
        one.close()


def test_no_part_of_the_list_key_signs_twice(folder: Path, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "copy")
    store, copy = open_existing(folder), open_existing(tmp_path / "copy")
    before = used(store)
    for number in range(3):
        add_listed(store, f"NEW{number}4567", "GLOCK", "stolen")
        published(store)
    assert before < used(store) <= used(copy)
    for one in (store, copy):
        one.close()


def test_a_backup_overwrites_nothing_and_needs_a_register(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with pytest.raises(SetupError, match="never overwritten"):
        back_up(folder, tmp_path / "copy")
    with pytest.raises(SetupError, match="no register in"):
        back_up(tmp_path / "nothing", tmp_path / "other")
    assert not (tmp_path / "nothing").exists()


def test_a_changed_check_and_a_damaged_photo_are_found(folder: Path) -> None:
    store = open_existing(folder)
    (photo,) = [one for one in (folder / "photos").rglob("*") if one.is_file()]
    photo.write_bytes(b"other")
    with pytest.raises(SetupError, match=r"photo .* damaged"):
        verify(store)
    photo.unlink()
    with pytest.raises(SetupError, match=r"photo .* missing"):
        verify(store)
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE checks SET record = x'00'")
    with pytest.raises(SetupError, match="Check 1 of VM-1"):
        verify(store)
    store.close()
