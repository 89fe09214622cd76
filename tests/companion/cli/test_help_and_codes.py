"""Every command explains itself with an example, and ends with 0 done, 1 not done, 2 written wrongly."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from viewmark.cli import output
from viewmark.cli.main import app
from viewmark.register.errors import SetupError


def commands(command: Any, *path: str) -> Iterator[tuple[str, ...]]:
    """Walk the tree of commands down to those that do something."""
    if hasattr(command, "commands"):
        for name, one in command.commands.items():
            yield from commands(one, *path, name)
    else:
        yield path


COMMANDS = sorted(commands(typer.main.get_command(app)))


def test_the_commands_of_the_main_job_are_there() -> None:
    wanted = {("demo",), ("handheld",), ("sync",), ("devices",), ("checks",), ("show",), ("search",), ("samples",)}
    assert wanted | {("register", "serve"), ("register", "generate")} <= set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_has_an_example_and_an_option_for_json(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*path, "--help"])
    assert result.exit_code == 0
    text = " ".join(click.unstyle(result.output).split())
    assert f"Example: viewmark {' '.join(path)}" in text
    assert "--json" in text


def test_done_is_0_not_done_is_1_and_written_wrongly_is_2(viewmark: Any) -> None:
    assert viewmark("checks").returncode == 0
    assert viewmark("show", "0123456789abcdef-1").returncode == 1
    assert viewmark("checks", "--limit", "0").returncode == 2
    assert viewmark("no-such-command").returncode == 2


def test_what_is_not_done_is_said_on_stderr_in_a_line_that_says_what_to_do(viewmark: Any) -> None:
    ran = viewmark("show", "0123456789abcdef-1")
    assert ran.stdout == ""
    assert ran.stderr == ("Not done: There is no check 0123456789abcdef-1 here. `viewmark checks` lists them.\n")


def test_a_folder_that_cannot_be_used_is_no_traceback(viewmark: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    ran = viewmark("checks", "--folder", str(tmp_path / "file"))
    assert ran.returncode == 1
    assert ran.stderr.startswith("Not done: The archive in")
    assert "Put it aside or restore it" in ran.stderr


def test_a_register_that_nobody_serves_is_no_traceback(viewmark: Any) -> None:
    asked = ("--officer", "K7", "--post", "north", "--legal-ground", "border check")
    ran = viewmark("search", "AB123", "--url", "http://127.0.0.1:9", "--api-key", "test-api-key", *asked)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Not done: Nobody answers at the register's address. Check the network")


def test_a_folder_that_no_command_foresaw_is_no_traceback(viewmark: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    ran = viewmark("register", "generate", "--folder", str(tmp_path / "file"))
    assert ran.returncode == 1
    assert ran.stderr == f"Not done: {tmp_path / 'file'} cannot be used (File exists). Name another place.\n"


def test_output_that_finds_no_room_is_no_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "viewmark.cli.main", "checks", "--folder", str(tmp_path)]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Not done: The output cannot be used (No space left on device). Make room there")
    assert "Traceback" not in ran.stderr


def test_an_argument_that_is_no_utf_8_is_no_traceback(viewmark: Any, tmp_path: Path) -> None:
    folder = ("--folder", str(tmp_path / "register"))
    assert viewmark("register", "generate", *folder, "--firearms", "1").returncode == 0
    ran = viewmark("register", "handhelds", *folder, "--refuse", "\udcff")
    assert ran.returncode == 1
    assert ran.stderr == "Not done: \\udcff is no text in UTF-8. Write it in UTF-8; nothing was done with it.\n"


def written_to() -> Iterator[tuple[str, ...]]:
    """Walk the options that name a place to write to, each behind its command."""
    root: Any = typer.main.get_command(app)
    for path in COMMANDS:
        command = root
        for name in path:
            command = command.commands[name]
        taken = {option for one in command.params for option in one.opts}
        for option in sorted(taken & {"--out", "--folder", "--pdf"}):
            yield *path, option


@pytest.mark.parametrize("asked", [*written_to(), ("register", "backup", "--to"), ("list", "keys")], ids=" ".join)
def test_an_empty_path_is_written_wrongly(asked: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*asked, ""])
    assert result.exit_code == 2
    said = click.unstyle(result.output).replace("│", " ")  # the box around it
    assert "The path is empty. Name a file or a folder" in " ".join(said.split())


@pytest.mark.parametrize("url", ["register.example", "ftp://127.0.0.1", "http://", "https://127.0.0.1:99999"])
def test_what_is_no_address_of_a_register_is_said_before_anybody_is_asked(url: str) -> None:
    asked = ("--officer", "K7", "--post", "north", "--legal-ground", "border check")
    for command in (("search", "AB123", "--url", url, "--api-key", "test-api-key", *asked), ("enrol", url)):
        fingerprint = () if command[0] == "search" else ("--fingerprint", "00" * 32)
        with pytest.raises(SetupError, match="is no address of a register"):
            CliRunner().invoke(app, [*command, *fingerprint], catch_exceptions=False)


def test_an_interface_that_is_no_address_is_written_wrongly() -> None:
    assert CliRunner().invoke(app, ["find", "--interface", "eth9"]).exit_code == 2


def test_a_table_in_a_terminal_too_narrow_for_it_is_lines_that_are_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = Console(width=20, record=True, file=io.StringIO())
    monkeypatch.setattr(output, "out", narrow)
    output.print_table("Checks", ("verdict", "maker", "id"), [("hit", None, "0011223344556677-1")])
    assert narrow.export_text().split() == ["Checks", "verdict:", "hit", "id:", "0011223344556677-1"]
