"""Escrowed keys at the register: kept as they came, never overwritten, handed out with the key, opened by none here."""

import asyncio
import base64
import json
import logging
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from viewmark.demo.registry import FOCAL_POINT_FILE, prepare
from viewmark.escrow.box import close_first_key, open_first_key
from viewmark.escrow.focal_point import make_private_key, public_key_of, read_private_key
from viewmark.escrow.limits import BOX_LIMIT_BYTES, MOST_BOXES
from viewmark.register.client import RegisterClient
from viewmark.register.delivery import deliver, escrow_key, put_escrow
from viewmark.register.errors import KeyRefusedError, RefusedError, SetupError
from viewmark.register.outbox import Outbox
from viewmark.register.server.escrows import escrow_boxes, focal_point, set_focal_point
from viewmark.register.server.run import open_store

from .conftest import TRUST

LOG = bytes(range(8))
OTHER_LOG = bytes(8)


def put(register: Any, *boxes: bytes, device_id: str = "VM-1", log_id: bytes = LOG) -> list[bool]:
    async def run() -> list[bool]:
        async with register.client() as client:
            return [await client.send_escrow(device_id, log_id, box) for box in boxes]

    return asyncio.run(run())


def fetch(register: Any, device_id: str = "VM-1", log_id: bytes = LOG) -> list[bytes]:
    async def run() -> list[bytes]:
        async with register.client() as client:
            return await client.fetch_escrow(device_id, log_id)

    return asyncio.run(run())


def get(register: Any, path: str, **asked: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {register.key}"}
    return httpx.get(register.url + path, params=asked, headers=headers, verify=TRUST)


def post(register: Any, **body: Any) -> httpx.Response:
    body = {"device_id": "VM-1", "log_id": LOG.hex(), "box": base64.b64encode(b"box").decode()} | body
    headers = {"Authorization": f"Bearer {register.key}", "Content-Type": "application/json"}
    return httpx.post(register.url + "/v1/escrow", content=json.dumps(body), headers=headers, verify=TRUST)


def test_a_lost_laptop_loses_no_key(register: Any) -> None:
    private_key, first_key = make_private_key(), bytes(range(32))
    set_focal_point(register.store, public_key_of(private_key))

    async def pair() -> None:
        async with register.client() as client:
            public_key = await client.fetch_focal_point()
            assert public_key is not None
            await client.send_escrow("VM-1", LOG, close_first_key(public_key, "VM-1", LOG, first_key))

    asyncio.run(pair())
    (box,) = fetch(register)
    assert open_first_key(private_key, "VM-1", LOG, box) == first_key


def test_the_same_box_twice_is_one_box(register: Any) -> None:
    assert put(register, b"box", b"box") == [True, False]
    assert fetch(register) == [b"box"]


def test_another_box_of_the_same_log_stands_behind_the_first(register: Any) -> None:
    assert put(register, b"second", b"first", b"second") == [True, True, False]
    assert fetch(register) == [b"second", b"first"]


def test_many_laptops_at_once_with_the_same_box_store_it_once(register: Any) -> None:
    async def laptop() -> bool:
        async with register.client() as client:
            return await client.send_escrow("VM-1", LOG, b"box")

    async def run() -> list[bool]:
        return await asyncio.gather(*[laptop() for _ in range(6)])

    assert sum(asyncio.run(run())) == 1
    assert fetch(register) == [b"box"]


def test_a_log_takes_sixteen_boxes_and_says_so_of_the_next(register: Any) -> None:
    boxes = [bytes((number,)) for number in range(MOST_BOXES)]
    assert put(register, *boxes) == [True] * MOST_BOXES
    with pytest.raises(RefusedError, match="Tell its keeper") as caught:
        put(register, b"one more")
    assert caught.value.status == 409
    assert put(register, boxes[3]) == [False]
    assert fetch(register) == boxes
    assert put(register, b"one more", log_id=OTHER_LOG) == [True]


def test_each_log_has_its_own_boxes(register: Any) -> None:
    put(register, b"1")
    put(register, b"2", log_id=OTHER_LOG)
    put(register, b"3", device_id="VM-1 ")
    assert fetch(register) == [b"1"]
    assert fetch(register, log_id=OTHER_LOG) == [b"2"]
    assert fetch(register, device_id="VM-1 ") == [b"3"]
    assert fetch(register, device_id="VM-2") == []


@pytest.mark.parametrize("device_id", ["a&log_id=0000000000000000", "é +%41/#?", "日本", " "])
def test_an_id_is_asked_for_to_the_letter(register: Any, device_id: str) -> None:
    put(register, b"box", device_id=device_id)
    assert fetch(register, device_id=device_id) == [b"box"]


def test_half_a_character_in_an_id_is_refused_and_finds_nothing(register: Any) -> None:
    with pytest.raises(RefusedError):
        put(register, b"box", device_id="VM-\ud800")
    assert fetch(register, device_id="VM-\ud800") == []


@pytest.mark.parametrize("box", ["", "====", "not base64!", "Qk9Y\n", "Qk9", "Qk9Y Qk9Y", "bØx=", "\ud800"])
def test_a_box_that_is_not_base64_is_refused(register: Any, box: str) -> None:
    answer = post(register, box=box)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:viewmark:problem:box-undecodable")
    assert "Send it again" in answer.json()["detail"]
    assert fetch(register) == []


def test_a_box_may_have_a_kilobyte_and_no_byte_more(register: Any) -> None:
    assert put(register, bytes(BOX_LIMIT_BYTES)) == [True]
    with pytest.raises(RefusedError, match="at most 1024 bytes") as caught:
        put(register, bytes(BOX_LIMIT_BYTES + 1))
    assert caught.value.status == 413
    assert len(fetch(register)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"device_id": ""},
        {"device_id": "x" * 201},
        {"device_id": "VM-1\n"},
        {"device_id": "\x1b[2J"},
        {"log_id": "00" * 7},
        {"log_id": "00" * 9},
        {"log_id": "AB" * 8},
        {"log_id": "00" * 8 + "\n"},
        {"log_id": "xy" * 8},
    ],
)
def test_a_malformed_id_is_refused_in_sending_and_in_asking(register: Any, wrong: dict[str, str]) -> None:
    ids = {"device_id": "VM-1", "log_id": LOG.hex()} | wrong
    for answer in (post(register, **wrong), get(register, "/v1/escrow", **ids)):
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json" and answer.json()["detail"]
    assert get(register, "/v1/escrow/logs").json() == {"logs": []}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/escrow"),
        ("GET", f"/v1/escrow?device_id=VM-1&log_id={LOG.hex()}"),
        ("GET", "/v1/escrow/logs"),
        ("GET", "/v1/focal-point"),
    ],
)
def test_without_the_api_key_nothing_is_kept_or_said(register: Any, method: str, path: str) -> None:
    body = {"device_id": "VM-1", "log_id": LOG.hex(), "box": "Qk9Y"} if method == "POST" else None
    assert httpx.request(method, register.url + path, json=body, verify=TRUST).status_code == 401
    assert escrow_boxes(register.store, "VM-1", LOG.hex()) == []


def test_the_wrong_key_is_said_to_be_the_laptop_s_own_trouble(register: Any) -> None:
    register.key = "some-other-key"
    with pytest.raises(KeyRefusedError, match="Enrol"):
        put(register, b"box")


def test_logs_are_listed_once_each_in_order_of_arrival(register: Any) -> None:
    times = iter((100, 200, 300))
    register.store.now_s = lambda: next(times, 99)
    put(register, b"1")
    put(register, b"2", log_id=OTHER_LOG)
    put(register, b"3")
    first, second = get(register, "/v1/escrow/logs").json()["logs"]
    assert first == {"id": 1, "device_id": "VM-1", "log_id": LOG.hex(), "boxes": 2, "received_s": 100}
    assert second == {"id": 2, "device_id": "VM-1", "log_id": OTHER_LOG.hex(), "boxes": 1, "received_s": 200}
    assert get(register, "/v1/escrow/logs", after_id=1).json()["logs"] == [second]
    assert get(register, "/v1/escrow/logs", limit=1).json()["logs"] == [first]


def test_that_boxes_were_read_is_logged_without_what_they_hold(register: Any, caplog: pytest.LogCaptureFixture) -> None:
    put(register, b"box-bytes")
    with caplog.at_level(logging.INFO, "viewmark.register"):
        fetch(register)
    (line,) = [one for one in caplog.records if one.getMessage() == "escrow read"]
    told = vars(line)
    assert (told["device_id"], told["log_id"], told["boxes"]) == ("VM-1", LOG.hex(), 1)
    assert told["who"].startswith("key:")
    assert base64.b64encode(b"box-bytes").decode() not in repr(told) and register.key not in repr(told)


def test_the_newest_public_key_of_the_focal_point_counts(register: Any) -> None:
    async def run() -> bytes | None:
        async with register.client() as client:
            return await client.fetch_focal_point()

    assert asyncio.run(run()) is None
    first, second = bytes(range(32)), bytes(range(1, 33))
    assert [set_focal_point(register.store, key) for key in (first, first, second)] == [True, False, True]
    assert asyncio.run(run()) == second
    assert set_focal_point(register.store, first) and asyncio.run(run()) == first


def test_what_is_no_public_key_is_not_set(register: Any) -> None:
    with pytest.raises(SetupError, match=r"Copy it from its \.pub file"):
        set_focal_point(register.store, bytes(31))
    assert focal_point(register.store) is None


def test_a_box_waits_in_the_outbox_and_arrives(register: Any, tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    assert put_escrow(outbox, "VM-1", LOG, b"box", 100)
    outbox.close()
    outbox = Outbox(tmp_path / "outbox.sqlite")

    async def run() -> int:
        async with register.client() as client:
            return (await deliver(outbox, client, lambda: 200)).sent

    assert asyncio.run(run()) == 1
    assert outbox.is_done("escrow", escrow_key("VM-1", LOG))
    assert fetch(register) == [b"box"]


def test_another_box_of_a_log_that_waits_or_was_sent_is_no_error(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    assert put_escrow(outbox, "VM-1", LOG, b"box", 100)
    assert not put_escrow(outbox, "VM-1", LOG, b"other", 200)
    (item,) = outbox.due(300)
    assert base64.b64decode(json.loads(item.payload)["box"]) == b"box"
    outbox.done(item.id)
    assert not put_escrow(outbox, "VM-1", LOG, b"other", 400)
    assert put_escrow(outbox, "VM-1", OTHER_LOG, b"box", 400)


def test_a_box_that_the_register_refuses_is_parked_with_the_reason(register: Any, tmp_path: Path) -> None:
    put(register, *(bytes((number,)) for number in range(MOST_BOXES)))
    outbox = Outbox(tmp_path / "outbox.sqlite")
    put_escrow(outbox, "VM-1", LOG, b"one more", 100)

    async def run() -> int:
        async with register.client() as client:
            return (await deliver(outbox, client, lambda: 200)).parked

    assert asyncio.run(run()) == 1
    assert "Tell its keeper" in str(outbox.parked()[0].error)


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    program = (
        "import sys; from viewmark.register.server.run import serve;"
        "serve(sys.argv[1], port=0, api_key='test-api-key', ready=lambda url: print(url, flush=True))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    boxes = [bytes((number,)) for number in range(10)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()

        async def send() -> None:
            async with RegisterClient(url, "test-api-key") as client:
                for box in boxes:
                    assert await client.send_escrow("VM-1", LOG, box)
                process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

        asyncio.run(send())
    store = open_store(tmp_path)
    kept = escrow_boxes(store, "VM-1", LOG.hex())
    store.close()
    assert kept == boxes


def test_a_demo_s_register_has_a_focal_point_whose_private_key_lies_outside(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    prepare(folder, [], 1)
    store = open_store(folder)
    public_key = focal_point(store)
    store.close()
    assert public_key == public_key_of(read_private_key(tmp_path / FOCAL_POINT_FILE))
    assert not [path for path in folder.rglob("*") if "focal" in path.name]


def test_preparing_a_demo_again_keeps_its_focal_point(tmp_path: Path) -> None:
    prepare(tmp_path / "register", [], 1)
    kept = (tmp_path / FOCAL_POINT_FILE).read_bytes()
    prepare(tmp_path / "register", [], 1)
    prepare(tmp_path / "another", [], 1)
    assert (tmp_path / FOCAL_POINT_FILE).read_bytes() == kept
