"""Properties of the LMS verifier, with pyhsslms as the oracle."""

import functools

import pyhsslms.pyhsslms as oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewmark_protocol.lms import verify

H5 = oracle.lms_sha256_m32_h5
WIDTHS = {
    1: oracle.lmots_sha256_n32_w1,
    2: oracle.lmots_sha256_n32_w2,
    4: oracle.lmots_sha256_n32_w4,
    8: oracle.lmots_sha256_n32_w8,
}
TALL_TREES = {
    10: oracle.lms_sha256_m32_h10,
    15: oracle.lms_sha256_m32_h15,
    20: oracle.lms_sha256_m32_h20,
    25: oracle.lms_sha256_m32_h25,
}
MESSAGES = st.binary(max_size=200)
PLACES = st.integers(min_value=0, max_value=1 << 20)
CHANGES = st.integers(min_value=1, max_value=255)


@functools.cache
def tree(width):
    return oracle.LmsPrivateKey(H5, WIDTHS[width])


def signed(width, leaf, message):
    """Return HSS public key and signature by a leaf of the tree of a width; leaves are used again, here alone."""
    lms = tree(width)
    lms.q = leaf
    lms.ots_priv[leaf]._signatures_remaining = 1
    return oracle.u32(1) + lms.publicKey().serialize(), oracle.u32(0) + lms.sign(message)


def under_a_tall_tree(height, width, leaf, message):
    """Return HSS public key and signature of a tree of which one leaf and the nodes beside its path are made."""
    identifier = bytes(range(16))
    one_time = oracle.LmotsPrivateKey(identifier, oracle.u32(leaf), bytes(32), WIDTHS[width])
    node = (1 << height) + leaf
    value = oracle.H("sha256", identifier + oracle.u32(node) + oracle.D_LEAF + one_time.publicKey().K, 32)
    path = [bytes([level]) * 32 for level in range(height)]
    for beside in path:
        pair = beside + value if node % 2 else value + beside
        node //= 2
        value = oracle.H("sha256", identifier + oracle.u32(node) + oracle.D_INTR + pair, 32)
    code = TALL_TREES[height]
    key = oracle.LmsPublicKey(identifier, value, code, WIDTHS[width])
    part = oracle.u32(leaf) + one_time.sign(message) + code + b"".join(path)
    assert key.verify(message, part)
    return oracle.u32(1) + key.serialize(), oracle.u32(0) + part


def mutated(data, place, change):
    place %= len(data)
    return data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(WIDTHS)), st.integers(min_value=0, max_value=31), MESSAGES)
def test_what_the_oracle_signs_verifies(width, leaf, message):
    key, signature = signed(width, leaf, message)
    assert verify(key, message, signature)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from((4, 8)), MESSAGES, PLACES, CHANGES, st.sampled_from(("key", "message", "signature")))
def test_any_mutated_byte_is_refused(width, message, place, change, which):
    key, signature = signed(width, place % 32, message)
    given_parts = {"key": key, "message": message or b"\0", "signature": signature}
    given_parts[which] = mutated(given_parts[which], place, change)
    assert verify(given_parts["key"], given_parts["message"], given_parts["signature"]) is False


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(TALL_TREES)), st.integers(min_value=0, max_value=(1 << 25) - 1), MESSAGES, PLACES, CHANGES
)
def test_tall_trees_verify_and_their_mutations_do_not(height, leaf, message, place, change):
    key, signature = under_a_tall_tree(height, 4, leaf % (1 << height), message)
    assert verify(key, message, signature)
    assert verify(key, message, mutated(signature, place, change)) is False


@pytest.mark.parametrize("levels", range(1, 9))
def test_every_number_of_levels_verifies(levels):
    private = oracle.HssPrivateKey(levels, H5, WIDTHS[4])
    key, signature = private.publicKey().serialize(), private.sign(b"message")
    assert verify(key, b"message", signature)
    assert verify(key, b"massage", signature) is False


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80), MESSAGES, st.binary(max_size=400))
def test_random_bytes_are_refused_without_an_error(key, message, signature):
    assert verify(key, message, signature) is False


@settings(max_examples=150, deadline=None)
@given(MESSAGES, st.lists(st.tuples(PLACES, st.sampled_from((0, 1, 3, 4, 5, 6, 9, 10, 255))), min_size=1, max_size=3))
def test_what_is_accepted_the_oracle_accepts_too(message, changes):
    key, signature = signed(4, 7, message)
    data = bytearray(key + signature)
    for place, value in changes:
        data[place % 80] = value  # the counts and codes of the key, and the start of the signature
    key, signature = bytes(data[:60]), bytes(data[60:])
    if verify(key, message, signature):  # the reverse does not hold: the oracle skips checks of algorithm 6a
        assert oracle.HssPublicKey.deserialize(key).verify(message, signature)
