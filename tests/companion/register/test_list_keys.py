"""The list key leaves the register in boxes only, one for each handheld; a refused handheld gets none."""

import asyncio
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from viewmark.devices.identity import make_identity
from viewmark.register.client import ListSecrets
from viewmark.register.errors import RefusedError, SetupError
from viewmark.register.server.handhelds import handhelds, refuse
from viewmark.register.server.listing import list_key
from viewmark_protocol.errors import SealError
from viewmark_protocol.lists.key_box import POINT_BYTES, open_list_key

from .conftest import Running


class Peer:
    """A handheld's key and certificate, and what the firmware does with a box."""

    def __init__(self) -> None:
        pem, self.certificate = make_identity("v")
        self._private: Any = load_pem_private_key(pem, None)

    def opened(self, box: bytes) -> bytes:
        """Return the list key in a box."""
        once = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), box[:POINT_BYTES])
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return open_list_key(box, point, self._private.exchange(ec.ECDH(), once))


def fetched(register: Running, device_id: str, certificate: bytes) -> ListSecrets:
    """Ask as a laptop does."""

    async def run() -> ListSecrets:
        async with register.client() as client:
            return await client.fetch_list_secrets(device_id, certificate)

    return asyncio.run(run())


def test_the_handheld_opens_its_box_and_no_other_one_does(register: Running) -> None:
    one, other = Peer(), Peer()
    box = fetched(register, "handheld-1", one.certificate).box
    assert one.opened(box) == list_key(register.store)
    assert list_key(register.store) not in box
    with pytest.raises(SealError):
        other.opened(box)


def test_no_two_boxes_are_equal(register: Running) -> None:
    one = Peer()
    first, second = (fetched(register, "handheld-1", one.certificate).box for _ in range(2))
    assert first != second and one.opened(first) == one.opened(second)


def test_a_changed_box_does_not_open(register: Running) -> None:
    one = Peer()
    box = fetched(register, "handheld-1", one.certificate).box
    for place in (POINT_BYTES, POINT_BYTES + 20, len(box) - 1):
        with pytest.raises(SealError):
            one.opened(box[:place] + bytes([box[place] ^ 1]) + box[place + 1 :])


def test_the_register_notes_once_who_brought_a_handheld(register: Running) -> None:
    one = Peer()
    for _ in range(2):
        fetched(register, "handheld-1", one.certificate)
    (row,) = handhelds(register.store)
    assert (row.device_id, row.certificate) == ("handheld-1", one.certificate)
    assert row.brought_by.startswith("key:") and row.refused_s is None


def test_a_refused_handheld_gets_no_key_until_it_is_accepted_again(register: Running) -> None:
    one = Peer()
    fetched(register, "handheld-1", one.certificate)
    assert refuse(register.store, "handheld-1") == 1
    with pytest.raises(RefusedError, match="refused this handheld"):
        fetched(register, "handheld-1", one.certificate)
    refuse(register.store, "handheld-1", is_refused=False)
    assert one.opened(fetched(register, "handheld-1", one.certificate).box)
    with pytest.raises(SetupError, match="ever brought"):
        refuse(register.store, "handheld-2")


@pytest.mark.parametrize("certificate", [b"", b"no certificate", bytes(400)])
def test_what_is_no_certificate_gets_no_key(register: Running, certificate: bytes) -> None:
    with pytest.raises(RefusedError, match="no handheld's certificate"):
        fetched(register, "handheld-1", certificate)
    assert not handhelds(register.store)
