"""Sealed records in the archive: verified on arrival, kept as they came where they are not, and never written over."""

from pathlib import Path
from typing import Any

import pytest

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.archive.keystore import KeyStore
from viewmark.archive.seals import Arrived, Seals
from viewmark.errors import ArchiveError
from viewmark_protocol.messages.hello import Hello
from viewmark_protocol.sealing.record import end_proof, next_key

from ..conftest import seal_log

LOG, OTHER_LOG = bytes(8), bytes([1] * 8)
KEY = bytes(range(32))
NOW_S = 1_790_000_000


class Filing:
    """An archive, its keys, and a log of three checks whose key may be here or not."""

    def __init__(self, archive: Archive, keys: KeyStore, contents: list[bytes], hello: Hello) -> None:
        self.archive, self.keys, self.contents, self._hello = archive, keys, contents, hello
        self.sealed = seal_log(LOG, KEY, contents)
        self.seals = Seals(keys)

    def take(self, *sequences: int, given: dict[int, bytes] | None = None, previous: bytes | None = None) -> list[str]:
        """File these records in a row as they come from a handheld, or what is `given` instead."""
        came = [(one, (given or {}).get(one, self.sealed[one])) for one in sequences]
        return self.file(self.seals.open_all("VM-1", LOG, came, previous))

    def file(self, arrived: list[Arrived]) -> list[str]:
        return self.archive.file_records("VM-1", LOG, arrived, NOW_S)

    def changed(self, sequence: int) -> bytes:
        """Return a record with its last bit flipped."""
        sealed = self.sealed[sequence]
        return sealed[:-1] + bytes([sealed[-1] ^ 1])

    def recover(self) -> list[str]:
        """Open what lies here sealed, once the key is here."""
        self.keys.add("VM-1", LOG, KEY)
        waiting = self.archive.without_key("VM-1", LOG)
        return self.archive.file_opened("VM-1", LOG, Seals(self.keys).open_all("VM-1", LOG, waiting, None))

    def filed(self, sequence: int) -> FiledCheck:
        found = self.archive.find(f"{LOG.hex()}-{sequence}")
        assert found is not None
        return found

    def on_laptop(self) -> int:
        """Return how many records of the handheld the archive says are here."""
        self.archive.see_device(self._hello, NOW_S)
        (device,) = self.archive.devices()
        return device["on_laptop"]


@pytest.fixture
def keyless(archive: Archive, record: Any, hello: Any, tmp_path: Path) -> Filing:
    """The same without the log's key."""
    contents = [record("A1", maker="GLOCK"), record("B2"), record("C3")]
    keys = KeyStore(tmp_path / "laptop" / "keys.json")
    return Filing(archive, keys, contents, hello())


@pytest.fixture
def filing(keyless: Filing) -> Filing:
    """The same with the log's key."""
    keyless.keys.add("VM-1", LOG, KEY)
    return keyless


def test_what_fits_its_seal_is_filed_opened_and_as_it_came(filing: Filing) -> None:
    assert len(filing.take(1, 2, 3)) == 3
    for sequence in (1, 2, 3):
        filed = filing.filed(sequence)
        assert (filed.record, filed.sealed, filed.seal) == (
            filing.contents[sequence - 1],
            filing.sealed[sequence],
            "verified",
        )
    assert filing.archive.sealed("VM-1", LOG, 2) == filing.sealed[2]
    assert (filing.archive.count(), filing.on_laptop(), filing.archive.cursor("VM-1", LOG)) == (3, 3, 4)
    assert (filing.archive.missing_records("VM-1", LOG), filing.archive.first_broken("VM-1", LOG)) == ([], None)


def test_a_key_of_another_log_or_handheld_opens_nothing(keyless: Filing) -> None:
    keyless.keys.add("VM-2", LOG, KEY)
    keyless.keys.add("VM-1", OTHER_LOG, KEY)
    assert keyless.take(1) == []
    assert keyless.filed(1).seal == "no-key"


def test_without_a_key_records_are_kept_sealed_and_are_no_checks_yet(keyless: Filing) -> None:
    assert keyless.take(1, 2, 3) == []
    filed = keyless.filed(2)
    assert (filed.record, filed.check, filed.sealed, filed.seal) == (b"", None, keyless.sealed[2], "no-key")
    archive = keyless.archive
    assert archive.without_key("VM-1", LOG) == list(keyless.sealed.items())
    assert (archive.count(), archive.not_in_register(), archive.sealed("VM-1", LOG, 2)) == (0, [], None)


def test_without_a_key_they_are_here_all_the_same_and_not_asked_for_again(keyless: Filing) -> None:
    keyless.take(1, 2, 3)
    archive = keyless.archive
    assert (keyless.on_laptop(), archive.cursor("VM-1", LOG), archive.missing_records("VM-1", LOG)) == (3, 4, [])


def test_once_the_key_is_here_they_are_opened_numbered_anew_and_listed_by_what_they_say(keyless: Filing) -> None:
    keyless.take(1, 2, 3)
    newest = max(one.number for one in keyless.archive.checks())
    counted_to, counts = keyless.archive.lane.verdicts_after(newest)
    assert counts == {}
    assert keyless.recover() == [f"{LOG.hex()}-{sequence}" for sequence in (1, 2, 3)]
    assert [(row.sequence, row.serial, row.verdict) for row in keyless.archive.lane.page(10)] == [
        (3, "C3", "clear"),
        (2, "B2", "clear"),
        (1, "A1", "clear"),
    ]
    assert keyless.archive.lane.page(10)[2].maker == "GLOCK"
    assert keyless.archive.lane.verdicts_after(counted_to)[1] == {"clear": 3}
    assert [one.sequence for one in keyless.archive.not_in_register()] == [1, 2, 3]
    assert keyless.archive.without_key("VM-1", LOG) == []


def test_what_was_opened_later_keeps_the_time_at_which_it_came(keyless: Filing) -> None:
    keyless.take(1)
    later = Seals(keyless.keys).open_all("VM-1", LOG, [(2, keyless.sealed[2])], None)
    keyless.archive.file_records("VM-1", LOG, later, NOW_S + 86400)
    keyless.recover()
    assert [keyless.filed(sequence).received_s for sequence in (1, 2)] == [NOW_S, NOW_S + 86400]


def test_a_broken_record_is_kept_as_it_came_named_and_taken_for_no_check(filing: Filing) -> None:
    filing.take(1, 2, 3, given={2: filing.changed(2)})
    filed = filing.filed(2)
    assert (filed.record, filed.sealed, filed.seal) == (b"", filing.changed(2), "broken")
    broken = filing.archive.first_broken("VM-1", LOG)
    assert broken is not None and broken[0] == 2
    assert broken[1].startswith("Record 2 does not fit its seal:")
    assert [filing.filed(sequence).seal for sequence in (1, 3)] == ["verified", "verified"]
    archive = filing.archive
    assert (archive.count(), filing.on_laptop(), archive.cursor("VM-1", LOG)) == (2, 2, 4)
    assert [one.sequence for one in archive.not_in_register()] == [1, 3]
    assert archive.missing_records("VM-1", LOG) == [2]


def test_the_first_of_several_broken_records_is_named(filing: Filing) -> None:
    filing.take(1, 2, 3, given={3: filing.changed(3), 2: filing.sealed[1]})
    broken = filing.archive.first_broken("VM-1", LOG)
    assert broken is not None and broken[0] == 2


def test_a_record_under_another_number_is_broken(filing: Filing) -> None:
    filing.take(1, given={1: filing.sealed[2]})
    assert filing.filed(1).seal == "broken"


def test_a_record_that_does_not_follow_the_one_before_it_is_broken(filing: Filing, record: Any) -> None:
    exchanged = seal_log(LOG, KEY, [record("X9"), filing.contents[1]])[2]
    filing.take(1, 2, given={2: exchanged})
    broken = filing.archive.first_broken("VM-1", LOG)
    assert broken == (2, "Record 2 does not follow the one before it, which was exchanged.")


def test_the_good_record_takes_the_broken_ones_place_and_what_was_broken_is_still_kept(filing: Filing) -> None:
    filing.take(1, 2, 3, given={2: filing.changed(2)})
    assert filing.take(2, previous=filing.sealed[1]) == [f"{LOG.hex()}-2"]
    assert (filing.filed(2).record, filing.filed(2).seal) == (filing.contents[1], "verified")
    assert (filing.archive.first_broken("VM-1", LOG), filing.archive.missing_records("VM-1", LOG)) == (None, [])
    assert filing.archive.count() == filing.on_laptop() == 3
    kept = filing.archive._database.execute("SELECT sequence, sealed FROM broken_seal").fetchall()
    assert kept == [(2, filing.changed(2))]


def test_every_broken_copy_is_kept_once(filing: Filing) -> None:
    other = filing.sealed[2][:-1]
    for given in (filing.changed(2), other, filing.changed(2)):
        filing.take(2, given={2: given})
    kept = filing.archive._database.execute("SELECT sealed FROM broken_seal ORDER BY number").fetchall()
    assert kept == [(filing.changed(2),), (other,)]


def test_a_verified_record_gives_way_to_nothing_that_comes_later(filing: Filing, record: Any) -> None:
    filing.take(1, 2)
    filing.take(1, given={1: filing.changed(1)})
    filing.file([Arrived(1, b""), Arrived(2, b"", filing.sealed[2], "no-key")])
    with pytest.raises(ArchiveError, match="is here with another content"):
        filing.file([Arrived(1, record("X9"), b"another seal", "verified")])
    assert (filing.filed(1).record, filing.filed(1).sealed) == (filing.contents[0], filing.sealed[1])
    assert [filing.filed(sequence).seal for sequence in (1, 2)] == ["verified", "verified"]
    assert (filing.archive.count(), filing.archive.first_broken("VM-1", LOG)) == (2, None)


def test_a_sealed_record_without_key_gives_way_only_to_its_own_content(keyless: Filing) -> None:
    keyless.take(1)
    keyless.file([Arrived(1, b""), Arrived(1, b"", b"other bytes", "no-key")])
    assert (keyless.filed(1).sealed, keyless.filed(1).seal) == (keyless.sealed[1], "no-key")


def test_a_record_that_the_handheld_could_not_read_is_missing_and_the_next_one_stands_alone(filing: Filing) -> None:
    filing.take(1, 2, 3, given={2: b""})
    assert [filing.filed(sequence).seal for sequence in (1, 2, 3)] == ["verified", None, "verified"]
    assert (filing.archive.missing_records("VM-1", LOG), filing.archive.first_broken("VM-1", LOG)) == ([2], None)
    assert filing.archive.count() == filing.on_laptop() == 2


def test_a_missing_record_gives_way_to_a_sealed_one_and_that_to_the_opened_one(keyless: Filing) -> None:
    keyless.take(1, 2, 3, given={2: b""})
    assert (keyless.on_laptop(), keyless.archive.missing_records("VM-1", LOG)) == (2, [2])
    keyless.take(2)
    assert (keyless.on_laptop(), keyless.archive.missing_records("VM-1", LOG)) == (3, [])
    assert len(keyless.recover()) == 3


def test_the_end_of_a_log_is_proved_by_its_key_alone(filing: Filing) -> None:
    proof = end_proof(next_key(KEY), LOG, 2)
    assert filing.seals.proves_end("VM-1", LOG, 2, proof)
    assert not filing.seals.proves_end("VM-1", LOG, 1, proof)
    assert not filing.seals.proves_end("VM-1", LOG, 2, bytes(16))
    assert not filing.seals.proves_end("VM-1", LOG, 1 << 60, proof)
    assert not filing.seals.proves_end("VM-1", OTHER_LOG, 2, proof), "without the key nothing is proved"
