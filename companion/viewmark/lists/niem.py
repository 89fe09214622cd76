"""Listed weapons from a NIEM 6.0 document: serial, make and status of every `j:Firearm` in it."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from viewmark_protocol.errors import ListError

from .builder import Row

_MODEL = "https://docs.oasis-open.org/niemopen/ns/model/"
_J, _NC = f"{{{_MODEL}domains/justice/6.0/}}", f"{{{_MODEL}niem-core/6.0/}}"
_FIREARM = f"{_J}Firearm"
_SERIAL = f"{_NC}ItemSerialIdentification/{_NC}IdentificationID"
_MAKE, _STATUS = f"{_NC}ItemMakeName", f"{_NC}ItemStatus/{_J}ItemStatusCode"


def is_document(path: Path) -> bool:
    """Return whether a file looks like XML."""
    with path.open("rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def count_firearms(path: Path) -> int:
    """Return how many firearms a document has, about."""
    with path.open("rb") as file:
        return file.read().count(b"Firearm>") // 2


def read_firearms(path: Path) -> Iterator[Row]:
    """Yield a row for every serial of every firearm; ListError where the document is no XML.

    The status (`STOLEN`, `LOST`, ...) is the category; a firearm without serial or status comes too: the builder
    reports it with its place. A make that is given by its NCIC code alone counts as none.
    """
    try:
        # Nothing is fetched and no entity is opened: the document may come from anybody.
        for _, firearm in etree.iterparse(
            path, tag=_FIREARM, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            serials = [_text(one) for one in firearm.iterfind(_SERIAL)] or [""]
            category = _text(firearm.find(_STATUS)).lower()
            for serial in serials:
                yield serial, _text(firearm.find(_MAKE)) or None, category
            firearm.clear()
    except etree.XMLSyntaxError as error:
        raise ListError(f"{path.name} is no XML document: {error}. Nothing was built.") from error


def _text(element: "etree._Element | None") -> str:
    return "" if element is None else (element.text or "").strip()
