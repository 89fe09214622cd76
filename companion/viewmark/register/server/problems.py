"""Errors over HTTP as problem details (RFC 9457); `detail` says what to do next and never repeats a serial."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from ..wire import PROBLEM_PREFIX, PROBLEM_TYPE

logger = logging.getLogger("viewmark.register")


class ProblemBody(BaseModel):
    """What is answered instead of a result: RFC 9457. `errors` names malformed fields."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None


_BODY = {PROBLEM_TYPE: {"schema": ProblemBody.model_json_schema()}}
_WHY = {
    400: "the request is no proper HTTP",
    401: "no key, or none that is known",
    403: "the key's role may not do this",
    404: "there is no such thing",
    405: "nothing is done so here",
    409: "it contradicts what is on record",
    413: "it is larger than what is taken",
    422: "it does not have the right form, or cannot be taken as it is",
    429: "too often; Retry-After says when to ask again",
    503: "the database is busy; Retry-After says when to send it again",
}
# For the published description: any route may answer so.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": why, "content": _BODY} for status, why in _WHY.items()
}


class Problem(HTTPException):
    """An error that is answered with `status`, a type `name` and a `detail` for people."""

    def __init__(self, status: int, name: str, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, detail, headers)
        self.name = name


def problem_response(
    status: int, name: str, detail: str, headers: dict[str, str] | None = None, **more: object
) -> JSONResponse:
    """Return the response for one problem."""
    title = HTTPStatus(status).phrase
    content = {"type": PROBLEM_PREFIX + name, "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(content, status, headers, media_type=PROBLEM_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Make every error of `app` a problem."""

    @app.exception_handler(HTTPException)
    async def http_error(_request: Request, error: HTTPException) -> JSONResponse:
        headers = dict(error.headers) if error.headers else None
        if isinstance(error, Problem):
            return problem_response(error.status_code, error.name, error.detail, headers)
        detail = f"{error.detail}. See /v1/openapi.json for what this register offers."
        return problem_response(error.status_code, "http", detail, headers)

    @app.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        places = [{"field": ".".join(str(part) for part in one["loc"]), "error": one["msg"]} for one in error.errors()]
        detail = "The request does not have the right form. Correct the fields named under errors and send it again."
        return problem_response(422, "malformed", detail, errors=places)

    @app.exception_handler(OperationalError)
    async def database_error(_request: Request, error: OperationalError) -> JSONResponse:
        logger.error("database not available", extra={"error": type(error.orig).__name__})
        detail = "The register's database is busy or not available. Nothing was stored; send it again in a minute."
        return problem_response(503, "database", detail, {"Retry-After": "60"})

    @app.exception_handler(Exception)
    async def fault(_request: Request, error: Exception) -> JSONResponse:
        logger.error("fault", extra={"error": type(error).__name__})
        detail = "The register failed on this request. Send it again later; if it stays, tell the register's keeper."
        return problem_response(500, "fault", detail)
