"""The register keeps to what it publishes: whatever is sent, no fault (5xx), and no answer that breaks the schema."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from viewmark.register.server.app import create_app
from viewmark.register.server.generate import add_listed
from viewmark.register.server.issuing import ensure_issuer
from viewmark.register.server.keys import give_key
from viewmark.register.server.run import open_store

from .test_audit import SILENT, TELLING

KEY = "openapi-test-key"
OPERATIONS = sorted(SILENT | set(TELLING))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A register with one listed weapon, and the key of an administrator."""
    store = open_store(tmp_path_factory.mktemp("openapi"))
    give_key(store, KEY)
    ensure_issuer(store, 5)
    add_listed(store, "ABC4567", "GLOCK", "stolen")
    yield create_app(store, 1_000_000)
    store.close()


@pytest.fixture(scope="module")
def api(app: FastAPI) -> Any:
    """What is offered, as it is published."""
    return schemathesis.openapi.from_asgi("/v1/openapi.json", app)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_is_sent_is_answered_as_published(api: Any, method: str, path: str) -> None:
    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(api[path][method].as_strategy())
    def sent(case: Any) -> None:
        # What a schema cannot say is refused too: a row of zeros is no serial.
        headers = {"Authorization": f"Bearer {KEY}"}
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    sent()


def test_nothing_that_is_published_is_left_out(app: FastAPI) -> None:
    published = {(method.upper(), path) for path, one in app.openapi()["paths"].items() for method in one}
    assert published == set(OPERATIONS)
