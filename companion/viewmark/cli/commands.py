"""Where each command is written. One is only loaded when it is asked for: all of them take longer than most of them."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

# Module and attribute: a function is one command, a Typer a group of them. In the order of `viewmark --help`.
PLACES = {
    "demo": ("demo", "demo"),
    "app": ("app", "app"),
    "handheld": ("handheld", "handheld"),
    "samples": ("samples", "samples"),
    "checks": ("checks", "checks"),
    "show": ("checks", "show"),
    "trace": ("casework", "trace"),
    "trace-state": ("casework", "trace_state"),
    "link": ("links", "link"),
    "attach": ("attachments", "attach"),
    "attachments": ("attachments", "attachments"),
    "export": ("export", "export"),
    "report": ("report", "report"),
    "devices": ("devices", "devices"),
    "sync": ("devices", "sync"),
    "pair": ("pair", "pair"),
    "unpair": ("pair", "unpair"),
    "read": ("read", "read"),
    "search": ("register", "search"),
    "find": ("find", "find"),
    "enrol": ("register", "enrol"),
    "retention": ("retention", "retention"),
    "recover": ("recover", "recover"),
    "board-test": ("board_test", "board_test"),
    "list": ("lists", "app"),
    "operators": ("operators", "app"),
    "pin": ("pin", "app"),
    "protection": ("protection", "app"),
    "administrator": ("administrator", "app"),
    "firmware": ("firmware", "app"),
    "focal-point": ("focal_point", "app"),
    "reference": ("reference", "app"),
    "operation": ("operation", "app"),
    "gateway": ("gateway", "app"),
    "register": ("register_keeping", "app"),
    "bench": ("bench", "app"),
}


class Commands(Mapping[str, Any]):
    """The commands by their names, each loaded when it is taken out."""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            module, attribute = PLACES[name]
            self._loaded[name] = _command(name, getattr(import_module(f"viewmark.cli.{module}"), attribute))
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(PLACES)

    def __len__(self) -> int:
        return len(PLACES)


class CommandGroup(TyperGroup):
    """The group of all commands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: Any = Commands()


def _command(name: str, written: Any) -> Any:
    """What a function, or a Typer, is on the command line."""
    parent = typer.Typer()
    parent.callback()(_nothing)  # without one, a parent with one command is that command
    if isinstance(written, typer.Typer):
        parent.add_typer(written, name=name)
    else:
        parent.command(name)(written)
    group: Any = typer.main.get_command(parent)
    return group.commands[name]


def _nothing() -> None:
    pass
