"""The REST API, version 1: an edge that turns requests into calls of the pipeline, and outcomes into answers."""

from flask import Flask, Response, request
from flask_smorest import Api

from app.api import (
    channels,
    deliveries,
    description,
    documents,
    edi_agreements,
    feed,
    guard,
    health,
    intake,
    keys,
    negotiations,
    partners,
    problems,
    published,
    schedules,
    validation,
)
from app.api.context import EXTENSION
from app.api.operations import Operations
from app.pipeline.ports import Ports
from app.version import VERSION

BLUEPRINTS = (
    documents,
    validation,
    feed,
    negotiations,
    partners,
    edi_agreements,
    keys,
    channels,
    schedules,
    deliveries,
)


class DescribedApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest's Api, which leaves the answers to errors to `problems`."""

    def _register_error_handlers(self) -> None:
        """Nothing: `problems.register` does it."""


def register(app: Flask, ports: Ports) -> None:
    """Add the API, its description, and health checks to `app`."""
    app.extensions[EXTENSION] = ports
    app.config.update(
        API_TITLE="Countersign",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    app.before_request(guard.admit_caller)
    app.before_request(intake.check_request)
    app.after_request(_protect)
    api = DescribedApi(app, spec_kwargs={**_security(), "extra_plugins": [Operations(app)]})
    for module in BLUEPRINTS:
        api.register_blueprint(module.blueprint)
    app.extensions["countersign-api"] = api
    app.register_blueprint(description.blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(published.blueprint)
    problems.register(app)
    feed.let_wait(ports.settings.threads // 2)


def _protect(response: Response) -> Response:
    """Nobody between us and the caller keeps an answer, and no browser takes it for something else."""
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    return response


def _security() -> dict[str, object]:
    return {
        "info": {
            "description": "Submit signed business documents, poll for them, negotiate, and hand them on.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        "security": [{"key": []}],
    }
