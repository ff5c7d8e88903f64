"""What an acceptable document brings about: its key is claimed, its negotiation moves, its receiver gets it, its
sender a receipt. All of it stands or falls together, inside the caller's transaction.
"""

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from app.domain.documents import Document
from app.domain.findings import Finding, finding
from app.evidence.receipt import Receipt
from app.pipeline.dispatch import dispatch
from app.pipeline.messages import Judged
from app.pipeline.negotiate import NotAllowed, negotiate
from app.pipeline.ports import Ports
from app.pipeline.rows import ACCEPTED, QUARANTINED, REJECTED
from app.storage.models import BusinessKey, DocumentRecord, Negotiation, Organisation
from app.storage.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

CLASHES = (IntegrityError, OperationalError)
"""How a database says that two transactions got in each other's way; everything else that it says is a fault."""

LONGEST_FAULT = 2000


def admit(uow: UnitOfWork, row: DocumentRecord, judged: Judged, ports: Ports) -> Negotiation | None:
    """Try to accept `row`'s document; afterwards its state is accepted, rejected or quarantined.

    Raises:
        IntegrityError, OperationalError: a clash with a concurrent transaction; the caller tries the whole of it again.
    """
    document = judged.document
    if document is None or judged.receiver_id is None:
        raise AssertionError("only a readable, addressed document can be admitted")
    try:
        with uow.session.begin_nested():
            return _admit(uow, row, document, ports)
    except NotAllowed as refusal:
        reject(row, refusal.findings)
    except CLASHES:
        raise
    except Exception as fault:  # rule 5: the savepoint has rolled back, the original stays
        log.exception("admitting failed", document=row.id)
        quarantine(row, f"{type(fault).__name__}: {fault}")
    return None


def _admit(uow: UnitOfWork, row: DocumentRecord, document: Document, ports: Ports) -> Negotiation | None:
    _claim(uow.session, row, document)
    step = negotiate(uow.session, row, document, ports)
    row.findings = [*row.findings, *(each.as_dict() for each in step.findings)]
    row.state = ACCEPTED
    row.negotiation_id = step.negotiation.id if step.negotiation else None
    row.receipt = _receipt(uow.session, row, step.negotiation, ports)
    if not step.held:
        dispatch(uow, row, ports)
    return step.negotiation


def _claim(session: Session, row: DocumentRecord, document: Document) -> None:
    """Take the business key; a concurrent claim makes this flush fail, and the transaction is tried again."""
    session.add(
        BusinessKey(
            sender_id=row.sender_id,
            receiver_id=row.receiver_id,
            type=str(document.type),
            number=document.number,
            revision=document.revision,
            canonical_sha256=row.canonical_sha256,
            document_id=row.id,
        )
    )
    session.flush()


def _receipt(session: Session, row: DocumentRecord, negotiation: Negotiation | None, ports: Ports) -> str:
    wanted = select(Organisation.id, Organisation.name).where(Organisation.id.in_((row.sender_id, row.receiver_id)))
    names = {key: name for key, name in session.execute(wanted)}
    return ports.signer.sign(
        Receipt(
            id=row.id,
            server=ports.settings.server_name,
            document_id=row.id,
            type=row.type,
            number=row.number,
            revision=row.revision,
            sender_id=row.sender_id,
            sender_name=names[row.sender_id],
            receiver_id=row.receiver_id or "",
            receiver_name=names[row.receiver_id or ""],
            sha256=row.sha256,
            canonical_sha256=row.canonical_sha256,
            received_at=row.received_at,
            certificate_sha256=row.signature.get("certificate_sha256", ""),
            key_id=row.signature.get("key_id", ""),
            algorithm=row.signature.get("algorithm", ""),
            state=row.state,
            negotiation_id=negotiation.id if negotiation else "",
            negotiation_state=negotiation.state if negotiation else "",
            channel=row.channel,
        )
    )


def reject(row: DocumentRecord, findings: tuple[Finding, ...]) -> None:
    """Keep the document out, and say why."""
    row.state = REJECTED
    row.findings = [*row.findings, *(each.as_dict() for each in findings)]


def quarantine(row: DocumentRecord, fault: str) -> None:
    """Keep the document for staff; `fault` is for them, the sender learns only that it is kept."""
    row.state = QUARANTINED
    row.fault = fault.replace("\x00", "�")[:LONGEST_FAULT]
    row.findings = [*row.findings, finding("document.quarantined").as_dict()]
