"""The invoice, and the credit note that takes some or all of it back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from app.domain.documents.base import (
    AllowanceCharge,
    Delivery,
    DeliveryTerms,
    Document,
    DocumentType,
    Item,
    MonetaryTotal,
    Note,
    PaymentMeans,
    PaymentTerms,
    Period,
    Price,
    TaxTotal,
)
from app.domain.identifiers import DocumentReference
from app.domain.money import Amount
from app.domain.parties import Party
from app.domain.quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One line charged (or, on a credit note, credited)."""

    number: str
    quantity: Quantity | None = None
    amount: Amount
    order_line: DocumentReference | None = None
    despatch_line: DocumentReference | None = None
    accounting_cost: str = ""
    period: Period | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[TaxTotal, ...] = ()
    item: Item
    price: Price | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Billing(Document):
    """What invoices and credit notes share."""

    type_code: str = ""
    tax_point: date | None = None
    tax_currency: str = ""
    exchange_rate: Decimal | None = None
    accounting_cost: str = ""
    buyer_reference: str = ""
    period: Period | None = None
    order: DocumentReference | None = None
    billing_references: tuple[DocumentReference, ...] = ()
    despatches: tuple[DocumentReference, ...] = ()
    receipts: tuple[DocumentReference, ...] = ()
    contracts: tuple[DocumentReference, ...] = ()
    additional_references: tuple[DocumentReference, ...] = ()
    payee: Party | None = None
    tax_representative: Party | None = None
    deliveries: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[TaxTotal, ...] = ()
    totals: MonetaryTotal
    lines: tuple[InvoiceLine, ...] = ()

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        first = (self.order,) if self.order else ()
        return first + self.despatches + self.contracts + self.billing_references


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice(_Billing):
    """UBL Invoice, X12 810, EDIFACT INVOIC. `type_code` is UNTDID 1001 (380 commercial invoice)."""

    type: ClassVar[DocumentType] = DocumentType.INVOICE

    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote(_Billing):
    """UBL CreditNote; `billing_references` name the invoices that it takes back."""

    type: ClassVar[DocumentType] = DocumentType.CREDIT_NOTE
