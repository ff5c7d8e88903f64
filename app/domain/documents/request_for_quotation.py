"""The request for quotation: a buyer asks what something would cost, and until when he wants to know."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.documents.base import Delivery, DeliveryTerms, Document, DocumentType, Period
from app.domain.documents.order import OrderLine
from app.domain.identifiers import DocumentReference


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForQuotation(Document):
    """UBL RequestForQuotation, X12 840, EDIFACT REQOTE.

    Attributes:
        response_due: until when the seller shall quote.
        validity: for how long the quotation shall hold.
        catalogue: the catalogue that the items are from.
        lines: what would be ordered; a price is what the buyer has in mind.
    """

    type: ClassVar[DocumentType] = DocumentType.REQUEST_FOR_QUOTATION

    response_due: date | None = None
    validity: Period | None = None
    catalogue: DocumentReference | None = None
    contracts: tuple[DocumentReference, ...] = ()
    additional_references: tuple[DocumentReference, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    lines: tuple[OrderLine, ...] = ()

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return ((self.catalogue,) if self.catalogue else ()) + self.contracts
