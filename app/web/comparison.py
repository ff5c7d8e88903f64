"""Orders line by line: what was agreed or asked against what is proposed, and how far it has been carried out."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext

from app.domain.money import Amount
from app.domain.negotiation.facts import LineFacts, LineTerms, OrderFacts, ProposedLine
from app.domain.quantities import Quantity
from app.web.formatting import amount, between, quantity, rounded
from app.web.labels import label


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of a line: before and as proposed, as text; "" where there is none."""

    name: str
    before: str
    after: str
    numeric: bool = True

    @property
    def changed(self) -> bool:
        """Whether the proposal alters it."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of the order beside what is proposed for it."""

    number: str
    item: str
    status: str
    differences: tuple[Difference, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(each.changed for each in self.differences)


def compare(order: OrderFacts) -> list[ComparedLine]:
    """Every line with what the open proposal makes of it; nothing where no proposal is open."""
    if order.proposal is None:
        return []
    before = {line.number: line for line in order.lines}
    return [_compared(line, before.get(line.terms.number), order.currency) for line in order.proposal.lines]


def _compared(after: ProposedLine, before: LineFacts | None, currency: str) -> ComparedLine:
    rejected = after.status in ("rejected", "deleted")
    old, new = (before.terms if before else None), (None if rejected else after.terms)
    differences = (
        Difference(gettext("Quantity"), _quantity(old), _quantity(new)),
        Difference(gettext("Price"), _price(old, currency), _price(new, currency)),
        Difference(gettext("Delivery"), _days(old), _promised(after, new), numeric=False),
        Difference(gettext("Follows later"), "", _later(after)),
        Difference(gettext("Amount"), _value(old, currency), _value(new, currency)),
    )
    item = after.terms.item or (old.item if old else "")
    return ComparedLine(after.terms.number, item, after.status, differences)


def _quantity(terms: LineTerms | None) -> str:
    return quantity(Quantity(terms.quantity, terms.unit)) if terms else ""


def _price(terms: LineTerms | None, currency: str) -> str:
    if terms is None or terms.price is None:
        return ""
    base = f" / {quantity(Quantity(terms.base, terms.unit))}" if terms.base != 1 else ""
    return amount(Amount(terms.price, currency)) + base


def _value(terms: LineTerms | None, currency: str) -> str:
    return amount(rounded(Amount(terms.value, currency))) if terms and terms.price is not None else ""


def _days(terms: LineTerms | None) -> str:
    return between(terms.start, terms.end) if terms else ""


def _promised(after: ProposedLine, terms: LineTerms | None) -> str:
    if terms is None:
        return ""
    return between(after.promised_start, after.promised_end) or _days(terms)


def _later(after: ProposedLine) -> str:
    return quantity(Quantity(after.back_ordered, after.terms.unit)) if after.back_ordered else ""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """How far one line has been carried out."""

    number: str
    item: str
    cells: tuple[str, ...]


LEDGER = ("ordered", "confirmed", "back_ordered", "shipped", "received", "invoiced")


def ledger(order: OrderFacts) -> Iterator[LedgerLine]:
    """The agreed lines with what was confirmed, shipped, received and invoiced of each."""
    for line in order.lines if order.agreed else ():
        figures = (line.terms.quantity, *(getattr(line, name) for name in LEDGER[1:]))
        yield LedgerLine(line.number, line.terms.item, tuple(_figure(each, line.terms.unit) for each in figures))


def _figure(value: Decimal, unit: str) -> str:
    return quantity(Quantity(value, unit)) if value else "–"


def ledger_headings() -> list[str]:
    """What the ledger's columns are called."""
    return [label("ledger", each) for each in LEDGER]
