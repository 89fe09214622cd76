"""Where the messages of each profile go: kept closed on the laptop, used by `send`, refused where nothing can go."""

from collections.abc import Callable
from pathlib import Path

import pytest

from viewmark.gateways.destinations import DESTINATIONS_FILE, Destination, Destinations
from viewmark.gateways.errors import GatewayError

from .other_side import GOOD, OtherSide, Plan
from .test_gateway_cli import CODES, Run
from .test_gateway_cli import run as run

KEY = "a key that nobody else reads"


@pytest.fixture
def destinations(tmp_path: Path) -> Destinations:
    """Those of a laptop, none yet."""
    return Destinations(tmp_path)


def test_a_destination_is_known_to_the_next_program_too(destinations: Destinations, tmp_path: Path) -> None:
    destinations.set("siena", " https://unit.example/in ", KEY)
    assert Destinations(tmp_path).all() == {"siena": Destination("https://unit.example/in", KEY)}


def test_its_key_does_not_lie_open(destinations: Destinations, tmp_path: Path) -> None:
    destinations.set("siena", "https://unit.example/in", KEY)
    content = (tmp_path / DESTINATIONS_FILE).read_bytes()
    assert KEY.encode() not in content and b"unit.example" not in content


@pytest.mark.parametrize(
    "to", ["", "drop", "http://unit.example/in", "ftp://unit.example", "/media/\u202esiena", "/x" * 2000]
)
def test_where_nothing_can_go_is_refused(destinations: Destinations, to: str) -> None:
    with pytest.raises(GatewayError):
        destinations.set("siena", to)
    assert destinations.all() == {}


def test_what_is_no_profile_has_no_destination(destinations: Destinations) -> None:
    with pytest.raises(GatewayError, match="no profile"):
        destinations.set("telex", "/media/telex")


def test_what_nobody_said_is_asked_for(destinations: Destinations) -> None:
    destinations.set("siena", "/media/siena")
    destinations.remove("siena")
    with pytest.raises(GatewayError, match="viewmark gateway set siena"):
        destinations.find("siena")


def test_a_damaged_file_says_what_to_do(destinations: Destinations, tmp_path: Path) -> None:
    (tmp_path / DESTINATIONS_FILE).write_bytes(b"viewmark box 1\nno box")
    with pytest.raises(GatewayError, match="say it anew"):
        destinations.all()


def test_send_goes_where_was_said_with_the_key_that_was_given(
    run: Run, other_side: Callable[[Plan], OtherSide]
) -> None:
    side = other_side(lambda message_id, number: GOOD)
    (put,) = run("put", "siena", "--demo", *CODES)
    with pytest.raises(Exception, match="by --to, or which profile"):
        run("send")
    run("set", "siena", "--to", side.url, "--api-key", KEY)
    assert run("send", "--profile", "siena")["sent"] == 1
    assert [row[0] for row in side.rows()] == [put["id"]]
    assert side.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_nowhere_lets_messages_wait(run: Run, tmp_path: Path) -> None:
    run("set", "siena", "--to", str(tmp_path))
    assert run("set", "siena", "--to", "") == {"profile": "siena", "to": ""}
    with pytest.raises(Exception, match="Nobody said where"):
        run("send", "--profile", "siena")
