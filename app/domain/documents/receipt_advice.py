"""What the buyer received, line by line: taken, short, rejected."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.documents.base import Document, DocumentType, Item, Note
from app.domain.identifiers import DocumentReference
from app.domain.parties import Party
from app.domain.quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """How much of a despatched or ordered line arrived, is missing, was rejected and why."""

    number: str
    order: DocumentReference | None = None
    despatch: DocumentReference | None = None
    received: Quantity | None = None
    short: Quantity | None = None
    rejected: Quantity | None = None
    reject_reason: str = ""
    reject_reason_code: str = ""
    received_on: date | None = None
    item: Item | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAdvice(Document):
    """UBL ReceiptAdvice, X12 861, EDIFACT RECADV."""

    type: ClassVar[DocumentType] = DocumentType.RECEIPT_ADVICE

    advice_type: str = ""
    orders: tuple[DocumentReference, ...] = ()
    despatches: tuple[DocumentReference, ...] = ()
    delivery_party: Party | None = None
    despatch_party: Party | None = None
    lines: tuple[ReceiptLine, ...] = ()

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return self.orders + self.despatches + tuple(each.order for each in self.lines if each.order)
