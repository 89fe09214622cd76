"""LMS signatures: the vectors of RFC 8554 hold, and nothing else that resembles them does."""

from protocol_helpers.vectors import stored, unhexed

from viewmark_protocol import lms
from viewmark_protocol.lms import MOST_LEVELS, PUBLIC_KEY_BYTES, verify

FOLDER = __file__.replace("\\", "/").rsplit("/", 4)[0] + "/protocol/vectors"

# Of the first vector: two levels of H5 with W8. Each part is leaf, typecode, C, 34 chains, typecode, 5 nodes.
PART_BYTES = 12 + 32 * (1 + 34 + 5)
KEY_BYTES = PUBLIC_KEY_BYTES - 4
LOWER_KEY_AT = 4 + PART_BYTES
LOWER_PART_AT = LOWER_KEY_AT + KEY_BYTES
TREE_CODE_AT = 8 + 32 * 35  # in a part


class NoHashing:
    """Stands in the place of hashlib while bytes are refused that must never reach it."""

    @staticmethod
    def sha256(*_):
        raise AssertionError("hashed before everything was checked")


def vector(place):
    """Return public key, message and signature of a test case of RFC 8554."""
    return [unhexed(text) for text in stored(FOLDER, "lms.json")[place][1:]]


def refused_unhashed(public_key, message, signature):
    """Return whether it is refused without a single hash."""
    hashing, lms.hashlib = lms.hashlib, NoHashing
    try:
        return verify(public_key, message, signature) is False
    finally:
        lms.hashlib = hashing


def changed(data, at, new):
    """Return the bytes with others from a place on."""
    return data[:at] + new + data[at + len(new) :]


def flipped(data, bit):
    """Return the bytes with one bit flipped."""
    return changed(data, bit // 8, bytes([data[bit // 8] ^ 1 << bit % 8]))


def sample(below, count, seed):
    """Return numbers below a limit, the same for the same seed on both interpreters."""
    found = []
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) % (1 << 31)
        found.append(seed * below >> 31)
    return found


def of_one_level(key, part):
    """Return the HSS key and signature of a single LMS key and signature."""
    return b"\0\0\0\1" + key, b"\0\0\0\0" + part


def lower_level():
    """Return key, message and signature of the first vector's lower level alone."""
    _, message, signature = vector(0)
    key, alone = of_one_level(signature[LOWER_KEY_AT:LOWER_PART_AT], signature[LOWER_PART_AT:])
    return key, message, alone


def with_codes(tree, chains):
    """Return the lower level with other typecodes, the same ones in key and signature."""
    key, message, signature = lower_level()
    key = changed(changed(key, 4, bytes([0, 0, 0, tree])), 8, bytes([0, 0, 0, chains]))
    signature = changed(changed(signature, 4 + TREE_CODE_AT, bytes([0, 0, 0, tree])), 8, bytes([0, 0, 0, chains]))
    return key, message, signature


def test_the_test_cases_of_the_standard_verify():
    assert [verify(*vector(place)) for place in (0, 1)] == [True, True]


def test_each_level_of_them_verifies_alone():
    assert verify(*lower_level())
    for place in (0, 1):
        public_key, _, signature = vector(place)
        size = 12 + 32 * (1 + (34, 67)[place] + (5, 10)[place])
        key, alone = of_one_level(public_key[4:], signature[4 : 4 + size])
        assert verify(key, signature[4 + size :][:KEY_BYTES], alone)


def test_any_kind_of_bytes_is_taken():
    key, message, signature = vector(0)
    assert verify(bytearray(key), memoryview(message), bytearray(signature))
    assert verify(memoryview(key), bytearray(message), memoryview(signature))


def test_a_flipped_bit_anywhere_in_the_signature_is_refused():
    for place in (0, 1):
        key, message, signature = vector(place)
        for bit in sample(len(signature) * 8, 60, 8554 + place):
            assert verify(key, message, flipped(signature, bit)) is False, bit


def test_every_flipped_bit_of_a_count_leaf_or_typecode_is_refused():
    key, message, signature = lower_level()
    for at in (0, 4, 8, 4 + TREE_CODE_AT):
        for bit in range(at * 8, at * 8 + 32):
            assert verify(key, message, flipped(signature, bit)) is False, bit


def test_a_flipped_bit_anywhere_in_the_public_key_is_refused():
    key, message, signature = lower_level()
    for bit in list(range(12 * 8)) + sample(len(key) * 8, 60, 3):
        assert verify(flipped(key, bit), message, signature) is False, bit


def test_a_flipped_bit_anywhere_in_the_message_is_refused():
    key, message, signature = lower_level()
    for bit in sample(len(message) * 8, 60, 5):
        assert verify(key, flipped(message, bit), signature) is False, bit


def test_a_signature_cut_off_at_any_byte_is_refused_unhashed():
    key, message, signature = vector(0)
    for end in range(len(signature)):
        assert refused_unhashed(key, message, signature[:end]), end


def test_a_signature_with_a_byte_too_many_is_refused_unhashed():
    key, message, signature = vector(0)
    for extended in (
        signature + b"\0",
        b"\0" + signature,
        signature + signature,
        signature[:4] + b"\0" + signature[4:],
    ):
        assert refused_unhashed(key, message, extended)


def test_a_public_key_of_another_length_is_refused_unhashed():
    key, message, signature = vector(0)
    for end in range(len(key)):
        assert refused_unhashed(key[:end], message, signature), end
    assert refused_unhashed(key + b"\0", message, signature)


def test_nothing_at_all_is_refused_unhashed():
    key, message, signature = vector(0)
    assert refused_unhashed(b"", b"", b"")
    assert refused_unhashed(key, message, b"")
    assert refused_unhashed(b"", message, signature)
    assert refused_unhashed(bytes(PUBLIC_KEY_BYTES), message, bytes(len(signature)))
    assert refused_unhashed(b"\xff" * PUBLIC_KEY_BYTES, message, b"\xff" * len(signature))
    assert verify(key, b"", signature) is False


def test_a_level_count_of_none_nine_or_more_is_refused_unhashed():
    key, message, signature = lower_level()
    chain = signature[4:] + key[4:]
    for levels in (0, MOST_LEVELS + 1, 256, (1 << 31) - 1, 1 << 31, (1 << 32) - 1):
        below = ((levels - 1) % (1 << 32)).to_bytes(4, "big")
        many = below + chain * min(MOST_LEVELS, levels) + signature[4:]
        assert refused_unhashed(levels.to_bytes(4, "big") + key[4:], message, many), levels


def test_a_level_count_that_is_not_the_keys_is_refused_unhashed():
    key, message, signature = vector(0)
    for below in (0, 2, 7):
        assert refused_unhashed(key, message, changed(signature, 3, bytes([below])))
    for levels in (1, 3, 8):
        assert refused_unhashed(changed(key, 3, bytes([levels])), message, signature)
    # The upper level alone, under a key that wants two.
    assert refused_unhashed(key, signature[LOWER_KEY_AT:LOWER_PART_AT], b"\0\0\0\0" + signature[4:LOWER_KEY_AT])


def test_a_leaf_that_the_tree_does_not_have_is_refused_unhashed():
    key, message, signature = lower_level()
    for leaf in (32, 42, 64, 1 << 31, (1 << 32) - 1):
        assert refused_unhashed(key, message, changed(signature, 4, leaf.to_bytes(4, "big"))), leaf
    assert verify(key, message, changed(signature, 4, (31).to_bytes(4, "big"))) is False


def test_other_algorithms_are_refused_unhashed():
    assert verify(*with_codes(5, 4))
    for tree in (0, 4) + tuple(range(10, 26)) + (255,):  # 10 to 14: 24 bytes; 15 to 24: SHAKE
        assert refused_unhashed(*with_codes(tree, 4)), tree
    for chains in (0,) + tuple(range(5, 18)) + (255,):  # 5 to 8: 24 bytes; 9 to 16: SHAKE
        assert refused_unhashed(*with_codes(5, chains)), chains


def test_swapped_typecodes_are_refused_unhashed():
    assert refused_unhashed(*with_codes(4, 5))
    key, message, signature = vector(1)
    assert refused_unhashed(key[:4] + key[8:12] + key[4:8] + key[12:], message, signature)


def test_typecodes_that_differ_between_key_and_signature_are_refused_unhashed():
    key, message, signature = lower_level()
    for other_key, _, other_signature in (with_codes(6, 4), with_codes(5, 3), with_codes(6, 3)):
        assert refused_unhashed(other_key, message, signature)
        assert refused_unhashed(key, message, other_signature)


def test_parts_in_another_order_are_refused():
    key, message, signature = vector(0)
    upper, lower = signature[4:LOWER_KEY_AT], signature[LOWER_PART_AT:]
    between = signature[LOWER_KEY_AT:LOWER_PART_AT]
    assert verify(key, message, signature[:4] + upper + between + lower)
    assert verify(key, message, signature[:4] + lower + between + upper) is False
    assert verify(key, message, signature[:4] + upper + key[4:] + lower) is False


def test_the_signature_of_another_message_is_refused():
    key, message, signature = vector(0)
    for other in (vector(1)[1], message + b"\0", message[:-1], key):
        assert verify(key, other, signature) is False


def test_a_signature_under_another_key_is_refused():
    key, message, signature = vector(0)
    assert verify(vector(1)[0], message, signature) is False
    # The attacker's own lower key, under an upper signature that is genuine.
    forged = changed(signature, LOWER_KEY_AT, key[4:])
    assert verify(key, message, forged) is False
    assert verify(key, *vector(1)[1:]) is False
