"""One check on a whole handheld in memory: what is asked and shown, and what is recorded."""

from checks import answers, files, photos
from checks.burst import Burst
from disk import MemoryPhoto
from issuer import ISSUER
from laptop import opened
from offered import KEY, list_bytes, push
from viewmark_protocol.checks import decode_check
from viewmark_protocol.makers import maker_code
from viewmark_protocol.sealing.box import box_bytes, open_box
from whole import Reader, Whole

GLOCK = maker_code("GLOCK")
NAMES = 4  # where the names of a table begin, behind reading, typing, none and not found out


def left_at(page, *keys):
    """Check with these keys pressed on a page and none after it; return where the flow waits, None where it ended."""
    whole = Whole()

    def on_show(name):
        if name == page:
            whole.ports.keys.press(*keys)
        elif page not in whole.ports.screen.names():
            whole.answer(name)

    whole.ports.screen.on_show = on_show
    return None if whole.check(wait_s=0.3) else whole.ports.screen.names()[-1]


def test_keys_pressed_before_the_marks_are_shown_answer_none():
    assert left_at("confirm", "ok", "ok", "ok") == "guide"


def test_keys_pressed_before_the_verdict_is_shown_do_not_leave_it():
    assert left_at("guide", "down", "down", "down", "down", "ok", "ok", "ok", "back") == "verdict"


def recorded(whole, sequence=1):
    return decode_check(opened(whole.app.store, sequence)).firearms[0]


def test_that_a_check_is_recorded_without_its_photo_is_said_once_it_is():
    whole = Whole()
    recorded_then = []

    def on_show(name):
        if name == "message":
            recorded_then.append(whole.app.ring.next_sequence - 1)
        whole.answer(name)

    whole.ports.screen.on_show = on_show
    photo = MemoryPhoto(b"picture")
    photo.size_bytes = 5000
    whole.check(photo)
    assert recorded_then == [1]


def test_an_answer_that_was_exchanged_for_another_checks_is_none():
    Whole()
    answers.keep(b"log-0001", 1, "none", 0, "")
    answers.keep(b"log-0001", 2, "hit", 1, "Stolen.")
    files.write("answers/1", (files.read("answers/2"),))
    assert answers.load(b"log-0001", 1) is None
    assert answers.load(b"log-0001", 2)[0] == "hit"


def test_a_photo_that_cannot_be_read_again_is_said_and_the_check_is_recorded_without_it():
    whole = Whole()
    whole.answer_all()
    photo = MemoryPhoto(b"picture")
    photo.size_bytes = 5000
    assert whole.check(photo)
    assert "NO PHOTO" in [texts[0] for _, texts in whole.ports.screen.pages]
    assert recorded(whole).marks[0].photo is None


def test_the_record_names_the_list_that_was_asked_also_when_another_comes_meanwhile():
    whole = Whole()
    lists = whole.app.lists
    lists.take_key(KEY, ISSUER.root)
    push(lists, list_bytes(5))

    def on_show(name):
        if name == "message":
            push(lists, list_bytes(6))
        whole.answer(name)

    whole.ports.screen.on_show = on_show
    photo = MemoryPhoto(b"picture")
    photo.size_bytes = 5000
    whole.check(photo)
    assert lists.version == 6
    assert recorded(whole).verdict.list_asked.version == 5


def test_a_new_log_shows_no_answer_to_the_old_one():
    whole = Whole()
    answers.keep(b"log-0000", 1, "hit", 1, "Stolen.")
    whole.answer_all()
    whole.check()
    assert "Stolen" not in " ".join(whole.ports.screen.pages[-1][1])


def test_a_photo_whose_check_was_not_recorded_is_removed_at_the_next_boot():
    whole = Whole()
    photos.keep(MemoryPhoto(b"picture"), whole.app.ring, whole.random)
    whole.restart()
    assert list(files.names("taken")) == []


def test_a_recorded_checks_photo_stays_over_a_boot():
    whole = Whole()
    whole.answer_all()
    whole.check(MemoryPhoto(b"picture"))
    whole.restart()
    whole.answer_all()
    whole.check()
    whole.restart()
    assert photos.size_bytes(recorded(whole).marks[0].photo) == box_bytes(7)
    photos.settings.store(
        "pending-photo", [recorded(whole).marks[0].photo, b"log-0001", 1]
    )  # cut off before it was cleared
    whole.restart()
    assert photos.size_bytes(recorded(whole).marks[0].photo) == box_bytes(7)


def test_a_check_that_could_not_be_recorded_is_offered_again_with_its_photo():
    whole = Whole()
    whole.answer_all()
    append = whole.app.ring.append
    whole.app.ring.append = lambda sealed: 1 // 0
    try:
        whole.check(MemoryPhoto(b"picture"))
    except ZeroDivisionError:
        pass
    assert whole.app.has_draft and len(list(files.names("taken"))) == 1
    whole.app.ring.append = append
    whole.ports.screen.pages = []
    whole.run_screens(0.5)
    assert whole.ports.screen.pages[0][1][0] == "UNFINISHED"
    assert recorded(whole).marks[0].photo and not whole.app.has_draft


def test_a_list_that_rotted_is_found_while_the_handheld_runs():
    whole = Whole()
    lists = whole.app.lists
    lists.take_key(KEY, ISSUER.root)
    push(lists, list_bytes(5))
    flash = whole.flashes["list"].content
    flash[flash.find(list_bytes(5)[-100:])] ^= 1
    for _ in lists.verifying():
        pass
    whole.answer_all()
    whole.check()
    assert recorded(whole).verdict.list_asked is None


def test_the_record_holds_the_key_of_its_photo():
    whole = Whole()
    whole.answer_all()
    whole.check(MemoryPhoto(b"picture"))
    mark = recorded(whole).marks[0]
    assert open_box(mark.photo_key, photos.read(mark.photo, 0, 1000)) == b"picture"


def test_a_clock_that_went_back_is_recorded():
    whole = Whole()
    whole.answer_all()
    whole.check()
    whole.restart()
    whole.ports.clock.utc_s -= 7200
    whole.answer_all()
    whole.check()
    whole.check()
    behind = [decode_check(opened(whole.app.store, sequence)).opened.behind_s for sequence in (1, 2, 3)]
    assert behind == [None, 7200, None]


def test_a_clock_that_was_lost_is_unset_and_not_behind():
    whole = Whole()
    whole.answer_all()
    whole.check()
    whole.ports.clock.utc_s = 0
    whole.check()
    later = decode_check(opened(whole.app.store, 2)).opened
    assert (later.utc_s, later.trust, later.behind_s) == (0, "unset", None)


def test_a_list_that_is_old_says_so():
    from screens.home import age

    assert age(1000, 1000 + 86400) == ""
    assert age(1000, 0) == ""  # a clock that is behind
    assert age(1000, 1000 + 5 * 86400) == ", 5 days old"


def told_by_shape(answer):
    """Check a Glock whose serial is typed with a look-alike; return what is recorded and the pages."""
    whole = Whole()
    whole.app.burst = Burst(whole.app, LookAlike())
    makers = ["down"] * (NAMES + GLOCK - 1) + ["ok"]

    def on_show(name):
        texts = whole.ports.screen.pages[-1][1]
        if texts[0] == "MAKER'S MARK":
            whole.ports.keys.press(makers.pop(0))
        elif name == "shape":
            whole.ports.keys.press(answer)
        elif name == "guide" and ">maker     -" in texts:
            whole.ports.keys.press("ok")
        else:
            whole.answer(name)

    whole.ports.screen.on_show = on_show
    assert whole.check(MemoryPhoto(b"picture"))
    return recorded(whole).marks[0], whole.ports.screen.names()


class LookAlike(Reader):
    """Reads a Glock's serial with an 8 for a B."""

    def lattice(self):
        return [[(character, 99)] for character in "A8C123"]


def test_look_alikes_that_the_makers_shape_tells_apart_are_asked_about_and_never_corrected_silently():
    kept, pages = told_by_shape("ok")
    assert "shape" in pages and (kept.raw, kept.confirmed, kept.source) == ("A8C123", "A8C123", "camera")
    taken, _ = told_by_shape("down")
    assert (taken.raw, taken.confirmed, taken.source) == ("A8C123", "ABC123", "typed")
