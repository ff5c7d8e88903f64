"""Reads lines of documents into comparable terms, and compares them. Two terms are the same where nothing that either
of them says is contradicted by the other."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.domain.documents.base import Delivery, Item, Period, Price
from app.domain.documents.order import OrderLine
from app.domain.negotiation.facts import LineTerms
from app.domain.negotiation.units import convert

ONE = Decimal(1)


def terms_of(line: OrderLine, header: Iterable[Delivery] = ()) -> LineTerms:
    """What an order's or a change's line asks for; days that it doesn't name are the header's."""
    start, end = days(delivery.requested for delivery in (*line.deliveries, *header))
    amount = line.amount.value if line.amount else None
    price, base = priced(line.price)
    quantity = line.quantity.value if line.quantity else ONE
    # A line without a unit price (a flat service) is priced by its amount.
    if price is None and amount is not None:
        price, base = amount, quantity if quantity > 0 else ONE
    return LineTerms(
        number=line.number,
        quantity=quantity,
        unit=line.quantity.unit if line.quantity else "",
        price=price,
        base=base,
        item=line.item.name,
        ids=item_ids(line.item),
        start=start,
        end=end,
    )


def days(periods: Iterable[Period | None]) -> tuple[date | None, date | None]:
    """The first and the last day of the first period that names any."""
    for period in periods:
        if period and (period.start or period.end):
            return period.start or period.end, period.end or period.start
    return None, None


def priced(price: Price | None) -> tuple[Decimal | None, Decimal]:
    """The price and how many units it is for; a base that isn't above zero counts as one."""
    if price is None:
        return None, ONE
    base = price.base_quantity.value if price.base_quantity else ONE
    return price.amount.value, base if base > 0 else ONE


def item_ids(item: Item | None) -> tuple[str, ...]:
    """The item's identifiers, each with whose it is in front."""
    if item is None:
        return ()
    standard = f"{item.standard_id.scheme}:{item.standard_id.value}" if item.standard_id else ""
    named = {"seller": item.sellers_id, "buyer": item.buyers_id, "standard": standard}
    return tuple(f"{whose}:{value}" for whose, value in named.items() if value)


def restated(said: LineTerms, base: LineTerms | None) -> LineTerms:
    """`said`, with what it leaves open filled in from the revision that it changes, and in that revision's unit."""
    if base is None:
        return said
    said = _in_unit(said, base.unit)
    return replace(
        said,
        price=base.price if said.price is None else said.price,
        base=base.base if said.price is None else said.base,
        item=said.item or base.item,
        ids=said.ids or base.ids,
        start=said.start or base.start,
        end=said.end or base.end,
    )


def _in_unit(said: LineTerms, unit: str) -> LineTerms:
    quantity, base = convert(said.quantity, said.unit, unit), convert(said.base, said.unit, unit)
    if quantity is None or base is None:
        return said
    return replace(said, quantity=quantity, base=base, unit=unit or said.unit)


def same_terms(one: LineTerms, two: LineTerms) -> bool:
    """Whether both ask for the same: quantity, price, item and days."""
    quantity = convert(one.quantity, one.unit, two.unit)
    return (
        quantity == two.quantity
        and _same_price(one, two)
        and (one.start, one.end) == (two.start, two.end)
        and same_item(one, two)
    )


def same_item(one: LineTerms, two: LineTerms) -> bool:
    """Whether no identifier of one contradicts the other's; by name, where they share no kind of identifier."""
    mine, theirs = _by_kind(one), _by_kind(two)
    shared = mine.keys() & theirs.keys()
    if shared:
        return all(mine[kind] == theirs[kind] for kind in shared)
    return not one.item or not two.item or one.item.casefold() == two.item.casefold()


def _same_price(one: LineTerms, two: LineTerms) -> bool:
    if one.price is None or two.price is None:
        return one.price is two.price
    return one.price * two.base == two.price * one.base


def _by_kind(terms: LineTerms) -> dict[str, str]:
    return {kind: value for kind, _, value in (each.partition(":") for each in terms.ids)}
