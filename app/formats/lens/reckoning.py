"""Counts and sums: what a `calc` comes to for an object, and whether a message says so."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.formats.lens.bound import Calc
from app.formats.lens.codecs import number_of


def reckoning(calc: Calc) -> Callable[[Any], Decimal]:
    """What a calc comes to for an object."""
    getters = [each.get for each in calc.steps]

    def values(found: list[Any]) -> list[Any]:
        for get in getters:
            fetched = [get(each) for each in found]
            found = [
                one for each in fetched if each is not None for one in (each if isinstance(each, tuple) else (each,))
            ]
        return found

    if calc.kind == "count":
        return lambda value: Decimal(len(values([value])))
    return lambda value: sum((getattr(each, "value", each) for each in values([value])), Decimal(0))


def verified(calc: Calc, text: str, value: Any) -> bool:
    """Whether a message says what a calc comes to."""
    try:
        return number_of(text)[0] == reckoning(calc)(value)
    except (ValueError, ArithmeticError):
        return False
