"""Prices: for one of the ordered unit, or for so many of a unit of their own that cXML says the way to.

    <PriceBasisQuantity quantity="10" conversionFactor="0.1"><UnitOfMeasure>BX</UnitOfMeasure></PriceBasisQuantity>

The factor is how many of the price's unit one of the ordered unit is (cXML.dtd, element PriceBasisQuantity): whoever
gets the message computes quantity * factor * price / basis. So a factor is never made up: where none is known for sure,
the price is said in the ordered unit, and where that can't be either, it isn't said.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, Inexact, InvalidOperation, localcontext
from typing import Any

from app.domain.documents.base import AllowanceCharge, Price
from app.domain.money import Amount, decimal_of
from app.domain.negotiation.units import convert
from app.domain.quantities import Quantity
from app.formats.cxml.codecs import MEASURED, MONEY
from app.formats.cxml.modifications import MODIFICATION
from app.formats.xml.codecs import Codec, attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import one, table

_FACTOR = "conversionFactor"
_UNIT = ("UnitOfMeasure",)
_BASIS = ("PriceBasisQuantity",)
_ONE = Decimal(1)


def _write_basis(node: Node, value: Quantity) -> None:
    MEASURED.write(node, value)
    node.put(_FACTOR, format(_ONE, "f"))


PRICE = table(
    Price,
    one("amount", "UnitPrice/Money", MONEY),
    one("allowance", "UnitPrice/Modifications/Modification", MODIFICATION),
    one("base_quantity", "PriceBasisQuantity", Codec(MEASURED.read, _write_basis)),
)


def priced(at: str = "") -> Codec:
    """A price in the element at `at`; none where that has no unit price, or an empty one.

    To be written after the element's UnitOfMeasure, the ordered unit.
    """
    here = steps(at) if at else ()
    money = steps("UnitPrice/Money")

    def read(node: Node, reading: Reading) -> Any:
        holder = node.first(here)
        found = None if holder is None else holder.first(money)
        if holder is None or found is None or not trimmed(found):
            return None
        price: Price | None = PRICE.read(holder, reading)
        return None if price is None else _in_ordered_unit(price, _ordered(holder), _factor(holder))

    def write(node: Node, value: Price) -> None:
        holder = node.ensure(here)
        said = _sayable(value, _ordered(holder))
        if said is None:
            return
        price, factor = said
        PRICE.write(holder, price)
        basis = holder.first(_BASIS)
        if basis is not None:
            basis.put(_FACTOR, format(factor, "f"))

    return Codec(read, write)


def per_unit(price: Price, unit: str) -> Decimal | None:
    """For how many of `unit` a price is; None where that isn't known."""
    basis = price.base_quantity
    if basis is None or not basis.value:
        return _ONE
    return convert(basis.value, basis.unit, unit)


def _ordered(holder: Node) -> str:
    place = holder.first(_UNIT)
    return "" if place is None else trimmed(place)


def _factor(holder: Node) -> Decimal | None:
    """None where there is none, or none that anybody could compute with."""
    basis = holder.first(_BASIS)
    try:
        factor = decimal_of(attribute(basis, _FACTOR))[0] if basis is not None else None
    except InvalidOperation:
        return None
    return factor if factor is not None and factor > 0 else None


def _is_same(one: str, other: str) -> bool:
    return one == other or not one or not other


def _in_ordered_unit(price: Price, unit: str, factor: Decimal | None) -> Price:
    """A price as it was, where its unit is the ordered one or sure to be so many of it; else by the factor."""
    basis = price.base_quantity
    if basis is None or factor is None or _is_same(basis.unit, unit) or _known_factor(unit, basis.unit) == factor:
        return price
    base = _exactly(lambda: basis.value / factor)
    if base is not None:
        return replace(price, base_quantity=Quantity(base, unit))
    # a box of twelve at the price of a piece: a twelfth of a box is no decimal number, twelve times the price is
    return replace(
        price,
        amount=_times(price.amount, factor),
        base_quantity=Quantity(basis.value, unit),
        allowance=_allowance_times(price.allowance, factor),
    )


def _allowance_times(allowance: AllowanceCharge | None, factor: Decimal) -> AllowanceCharge | None:
    return None if allowance is None else replace(allowance, amount=_times(allowance.amount, factor))


def _times(amount: Amount, factor: Decimal) -> Amount:
    return Amount(amount.value * factor, amount.currency)


def _exactly(compute: Callable[[], Decimal | None]) -> Decimal | None:
    """A result; None where it is no decimal number, or one of too many digits."""
    with localcontext() as context:
        context.traps[Inexact] = True
        try:
            return compute()
        except Inexact:
            return None


def _known_factor(unit: str, price_unit: str) -> Decimal | None:
    """How many of a price's unit one of the ordered unit is for sure; None where nobody knows, or no number says it."""
    return _exactly(lambda: convert(_ONE, unit, price_unit))


def _sayable(price: Price, unit: str) -> tuple[Price, Decimal] | None:
    """A price with the factor to its unit, or in the ordered unit; None where there is no telling."""
    basis = price.base_quantity
    if basis is None or _is_same(basis.unit, unit):
        return price, _ONE
    factor = _known_factor(unit, basis.unit)
    if factor is not None:
        return price, factor
    base = _exactly(lambda: convert(basis.value, basis.unit, unit))
    return None if base is None else (replace(price, base_quantity=Quantity(base, unit)), _ONE)
