"""A copy of a running register in a folder of its own, from which it can be served again."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ...durable import make_names_durable
from ..errors import SetupError
from .audit import KEY_FILE
from .database import DATABASE_FILE
from .issuing import newest_issuer, skip_an_eighth
from .opening import open_existing
from .store import RegisterStore

_PAGES_AT_ONCE = 4096


def back_up(folder: Path, target: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Copy the SQLite register in `folder` to a new folder and return the bytes; it may be served meanwhile.

    The copy has the audit's key, verifies, and signs lists only with parts of the key that the original has not used.
    SetupError where there is no register, or the target exists.
    """
    open_existing(folder).close()
    if target.exists():
        raise SetupError(f"{target} is there already. A backup is never overwritten: give a new folder.")
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True, mode=0o700)
        _copy_database(folder / DATABASE_FILE, part / DATABASE_FILE, progress)
        shutil.copy2(folder / KEY_FILE, part / KEY_FILE)
        copied = _copy_photos(folder / "photos", part / "photos")
    except OSError as error:
        raise SetupError(f"The backup cannot be written: {error.strerror}. Make room or name another place.") from error
    with closing(open_existing(part)) as store:
        store.audit.verify()
        with store.database.writing() as session:
            issuer = newest_issuer(session)
            if issuer is not None:
                skip_an_eighth(issuer)
    size = copied + sum(one.stat().st_size for one in part.glob("*") if one.is_file())
    os.replace(part, target)
    make_names_durable(target.parent)
    return size


def verify(store: RegisterStore, progress: Callable[[int], None] = lambda done: None) -> dict[str, int]:
    """Return how many audit lines, checks and photos are whole; SetupError that names the first that is not."""
    lines = store.audit.verify(progress)
    checks = photos = after = 0
    while rows := store.check_rows(after, 1000, with_records=True):
        for row in rows:
            if hashlib.sha256(row.record).hexdigest() != row.record_sha256:
                raise SetupError(f"Check {row.sequence} of {row.device_id} is not as it arrived. Restore a backup.")
        checks, after = checks + len(rows), rows[-1].id
    for digest in store.photo_digests():
        try:
            content = store.photos.path(digest).read_bytes()
        except OSError as error:
            raise SetupError(f"The photo {digest} is missing. Restore it from a backup, or a laptop.") from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise SetupError(f"The photo {digest} is damaged. Restore it from a backup, or a laptop.")
        photos += 1
    return {"audit_lines": lines, "checks": checks, "photos": photos}


def _copy_database(source: Path, target: Path, progress: Callable[[int, int], None]) -> None:
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
            here.backup(
                there, pages=_PAGES_AT_ONCE, progress=lambda _status, left, total: progress(total - left, total)
            )
    except sqlite3.Error as error:
        raise SetupError(f"The database cannot be copied: {error}. Nothing was lost; try again.") from error


def _copy_photos(source: Path, target: Path) -> int:
    if not source.exists():
        return 0
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("part-*"))
    return sum(one.stat().st_size for one in target.rglob("*") if one.is_file())
