"""One check on a whole handheld in memory: what is asked and shown, and what is recorded."""

from whole import Whole


def left_at(page, *keys):
    """Check with these keys pressed on a page and none after it; return where the flow waits, None where it ended."""
    whole = Whole()

    def on_show(name):
        if name == page:
            whole.ports.keys.press(*keys)
        elif page not in whole.ports.screen.names():
            whole.ports.keys.press("ok")

    whole.ports.screen.on_show = on_show
    return None if whole.check(wait_s=0.3) else whole.ports.screen.names()[-1]


def test_keys_pressed_before_the_makers_are_shown_choose_none():
    assert left_at("confirm", "ok", "ok", "ok") == "maker"


def test_keys_pressed_before_the_verdict_is_shown_do_not_leave_it():
    assert left_at("maker", "ok", "ok", "ok") == "verdict"
