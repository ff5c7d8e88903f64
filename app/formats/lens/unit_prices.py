"""Prices for so many of a unit: when two units are the same for a price, and what the price for one is."""

from decimal import Decimal, localcontext

from app.domain.negotiation.units import convert

_ONE = Decimal(1)
_PIECE = "C62"
_DIGITS = 17
"""Of a unit price in X12 (data element 212)."""
_PRECISION = 100


def agree(unit: str, other: str) -> bool:
    """Whether a price for so many of one unit is one for so many of the other; a unit that isn't said is the other."""
    return convert(_ONE, unit, other) == _ONE


def pieces(unit: str) -> Decimal:
    """How many pieces a dozen or a hundred is; one for what isn't counted in pieces."""
    return convert(_ONE, unit, _PIECE) or _ONE


def per_one(amount: Decimal, base: Decimal, digits: int = _DIGITS) -> tuple[Decimal, bool]:
    """A price for `base` units as that for one of them, in so many digits; and whether it is exactly that."""
    with localcontext(prec=_PRECISION):
        found = amount / base
        decimals = digits - max(1, found.adjusted() + 1)
        exponent = found.as_tuple().exponent
        if isinstance(exponent, int) and 0 <= decimals < -exponent:
            found = found.quantize(Decimal(1).scaleb(-decimals))
        return found.normalize(), found * base == amount
