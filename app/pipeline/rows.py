"""The rows of a document and of its answer, made from what is known of a message."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.domain.clock import iso
from app.domain.documents import Document
from app.domain.findings import Finding
from app.pipeline.messages import MEDIA_TYPES, Judged, RawMessage
from app.pipeline.ports import Ports
from app.pipeline.validate import LONGEST
from app.signatures.base import SignatureKind, Verified
from app.storage.models import DocumentRecord, Message
from app.storage.types import new_key

ACCEPTED = "accepted"
REJECTED = "rejected"
QUARANTINED = "quarantined"
RECEIVED = "received"
"""The state between the first line and the last of one transaction; nobody ever reads it."""


def add_row(session: Session, message: RawMessage, judged: Judged, ports: Ports) -> DocumentRecord:
    """Seal the original and add the document's row, with what is known so far."""
    key = new_key()
    payload = ports.payloads.put(session, message.organisation_id, key, message.body)
    row = DocumentRecord(
        id=key,
        sender_id=message.organisation_id,
        payload=payload,
        channel=message.channel,
        sha256=message.sha256,
        size=len(message.body),
        received_at=ports.clock(),
        type="",
        syntax="",
        number="",
        media_type=_media_type(message, judged),
        state=RECEIVED,
        fault="",
        receipt="",
        read_by=message.read_by,
    )
    fill_row(row, judged)
    session.add(row)
    session.flush()
    return row


def _media_type(message: RawMessage, judged: Judged) -> str:
    """The sender's word, where it is one of ours: it goes into headers; else what the content turned out to be."""
    if message.media_type in MEDIA_TYPES:
        return message.media_type
    if judged.verified is not None and judged.verified.kind is SignatureKind.JWS:
        return "application/jose"
    return judged.media_type or "application/octet-stream"


def fill_row(row: DocumentRecord, judged: Judged) -> None:
    """Enter what judging found out."""
    row.syntax = judged.syntax
    row.findings = [each.as_dict() for each in judged.findings]
    row.receiver_id = judged.receiver_id
    row.canonical_sha256 = judged.canonical_sha256
    row.signature = _signature(judged.verified)
    if judged.document is not None:
        _fill_from(row, judged.document)


def _fill_from(row: DocumentRecord, document: Document) -> None:
    row.type = str(document.type)
    row.number = _fitting(document.number, LONGEST["number"])
    row.revision = _fitting(document.revision, LONGEST["revision"])
    row.issued = document.issued
    row.currency = _fitting(document.currency, LONGEST["currency"])
    row.total = _fitting(_total(document), LONGEST["total"])
    row.summary = _summary(document)


def _fitting(text: str, longest: int) -> str:
    """What lists show of a text that got its document rejected (`check_fits`): the columns have bounds."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")[:longest]


def _total(document: Document) -> str:
    totals = getattr(document, "totals", None)
    return totals.payable.text if totals is not None else ""


def _summary(document: Document) -> dict[str, Any]:
    """What lists show without opening the original."""
    return {
        "buyer": document.buyer.name or document.buyer.legal_name,
        "seller": document.seller.name or document.seller.legal_name,
        "lines": len(getattr(document, "lines", ())),
        "code": getattr(document, "code", ""),
        "title": getattr(document, "title", ""),
        "references": [each.number for each in document.references],
    }


def _signature(verified: Verified | None) -> dict[str, Any]:
    if verified is None or verified.kind is SignatureKind.NONE:
        return {}
    return {
        "kind": str(verified.kind),
        "key_id": verified.key_id,
        "algorithm": verified.algorithm,
        "certificate_sha256": verified.certificate_sha256,
        "signed_at": iso(verified.signed_at) if verified.signed_at else "",
        **verified.details,
    }


def findings_of(row: DocumentRecord) -> tuple[Finding, ...]:
    """The findings that were stored with a document."""
    return tuple(Finding.from_dict(each) for each in row.findings)


def find_same(session: Session, message: RawMessage, state: str) -> list[DocumentRecord]:
    """The same bytes from the same sender that ended in `state` before, locked; the oldest first."""
    return list(
        session.scalars(
            select(DocumentRecord)
            .where(
                DocumentRecord.sender_id == message.organisation_id,
                DocumentRecord.sha256 == message.sha256,
                DocumentRecord.state == state,
            )
            .order_by(DocumentRecord.received_at, DocumentRecord.id)
            .with_for_update(of=DocumentRecord)
            .execution_options(populate_existing=True)
        )
    )


def rejected_alike(
    session: Session, message: RawMessage, findings: Iterable[Finding], but: DocumentRecord | None = None
) -> DocumentRecord | None:
    """The same bytes, rejected before for the same reasons: one row is enough for any number of tries.

    Rejected for other reasons it is another event, and both are kept for the day of the dispute.
    """
    codes = {each.code for each in findings}
    known = [row for row in find_same(session, message, REJECTED) if row is not but]
    return next((row for row in known if {each.code for each in findings_of(row)} == codes), None)


def settle_answers(session: Session, row: DocumentRecord, answer: bytes) -> None:
    """What became of a document that was answered while it lay in quarantine.

    "Kept" was a promise and not the last word: whoever sends the message again gets the last word. A rejected one frees
    its ids, so that it can be sent again under them.
    """
    answered = Message.document_id == row.id
    if row.state == REJECTED:
        session.execute(delete(Message).where(answered))
    elif row.state == ACCEPTED:
        session.execute(update(Message).where(answered).values(answer=answer))


def add_answer(session: Session, message: RawMessage, document_id: str, answer: bytes, now: datetime) -> None:
    """Keep the exact bytes of an answer under the message's id (its document's, where the sender gave it none)."""
    session.add(
        Message(
            id=new_key(),
            organisation_id=message.organisation_id,
            channel=message.channel,
            message_id=message.message_id or f"document:{document_id}",
            request_sha256=message.sha256,
            media_type=message.media_type,
            received_at=now,
            status=201,
            answer=answer,
            document_id=document_id,
        )
    )
