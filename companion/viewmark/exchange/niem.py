"""A check as a NIEM 6.0 document: a `j:Firearm` for each weapon, and beside it, in our own wrapper, what NIEM lacks.

A foreign element within `j:Firearm` would not validate: the weapon is named by `structures:id`, and what we add refers
to it by `structures:ref`. What is read back is the check from the wrapper, equal to the one that was written.
"""

from lxml import etree

from viewmark.archive.checks import confirmed, confirmed_serial
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.records import NAMESPACE, VM, escaped, read, write
from viewmark_protocol.checks import Check, Firearm
from viewmark_protocol.errors import SchemaError

MOST_BYTES = 1024 * 1024  # a check has 64 KB; a document of more is none of ours

_MODEL = "https://docs.oasis-open.org/niemopen/ns/model/"
_NAMES = {
    "vm": NAMESPACE,
    "nc": f"{_MODEL}niem-core/6.0/",
    "j": f"{_MODEL}domains/justice/6.0/",
    "structures": f"{_MODEL}structures/6.0/",
}
NC, J, STRUCTURES = (f"{{{_NAMES[name]}}}" for name in ("nc", "j", "structures"))
# By context of the check; NIEM has no word for a surrender, and a weapon that was only looked at has no status.
_STATUSES = {"seized": "SEIZED", "found": "FOUND"}
_NOT_DETERMINED = "not determined"


def document(check_id: str, check: Check) -> bytes:
    """Return the document of a check; the keys of its photos are not in it."""
    root = etree.Element(VM + "CheckDocument", nsmap=_NAMES)
    root.set("id", check_id)
    weapons: list[Firearm] = check.firearms
    for number, weapon in enumerate(weapons, 1):
        _firearm(root, f"F{number}", weapon, check.context)
    recorded = etree.SubElement(root, VM + "Check")
    write(recorded, without_keys(check))
    for number, one in enumerate(recorded.iterfind(f"{VM}Firearms/{VM}Item"), 1):
        one.set(STRUCTURES + "ref", f"F{number}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def without_keys(check: Check) -> Check:
    """Return a check without the keys of its photos, which never leave this laptop."""
    copied: Check = Check.unpack(check.pack())
    for weapon in copied.firearms:
        for mark in weapon.marks:
            mark.photo_key = None
    return copied


def read_document(content: bytes) -> tuple[str, Check]:
    """Return a check's id and the check of a document; ExchangeError, with what is wrong, where it is none.

    Nothing is fetched, no entity is opened, and a document with a DTD is refused: it may come from anybody.
    """
    if len(content) > MOST_BYTES:
        raise ExchangeError(f"A document has {MOST_BYTES} bytes at most, this one {len(content)}. It is not taken.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ExchangeError(f"This is no XML document: {error}. It is not taken.") from error
    if b"<!DOCTYPE" in content:
        raise ExchangeError("A document with a DTD is not taken.")
    recorded = root.find(VM + "Check") if root.tag == VM + "CheckDocument" else None
    if recorded is None:
        raise ExchangeError("This document holds no check of Viewmark. It is not taken.")
    check: Check = read(recorded, Check)
    try:
        check.pack()
    except SchemaError as error:
        raise ExchangeError(f"The check in this document cannot be one: {error}. It is not taken.") from error
    return root.get("id", ""), check


def _firearm(parent: "etree._Element", own_id: str, weapon: Firearm, context: str) -> None:
    """Put a `j:Firearm`: make, model, serial, status, category, calibre, in the order of its schema."""
    element = etree.SubElement(parent, J + "Firearm")
    element.set(STRUCTURES + "id", own_id)
    make, model = confirmed(weapon.marks, "maker"), confirmed(weapon.marks, "model")
    _text(element, NC + "ItemMakeName", make or _NOT_DETERMINED)
    if model:
        _text(element, NC + "ItemModelName", model)
    serial = etree.SubElement(element, NC + "ItemSerialIdentification")
    _text(serial, NC + "IdentificationID", confirmed_serial(weapon) or _without_serial(weapon))
    if context in _STATUSES:
        _text(etree.SubElement(element, NC + "ItemStatus"), J + "ItemStatusCode", _STATUSES[context])
    _text(element, J + "FirearmCategoryText", _NOT_DETERMINED)
    _text(element, J + "FirearmBoreSizeText", confirmed(weapon.marks, "calibre") or _NOT_DETERMINED)


def _without_serial(weapon: Firearm) -> str:
    """Return what stands for the serial where there is none: known not to be there is not the same as not found out."""
    states = [mark.state for mark in weapon.marks if mark.kind == "serial"]
    return "NONE" if "none" in states else "UNKNOWN"


def _text(parent: "etree._Element", name: str, text: str) -> None:
    etree.SubElement(parent, name).text = escaped(text)
