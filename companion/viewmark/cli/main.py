"""`viewmark`: joins the commands and turns every error into one clear line.

Exit codes: 0 done, 1 not done (the line on stderr says what to do), 2 the command was written wrongly.
"""

import signal
import sys
from typing import NoReturn

import typer
from rich.console import Console

from viewmark.cli import (
    administrator,
    attachments,
    bench,
    board_test,
    casework,
    checks,
    demo,
    devices,
    export,
    find,
    firmware,
    focal_point,
    gateway,
    handheld,
    links,
    lists,
    operation,
    operators,
    pair,
    pin,
    protection,
    read,
    recover,
    reference,
    register,
    register_keeping,
    report,
    retention,
    samples,
)
from viewmark.cli import app as laptop_app
from viewmark.cli.output import failure_text, system_failure, unwritable_text
from viewmark.cli.passphrase import passphrase_of
from viewmark.encryption.unlocking import ask_with
from viewmark_protocol.errors import ViewmarkError

app = typer.Typer(
    help="Viewmark: read a firearm's markings once, check them offline, lose nothing.",
    epilog="Exit codes: 0 done, 1 not done (stderr says what to do), 2 the command was written wrongly.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("app")(laptop_app.app)
app.command("handheld")(handheld.handheld)
app.command("samples")(samples.samples)
app.command("checks")(checks.checks)
app.command("show")(checks.show)
app.command("trace")(casework.trace)
app.command("trace-state")(casework.trace_state)
app.command("link")(links.link)
app.command("attach")(attachments.attach)
app.command("attachments")(attachments.attachments)
app.command("export")(export.export)
app.command("report")(report.report)
app.command("devices")(devices.devices)
app.command("sync")(devices.sync)
app.command("pair")(pair.pair)
app.command("unpair")(pair.unpair)
app.command("read")(read.read)
app.command("search")(register.search)
app.command("find")(find.find)
app.command("enrol")(register.enrol)
app.command("retention")(retention.retention)
app.command("recover")(recover.recover)
app.command("board-test")(board_test.board_test)
app.add_typer(lists.app, name="list")
app.add_typer(operators.app, name="operators")
app.add_typer(pin.app, name="pin")
app.add_typer(protection.app, name="protection")
app.add_typer(administrator.app, name="administrator")
app.add_typer(firmware.app, name="firmware")
app.add_typer(focal_point.app, name="focal-point")
app.add_typer(reference.app, name="reference")
app.add_typer(operation.app, name="operation")
app.add_typer(gateway.app, name="gateway")
app.add_typer(register_keeping.app, name="register")
app.add_typer(bench.app, name="bench")


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
