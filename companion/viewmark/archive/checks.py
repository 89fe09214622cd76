"""A check as the archive gives it out: where it came from, its record decoded, and what the register said."""

import json
from typing import Any, NamedTuple

from viewmark_protocol.checks import Check, Firearm, check_id, decode_check, gravest_verdict, serial_mark
from viewmark_protocol.errors import CborError, SchemaError
from viewmark_protocol.messages.downward import Candidate
from viewmark_protocol.verdicts import UNTRACEABLE

CheckKey = tuple[str, bytes, int]  # device id, log id, sequence

DIGEST_BYTES = 32
_TAMPERED = ("altered", "obliterated", "restored")
MOST_NUMBER = (1 << 63) - 1  # the largest that SQLite keeps; a handheld may say more


class FiledCheck(NamedTuple):
    """One row of the archive. `check` is None where the record cannot be decoded; its bytes are kept all the same.

    `sealed` is the record as it came, `seal` verified, no-key, broken or None, as archive/seals.py says. Of one that
    was erased after its time, at the UTC second `erased_s`, the tags alone are left.
    """

    number: int
    device_id: str
    log_id: bytes
    sequence: int
    record: bytes
    received_s: int
    in_register: bool
    check: Check | None
    sealed: bytes = b""
    seal: str | None = None
    erased_s: int | None = None

    @classmethod
    def of_row(cls, row: tuple[Any, ...]) -> "FiledCheck":
        """Return the check in a row, its record decoded."""
        number, device_id, log_id, sequence, record, received_s, in_register, *seal = row
        return cls(number, device_id, log_id, sequence, record, received_s, bool(in_register), decoded(record), *seal)

    @property
    def key(self) -> CheckKey:
        """What it lies under."""
        return self.device_id, self.log_id, self.sequence

    @property
    def id(self) -> str:
        """The check's id as people write it."""
        return check_id(self.log_id, self.sequence)


class RegisterAnswer(NamedTuple):
    """What the register answered to one check: hit, near, none, queued or error. `number` is the row's, once filed."""

    device_id: str
    log_id: bytes
    sequence: int
    word: str
    answered_s: int
    candidates: list[Candidate]
    text: str
    number: int = 0

    @classmethod
    def of_row(cls, row: tuple[Any, ...]) -> "RegisterAnswer":
        """Return the answer in a row, its candidates unpacked."""
        device_id, log_id, sequence, word, answered_s, candidates, text, number = row
        unpacked = [Candidate.unpack(one) for one in json.loads(candidates)]
        return cls(device_id, log_id, sequence, word, answered_s, unpacked, text, number)

    def candidate_values(self) -> list[dict[str, Any]]:
        """Return the candidates as plain values by field name, for printing."""
        return [{name: getattr(one, name) for name, _ in one.FIELDS} for one in self.candidates]


class LaneRow(NamedTuple):
    """A check as one line of a long list: its columns, and how far it and its newest answer have come.

    `in_register` and `answer_delivered` are 0 or 1; `disagrees` is what a second reading found, `corrected` the serial
    as an operator corrected it.
    """

    number: int
    device_id: str
    log_id: bytes
    sequence: int
    verdict: str | None
    reason: str | None
    serial: str | None
    maker: str | None
    opened_s: int | None
    in_register: int
    answer: str | None
    candidates: int
    answer_delivered: int
    disagrees: str | None
    corrected: str | None

    @property
    def id(self) -> str:
        """The check's id as people write it."""
        return check_id(self.log_id, self.sequence)


class Summary(NamedTuple):
    """The columns by which checks are listed; all None where the record cannot be decoded."""

    verdict: str | None
    reason: str | None
    serial: str | bytes | None
    maker: str | None
    opened_s: int | None
    post: str | None
    threat: str | None


def decoded(record: bytes) -> Check | None:
    """Return a record's check, None where it is none."""
    try:
        return decode_check(record)
    except (CborError, SchemaError):
        return None


def summarised(check: Check | None) -> Summary:
    """Return the columns of a check."""
    if check is None or not check.firearms:
        return Summary(None, None, None, None, None, None, None)
    firearm = check.firearms[0]
    verdict = gravest_verdict(check)
    return Summary(
        verdict.word if verdict else None,
        verdict.reason if verdict else None,
        confirmed_serial(firearm),
        confirmed(firearm.marks, "maker"),
        check.opened.utc_s if check.opened.utc_s <= MOST_NUMBER else None,
        check.post or None,
        _threat(firearm),
    )


def _threat(firearm: Firearm) -> str | None:
    """Return what its serial alone says of a weapon: altered, no-serial, or nothing."""
    if is_tampered(firearm):
        return "altered"
    return "no-serial" if firearm.verdict.word == UNTRACEABLE else None


def is_tampered(firearm: Firearm) -> bool:
    """Return whether somebody altered or removed a serial of a firearm."""
    return any(mark.kind == "serial" and mark.state in _TAMPERED for mark in firearm.marks)


def confirmed_serial(firearm: Firearm) -> str | None:
    """Return what the serial that identifies a firearm was confirmed as, None where it has none."""
    mark = serial_mark(firearm)
    return mark.confirmed if mark else None


def confirmed(marks: list[Any], kind: str) -> str | None:
    """Return what the first mark of a kind was confirmed as."""
    return next((mark.confirmed for mark in marks if mark.kind == kind), None)


def photo_key(check: Check | None, digest: bytes) -> bytes | None:
    """Return the key of one of a check's photos, None where the check names none."""
    firearms = check.firearms if check else []
    return next((mark.photo_key for firearm in firearms for mark in firearm.marks if mark.photo == digest), None)


def photos_of(check: Check | None) -> list[bytes]:
    """Return the digests of a check's photos, each once."""
    if check is None:
        return []
    marks = [mark for firearm in check.firearms for mark in firearm.marks]
    found = [mark.photo for mark in marks if mark.photo and len(mark.photo) == DIGEST_BYTES]  # no other names a file
    return list(dict.fromkeys(found))
