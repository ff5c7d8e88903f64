"""Channels: the ways between this server and the organisation's systems."""

import json
import threading
from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access import audit
from app.access.clients import Scope
from app.api import shapes
from app.api.context import NotFound, client, own, ports
from app.api.guard import requires
from app.api.problems import language
from app.api.record_schemas import ChannelChange, ChannelShape, NewChannel
from app.api.schemas import Problem
from app.errors import CountersignError
from app.pipeline.channel_settings import check_channel, seal_secrets, settings_of
from app.pipeline.schedules import check_retry_minutes
from app.storage.models import Channel
from app.storage.types import new_key
from app.transports.base import SendOutcome

_probing = threading.BoundedSemaphore(2)
"""How many probes may be under way: each may hold a thread for as long as a partner keeps silent."""

blueprint = Blueprint("channels", __name__, url_prefix="/api/v1", description="Channels")


@blueprint.route("/channels", methods=["GET"])
@blueprint.doc(summary="List channels")
@blueprint.response(200, ChannelShape(many=True))
@requires(Scope.CHANNELS)
def listing() -> list[dict[str, Any]]:
    """The organisation's channels."""
    with ports().database.reading() as session:
        rows = session.scalars(select(Channel).where(Channel.organisation_id == own()).order_by(Channel.name))
        return [shapes.channel(each) for each in rows]


@blueprint.route("/channels", methods=["POST"])
@blueprint.doc(summary="Add a channel")
@blueprint.arguments(NewChannel)
@blueprint.response(201, ChannelShape)
@blueprint.alt_response(422, schema=Problem, description="unknown kind, or settings that can't be used")
@requires(Scope.CHANNELS)
def add(body: dict[str, Any]) -> dict[str, Any]:
    """Add a channel; its settings are checked by its transport."""
    with ports().database.unit_of_work() as uow:
        row = Channel(
            id=new_key(),
            organisation_id=own(),
            kind=body.pop("kind"),
            direction=body.pop("direction"),
            settings={},
            retry_minutes=[],
            document_types=[],
            created_at=ports().clock(),
        )
        _apply(uow.session, row, body)
        uow.session.add(row)
        _record(uow.session, "channel.add", row)
        uow.commit()
        return shapes.channel(row)


@blueprint.route("/channels/<channel_id>", methods=["GET"])
@blueprint.doc(summary="See a channel")
@blueprint.response(200, ChannelShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.CHANNELS)
def one(channel_id: str) -> dict[str, Any]:
    """A channel."""
    with ports().database.reading() as session:
        return shapes.channel(find_channel(session, channel_id))


@blueprint.route("/channels/<channel_id>", methods=["PATCH"])
@blueprint.doc(summary="Change a channel, or put it out of use")
@blueprint.arguments(ChannelChange)
@blueprint.response(200, ChannelShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.CHANNELS)
def change(body: dict[str, Any], channel_id: str) -> dict[str, Any]:
    """Change a channel."""
    with ports().database.unit_of_work() as uow:
        row = find_channel(uow.session, channel_id)
        _apply(uow.session, row, body)
        _record(uow.session, "channel.change", row)
        uow.commit()
        return shapes.channel(row)


@blueprint.route("/channels/<channel_id>/probe", methods=["POST"])
@blueprint.doc(summary="Try whether a channel's other side can be reached")
@blueprint.response(200, description='{"outcome": "sent" | "transient" | "permanent", "detail": text}')
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.CHANNELS)
def probe(channel_id: str) -> dict[str, Any]:
    """Reach out without sending a document."""
    with ports().database.reading() as session:
        row = find_channel(session, channel_id)
        settings = settings_of(session, row, ports())
    if not _probing.acquire(blocking=False):
        return {"outcome": str(SendOutcome.TRANSIENT), "detail": "other probes are under way; try again"}
    try:
        result = ports().transports.get(row.kind).probe(settings)
    finally:
        _probing.release()
    return {"outcome": str(result.outcome), "detail": result.detail}


def find_channel(session: Session, channel_id: str) -> Channel:
    """A channel of the own organisation; raises NotFound."""
    row = session.get(Channel, channel_id)
    if row is None or row.organisation_id != own():
        raise NotFound
    return row


def _apply(session: Session, row: Channel, body: dict[str, Any]) -> None:
    """Enter what is given, then let the transport judge the whole."""
    if "secrets" in body:
        seal_secrets(session, row, body.pop("secrets"), ports())
    for name, value in body.items():
        setattr(row, name, value)
    if row.syntax and row.syntax not in ports().formats:
        raise CountersignError("api.invalid", detail=f"syntax: there are {', '.join(ports().formats)}")
    faults = [
        *check_channel(row.kind, settings_of(session, row, ports()), ports()),
        *check_retry_minutes(row.retry_minutes),
    ]
    if faults:
        raise CountersignError("api.invalid", detail="; ".join(each.message(language()) for each in faults))


def _record(session: Session, action: str, row: Channel) -> None:
    detail = json.dumps({"kind": row.kind, "direction": row.direction, "active": row.active})
    audit.record(session, audit.Actor.client(client()), action, row.name, ports().clock(), channel=detail)
