"""The price catalogue: what a seller offers, and what it costs from which quantity on."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from app.domain.documents.base import Document, DocumentType, Item, Note, Period, Price
from app.domain.identifiers import DocumentReference
from app.domain.parties import Party
from app.domain.quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePrice:
    """What an item costs within `validity`, where from `minimum` to `maximum` of it are ordered at once."""

    price: Price
    minimum: Quantity | None = None
    maximum: Quantity | None = None
    validity: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueLine:
    """One item on offer, with its prices.

    Attributes:
        action: UNCL 1229: 1 added, 2 deleted, 3 changed, "" as it stands.
        unit: UN/ECE Recommendation 20 or 21: in what the item is ordered.
        minimum, maximum: how much of it may be ordered at once, in steps of `increment`.
        lead_time: from order to delivery (`DAY`, `WEE`, `MON`).
    """

    number: str
    action: str = ""
    item: Item
    unit: str = ""
    minimum: Quantity | None = None
    maximum: Quantity | None = None
    increment: Decimal | None = None
    lead_time: Quantity | None = None
    validity: Period | None = None
    prices: tuple[CataloguePrice, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue(Document):
    """UBL Catalogue, X12 832, EDIFACT PRICAT.

    Attributes:
        purpose: UNCL 1225: 2 additions, 3 deletions, 4 changes, 5 in place of the one before; "" for a new one.
        version: its number among those of the same catalogue.
        source: the catalogue that it is made from, or changes.
        provider, receiver: who sends and who gets it, where those aren't seller and buyer.
    """

    type: ClassVar[DocumentType] = DocumentType.CATALOGUE

    purpose: str = ""
    title: str = ""
    version: str = ""
    validity: Period | None = None
    source: DocumentReference | None = None
    contracts: tuple[DocumentReference, ...] = ()
    provider: Party | None = None
    receiver: Party | None = None
    lines: tuple[CatalogueLine, ...] = ()

    @property
    def revision(self) -> str:
        return self.version

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return ((self.source,) if self.source else ()) + self.contracts
