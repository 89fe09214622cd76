"""What the app answers without a browser: figures, photos, unknown ids, and a start after kill -9."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from viewmark.laptop import Post
from viewmark.register.client import RegisterClient
from viewmark.ui.desk import Desk
from viewmark.ui.errors import AppError
from viewmark.ui.server import serve

from .conftest import DEVICE, DIGEST, HOSTILE, LOG, PICTURE, App, fill, id_of, records


def test_state_counts_every_verdict(app: App) -> None:
    state = app.state()
    assert state["on_laptop"] == len(records())
    assert state["verdicts"] == {
        "hit": 1,
        "near": 1,
        "clear": 2,
        "untraceable": 1,
        "unchecked": 1,
        "no-verdict": 1,
    }
    assert state["devices"] == [{"device_id": DEVICE, "on_device": 7, "on_laptop": 7, "connected": False}]
    assert state["outbox"]["parked"] == 0


def test_photo_is_served_out_of_its_box_to_the_page_of_its_check(app: App) -> None:
    answer = app.get(f"/photo/{id_of(2)}/{DIGEST.hex()}")
    assert (answer.status_code, answer.content) == (200, PICTURE)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("check", [id_of(1), id_of(7), id_of(99), "no-such-check", "%2e%2e"])
def test_a_photo_that_a_check_does_not_name_is_not_served(app: App, check: str) -> None:
    assert app.get(f"/photo/{check}/{DIGEST.hex()}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "0" * 64,
        DIGEST.hex().upper(),
        DIGEST.hex()[:-1],
        DIGEST.hex() + ".part",
        "..%2farchive.sqlite",
        "%2e%2e/archive.sqlite",
        "../archive.sqlite",
        "%2fetc%2fpasswd",
    ],
)
def test_photo_route_refuses_everything_else(app: App, address: str) -> None:
    answer = app.get(f"/photo/{id_of(2)}/{address}")
    assert answer.status_code == 404
    assert b"SQLite" not in answer.content


@pytest.mark.parametrize("wanted", ["no-such-check", LOG.hex() + "-99", LOG.hex() + "-" + "9" * 40, "%00", "a" * 5000])
def test_unknown_check_is_a_clear_page(app: App, wanted: str) -> None:
    answer = app.get(f"/check/{wanted}")
    assert answer.status_code == 404
    assert "There is no such check here" in answer.text
    assert "Traceback" not in answer.text


def test_unknown_address_is_a_clear_page(app: App) -> None:
    answer = app.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_lane_page_holds_no_markup_of_a_record(app: App) -> None:
    assert HOSTILE not in app.get("/").text
    assert HOSTILE not in app.get(f"/check/{id_of(6)}").text


def test_foreign_names_for_this_machine_are_refused(app: App) -> None:
    assert app.get("/api/state", headers={"host": "elsewhere.example"}).status_code == 400


def test_nothing_is_loaded_from_elsewhere(app: App) -> None:
    text = app.get("/").text
    assert 'src="http' not in text
    assert 'href="http' not in text


def test_demo_tells_how_far_it_is(app: App) -> None:
    told = {"what": "checking", "done": 2, "total": 9}
    assert httpx.post(app.url + "/api/demo", json=told, trust_env=False).status_code == 204
    assert httpx.post(app.url + "/api/demo", json={"what": "x" * 999}, trust_env=False).status_code == 422


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[App]:
    """An app that a test may kill."""
    fill(tmp_path / "laptop")
    running = App(tmp_path / "laptop")
    yield running
    running.kill()


def test_starts_again_after_kill_with_the_same_counts(own_app: App) -> None:
    before = own_app.state()
    own_app.kill()
    own_app.start()
    after = own_app.state()
    assert after["on_laptop"] == before["on_laptop"] == 7
    assert after["verdicts"] == before["verdicts"]
    assert after["outbox"]["waiting"] == before["outbox"]["waiting"]


def test_taken_port_is_one_clear_sentence(app: App, tmp_path: Path) -> None:
    port = int(app.url.rpartition(":")[2])
    desk = Desk(tmp_path, RegisterClient("http://127.0.0.1:9", "test-key"), Post(), [])
    with pytest.raises(AppError, match="--port"):
        serve(desk, "127.0.0.1", port, lambda url: None)
