"""Who may see what. Every list, page and answer asks here, so that the fence stands in one place.

A document is visible to its sender from the start, to its receiver once it was handed on, and to nobody else. A
negotiation is visible to whoever sees one of its documents: an order that waits for an approval in the buyer's house
does not exist for the seller.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.storage.models import DocumentRecord, Negotiation, NegotiationEvent

INTERNAL = frozenset({"DRAFT", "PENDING_APPROVAL", "INTERNAL_REVIEW", "COUNTER_REVIEW", "VOID"})
"""States in which a proposal has not left its maker's house yet."""
UNSAID = frozenset({"hold", "within_override"})
"""Steps that the other party sees without their reason: it was written for the own house."""
HOUSE_FACTS = frozenset({"mode", "overridden"})
"""How a buyer matches invoices, and what it let through although it didn't match."""


def document_seen_by(organisation_id: str) -> ColumnElement[bool]:
    """The condition on documents: the organisation sent it, or it was handed on to the organisation."""
    received = and_(DocumentRecord.receiver_id == organisation_id, DocumentRecord.handed_on_at.is_not(None))
    return or_(DocumentRecord.sender_id == organisation_id, received)


def negotiation_seen_by(organisation_id: str) -> ColumnElement[bool]:
    """The condition on negotiations: the organisation is a party, and sees at least one of the documents."""
    party = or_(Negotiation.buyer_id == organisation_id, Negotiation.seller_id == organisation_id)
    known = exists().where(DocumentRecord.negotiation_id == Negotiation.id, document_seen_by(organisation_id))
    return and_(party, known)


def find_document(session: Session, document_id: str, organisation_id: str) -> DocumentRecord | None:
    """A document by its id; None where the organisation may not see it."""
    wanted = select(DocumentRecord).where(DocumentRecord.id == document_id, document_seen_by(organisation_id))
    return session.scalars(wanted).one_or_none()


def find_negotiation(session: Session, negotiation_id: str, organisation_id: str) -> Negotiation | None:
    """A negotiation by its id; None where the organisation may not see it."""
    wanted = select(Negotiation).where(Negotiation.id == negotiation_id, negotiation_seen_by(organisation_id))
    return session.scalars(wanted).one_or_none()


def step_seen_by(event: NegotiationEvent, organisation_id: str) -> bool:
    """Whether a step is told to an organisation: its own are, and those of others outside their house."""
    return event.organisation_id == organisation_id or event.to_state not in INTERNAL


def person_told_to(event: NegotiationEvent, organisation_id: str) -> str:
    """Who made a step; "" for who is somebody else's."""
    return event.person if event.organisation_id == organisation_id else ""


def reason_told_to(event: NegotiationEvent, organisation_id: str) -> str:
    """The reason of a step; "" where it was written for the other party's own house."""
    private = event.from_state in INTERNAL or event.event in UNSAID
    return "" if private and event.organisation_id != organisation_id else event.reason


def facts_told_to(negotiation: Negotiation, organisation_id: str) -> dict[str, Any]:
    """A negotiation's facts; without `HOUSE_FACTS` for the seller, whose they aren't."""
    facts: dict[str, Any] = negotiation.facts
    return facts if organisation_id == negotiation.buyer_id else _without_house_facts(facts)


def _without_house_facts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_house_facts(part) for name, part in value.items() if name not in HOUSE_FACTS}
    return [_without_house_facts(each) for each in value] if isinstance(value, list) else value
