"""The quotation: at what prices and on what terms a seller would deliver. An order may refer to it."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.documents.base import (
    AllowanceCharge,
    Delivery,
    DeliveryTerms,
    Document,
    DocumentType,
    MonetaryTotal,
    PaymentMeans,
    PaymentTerms,
    Period,
    TaxTotal,
)
from app.domain.documents.order import OrderLine
from app.domain.identifiers import DocumentReference
from app.domain.quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedLine(OrderLine):
    """A line as it could be ordered, `minimum` at least; `request_line` is the number of the line that asked for it."""

    request_line: str = ""
    minimum: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation(Document):
    """UBL Quotation, X12 843, EDIFACT QUOTES. It binds the seller within `validity`."""

    type: ClassVar[DocumentType] = DocumentType.QUOTATION

    request: DocumentReference | None = None
    validity: Period | None = None
    contracts: tuple[DocumentReference, ...] = ()
    additional_references: tuple[DocumentReference, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[TaxTotal, ...] = ()
    totals: MonetaryTotal | None = None
    lines: tuple[QuotedLine, ...] = ()

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return ((self.request,) if self.request else ()) + self.contracts
