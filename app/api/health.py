"""Whether the server lives, whether it can work, and what it counts; for load balancers and monitoring."""

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.api.context import ports

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@blueprint.get("/api/v1/healthz")
def alive() -> Response:
    """The process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@blueprint.get("/api/v1/readyz")
def ready() -> tuple[Response, int]:
    """The database answers too: documents can be taken."""
    try:
        with ports().database.reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="not ready", database="unreachable"), 503
    return jsonify(status="ready"), 200


@blueprint.get("/metrics")
@blueprint.get("/api/v1/metrics")
def metrics() -> Response:
    """Prometheus' text format; numbers of the whole server, of no single organisation."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
