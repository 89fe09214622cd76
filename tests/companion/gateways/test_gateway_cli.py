"""`viewmark gateway`: from a check to the other side and back, in the words that people and programs read."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from viewmark.archive.archive import Archive
from viewmark.cli import output
from viewmark.cli.main import app
from viewmark.errors import AccountError
from viewmark.gateways.errors import AwayError
from viewmark.gateways.message import read_message
from viewmark.gateways.profiles import PROFILES
from viewmark.operators.accounts import GATEWAYS, OPERATORS_FILE, Accounts

from ..ui.conftest import PASSPHRASE, fill, id_of
from .other_side import GOOD, OtherSide, Plan, http

CODES = ("--handling", "H1", "--source", "B", "--information", "2")
Make = Callable[[Plan], OtherSide]
Run = Callable[..., Any]


def _give_right(folder: Path) -> Accounts:
    """Make the operator K7, who may send messages."""
    folder.mkdir(exist_ok=True)
    accounts = Accounts(folder / OPERATORS_FILE)
    accounts.add("K7", PASSPHRASE)
    accounts.give("K7", GATEWAYS)
    return accounts


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `viewmark gateway ARGUMENTS --json` on a laptop's folder, as K7; what it raises is raised here."""
    _give_right(tmp_path / "laptop")

    def ran(*arguments: str) -> Any:
        folder = ("--folder", str(tmp_path / "laptop")) if arguments[0] != "profiles" else ()
        who = ("--operator", "K7") if arguments[0] in ("send", "release") else ()
        asked = ["gateway", *arguments, *folder, *who, "--json"]
        result = CliRunner().invoke(app, asked, input=f"{PASSPHRASE}\n")
        if result.exception:
            raise result.exception
        return json.loads(result.stdout)

    return ran


def test_the_profiles_and_their_fields_are_shown_with_what_is_not_verified(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "out", Console(width=250))
    shown = run("profiles")
    assert [one["profile"] for one in shown] == list(PROFILES)
    (siena,) = run("profiles", "siena")
    assert siena["name"].endswith("(mapping not verified)") and siena["fields"][0]["source"] == "not verified"
    told = CliRunner().invoke(app, ["gateway", "profiles"]).output
    assert told.count("(mapping not verified)") == 4


@pytest.mark.parametrize("name", PROFILES)
def test_a_generated_check_goes_to_a_folder_once(run: Run, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    put = run("put", name, "--demo", *CODES)
    assert all(one["added"] for one in put)
    assert run("send", "--to", str(folder))["sent"] == len(put)
    assert {path.stem for path in folder.iterdir()} == {one["id"] for one in put}
    written = [read_message(path.read_bytes()) for path in folder.iterdir()]
    assert all(one.handling.code == "H1" and one.evaluation.source == "B" for one in written)
    assert not any(one["added"] for one in run("put", name, "--demo", *CODES))
    assert run("send", "--to", str(folder))["sent"] == 0
    assert {(one["state"], one["receipt"]["digest"]) for one in run("list")} == {
        ("sent", one.digest) for one in written
    }


def test_a_check_of_this_laptop_goes_over_http_as_it_stands(run: Run, tmp_path: Path, other_side: Make) -> None:
    fill(tmp_path / "laptop")
    side = other_side(lambda message_id, times: GOOD)
    (put,) = run("put", "siena", id_of(2), *CODES, "--addressee", "AT", "--given", "type=pistol")
    assert run("send", "--to", side.url)["sent"] == 1
    assert side.rows() == [(put["id"], put["id"], put["digest"])]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("siena", "--demo"), "No message leaves without its handling code"),
        (("siena", "--demo", "--handling", "H1", "--information", "2"), "evaluation of the source"),
        (("siena", "--demo", "--handling", "H1", "--source", "B"), "evaluation of the information"),
        (("europol", "--demo", *CODES), "no profile europol. There are iarms, siena"),
        (("siena", *CODES), "one of the two"),
        (("siena", "0" * 16 + "-9", *CODES), "There is no check"),
        (("siena", "--demo", *CODES, "--given", "pistol"), "name=value"),
    ],
)
def test_what_cannot_be_put_is_refused_with_the_reason_and_nothing_waits(
    run: Run, arguments: tuple[str, ...], what: str
) -> None:
    with pytest.raises(Exception, match=what):
        run("put", *arguments)
    assert run("list") == []


def test_messages_of_several_profiles_are_not_sent_to_one_gateway_unasked(run: Run, tmp_path: Path) -> None:
    run("put", "siena", "--demo", *CODES)
    run("put", "etrace", "--demo", *CODES)
    with pytest.raises(Exception, match="Say which by --profile"):
        run("send", "--to", str(tmp_path))
    assert run("send", "--to", str(tmp_path), "--profile", "siena")["sent"] == 1
    assert [one["profile"] for one in run("list", "--state", "waiting")] == ["etrace"]


def test_a_dead_letter_is_said_listed_and_sent_after_its_release(run: Run, other_side: Make) -> None:
    refusal = http(b'{"detail": "no such addressee"}', "422 No", "application/problem+json").decode()
    side = other_side(lambda message_id, times: refusal if times == 1 else GOOD)
    (put,) = run("put", "siena", "--demo", *CODES)
    with pytest.raises(Exception, match="Not everything was sent"):
        run("send", "--to", side.url)
    (dead,) = run("list", "--state", "dead")
    assert dead["id"] == put["id"] and "no such addressee" in dead["error"]
    assert run("release", put["id"]) == {"id": put["id"], "state": "waiting"}
    assert run("send", "--to", side.url)["sent"] == 1
    with pytest.raises(Exception, match="no dead letter"):
        run("release", put["id"])


def test_a_gateway_that_is_away_is_said_and_the_message_waits_until_it_is_due(run: Run, tmp_path: Path) -> None:
    run("put", "siena", "--demo", *CODES)
    with pytest.raises(Exception, match="is no folder"):
        run("send", "--to", str(tmp_path / "stick"))
    (tmp_path / "stick").mkdir()
    assert run("send", "--to", str(tmp_path / "stick"), "--only-due")["sent"] == 0
    assert run("send", "--to", str(tmp_path / "stick"))["sent"] == 1


def test_a_folder_that_is_not_there_is_said_though_nothing_waits(run: Run, tmp_path: Path) -> None:
    with pytest.raises(AwayError, match="is no folder"):
        run("send", "--to", str(tmp_path / "missing"))
    assert run("send", "--to", str(tmp_path / "missing"), "--only-due")["sent"] == 0
    assert run("send", "--to", str(tmp_path))["sent"] == 0


def test_people_are_told_in_sentences(tmp_path: Path) -> None:
    folder = ("--folder", str(tmp_path / "laptop"))
    _give_right(tmp_path / "laptop")

    def told(*arguments: str) -> str:
        return (
            CliRunner()
            .invoke(app, ["gateway", *arguments, *folder], input=f"{PASSPHRASE}\n", env={"COLUMNS": "250"})
            .output
        )

    put = told("put", "siena", "--demo", *CODES)
    assert ": put." in put and "Mapping not verified" in put
    assert "nothing is sent twice" in told("put", "siena", "--demo", *CODES)
    (tmp_path / "drop").mkdir()
    assert "1 sent. 0 wait, 0 are dead letters." in told("send", "--operator", "K7", "--to", str(tmp_path / "drop"))
    assert "H1 B2" in told("list") and "sent" in told("list")


def test_who_sends_and_releases_was_given_the_right_and_is_on_record_with_the_check(run: Run, tmp_path: Path) -> None:
    fill(tmp_path / "laptop")
    run("put", "siena", id_of(2), *CODES, "--addressee", "AT", "--given", "type=pistol")
    (tmp_path / "drop").mkdir()
    accounts = Accounts(tmp_path / "laptop" / OPERATORS_FILE)
    accounts.give("K7", GATEWAYS, is_given=False)
    for arguments in (("send", "--to", str(tmp_path / "drop")), ("release", "siena-1")):
        with pytest.raises(AccountError, match="operators give K7 gateways"):
            run(*arguments)
    assert not list((tmp_path / "drop").iterdir())
    accounts.give("K7", GATEWAYS)
    assert run("send", "--to", str(tmp_path / "drop"))["sent"] == 1
    with closing(Archive(tmp_path / "laptop")) as archive:
        filed = archive.find(id_of(2))
        assert filed is not None
        (entry,) = archive.entries.of(filed.key, "message")
    assert (entry.who, entry.content["act"], entry.content["profile"]) == ("K7", "sent", "siena")


def test_a_try_that_failed_is_listed_with_its_time(run: Run, tmp_path: Path) -> None:
    run("put", "siena", "--demo", *CODES)
    assert all(one["tried_s"] is None for one in run("list"))
    with pytest.raises(Exception, match="is no folder"):
        run("send", "--to", str(tmp_path / "stick"))
    assert run("list")[0]["tried_s"] > 0
