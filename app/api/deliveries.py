"""Deliveries: what is on its way to the organisation's systems, with every attempt."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access import audit
from app.access.clients import Scope
from app.api import shapes
from app.api.context import NotFound, client, own, ports
from app.api.guard import requires
from app.api.paging import page_of
from app.api.record_schemas import DeliveryPage, DeliveryQuery, DeliveryShape
from app.api.schemas import Problem
from app.pipeline import delivery_actions
from app.storage.models import Delivery, DeliveryAttempt

blueprint = Blueprint("deliveries", __name__, url_prefix="/api/v1", description="Deliveries")


@blueprint.route("/deliveries", methods=["GET"])
@blueprint.doc(summary="List deliveries")
@blueprint.arguments(DeliveryQuery, location="query")
@blueprint.response(200, DeliveryPage)
@requires(Scope.DELIVERIES)
def listing(query: dict[str, Any]) -> dict[str, Any]:
    """Deliveries to the organisation's systems, the newest first."""
    wanted = select(Delivery).where(Delivery.organisation_id == own())
    for name in ("state", "channel_id", "document_id"):
        if name in query:
            wanted = wanted.where(getattr(Delivery, name) == query[name])
    with ports().database.reading() as session:
        rows, following = page_of(session, wanted, Delivery.created_at, Delivery.id, query)
        return {"deliveries": [shapes.delivery(each) for each in rows], "next": following}


@blueprint.route("/deliveries/<delivery_id>", methods=["GET"])
@blueprint.doc(summary="See a delivery with every attempt")
@blueprint.response(200, DeliveryShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.DELIVERIES)
def one(delivery_id: str) -> dict[str, Any]:
    """A delivery with its attempts."""
    with ports().database.reading() as session:
        return _shown(session, _find(session, delivery_id))


@blueprint.route("/deliveries/<delivery_id>/retry", methods=["POST"])
@blueprint.doc(summary="Try again now")
@blueprint.response(200, DeliveryShape)
@blueprint.alt_response(404, schema=Problem)
@blueprint.alt_response(422, schema=Problem, description="not possible in this state")
@requires(Scope.DELIVERIES)
def retry(delivery_id: str) -> dict[str, Any]:
    """Due at once, with all its attempts before it again."""
    return _do("delivery.retry", delivery_id, lambda session: delivery_actions.retry(session, delivery_id, _now()))


@blueprint.route("/deliveries/<delivery_id>/hold", methods=["POST"])
@blueprint.doc(summary="Hold back until released")
@blueprint.response(200, DeliveryShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.DELIVERIES)
def hold(delivery_id: str) -> dict[str, Any]:
    """Not sent until it is released."""
    return _do("delivery.hold", delivery_id, lambda session: delivery_actions.hold(session, delivery_id))


@blueprint.route("/deliveries/<delivery_id>/release", methods=["POST"])
@blueprint.doc(summary="Release what was held")
@blueprint.response(200, DeliveryShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.DELIVERIES)
def release(delivery_id: str) -> dict[str, Any]:
    """Due at once."""
    return _do("delivery.release", delivery_id, lambda session: delivery_actions.release(session, delivery_id, _now()))


@blueprint.route("/deliveries/<delivery_id>/resend", methods=["POST"])
@blueprint.doc(summary="Send once more, as a new message")
@blueprint.response(200, DeliveryShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.DELIVERIES)
def resend(delivery_id: str) -> dict[str, Any]:
    """A new delivery of the same document, under a new id."""
    return _do("delivery.resend", delivery_id, lambda session: delivery_actions.resend(session, delivery_id, _now()))


def _now() -> datetime:
    return ports().clock()


def _do(action: str, delivery_id: str, change: Callable[[Session], Delivery]) -> dict[str, Any]:
    with ports().database.unit_of_work() as uow:
        _find(uow.session, delivery_id)
        row = change(uow.session)
        audit.record(uow.session, audit.Actor.client(client()), action, delivery_id, ports().clock())
        uow.after_commit(lambda: ports().wake.channel(row.channel_id))
        uow.commit()
        return _shown(uow.session, row)


def _find(session: Session, delivery_id: str) -> Delivery:
    row = session.get(Delivery, delivery_id)
    if row is None or row.organisation_id != own():
        raise NotFound
    return row


def _shown(session: Session, row: Delivery) -> dict[str, Any]:
    attempts = select(DeliveryAttempt).where(DeliveryAttempt.delivery_id == row.id).order_by(DeliveryAttempt.number)
    return shapes.delivery(row, list(session.scalars(attempts)))
