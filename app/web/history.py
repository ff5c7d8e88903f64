"""How a negotiation came to where it stands: its documents and its steps, as far as the reader may see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.pipeline.visibility import person_told_to, reason_told_to, step_seen_by
from app.storage.models import DocumentRecord, Negotiation, NegotiationEvent
from app.web.queries import documents_of


@dataclass(frozen=True, slots=True)
class Happening:
    """One step.

    Attributes:
        by: the party's name; "" for the server, a timer or a bank.
        person: who it was, told to his own organisation only.
        document: the document that caused it, where the reader may see it.
    """

    event: str
    at: datetime
    by: str
    person: str
    reason: str
    from_state: str
    to_state: str
    document: DocumentRecord | None


def revisions_of(session: Session, negotiation: Negotiation, organisation_id: str) -> list[DocumentRecord]:
    """The negotiation's documents, the newest first."""
    wanted = documents_of(organisation_id).where(
        DocumentRecord.negotiation_id == negotiation.id, DocumentRecord.state == "accepted"
    )
    return list(session.scalars(wanted.order_by(DocumentRecord.received_at.desc(), DocumentRecord.id.desc())))


def timeline_of(session: Session, negotiation: Negotiation, organisation_id: str) -> list[Happening]:
    """The steps, the newest first; what the partner did inside its own house is not among them."""
    events = session.scalars(
        select(NegotiationEvent)
        .where(NegotiationEvent.negotiation_id == negotiation.id)
        .order_by(NegotiationEvent.sequence.desc())
    ).all()
    seen = [each for each in events if step_seen_by(each, organisation_id)]
    wanted = {each.document_id for each in seen if each.document_id}
    visible = session.scalars(documents_of(organisation_id).where(DocumentRecord.id.in_(wanted)))
    documents = {each.id: each for each in visible}
    return [_happening(each, negotiation, organisation_id, documents) for each in seen]


def _happening(
    event: NegotiationEvent, negotiation: Negotiation, organisation_id: str, documents: dict[str, DocumentRecord]
) -> Happening:
    names = {each.id: each.name for each in (negotiation.buyer, negotiation.seller)}
    outsider = event.actor in ("server", "timer", "bank") and not event.person
    return Happening(
        event=event.event,
        at=event.at,
        by="" if outsider else names.get(event.organisation_id or "", ""),
        person=person_told_to(event, organisation_id),
        reason=reason_told_to(event, organisation_id),
        from_state=event.from_state,
        to_state=event.to_state,
        document=documents.get(event.document_id or ""),
    )
