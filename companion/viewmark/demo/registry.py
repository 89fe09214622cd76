"""The register of a demo: generated records, what the labels list, and the real server in a process of its own."""

import asyncio
import json
import sys
from pathlib import Path

from viewmark.demo.labels import Label
from viewmark.errors import DemoError
from viewmark.register.server.generate import add_listed, generate
from viewmark.register.server.run import open_store

API_KEY = "demo-key-for-this-machine-only"
_FIREARMS = 4000
_REPORTED_SHARE = 0.25
_START_S = 30.0


def prepare(folder: Path, labels: list[Label], seed: int) -> None:
    """Fill the register in `folder`, if it is new, with generated records, and list what the labels list."""
    is_new = not folder.exists()
    store = open_store(folder)
    try:
        if is_new:
            generate(store, _FIREARMS, _REPORTED_SHARE, seed)
        for label in labels:
            for one in label.listed:
                add_listed(store, one.serial, one.maker, "stolen")
    finally:
        store.close()


class RegisterProcess:
    """`viewmark register serve` in a process, so that it can be killed like a machine that loses power."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._port = 0
        self.url = ""

    async def start(self) -> str:
        """Start and return the address; the same one after a restart."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "viewmark.cli.main", "register", "serve", "--json"),
            *("--folder", str(self._folder), "--port", str(self._port), "--api-key", API_KEY),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), _START_S)
            self.url = json.loads(line)["url"]
        except (TimeoutError, ValueError, KeyError) as error:
            raise DemoError("The register did not start. Its own words stand above.") from error
        self._port = int(self.url.rpartition(":")[2])
        return self.url

    async def kill(self) -> None:
        """End it with `kill -9`."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
