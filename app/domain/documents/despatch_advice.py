"""What was sent, and what arrived."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.documents.base import Delivery, Document, DocumentType, Item, Note, Period
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.parties import Party
from app.domain.quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """How the goods travel."""

    id: str = ""
    gross_weight: Quantity | None = None
    gross_volume: Quantity | None = None
    packages: str = ""
    consignment: str = ""
    estimated_delivery: Period | None = None
    carrier: Party | None = None
    delivery: Delivery | None = None
    transport_units: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DespatchLine:
    """So much of an order's line was sent."""

    number: str
    order: DocumentReference | None = None
    quantity: Quantity | None = None
    outstanding: Quantity | None = None
    outstanding_reason: str = ""
    item: Item
    lot: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DespatchAdvice(Document):
    """UBL DespatchAdvice, X12 856, EDIFACT DESADV."""

    type: ClassVar[DocumentType] = DocumentType.DESPATCH_ADVICE

    advice_type: str = ""
    orders: tuple[DocumentReference, ...] = ()
    additional_references: tuple[DocumentReference, ...] = ()
    despatch_party: Party | None = None
    delivery_party: Party | None = None
    despatched: date | None = None
    shipment: Shipment | None = None
    lines: tuple[DespatchLine, ...] = ()

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return self.orders + tuple(each.order for each in self.lines if each.order)
