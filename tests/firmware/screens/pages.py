"""Runs on MicroPython: draws every page that a screen can show, in one language; prints each as a JSON line."""

import asyncio
import binascii
import json
import sys

import buffers
from checks import asking, guide
from checks.draft import Answer, Draft
from checks.taken import Taken
from practice.pictures import Pictures
from screens import (
    about,
    aim,
    choice,
    confirm,
    editor,
    history,
    home,
    language,
    laptops,
    leaving,
    message,
    pairing,
    pin,
    practice,
    shape,
    update,
    verdict,
)
from screens import guide as guide_screen
from screens.canvas import WIDTH_PX, Canvas, sizes
from setup.flow import _name_at as setup_row
from viewmark_protocol.checks import CONTEXTS, LINK_KINDS
from viewmark_protocol.marks import COMPONENTS
from viewmark_protocol.verdicts import REASONS

LONG_SERIAL = "ABCDEFGHJKLMNPQRSTUVWX24"  # as long as the editor takes
LONG_ANSWER = "The register names several weapons that agree with this one in part. " * 5
LIST = "List 2026-09-21"


class Status:
    """What the home screen asks for."""

    def __init__(self, **values):
        self.has_room = True
        self.on_device = self.on_laptop = 0
        self.list_version = None
        self.list_date = ""
        self.list_damage = self.list_age = ""
        self.list_expired = False
        self.register_hit = 0
        self.is_damaged = False
        self.store_state = "open"
        self.clock_trust = "laptop"
        self.connected = False
        self.laptops = 1
        self.progress = ""
        self.battery_percent = 80
        for name in values:
            setattr(self, name, values[name])


class Shown(Exception):
    """Ends a flow at the page that is wanted."""


class Keys:
    """Presses keys in order and holds the last page, so that flows can be drawn too."""

    def __init__(self, keys):
        self.keys = list(keys)
        self.page = None

    async def show(self, page, refresh=False, wait=True):
        self.page = page
        if not self.keys:
            raise Shown()
        return self.keys.pop(0)


def shown(flow, keys):
    """Return the page that a flow shows after these keys."""
    ui = Keys(keys)
    try:
        asyncio.run(flow(ui))
    except Shown:
        return ui.page
    raise AssertionError("the flow ended before its page")


def certain(text):
    return [[(character, 97)] for character in text]


def edited(text, keys):
    return shown(lambda ui: editor.edit(ui, "SERIAL", text), keys)


def entered(keys):
    return shown(lambda ui: editor.edit(ui, "LOCKED: PIN", "", "0123456789", hidden=True), keys)


def asked_for(kind):
    """Ask for a kind of mark; what would read one reads nothing."""

    async def read_line():
        return []

    return lambda ui: asking.ask_mark(ui, kind, read_line)


def word_for(title, words):
    return lambda ui: choice.choose_word(ui, title, words)


def draft_of(serial, **answers):
    draft = Draft(Taken(None, [], [], None), serial, "camera")
    for kind, (state, confirmed) in answers.items():
        draft.answers[kind] = Answer(state, confirmed=confirmed)
    return draft


def guide_at(draft, row):
    return guide_screen.guide(draft, guide.ROWS, row, asking.TITLES)


def verdict_of(reason, matched=None, serial="AB12345", name="GLOCK", answer=None, list_text=LIST):
    words = {0: "hit", 5: "clear", 6: "untraceable", 7: "untraceable", 8: "untraceable"}
    words[REASONS.index("letters-between-digits")] = words[REASONS.index("code-listed")] = "near"
    place = REASONS.index(reason)
    word = words.get(place, "near" if place < 5 else "unchecked")
    return verdict.verdict(word, reason, matched, serial, name, 123, list_text, answer)


def rows(first, count):
    words = ("clear", "hit", "near", "untraceable", "unchecked", "damaged")
    return [
        (number, ("14:32", "09-21", "-")[number % 3], words[number % 6], number < 25, ("none", "hit", None)[number % 3])
        for number in range(first, first - count, -1)
    ]


def pages():
    """Yield `(name, page)` of everything that the handheld can show, worst cases beside ordinary ones."""
    listed = {"list_version": 7, "list_date": "2026-09-21"}
    yield "home-ready", home.home(Status(on_device=31, on_laptop=28, connected=True, **listed))
    yield "home-new", home.home(Status(clock_trust="unset", laptops=0))
    yield "home-sending", home.home(Status(on_device=31, on_laptop=31, connected=True, progress="photo 42 %", **listed))
    yield "home-full", home.home(Status(has_room=False, on_device=99999, on_laptop=99999, **listed))
    yield "home-battery-low", home.home(Status(battery_percent=15, **listed))
    text = "The list is damaged. Sync with the laptop to get it again."
    yield "home-damaged", home.home(Status(is_damaged=True, has_room=False, on_device=31, list_damage=text))
    yield "home-list-old", home.home(Status(list_age=home.age(0, 5 * 86400), **listed))
    yield "home-list-expired", home.home(Status(list_age=home.age(0, 40 * 86400), list_expired=True, **listed))
    yield "home-register-hit", home.home(Status(on_device=99999, register_hit=99999, connected=True, **listed))
    yield "home-keys-lost", home.home(Status(store_state="no-key", on_device=31, on_laptop=12, **listed))
    yield "pin-unset", pin.menu(False, True, 0)
    yield "pin-set", pin.menu(True, True, 1)
    yield "pin-without-chip-key", pin.menu(False, False, 4)
    yield "pin-first-digit", entered(["up"] * 3)
    yield "pin-fourth-digit", entered(["up", "up", "ok", "up", "ok", "up", "ok", "up"])
    yield "pin-wait", pin.waiting(3600)
    yield "pin-work", pin.working()
    yield "pin-wrong", message.message("WRONG PIN", "Wrong. After 9 more wrong PINs the keys are destroyed.")
    yield "wiped", pin.wiped()
    yield "pairing-look", pairing.compare("034071", "desk 1", False)
    yield "pairing-compare", pairing.compare("034071", "desk 1", True)
    yield "pairing-compare-long-name", pairing.compare("999999", "W" * 24, True)
    yield "pairing-agreed", pairing.agreed("034071", "desk 1")
    yield "pairing-paired", pairing.outcome(True, "desk 1")
    yield "pairing-not-paired", pairing.outcome(False, "desk 1")
    wrong = Pictures().picture(1)
    yield "practice-question", practice.question(wrong, 2, 8)
    yield "practice-right", practice.feedback(wrong, wrong.serial, "", True)
    yield "practice-wrong", practice.feedback(wrong, wrong.read, "      ^", False)
    yield "practice-score", practice.score(7, 8)
    yield "setup", choice._page("SETUP", setup_row, 2, 4)
    yield "about", about.about("handheld-1", "12.34.567", "esp32s3-reference", 123)
    yield "update", update.update("12.34.567")
    yield "laptops-none", laptops.nobody()
    yield "laptops-one", laptops.paired("desk 1", "0a1b2c3d4e5f", 0, 1)
    yield "laptops-second-of-four", laptops.paired("W" * 24, "0a1b2c3d4e5f", 1, 4)
    yield "laptops-unpair", laptops.unpair("desk 1")
    for place in range(len(buffers.frame)):  # what the camera sees: light from the left, a dark band in the box
        across, down = place % WIDTH_PX, place // WIDTH_PX
        buffers.frame[place] = 20 if 110 <= down < 130 and across // 20 % 2 else across * 220 // WIDTH_PX
    yield "aim-good", aim.AimPage("")
    yield "aim-no-line", aim.AimPage("no-line")
    yield "aim-too-dark", aim.AimPage("too-dark")
    yield "aim-glare", aim.AimPage("glare")
    yield "aim-out-of-focus", aim.AimPage("out-of-focus")
    yield "confirm-sure", confirm.confirm(certain("AB12345"))
    unsure = certain("AB12")
    unsure[1] = [("B", 60), ("8", 35), ("R", 5)]
    unsure[3] = [("?", 0)]
    yield "confirm-unsure", confirm.confirm(unsure)
    yield "confirm-all-unsure", confirm.confirm([[(one, 50), ("8", 30), ("R", 10)] for one in LONG_SERIAL])
    yield "confirm-long", confirm.confirm(certain(LONG_SERIAL))
    yield "confirm-nothing", confirm.confirm([])
    yield "confirm-nothing-too-dark", confirm.confirm([], "too-dark")
    yield "confirm-code-agrees", confirm.confirm(certain("AB12345"), code_serial="AB-12345")
    yield "confirm-code-disagrees", confirm.confirm(certain("AB12345"), code_serial="AB12346")
    yield "confirm-code-fits", confirm.confirm(unsure, code_serial="AB12")
    yield "confirm-code-alone", confirm.confirm([], "no-line", "AB12345")
    yield "confirm-code-alone-longest", confirm.confirm([], "no-line", LONG_SERIAL * 2)
    yield "confirm-unsure-glare", confirm.confirm(unsure, "glare")
    yield "editor-empty", edited("", [])
    yield "editor-first", edited("AB1234", [])
    yield "editor-cut", edited("AB1234", ["ok"] * 3 + ["up"] * 14)
    yield "editor-end-of-nine", edited("AB1234567", ["ok"] * 9)
    yield "editor-longest", edited(LONG_SERIAL, ["ok"] * 20)
    yield "editor-space", edited("A  B", ["ok"] * 3)
    yield "maker-first", shown(asked_for("maker"), [])
    yield "maker-longest-name", shown(asked_for("maker"), ["down"] * 23)
    yield "maker-last", shown(asked_for("maker"), ["up"])
    yield "maker-typed", shown(asked_for("maker"), ["down", "ok", "up"])
    yield "model", shown(asked_for("model"), ["down"] * 2)
    yield "calibre", shown(asked_for("calibre"), ["down"] * 5)
    yield "country", shown(asked_for("country"), ["down"] * 4)
    yield "importer", shown(asked_for("importer"), ["up"])
    yield "part", shown(word_for("SERIAL IS ON", COMPONENTS.words), ["down"])
    yield "reason", shown(word_for("THE WEAPON WAS", CONTEXTS.words), [])
    yield "link-kind", shown(word_for("FOUND WITH A", LINK_KINDS.words), ["down"] * 3)
    yield "guide-begun", guide_at(draft_of("CAB123"), 1)
    answered = draft_of("CAB123", maker=("clear", "GLOCK"), model=("none", None), calibre=("unknown", None))
    yield "guide-answered", guide_at(answered, guide.ROWS.index(guide_screen.DONE))
    answered.links = [["document", "PASS77"], ["vehicle", "AB-12-CD"]]
    yield "guide-linked", guide_at(answered, len(guide.ROWS) - 1)
    yield "guide-longest", guide_at(draft_of(LONG_SERIAL, maker=("clear", LONG_SERIAL * 2)), 1)
    yield "guide-no-serial", guide_at(draft_of(None), 2)
    yield "guide-at-the-serial", guide_at(draft_of("CAB123"), 0)
    yield "unfinished", message.unfinished("CAB123")
    yield "give-up", leaving.give_up("CAB123")
    yield "no-serial", leaving.no_serial()
    yield "reading", aim.reading()
    yield "shape", shape.shape_question("A8C1Z3", "ABC123", "GLOCK", "AAA999")
    yield "shape-longest", shape.shape_question(LONG_SERIAL, LONG_SERIAL, "M" * 24, "A" * 24)
    yield "history-empty", history.history([], False, False)
    yield "history-page", history.history(rows(31, history.ROWS), True, True)
    yield "history-large-numbers", history.history(rows(123456, history.ROWS), True, False)
    text = "The store is full: the checks on it wait for the laptop. Sync, then go on. Nothing is lost."
    yield "message-store-full", message.message("STORE FULL", text)
    yield (
        "message-no-picture",
        message.message("NO PICTURE", "The camera has no picture. Aim again, or type the serial."),
    )
    yield "message-longest", message.message("NOT DONE", LONG_ANSWER * 3)
    for reason in REASONS:
        yield "verdict-" + reason, verdict_of(reason)
    yield "verdict-matched", verdict_of("misread-possible", matched="A812345")
    yield "verdict-no-maker", verdict_of("not-on-list", name=None)
    yield "verdict-nothing", verdict_of("no-serial", serial=None, name=None, list_text="")
    yield "verdict-answered", verdict_of("serial-and-maker-listed", answer=["hit", 1, "Stolen in 2019."])
    yield "verdict-register-hit", verdict_of("not-on-list", answer=["hit", 1, "Stolen in 2019."])
    longest = verdict_of("listed-under-another-maker", LONG_SERIAL[:-1] + "5", LONG_SERIAL, LONG_SERIAL)
    yield "verdict-longest", longest
    yield (
        "verdict-longest-answer",
        verdict_of("misread-possible", "A812345", LONG_SERIAL, LONG_SERIAL, ["near", 12, LONG_ANSWER]),
    )
    yield "verdict-other-scripts", verdict_of("not-on-list", serial="ИЖ-12345", name="ИЖМАШ")


class WatchedCanvas(Canvas):
    """A canvas that notes text which runs out of the picture."""

    def __init__(self):
        Canvas.__init__(self)
        self.outside, self.written = [], []

    def text(self, text, x, y, colour, size=1):
        self.written.append(text)
        chosen = sizes()[size]
        if x < 0 or y < 0 or x + chosen.width_px * len(text) > WIDTH_PX or y + chosen.height_px > 240:
            self.outside.append(text)
        Canvas.text(self, text, x, y, colour, size)


def run(spoken):
    language.speak(spoken)
    canvas = WatchedCanvas()
    for name, page in pages():
        canvas.outside, canvas.written = [], []
        page.draw(canvas)
        sys.stdout.write(
            json.dumps(
                {
                    "name": name,
                    "screen": page.name,
                    "texts": page.texts(),
                    "keys": page.keys,
                    "outside": canvas.outside,
                    "clipped": "..." in canvas.written,
                    "pixels": binascii.b2a_base64(canvas.pixels).decode().strip(),
                }
            )
            + "\n"
        )


run(sys.argv[1])
