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


def unlock(whole, digits):
    return run(whole, PinFlow(whole.app).unlock, keys_for(digits) + ["ok"])


def with_pin():
    """Return a handheld with a PIN, after power off and on."""
    whole = Whole()
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


def test_two_pins_that_differ_set_none():
    whole = Whole()
    assert set_pin(whole, RIGHT, "000011")[1][-1] == "NOT THE SAME"
    assert whole.app.store.state == "open"


def test_a_short_pin_is_refused():
    whole = Whole()
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


def test_on_the_home_screen_it_locks_by_itself_after_five_minutes_without_a_key():
    whole = with_pin()
    unlock(whole, RIGHT)
    app, clock = whole.app, whole.ports.clock
    app._is_home, app._key_ms = True, clock.ms
    app._lock_if_idle()
    assert app.store.state == "unlocked"
    clock.ms += 5 * 60 * 1000
    app._is_home = False
    app._lock_if_idle()
    assert app.store.state == "unlocked"  # nobody's check is broken off
    app._is_home = True
    app._lock_if_idle()
    assert app.store.state == "locked"


def test_going_back_from_the_pin_tries_none():
    whole = with_pin()
    run(whole, PinFlow(whole.app).unlock, ["back"])
    assert whole.app.store.lock.failures == 0


def test_a_locked_handheld_uses_no_list_and_takes_it_up_again():
    from offered import KEY, list_bytes, push

    whole = Whole()
    whole.app.lists.take_key(KEY)
    push(whole.app.lists, list_bytes(5))
    set_pin(whole)
    whole.restart()
    assert whole.app.lists.version is None
    unlock(whole, RIGHT)
    assert whole.app.lists.version == 5
