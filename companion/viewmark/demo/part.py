"""One part of the demo in a process of its own, so that it can be killed like a machine that loses power."""

import asyncio
import json
import sys

from viewmark.errors import DemoError

_START_S = 60.0


class Part:
    """A `viewmark` command that serves on `--port` and prints `{"url": ...}` once it answers."""

    def __init__(self, name: str, *arguments: str, port: int = 0) -> None:
        self._name = name
        self._arguments = arguments
        self._port = port
        self._process: asyncio.subprocess.Process | None = None
        self.url = ""

    @property
    def pid(self) -> int:
        """The id of its process, 0 where it does not run."""
        return self._process.pid if self._process is not None else 0

    async def start(self) -> str:
        """Start and return the address, the same one after a restart; DemoError when it does not come up."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "viewmark.cli.main", *self._arguments, "--json", "--port", str(self._port)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), _START_S)
            self.url = json.loads(line)["url"].rstrip("/")
        except (TimeoutError, ValueError, KeyError) as error:
            await self.kill()
            raise DemoError(f"{self._name} did not start. Its own words stand above.") from error
        self._port = int(self.url.rpartition(":")[2])
        return self.url

    async def kill(self) -> None:
        """End it with `kill -9`."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
