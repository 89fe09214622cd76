"""Pairing with a handheld over its cable: commitments, nonces, and six digits that two people compare; and its end."""

import asyncio
import contextlib
import os
import re
from collections.abc import Awaitable, Callable

from viewmark.devices.opening import open_pipe
from viewmark.devices.pairings import Pairings
from viewmark.devices.session import Pipe, Session
from viewmark_protocol.errors import PairingError, ViewmarkError
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.paired import Unpair
from viewmark_protocol.messages.pairing import PairAgree, PairOffer, PairRequest, PairReveal, PairState
from viewmark_protocol.pairing import HANDHELD, LAPTOP, NONCE_BYTES, check_nonce, commitment, digits

_ASK_EACH_S = 0.3
_PATIENCE_S = 110.0  # the handheld gives up after two minutes
_DEVICE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_NOT_CONFIRMED = "{0} was not paired: the digits were not confirmed on it. Begin again, and press OK there."
_NOT_THE_SAME = "{0} was not paired. If the digits differed, something stands between: try another cable."

Compare = Callable[[str, str], Awaitable[bool]]


async def pair(pipe: Pipe, pairings: Pairings, compare: Compare, patience_s: float = _PATIENCE_S) -> str:
    """Pair with the handheld at the other end of `pipe`, which is closed; return its id.

    `compare(device_id, digits)` asks the person here whether the handheld shows the same digits. PairingError where
    either person says no, or what came was not what was announced; RefusedError where the handheld is locked.
    """
    session = await Session.over(pipe, None)
    try:
        device_id, certificate, shown = await _exchange(session, pairings)
        try:
            async with asyncio.timeout(patience_s):
                await _agree(session, device_id, shown, compare)
        except TimeoutError:
            raise PairingError(_NOT_CONFIRMED.format(device_id)) from None
        pairings.add(device_id, certificate)
        return device_id
    finally:
        await session.close()


async def _agree(session: Session, device_id: str, shown: str, compare: Compare) -> None:
    """Have both people compare; PairingError where one of them says no."""
    if not await compare(device_id, shown):
        await session.ask(PairAgree(agreed=False), PairState)
        raise PairingError(_NOT_THE_SAME.format(device_id))
    while (state := (await session.ask(PairAgree(agreed=True), PairState)).state) == "waiting":
        await asyncio.sleep(_ASK_EACH_S)
    if state != "paired":
        raise PairingError(_NOT_CONFIRMED.format(device_id))


async def unpair(where: str | None, pairings: Pairings, device_id: str) -> bool:
    """Trust a handheld no more, and where it can be reached have it forget this laptop; return whether it was told."""
    was_told = False
    if where is not None and pairings.find(device_id):
        with contextlib.suppress(ViewmarkError):  # one that cannot be reached is trusted no more all the same
            was_told = await _tell(await open_pipe(where, pairings), pairings, device_id)
    pairings.remove(device_id)
    return was_told


async def _tell(pipe: Pipe, pairings: Pairings, device_id: str) -> bool:
    session = await Session.over(pipe, pairings)
    try:
        if (await session.hello()).device_id != device_id:
            return False
        await session.ask(Unpair(), Done)
        return True
    finally:
        await session.close()


async def _exchange(session: Session, pairings: Pairings) -> tuple[str, bytes, str]:
    """Exchange certificates, commitments and nonces; return the handheld's id, its certificate and the digits."""
    own, name, nonce = pairings.certificate, pairings.name, os.urandom(NONCE_BYTES)
    request = PairRequest(name=name, certificate=own, commitment=commitment(LAPTOP, name, own, nonce))
    offer = await session.ask(request, PairOffer)
    if not _DEVICE_ID.fullmatch(offer.device_id):
        raise PairingError("The handheld gives itself a name that cannot be one. Have it examined.")
    revealed = await session.ask(PairReveal(nonce=nonce), PairReveal)
    check_nonce(offer.commitment, HANDHELD, offer.device_id, offer.certificate, revealed.nonce)
    return offer.device_id, offer.certificate, digits(own, offer.certificate, nonce, revealed.nonce)
