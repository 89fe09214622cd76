"""What the register keeps, apart from searching: firearms, reports, checks and photos; and its audit."""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer

from viewmark_protocol.checks import decode_check

from ...lists.builder import why_not_listable
from ..errors import SetupError
from .audit import Audit
from .database import Database, sqlite_url
from .indexing import add_firearms, registered_firearm
from .photo_parts import PhotoParts
from .photos import PhotoFolder
from .problems import Problem
from .records import FirearmRecord
from .tables.checks import CheckRow, Photo
from .tables.firearms import Firearm, Report


class RegisterStore:
    """The register in a folder (SQLite) or behind a database URL, with photos as files beside it."""

    def __init__(self, folder: Path, url: str | None = None, now_s: Callable[[], int] | None = None) -> None:
        self.database = Database(url or sqlite_url(folder))
        self.audit = Audit(self.database, folder)
        self.photos = PhotoFolder(folder / "photos")
        self.photo_parts = PhotoParts(folder / "photo-parts")
        self.now_s = now_s or (lambda: int(time.time()))

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def add_firearms(self, records: Iterable[FirearmRecord]) -> int:
        """Add weapons in one transaction and return how many; SetupError where one is already registered."""
        try:
            with self.database.writing() as session:
                return len(add_firearms(session, records))
        except IntegrityError as error:
            raise SetupError("One of these register ids is taken already. Nothing was added; use new ids.") from error

    def report(self, register_id: str, kind: str, authority: str, reported_s: int | None = None) -> None:
        """Open a report on a registered weapon; `kind` is a list category. SetupError where it cannot be listed."""
        with self.database.writing() as session:
            firearm = registered_firearm(session, register_id)
            reason = why_not_listable(firearm.serial, kind)
            if reason:
                raise SetupError(f"This weapon cannot be listed: {reason}. Correct its serial or the category.")
            when_s = self.now_s() if reported_s is None else reported_s
            session.add(Report(firearm_id=firearm.id, kind=kind, authority=authority, reported_s=when_s))

    def close_reports(self, register_id: str) -> int:
        """Close a weapon's open reports (it was recovered) and return how many there were."""
        with self.database.writing() as session:
            found = session.scalars(
                select(Report).join(Firearm).where(Firearm.register_id == register_id, Report.closed_s.is_(None))
            ).all()
            for one in found:
                one.closed_s = self.now_s()
            return len(found)

    def put_check(self, device_id: str, log_id: str, sequence: int, record: bytes) -> bool:
        """Store a check's bytes durably; return False where the same bytes are here already.

        A conflict Problem where other bytes have this id; CborError or SchemaError where the record is no check.
        """
        decode_check(record)
        digest = hashlib.sha256(record).hexdigest()
        one_id = (CheckRow.device_id == device_id, CheckRow.log_id == log_id, CheckRow.sequence == sequence)
        row = CheckRow(device_id=device_id, log_id=log_id, sequence=sequence, record=record, record_sha256=digest)
        row.received_s = self.now_s()
        try:
            with self.database.writing() as session:
                session.add(row)
            return True
        except IntegrityError:
            with self.database.reading() as session:
                stored = session.scalar(select(CheckRow.record).where(*one_id))
        if stored != record:
            raise Problem(
                409,
                "check-conflict",
                "Another record is stored under this check's id. Keep both: do not delete it on the handheld, and tell "
                "the focal point, because a record may have been rewritten.",
            )
        return False

    def put_photo(self, digest: str, content: bytes) -> bool:
        """Store a photo under its verified digest; return False where it is here already."""
        stored = self.photos.put(digest, content)
        with self.database.reading() as session:
            known = session.get(Photo, digest)
        if known is None:
            try:
                with self.database.writing() as session:
                    session.add(Photo(digest=digest, size_bytes=len(content), received_s=self.now_s()))
            except IntegrityError:
                return False  # the same photo came by another request in the meantime
        return stored or known is None

    def has_photo(self, digest: str) -> bool:
        """Return whether a photo is here, whole and on record."""
        with self.database.reading() as session:
            return session.get(Photo, digest) is not None and self.photos.path(digest).exists()

    def counts(self) -> dict[str, int]:
        """Return how many checks, photos, firearms and open reports are here."""
        with self.database.reading() as session:
            opened = select(func.count()).select_from(Report).where(Report.closed_s.is_(None))
            return {
                "checks": session.scalar(select(func.count()).select_from(CheckRow)) or 0,
                "photos": session.scalar(select(func.count()).select_from(Photo)) or 0,
                "firearms": session.scalar(select(func.count()).select_from(Firearm)) or 0,
                "open_reports": session.scalar(opened) or 0,
            }

    def photo_digests(self) -> Sequence[str]:
        """Return the digest of every photo that is here."""
        with self.database.reading() as session:
            return session.scalars(select(Photo.digest).order_by(Photo.digest)).all()

    def check_rows(self, after_id: int, limit: int, with_records: bool = False) -> Sequence[CheckRow]:
        """Return at most `limit` checks that came after the row `after_id`, in order of arrival."""
        with self.database.reading() as session:
            return session.scalars(
                select(CheckRow)
                .options(*([] if with_records else [defer(CheckRow.record)]))
                .where(CheckRow.id > after_id)
                .order_by(CheckRow.id)
                .limit(limit)
            ).all()
