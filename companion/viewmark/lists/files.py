"""List files on the laptop's disk: written whole, verified, opened with the changes on them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.coding import in_memory
from viewmark_protocol.lists.header import MAGIC, ListHeader
from viewmark_protocol.lists.offline import OfflineList
from viewmark_protocol.lists.offline import verify as verify_whole
from viewmark_protocol.lists.overlay import Overlay
from viewmark_protocol.lists.signature import is_signed_by

from ..whole_file import refuse_what_is_no_file, write_whole
from .delta import merged


def read(path: Path) -> bytes:
    """Return a file's bytes; ListError where it can't be read, or is no list."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ListError(f"{path} can't be read: {error.strerror}. Give another file.") from error
    if not content.startswith(MAGIC[:3]):  # whatever format follows; the header's own checks say what is wrong then
        raise ListError(f"{path} is no list. Name a file that `viewmark list build` or `viewmark list delta` wrote.")
    return content


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; ListError where there is no room or no leave, or something else is there."""
    with _writing(path):
        write_whole(path, lambda part: part.write_bytes(content))


def refuse_to_replace(path: Path) -> None:
    """ListError where something is there that `write` would refuse, before a list is signed for it in vain."""
    with _writing(path):
        refuse_what_is_no_file(path)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ListError(f"{path} can't be written: {error.strerror}. Give another place.") from error


def verified(path: Path, root: str | None) -> ListHeader:
    """Return the header of a file that is whole and, with a root (hexadecimal), signed under it; else ListError."""
    content = read(path)
    header = verify_whole(in_memory(content))
    if len(content) != header.total_bytes:
        raise ListError("The list is longer than its header says. Get it again.")
    if root is None:
        return header
    try:
        key = bytes.fromhex(root)
    except ValueError as error:
        raise ListError("The root is no hexadecimal number. `viewmark list keys` printed it.") from error
    if not is_signed_by(content, [key]):
        raise ListError("The list is not signed by this root. Do not use it.")
    return header


def opened(path: Path, changes: Sequence[Path], key: bytes) -> OfflineList:
    """Return a list with its changes applied in order; ListError where they do not follow, or the key is another."""
    asked = OfflineList(in_memory(read(path)), key)
    overlay: Overlay | None = None
    for one in changes:
        overlay = Overlay(in_memory(merged(asked.base, overlay, read(one))), asked.base)
    asked.use(overlay)
    return asked
