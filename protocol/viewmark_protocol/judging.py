"""The decision: what the offline list says of one serial and maker. Pure: the same answer on both sides."""

from .compat import TYPE_CHECKING
from .enumeration import MOST_CANDIDATES, candidates
from .errors import ListError, ListReplacedError
from .lattice import likeliest, raw_text
from .lists.entries import agreement, exact_tag
from .makers import UNKNOWN_MAKER, is_model_name, maker_code
from .plausibility import is_placeholder
from .serials import exact, unread_count, without_embedded_letters
from .verdicts import CLEAR, HIT, NEAR, UNCHECKED, UNTRACEABLE, Verdict

if TYPE_CHECKING:
    from .lattice import Lattice
    from .lists.offline import OfflineList

CLOCK_UNSET = "unset"

# Which finding is told when several are true.
_GRAVEST = (
    "serial-and-maker-listed",
    "maker-not-given",
    "misread-possible",
    "unread-character",
    "listed-under-another-maker",
    "letters-between-digits",
)


def judge(
    serial: "str | None",
    maker: "str | None",
    offline_list: "OfflineList | None",
    now_s: int,
    clock_trust: str,
    lattice: "Lattice | None" = None,
    code_serial: "str | None" = None,
) -> Verdict:
    """Return the verdict on a confirmed serial (with `?` for unread) and maker, as text or None.

    `now_s` is UTC seconds; the later of it and the list's date counts. `lattice` is what the reader saw: its
    alternatives are asked too where the officer left the reading as it was. `code_serial` is what a code on the weapon
    bears: where that is another serial and is listed, the weapon is near it, never a hit.
    """
    code = maker_code(maker)
    try:
        verdict = _judged(serial, maker, code, offline_list, now_s, clock_trust, lattice)
        if code_serial and verdict.word != HIT and exact(code_serial) != exact(serial or ""):
            return _coded(code_serial, maker, code, offline_list) or verdict
        return verdict
    except ListReplacedError:
        return Verdict(UNCHECKED, "list-being-replaced")
    except ListError:  # a part of it that was asked for is not as it was issued: nobody can say `clear`
        return Verdict(UNCHECKED, "list-damaged")


def _judged(
    serial: "str | None",
    maker: "str | None",
    code: int,
    offline_list: "OfflineList | None",
    now_s: int,
    clock_trust: str,
    lattice: "Lattice | None",
) -> Verdict:
    untraceable = _untraceable(serial)
    if untraceable:
        hits = _hits(offline_list, serial, maker, code) if untraceable == "model-name" else []
        return hits[0] if hits else Verdict(UNTRACEABLE, untraceable)
    assert serial is not None
    if offline_list is None:
        return Verdict(UNCHECKED, "no-list")
    unread = unread_count(serial)
    keys = candidates(serial, code)
    if keys is None:
        return Verdict(UNCHECKED, "too-many-unread")
    if unread and code == UNKNOWN_MAKER:
        return Verdict(UNCHECKED, "unread-without-maker")
    found = [finding for key in keys for finding in _ask(offline_list, key, maker, code, unread > 0)]
    if not found and code != UNKNOWN_MAKER:
        found = _asked_otherwise(offline_list, serial, maker, code, lattice)
    if found:
        return min(found, key=lambda finding: _GRAVEST.index(finding.reason))  # the first of the gravest
    if offline_list.header.has_expired(now_s):
        return Verdict(UNCHECKED, "list-expired")
    if clock_trust == CLOCK_UNSET:
        return Verdict(UNCHECKED, "clock-not-trusted")
    return Verdict(CLEAR, "not-on-list")


def _asked_otherwise(
    offline_list: "OfflineList", serial: str, maker: "str | None", code: int, lattice: "Lattice | None"
) -> "list[Verdict]":
    """Return near findings of the reader's alternatives, else of the serial without letters between its digits."""
    if lattice and raw_text(lattice) == serial:
        for key in _other_keys(lattice, code):
            found = _other_reading(offline_list, key, maker, code, "misread-possible")
            if found:
                return found
    # NCIC ignores such letters when it matches: 369J257 finds 369257 (Wisconsin TIME manual).
    shorter = without_embedded_letters(serial)
    if shorter and not unread_count(shorter):
        return _other_reading(offline_list, shorter, maker, code, "letters-between-digits")
    return []


def _untraceable(serial: "str | None") -> "str | None":
    if serial is None or not exact(serial):
        return "no-serial"
    if is_placeholder(serial):
        return "placeholder"
    if is_model_name(serial):
        return "model-name"
    return None


def _coded(code_serial: str, maker: "str | None", code: int, offline_list: "OfflineList | None") -> "Verdict | None":
    """Return the near finding of a listed serial that only a code on the weapon bears; None where it is not listed."""
    if offline_list is None or is_placeholder(code_serial):
        return None
    for finding in _ask(offline_list, exact(code_serial), maker, code, False):
        if finding.word == HIT or finding.reason == "maker-not-given":
            return Verdict(NEAR, "code-listed", finding.matched, finding.category)
    return None


def _hits(offline_list: "OfflineList | None", serial: "str | None", maker: "str | None", code: int) -> "list[Verdict]":
    """Return the hits on a serial that is a model's name too: some weapons are numbered so, and listed."""
    if offline_list is None or serial is None:
        return []
    return [finding for finding in _ask(offline_list, exact(serial), maker, code, False) if finding.word == HIT]


def _other_keys(lattice: "Lattice", code: int) -> "list[str]":
    """Return the exact keys of the other readings, likeliest first, unread characters enumerated: at most 64."""
    keys: "list[str]" = []
    for other in likeliest(lattice, MOST_CANDIDATES):
        keys.extend(candidates(other, code) or ())
        if len(keys) >= MOST_CANDIDATES:
            break
    return keys[:MOST_CANDIDATES]


def _ask(offline_list: "OfflineList", key: str, maker: "str | None", code: int, enumerated: bool) -> "list[Verdict]":
    """Return the findings for one exact key. An enumerated key counts only where the maker does not disagree."""
    found: "list[Verdict]" = []
    for entry in offline_list.find(key):
        same_serial, same_name = agreement(entry, exact_tag(entry.key, key, maker, entry.maker))
        same_maker = code != UNKNOWN_MAKER and entry.maker == code and same_name
        if enumerated:
            if same_serial and (same_maker or entry.maker == UNKNOWN_MAKER):
                found.append(Verdict(NEAR, "unread-character", key, entry.category))
        elif same_serial and same_maker:
            found.append(Verdict(HIT, "serial-and-maker-listed", key, entry.category))
        elif same_serial:
            reason = "maker-not-given" if code == UNKNOWN_MAKER else "listed-under-another-maker"
            found.append(Verdict(NEAR, reason, key, entry.category))
        elif same_maker:
            found.append(Verdict(NEAR, "misread-possible", key, entry.category))
    return found


def _other_reading(
    offline_list: "OfflineList", key: str, maker: "str | None", code: int, reason: str
) -> "list[Verdict]":
    """Return a near finding where another way to read the same mark is listed under this maker."""
    return [
        Verdict(NEAR, reason, key, entry.category)
        for entry in offline_list.find(key)
        if entry.maker == code and entry.tag == exact_tag(entry.key, key, maker, code)
    ]
