"""`micropython main.py BOARD` runs the sources as they are, without an image."""

import asyncio
import json
import os

from viewmark.handheld import board as boards

START_S = 30


def test_main_shows_the_home_screen_from_the_sources(root, tmp_path, micropython):
    boards.lay_out(tmp_path, boards.read_board(), "handheld-1", "battery")
    search = [root / "firmware", root / "firmware" / "lib", root / "protocol"]
    environment = os.environ | {"MICROPYPATH": ":".join([*map(str, search), ".frozen"])}
    shown: asyncio.Queue[dict] = asyncio.Queue()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if line := await reader.readline():
            shown.put_nowait(json.loads(line))
        writer.close()

    async def work() -> dict:
        control = await asyncio.start_server(hear, "127.0.0.1", 0)
        serial = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
        boards.set_ports(tmp_path, *(server.sockets[0].getsockname()[1] for server in (control, serial, serial)))
        command = [str(micropython), "-X", "heapsize=2M", str(root / "firmware" / "main.py"), "sim", str(tmp_path)]
        process = await asyncio.create_subprocess_exec(*command, env=environment)
        try:
            return await asyncio.wait_for(shown.get(), START_S)
        finally:
            process.kill()
            await process.wait()

    assert asyncio.run(work())["screen"] == "home"
