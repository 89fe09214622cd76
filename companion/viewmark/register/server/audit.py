"""The audit: a chain of lines under a key that lies outside of the database, so that who can write there cannot forge.

Each line's `chain` is an HMAC-SHA256 over the line and the chain before; the head binds the last one to their number.
"""

import hmac
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...signing.errors import SigningError
from ...signing.files import exclusive, replace_durably
from ..errors import SetupError
from .database import Database
from .tables.audit import AuditHead, AuditLine

KEY_FILE = "audit.key"
_KEY_BYTES = 32
_BEGIN = "0" * 64
_AT_ONCE = 5000
_FIELDS = (
    "id asked_s who action officer post legal_ground check_id asked answer shown".split()  # never reordered
)
_ADVICE = "Keep the database as it is, and tell the focal point: somebody may have changed it."


class _Batch:
    """Lines of one question, or of one batch of them."""

    def __init__(self, lines: Sequence[AuditLine]) -> None:
        self.lines = lines
        self.is_written = False


class Audit:
    """The audit in a database, under the key in a folder, which is made with the first one. SetupError without it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._waiting: list[_Batch] = []
        self._key = _key(folder / KEY_FILE, self._has_lines())

    def add(self, *lines: AuditLine) -> None:
        """Write lines durably; SetupError where the chain was tampered with: then nothing is answered.

        What many questions at once have to write becomes durable together, in one transaction of one of them.
        """
        batch = _Batch(lines)
        with self._lock:
            self._waiting.append(batch)
        with self._writing:
            if batch.is_written:
                return
            with self._lock:
                taken, self._waiting = self._waiting, []
            try:
                self._write([line for one in taken for line in one.lines])
            except BaseException:  # the others write theirs themselves
                with self._lock:
                    self._waiting = [one for one in taken if one is not batch] + self._waiting
                raise
            for one in taken:
                one.is_written = True

    def _write(self, lines: list[AuditLine]) -> None:
        with self._database.writing() as session:
            head = self._head(session)
            for line in lines:
                line.id = head.lines + 1
                line.chain = self._chained(head.chain, line)
                session.add(line)
                head.lines, head.chain = line.id, line.chain
            head.code = self._code(head)

    def note(self, who: str, action: str, asked_s: int, asked: Mapping[str, object], shown: Sequence[str] = ()) -> None:
        """Write a line about something that no officer asked at a weapon."""
        self.add(
            AuditLine(
                asked_s=asked_s,
                who=who,
                action=action,
                officer="",
                post="",
                legal_ground="",
                asked=as_json(asked),
                answer="given",
                shown=as_json(list(shown)),
            )
        )

    def lines(self, after_id: int = 0, limit: int | None = None) -> Sequence[AuditLine]:
        """Return lines after one, oldest first."""
        with self._database.reading() as session:
            wanted = select(AuditLine).where(AuditLine.id > after_id).order_by(AuditLine.id).limit(limit)
            return session.scalars(wanted).all()

    def verify(self, progress: Callable[[int], None] = lambda done: None) -> int:
        """Return how many lines there are; SetupError that names the first one that was changed, moved or removed."""
        with self._database.reading() as session:
            head = self._head(session)
            chain, count = _BEGIN, 0
            for line in self._all(session):
                count += 1
                if line.id != count:
                    raise SetupError(f"Line {count} of the audit is missing. {_ADVICE}")
                if not hmac.compare_digest(line.chain, self._chained(chain, line)):
                    raise SetupError(f"Line {count} of the audit is not as it was written. {_ADVICE}")
                chain = line.chain
                if count % _AT_ONCE == 0:
                    progress(count)
            if (count, chain) != (head.lines, head.chain):
                raise SetupError(f"The audit ends with line {count}, not {head.lines}. {_ADVICE}")
            return count

    def _all(self, session: Session) -> Iterator[AuditLine]:
        after = 0
        while found := session.scalars(
            select(AuditLine).where(AuditLine.id > after).order_by(AuditLine.id).limit(_AT_ONCE)
        ).all():
            yield from found
            after = found[-1].id
            session.expunge_all()

    def _head(self, session: Session) -> AuditHead:
        head = session.get(AuditHead, 1)
        if head is None:
            if session.scalar(select(AuditLine.id).limit(1)) is not None:
                raise SetupError(f"The audit's head is missing. {_ADVICE}")
            head = AuditHead(one=1, lines=0, chain=_BEGIN, code="")
            head.code = self._code(head)
            session.add(head)
        elif not hmac.compare_digest(head.code, self._code(head)):
            raise SetupError(f"The audit's head is not as it was written, or {KEY_FILE} is another one. {_ADVICE}")
        return head

    def _chained(self, before: str, line: AuditLine) -> str:
        return self._mac([before, *(getattr(line, name) for name in _FIELDS)])

    def _code(self, head: AuditHead) -> str:
        return self._mac(["head", head.lines, head.chain])

    def _mac(self, values: list[object]) -> str:
        return hmac.digest(self._key, as_json(values).encode(), "sha256").hex()

    def _has_lines(self) -> bool:
        with self._database.reading() as session:
            return session.get(AuditHead, 1) is not None


def as_json(value: object) -> str:
    """Return a value as it stands in a line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _key(path: Path, is_needed: bool) -> bytes:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(path):
            if not path.exists() and not is_needed:
                replace_durably(path, os.urandom(_KEY_BYTES))
            key = path.read_bytes()
    except (OSError, SigningError) as error:
        raise SetupError(
            f"The audit's key {path} cannot be read. Put it back from the keeper's backup: without it nobody can tell"
            " whether the audit is whole."
        ) from error
    if len(key) != _KEY_BYTES:
        raise SetupError(f"{path} is no audit key. Put it back from the keeper's backup.")
    return key
