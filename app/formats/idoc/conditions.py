"""What SAP's conditions (E1EDK05, E1EDP05) say: the price of an item, and what is allowed or charged beside it.

A condition says how SAP reckoned. Some are allowances and charges, others a price, a cost, a tax: these are told apart
by their names (schemas/idoc/qualifiers.tsv), and prices, which every company gives names of its own (ZPR0), by what is
in them: so much (KRATE) for so many (UPRBS) of a unit (MEAUN).
"""

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.documents.base import AllowanceCharge, Price, TaxCategory
from app.domain.money import Amount
from app.formats.idoc.aggregates import ID_AND_PERCENT, of_vat, only_if_said
from app.formats.idoc.codecs import AMOUNT, DECIMAL, number_of
from app.formats.idoc.rules import first_of, quantity
from app.formats.xml.codecs import Codec, trimmed
from app.formats.xml.idoc_facts import qualifiers
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, many, one, spread, table

_TAX = of_vat(table(TaxCategory, *ID_AND_PERCENT, unmapped=("scheme", "exemption_reason", "exemption_reason_code")))
_SIGN = {"+": True, "-": False}


def _is_charge(node: Node, _reading: Reading) -> bool | None:
    return _SIGN.get(trimmed(node))


def _write_sign(node: Node, value: bool) -> None:
    node.text = "+" if value else "-"


_CONDITION = (
    one("is_charge", "ALCKZ", Codec(_is_charge, _write_sign)),
    one("reason_code", "KSCHL"),
    one("reason", "KOTXT"),
    one("amount", "BETRG", AMOUNT),
    one("factor", "KPERC", DECIMAL),
    spread("tax", _TAX),
)


def _allowance(codec: Codec) -> Codec:
    """`codec`, for a condition that says whether it is an allowance or a charge, and how much.

    Systems that give an allowance's amount a minus say the same thing twice. An allowance below nothing is a charge.
    """
    sign, amount = steps("ALCKZ"), steps("BETRG")

    def read(node: Node, reading: Reading) -> Any:
        said = [trimmed(found) for path in (sign, amount) if (found := node.first(path)) is not None]
        if len(said) < 2 or said[0] not in _SIGN or not said[1]:
            return None
        found = codec.read(node, reading)
        return found if found is None or found.is_charge else unsigned(found)

    def write(node: Node, value: Any) -> None:
        is_below_nothing = not value.is_charge and value.amount.value < 0
        codec.write(node, replace(unsigned(value), is_charge=True) if is_below_nothing else value)

    return Codec(read, write)


def unsigned(value: AllowanceCharge) -> AllowanceCharge:
    """An allowance or a charge without the sign of its amount."""
    factor = None if value.factor is None else value.factor.copy_abs()
    return replace(value, amount=Amount(value.amount.value.copy_abs(), value.amount.currency), factor=factor)


def _text(node: Node, field: str) -> str:
    found = node.first((field,))
    return "" if found is None else trimmed(found)


def _number(node: Node, field: str) -> Decimal:
    """A number that is looked at to see what a condition is; 0 where there is none."""
    try:
        return number_of(_text(node, field))
    except InvalidOperation:
        return Decimal(0)


def _is_price(condition: Node, ordered: Decimal) -> bool:
    """Whether a condition says so much for so many, and adds: what a discount is for each is below nothing.

    Without a unit it is the price if its amount is that for the quantity; of one piece nothing tells it from a charge.
    """
    rate, sign = _number(condition, "KRATE"), "-" if ordered < 0 else "+"
    if rate <= 0 or _text(condition, "ALCKZ") not in ("+", sign):
        return False
    if _text(condition, "UPRBS") or _text(condition, "MEAUN"):
        return True
    return abs(ordered) not in (0, 1) and _number(condition, "BETRG") == rate * ordered


_HEADER_CONDITION = _allowance(table(AllowanceCharge, *_CONDITION, unmapped=("base",)))


def _unless_price(node: Node, reading: Reading) -> Any:
    return None if _is_price(node, Decimal(0)) else _HEADER_CONDITION.read(node, reading)


ALLOWANCE_CHARGE = Codec(_unless_price, _HEADER_CONDITION.write)
"""E1EDK05."""

_ITEMS = "E1EDP05"
_NAMED = tuple(f"{_ITEMS}.{each}" for each in qualifiers()[_ITEMS].values)
_NAMED_PRICES = tuple(f"{_ITEMS}.{each}" for each in ("PR00", "PR01", "PB00", "PBXX", "PN00", "PPR0"))
_PRICES = ("VPREI", "E1EDP26.006/BETRG")
_ROUNDING = Decimal("0.005")


def _price_condition(item: Node) -> Node | None:
    """Which of an item's conditions is its price: one that SAP calls so, or the first that looks like one."""
    named = (item.first((each,)) for each in _NAMED_PRICES)
    found = next((each for each in named if each is not None), None)
    if found is not None:
        return found
    ordered = _number(item, "MENGE")
    return next((each for each in item.groups.get(_ITEMS, ()) if _is_price(each, ordered)), None)


def _price() -> Codec:
    """The price of an item: its own, or where it has none, as in most invoices, that of its condition."""
    own = only_if_said(
        table(
            Price,
            first_of("amount", *_PRICES, codec=AMOUNT),
            quantity("base_quantity", "PEINH", "PMENE"),
            unmapped=("allowance",),
        ),
        *_PRICES,
    )
    of_condition = only_if_said(
        table(
            Price,
            one("amount", "KRATE", AMOUNT),
            quantity("base_quantity", "UPRBS", "MEAUN"),
            unmapped=("allowance",),
        ),
        "KRATE",
    )

    def read(node: Node, reading: Reading) -> Any:
        if _says_price(node):
            return own.read(node, reading)
        condition = _price_condition(node)
        return None if condition is None else of_condition.read(condition, reading)

    return Codec(read, own.write)


def _says_price(item: Node) -> bool:
    found = (item.first(steps(each)) for each in _PRICES)
    return any(each is not None and trimmed(each) for each in found)


PRICE = _price()
"""Items that name a price unit only have no price."""


def _conditions() -> Rule:
    """An item's allowances and charges. To be read after its price, quantity and amount.

    Where one of its conditions is a price, they all say how the item's price and amount came about. The price may have
    them in it already; it hasn't where the amount is what they make of it.
    """
    codec = _allowance(table(AllowanceCharge, *_CONDITION, one("base", "KOBAS", AMOUNT)))
    conditions = many("allowances_charges", _ITEMS, codec)

    def read(node: Node, values: Values, reading: Reading) -> None:
        price = _price_condition(node)
        found = [codec.read(each, reading) for each in node.groups.get(_ITEMS, ()) if each is not price]
        taken = tuple(each for each in found if each is not None)
        is_reckoned = price is not None or any(each in node.groups for each in _NAMED)
        if taken and (not is_reckoned or _come_to_amount(node, values, taken)):
            values["allowances_charges"] = taken

    return Rule(conditions.places, read, conditions.write)


def _come_to_amount(item: Node, values: Values, taken: tuple[AllowanceCharge, ...]) -> bool:
    """Whether the item's amount is its price with these, and not without them; the signs are those of the amount."""
    price, much, amount = (values.get(each) for each in ("price", "quantity", "amount"))
    if price is None or much is None:
        return False
    if amount is None:
        return not _says_price(item)
    base = price.base_quantity
    if base is not None and (base.value == 0 or base.unit not in ("", much.unit)):
        return False
    gross = (price.amount.value * much.value / (base.value if base is not None else 1)).copy_sign(amount.value)
    allowed = sum((each.amount.value for each in taken if not each.is_charge), Decimal(0)).copy_sign(gross)
    charged = sum((each.amount.value for each in taken if each.is_charge), Decimal(0))
    return not _is_same(gross, amount.value) and _is_same(gross - allowed + charged, amount.value)


def _is_same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _ROUNDING


LINE_ALLOWANCES_CHARGES = _conditions()
