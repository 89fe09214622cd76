"""The signed firmware that this laptop carries to handhelds: one file for each kind of board."""

import logging
import re
from pathlib import Path

from viewmark.durable import make_names_durable
from viewmark.errors import HandheldError
from viewmark.handheld.signed_image import SUFFIX, SignedImage, read_signed
from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive, replace_durably
from viewmark_protocol.errors import FirmwareError
from viewmark_protocol.firmware_image import FirmwareHead, version_of, version_text

FIRMWARE_FOLDER = "firmware"  # within the laptop's
_BOARD = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")  # it becomes a file's name

logger = logging.getLogger("viewmark.laptop")


class CarriedFirmware:
    """The files in a folder. What is damaged there counts as not there, and is logged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[float, SignedImage | None]] = {}

    def of(self, board: str | None) -> SignedImage | None:
        """Return what is carried for a kind of board, None where there is nothing."""
        if board is None or not _BOARD.fullmatch(board):
            return None
        path = self._folder / f"{board}{SUFFIX}"
        try:
            changed_s = path.stat().st_mtime
        except OSError:
            return None
        if board not in self._read or self._read[board][0] != changed_s:
            self._read[board] = changed_s, _verified(path)
        return self._read[board][1]

    def newer_than(self, board: str | None, version: str) -> str | None:
        """Return the version that is carried for a board, None where it is not newer than the one that runs there."""
        image = self.of(board)
        return version_text(image.head.version) if image and is_newer(image.head, board, version) else None

    def all(self) -> list[SignedImage]:
        """Return everything that is carried, by board."""
        found = [self.of(path.stem) for path in sorted(self._folder.glob(f"*{SUFFIX}"))]
        return [one for one in found if one is not None]

    def keep(self, image: SignedImage) -> None:
        """Carry an image from now on; HandheldError where a newer one is carried, or it cannot be kept."""
        board = image.head.board
        if not _BOARD.fullmatch(board):
            raise HandheldError(f"A board is not called {board[:40]!r}. Have the firmware built for a board that is.")
        before = self.of(board)
        if before is not None and before.head.version > image.head.version:
            newer = version_text(before.head.version)
            raise HandheldError(f"Firmware {newer} for {board} is carried already, and is newer. This one is not kept.")
        path = self._folder / f"{board}{SUFFIX}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with exclusive(path):
                replace_durably(path, image.content)
            make_names_durable(self._folder.parent)
        except (OSError, SigningError) as error:
            raise HandheldError(f"The firmware cannot be kept on this laptop. Make room. ({error})") from error


def is_newer(head: FirmwareHead, board: str | None, version: str) -> bool:
    """Return whether an image is for a board, and newer than the version that runs there."""
    try:
        return head.board == board and head.version > version_of(version)
    except FirmwareError:  # it says no version
        return False


def _verified(path: Path) -> SignedImage | None:
    try:
        return read_signed(path)
    except HandheldError as error:
        logger.warning("a firmware file is damaged", extra={"file": path.name, "error": str(error)})
        return None
