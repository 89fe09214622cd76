"""The list as the register issued it, whole and in steps, opaque to the laptop; which of it a handheld needs."""

from typing import NamedTuple

from viewmark_protocol.lists.header import HEADER_BYTES, decode_header


class OfflineListFile(NamedTuple):
    """A whole list, the steps that lead on from it, and all of these in one."""

    content: bytes
    steps: tuple[bytes, ...] = ()
    at_once: bytes | None = None

    @property
    def version(self) -> int:
        """The newest version."""
        return decode_header((self.steps[-1] if self.steps else self.content)[:HEADER_BYTES]).version

    def way_from(self, version: int | None) -> list[bytes]:
        """Return the files that lead from a handheld's version to the newest, in order; the fewest bytes of them."""
        base = decode_header(self.content[:HEADER_BYTES]).version
        if version is None or version < base:
            return [self.content, *self._steps_from(base, base)]
        return self._steps_from(version, base)

    def _steps_from(self, version: int, base: int) -> list[bytes]:
        headers = [decode_header(one[:HEADER_BYTES]) for one in self.steps]
        chain = [one for one, header in zip(self.steps, headers, strict=True) if header.version > version]
        if not chain:
            return []
        known = {base, *(header.version for header in headers)}
        if self.at_once and (version not in known or len(self.at_once) < sum(len(one) for one in chain)):
            return [self.at_once]
        return chain


def head_of(content: bytes) -> bytes:
    """Return what is offered of a file: all that lies before its body."""
    return content[: decode_header(content[:HEADER_BYTES]).head_bytes]
