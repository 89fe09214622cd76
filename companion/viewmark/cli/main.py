"""`viewmark`: joins the commands and turns every error into one clear line.

Exit codes: 0 done, 1 not done (the line on stderr says what to do), 2 the command was written wrongly.
"""

import signal
import sys
from typing import NoReturn

import typer
from rich.console import Console

from viewmark.cli.commands import CommandGroup
from viewmark.cli.output import failure_text, system_failure, unwritable_text
from viewmark.cli.passphrase import passphrase_of
from viewmark.encryption.unlocking import ask_with
from viewmark_protocol.errors import ViewmarkError

app = typer.Typer(
    cls=CommandGroup,
    help="Viewmark: read a firearm's markings once, check them offline, lose nothing.",
    epilog="Exit codes: 0 done, 1 not done (stderr says what to do), 2 the command was written wrongly.",
    no_args_is_help=True,
    context_settings={"token_normalize_func": lambda name: {"url": "register-url"}.get(name, name)},  # also called so
    pretty_exceptions_enable=False,
)


@app.callback()
def _every_command() -> None:
    pass  # makes a group of an app that knows of no command yet


def run() -> None:
    """Run the command line. Being asked to end is like Ctrl-C: what was started here is ended too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    ask_with(passphrase_of)
    try:
        app()
    except ViewmarkError as error:
        _end(str(error))
    except OSError as error:  # a disk without room or leave that no command foresaw
        _end(system_failure(error))
    except UnicodeEncodeError as error:
        _end(unwritable_text(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _end(message: str) -> NoReturn:
    Console(stderr=True).print(failure_text(message), highlight=False, soft_wrap=True)
    sys.exit(1)


if __name__ == "__main__":
    run()
