"""The seller's answer to an order, or to a change of it."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.documents.base import (
    Delivery,
    Document,
    DocumentType,
    Item,
    MonetaryTotal,
    Note,
    Period,
    Price,
    TaxTotal,
)
from app.domain.identifiers import DocumentReference
from app.domain.money import Amount
from app.domain.quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredLine:
    """The answer to one line.

    Attributes:
        order_line: the number of the order's line that is answered.
        status: UNCL 1229 as Peppol Ordering 3 has it: 1 added, 3 changed, 5 accepted, 7 not accepted, 42 delivered.
        back_ordered: how much follows later.
        substitute: the item offered instead.
    """

    number: str
    order_line: str
    status: str = ""
    quantity: Quantity | None = None
    back_ordered: Quantity | None = None
    back_order_reason: str = ""
    amount: Amount | None = None
    item: Item
    substitute: Item | None = None
    price: Price | None = None
    deliveries: tuple[Delivery, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderResponse(Document):
    """UBL OrderResponse, X12 855, EDIFACT ORDRSP. `code` is UNCL 4343: AB, AP, RE or CA."""

    type: ClassVar[DocumentType] = DocumentType.ORDER_RESPONSE

    code: str = ""
    orders: tuple[DocumentReference, ...] = ()
    order_changes: tuple[DocumentReference, ...] = ()
    sales_order: str = ""
    customer_reference: str = ""
    validity: Period | None = None
    deliveries: tuple[Delivery, ...] = ()
    taxes: tuple[TaxTotal, ...] = ()
    totals: MonetaryTotal | None = None
    lines: tuple[AnsweredLine, ...] = ()

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return self.orders + self.order_changes
