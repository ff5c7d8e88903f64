"""The rows of negotiations: found and locked, opened, and moved as the domain says."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.negotiation.facts import Facts
from app.domain.negotiation.situation import Effect, Fired, Move, Situation, Thread
from app.storage.models import ContractSignature, DocumentRecord, Negotiation, NegotiationEvent
from app.storage.types import new_key


def locked(session: Session, thread: Thread, sides: tuple[str, str]) -> Negotiation | None:
    """The negotiation of a thread, locked until the transaction ends: two steps never run side by side."""
    return session.scalars(
        select(Negotiation)
        .where(
            Negotiation.kind == thread.kind,
            Negotiation.number == thread.number,
            Negotiation.buyer_id == sides[0],
            Negotiation.seller_id == sides[1],
        )
        .with_for_update(of=Negotiation)
        .execution_options(populate_existing=True)
    ).first()


def situation_of(negotiation: Negotiation) -> Situation:
    """A stored negotiation as the domain sees it."""
    return Situation(
        kind=negotiation.kind,
        number=negotiation.number,
        state=negotiation.state,
        proposer=negotiation.proposer,
        facts=Facts.from_dict(negotiation.facts),
    )


def opened(session: Session, thread: Thread, sides: tuple[str, str], now: datetime) -> Negotiation:
    """A new negotiation between (buyer, seller); its first move gives it a state."""
    negotiation = Negotiation(
        id=new_key(),
        kind=thread.kind,
        number=thread.number,
        buyer_id=sides[0],
        seller_id=sides[1],
        state="",
        version=0,
        facts={},
        created_at=now,
        updated_at=now,
    )
    session.add(negotiation)
    return negotiation


@dataclass(frozen=True, slots=True)
class Cause:
    """What made a negotiation move: a document, or somebody's event."""

    at: datetime
    organisation_id: str | None = None
    person: str = ""
    document_id: str | None = None
    document_sha256: str = ""
    idempotency_key: str | None = None

    @classmethod
    def of_document(cls, row: DocumentRecord, at: datetime) -> "Cause":
        """A document is the cause."""
        return cls(at, row.sender_id, "", row.id, row.sha256)

    def unkeyed(self) -> "Cause":
        """The same for further events of one step: the key names the step, and is unique."""
        return replace(self, idempotency_key=None)


def apply(session: Session, negotiation: Negotiation, move: Move, cause: Cause) -> None:
    """Store a move: the state, the documents on the table, the facts, and a row for every event."""
    negotiation.state, negotiation.ball, negotiation.proposer = move.state, move.ball, move.proposer
    negotiation.facts = move.facts.as_dict()
    negotiation.version += 1
    negotiation.updated_at = cause.at
    _lay_on_the_table(negotiation, move, cause.document_id)
    session.flush()
    before = session.scalar(
        select(func.count()).select_from(NegotiationEvent).where(NegotiationEvent.negotiation_id == negotiation.id)
    )
    for offset, fired in enumerate(move.events or _booked_only(move), 1):
        session.add(_event_row(negotiation, (before or 0) + offset, fired, cause if offset == 1 else cause.unkeyed()))
    if Effect.VOID_SIGNATURES in move.effects:
        _void_signatures(session, negotiation, cause.at)
    session.flush()


def _lay_on_the_table(negotiation: Negotiation, move: Move, document_id: str | None) -> None:
    before = negotiation.agreed_document_id
    agreed = {"keep": before, "this": document_id, "open": negotiation.open_document_id}
    negotiation.agreed_document_id = agreed[move.agreed]
    opened = {"keep": negotiation.open_document_id, "this": document_id, "none": None, "agreed": before}
    negotiation.open_document_id = opened[move.open]


def _booked_only(move: Move) -> tuple[Fired, ...]:
    """A document that moved only the ledger still has its place in the timeline."""
    return (Fired("book", "server", move.state, move.state),)


def _event_row(negotiation: Negotiation, sequence: int, fired: Fired, cause: Cause) -> NegotiationEvent:
    return NegotiationEvent(
        id=new_key(),
        negotiation_id=negotiation.id,
        sequence=sequence,
        event=fired.event,
        actor=fired.actor,
        organisation_id=cause.organisation_id,
        person=cause.person,
        from_state=fired.from_state,
        to_state=fired.to_state,
        reason=fired.reason,
        document_id=cause.document_id,
        document_sha256=cause.document_sha256,
        idempotency_key=cause.idempotency_key,
        at=cause.at,
    )


def _void_signatures(session: Session, negotiation: Negotiation, now: datetime) -> None:
    signatures = select(ContractSignature).where(
        ContractSignature.negotiation_id == negotiation.id, ContractSignature.voided_at.is_(None)
    )
    for signature in session.scalars(signatures):
        signature.voided_at = now
