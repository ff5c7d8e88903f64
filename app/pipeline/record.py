"""Step 4: ONE transaction. Either everything that a document brings about becomes durable, or nothing does."""

import structlog
from sqlalchemy import Select, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

from app.domain.documents import Document
from app.domain.findings import Finding, Severity, finding
from app.pipeline.admit import admit, quarantine, reject
from app.pipeline.answers import answer_of
from app.pipeline.messages import Judged, Outcome, RawMessage, Verdict
from app.pipeline.ports import Ports
from app.pipeline.rows import (
    ACCEPTED,
    QUARANTINED,
    REJECTED,
    add_answer,
    add_row,
    fill_row,
    find_same,
    findings_of,
    rejected_alike,
    settle_answers,
)
from app.pipeline.transactions import in_transaction
from app.storage.models import BusinessKey, DocumentRecord, Message, Negotiation
from app.storage.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)


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

    Raises:
        OperationalError, NoConnection: the database is not there, or too busy; nothing was kept, and nothing was said.
    """
    try:
        return in_transaction(ports.database, lambda uow: _record_once(uow, message, judged, ports))
    except (OperationalError, NoConnection):
        raise
    except Exception as fault:  # rule 5: what can't be stored as what it is, is at least kept
        log.exception("recording failed", sha256=message.sha256, channel=message.channel)
        kept = Judged(fault=f"{type(fault).__name__}: {fault}")
        return in_transaction(ports.database, lambda uow: _record_once(uow, message, kept, ports))


def _record_once(uow: UnitOfWork, message: RawMessage, judged: Judged, ports: Ports) -> Outcome:
    replayed = _replayed(uow.session, message)
    if replayed is not None:
        return replayed
    stale = _stale(uow.session, message)
    if stale is not None:
        return Outcome(Verdict.CONFLICT, findings=(stale,))
    taken = claimed(uow.session, message.organisation_id, judged)
    if judged.rejected and not _was_right(taken, judged):
        return _reject(uow, message, judged, ports)
    if taken is not None:
        return _claimed_again(uow, taken, message, judged, ports)
    return _take(uow, message, judged, ports)


def _stale(session: Session, message: RawMessage) -> Finding | None:
    if message.expected is None:
        return None
    key, seen = message.expected.negotiation_id, message.expected.version
    negotiation = session.get_one(Negotiation, key, with_for_update={"of": Negotiation}, populate_existing=True)
    if negotiation.version == seen:
        return None
    return finding("negotiation.version_conflict", current=negotiation.version, expected=seen)


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


def _was_right(taken: BusinessKey | None, judged: Judged) -> bool:
    """Whether this very document was accepted, and only rules speak against it: they have come since, or changed."""
    errors = (each for each in judged.findings if each.severity is Severity.ERROR)
    return taken is not None and taken.canonical_sha256 == judged.canonical_sha256 and all(e.ruleset for e in errors)


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
    answer = first.answer if first else _answer_anew(uow.session, taken.document_id, ports)
    if message.message_id:
        add_answer(uow.session, message, taken.document_id, answer, ports.clock())
    return Outcome(Verdict.DUPLICATE, taken.document_id, answer)


def _answer_anew(session: Session, document_id: str, ports: Ports) -> bytes:
    """The answer to a document whose own is no longer kept."""
    row = session.get_one(DocumentRecord, document_id)
    negotiation = session.get(Negotiation, row.negotiation_id) if row.negotiation_id else None
    return answer_of(row, negotiation, ports.settings.public_url)


def _reject(uow: UnitOfWork, message: RawMessage, judged: Judged, ports: Ports) -> Outcome:
    """Keep what was rejected, once, for the day of the dispute; a rejected message may be sent again under its id."""
    row = rejected_alike(uow.session, message, judged.findings)
    if row is None:
        row = add_row(uow.session, message, judged, ports)
        reject(row, ())
    return Outcome(Verdict.REJECTED, row.id, findings=judged.findings)


def _take(uow: UnitOfWork, message: RawMessage, judged: Judged, ports: Ports) -> Outcome:
    kept = _in_quarantine(uow.session, message, judged)
    row = kept or add_row(uow.session, message, judged, ports)
    negotiation = None
    if judged.fault:
        quarantine(row, judged.fault)
    else:
        negotiation = admit(uow, row, judged, ports)
    if row.state == REJECTED:
        return _turned_away(uow.session, row, message)
    answer = answer_of(row, negotiation, ports.settings.public_url)
    if kept is not None:
        settle_answers(uow.session, row, answer)
    if message.message_id or kept is None:
        add_answer(uow.session, message, row.id, answer, ports.clock())
    return Outcome(Verdict.ACCEPTED if row.state == ACCEPTED else Verdict.QUARANTINED, row.id, answer)


def _in_quarantine(session: Session, message: RawMessage, judged: Judged) -> DocumentRecord | None:
    """The row in which the same bytes lie in quarantine, to be tried again: sending anew asks for just that."""
    known = find_same(session, message, QUARANTINED)
    if not known:
        return None
    row = known[0]
    row.fault, row.read_by = "", message.read_by
    fill_row(row, judged)
    session.flush()
    return row


def _turned_away(session: Session, row: DocumentRecord, message: RawMessage) -> Outcome:
    """The negotiation doesn't take it: kept once, however often it is tried."""
    findings = findings_of(row)
    settle_answers(session, row, b"")
    earlier = rejected_alike(session, message, findings, but=row)
    if earlier is not None:
        session.delete(row)
        session.delete(row.payload)
    return Outcome(Verdict.REJECTED, (earlier or row).id, findings=findings)
