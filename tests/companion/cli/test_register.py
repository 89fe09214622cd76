"""`viewmark register`: keys, import, verify, backup and figures, as a keeper types them."""

import json
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from viewmark.cli.main import app
from viewmark.escrow.focal_point import make_private_key, public_key_of, public_text
from viewmark.register.errors import SetupError
from viewmark.register.server.run import open_store


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def begun() -> None:
    """A register without a weapon in it."""
    open_store(Path("register")).close()


def run(*arguments: str) -> str:
    """Return what a command prints; its error is raised."""
    done = CliRunner().invoke(app, ["register", *arguments, "--folder", "register"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.usefixtures("begun")
def test_a_key_is_shown_once_and_revoked_by_its_id() -> None:
    made = json.loads(run("keys", "--add", "north", "--json"))
    assert len(made["key"]) == 32
    (row,) = made["keys"]
    assert (row["name"], row["role"], row["revoked"]) == ("north", "post", None)
    listed = run("keys", "--revoke", row["id"], "--json")
    assert made["key"] not in listed and json.loads(listed)["keys"][0]["revoked"]
    assert "north" in run("keys")


def test_weapons_are_imported_counted_verified_and_backed_up() -> None:
    Path("weapons.csv").write_text("register_id,serial,maker,reported\nW1,ABC4567,GLOCK,stolen\nW2,,GLOCK,\n")
    told = json.loads(run("import", "weapons.csv", "--json"))
    assert (told["taken"], told["rows"]) == (1, [{"line": 3, "reason": "no serial"}])
    assert "no serial" in run("import", "weapons.csv")
    assert json.loads(run("stats", "--json"))["reports"] == {"stolen": 1}
    assert "stolen" in run("stats")
    assert json.loads(run("verify", "--json")) == {"audit_lines": 0, "checks": 0, "photos": 0}
    assert "copied, and verified" in run("backup", "--to", "copy")
    assert Path("copy", "register.sqlite").exists()


KEY = public_text(public_key_of(make_private_key()))
LOOKING = [("verify",), ("stats",), ("backup", "--to", "copy")]
ADMINISTERING = [("keys", "--add", "north"), ("handhelds", "--refuse", "a"), ("focal-point", "--public-key", KEY)]


@pytest.mark.parametrize("command", LOOKING + ADMINISTERING)
def test_what_looks_at_a_register_or_administers_it_makes_none(command: tuple[str, ...]) -> None:
    with pytest.raises(SetupError, match="no register in"):
        run(*command)
    assert not Path("register").exists()


def test_an_address_that_is_taken_is_said_with_what_to_do() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(SetupError, match=r"cannot be had \(Address already in use\)\. Give another one with"),
    ):
        run("serve", "--api-key", "test-api-key", "--port", str(taken.getsockname()[1]))


def test_a_port_that_there_is_not_is_written_wrongly() -> None:
    done = CliRunner().invoke(app, ["register", "serve", "--folder", "register", "--port", "99999"])
    assert done.exit_code == 2


def test_a_certificate_that_is_given_is_served_with_on_this_machine_too() -> None:
    Path("none.pem").write_text("none")
    with pytest.raises(SetupError, match="no certificate with its private key"):
        run("serve", "--api-key", "test-api-key", "--certificate", "none.pem", "--private-key", "none.pem")


@pytest.mark.usefixtures("begun")
def test_no_key_is_made_that_is_not_shown() -> None:
    with pytest.raises(SetupError, match="There is no key nope"):
        run("keys", "--add", "north", "--revoke", "nope")
    assert json.loads(run("keys", "--json"))["keys"] == []


@pytest.mark.parametrize("count", ["0", "1000001", "99999999999999999999999"])
def test_more_records_than_a_register_for_trying_out_takes_are_written_wrongly(count: str) -> None:
    asked = ["register", "generate", "--folder", "register", "--firearms", count]
    assert CliRunner().invoke(app, asked).exit_code == 2
    assert not Path("register").exists()
