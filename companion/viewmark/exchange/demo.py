"""Generated checks, so that anyone can see what leaves: every verdict, state and context, hostile texts among them."""

import random
from collections.abc import Iterator

from viewmark.casework.trace_states import ESTABLISHED, NOT_ENOUGH, PENDING, TRACED
from viewmark.exchange.sdg import is_uniquely_marked
from viewmark_protocol import checks, marks
from viewmark_protocol.checks import Check, Firearm, Link, ListAsked, VerdictRecord
from viewmark_protocol.clock import CLOCK_TRUSTS, Clock
from viewmark_protocol.makers import maker_code, maker_names, maker_shapes
from viewmark_protocol.marks import Alternative, Mark
from viewmark_protocol.spec import verdict_of
from viewmark_protocol.verdicts import REASONS
from viewmark_protocol.warning_words import WARNINGS

CHECKS = 500
LOG_ID = "00000000deadbeef"
_OPENED_S = 1_790_000_000
_HOSTILE = (
    "<&>\"'",
    "a\\u0041\\",
    "\x00\x1b[2J\x7f",
    "\ufffe",
    "ИЖ-1234 \u202e",
    "]]>",
    " spaced \t\n ",
    "\r\n",
)
_CALIBRES, _MODELS, _COUNTRIES = ("9x19", "7.65x17", ".45 ACP", "12/70"), ("17", "PT 92", "1911"), ("AT", "BR", "US")
_POSTS = ("post north", "harbour", "airport 2", "rail yard")
_LEVELS_MARKED = (None, PENDING, TRACED, PENDING, ESTABLISHED, TRACED, NOT_ENOUGH)
_LEVELS_UNMARKED = (None, ESTABLISHED, NOT_ENOUGH)
_LETTERS, _DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ", "0123456789"


def demo_checks(count: int = CHECKS, seed: int = 1) -> Iterator[tuple[str, Check]]:
    """Yield ids and checks, the same for the same seed."""
    source = random.Random(seed)
    for number in range(1, count + 1):
        yield f"{LOG_ID}-{number}", _check(source, number)


def demo_given(number: int) -> dict[str, str]:
    """Return what a person added to the trace request of a generated check; nothing for each fourth."""
    if not number % 4:
        return {}
    given = {"type": "pistol", "priority": "routine", "circumstances": "under a seat", "intended_use": "prosecution"}
    return given | ({"restoration": "not-attempted", "removal": "ground"} if number % 2 else {})


def demo_level(number: int, check: Check) -> str | None:
    """Return how far the tracing of a generated check's first firearm came; what was only inspected is not traced."""
    if check.context == "inspected":
        return None
    levels = _LEVELS_MARKED if is_uniquely_marked(check.firearms[0]) else _LEVELS_UNMARKED
    return levels[number % len(levels)]


def _check(source: random.Random, number: int) -> Check:
    return Check(
        format=checks.CHECK_FORMAT,
        opened=Clock(
            utc_s=_OPENED_S + number * source.randint(60, 600),
            trust=source.choice(CLOCK_TRUSTS.words),
            boot_count=number % 7,
            behind_s=source.choice((None, None, 40)),
        ),
        post=source.choice(_POSTS),
        officer=f"officer {source.randint(1, 20)}",
        context=source.choice(checks.CONTEXTS.words),
        legal_ground=source.choice(("customs act", "police act", "")),
        transport=source.choice(checks.TRANSPORTS.words),
        firearms=[_firearm(source) for _ in range(source.choice((1, 1, 1, 1, 2, 3)))],
        links=[
            Link(kind=source.choice(checks.LINK_KINDS.words), reference=f"AB-{source.randint(100, 999)}")
            for _ in range(source.choice((0, 0, 1, 2)))
        ],
        note=source.choice(_HOSTILE) if source.random() < 0.1 else "",
    )


def _firearm(source: random.Random) -> Firearm:
    maker = source.choice(list(maker_names()))
    serial = _serial(source, maker)
    state = source.choices(marks.STATES.words, (60, 8, 4, 4, 2, 2, 8, 4))[0]
    is_there = state not in ("none", "unknown")
    lattice = [[Alternative(character=one, percent=90), Alternative(character="B", percent=6)] for one in serial[:12]]
    found = [
        _mark(source, "serial", serial if is_there else None, state, lattice if source.random() < 0.5 else []),
        _mark(source, "maker", maker, "clear"),
    ]
    for kind, values in (("calibre", _CALIBRES), ("model", _MODELS), ("country", _COUNTRIES)):
        if source.random() < 0.6:
            found.append(_mark(source, kind, source.choice(values), "clear"))
    asked = ListAsked(version=source.randint(1, 400), issued_s=_OPENED_S - 3600)
    reason = source.choice(REASONS)
    verdict = VerdictRecord(
        word=verdict_of(reason),
        reason=reason,
        matched=source.choice((None, serial)),
        category=source.choice((None, *checks.CATEGORY_WORDS.words)),
        list_asked=source.choice((None, asked)),
    )
    return Firearm(marks=found, verdict=verdict, warnings=source.sample(WARNINGS, source.choice((0, 0, 1, 2))))


def _serial(source: random.Random, maker: str) -> str:
    if source.random() < 0.04:
        return source.choice(_HOSTILE)
    shapes = maker_shapes(maker_code(maker)) or ("AA99999",)
    shape = source.choice(list(shapes))
    return "".join(source.choice(_LETTERS if one == "A" else _DIGITS) if one in "A9" else one for one in shape)


def _mark(
    source: random.Random, kind: str, value: str | None, state: str, lattice: list[list[Alternative]] | None = None
) -> Mark:
    has_photo = kind == "serial" and source.random() < 0.5
    return Mark(
        component=source.choice(marks.COMPONENTS.words) if kind != "serial" else "frame",
        kind=kind,
        raw=source.choice((None, value)),
        confirmed=value,
        state=state,
        method=source.choice(marks.METHODS.words),
        source=source.choice(marks.SOURCES.words),
        lattice=lattice or [],
        photo=source.randbytes(32) if has_photo else None,
        photo_key=source.randbytes(32) if has_photo else None,
    )
