"""Negotiations: where an order, a contract or an invoice stands, whose move it is, and making a move."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.access.clients import Scope
from app.api import shapes
from app.api.context import client, own, ports
from app.api.guard import requires
from app.api.intake import LONGEST_KEY, idempotency_key
from app.api.paging import page_of
from app.api.problems import language
from app.api.schemas import NegotiationDetail, NegotiationPage, NegotiationQuery, NewEvent, Problem
from app.pipeline.act import act, offered_actions, side_of, visible
from app.pipeline.requests import Request
from app.pipeline.visibility import document_seen_by, negotiation_seen_by, step_seen_by
from app.storage.models import ContractSignature, DocumentRecord, Negotiation, NegotiationEvent

blueprint = Blueprint("negotiations", __name__, url_prefix="/api/v1", description="Negotiations")


@blueprint.route("/negotiations", methods=["GET"])
@blueprint.doc(summary="List negotiations")
@blueprint.arguments(NegotiationQuery, location="query")
@blueprint.response(200, NegotiationPage)
@requires(Scope.NEGOTIATIONS_READ)
def listing(query: dict[str, Any]) -> dict[str, Any]:
    """The organisation's negotiations, the last changed first."""
    with ports().database.reading() as session:
        wanted = _filtered(select(Negotiation).where(negotiation_seen_by(own())), query)
        rows, following = page_of(session, wanted, Negotiation.updated_at, Negotiation.id, query)
        return {"negotiations": [shapes.negotiation(each, own()) for each in rows], "next": following}


def _filtered(wanted: Select[Negotiation], query: dict[str, Any]) -> Select[Negotiation]:
    for name in ("kind", "state", "number"):
        if name in query:
            wanted = wanted.where(getattr(Negotiation, name) == query[name])
    if "ball" in query:
        mine, theirs = ("buyer", "seller") if query["ball"] == "mine" else ("seller", "buyer")
        as_buyer = (Negotiation.buyer_id == own()) & (Negotiation.ball == mine)
        as_seller = (Negotiation.seller_id == own()) & (Negotiation.ball == theirs)
        wanted = wanted.where(or_(as_buyer, as_seller))
    return wanted


@blueprint.route("/negotiations/<negotiation_id>", methods=["GET"])
@blueprint.doc(summary="See a negotiation", description="State, whose move, allowed actions, revisions, timeline.")
@blueprint.response(200, NegotiationDetail)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.NEGOTIATIONS_READ)
def one(negotiation_id: str) -> dict[str, Any]:
    """A negotiation with everything that belongs to it."""
    with ports().database.reading() as session:
        return _detail(session, visible(session, negotiation_id, own()))


@blueprint.route("/negotiations/<negotiation_id>/events", methods=["POST"])
@blueprint.doc(
    summary="Fire an event",
    description="Where the other party is told by a document, the server writes it and signs it with the key that it "
    "holds for the organisation; a system that signs itself submits the document instead.",
    parameters=[
        {
            "in": "header",
            "name": "Idempotency-Key",
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
        }
    ],
)
@blueprint.arguments(NewEvent)
@blueprint.response(200, NegotiationDetail)
@blueprint.alt_response(404, schema=Problem)
@blueprint.alt_response(409, schema=Problem, description="another version, or not possible in this state")
@blueprint.alt_response(422, schema=Problem, description="a reason or a signature is missing or wrong")
@requires(Scope.NEGOTIATIONS_WRITE)
def fire(body: dict[str, Any], negotiation_id: str) -> dict[str, Any]:
    """Fire an event of the negotiation's table."""
    act(
        Request(
            negotiation_id=negotiation_id,
            event=body["event"],
            organisation_id=own(),
            person=f"client:{client().name}",
            expected_version=body["version"],
            reason=body["reason"],
            idempotency_key=idempotency_key(),
            signature=body["signature"],
            detail=body["detail"],
        ),
        ports(),
    )
    with ports().database.reading() as session:
        return _detail(session, visible(session, negotiation_id, own()))


def _detail(session: Session, row: Negotiation) -> dict[str, Any]:
    return {
        **shapes.negotiation(row, own()),
        "side": side_of(row, own()),
        "allowed_actions": [
            {"event": each.event, "needs_reason": each.needs_reason, "document": each.emits, "code": each.code or None}
            for each in offered_actions(row, own())
        ],
        "revisions": [shapes.document(each, language()) for each in _documents(session, row)],
        "signatures": [_signature(each) for each in _signatures(session, row)],
        "timeline": [shapes.event(each, own()) for each in _events(session, row) if step_seen_by(each, own())],
    }


def _documents(session: Session, row: Negotiation) -> list[DocumentRecord]:
    wanted = select(DocumentRecord).where(DocumentRecord.negotiation_id == row.id, document_seen_by(own()))
    return list(session.scalars(wanted.order_by(DocumentRecord.received_at, DocumentRecord.id)))


def _events(session: Session, row: Negotiation) -> list[NegotiationEvent]:
    wanted = select(NegotiationEvent).where(NegotiationEvent.negotiation_id == row.id)
    return list(session.scalars(wanted.order_by(NegotiationEvent.sequence)))


def _signatures(session: Session, row: Negotiation) -> list[ContractSignature]:
    wanted = select(ContractSignature).where(ContractSignature.negotiation_id == row.id)
    return list(session.scalars(wanted.order_by(ContractSignature.signed_at)))


def _signature(row: ContractSignature) -> dict[str, Any]:
    return {
        "document_id": row.document_id,
        "organisation_id": row.organisation_id,
        "person": row.person or None,
        "signed_at": shapes.when(row.signed_at),
        "voided_at": shapes.when(row.voided_at),
        "jws": row.jws,
    }
