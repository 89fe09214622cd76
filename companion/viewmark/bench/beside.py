"""Work on the machine's other core, on what is in memory here already: a measurement of minutes takes half as long."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from viewmark.errors import BenchError

Result = TypeVar("Result")


class Beside(Generic[Result]):
    """Does `work` in a forked process; where the system cannot fork, it is done when its result is asked for."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._done: list[Result] = []
        self._process = None
        if "fork" in multiprocessing.get_all_start_methods():
            context = multiprocessing.get_context("fork")
            self._from, there = context.Pipe(duplex=False)
            self._process = context.Process(target=_work, args=(work, there))
            self._process.start()
            there.close()

    def result(self) -> Result:
        """Wait for the result and return it, as often as it is asked for; BenchError where the work failed."""
        if not self._done:
            if self._process is None:
                self._done.append(self._work())
            else:
                try:
                    self._done.append(self._from.recv())
                except EOFError:
                    raise BenchError("A part of the measurement failed; what it printed stands above.") from None
                self._process.join()
        return self._done[0]


def _work(work: Callable[[], object], there: Connection) -> None:
    there.send(work())
