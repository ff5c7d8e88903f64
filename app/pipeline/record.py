"""Step 4: ONE transaction. Either everything that a document brings about becomes durable, or nothing does."""

import time

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from app.domain.documents import Document
from app.domain.findings import finding
from app.pipeline.admit import admit, quarantine, reject
from app.pipeline.answers import answer_of
from app.pipeline.messages import Judged, Outcome, RawMessage, Verdict
from app.pipeline.ports import Ports
from app.pipeline.rows import ACCEPTED, REJECTED, add_answer, add_row, fill_row, find_rejected, findings_of
from app.storage.models import BusinessKey, Message
from app.storage.unit_of_work import UnitOfWork

ATTEMPTS = 8
FIRST_WAIT_S = 0.01


def answered_before(message: RawMessage, ports: Ports) -> Outcome | None:
    """Level (a) of idempotency: the stored answer to the same message id; a conflict where the bytes differ."""
    if not message.message_id:
        return None
    with ports.database.reading() as session:
        return _replayed(session, message)


def record(message: RawMessage, judged: Judged, ports: Ports) -> Outcome:
    """Make the outcome durable.

    A clash with a concurrent transaction (the same document, the same negotiation) rolls back, and everything is looked
    at again: by then the other one's effect is visible, and this message is its duplicate or its successor.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with ports.database.unit_of_work() as uow:
                outcome = _record_once(uow, message, judged, ports)
                uow.commit()
                return outcome
        except (IntegrityError, OperationalError):
            if attempt == ATTEMPTS:
                raise
            time.sleep(FIRST_WAIT_S * 2**attempt)
    raise AssertionError("the loop returns or raises")


def _record_once(uow: UnitOfWork, message: RawMessage, judged: Judged, ports: Ports) -> Outcome:
    replayed = _replayed(uow.session, message)
    if replayed is not None:
        return replayed
    if judged.rejected:
        return _reject(uow, message, judged, ports)
    taken = claimed(uow.session, message.organisation_id, judged)
    if taken is not None:
        return _claimed_again(uow, taken, message, judged, ports)
    return _take(uow, message, judged, ports)


def _replayed(session: Session, message: RawMessage) -> Outcome | None:
    known = session.scalars(_same_message(message)).first() if message.message_id else None
    if known is None:
        return None
    if known.request_sha256 != message.sha256:
        return Outcome(Verdict.CONFLICT, findings=(finding("message.key_reused", key=message.message_id),))
    return Outcome(Verdict.DUPLICATE, known.document_id, known.answer)


def _same_message(message: RawMessage) -> Select[Message]:
    return select(Message).where(
        Message.organisation_id == message.organisation_id,
        Message.channel == message.channel,
        Message.message_id == message.message_id,
    )


def claimed(session: Session, sender_id: str, judged: Judged) -> BusinessKey | None:
    """Level (b): the accepted document with this document's business key."""
    if judged.document is None or judged.receiver_id is None:
        return None
    return session.get(BusinessKey, business_key(sender_id, judged.receiver_id, judged.document))


def business_key(sender_id: str, receiver_id: str, document: Document) -> tuple[str, str, str, str, str]:
    """What may be accepted once: (sender, receiver, type, number, revision)."""
    return sender_id, receiver_id, str(document.type), document.number, document.revision


def _claimed_again(uow: UnitOfWork, taken: BusinessKey, message: RawMessage, judged: Judged, ports: Ports) -> Outcome:
    if taken.canonical_sha256 != judged.canonical_sha256:
        conflict = finding("document.number_conflict", type=taken.type, number=taken.number)
        rejected = _reject(uow, message, judged.with_findings(conflict), ports)
        return Outcome(Verdict.CONFLICT, rejected.document_id, findings=rejected.findings)
    first = uow.session.scalars(
        select(Message).where(Message.document_id == taken.document_id).order_by(Message.received_at)
    ).first()
    answer = first.answer if first else b""
    if message.message_id:
        add_answer(uow.session, message, taken.document_id, answer, ports.clock())
    return Outcome(Verdict.DUPLICATE, taken.document_id, answer)


def _reject(uow: UnitOfWork, message: RawMessage, judged: Judged, ports: Ports) -> Outcome:
    """Keep what was rejected, once, for the day of the dispute; a rejected message may be sent again under its id."""
    row = find_rejected(uow.session, message)
    if row is None:
        row = add_row(uow.session, message, judged, ports)
    fill_row(row, judged)
    reject(row, ())
    return Outcome(Verdict.REJECTED, row.id, findings=judged.findings)


def _take(uow: UnitOfWork, message: RawMessage, judged: Judged, ports: Ports) -> Outcome:
    row = add_row(uow.session, message, judged, ports)
    negotiation = None
    if judged.fault:
        quarantine(row, judged.fault)
    else:
        negotiation = admit(uow, row, judged, ports)
    if row.state == REJECTED:
        return Outcome(Verdict.REJECTED, row.id, findings=findings_of(row))
    answer = answer_of(row, negotiation, ports.settings.public_url)
    add_answer(uow.session, message, row.id, answer, ports.clock())
    return Outcome(Verdict.ACCEPTED if row.state == ACCEPTED else Verdict.QUARANTINED, row.id, answer)
