"""Every screen looks as it was accepted, says what it must, and keeps within the picture.

A change that is meant is accepted by `VIEWMARK_ACCEPT_SCREENS=1 pytest tests/firmware/screens`, after a look at
build/screens/report.html. It is recorded at the end, and only where no other test failed.
"""

import re

import pytest

from viewmark.handheld.palette import COLOURS
from viewmark_protocol import verdicts

from .conftest import ACCEPT, WIDTH_PX, compares, pictures_folder
from .report import accepted, digest, write_report

LOOK = f"look at build/screens/report.html (French: build/screens/fr), then accept with {ACCEPT}=1"
VERDICT_LOOKS = {  # the colour's place in the palette, the sign, the word
    "hit": (8, "!! HIT"),
    "near": (9, "~ NEAR"),
    "clear": (10, "- CLEAR"),
    "untraceable": (12, "X UNTRACEABLE"),
    "unchecked": (4, "? UNCHECKED"),
}
REASONS = {
    "hit": ["serial-and-maker-listed"],
    "near": [
        "misread-possible",
        "listed-under-another-maker",
        "maker-not-given",
        "unread-character",
        "letters-between-digits",
        "code-listed",
    ],
    "clear": ["not-on-list"],
    "untraceable": ["no-serial", "placeholder", "model-name"],
    "unchecked": [
        "no-list",
        "list-expired",
        "list-being-replaced",
        "clock-not-trusted",
        "too-many-unread",
        "unread-without-maker",
        "list-damaged",
    ],
}
WORD_AND_REASON = [(word, reason) for word, reasons in REASONS.items() for reason in reasons]
TITLE_PX = 28
INK = (13, 14)  # the places of amber and green to write with
LEAVE_BY_THEMSELVES = {
    "pin-wait",
    "pin-work",
    "pairing-look",  # after a moment
    "wiped",  # after the administrator's reset
    *(
        "aim-good",
        "aim-no-line",
        "aim-too-dark",
        "aim-glare",
        "aim-out-of-focus",
        "reading",
    ),  # after three seconds at most
}
CLIPPED = {"message-longest", "verdict-longest-answer"}  # longer than any screen; their first lines count


@pytest.fixture(scope="session", params=["en", "fr"])
def pages(request) -> tuple[dict, dict[str, str]]:
    """Every page in a language, and the digests of their pixels as they were accepted."""
    drawn = request.getfixturevalue("drawn" if request.param == "en" else "french")
    known = accepted(request.param)
    write_report(request.param, drawn, known, pictures_folder(request.param))
    return drawn, known


def contrast(one: tuple, other: tuple) -> float:
    """Return the contrast of two colours as WCAG 2 has it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: tuple) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@compares
def test_no_screen_is_missing_or_left_over_in_the_snapshots(pages):
    drawn, known = pages
    assert set(drawn) == set(known), LOOK


@compares
def test_every_screen_looks_as_it_was_accepted(pages):
    drawn, known = pages
    assert not [name for name, page in drawn.items() if digest(page) != known.get(name)], LOOK


def test_the_report_shows_what_is_new_gone_and_changed_and_nothing_else(drawn, tmp_path):
    some = {name: drawn[name] for name in ("home-new", "update", "setup")}
    known = {"home-new": digest(drawn["home-new"]), "update": "other", "former": "other"}
    text = write_report("en", some, known, tmp_path).read_text()
    for row in ("<td>former<br>gone</td>", "<td>setup<br>new</td>", "<td>update<br>changed</td>"):
        assert row in text
    assert "home-new" not in text


def test_no_text_runs_out_of_the_picture(pages):
    drawn, _ = pages
    assert {name: page.outside for name, page in drawn.items() if page.outside} == {}


def test_only_what_is_longer_than_any_screen_ends_in_dots(pages):
    drawn, _ = pages
    assert {name for name, page in drawn.items() if page.clipped} == CLIPPED


def test_every_screen_of_the_firmware_is_drawn(drawn, root):
    files = {path.stem for path in (root / "firmware" / "screens").glob("*.py")} - {
        "advice",
        "canvas",
        "font",
        "language",
        "page",
    }
    assert {page.screen for page in drawn.values()} == files


def test_no_two_screens_look_the_same(drawn):
    digests = [digest(page) for page in drawn.values()]
    assert len(set(digests)) == len(digests)


def test_every_screen_says_how_to_leave_it_or_leaves_by_itself(drawn):
    stuck = {name for name, page in drawn.items() if not set(page.keys) & {"ok", "back"}}
    assert stuck == LEAVE_BY_THEMSELVES


@pytest.mark.parametrize(("word", "reason"), WORD_AND_REASON)
def test_a_verdict_is_told_by_colour_word_and_sign(drawn, word, reason):
    page = drawn[f"verdict-{reason}"]
    colour, title = VERDICT_LOOKS[word]
    assert page.texts[0] == title
    assert page.pixels[0] == colour
    assert page.pixels.count(colour) > 10 * 320


@pytest.mark.parametrize("reason", [reason for _, reason in WORD_AND_REASON])
def test_a_verdict_says_what_it_means_and_that_it_is_recorded(drawn, reason):
    text = " ".join(drawn[f"verdict-{reason}"].texts)
    assert "Check 123 is recorded. List 2026-09-21" in text
    assert text.count(".") >= 2


def test_only_a_hit_is_told_in_red_and_the_registers_own_by_its_name(drawn):
    red = VERDICT_LOOKS["hit"][0]
    told_red = {name for name, page in drawn.items() if page.pixels[0] == red}
    own = {"verdict-serial-and-maker-listed", "verdict-answered"}
    assert told_red == own | {"verdict-register-hit", "home-register-hit"}


def test_ready_is_green_only_where_a_check_can_be_clear(drawn):
    ready = {name: page for name, page in drawn.items() if page.screen == "home" and "READY" in page.texts}
    green = {name for name, page in ready.items() if INK[1] in page.pixels}
    assert set(ready) - green == {"home-new", "home-list-expired"}


def test_amber_and_green_to_write_with_are_bright_enough_for_the_sun(drawn):
    for page in drawn.values():
        below = page.pixels[TITLE_PX * WIDTH_PX :]
        if page.screen not in ("verdict", "aim", "practice"):  # a higher banner, pictures
            assert not set(below) & {9, 10}, page.name
    assert min(contrast(COLOURS[place], COLOURS[0]) for place in INK) >= 7


def test_the_board_shows_the_simulators_colours(root):
    source = (root / "firmware" / "boards" / "esp32s3" / "screen.py").read_text()
    shown = [int(one, 16) for one in re.findall(r"0x[0-9A-F]{4}", source)]
    assert shown == [red >> 3 << 11 | green >> 2 << 5 | blue >> 3 for red, green, blue in COLOURS]


def test_every_reason_has_its_page():
    assert sorted(reason for _, reason in WORD_AND_REASON) == sorted(verdicts.REASONS)


def test_clear_never_says_legal_but_for_denying_it(drawn):
    assert "This does not mean that it is legal." in " ".join(drawn["verdict-not-on-list"].texts)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("home-ready", ["READY", "on device 31   on laptop 28", "List 7 of 2026-09-21", "Laptop connected"]),
        (
            "home-new",
            [
                "No list. Sync with the laptop.",
                "The clock is not set. Sync with the",
                "No laptop is paired. Plug the cable in",
            ],
        ),
        ("home-full", ["STORE FULL", "No new checks before a sync. Nothing is"]),
        ("home-list-old", ["List 7 of 2026-09-21, 5 days old"]),
        ("home-list-expired", ["The list has expired. Sync with the", "Before that no check can be clear."]),
        ("home-register-hit", ["!! CHECK 99999: HIT", "The register answered. See the history."]),
        ("home-battery-low", ["Battery 15 %: charge it"]),
        ("confirm-sure", ["AB12345", "Compare it with the mark, character by"]),
        ("confirm-unsure", ["AB1?", "B may be: 8 or R", "? may be: anything"]),
        ("confirm-code-fits", ["The code says AB12: it fits what was"]),
        ("confirm-nothing", ["NOTHING READ", "Or record that there is no serial: that"]),
        ("editor-first", ["AB1234", "^", ">A"]),
        ("editor-cut", ["AB1", "   ^", ">done"]),
        ("editor-end-of-nine", ["AB1234567", " " * 9 + "^", ">done"]),
        ("maker-longest-name", [">SPRINGFIELD ARMORY"]),
        ("guide-begun", ["MARKS 1 OF 6", ">maker     -"]),
        ("guide-answered", [" model     none", " calibre   not found out", ">TO THE VERDICT"]),
        ("history-empty", ["No check is on this handheld."]),
        ("history-page", [" no. UTC   verdict     at     register"]),
        ("history-page", ["  31 09-21 hit         here   hit", "  24 14:32 clear       laptop none"]),
        ("home-keys-lost", ["KEYS LOST", "No new checks before all is on the"]),
        ("pin-unset", ["No PIN is set: whoever finds this"]),
        ("pin-without-chip-key", ["This board keeps no key in its chip: a"]),
        ("pin-fourth-digit", ["***0", ">0"]),
        ("pairing-compare", ["034 071", "The laptop desk 1 must show the same"]),
        ("pairing-agreed", ["034 071", "Confirm them on the laptop desk 1 too."]),
        ("laptops-none", ["No laptop is paired. Plug the cable in,"]),
        ("laptops-second-of-four", ["LAPTOP 2 OF 4", "Certificate 0a1b2c3d4e5f"]),
        ("home-sending", ["Laptop connected: photo 42 %"]),
        ("pin-wait", ["3600 s", "Switching it off starts the wait again."]),
        ("wiped", ["KEYS DESTROYED", "safe: sync it to the laptop, which can"]),
        ("verdict-matched", ["Listed: A812345"]),
        ("verdict-no-maker", ["maker not given"]),
        ("verdict-nothing", ["no serial", "Check 123 is recorded."]),
        ("verdict-register-hit", ["!! REGISTER: HIT", "By this handheld's list: clear."]),
        ("verdict-answered", ["Register: hit, 1 candidate. Stolen in"]),
        ("verdict-other-scripts", ["ИЖ-12345", "ИЖМАШ"]),
    ],
)
def test_a_screen_says(drawn, name, wanted):
    assert [text for text in wanted if text not in drawn[name].texts] == []
