"""Every question leaves its line, and a line that is changed, moved or removed is found."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import text

from viewmark.devices.identity import make_identity
from viewmark.register.errors import RefusedError, SetupError
from viewmark.register.server.app import create_app
from viewmark.register.server.audit import KEY_FILE
from viewmark.register.server.generate import add_listed
from viewmark.register.server.store import RegisterStore

from .conftest import Running

PURPOSE = {"officer": "officer-1", "post": "post-1", "legal_ground": "customs act"}
HANDHELD = {"device_id": "VM-1", "certificate": make_identity("v")[1].hex()}
REPORT = {"register_id": "W1", "serial": "ABC4567", "kind": "stolen", "authority": "police"}
LOG = {"device_id": "VM-1", "log_id": "00" * 8}
# Routes that tell nothing of a weapon, a person or a secret: what they store is the caller's own.
SILENT = {
    ("GET", "/v1/health"),
    ("GET", "/v1/focal-point"),
    ("GET", "/v1/checks/count"),
    ("GET", "/v1/reference/makers"),
    ("GET", "/v1/reference/calibres"),
    ("GET", "/v1/reference/categories"),
    ("POST", "/v1/checks"),
    ("PUT", "/v1/photos/{digest}"),
    ("PATCH", "/v1/photos/{digest}"),
    ("POST", "/v1/escrow"),
    # Opaque bytes: who has no list key reads nothing out of them.
    ("GET", "/v1/list"),
    ("GET", "/v1/list/changes"),
    ("GET", "/v1/list/changes/all"),
    ("GET", "/v1/list/changes/{version}"),
}
TELLING: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/query"): {"json": PURPOSE | {"serial": "ABC4567"}},
    ("POST", "/v1/queries"): {"json": PURPOSE | {"weapons": [{"serial": "ABC4567"}]}},
    ("GET", "/v1/escrow"): {"params": LOG},
    ("GET", "/v1/escrow/logs"): {},
    ("GET", "/v1/checks"): {},
    ("POST", "/v1/list/key"): {"json": HANDHELD},
    ("PUT", "/v1/reports/{report_id}"): {"json": REPORT},
    ("POST", "/v1/reports/{report_id}/close"): {"json": {"authority": "police"}},
    ("PUT", "/v1/traces/{trace_id}"): {"json": {"content": {}}},
    ("GET", "/v1/traces/{trace_id}"): {},
    ("POST", "/v1/traces/{trace_id}/state"): {"json": {"state": "sent"}},
    ("GET", "/v1/roster"): {},
    ("PUT", "/v1/roster"): {"json": {"post": "north", "officers": ["K7"]}},
}


def routes(store: RegisterStore) -> set[tuple[str, str]]:
    """Return method and path of everything that the register offers."""
    app = create_app(store)
    found: set[tuple[str, str]] = set()
    for route in app.routes:
        for one in getattr(route, "original_router", route).routes if hasattr(route, "original_router") else [route]:
            if isinstance(one, APIRoute):
                path = one.path if one.path.startswith("/v1") else "/v1" + one.path
                found |= {(method, path) for method in one.methods}
    return found


def test_every_route_that_tells_something_is_known(store: RegisterStore) -> None:
    assert routes(store) == SILENT | set(TELLING)


@pytest.mark.parametrize(("method", "path"), sorted(TELLING))
def test_what_tells_something_leaves_a_line_with_who_asked(register: Running, method: str, path: str) -> None:
    more = TELLING[method, path]
    path = path.removeprefix("/v1").replace("{report_id}", "R1").replace("{trace_id}", "T1")
    if "R1" in path:
        register.request("PUT", "/reports/R1", json=REPORT)
    if "T1" in path:
        register.request("PUT", "/traces/T1", json={"content": {}})
    before = len(register.store.audit.lines())
    answer = register.request(method, path, **more)
    assert answer.status_code == 200, answer.text
    (line,) = register.store.audit.lines(after_id=before)
    assert line.who.startswith("key:") and line.asked_s > 1_700_000_000


def test_a_line_tells_what_was_asked_and_shown(register: Running) -> None:
    listed = add_listed(register.store, "ABC4567", "GLOCK", "stolen")
    for serial in ("ABC4567", "XYZ9999", "UNKNOWN"):
        try:
            asyncio.run(register.ask(serial, "GLOCK"))
        except RefusedError:
            assert serial == "UNKNOWN"
    lines = register.store.audit.lines()
    assert [(json.loads(line.asked)["serial"], line.answer, json.loads(line.shown)) for line in lines] == [
        ("ABC4567", "hit", [listed]),
        ("XYZ9999", "none", []),
        ("UNKNOWN", "refused", []),
    ]
    assert {(line.officer, line.post, line.legal_ground) for line in lines} == {("officer-1", "post-1", "customs act")}
    assert not any(register.key in line.who for line in lines)


def test_many_questions_leave_a_line_each_in_their_order(register: Running) -> None:
    add_listed(register.store, "ABC4567", "GLOCK", "stolen")
    weapons = [{"serial": "ABC4567", "maker": "GLOCK"}, {"serial": "0000"}, {"serial": "XYZ9999"}]
    answers = register.request("POST", "/queries", json=PURPOSE | {"weapons": weapons}).json()
    told = [one["answer"]["answer"] if one["answer"] else one["refused"][:20] for one in answers["answers"]]
    assert told == ["hit", "This is no serial bu", "none"]
    assert [line.answer for line in register.store.audit.lines()] == ["hit", "refused", "none"]
    assert register.store.audit.verify() == 3


@pytest.fixture
def audited(store: RegisterStore) -> RegisterStore:
    """A register with five lines."""
    for number in range(5):
        store.audit.note("key:1 desk", "checks", 1_790_000_000 + number, {"number": number})
    assert store.audit.verify() == 5
    return store


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE audit SET who = 'key:2 other' WHERE id = 3", "Line 3 .* not as it was written"),
        ("UPDATE audit SET asked_s = asked_s + 1 WHERE id = 5", "Line 5 .* not as it was written"),
        ("UPDATE audit SET shown = '[\"W1\"]' WHERE id = 1", "Line 1 .* not as it was written"),
        ("DELETE FROM audit WHERE id = 2", "Line 2 .* missing"),
        ("DELETE FROM audit WHERE id = 5", "ends with line 4, not 5"),
        ("DELETE FROM audit", "ends with line 0, not 5"),
        ("UPDATE audit SET id = CASE id WHEN 2 THEN 13 ELSE 12 END WHERE id IN (2, 3)", "Line 2 .* missing"),
        ("DELETE FROM audit WHERE id = 5; UPDATE audit_head SET lines = 4", "head is not as it was written"),
        ("DELETE FROM audit_head", "head is missing"),
    ],
)
def test_whatever_is_done_to_the_lines_is_found(audited: RegisterStore, tampering: str, found: str) -> None:
    with audited.database.writing() as session:
        for statement in tampering.split("; "):
            session.execute(text(statement))
    with pytest.raises(SetupError, match=found):
        audited.audit.verify()


def test_two_lines_that_changed_places_are_found(audited: RegisterStore) -> None:
    with audited.database.writing() as session:
        for before, after in ((2, 12), (3, 2), (12, 3)):
            session.execute(text(f"UPDATE audit SET id = {after} WHERE id = {before}"))
    with pytest.raises(SetupError, match=r"Line 2 .* not as it was written"):
        audited.audit.verify()


def test_nothing_is_answered_once_the_head_was_tampered_with(register: Running) -> None:
    asyncio.run(register.ask("ABC4567"))
    with register.store.database.writing() as session:
        session.execute(text("UPDATE audit_head SET lines = 0"))
    answer = register.request("POST", "/query", json=PURPOSE | {"serial": "ABC4567"})
    assert answer.status_code == 500 and "candidates" not in answer.text


def test_without_its_key_a_register_with_lines_does_not_open(
    audited: RegisterStore, new_store: Callable[[], RegisterStore], tmp_path: Path
) -> None:
    (key,) = tmp_path.glob(f"*/{KEY_FILE}")
    held = key.read_bytes()
    key.unlink()
    with pytest.raises(SetupError, match=r"audit's key .* Put it back"):
        new_store()
    key.write_bytes(held[::-1])
    with pytest.raises(SetupError, match="another one"):
        new_store().audit.verify()
    key.write_bytes(held)
    assert new_store().audit.verify() == 5
