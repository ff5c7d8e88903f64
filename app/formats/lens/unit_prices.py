"""Prices for so many of a unit: when two units are the same for a price, and what the price for one is."""

from collections.abc import Mapping
from decimal import Decimal, localcontext

MULTIPLES: Mapping[str, int] = {"DZN": 12, "GRO": 144, "CEN": 100, "MIL": 1000}
"""Units that are so many pieces."""
_PIECES = frozenset({"C62", "EA", "H87"})
_DIGITS = 17
"""Of a unit price in X12 (data element 212)."""
_PRECISION = 100


def agree(unit: str, other: str) -> bool:
    """Whether a price for so many of one unit is one for so many of the other; a unit that isn't said is the other."""
    return unit == other or not unit or not other or {unit, other} <= _PIECES


def per_one(amount: Decimal, base: Decimal, digits: int = _DIGITS) -> tuple[Decimal, bool]:
    """A price for `base` units as that for one of them, in so many digits; and whether it is exactly that."""
    with localcontext(prec=_PRECISION):
        found = amount / base
        decimals = digits - max(1, found.adjusted() + 1)
        exponent = found.as_tuple().exponent
        if isinstance(exponent, int) and 0 <= decimals < -exponent:
            found = found.quantize(Decimal(1).scaleb(-decimals))
        return found.normalize(), found * base == amount
