"""The ZIP around an X3P file, held to its limits before anything in it is unpacked: it may come from anybody.

Refused are what is hidden before or behind it, encrypted or linked members, two of one name, names that lead out of
it, more members or bytes than a surface has, and members that grow more than a measured surface does (a ZIP bomb).
"""

import hashlib
import io
import stat
import struct
import zipfile
import zlib

from viewmark.exchange.errors import ExchangeError

MOST_FILE_BYTES = 256 * 1024 * 1024
MOST_UNPACKED_BYTES = 512 * 1024 * 1024
MOST_DOCUMENT_BYTES = 16 * 1024 * 1024  # of a member that is read whole: main.xml, the sums
MOST_MEMBERS = 32
MOST_GROWTH = 250  # a flat surface packs well; nothing but a bomb packs so well over so many bytes
_GROWTH_FROM_BYTES = 1024 * 1024
_MOST_DIRECTORY_BYTES = 64 * 1024
_MOST_NAME = 200
_CHUNK_BYTES = 1024 * 1024
# The end record of a ZIP: mark, disks and members, then length and place of the directory, and no comment behind it.
_END = struct.Struct("<4s4H2LH")
_END_MARK, _LARGE_MARK, _MEMBER_MARK = b"PK\x05\x06", b"PK\x06\x07", b"PK\x03\x04"
_LARGE_PLACE_BYTES = 20
_ENCRYPTED = 0x1
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError),
    *(NotImplementedError, RuntimeError),  # packed in a way, or under a password, that nobody knows here
)


class Container:
    """The members of a file's bytes; ExchangeError where it is no ZIP, damaged, or beyond a limit."""

    def __init__(self, content: bytes) -> None:
        _hold_to_size(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._members = {one.filename: one for one in self._zip.infolist()}
        except _BROKEN as error:
            raise _damaged(str(error)) from error
        _hold_to_limits(self._zip.infolist())

    def read(self, name: str) -> bytes:
        """Return a small member; ExchangeError where it is not there, too large, or damaged."""
        member = self._member(name)
        if member.file_size > MOST_DOCUMENT_BYTES:
            raise ExchangeError(
                f"{member.filename} has {MOST_DOCUMENT_BYTES} bytes at most. Save a part of the surface."
            )
        try:
            return self._zip.read(member)
        except _BROKEN as error:
            raise _damaged(str(error)) from error

    def verify(self) -> None:
        """Read every member once, against the ZIP's own sums; ExchangeError where one is damaged."""
        for name in self._members:
            self.measured(name)

    def measured(self, name: str) -> tuple[int, str]:
        """Return how many bytes a member has, and their MD5 sum; ExchangeError as above. It is read in parts."""
        digest = hashlib.md5(usedforsecurity=False)
        length = 0
        try:
            with self._zip.open(self._member(name)) as file:
                while chunk := file.read(_CHUNK_BYTES):
                    digest.update(chunk)
                    length += len(chunk)
        except _BROKEN as error:
            raise _damaged(str(error)) from error
        return length, digest.hexdigest()

    def _member(self, name: str) -> zipfile.ZipInfo:
        member = self._members.get(name.removeprefix("./"))
        if member is None:
            raise _damaged(f"it lacks {name[:60]!r}")
        return member


def _hold_to_size(content: bytes) -> None:
    """Hold the file and its directory to their sizes, before a directory of millions is read."""
    if len(content) > MOST_FILE_BYTES:
        raise ExchangeError(f"An X3P file has {MOST_FILE_BYTES} bytes at most. Save a part of the surface.")
    end = content[-_END.size :]
    if not content.startswith(_MEMBER_MARK) or not end.startswith(_END_MARK):
        raise ExchangeError("This is no X3P file: it is no ZIP, was cut, or has something before or behind it.")
    _, _, _, _, members, length, place, comment = _END.unpack(end)
    if content[-_END.size - _LARGE_PLACE_BYTES :].startswith(_LARGE_MARK) or comment:
        raise _damaged("its directory is one of a larger file")
    if members > MOST_MEMBERS or length > _MOST_DIRECTORY_BYTES:
        raise ExchangeError(
            f"An X3P file has {MOST_MEMBERS} members at most, this one claims {members}. Choose another."
        )
    if place + length + _END.size != len(content):
        raise _damaged("its directory does not lie at its end")


def _hold_to_limits(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or len({one.filename for one in members}) != len(members):
        raise _damaged("it names a member twice, or too many")
    for one in members:
        if not _is_inside(one):
            raise ExchangeError("A name in this X3P file leads out of it, or is no file's. It is not attached.")
        if one.flag_bits & _ENCRYPTED or one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ExchangeError("This X3P file is encrypted, or packed as no X3P file is. Have it saved again.")
        if one.file_size > _GROWTH_FROM_BYTES and one.file_size > MOST_GROWTH * one.compress_size:
            raise ExchangeError("This X3P file would grow as only a ZIP bomb does. It is not attached.")
    claimed = sum(one.file_size for one in members)
    if claimed > MOST_UNPACKED_BYTES:
        raise ExchangeError(
            f"This X3P file claims {claimed} bytes unpacked, {MOST_UNPACKED_BYTES} at most. Save a part of the surface."
        )


def _is_inside(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename
    parts = name.removesuffix("/").split("/")
    is_plain = name.isprintable() and len(name) <= _MOST_NAME and not set(name) & set("\\:")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_plain and not is_link and all(part not in ("", ".", "..") for part in parts)


def _damaged(what: str) -> ExchangeError:
    return ExchangeError(f"This X3P file is damaged: {what}. Have it saved or sent again; nothing was attached.")
