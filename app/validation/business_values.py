"""What rules about amounts and dates share: going through a document's values with their places, and comparing sums.

Places are JSON Pointers into the document's Countersign JSON, whatever syntax it came in: rules judge the business, and
don't know syntaxes.
"""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.domain.documents import Document
from app.domain.documents.base import AllowanceCharge, Period, TaxTotal
from app.domain.findings import Finding
from app.domain.money import Amount
from app.domain.quantities import Quantity

Report = Callable[..., Finding]
"""`finding` or `warning`: how bad a rule's fault is in the document at hand."""

MOST_DIGITS = 28
"""What Python's decimal arithmetic keeps exactly; no business needs more."""

LEAVES = frozenset({Amount, Quantity, Decimal})
JUDGED = LEAVES | {Period, TaxTotal}
_CENT = Decimal("0.02")


def values_of(document: Document) -> list[tuple[str, Any]]:
    """The amounts, quantities, numbers, periods and tax totals in `document`, with their places, outer ones first."""
    found: list[tuple[str, Any]] = []
    _collect(document, "", found)
    return found


def _collect(value: Any, path: str, found: list[tuple[str, Any]]) -> None:
    # gathers into one list: a chain of generators takes three times as long, and every document comes through here
    for name, judged, deeper in _fields_of(value.__class__):
        there = getattr(value, name)
        if there is None or there == ():
            continue
        here = f"{path}/{name}"
        places = (
            [(f"{here}/{n}", each) for n, each in enumerate(there)] if isinstance(there, tuple) else [(here, there)]
        )
        if judged:
            found.extend(places)
        if deeper:
            for place, each in places:
                _collect(each, place, found)


@cache
def _fields_of(cls: Any) -> tuple[tuple[str, bool, bool], ...]:
    """The fields that matter: whether what they hold is judged, and whether there may be something judged in it."""
    hints = get_type_hints(cls)
    kinds = ((each.name, _core(hints[each.name])) for each in fields(cls))
    judged = ((name, kind in JUDGED, kind not in LEAVES and _holds_judged(kind, frozenset())) for name, kind in kinds)
    return tuple(each for each in judged if each[1] or each[2])


def _holds_judged(cls: Any, above: frozenset[Any]) -> bool:
    if not is_dataclass(cls) or cls in above:
        return False
    inner = [_core(hint) for hint in get_type_hints(cls).values()]
    return any(each in JUDGED or _holds_judged(each, above | {cls}) for each in inner)


def _core(hint: Any) -> Any:
    if get_origin(hint) in {Union, types.UnionType, tuple}:
        return _core(next(each for each in get_args(hint) if each not in {type(None), Ellipsis}))
    return hint


def near(found: Amount, expected: Decimal) -> bool:
    """Whether `found` is `expected` but for rounding: two cents, or half of the last digit that was written."""
    exponent = found.value.as_tuple().exponent
    half = Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else _CENT
    return abs(found.value - expected) <= max(_CENT, half)


def shown(value: Decimal) -> str:
    """A reckoned value as it may stand in a message."""
    return format(value.quantize(Decimal("0.01")) if value.adjusted() < MOST_DIGITS - 4 else value, "f")


def net_of(extras: tuple[AllowanceCharge, ...]) -> Decimal:
    """Charges less allowances."""
    return charged(extras) - allowed(extras)


def charged(extras: tuple[AllowanceCharge, ...]) -> Decimal:
    """The sum of the charges."""
    return sum((each.amount.value for each in extras if each.is_charge), Decimal())


def allowed(extras: tuple[AllowanceCharge, ...]) -> Decimal:
    """The sum of the allowances."""
    return sum((each.amount.value for each in extras if not each.is_charge), Decimal())
