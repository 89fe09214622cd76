"""A check that is being made: what was read, and the answers so far. Kept in a box, so that a power cut loses none."""

from checks import settings
from checks.taken import Taken
from ports import StorageError
from viewmark_protocol.cbor import decode, encode
from viewmark_protocol.errors import CborError

# Asked in this order, after the serial.
KINDS = ("maker", "model", "calibre", "country", "importer")
UNKNOWN, NONE = "unknown", "none"  # not found out, and known not to be there: two answers
_NAME = "draft"
_FORMAT = 1


class Answer:
    """What is said of one mark: its state, what was read (None where it was typed), what it says, where from."""

    def __init__(self, state: str, raw=None, confirmed=None, source: str = "typed", lattice=()) -> None:
        self.state = state
        self.raw = raw
        self.confirmed = confirmed
        self.source = source
        self.lattice = lattice

    def pack(self) -> list:
        """Return it as a list."""
        return [self.state, self.raw, self.confirmed, self.source, self.lattice]


class Draft:
    """One weapon's check until it is recorded. `photo` is `(digest, key)` of the photo that was kept, or None.

    `place` is the log's id and the sequence that its record gets: a power cut between the record and the end of the
    draft must not have it recorded twice.
    """

    def __init__(self, taken: Taken, serial, source: str, photo=None, place=(b"", 0)) -> None:
        self.lattice = taken.lattice
        self.read = taken.read
        self.code = taken.code
        self.code_serial = taken.code_serial
        self.serial = serial
        self.source = source
        self.photo = photo
        self.place = place
        self.component = "frame"
        self.context = "inspected"
        self.transport = "unknown"
        self.links = []  # (kind, reference)
        self.answers = {}  # kind of mark -> Answer

    @property
    def maker(self):
        """The maker's name, None where it was not given."""
        answer = self.answers.get("maker")
        return answer.confirmed if answer else None

    def correct(self, serial) -> None:
        """Take another serial, None where there is none."""
        self.serial = serial
        self.source = Taken(None, self.lattice, self.code, self.code_serial).source_of(serial)

    def is_recorded(self, ring) -> bool:
        """Return whether a ring has its record already."""
        log_id, sequence = self.place
        return log_id == ring.log_id and sequence < ring.next_sequence

    def keep(self) -> bool:
        """Keep it durably and return whether that was done; without room it goes on in memory alone."""
        answers = [[kind] + answer.pack() for kind, answer in self.answers.items()]
        told = [self.serial, self.source, self.photo, self.component, self.context, self.transport, self.links]
        content = encode([_FORMAT, list(self.place), self.lattice, self.code, self.code_serial, told, answers])
        try:
            settings.store_secret(_NAME, content)
        except StorageError:
            return False  # what is lost by that is a power cut's worth: it is asked again
        return True

    @staticmethod
    def load() -> "Draft | None":
        """Return the draft that a power cut has left, None where there is none, or it cannot be read."""
        content = settings.load_secret(_NAME)
        if content is None:
            return None
        try:
            form, place, lattice, code, code_serial, told, answers = decode(content)
            if form != _FORMAT:
                return None
            photo = told[2] and tuple(told[2])
            draft = Draft(Taken(None, lattice, code, code_serial), told[0], told[1], photo, tuple(place))
            draft.component, draft.context, draft.transport, draft.links = told[3:]
            for kind, state, raw, confirmed, source, read in answers:
                draft.answers[kind] = Answer(state, raw, confirmed, source, read)
        except (CborError, ValueError, TypeError, IndexError):
            return None
        return draft


def forget() -> None:
    """Remove the draft: its check is recorded, or given up."""
    settings.forget(_NAME)
