"""Who may see what. Every list, page and answer asks here, so that the fence stands in one place.

A document is visible to its sender from the start, to its receiver once it was handed on, and to nobody else. A
negotiation is visible to whoever sees one of its documents: an order that waits for an approval in the buyer's house
does not exist for the seller.
"""

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.storage.models import DocumentRecord, Negotiation


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
