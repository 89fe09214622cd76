"""Reports, trace requests and the roster over HTTP: taken once, kept for ever, refused with a reason."""

from typing import Any

import httpx
import pytest

from viewmark.register.roles import FOCAL_POINT, POST
from viewmark.register.server.keys import make_key

from .conftest import Running

WEAPON = {"register_id": "W1", "serial": "ABC4567", "maker": "GLOCK", "kind": "stolen", "authority": "police"}


def sent(register: Running, method: str, path: str, json: Any = None, key: str | None = None) -> httpx.Response:
    return register.request(method, path, key, json=json)


def test_a_report_that_is_sent_twice_is_one_and_makes_the_weapon_a_hit(register: Running) -> None:
    first, second = (sent(register, "PUT", "/reports/R-1", WEAPON) for _ in range(2))
    assert first.status_code == second.status_code == 200 and first.json() == second.json()
    assert register.store.counts()["open_reports"] == 1
    question = {"serial": "abc-4567", "maker": "Glock", "officer": "K7", "post": "north", "legal_ground": "law"}
    assert sent(register, "POST", "/query", question).json()["answer"] == "hit"


def test_a_closed_report_is_no_hit_any_longer_and_stays_closed(register: Running) -> None:
    sent(register, "PUT", "/reports/R-1", WEAPON)
    first, second = (sent(register, "POST", "/reports/R-1/close", {"authority": "police"}) for _ in range(2))
    assert first.json()["closed_s"] == second.json()["closed_s"] > 0
    assert register.store.counts()["open_reports"] == 0
    assert sent(register, "POST", "/reports/R-2/close", {"authority": "police"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "change", "status"),
    [
        ("/reports/R-1", {"kind": "lost"}, 409),  # another report under its id
        ("/reports/R-2", {"serial": "XYZ4567"}, 409),  # another weapon under its register id
        ("/reports/R-2", {"maker": "BERETTA"}, 409),
        ("/reports/R-2", {"kind": "borrowed"}, 422),
        ("/reports/R-2", {"register_id": "W2", "serial": "0000"}, 422),
        ("/reports/R 2", {}, 422),
        ("/reports/R-2", {"authority": " "}, 422),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    register: Running, path: str, change: dict[str, Any], status: int
) -> None:
    sent(register, "PUT", "/reports/R-1", WEAPON)
    answer = sent(register, "PUT", path, WEAPON | change)
    assert answer.status_code == status and answer.json()["detail"]
    assert (register.store.counts()["firearms"], register.store.counts()["open_reports"]) == (1, 1)


def test_a_post_reports_nothing(register: Running) -> None:
    key = make_key(register.store, "north", POST)
    assert sent(register, "PUT", "/reports/R-1", WEAPON, key).status_code == 403


def test_a_trace_request_keeps_every_state_with_who_brought_it_there(register: Running) -> None:
    post, focal_point = make_key(register.store, "north", POST), make_key(register.store, "nfp", FOCAL_POINT)
    content = {"serial": "ABC4567", "country": "AT"}
    assert sent(register, "PUT", "/traces/T-1", {"content": content, "check_id": "c-1"}, post).status_code == 200
    for state, note in (("sent", "to AT"), ("answered", "sold 2001"), ("sent", "to DE"), ("closed", "")):
        sent(register, "POST", "/traces/T-1/state", {"state": state, "note": note}, focal_point)
    told = sent(register, "GET", "/traces/T-1", None, post).json()
    assert told["content"] == content
    assert [one["state"] for one in told["states"]] == ["drafted", "sent", "answered", "sent", "closed"]
    assert told["states"][0]["who"].endswith(" north") and told["states"][1]["who"].endswith(" nfp")


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "/traces/T-1", {"content": {"serial": "other"}}, 409),
        ("POST", "/traces/T-1/state", {"state": "answered"}, 409),  # it was never sent
        ("POST", "/traces/T-2/state", {"state": "sent"}, 404),
        ("GET", "/traces/T-2", None, 404),
        ("PUT", "/traces/T-2", {"content": [1]}, 422),
        ("POST", "/traces/T-1/state", {"state": "lost"}, 422),
    ],
)
def test_a_trace_request_goes_no_way_that_there_is_not(
    register: Running, method: str, path: str, body: Any, status: int
) -> None:
    sent(register, "PUT", "/traces/T-1", {"content": {"serial": "ABC4567"}})
    assert sent(register, method, path, body).status_code == status
    assert len(sent(register, "GET", "/traces/T-1").json()["states"]) == 1


def test_the_roster_says_who_works_where_now(register: Running) -> None:
    assert sent(register, "PUT", "/roster", {"post": "north", "officers": ["K7", "K9"]}).json() == {"changed": 2}
    assert sent(register, "PUT", "/roster", {"post": "north", "officers": ["K9", "K12"]}).json() == {"changed": 2}
    assert sent(register, "PUT", "/roster", {"post": "north", "officers": ["K12", "K9", "K9"]}).json() == {"changed": 0}
    key = make_key(register.store, "north", POST)
    rows = sent(register, "GET", "/roster", None, key).json()["roster"]
    assert [(one["officer"], one["post"]) for one in rows] == [("K12", "north"), ("K9", "north")]
    assert sent(register, "PUT", "/roster", {"post": "north", "officers": []}, key).status_code == 403


def test_the_reference_tables_name_makers_calibres_and_categories(register: Running) -> None:
    makers = {one["name"]: one for one in sent(register, "GET", "/reference/makers").json()["makers"]}
    assert makers["GLOCK"]["code"] > 0 and makers["GLOCK"]["shapes"]
    calibres = {one["name"]: one["forms"] for one in sent(register, "GET", "/reference/calibres").json()["calibres"]}
    assert "380ACP" in calibres["9x17"]
    assert "stolen" in sent(register, "GET", "/reference/categories").json()["categories"]
