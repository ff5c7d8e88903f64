"""The purchase order, and the cancellation that takes it back."""

from dataclasses import dataclass
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
class OrderLine:
    """One line: so much of an item at a price, wanted then and there."""

    number: str
    quantity: Quantity | None = None
    amount: Amount | None = None
    total_tax: Amount | None = None
    item: Item
    price: Price | None = None
    partial_delivery: bool | None = None
    deliveries: tuple[Delivery, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    notes: tuple[Note, ...] = ()
    accounting_cost: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Document):
    """A buyer's order (UBL Order, X12 850, EDIFACT ORDERS)."""

    type: ClassVar[DocumentType] = DocumentType.ORDER

    order_type: str = ""
    customer_reference: str = ""
    accounting_cost: str = ""
    validity: Period | None = None
    quotation: DocumentReference | None = None
    contracts: tuple[DocumentReference, ...] = ()
    additional_references: tuple[DocumentReference, ...] = ()
    originator: Party | None = None
    invoicee: Party | None = None
    deliveries: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[TaxTotal, ...] = ()
    totals: MonetaryTotal | None = None
    lines: tuple[OrderLine, ...] = ()

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return self.contracts + ((self.quotation,) if self.quotation else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancellation(Document):
    """The buyer takes an order back (UBL OrderCancellation, X12 860 01, EDIFACT ORDCHG 1)."""

    type: ClassVar[DocumentType] = DocumentType.ORDER_CANCELLATION

    reasons: tuple[Note, ...] = ()
    orders: tuple[DocumentReference, ...] = ()

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return self.orders
