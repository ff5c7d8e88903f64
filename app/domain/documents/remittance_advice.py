"""What the buyer pays, invoice by invoice."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.documents.base import Document, DocumentType, PaymentMeans, Period
from app.domain.identifiers import DocumentReference
from app.domain.money import Amount
from app.domain.parties import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceLine:
    """One invoice paid, or a part of it."""

    number: str
    debit: Amount | None = None
    credit: Amount | None = None
    balance: Amount | None = None
    billing_references: tuple[DocumentReference, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceAdvice(Document):
    """UBL RemittanceAdvice, X12 820, EDIFACT REMADV."""

    type: ClassVar[DocumentType] = DocumentType.REMITTANCE_ADVICE

    total_debit: Amount | None = None
    total_credit: Amount | None = None
    total_payment: Amount | None = None
    payment_order: str = ""
    payment_date: date | None = None
    invoicing_period: Period | None = None
    billing_reference: DocumentReference | None = None
    payee: Party | None = None
    payment_means: PaymentMeans | None = None
    lines: tuple[RemittanceLine, ...] = ()

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        first = (self.billing_reference,) if self.billing_reference else ()
        return first + tuple(ref for line in self.lines for ref in line.billing_references)
