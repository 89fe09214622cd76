"""A handheld that does not come, or not to its page: what it showed and printed, and what to do."""

import asyncio

import pytest

from viewmark.errors import HandheldError
from viewmark.handheld import process
from viewmark.handheld.process import Handheld


def refusal(start) -> str:
    """Return the sentence with which something on a handheld ends."""
    with pytest.raises(HandheldError) as caught:
        asyncio.run(start())
    return str(caught.value)


def test_one_that_shows_nothing_in_time_says_so_and_what_to_do(tmp_path, micropython, monkeypatch):
    monkeypatch.setattr(process, "_START_S", 0.0)
    told = refusal(Handheld(tmp_path).start)
    assert "has shown nothing for 0 s" in told and "printed nothing to" in told and "console.log" in told
    assert ", then start it again." in told


def test_one_that_goes_off_says_the_last_words_of_this_start_alone(tmp_path, micropython):
    (tmp_path / "console.log").write_text("words of the start before\n")
    for name in ("keys", "records"):
        (tmp_path / f"{name}.flash").write_bytes(b"no whole sector")
    told = refusal(Handheld(tmp_path).start)
    assert told.startswith("The handheld went off. Start it again. Its last words, the end of")
    assert "Error" in told and "words of the start before" not in told


def test_one_that_stays_at_a_page_says_which(bench):
    async def work():
        async with bench() as (handheld, _):
            await handheld.wait_for(lambda screen: False, 0.01)

    told = refusal(work)
    assert told.startswith("The handheld still shows home: ") and "then try again." in told
