"""Sends a mailbox empty, and is killed at a line of the gateways' code: `sender.py MAILBOX FOLDER-OR-ADDRESS`.

For each line of two numbers on stdin a child process sends so many messages, then goes on until so many lines of that
code were run, when it kills itself with SIGKILL; at 0 lines it sends everything. A word a child is printed: `killed` or
`done`. The children are forks, so that a life costs no start of Python.
"""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

import viewmark.gateways
from viewmark.gateways.file_drop import FileDrop
from viewmark.gateways.http import HttpGateway
from viewmark.gateways.mailbox import Mailbox
from viewmark.gateways.port import Gateway
from viewmark.gateways.sending import send_waiting

CODE = str(Path(viewmark.gateways.__file__).parent)
PATIENCE_S = 0.1


class Killer:
    """Ends this process at the given line of the gateways' code, counted from 1 as they are run."""

    def __init__(self, line: int) -> None:
        self.left = line

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        """See a function begin; look at its lines where it is one of ours."""
        return self.see_line if frame.f_code.co_filename.startswith(CODE) else None

    def see_line(self, frame: FrameType, event: str, argument: Any) -> Any:
        """See a line of ours, or the end of a function."""
        self.left -= event == "line"
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.see_line


async def send(path: Path, to: str, before: int, line: int) -> None:
    """Send until nothing waits."""
    if not before:
        watch(line)
    mailbox = Mailbox(path)
    with mailbox.only_sender():
        if "://" not in to:
            await send_all(mailbox, FileDrop(Path(to)), before, line)
        else:
            async with HttpGateway(to, timeout_s=PATIENCE_S) as gateway:
                await send_all(mailbox, gateway, before, line)


async def send_all(mailbox: Mailbox, gateway: Gateway, before: int, line: int) -> None:
    """Send without waiting for what is to wait."""
    if before:
        mailbox.try_now(gateway.name)
        await send_waiting(mailbox, gateway, time.time, most=before)
        watch(line)
    while mailbox.counts()["waiting"]:
        mailbox.try_now(gateway.name)
        await send_waiting(mailbox, gateway, time.time)


def watch(line: int) -> None:
    """Have this process killed at a line from now on, at none for 0."""
    if line:
        sys.settrace(Killer(line))


def main() -> None:
    """Have a child for each number on stdin."""
    path, to = Path(sys.argv[1]), sys.argv[2]
    HttpGateway("https://localhost")  # reads the certificates of all authorities, once for all children
    for given in sys.stdin:
        before, line = map(int, given.split())
        child = os.fork()
        if not child:
            asyncio.run(send(path, to, before, line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL else "done", flush=True)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            sys.exit("a child failed by itself")


if __name__ == "__main__":
    main()
