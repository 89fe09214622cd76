"""Pairing: six digits that both sides compute alike, and that nobody between them can choose."""

import hashlib

from protocol_helpers import refusal

from viewmark_protocol.errors import PairingError
from viewmark_protocol.pairing import HANDHELD, LAPTOP, check_nonce, commitment, digits

ONE, OTHER = b"certificate of the laptop", b"certificate of the handheld"
NONCES = bytes(range(16)), bytes(range(16, 32))


def test_the_digits_are_six_and_the_same_every_time():
    assert digits(ONE, OTHER, *NONCES) == "919878"
    for number in range(50):
        shown = digits(ONE, OTHER, bytes(16), hashlib.sha256(bytes((number,))).digest()[:16])
        assert len(shown) == 6 and shown.isdigit()


def test_the_digits_change_with_each_of_the_four_parts():
    parts = [ONE, OTHER, NONCES[0], NONCES[1]]
    usual = digits(*parts)
    for place in range(4):
        changed = list(parts)
        changed[place] = bytes((changed[place][0] ^ 1,)) + changed[place][1:]
        assert digits(*changed) != usual
    assert digits(OTHER, ONE, *NONCES) != usual


def test_a_byte_moved_from_one_part_to_the_next_changes_the_digits():
    assert digits(b"ab", b"c", b"d", b"e") != digits(b"a", b"bc", b"d", b"e")


def test_the_nonce_that_was_announced_is_taken():
    check_nonce(commitment(LAPTOP, "desk 1", ONE, NONCES[0]), LAPTOP, "desk 1", ONE, NONCES[0])


def test_another_nonce_certificate_name_or_role_is_refused():
    announced = commitment(LAPTOP, "desk 1", ONE, NONCES[0])
    for role, name, certificate, nonce in (
        (LAPTOP, "desk 1", ONE, NONCES[1]),
        (LAPTOP, "desk 1", OTHER, NONCES[0]),
        (LAPTOP, "desk 2", ONE, NONCES[0]),
        (LAPTOP, "", ONE, NONCES[0]),
        (HANDHELD, "desk 1", ONE, NONCES[0]),  # an answer that only throws the question back
        (LAPTOP, "desk 1", ONE, NONCES[0][:15]),
        (LAPTOP, "desk 1", ONE + NONCES[0][:1], NONCES[0][1:]),
        (LAPTOP, "desk 1", ONE, b""),
    ):
        assert "Pair again" in refusal(PairingError, check_nonce, announced, role, name, certificate, nonce)
