"""Modifications: a discount on a price, or a surcharge, as an amount, as a percentage or as the price that is left."""

from decimal import Decimal, InvalidOperation

from app.domain.documents.base import AllowanceCharge
from app.domain.money import Amount
from app.formats.cxml.codecs import MONEY_IN
from app.formats.cxml.items import percentage
from app.formats.cxml.rules import described
from app.formats.xml.codecs import Codec, attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading

_DEDUCTION, _COST = ("AdditionalDeduction",), ("AdditionalCost",)
_LEAST_DIGITS = 2


def read_modification(
    node: Node, reading: Reading, base: Amount | None, unit_price: Amount | None = None
) -> AllowanceCharge | None:
    """An element Modification of what costs `base`; None where it doesn't say how much it makes."""
    off, on = node.first(_DEDUCTION), node.first(_COST)
    place = off if off is not None else on
    if place is None:
        return None
    original = _original(node, reading)
    # what is told of one piece holds for all of them
    whole = base if base is not None and original in (None, unit_price) else original
    percent = _percent(place, reading)
    amount = _told(place, reading)
    if amount is None and whole is not None:
        amount = _left_of(place, whole, base, reading) if percent is None else _share(whole, percent)
    if amount is None:
        return None
    return AllowanceCharge(
        is_charge=off is None,
        amount=amount,
        reason=_reason(node),
        factor=percent,
        base=whole if percent is not None else None,
    )


def _original(node: Node, reading: Reading) -> Amount | None:
    place = node.first(("OriginalPrice",))
    amount: Amount | None = None if place is None else MONEY_IN.read(place, reading)
    return amount


def _told(place: Node, reading: Reading) -> Amount | None:
    holder = place.first(("DeductionAmount",)) if place.tag in _DEDUCTION else place
    amount: Amount | None = None if holder is None else MONEY_IN.read(holder, reading)
    return amount


def _percent(place: Node, reading: Reading) -> Decimal | None:
    found = place.first(("DeductionPercent",)) or place.first(("Percentage",))
    percent: Decimal | None = None if found is None else percentage(found, "percent", reading)
    return percent


def _share(whole: Amount, percent: Decimal) -> Amount:
    """A percentage of an amount, to as many digits as that has."""
    digits = max(_LEAST_DIGITS, -int(whole.value.as_tuple().exponent))
    share = Amount(whole.value * percent / 100, whole.currency)
    try:
        return share.rounded(digits)
    except InvalidOperation:
        return share  # of more digits than anybody computes with


def _left_of(place: Node, whole: Amount, base: Amount | None, reading: Reading) -> Amount | None:
    """The difference to the price that is left; None where what it was taken from isn't what is charged here."""
    holder = place.first(("DeductedPrice",))
    left: Amount | None = None if holder is None else MONEY_IN.read(holder, reading)
    if left is None or left.currency != whole.currency or (base is not None and whole != base):
        return None
    return whole - left


def _reason(node: Node) -> str:
    detail, words = node.first(("ModificationDetail",)), node.first(steps("ModificationDetail/Description"))
    return trimmed(words) if words else attribute(detail, "name") if detail else ""


def _write_modification(node: Node, value: AllowanceCharge) -> None:
    place = _COST if value.is_charge else (*_DEDUCTION, "DeductionAmount")
    MONEY_IN.write(node.ensure(place), value.amount)
    detail = node.add("ModificationDetail")
    detail.put("name", "Charge" if value.is_charge else "Allowance")
    described(detail, "Description", value.reason)


MODIFICATION = Codec(lambda node, reading: read_modification(node, reading, None), _write_modification)
"""A Modification of a price: of its own OriginalPrice."""
