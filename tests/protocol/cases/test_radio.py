"""The radio's tag: whoever holds its key resolves it, and nobody else."""

from binascii import unhexlify

from protocol_helpers import Dice

from viewmark_protocol import radio

KEY = b"tag key of one 1"
OTHER = b"tag key of one 2"


def test_the_published_vector_of_ah():
    # Bluetooth Core, Vol 3, Part H, appendix D.7
    key = unhexlify("ec0234a357c8ad05341010a60a397d9b")
    assert radio.make_tag(key, unhexlify("708194")) == unhexlify("7081940dfbaa")
    assert radio.resolves(key, unhexlify("7081940dfbaa"))


def test_a_tag_is_resolved_by_its_own_key_only():
    dice = Dice(3)
    for _ in range(50):
        tag = radio.make_tag(KEY, dice.bytes(3))
        assert len(tag) == radio.TAG_BYTES
        assert radio.resolves(KEY, tag)
        assert not radio.resolves(OTHER, tag)


def test_fresh_bytes_give_another_hash():
    assert radio.make_tag(KEY, b"\0\0\1")[3:] != radio.make_tag(KEY, b"\0\0\2")[3:]


def test_a_changed_bit_is_not_resolved():
    tag = radio.make_tag(KEY, b"abc")
    for place in range(8 * len(tag)):
        bad = bytearray(tag)
        bad[place // 8] ^= 1 << place % 8
        assert not radio.resolves(KEY, bytes(bad))


def test_a_tag_of_another_length_is_not_resolved():
    tag = radio.make_tag(KEY, b"abc")
    for size in range(len(tag)):
        assert not radio.resolves(KEY, tag[:size])
    assert not radio.resolves(KEY, tag + b"\0")


def test_the_advertisement_is_full_and_ends_with_the_tag():
    tag = radio.make_tag(KEY, b"abc")
    payload = radio.advertisement(tag)
    assert len(payload) == 31
    assert payload[:3] == b"\x02\x01\x06"
    assert payload[3:21] == b"\x11\x07" + radio.uuid_bytes(radio.SERVICE_UUID)
    assert payload[21:25] == b"\x09\xff" + bytes([radio.COMPANY_ID & 0xFF, radio.COMPANY_ID >> 8])
    assert payload[25:] == tag


def test_the_scan_response_holds_the_name_alone():
    assert radio.scan_response() == b"\x09\x09Viewmark"


def test_a_uuid_goes_over_the_air_backwards():
    backwards = unhexlify("ffeeddccbbaa99887766554433221100")
    assert radio.uuid_bytes("00112233-4455-6677-8899-aabbccddeeff") == backwards


def test_one_packet_carries_the_mtu_but_its_head_and_never_more_than_a_value():
    assert [radio.chunk_bytes(mtu) for mtu in (23, 247, 515, 517)] == [20, 244, 512, 512]
