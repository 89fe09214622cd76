"""What was begun by mistake is left, what was mistyped is corrected, and a verdict is not left unseen."""

from checks import answers, files
from disk import MemoryPhoto
from flow_cases import recorded
from whole import Whole


def worked(wanted, photo=None, whole=None, wait_s=1):
    """Run a check in which each page takes the next of its keys: `wanted` by name, or by title for messages."""
    whole = whole or Whole()
    left = {name: list(keys) for name, keys in wanted.items()}

    def on_show(name):
        title = whole.ports.screen.pages[-1][1][0]
        keys = left.get(title) or left.get(name)
        if keys:
            whole.ports.keys.press(keys.pop(0))
        elif name not in left and title not in left:
            whole.answer(name)

    whole.ports.screen.on_show = on_show
    return whole, whole.check(photo, wait_s)


def titles(whole):
    return [texts[0] for _, texts in whole.ports.screen.pages]


def nothing_is_left(whole):
    whole.restart()
    return not whole.app.has_draft and whole.app.ring.next_sequence == 1 and list(files.names("taken")) == []


def test_a_check_that_was_begun_by_mistake_is_left_before_anything_is_recorded():
    for photo in (None, MemoryPhoto(b"picture")):
        whole, has_ended = worked({"confirm": ["up"]}, photo)
        assert has_ended and nothing_is_left(whole)


def test_a_check_is_given_up_among_its_marks_and_its_photo_with_it():
    whole, has_ended = worked({"guide": ["back"], "LEAVE THE CHECK?": ["down"]}, MemoryPhoto(b"picture"))
    assert has_ended and nothing_is_left(whole)


def test_pressing_back_among_the_marks_again_and_again_gives_nothing_up():
    whole, has_ended = worked({"guide": ["back"] * 3, "LEAVE THE CHECK?": ["back", "back"]}, MemoryPhoto(b"picture"))
    assert not has_ended and whole.app.ring.next_sequence == 1
    whole.restart()
    assert whole.app.has_draft


def test_who_does_not_give_it_up_goes_on_with_the_same_check():
    keys = ["back", "down", "down", "down", "down", "ok"]
    whole, has_ended = worked({"guide": keys, "LEAVE THE CHECK?": ["ok"]}, MemoryPhoto(b"picture"))
    assert has_ended and recorded(whole).marks[0].confirmed == "7A7"
    assert recorded(whole).marks[0].photo


def test_the_serial_is_corrected_among_the_marks():
    keys = ["up", "ok", "down", "down", "down", "down", "ok"]
    whole, has_ended = worked({"guide": keys, "SERIAL": ["up", "ok", "ok", "ok", "ok"]}, MemoryPhoto(b"picture"))
    assert has_ended
    mark = recorded(whole).marks[0]
    assert (mark.raw, mark.confirmed, mark.source) == ("7A7", "AA7", "typed")


def test_a_serial_that_is_corrected_back_to_what_was_read_is_the_cameras():
    keys = ["up", "ok", "up", "ok", "down", "down", "down", "down", "ok"]
    serial = ["up", "ok", "ok", "ok", "ok"] + ["down"] * 10 + ["ok", "ok", "ok", "ok"]
    whole, has_ended = worked({"guide": keys, "SERIAL": serial}, MemoryPhoto(b"picture"))
    assert has_ended
    mark = recorded(whole).marks[0]
    assert (mark.raw, mark.confirmed, mark.source) == ("7A7", "7A7", "camera")


def test_an_emptied_serial_is_not_taken_for_none_unless_that_is_said():
    keys = {"confirm": ["down", "ok"], "SERIAL": ["down", "ok"], "NO SERIAL?": ["back"]}
    whole, has_ended = worked(keys, MemoryPhoto(b"picture"))
    assert "NO SERIAL?" in titles(whole)
    assert has_ended and recorded(whole).marks[0].confirmed == "7A7"
    keys = {"confirm": ["down"], "SERIAL": ["down", "ok"], "NO SERIAL?": ["ok"]}
    whole, has_ended = worked(keys, MemoryPhoto(b"picture"))
    assert has_ended and recorded(whole).marks[0].confirmed is None


def test_the_key_that_asks_for_the_verdict_does_not_leave_it():
    whole, has_ended = worked({"verdict": ["ok"] * 5})
    assert not has_ended and recorded(whole)
    assert whole.ports.screen.names()[-1] == "verdict"


def test_a_hit_of_the_register_is_told_at_home_until_the_history_is_seen():
    whole = Whole()
    whole.answer_all()
    whole.check()
    laptop_says(whole, "near")
    assert homes(whole) == ["VIEWMARK"]
    laptop_says(whole, "hit")
    assert homes(whole, "up", "back") == ["!! CHECK 1: HIT", "VIEWMARK"]


def test_a_hit_of_the_register_is_told_on_the_verdict_that_waits_for_it():
    whole = Whole()

    def on_show(name):
        if name == "verdict" and not answers.load(whole.app.ring.log_id, 1):
            laptop_says(whole, "hit")
        elif name != "verdict":
            whole.answer(name)

    whole.ports.screen.on_show = on_show
    whole.check(wait_s=0.3)
    assert titles(whole)[-2:] == ["X UNTRACEABLE", "!! REGISTER: HIT"]
    assert homes(whole) == ["VIEWMARK"]


def laptop_says(whole, word):
    from viewmark_protocol.messages.downward import PushAnswer

    log_id = whole.app.ring.log_id
    message = PushAnswer(log_id=log_id, sequence=1, answer=word, answered_s=0, candidates=[], text="")
    whole.app.lines.server._take_answer(message)


def homes(whole, *keys):
    """Return the titles of the home page, each once, that are shown while these keys are pressed, one a page."""
    left = list(keys)
    whole.ports.screen.pages = []
    whole.ports.screen.on_show = lambda name: left and whole.ports.keys.press(left.pop(0))
    whole.run_screens()
    shown = [texts[0] for name, texts in whole.ports.screen.pages if name == "home"]
    return [title for place, title in enumerate(shown) if title not in shown[:place]]
