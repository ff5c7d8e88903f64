"""The same request again, by its idempotency key: a retry after a crash or a lost answer must fire nothing twice."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.errors import CountersignError
from app.pipeline.requests import Request
from app.storage.models import Message, NegotiationEvent

CHANNEL = "web"


def message_id_of(request: Request) -> str:
    """The message id of the document that a request makes; "" where the request has no key."""
    return f"event:{request.negotiation_id}:{request.idempotency_key}" if request.idempotency_key else ""


def fired_before(session: Session, request: Request) -> NegotiationEvent | None:
    """The last event that this key fired, by itself or by the document that was made for it; None for a new key.

    Raises:
        CountersignError: negotiation.key_reused, the key fired another event.
    """
    if not request.idempotency_key:
        return None
    fired = session.scalars(
        select(NegotiationEvent)
        .where(NegotiationEvent.negotiation_id == request.negotiation_id, _by(request))
        .order_by(NegotiationEvent.sequence)
    ).all()
    if fired and not any(_same_event(each.event, request.event) for each in fired):
        raise CountersignError("negotiation.key_reused", key=request.idempotency_key)
    return fired[-1] if fired else None


def _by(request: Request) -> ColumnElement[bool]:
    made = select(Message.document_id).where(
        Message.organisation_id == request.organisation_id,
        Message.channel == CHANNEL,
        Message.message_id == message_id_of(request),
    )
    itself = (NegotiationEvent.organisation_id == request.organisation_id) & (
        NegotiationEvent.idempotency_key == request.idempotency_key
    )
    return or_(itself, NegotiationEvent.document_id.in_(made))


def _same_event(fired: str, asked: str) -> bool:
    return fired == asked or (asked == "sign" and fired.startswith("sign_"))
