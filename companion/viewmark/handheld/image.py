"""The firmware's ROMFS image: what a board carries in flash, built from the sources once and kept."""

import contextlib
import hashlib
import os
import tempfile
import time
from pathlib import Path

import platformdirs

from viewmark import places
from viewmark.errors import HandheldError
from viewmark.handheld.romfs import compile_source, pack, toolchain

_KEPT = 5
_OLD_S = 3600  # another process may be about to open what is younger
_DIGEST_BYTES = 32
# What only the host runs: measurements, the simulator's own start, the laptop's side of the protocol.
_HOST_ONLY = (
    "board_test",  # it is brought to a board through its prompt
    *("bench", "reading/batch.py", "boards/sim/boot.py", "boards/esp32s3/manifest.py"),
    *("boards/esp32s3/frozen/boot.py", "boards/esp32s3/frozen/main.py"),
)
ROOT_FILE = "updates/root.bin"  # the public key of who makes the board's firmware
_LAPTOP_ONLY = ("viewmark_protocol/scan_engine.py", "viewmark_protocol/sealing/chain.py")
_DOCUMENT = "viewmark_protocol/spec"


def firmware_image(board: str = "sim", root: bytes = b"") -> Path:
    """Return the image of a board: ROMFS, then its SHA-256. HandheldError with what to do when it cannot be built.

    With a `root` (HSS public key) it takes updates that are signed under that.
    """
    sources = read_sources(board) | ({ROOT_FILE: root} if root else {})
    folder = _folder()
    path = folder / f"{board}-{_digest_of(sources)}.romfs"
    if _is_whole(path):
        with contextlib.suppress(OSError):
            os.utime(path)
        return path
    image = pack(dict(compiled_file(name, content) for name, content in sources.items()))
    try:
        _store(path, image)
        _forget_old(folder)
    except OSError as error:
        raise HandheldError(f"The firmware's image cannot be kept: {error}. Make room in {folder}.") from error
    return path


def read_sources(board: str) -> dict[str, bytes]:
    """Return what a board's image is made of, by its path in the image; HandheldError for a board without a folder."""
    firmware = places.firmware()
    if not (firmware / "boards" / board).is_dir():
        raise HandheldError(f"There is no board {board!r}: {firmware / 'boards'} has no such folder.")
    found = {}
    for path in [*firmware.rglob("*.py"), *firmware.rglob("*.bin")]:
        name = path.relative_to(firmware).as_posix()
        first = name.partition("/")[0]
        if first == "boards" and not name.startswith(f"boards/{board}/"):
            continue
        if name not in _HOST_ONLY and first not in _HOST_ONLY:
            # What a port lacks lies at the image's root, where it is imported by its own name.
            found[name.removeprefix("lib/").removeprefix(f"boards/{board}/modules/")] = path.read_bytes()
    protocol = places.protocol()
    for path in (protocol / "viewmark_protocol").rglob("*.py"):
        name = path.relative_to(protocol).as_posix()
        if name not in _LAPTOP_ONLY and not name.startswith(_DOCUMENT):
            found[name] = path.read_bytes()
    return found


def compiled_file(name: str, content: bytes, march: str | None = None) -> tuple[str, bytes]:
    """Return under which name and how a file goes into the image: as it is, where it is no source or has no .mpy."""
    compiled = compile_source(name, content, march) if name.endswith(".py") else None
    return (name, content) if compiled is None else (name.removesuffix(".py") + ".mpy", compiled)


def _folder() -> Path:
    checkout = places.firmware().parent
    if (checkout / "companion").is_dir():
        return checkout / "build" / "firmware"
    return platformdirs.user_cache_path("viewmark") / "firmware"


def _digest_of(sources: dict[str, bytes]) -> str:
    digest = hashlib.sha256(toolchain().encode())
    for name in sorted(sources):
        digest.update(repr((name, len(sources[name]))).encode())
        digest.update(sources[name])
    return digest.hexdigest()[:16]


def _is_whole(path: Path) -> bool:
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return hashlib.sha256(content[:-_DIGEST_BYTES]).digest() == content[-_DIGEST_BYTES:]


def _store(path: Path, image: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f"{path.stem}.", delete=False) as file:
        file.write(image + hashlib.sha256(image).digest())
    Path(file.name).replace(path)


def _forget_old(folder: Path) -> None:
    """Remove old images, and what a build that was killed left behind."""
    dated = []
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            dated.append((path.stat().st_mtime, path))
    for changed_s, path in sorted(dated, reverse=True)[_KEPT:]:
        if time.time() - changed_s > _OLD_S:
            path.unlink(missing_ok=True)
