"""What one picture gave: the photo, the reading, and the code beside the mark."""

from viewmark_protocol.disagreement import disagreement
from viewmark_protocol.lattice import raw_text


class Taken:
    """One picture: its photo (None without one), what was read of it, and what the code beside the mark says.

    `code` is `(kind of mark, raw)` for each element, `code_serial` the serial among them or None.
    """

    def __init__(self, photo, lattice, code, code_serial) -> None:
        self.photo = photo
        self.lattice = lattice
        self.read = raw_text(lattice) or None
        self.code = code
        self.code_serial = code_serial

    def first_guess(self) -> str:
        """Return what typing begins with: the code's serial where it may be the mark's, else what was read."""
        if self.code_serial and not disagreement(self.code_serial, self.read):
            return self.code_serial
        return self.read or ""

    def source_of(self, serial) -> str:
        """Return where a confirmed serial comes from (`marks.SOURCES`)."""
        if serial == self.read:
            return "camera"
        return "code" if serial and serial == self.code_serial else "typed"
