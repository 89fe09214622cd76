"""Practice on pictures: the answer is compared with what is on the metal, and nothing of it is recorded."""

import asyncio

from flash import refusal
from practice.flow import practise, wrong_places
from practice.pictures import HEIGHT_PX, WIDTH_PX, Pictures
from setup.flow import menu
from whole import Whole


def run(whole, coroutine, keys):
    """Press the keys, one at each page; return the pages' titles and texts."""
    whole.ports.screen.pages = []
    left = list(keys)

    def press(name):
        if left:
            whole.ports.keys.press(left.pop(0))

    whole.ports.screen.on_show = press
    asyncio.run(asyncio.wait_for(coroutine, 5))
    return [texts for _, texts in whole.ports.screen.pages]


def answered():
    """Return the pages of a practice in which each reading is confirmed as it stands."""
    whole = Whole()
    return run(whole, practise(whole.app), ["ok"] * (2 * Pictures().count + 1))


def test_every_picture_is_asked_once_and_every_answer_is_judged_by_what_is_on_the_metal():
    pictures = Pictures()
    pages = answered()
    known = {}
    for number in range(pictures.count):
        one = pictures.picture(number)
        known[one.read] = one.serial
    questions, verdicts = pages[0:-1:2], pages[1:-1:2]
    assert sorted([texts[1] for texts in questions]) == sorted(known)
    right = 0
    for question, said in zip(questions, verdicts):
        is_right = known[question[1]] == question[1]
        right += is_right
        assert said[0] == ("PRACTICE: RIGHT" if is_right else "PRACTICE: WRONG"), question
        assert is_right or known[question[1]] in said
    assert pages[-1][1] == "%d of %d right" % (right, pictures.count) and 0 < right < pictures.count


def test_a_reading_that_is_corrected_to_what_is_on_the_metal_is_right():
    pictures = Pictures()
    number = next(n for n in range(pictures.count) if pictures.picture(n).read != pictures.picture(n).serial)
    one = pictures.picture(number)
    whole = Whole()
    whole.ports._random = lambda count: bytes([number] * count)
    place = wrong_places(one.read, one.serial).index("^")
    keys = ["down"] + ["ok"] * place
    turns = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./&? ~", one.read[place], one.serial[place])
    count = (turns[0].index(turns[2]) - turns[0].index(turns[1])) % len(turns[0])
    keys += ["up"] * count + ["ok"] * (len(one.read) - place) + ["ok", "ok", "back", "ok"]
    pages = run(whole, practise(whole.app), keys)
    assert "PRACTICE: RIGHT" in [texts[0] for texts in pages]
    assert "The reader was wrong, and you saw it." in [text for texts in pages for text in texts]


def test_nothing_is_recorded_and_no_flash_is_written():
    whole = Whole()
    before = [(flash.operations, whole.app.ring.next_sequence) for flash in whole.flashes.values()]
    run(whole, practise(whole.app), ["ok"] * (2 * Pictures().count + 1))
    assert [(flash.operations, whole.app.ring.next_sequence) for flash in whole.flashes.values()] == before
    assert not whole.app.has_draft


def test_back_ends_it_at_once():
    whole = Whole()
    assert len(run(whole, practise(whole.app), ["back"])) == 1
    assert run(whole, practise(whole.app), ["ok", "ok", "back", "ok"])[-1][0] == "PRACTICE: END"


def test_wrong_characters_are_marked_where_they_stand():
    assert wrong_places("A81", "AB1") == " ^ " and wrong_places("AB1", "AB1") == "   "
    assert wrong_places("AB12", "AB1") == "   ^" and wrong_places("AB", "AB1") == "  "


def test_the_setup_leads_to_each_and_back():
    whole = Whole()
    titles = [texts[0] for texts in run(whole, menu(whole.app), ["up", "ok", "back", "back"])]
    assert titles == ["SETUP", "SETUP", "THIS HANDHELD", "SETUP"]


def test_a_file_that_holds_no_pictures_is_refused():
    for content in (b"", b"VMP", b"XXXX" + bytes(9)):
        assert refusal((ValueError, IndexError), Pictures, content) is not None
    assert len(Pictures().picture(0).strip) == WIDTH_PX * HEIGHT_PX // 2
