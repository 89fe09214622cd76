"""P-256 against known answers: RFC 6979 appendix A.2.5, and the multiples that an addition could trip over."""

import hashlib

from flash import refusal
from keys import p256

PRIVATE = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
PUBLIC = (
    0x60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6,
    0x7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299,
)
NONCE = 0xA6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60
R = 0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
S = 0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
TWICE = (
    0x7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978,
    0x07775510DB8ED040293D9AC69F7430DBBA7DADE63CE982299E04B79D227873D1,
)
PRIME = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
DIGEST = hashlib.sha256(b"sample").digest()


def test_a_private_key_has_the_public_key_of_the_standard():
    assert p256.public_key(PRIVATE) == PUBLIC


def test_a_digest_is_signed_as_in_the_standard_with_the_smaller_s():
    assert p256.sign(PRIVATE, DIGEST, NONCE) == (R, p256.ORDER - S)


def test_the_smallest_scalars_give_the_base_point_and_its_double():
    assert p256.public_key(1) == BASE
    assert p256.public_key(2) == TWICE


def test_the_largest_scalars_give_their_mirrored_points():
    assert p256.public_key(p256.ORDER - 1) == (BASE[0], PRIME - BASE[1])
    assert p256.public_key(p256.ORDER - 2) == (TWICE[0], PRIME - TWICE[1])


def test_scalars_of_one_bit_and_of_all_lie_on_the_curve():
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    for scalar in (1 << 255, (1 << 255) - 1, p256.ORDER >> 1, (p256.ORDER >> 1) + 1):
        x, y = p256.public_key(scalar)
        assert (x * x * x - 3 * x + b - y * y) % PRIME == 0


def test_every_scalar_takes_the_same_steps():
    counts = [sum([1 for _ in p256.multiplying(scalar)]) for scalar in (1, PRIVATE, p256.ORDER - 1)]
    assert counts == [257, 257, 257]


def test_no_multiple_of_the_order_is_a_scalar():
    for scalar in (-1, 0, p256.ORDER, p256.ORDER + 1):
        refusal(ValueError, p256.public_key, scalar)


def test_nonsense_is_not_signed():
    refusal(ValueError, p256.sign, 0, DIGEST, NONCE)
    refusal(ValueError, p256.sign, p256.ORDER, DIGEST, NONCE)
    refusal(ValueError, p256.sign, PRIVATE, DIGEST, 0)
    refusal(ValueError, p256.sign, PRIVATE, DIGEST[:-1], NONCE)


def test_random_bytes_become_a_scalar_whatever_they_are():
    assert p256.private_from(bytes(40)) == 1
    assert p256.private_from((p256.ORDER - 1).to_bytes(40, "big")) == 1
    assert p256.private_from((p256.ORDER - 2).to_bytes(40, "big")) == p256.ORDER - 1
    assert 0 < p256.private_from(b"\xff" * 40) < p256.ORDER
    refusal(ValueError, p256.private_from, bytes(32))


def point(x, y):
    return b"\4" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def test_two_keys_agree_on_one_secret_however_they_are_hidden():
    # NIST CAVP, ECC CDH Primitive, P-256, COUNT = 0
    private = 0x7D7DC5F71EB29DDAF80D6214632EEAE03D9058AF1FB6D22ED80BADB62BC1A534
    other = point(
        0x700C48F77F56584C5CC632CA65640DB91B6BACCE3A4DF6B42CE7CC838833D287,
        0xDB71E509E3FD9B060DDB20BA5C51DCC5948D46FBF640DFE0441782CAB85FA4AC,
    )
    secret = (0x46FC62106420FF012E54A434FBDD2D25CCC5852060561E68040DD7778997BD7B).to_bytes(32, "big")
    for random in (bytes(40), b"\xff" * 40, bytes(range(40))):
        assert p256.secret_with(private, other, random) == secret


def test_no_secret_is_made_with_what_is_no_point_of_the_curve():
    x, y = PUBLIC
    good = point(x, y)
    off = (point(x, y ^ 1), point(0, 0), point(x, PRIME), b"\2" + good[1:], good[:-1], good + b"\0", b"")
    for one in off:
        refusal(ValueError, p256.secret_with, PRIVATE, one, bytes(40))
    refusal(ValueError, p256.secret_with, PRIVATE, good, bytes(39))
