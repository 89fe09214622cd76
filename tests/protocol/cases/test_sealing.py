"""Known answers of the standards that the seals are made of: AES, HMAC-SHA256, PBKDF2, on both interpreters."""

from protocol_helpers.vectors import hexed, unhexed

from viewmark_protocol.compat import block_decryptor, block_encryptor, cbc_decryptor, cbc_encryptor
from viewmark_protocol.sealing.hmac import hmac_sha256, is_equal
from viewmark_protocol.sealing.pbkdf2 import Pbkdf2

# SP 800-38A appendix F: the key of AES-256, four blocks, and what they become.
AES_KEY = unhexed("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
PLAIN = unhexed(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
)
CBC_IV = bytes(range(16))
CBC = unhexed(
    "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
    "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"
)
ECB = unhexed(
    "f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870"
    "b6ed21b99ca6f4f9f153e7b1beafed1d23304b7a39f9f3ff067d8d8f9e24ecc7"
)

# RFC 4231 section 4: key, data, HMAC-SHA-256. The fifth is truncated to 128 bits there.
RFC_4231 = (
    (b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    (b"\xaa" * 20, b"\xdd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    (bytes(range(1, 26)), b"\xcd" * 50, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    (b"\x0c" * 20, b"Test With Truncation", "a3b6167473100ee06e0c796c2955552b"),
    (
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
    (
        b"\xaa" * 131,
        (
            b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
            b"hashed before being used by the HMAC algorithm."
        ),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ),
)

# RFC 7914 section 11: password, salt, iterations, the first 32 bytes.
RFC_7914 = (
    (b"passwd", b"salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
    (b"Password", b"NaCl", 80000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"),
)


def test_aes_256_cbc_gives_the_standards_answers():
    assert cbc_encryptor(AES_KEY, CBC_IV)(PLAIN) == CBC
    assert cbc_decryptor(AES_KEY, CBC_IV)(CBC) == PLAIN


def test_cbc_goes_on_from_part_to_part():
    encrypt, decrypt = cbc_encryptor(AES_KEY, CBC_IV), cbc_decryptor(AES_KEY, CBC_IV)
    assert encrypt(PLAIN[:16]) + encrypt(PLAIN[16:]) == CBC
    assert decrypt(CBC[:32]) + decrypt(CBC[32:]) == PLAIN


def test_aes_256_alone_gives_the_standards_answers():
    for at in range(0, 64, 16):
        assert block_encryptor(AES_KEY)(PLAIN[at : at + 16]) == ECB[at : at + 16]
        assert block_decryptor(AES_KEY)(ECB[at : at + 16]) == PLAIN[at : at + 16]


def test_hmac_sha256_gives_the_answers_of_rfc_4231():
    for key, data, answer in RFC_4231:
        assert hexed(hmac_sha256(key, data))[: len(answer)] == answer


def test_hmac_of_parts_is_that_of_the_whole():
    assert hmac_sha256(b"key", b"one", b"", b"two") == hmac_sha256(b"key", b"onetwo")


def test_pbkdf2_gives_the_answers_of_rfc_7914():
    for password, salt, iterations, answer in RFC_7914:
        stretched = Pbkdf2(password, salt)
        stretched.step(iterations - 1)
        assert hexed(stretched.key()) == answer


def test_pbkdf2_in_steps_is_that_in_one_go():
    steps, whole = Pbkdf2(b"123456", b"salt"), Pbkdf2(b"123456", b"salt")
    whole.step(99)
    for count in (1, 0, 50, 48):
        steps.step(count)
    assert (steps.key(), steps.done) == (whole.key(), 100)


def test_equal_is_equal_and_nothing_else():
    assert is_equal(b"abc", b"abc")
    for other in (b"abd", b"bbc", b"ab", b"abcd", b""):
        assert not is_equal(b"abc", other)
