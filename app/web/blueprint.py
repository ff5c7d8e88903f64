"""The blueprint that all views hang on, and how they reach the ports and the database."""

from typing import cast

from flask import Blueprint, current_app, g
from sqlalchemy.orm import Session
from werkzeug.routing import BaseConverter

from app.access.login import Throttle
from app.pipeline.ports import Ports

PORTS = "countersign.web"
THROTTLE = "countersign.web.throttle"

blueprint = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/static")


class PagePath(BaseConverter):
    """Any path that is not another part's: what nobody serves there gets a page that says so, not the API's problem."""

    part_isolating = False
    regex = r"(?!api/|healthz|readyz|metrics).*"


def ports() -> Ports:
    """What the wiring built."""
    return cast(Ports, current_app.extensions[PORTS])


def throttle() -> Throttle:
    """The log-in's memory of failures, one an application."""
    return cast(Throttle, current_app.extensions[THROTTLE])


def db() -> Session:
    """The request's one session for reading."""
    if "reading" not in g:
        g.reading = ports().database.reading()
    return cast(Session, g.reading)


@blueprint.teardown_request
def _close_reading(_error: BaseException | None) -> None:
    reading = g.pop("reading", None)
    if reading is not None:
        reading.close()
