"""The register as one ASGI application."""

import time

from fastapi import FastAPI

from ..wire import API, QUESTIONS_A_MINUTE
from .keys import Keys
from .limits import BodyLimit
from .problems import PROBLEMS, add_problem_handlers
from .rates import Rates
from .routes import checks, escrow, health, lists, photos, queries, reference, reports, roster, traces
from .store import RegisterStore


def create_app(store: RegisterStore, questions_a_minute: int = QUESTIONS_A_MINUTE) -> FastAPI:
    """Return the application on `store`, which lets each key ask so often."""
    # No documentation pages: they would load scripts from elsewhere.
    app = FastAPI(title="Viewmark register", openapi_url=API + "/openapi.json", docs_url=None, redoc_url=None)
    app.state.store = store
    app.state.keys = Keys(store)
    app.state.rates = Rates(questions_a_minute, time.monotonic)
    for routes in (health, queries, checks, photos, lists, escrow, reports, traces, roster, reference):
        app.include_router(routes.router, prefix=API, responses=PROBLEMS)
    add_problem_handlers(app)
    app.add_middleware(BodyLimit)
    return app
