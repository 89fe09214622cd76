"""The PIN on a whole handheld in memory: set, asked for at power on, waited for, and destroyed by wrong ones."""

import asyncio

from keys import flow
from keys.flow import PinFlow
from whole import Whole

flow._STRETCH_MS = 1  # the cost of a try is no behaviour
RIGHT, WRONG = "000010", "1"


def keys_for(digits):
    """Return the keys that enter digits and take them."""
    pressed = []
    for digit in digits:
        pressed += ["up"] * (int(digit) + 1) + ["ok"]
    return pressed + ["ok"]


def run(whole, work, keys, wait_s=5):
    """Run part of the flow with these keys pressed one a page; return whether it ended, and the titles shown."""
    left, screen = list(keys), whole.ports.screen
    screen.pages = []

    def on_show(name):
        is_working = "One moment ..." in screen.pages[-1][1]
        if left and not is_working:
            whole.ports.keys.press(left.pop(0))

    screen.on_show = on_show

    async def wait():
        try:
            await asyncio.wait_for(work(), wait_s)
        except asyncio.TimeoutError:
            return False
        return True

    ended = asyncio.run(wait())
    return ended, [texts[0] for _, texts in screen.pages]


def set_pin(whole, first=RIGHT, second=RIGHT):
    return run(whole, PinFlow(whole.app).menu, ["ok"] + keys_for(first) + keys_for(second) + ["ok"])


def change_pin(whole, old, new):
    keys = ["ok"] + keys_for(old) + keys_for(new) + keys_for(new) + ["ok"]
    return run(whole, PinFlow(whole.app).menu, keys)


def unlock(whole, digits):
    return run(whole, PinFlow(whole.app).unlock, keys_for(digits) + ["ok"])


def synced():
    """Return a handheld whose first key a laptop has."""
    whole = Whole()
    whole.app.store.note_first_key_kept()
    return whole


def with_pin():
    """Return a handheld with a PIN, after power off and on."""
    whole = synced()
    assert set_pin(whole)[1][-1] == "PIN SET"
    whole.restart()
    return whole


def test_a_pin_that_is_set_is_asked_for_at_power_on():
    whole = with_pin()
    assert whole.app.store.state == "locked"
    titles = run(whole, whole.app._screens, [], 0.2)[1]
    assert titles == ["LOCKED: PIN"]


def test_the_right_pin_unlocks_and_checks_go_on():
    whole = with_pin()
    unlock(whole, RIGHT)
    assert whole.app.store.state == "unlocked"
    whole.answer_all()
    assert whole.check()


def test_a_wrong_pin_says_how_many_are_left():
    whole = with_pin()
    assert unlock(whole, WRONG)[1][-1] == "WRONG PIN"
    assert "After 9 more wrong PINs" in whole.ports.screen.pages[-1][1][1]
    assert whole.app.store.state == "locked"


def test_who_changes_the_pin_is_asked_for_the_old_one():
    whole, new = with_pin(), "000012"
    unlock(whole, RIGHT)
    assert change_pin(whole, RIGHT, new)[1][-1] == "PIN SET"
    whole.restart()
    unlock(whole, RIGHT)
    assert whole.app.store.state == "locked"
    unlock(whole, new)
    assert whole.app.store.state == "unlocked"


def test_who_does_not_know_the_old_pin_sets_none_and_has_locked_the_handheld():
    whole = with_pin()
    unlock(whole, RIGHT)
    titles = run(whole, PinFlow(whole.app).menu, ["ok"] + keys_for(WRONG) + ["ok"])[1]
    assert titles[-1] == "WRONG PIN" and "NEW PIN" not in titles
    assert (whole.app.store.state, whole.app.store.lock.failures) == ("locked", 1)


def test_two_pins_that_differ_set_none():
    whole = synced()
    assert set_pin(whole, RIGHT, "000011")[1][-1] == "NOT THE SAME"
    assert whole.app.store.state == "open"


def test_a_short_pin_is_refused():
    whole = synced()
    assert set_pin(whole, "00000")[1][-1] == "TOO SHORT"
    assert whole.app.store.state == "open"


def test_the_digits_before_the_one_that_is_chosen_are_not_shown():
    whole = with_pin()
    unlock(whole, RIGHT)
    shown = [text for _, texts in whole.ports.screen.pages for text in texts]
    assert "*****0" in shown
    assert not any("01" in text or "00" in text for text in shown)


def test_after_three_wrong_pins_the_next_try_waits_also_after_a_restart():
    whole = with_pin()
    for _ in range(3):
        unlock(whole, WRONG)
    whole.restart()
    whole.ports.clock.ms = 1000
    titles = run(whole, PinFlow(whole.app).unlock, [], 0.3)[1]
    assert titles[0] == "LOCKED"
    assert whole.ports.screen.pages[0][1][1] == "4 s"
    whole.ports.clock.ms = 5000
    assert run(whole, PinFlow(whole.app).unlock, [], 0.3)[1] == ["LOCKED: PIN"]


def test_ten_wrong_pins_destroy_the_keys_and_say_what_to_do():
    whole = with_pin()
    for _ in range(10):
        whole.ports.clock.ms += 4000000
        unlock(whole, WRONG)
    assert whole.app.store.state == "wiped"
    titles = run(whole, whole.app._screens, [], 0.2)[1]
    assert set(titles) == {"KEYS DESTROYED"}
    whole.restart()
    assert whole.app.store.state == "wiped"


def test_locking_from_the_menu_asks_for_the_pin_again():
    whole = with_pin()
    unlock(whole, RIGHT)
    run(whole, PinFlow(whole.app).menu, ["up"])
    assert whole.app.store.state == "locked"


class Asked(Exception):
    """The PIN is asked for."""


def unlocked_and_left(*keys, is_kept_open=False):
    """Return a handheld that nobody touches for five minutes after these keys, one a page, and what it shows then."""
    whole = with_pin()
    unlock(whole, RIGHT)
    left, app = list(keys), whole.app

    def on_show(name):
        if name == "aim":
            return
        if left:
            whole.ports.keys.press(left.pop(0))
        elif app.store.is_locked:
            raise Asked()
        else:
            whole.ports.clock.ms += 5 * 60 * 1000
            app._lock_if_idle()

    whole.ports.screen.pages, whole.ports.screen.on_show = [], on_show
    try:
        whole.run_screens(0.5 if is_kept_open else 5)
    except Asked:
        pass
    assert not left
    return whole, [texts[0] for _, texts in whole.ports.screen.pages][-2:]


def test_it_locks_by_itself_wherever_it_was_left():
    for keys, page in (
        ((), "VIEWMARK"),
        (("up",), "HISTORY"),
        (("down",), "SETUP"),
        (("down", "ok"), "PIN AND LAPTOPS"),
        (("down", "ok", "down"), "LAPTOPS"),
        (("down", "down", "ok"), "PRACTICE 1 OF 8"),
        (("down", "up", "ok"), "THIS HANDHELD"),
        (("ok", "ok", "ok") + ("down",) * 4 + ("ok",), "X UNTRACEABLE"),
    ):
        whole, shown = unlocked_and_left(*keys)
        assert whole.app.store.state == "locked", page
        assert shown == [page, "LOCKED: PIN"], shown


def test_an_offered_update_does_not_keep_it_from_locking():
    class Updates:
        ready, progress = "9.9.9", None

    whole = with_pin()
    unlock(whole, RIGHT)
    whole.app.lines.server.updates = Updates()

    def on_show(name):
        whole.ports.clock.ms += 5 * 60 * 1000
        whole.app._lock_if_idle()

    whole.ports.screen.pages, whole.ports.screen.on_show = [], on_show
    whole.run_screens()
    assert [texts[0] for _, texts in whole.ports.screen.pages][:2] == ["NEW FIRMWARE", "LOCKED: PIN"]


def test_a_check_of_which_nothing_is_kept_yet_is_not_broken_off():
    for keys in (("ok",), ("ok", "ok"), ("ok", "ok", "down")):
        whole, _ = unlocked_and_left(*keys, is_kept_open=True)
        assert whole.app.store.state == "unlocked", keys


def test_a_check_that_locked_among_its_marks_goes_on_once_the_pin_is_entered():
    whole, shown = unlocked_and_left("ok", "ok", "ok")
    assert (whole.app.store.state, shown) == ("locked", ["MARKS 1 OF 6", "LOCKED: PIN"])
    pages = run(whole, whole.app._screens, keys_for(RIGHT) + ["ok"] + ["down"] * 4 + ["ok"], 1)[1]
    assert "UNFINISHED" in pages and pages[-1] == "X UNTRACEABLE"
    assert whole.app.ring.next_sequence == 2


def test_it_locks_after_five_minutes_without_a_key_and_not_before():
    whole = with_pin()
    unlock(whole, RIGHT)
    app, clock = whole.app, whole.ports.clock
    app._key_ms = clock.ms
    clock.ms += 5 * 60 * 1000 - 1
    app._lock_if_idle()
    assert app.store.state == "unlocked"
    clock.ms += 1
    app._lock_if_idle()
    assert app.store.state == "locked"


def test_going_back_from_the_pin_tries_none():
    whole = with_pin()
    run(whole, PinFlow(whole.app).unlock, ["back"])
    assert whole.app.store.lock.failures == 0


def test_a_locked_handheld_uses_no_list_and_takes_it_up_again():
    from issuer import ISSUER
    from offered import KEY, list_bytes, push

    whole = synced()
    whole.app.lists.take_key(KEY, ISSUER.root)
    push(whole.app.lists, list_bytes(5))
    set_pin(whole)
    whole.restart()
    assert whole.app.lists.version is None
    unlock(whole, RIGHT)
    assert whole.app.lists.version == 5


def test_no_pin_is_set_before_a_laptop_has_the_logs_key():
    whole = Whole()
    assert run(whole, PinFlow(whole.app).menu, ["ok", "ok"])[1] == ["PIN AND LAPTOPS", "SYNC FIRST"]
    assert whole.app.store.state == "open"


def test_a_pin_that_cannot_be_noted_is_not_judged_and_the_app_goes_on():
    whole = with_pin()
    flash = whole.flashes["keys"]
    flash.writeblocks = lambda *arguments: -5
    titles = run(whole, whole.app._screens, keys_for(RIGHT) + ["ok"], 0.5)[1]
    assert "NOT DONE" in titles
    assert whole.app.store.state == "locked"


def test_a_reset_takes_the_question_for_the_pin_off_the_screen():
    whole = with_pin()
    whole.app.store.acknowledge(1)

    def on_show(name):
        if whole.app.store.state == "locked":
            whole.app.store.begin_anew()
            whole.app.changed()

    whole.ports.screen.pages, whole.ports.screen.on_show = [], on_show

    async def work():
        try:
            await asyncio.wait_for(whole.app._screens(), 0.3)
        except asyncio.TimeoutError:
            pass

    asyncio.run(work())
    assert [texts[0] for _, texts in whole.ports.screen.pages] == ["LOCKED: PIN", "VIEWMARK"]


def test_news_of_the_link_leave_what_was_typed_of_the_pin():
    whole = with_pin()
    left = keys_for(RIGHT) + ["ok"]

    def on_show(name):
        whole.app.changed()
        if left:
            whole.ports.keys.press(left.pop(0))

    whole.ports.screen.on_show = on_show
    asyncio.run(asyncio.wait_for(PinFlow(whole.app).unlock(), 5))
    assert whole.app.store.state == "unlocked"


def test_a_key_on_a_page_that_is_drawn_anew_counts_as_one():
    whole = with_pin()
    unlock(whole, RIGHT)
    whole.ports.clock.ms += 5 * 60 * 1000 - 1
    shown = []

    def on_show(name):
        shown.append(name)
        if len(shown) == 1:
            whole.app.changed()
        elif len(shown) == 2:
            whole.ports.keys.press("up")

    whole.ports.screen.on_show = on_show
    whole.run_screens()
    assert shown[-1] == "history"
    whole.ports.clock.ms += 2
    whole.app._lock_if_idle()
    assert whole.app.store.state == "unlocked"


def test_with_a_pin_too_a_lost_key_gives_way_to_a_new_log_once_nothing_waits():
    whole = with_pin()
    unlock(whole, RIGHT)
    whole.answer_all()
    whole.check()
    whole.app.store.log.forget_first_key()
    flash = whole.flashes["keys"]
    flash.content[3 * 4096 :] = b"\xff" * (3 * 4096)
    whole.restart()
    unlock(whole, RIGHT)
    assert whole.app.store.state == "no-key"
    whole.app.store.acknowledge(2)
    assert (whole.app.store.state, whole.app.ring.next_sequence) == ("unlocked", 1)
