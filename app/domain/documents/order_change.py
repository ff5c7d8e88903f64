"""A change of an order: by the buyer as a new proposal, or restating a seller's counter to accept it."""

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
from app.domain.parties import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine(OrderLine):
    """A line as it shall be; `status` is UNCL 1229: 1 added, 2 deleted, 3 changed, "" as it stands."""

    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange(Document):
    """UBL OrderChange, X12 860, EDIFACT ORDCHG 4. `sequence` is its number among the order's changes."""

    type: ClassVar[DocumentType] = DocumentType.ORDER_CHANGE

    sequence: str = ""
    order: DocumentReference
    customer_reference: str = ""
    accounting_cost: str = ""
    validity: Period | None = None
    contracts: tuple[DocumentReference, ...] = ()
    originator: Party | None = None
    invoicee: Party | None = None
    deliveries: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[TaxTotal, ...] = ()
    totals: MonetaryTotal | None = None
    lines: tuple[ChangedLine, ...] = ()

    @property
    def revision(self) -> str:
        return self.sequence

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return (self.order, *self.contracts)
