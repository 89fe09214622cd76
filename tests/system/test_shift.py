"""One shift without a person, as a newcomer plays it: photo to record, to laptop, to register, and the answer back."""

import json
from pathlib import Path
from typing import Any

import pytest

from viewmark.samples.sets import render

ROW = {
    *("photo", "read", "expected", "expected_verdict", "verdict", "reason", "check_id"),
    *("on_device", "on_laptop", "register", "answer_on_handheld"),
}
FRESH_SEEDS = (7, 20262)


def agrees(read: str | None, expected: str | None) -> bool:
    """Whether a reading is exact, or marks what it could not read with `?` and is right everywhere else."""
    if read is None or expected is None:
        return read == expected
    return len(read) == len(expected) and all(one in (other, "?") for one, other in zip(read, expected, strict=True))


def test_ends_well_and_prints_one_object_of_the_agreed_fields(sample_shift: Any) -> None:
    assert sample_shift.exit_code == 0, sample_shift.stderr
    report = json.loads(sample_shift.stdout)
    assert set(report) == {"photos", "counts"}
    assert set(report["counts"]) == {"on_device", "on_laptop", "in_register"}
    for row in report["photos"]:
        assert set(row) == ROW
        assert set(row["register"]) == {"answer", "candidates"}


def test_plays_at_least_twelve_photos_of_every_process_and_verdict(sample_shift: Any) -> None:
    names = " ".join(row["photo"] for row in sample_shift.photos)
    assert len(sample_shift.photos) >= 12
    assert all(process in names for process in ("stamped", "engraved", "laser", "dot-peened"))
    assert {row["expected_verdict"] for row in sample_shift.photos} >= {"hit", "near", "clear", "untraceable"}


def test_every_serial_is_read_exactly_or_marks_what_could_not_be_read(sample_shift: Any) -> None:
    misread = [(row["photo"], row["read"]) for row in sample_shift.photos if not agrees(row["read"], row["expected"])]
    assert misread == []


def test_every_verdict_is_the_expected_one(sample_shift: Any) -> None:
    other = [(row["photo"], row["verdict"]) for row in sample_shift.photos if row["verdict"] != row["expected_verdict"]]
    assert other == []


def test_a_near_match_says_why_it_is_one(sample_shift: Any) -> None:
    reasons = {row["reason"] for row in sample_shift.photos if row["verdict"] == "near"}
    assert reasons == {"misread-possible", "listed-under-another-maker", "unread-character"}


def test_every_check_is_on_all_three_under_an_id_of_its_own(sample_shift: Any) -> None:
    expected = len(sample_shift.photos)
    assert sample_shift.counts == {"on_device": expected, "on_laptop": expected, "in_register": expected}
    assert len({row["check_id"] for row in sample_shift.photos}) == expected
    assert all(row["on_device"] and row["on_laptop"] for row in sample_shift.photos)


def test_every_answer_of_the_register_is_on_the_handheld(sample_shift: Any) -> None:
    assert all(row["register"]["answer"] in ("hit", "near", "none") for row in sample_shift.photos)
    assert all(row["answer_on_handheld"] == row["register"]["answer"] for row in sample_shift.photos)


def test_the_register_names_the_weapon_of_every_hit(sample_shift: Any) -> None:
    for row in sample_shift.photos:
        if row["verdict"] == "hit":
            assert row["register"]["answer"] == "hit"
            assert row["register"]["candidates"][0]["serial"] == row["expected"]


def test_no_near_match_is_promoted_to_a_hit(sample_shift: Any) -> None:
    answers = {row["register"]["answer"] for row in sample_shift.photos if row["verdict"] == "near"}
    assert "hit" not in answers


def test_a_second_shift_in_the_same_folder_adds_its_checks_to_the_first(
    play_shift: Any, tmp_path: Path, photo: Path
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / photo.name).write_bytes(photo.read_bytes())
    (pictures / "labels.json").write_text(json.dumps([{"file": photo.name, "text": None}]))
    shifts = [play_shift(tmp_path / "kept", "--photos", str(pictures)) for _ in range(2)]
    assert [shift.exit_code for shift in shifts] == [0, 0], shifts[1].stderr
    assert [shift.counts["in_register"] for shift in shifts] == [1, 2]


@pytest.mark.parametrize("seed", FRESH_SEEDS)
def test_twelve_fresh_photos_give_at_least_ten_exact_readings(play_shift: Any, tmp_path: Path, seed: int) -> None:
    labels = render(tmp_path / "pictures", seed, 12)
    shift = play_shift(tmp_path / "shift", "--photos", str(tmp_path / "pictures"))
    assert shift.exit_code == 0, shift.stderr
    assert shift.counts == {"on_device": 12, "on_laptop": 12, "in_register": 12}
    assert [row["expected_verdict"] for row in shift.photos] == [label["verdict"] for label in labels]
    exact = [row["photo"] for row in shift.photos if row["read"] == row["expected"]]
    assert len(exact) >= 10, [(row["expected"], row["read"]) for row in shift.photos]
