"""The register as one ASGI application."""

from fastapi import FastAPI

from ..wire import API
from .access import ApiKey
from .limits import BodyLimit
from .problems import add_problem_handlers
from .routes import checks, escrow, health, lists, photos, queries
from .store import RegisterStore


def create_app(store: RegisterStore, api_key: str) -> FastAPI:
    """Return the application on `store`; SetupError where the key is none that can be sent in a header."""
    # No documentation pages: they would load scripts from elsewhere.
    app = FastAPI(title="Viewmark register", openapi_url=API + "/openapi.json", docs_url=None, redoc_url=None)
    app.state.store = store
    app.state.api_key = ApiKey(api_key)
    for routes in (health, queries, checks, photos, lists, escrow):
        app.include_router(routes.router, prefix=API)
    add_problem_handlers(app)
    app.add_middleware(BodyLimit)
    return app
