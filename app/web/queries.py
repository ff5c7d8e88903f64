"""The pages' queries. Each begins at what the reader's organisation may see (pipeline.visibility), and narrows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.pipeline.visibility import document_seen_by, find_document, find_negotiation, negotiation_seen_by
from app.storage.models import DocumentRecord, Negotiation, Organisation, RegisteredKey

INTERNAL = ("DRAFT", "PENDING_APPROVAL", "INTERNAL_REVIEW", "COUNTER_REVIEW", "VOID")
"""States in which a proposal has not left its maker's house yet."""
PAGE_SIZE = 50


def documents_of(organisation_id: str) -> Select[DocumentRecord]:
    """An organisation's documents: those that it sent, and those that were handed on to it."""
    return select(DocumentRecord).where(document_seen_by(organisation_id))


def document_of(session: Session, organisation_id: str, document_id: str) -> DocumentRecord | None:
    """One of the organisation's documents; None where there is none, or it is somebody else's."""
    return find_document(session, document_id, organisation_id)


def negotiations_of(organisation_id: str) -> Select[Negotiation]:
    """An organisation's negotiations; what its partner still ponders over in its own house is not among them."""
    return select(Negotiation).where(negotiation_seen_by(organisation_id))


def negotiation_of(session: Session, organisation_id: str, negotiation_id: str) -> Negotiation | None:
    """One of the organisation's negotiations, or None."""
    return find_negotiation(session, negotiation_id, organisation_id)


def waiting_for(organisation_id: str) -> Select[Negotiation]:
    """Negotiations in which the next move is the organisation's, the longest waiting first."""
    ours = or_(
        and_(Negotiation.buyer_id == organisation_id, Negotiation.ball == "buyer"),
        and_(Negotiation.seller_id == organisation_id, Negotiation.ball == "seller"),
    )
    return negotiations_of(organisation_id).where(ours).order_by(Negotiation.updated_at, Negotiation.id)


def side_of(negotiation: Negotiation, organisation_id: str) -> str:
    """Which side the organisation is on."""
    return "buyer" if negotiation.buyer_id == organisation_id else "seller"


def partner_in(negotiation: Negotiation, organisation_id: str) -> Organisation:
    """The other side."""
    return negotiation.seller if negotiation.buyer_id == organisation_id else negotiation.buyer


def matching_negotiations(query: Select[Negotiation], words: str) -> Select[Negotiation]:
    """Only those whose number or parties contain `words`."""
    if not words:
        return query
    buyer, seller = aliased(Organisation), aliased(Organisation)
    joined = query.join(buyer, Negotiation.buyer_id == buyer.id).join(seller, Negotiation.seller_id == seller.id)
    return joined.where(or_(*_contain(words, Negotiation.number, buyer.name, seller.name)))


def matching_documents(query: Select[DocumentRecord], words: str) -> Select[DocumentRecord]:
    """Only those whose number or parties contain `words`."""
    if not words:
        return query
    sender, receiver = aliased(Organisation), aliased(Organisation)
    joined = query.join(sender, DocumentRecord.sender_id == sender.id)
    joined = joined.outerjoin(receiver, DocumentRecord.receiver_id == receiver.id)
    return joined.where(or_(*_contain(words, DocumentRecord.number, sender.name, receiver.name)))


def _contain(words: str, *columns: Any) -> list[ColumnElement[bool]]:
    return [column.icontains(words[:100], autoescape=True) for column in columns]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a query's rows."""

    rows: list[Any]
    number: int
    has_next: bool


def page_of(session: Session, query: Select[Any], number: int) -> Page:
    """Page `number` (from 1) of a query's rows."""
    number = max(1, min(number, 10_000))
    rows = list(session.scalars(query.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)))
    return Page(rows[:PAGE_SIZE], number, len(rows) > PAGE_SIZE)


def count_by_kind(session: Session, query: Select[Negotiation]) -> dict[str, int]:
    """How many negotiations of each kind a query has."""
    inner = query.order_by(None).subquery()
    rows = session.execute(select(inner.c.kind, func.count()).group_by(inner.c.kind))
    return {kind: count for kind, count in rows}


def current_documents(session: Session, negotiations: Iterable[Negotiation]) -> dict[str, DocumentRecord]:
    """By negotiation: the document on the table, or the agreed one."""
    wanted = {each.id: each.open_document_id or each.agreed_document_id for each in negotiations}
    found = session.scalars(select(DocumentRecord).where(DocumentRecord.id.in_(filter(None, wanted.values()))))
    by_id = {each.id: each for each in found}
    return {key: by_id[document] for key, document in wanted.items() if document in by_id}


def signing_key(session: Session, record: DocumentRecord) -> RegisteredKey | None:
    """The registered key that a document's signature was verified with."""
    key = session.get(RegisteredKey, record.signature.get("key_id", ""))
    return key if key is not None and key.organisation_id == record.sender_id else None
