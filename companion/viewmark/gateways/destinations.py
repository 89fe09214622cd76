"""Where the messages of each profile go from this laptop: a folder or an address, and the key asked for there."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from viewmark.encryption.closed_file import ClosedFile
from viewmark.gateways.errors import GatewayError, MessageError
from viewmark.gateways.file_drop import FileDrop
from viewmark.gateways.http import checked_url
from viewmark.gateways.profiles import profile
from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive

DESTINATIONS_FILE = "gateways.json"  # within the laptop's folder, closed under its key: it holds keys
_MOST_CHARACTERS = 2000


class Destination(NamedTuple):
    """Where messages go: a folder's full path or an address, and the key, empty where none is asked for."""

    to: str
    api_key: str = ""

    @property
    def name(self) -> str:
        """What the gateway there is called in the mailbox."""
        return str(checked_url(self.to)) if "://" in self.to else FileDrop(Path(self.to)).name


class Destinations:
    """The destinations in a laptop's folder, by the key of a profile; GatewayError where they cannot be used."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DESTINATIONS_FILE
        self._file = ClosedFile(self._path)

    def all(self) -> dict[str, Destination]:
        """Return where the messages of each profile go, of those of which somebody said it."""
        try:
            rows = json.loads(self._file.read())
            return {str(key): Destination(one["to"] + "", one["api_key"] + "") for key, one in rows.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise GatewayError(
                f"Where messages go can't be read from {self._path} ({error}). Move the file away and say it anew."
            ) from error

    def find(self, key: str) -> Destination:
        """Return where the messages of a profile go; GatewayError where nobody said it."""
        found = self.all().get(key)
        if found is None:
            raise GatewayError(f"Nobody said where messages of {key} go. Say it first: `viewmark gateway set {key}`.")
        return found

    def set(self, key: str, to: str, api_key: str = "") -> Destination:
        """Keep where the messages of a profile go; GatewayError where they cannot go there."""
        made = Destination(_checked(to.strip()), api_key.strip())
        with self._changing() as rows:
            rows[profile(key).key] = made
        return made

    def remove(self, key: str) -> None:
        """Have the messages of a profile go nowhere: they wait."""
        with self._changing() as rows:
            rows.pop(key, None)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Destination]]:
        try:
            with exclusive(self._path):
                rows = self.all()
                yield rows
                self._file.write(json.dumps({key: one._asdict() for key, one in rows.items()}).encode())
        except SigningError as error:
            raise GatewayError(f"Where messages go cannot be kept ({error}). Make room on this laptop.") from error


def _checked(to: str) -> str:
    if not 0 < len(to) <= _MOST_CHARACTERS or not to.isprintable():
        raise MessageError("Give a folder's full path, or an address that begins with https://.")
    if "://" in to:
        return str(checked_url(to))
    if not Path(to).is_absolute():
        raise MessageError("Give a folder's full path, or an address that begins with https://.")
    return to
