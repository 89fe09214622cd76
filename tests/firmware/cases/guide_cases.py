"""The guided marks: how many keys they take, what is recorded of them, and what a power cut leaves."""

import asyncio

from checks import photos
from checks.asking import answer_of, beside
from checks.burst import Burst
from checks.flow import CheckFlow
from code_cases import LoopEngine
from disk import MemoryPhoto
from flow_cases import recorded
from laptop import opened
from viewmark_protocol.cbor import encode
from viewmark_protocol.checks import decode_check
from whole import Reader, Whole

SERIAL, MAKER = "CAB123", "GLOCK"
LINES = (SERIAL, MAKER, "19 GEN4", "9X19", "MADE IN AUSTRIA")


def lattice_of(text):
    return [[(character, 99)] for character in text if character != " "]


class Lines(Reader):
    """Reads one line after the other, each in a picture of its own; `above` and `below` lie beside the first."""

    def __init__(self, lines, others=()):
        self._lines = list(lines)
        self._others = others

    def lattice(self):
        return lattice_of(self._lines.pop(0)) if self._lines else []

    def beside(self, frame, width_px, height_px):
        return [lattice_of(text) for text in self._others]


class Officer:
    """Presses a key on each page and counts: `at_guide(texts)` among the marks, `at_choice(title)` elsewhere."""

    def __init__(self, whole, at_guide, at_choice=lambda title: "ok"):
        self.whole = whole
        self.keys = 1  # the one that began the check
        self._at_guide = at_guide
        self._at_choice = at_choice
        whole.ports.screen.on_show = self.on_show

    def on_show(self, name):
        if name == "verdict":
            return
        if name == "aim":
            return
        texts = self.whole.ports.screen.pages[-1][1]
        key = self._at_guide(texts) if name == "guide" else self._at_choice(texts[0])
        if key:
            self.keys += 1
            self.whole.ports.keys.press(key)


def checked(reader, at_guide, at_choice=lambda title: "ok", engine=None):
    whole = Whole()
    whole.app.burst = Burst(whole.app, reader)
    whole.ports.scan_engine = engine
    officer = Officer(whole, at_guide, at_choice)
    whole.check(MemoryPhoto(b"picture"), wait_s=1)
    assert whole.ports.screen.names()[-1] == "verdict"
    return whole, officer, recorded(whole)


def said(firearm):
    return {mark.kind: (mark.confirmed, mark.state, mark.source) for mark in firearm.marks}


def test_from_waking_to_the_verdict_a_readable_mark_takes_three_keys():
    _, officer, firearm = checked(Lines([SERIAL], [MAKER, "9X19"]), lambda texts: "ok")
    assert officer.keys == 3
    assert said(firearm)["maker"] == (MAKER, "clear", "camera")
    assert said(firearm)["calibre"] == ("9x19", "clear", "camera")


def test_a_pistol_with_five_marks_takes_twelve_keys_at_most():
    _, officer, firearm = checked(Lines(LINES), lambda texts: "ok")
    assert officer.keys <= 12
    assert said(firearm) == {
        "serial": (SERIAL, "clear", "camera"),
        "maker": (MAKER, "clear", "camera"),
        "model": ("19GEN4", "clear", "camera"),
        "calibre": ("9x19", "clear", "camera"),
        "country": ("AT", "clear", "camera"),
    }
    assert [mark.raw for mark in firearm.marks][4] == "MADEINAUSTRIA"


def test_none_and_not_found_out_are_two_answers():
    wanted = {"MAKER'S MARK": ["down", "down", "ok"], "MODEL": ["down", "down", "down", "ok"]}

    def at_guide(texts):
        is_open = (">maker     -" in texts) or (">model     -" in texts) or ">TO THE VERDICT" in texts
        return "ok" if is_open else "down"

    _, _, firearm = checked(Lines([SERIAL]), at_guide, lambda title: wanted[title].pop(0) if title in wanted else "ok")
    assert said(firearm)["maker"] == (None, "none", "typed")
    assert said(firearm)["model"] == (None, "unknown", "typed")
    assert "calibre" not in said(firearm)


def test_circumstances_and_a_scanned_document_are_recorded():
    rows = {"THE WEAPON WAS": ["down", "ok"], "IT CAME BY": ["down", "ok"]}
    done = []

    def at_guide(texts):
        for row in ("reason", "transport", "link"):
            if row not in done and [text for text in texts if text.startswith(">" + row)]:
                done.append(row)
                return "ok"
        return "ok" if len(done) == 3 and ">TO THE VERDICT" in texts else "down"

    whole, _, _ = checked(
        Lines([SERIAL]), at_guide, lambda title: rows[title].pop(0) if rows.get(title) else "ok", LoopEngine(b"PASS77")
    )
    check = decode_check(opened(whole.app.store, 1))
    assert (check.context, check.transport) == ("seized", "road")
    assert [(link.kind, link.reference) for link in check.links] == [("person", "PASS77")]


def test_a_ninth_link_is_refused_with_words():
    titles = []

    def at_guide(texts):
        on_link = [text for text in texts if text.startswith(">link")]
        if "NO MORE LINKS" in titles:
            return "ok" if ">TO THE VERDICT" in texts else "down"
        return "ok" if on_link else "down"

    def at_choice(title):
        titles.append(title)
        return "ok"

    whole, _, _ = checked(Lines([SERIAL]), at_guide, at_choice, LoopEngine(b"PASS77"))
    links = decode_check(opened(whole.app.store, 1)).links
    assert "NO MORE LINKS" in titles and len(links) == 8


def left_half_made():
    """A check whose power is cut among the marks, once its maker is answered."""
    whole = Whole()
    whole.app.burst = Burst(whole.app, Lines([SERIAL, MAKER]))
    Officer(whole, lambda texts: "ok" if ">maker     -" in texts else "")
    assert not whole.check(MemoryPhoto(b"picture"), wait_s=0.3)
    return whole


def test_a_power_cut_among_the_marks_loses_no_answer_and_no_photo():
    whole = left_half_made()
    whole.restart()
    assert whole.app.has_draft
    Officer(whole, lambda texts: "ok" if ">TO THE VERDICT" in texts else "down")
    asyncio.run(ended(CheckFlow(whole.app).resume()))
    firearm = recorded(whole)
    assert said(firearm)["serial"] == (SERIAL, "clear", "camera")
    assert said(firearm)["maker"] == (MAKER, "clear", "camera")
    assert photos.size_bytes(firearm.marks[0].photo) > 0
    whole.restart()
    assert not whole.app.has_draft


async def ended(work, wait_s=1):
    try:
        await asyncio.wait_for(work, wait_s)
    except asyncio.TimeoutError:
        pass  # the verdict stays until it is answered


def test_a_check_that_is_given_up_leaves_no_photo_and_no_draft():
    whole = left_half_made()
    whole.restart()
    whole.ports.screen.on_show = lambda name: whole.ports.keys.press("back")
    asyncio.run(ended(CheckFlow(whole.app).resume()))
    whole.restart()
    assert not whole.app.has_draft and whole.app.ring.next_sequence == 1
    assert [name for name, _ in whole.ports.screen.pages] == []


def test_what_lies_on_the_flash_meanwhile_says_nothing_of_the_weapon():
    whole = left_half_made()
    flash = bytes(whole.flashes["photos"].content)
    for word in (SERIAL.encode(), MAKER.encode(), encode(SERIAL)):
        assert word not in flash


def test_a_line_that_nobody_aimed_at_counts_only_where_a_table_knows_it_whole():
    assert set(beside([lattice_of("GLOCK"), lattice_of("9X19")])) == {"maker", "calibre"}
    assert beside([lattice_of("GL?CK"), lattice_of("AB123456"), lattice_of("HELLO")]) == {}


def test_what_is_read_for_a_mark_stands_beside_what_it_means():
    answer = answer_of("country", lattice_of("MADEINITALY"))
    assert (answer.raw, answer.confirmed, answer.state) == ("MADEINITALY", "IT", "clear")
    assert answer_of("model", lattice_of("X?7")).state == "worn"
