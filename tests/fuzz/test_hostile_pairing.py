"""Pairing with a handheld that answers anything: paired with what can be trusted, or an error that says what to do."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hostile import any_message, changed
from hypothesis import strategies as st
from peers import HANDHELD, STRANGER, Deaf, Peer

from viewmark.devices import pairing
from viewmark.devices.pairings import Pairings
from viewmark.devices.session import Session
from viewmark_protocol.errors import DeadlineError, LinkLostError, PairingError, ViewmarkError
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.pairing import PairAgree, PairOffer, PairRequest, PairReveal, PairState
from viewmark_protocol.pairing import HANDHELD as ROLE
from viewmark_protocol.pairing import commitment

DEVICE_ID, NONCE = "VM-1", bytes(range(16))
LONG_S = 60


class Offering:
    """A handheld that pairs at once, but for what `lie` makes of each answer."""

    def __init__(self, certificate=HANDHELD[1], lie=lambda message, answers: answers, waits=1):
        self._certificate = certificate
        self._lie = lie
        self.waits = waits

    async def answer(self, message):
        """Return what is said to a request."""
        return self._lie(message, self._honestly(message))

    def _honestly(self, message):
        if isinstance(message, PairRequest):
            committed = commitment(ROLE, DEVICE_ID, self._certificate, NONCE)
            return [PairOffer(device_id=DEVICE_ID, certificate=self._certificate, commitment=committed)]
        if isinstance(message, PairReveal):
            return [PairReveal(nonce=NONCE)]
        if isinstance(message, PairAgree):
            self.waits -= 1
            return [PairState(state="waiting" if self.waits >= 0 else "paired")]
        return []


class Leaping(Session):
    """A session by the clock of its pipe."""

    def __init__(self, pipe, nonce, pairings):
        super().__init__(pipe, nonce, pairings, now_ms=pipe.clock.now_ms)


@pytest.fixture
def pair(monkeypatch, tmp_path):
    """Pair over a pipe whose clock leaps; the person here finds the digits equal. Returns the pairings."""

    async def compare(device_id, digits):
        assert len(digits) == 6
        return True

    async def whole(pipe, pairings, more):
        async with asyncio.timeout(LONG_S):  # no wait takes real time but one that would never end
            await pairing.pair(pipe, pairings, compare, **more)

    def run(pipe, pairings=None, **more):
        pairings = pairings or Pairings(tmp_path / "pairings.json")
        try:
            asyncio.run(whole(pipe, pairings, more))
        finally:
            if failed := getattr(pipe, "failed", None):
                raise failed
        assert pipe.is_closed
        return pairings

    monkeypatch.setattr(pairing, "Session", Leaping)
    monkeypatch.setattr(pairing, "_ASK_EACH_S", 0)
    return run


def test_an_honest_handheld_is_paired(pair):
    pairings = pair(Peer(Offering().answer))
    assert [(one.device_id, one.certificate) for one in pairings.all()] == [("VM-1", HANDHELD[1])]
    pairings.trust()


def test_whatever_a_handheld_answers_pairing_ends_in_words_and_the_pairings_can_be_used(fuzz, pair):
    def holds(data):
        draw, asked = data.draw, 0

        def lie(message, answers):
            nonlocal asked
            asked += 1
            how = draw(st.sampled_from(["honest"] * 3 + ["field"] * 3 + ["any", "none", "twice"]))
            if how == "honest" or asked > 20:
                return answers if asked < 20 else [PairState(state="refused")]
            if how == "field":
                return [draw(changed(one)) for one in answers]
            if how == "any":
                return [draw(any_message())]
            return answers * 2 if how == "twice" else []

        with TemporaryDirectory() as folder:
            pairings = Pairings(Path(folder) / "pairings.json")
            try:
                pair(Peer(Offering(lie=lie).answer), pairings)
            except ViewmarkError:
                assert pairings.all() == []
            pairings.trust()

    fuzz(holds, st.data(), few=15)


@pytest.mark.parametrize("certificate", [b"no certificate", HANDHELD[1] + b"x", HANDHELD[1][:-1], HANDHELD[1] * 2])
def test_a_certificate_that_is_none_is_not_trusted_and_takes_none_away(pair, tmp_path, certificate):
    pairings = pair(Peer(Offering(STRANGER[1]).answer))
    with pytest.raises(ViewmarkError, match="certificate"):
        pair(Peer(Offering(certificate).answer), pairings)
    assert [one.certificate for one in pairings.all()] == [STRANGER[1]]
    pairings.trust()


@pytest.mark.parametrize("size", [0, 1025, 16000])
def test_a_certificate_of_a_wrong_size_is_refused(pair, size):
    with pytest.raises(ViewmarkError, match="certificate"):
        pair(Peer(Offering(bytes(size)).answer))


@pytest.mark.parametrize("nonce", [b"", NONCE[:-1], NONCE + b"x", bytes(9000)])
def test_a_nonce_of_a_wrong_length_is_refused(pair, nonce):
    def lie(message, answers):
        return [PairReveal(nonce=nonce)] if isinstance(message, PairReveal) else answers

    with pytest.raises(PairingError, match="announced"):
        pair(Peer(Offering(lie=lie).answer))


def test_a_handheld_that_says_waiting_for_ever_is_given_up(pair):
    with pytest.raises(PairingError, match="not confirmed"):
        pair(Peer(Offering(waits=1 << 40).answer), patience_s=0.2)


@pytest.mark.parametrize("silent_at", [PairRequest, PairReveal, PairAgree])
def test_a_handheld_that_falls_silent_is_given_up(pair, silent_at):
    peer = Peer(Offering(lie=lambda message, answers: [] if isinstance(message, silent_at) else answers).answer)
    began_ms = peer.clock.ms
    with pytest.raises(DeadlineError):
        pair(peer)
    assert peer.clock.ms - began_ms < 12_000


def test_a_cable_on_which_nobody_answers_is_given_up(pair):
    pipe = Deaf()
    with pytest.raises(LinkLostError, match="Is it on"):
        pair(pipe)
    assert pipe.clock.ms < 10_000


def test_an_answer_of_another_kind_ends_it(pair):
    with pytest.raises(ViewmarkError, match="another kind"):
        pair(Peer(Offering(lie=lambda message, answers: [Done()]).answer))
