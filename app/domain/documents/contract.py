"""The contract: parties, a term, a tree of clauses, price lines, and a chain of immutable versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.domain.documents.base import Document, DocumentType, Item, PaymentTerms, Price
from app.domain.identifiers import DocumentReference
from app.domain.quantities import Quantity


class RenewalKind(StrEnum):
    """What happens when a term ends."""

    NONE = "none"
    AUTOMATIC = "automatic"
    BY_AGREEMENT = "by_agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a contract runs: both days included; `notice` and `renewal_period` are ISO 8601 durations (P3M, P1Y)."""

    start: date
    end: date | None = None
    renewal: RenewalKind = RenewalKind.NONE
    renewal_period: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause; `id` stays the same from version to version, wherever the clause moves."""

    id: str
    heading: str = ""
    text: str = ""
    clauses: tuple["Clause", ...] = ()

    def walk(self) -> Iterator["Clause"]:
        """This clause and everything below it, in reading order."""
        yield self
        for clause in self.clauses:
            yield from clause.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLine:
    """An agreed price for an item, from a quantity on, within days."""

    id: str
    item: Item
    price: Price
    minimum: Quantity | None = None
    maximum: Quantity | None = None
    discount_percent: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Document):
    """One version of a contract.

    Attributes:
        version: 1, 2, 3 …
        previous_digest: `sha-256:` and the hexadecimal digest of the version before it, as submitted; "" for the first.
        proposed_by_buyer: who puts this version forward.
    """

    type: ClassVar[DocumentType] = DocumentType.CONTRACT

    version: int = 1
    previous_digest: str = ""
    proposed_by_buyer: bool = True
    title: str = ""
    language: str = ""
    term: Term
    governing_law: str = ""
    framework: DocumentReference | None = None
    clauses: tuple[Clause, ...] = ()
    price_lines: tuple[PriceLine, ...] = ()
    payment_terms: PaymentTerms | None = None

    @property
    def revision(self) -> str:
        return str(self.version)

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return (self.framework,) if self.framework else ()

    @property
    def sent_by_buyer(self) -> bool:
        return self.proposed_by_buyer

    def walk(self) -> Iterator[Clause]:
        """Every clause, in reading order."""
        for clause in self.clauses:
            yield from clause.walk()
