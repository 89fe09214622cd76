"""The list that this laptop carries to handhelds, kept on its disk: one that starts away from base has it at hand."""

import logging
from pathlib import Path

from viewmark.devices.list_file import OfflineListFile
from viewmark.errors import ArchiveError
from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive, replace_durably
from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.coding import in_memory
from viewmark_protocol.lists.header import ListHeader
from viewmark_protocol.lists.offline import verify

logger = logging.getLogger("viewmark.laptop")

_WHOLE, _AT_ONCE, _STEP, _STEPS = "whole.vml", "at-once.vml", "step-{0:010d}.vml", "step-*.vml"


class CarriedList:
    """The files of the list in a folder. What is damaged there counts as not there: the register has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._on_disk: OfflineListFile | None = None

    def read(self) -> OfflineListFile | None:
        """Return the list with every step that leads on from it without a gap; None where there is none."""
        whole = self._verified(self._folder / _WHOLE)
        if whole is None:
            return None
        content, header = whole
        steps: list[bytes] = []
        version = header.version
        for path in sorted(self._folder.glob(_STEPS)):
            step = self._verified(path)
            if step is not None and (step[1].base, step[1].before) == (header.version, version):
                steps.append(step[0])
                version = step[1].version
        at_once = self._verified(self._folder / _AT_ONCE)
        if at_once is not None and (at_once[1].base, at_once[1].version) != (header.version, version):
            at_once = None
        self._on_disk = OfflineListFile(content, tuple(steps), None if at_once is None else at_once[0])
        return self._on_disk

    def keep(self, held: OfflineListFile) -> None:
        """Keep a list in place of the one that is there; ArchiveError where there is no room for it."""
        before, self._on_disk = self._on_disk, None  # not known until all of it is written
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with exclusive(self._folder / _WHOLE):  # another program of this laptop may keep one too
                self._write(held, before)
            self._on_disk = held
        except (SigningError, OSError) as error:
            raise ArchiveError(f"The list cannot be kept on this laptop. Make room. ({error})") from error

    def _write(self, held: OfflineListFile, before: OfflineListFile | None) -> None:
        """Write the files that differ from those of the list before, and take away the steps that are no longer its."""
        if before is None or before.content != held.content:
            replace_durably(self._folder / _WHOLE, held.content)
        wanted = {_STEP.format(_header(one).version): one for one in held.steps}
        known = set(before.steps) if before is not None else set[bytes]()
        for name, content in wanted.items():
            if content not in known:
                replace_durably(self._folder / name, content)
        if held.at_once is not None and (before is None or before.at_once != held.at_once):
            replace_durably(self._folder / _AT_ONCE, held.at_once)
        for path in self._folder.glob(_STEPS):
            if path.name not in wanted:
                path.unlink()

    def _verified(self, path: Path) -> tuple[bytes, ListHeader] | None:
        """Return a file's content and header where it is whole."""
        try:
            content = path.read_bytes()
            header = _header(content)
        except FileNotFoundError:
            return None
        except (OSError, ListError, UnicodeDecodeError) as error:
            logger.warning("a list file is damaged", extra={"file": path.name, "error": str(error)})
            return None
        return (content, header) if len(content) == header.total_bytes else None


def _header(content: bytes) -> ListHeader:
    return verify(in_memory(content))
