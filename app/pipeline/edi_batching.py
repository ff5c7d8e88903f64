"""What leaves together: documents of one agreement that are due on one channel, in one interchange, as agreed.

Fresh ones wait for each other up to the agreed minutes, unless the channel has its own schedule; ones that are in an
interchange already leave with everything that is in it. Inside the transaction that claims them; nothing is written.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.pipeline.edi_agreements import agreed_terms
from app.pipeline.edi_interchanges import OUTBOUND
from app.pipeline.edi_outgoing import agreement_between, interchange_of
from app.pipeline.edi_terms import STANDARDS, Terms
from app.pipeline.outbox import PENDING, SENDING, is_due
from app.pipeline.policy import policy_between
from app.storage.models import Channel, Delivery, DocumentRecord, EdiInterchange, EdiMessage

_IN_ORDER = (Delivery.created_at, Delivery.id)
_SUSPECTS = and_(Delivery.state == SENDING, Delivery.attempt_count > 1)
"""What was under way when a process ended, and not for the first time: it may be what ends it, so it goes alone."""


def syntax_of(session: Session, delivery: Delivery) -> str:
    """The channel's, else the partnership's; "" for as it came."""
    if delivery.channel.syntax or delivery.document is None:
        return delivery.channel.syntax
    policy = policy_between(session, delivery.organisation_id, delivery.document.sender_id)
    return policy.syntax if policy else ""


def sends_events(channel: Channel) -> bool:
    """Whether it only tells of documents, of each by itself: no interchange leaves on it."""
    return channel.kind == "webhook" and channel.settings.get("body", "event") == "event"


def batch_of(session: Session, first: Delivery, now: datetime) -> list[Delivery]:
    """What leaves with `first`, itself included, locked; nothing where it waits for more: it is due later then."""
    standard = syntax_of(session, first)
    if first.document is None or standard not in STANDARDS or sends_events(first.channel):
        return [first]
    written = interchange_of(session, first.document.id, standard)
    if written is not None:
        return _together(session, first, and_(or_(is_due(now), Delivery.state == PENDING), _is_in(written)))
    agreement = agreement_between(session, first.document, standard)
    if agreement is None or _is_suspect(first) or (terms := agreed_terms(agreement)).batch_documents == 1:
        return [first]
    fresh = or_(and_(is_due(now), ~_SUSPECTS), and_(Delivery.state == PENDING, Delivery.attempt_count == 0))
    unwritten = _is_unwritten(first.document, standard)
    batch = _together(session, first, and_(fresh, unwritten), terms.batch_documents)
    return batch if _is_ripe(batch, terms, now) else _hold_back(batch, terms)


def _is_suspect(delivery: Delivery) -> bool:
    return delivery.state == SENDING and delivery.attempt_count > 1  # as _SUSPECTS


def _together(session: Session, first: Delivery, which: ColumnElement[bool], most: int = 0) -> list[Delivery]:
    """Deliveries on the same channel in order; `first` is one of them, whatever else there is."""
    query = select(Delivery).join(DocumentRecord, Delivery.document_id == DocumentRecord.id)
    query = query.where(Delivery.channel_id == first.channel_id, Delivery.id != first.id, which)
    query = query.order_by(*_IN_ORDER).with_for_update(of=Delivery, skip_locked=True)
    others = session.scalars(query.limit(most - 1) if most else query).all()
    once = {each.document_id: each for each in (*others, first)}  # one may be on its way once more
    return sorted(once.values(), key=lambda each: (each.created_at, each.id))


def _is_in(written: EdiInterchange) -> ColumnElement[bool]:
    return DocumentRecord.id.in_(select(EdiMessage.document_id).where(EdiMessage.interchange_id == written.id))


def _is_unwritten(document: DocumentRecord, standard: str) -> ColumnElement[bool]:
    """Documents of the same sender that are in no interchange of the standard yet."""
    there = (
        select(EdiMessage.id)
        .join(EdiInterchange, EdiMessage.interchange_id == EdiInterchange.id)
        .where(
            EdiMessage.document_id == DocumentRecord.id,
            EdiInterchange.direction == OUTBOUND,
            EdiInterchange.standard == standard,
        )
    )
    return and_(DocumentRecord.sender_id == document.sender_id, ~there.exists())


def _is_ripe(batch: list[Delivery], terms: Terms, now: datetime) -> bool:
    """Whether the interchange is closed: it is full, its time is up, or the channel's schedule says when.

    What was tried before has waited.
    """
    has_waited = not batch[0].channel.immediate or any(each.attempt_count for each in batch)
    return has_waited or len(batch) >= terms.batch_documents or _until(batch, terms) <= now


def _hold_back(batch: list[Delivery], terms: Terms) -> list[Delivery]:
    for each in batch:
        each.next_attempt_at = _until(batch, terms)
    return []


def _until(batch: list[Delivery], terms: Terms) -> datetime:
    return min(each.created_at for each in batch) + timedelta(minutes=terms.batch_minutes)
