"""Discounts and surcharges of an invoice: shipping, special handling and a discount have elements, others a list."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.domain.documents.base import AllowanceCharge
from app.domain.money import Amount
from app.formats.cxml.codecs import MONEY, MONEY_IN
from app.formats.cxml.items import percentage
from app.formats.cxml.modifications import MODIFICATION, read_modification
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values

SHIPPING, HANDLING, DISCOUNT = "Shipping", "Special handling", "Discount"


@dataclass(frozen=True, slots=True)
class Places:
    """The elements of one level: the amount of shipping, that of special handling, and the list of all others."""

    shipping: str
    handling: str
    others: str


SUMMARY = Places("ShippingAmount", "SpecialHandlingAmount", "InvoiceHeaderModifications")
LINE = Places("InvoiceDetailLineShipping", "InvoiceDetailLineSpecialHandling", "InvoiceItemModifications")
_DISCOUNT = "InvoiceDetailDiscount"


def read_charges(
    node: Node, places: Places, reading: Reading, elsewhere: Container[str] = ()
) -> tuple[AllowanceCharge, ...]:
    """Everything that is added and taken off at one level: shipping, special handling, the discount, then all others.

    What has an element of its own and is told `elsewhere` stands here as a sum only, and isn't charged again.
    """
    found = [
        None if reason in elsewhere else read(node, tag, reason, reading)
        for reason, tag, read in (
            (SHIPPING, places.shipping, _named),
            (HANDLING, places.handling, _named),
            (DISCOUNT, _DISCOUNT, _discount),
        )
    ]
    others = node.first((places.others,))
    group = [] if others is None else others.groups.get("Modification", [])
    base, price = (_amount(node, way) for way in (("SubtotalAmount", "Money"), ("UnitPrice", "Money")))
    found += [read_modification(each, reading, base, price) for each in group]
    return tuple(each for each in found if each is not None)


def _amount(node: Node, way: tuple[str, ...]) -> Amount | None:
    place = node.first(way)
    # what is wrong with it is said where it is read for its own sake
    return None if place is None else MONEY.read(place, Reading("cxml"))


def _named(node: Node, tag: str, reason: str, reading: Reading) -> AllowanceCharge | None:
    place = node.first((tag,))
    amount = None if place is None else MONEY_IN.read(place, reading)
    # a zero stands there where nothing is charged
    return AllowanceCharge(is_charge=True, amount=amount, reason=reason) if amount and amount.value else None


def _discount(node: Node, tag: str, reason: str, reading: Reading) -> AllowanceCharge | None:
    place = node.first((tag,))
    amount = None if place is None else MONEY_IN.read(place, reading)
    if place is None or amount is None or not amount.value:
        return None
    factor = percentage(place, "percentageRate", reading)
    return AllowanceCharge(is_charge=False, amount=amount, reason=reason, factor=factor)


def write_charges(
    node: Node, places: Places, charges: Sequence[AllowanceCharge], elsewhere: Container[str] = ()
) -> None:
    """The inverse; the first of its kind has the element, another one of the same kind goes to the list."""
    for each in charges:
        tag = "" if each.reason in elsewhere else _own_place(each, places)
        if tag and tag not in node.groups:
            _write_named(node.add(tag), each)
        else:
            MODIFICATION.write(node.ensure((places.others,)).add("Modification"), each)


def _own_place(charge: AllowanceCharge, places: Places) -> str:
    if charge.is_charge:
        return {SHIPPING: places.shipping, HANDLING: places.handling}.get(charge.reason, "")
    return _DISCOUNT if charge.reason == DISCOUNT else ""


def _write_named(place: Node, charge: AllowanceCharge) -> None:
    if place.tag == LINE.shipping:
        place.add("InvoiceDetailShipping")
    MONEY_IN.write(place, charge.amount)
    if charge.factor is not None:
        place.put("percentageRate", format(charge.factor, "f"))


def net_of(charges: Sequence[AllowanceCharge], currency: str) -> Decimal:
    """What charges add, less what is taken off, as far as it is in one currency."""
    signed = (each.amount.value if each.is_charge else -each.amount.value for each in _in(charges, currency))
    return sum(signed, Decimal(0))


def _in(charges: Sequence[AllowanceCharge], currency: str) -> list[AllowanceCharge]:
    return [each for each in charges if each.amount.currency == currency]


def charges_at(field: str, path: str, places: Places) -> Rule:
    """`field` is everything that is added and taken off in the element at `path`."""
    here = steps(path) if path else ()

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(here)
        found = () if holder is None else read_charges(holder, places, reading)
        if found:
            values[field] = found

    def write(document: Any, node: Node) -> None:
        if getattr(document, field):
            write_charges(node.ensure(here), places, getattr(document, field))

    return Rule({field: here}, read, write)


def with_charges(subtotal: Amount, charges: Sequence[AllowanceCharge]) -> Amount:
    """A line's amount from quantity times price."""
    return replace(subtotal, value=subtotal.value + net_of(charges, subtotal.currency), lexical="")


def without_charges(amount: Amount, charges: Sequence[AllowanceCharge]) -> Amount:
    """The inverse."""
    return replace(amount, value=amount.value - net_of(charges, amount.currency), lexical="")
