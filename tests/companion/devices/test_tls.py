"""TLS between the laptop and a real handheld's MicroPython: one version, one suite, few bytes, none changed."""

import contextlib
import ssl
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tls_helpers import HANDHELD, LAPTOP, Handheld, Laptop, asked_about, context, refused_by_handheld

from viewmark.devices.identity import make_identity

MOST_BYTES = 1400
Start = Callable[..., Handheld]


def flipped(data: bytes) -> bytes:
    """Return a record with one bit changed."""
    return data[:-1] + bytes([data[-1] ^ 1])


def namesakes(name: str) -> tuple[bytes, ...]:
    return tuple(make_identity(name)[1] for _ in range(3))


def test_those_that_know_each_other_talk_after_two_round_trips_of_few_bytes(start: Start) -> None:
    handheld = start()
    laptop = Laptop(context(), handheld)
    laptop.shake()
    assert [side for side, _ in handheld.flights] == [">", "<", ">", "<"]
    assert sum(count for _, count in handheld.flights) <= MOST_BYTES
    assert laptop.tls.cipher() == ("ECDHE-ECDSA-AES128-GCM-SHA256", "TLSv1.2", 128)
    assert laptop.tls.getpeercert(binary_form=True) == HANDHELD[1]
    assert laptop.ask(b"hello") == b"HELLO"
    assert handheld.end() == [*asked_about(LAPTOP), "heard b'hello'", "end"]


@pytest.mark.parametrize("place", range(4))
def test_a_handheld_that_knows_four_laptops_talks_with_each(start: Start, place: int) -> None:
    pinned = [make_identity(f"L-{number}")[1] for number in range(2, 5)]
    pinned.insert(place, LAPTOP[1])
    handheld = start(pinned=tuple(pinned))
    laptop = Laptop(context(), handheld)
    laptop.shake()
    assert sum(count for _, count in handheld.flights) <= MOST_BYTES
    assert laptop.ask(b"hello") == b"HELLO"
    assert handheld.end() == [*asked_about(LAPTOP), "heard b'hello'", "end"]


@pytest.mark.parametrize("place", [0, 3])
def test_a_name_that_several_have_confuses_neither_side(start: Start, place: int) -> None:
    laptops, handhelds = list(namesakes("L-1")), list(namesakes("H-1"))
    laptops.insert(place, LAPTOP[1])
    handhelds.insert(place, HANDHELD[1])
    handheld = start(pinned=tuple(laptops))
    laptop = Laptop(context(pinned=handhelds), handheld)
    laptop.shake()
    assert laptop.ask(b"hello") == b"HELLO"
    handheld.end()


@pytest.mark.parametrize(
    ("version", "alert", "why"),
    [
        (ssl.TLSVersion.TLSv1, "ALERT_PROTOCOL_VERSION", "MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION"),
        (ssl.TLSVersion.TLSv1_1, "ALERT_PROTOCOL_VERSION", "MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION"),
        (ssl.TLSVersion.TLSv1_3, "ALERT_HANDSHAKE_FAILURE", "MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE"),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_handheld_refuses_another_version(start: Start, version: ssl.TLSVersion, alert: str, why: str) -> None:
    other = context()
    speak(other, version)
    assert refused_by_handheld(start(), other, alert, why) == []


@pytest.mark.parametrize("suite", ["ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA256"])
def test_the_handheld_refuses_another_suite(start: Start, suite: str) -> None:
    other = context()
    other.set_ciphers(suite)
    why = "MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE"
    assert refused_by_handheld(start(), other, "ALERT_HANDSHAKE_FAILURE", why) == []


@pytest.mark.parametrize("version", [b"\3\1", b"\3\2"])
def test_the_laptop_refuses_an_older_version(start: Start, version: bytes) -> None:
    refused_hello(start(), lambda hello: hello[:9] + version + hello[11:], "UNSUPPORTED_PROTOCOL")


def test_the_laptop_refuses_another_suite(start: Start) -> None:
    def other(hello: bytes) -> bytes:
        at = 44 + hello[43]  # behind the session's id
        assert hello[at : at + 2] == b"\xc0\x2b"
        return hello[:at] + b"\xc0\x2c" + hello[at + 2 :]

    refused_hello(start(), other, "WRONG_CIPHER_RETURNED")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_3])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_laptop_offers_no_other_version(version: ssl.TLSVersion, tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLError, match=r"UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER"):
        shake_with_server(version, "ALL", tmp_path)


def test_the_laptop_offers_no_other_suite(tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLError, match="NO_SHARED_CIPHER"):
        shake_with_server(ssl.TLSVersion.TLSv1_2, "ALL:!ECDHE-ECDSA-AES128-GCM-SHA256", tmp_path)


def test_a_server_with_the_same_version_and_suite_is_what_it_talks_to(tmp_path: Path) -> None:
    shake_with_server(ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-GCM-SHA256", tmp_path)


def test_the_handheld_ends_at_a_record_of_which_a_bit_was_flipped(start: Start) -> None:
    handheld = start()
    laptop = Laptop(context(), handheld)
    laptop.shake()
    assert laptop.ask(b"first") == b"FIRST"
    handheld.write(flipped(laptop.said(b"second")))
    told = handheld.end()
    assert told[1:] == ["heard b'first'", "refused OSError(-29056, 'MBEDTLS_ERR_SSL_INVALID_MAC')"]


def test_the_laptop_ends_at_a_record_of_which_a_bit_was_flipped(start: Start) -> None:
    handheld = start()
    laptop = Laptop(context(), handheld)
    laptop.shake()
    handheld.change = flipped
    with pytest.raises(ssl.SSLError, match="BAD_RECORD_MAC"):
        laptop.ask(b"first")
    handheld.end()


def test_what_a_laptop_said_before_is_refused_when_it_is_said_again(start: Start) -> None:
    handheld = start()
    laptop = Laptop(context(), handheld)
    laptop.shake()
    laptop.ask(b"unlock")
    recorded = handheld.sent
    handheld.end()
    again = start()
    again.write(recorded)
    *asked, refusal = again.end()
    assert asked == asked_about(LAPTOP)
    assert refusal == "refused OSError(-19968, 'MBEDTLS_ERR_ECP_VERIFY_FAILED')"


def test_a_record_that_is_said_twice_is_heard_once(start: Start) -> None:
    handheld = start()
    laptop = Laptop(context(), handheld)
    laptop.shake()
    record = laptop.said(b"unlock")
    handheld.write(record)
    handheld.read()
    handheld.write(record)
    assert handheld.end()[1:] == ["heard b'unlock'", "refused OSError(-29056, 'MBEDTLS_ERR_SSL_INVALID_MAC')"]


def test_the_key_lies_in_no_file_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    context()
    assert list(tmp_path.iterdir()) == []


def refused_hello(handheld: Handheld, change: Callable[[bytes], bytes], why: str) -> None:
    """Shake hands while the handheld's hello is changed on the way; the laptop must refuse."""
    handheld.change = change
    with pytest.raises(ssl.SSLError, match=why):
        Laptop(context(), handheld).shake()
    assert handheld.end() == ["refused OSError(-30592, 'MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE')"]


def speak(one: ssl.SSLContext, version: ssl.TLSVersion, suite: str = "ALL") -> None:
    """Have a context speak this version alone, which OpenSSL else refuses where it is an old one."""
    one.set_ciphers(suite + ":@SECLEVEL=0")
    one.minimum_version, one.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, ssl.TLSVersion.MAXIMUM_SUPPORTED
    one.minimum_version = one.maximum_version = version


def shake_with_server(version: ssl.TLSVersion, suite: str, folder: Path) -> None:
    """Have the laptop shake hands with a server that has the handheld's key; ssl.SSLError where one refuses."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    speak(server, version, suite)
    (folder / "server.pem").write_bytes(HANDHELD[0] + ssl.DER_cert_to_PEM_cert(HANDHELD[1]).encode())
    server.load_cert_chain(folder / "server.pem")
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [context().wrap_bio(down, up), server.wrap_bio(up, down, server_side=True)]
    for _ in range(4):
        for side in sides:
            with contextlib.suppress(ssl.SSLWantReadError):
                side.do_handshake()
    assert [side.version() for side in sides] == ["TLSv1.2"] * 2
    for side in sides:
        side.do_handshake()  # which has ended
