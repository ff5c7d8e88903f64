"""XPath's functions on numbers (XPath Functions § 6).

fn:format-number is here as far as messages of rules use it: grouping, decimals, percent; the default decimal format.
"""

import math
import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any

from app.validation.schematron.runtime_values import DynamicError, rounded

_PICTURE = re.compile(r"([^#0.,%]*)([#0,]*)(?:\.([0#]*))?(%?)([^#0.,]*)")


def formatted(value: Any, picture: str) -> str:
    """fn:format-number; raises DynamicError for a picture that isn't one of those."""
    positive, _, negative = picture.partition(";")
    if value is None or value != value:
        return "NaN"
    match = _PICTURE.fullmatch(negative if negative and value < 0 else positive)
    if match is None:
        raise DynamicError("the picture of a number isn't understood")
    before, whole, places, percent, behind = match.groups()
    exact = abs(Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)) * (100 if percent else 1)
    sign = "-" if value < 0 and not negative else ""
    return f"{sign}{before}{_digits(exact, whole, places or '')}{percent}{behind}"


def _digits(value: Decimal, whole: str, places: str) -> str:
    if not value.is_finite():
        return "Infinity"
    text = format(value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_EVEN), "f")
    integer, _, fraction = text.partition(".")
    integer = integer.lstrip("0").rjust(whole.replace(",", "").count("0"), "0")
    least = places.count("0")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    group = len(whole.rpartition(",")[2]) if "," in whole else 0
    if group:
        integer = ",".join(_groups(integer, group))
    return f"{integer}.{fraction}" if fraction else integer or "0"


def _groups(digits: str, size: int) -> list[str]:
    first = len(digits) % size
    return [digits[:first]] * bool(first) + [digits[at : at + size] for at in range(first, len(digits), size)]


def absolute(value: Any) -> Any:
    """fn:abs"""
    return None if value is None else type(value)(abs(value))


def floor(value: Any) -> Any:
    """fn:floor"""
    return _whole(value, ROUND_FLOOR, math.floor)


def ceiling(value: Any) -> Any:
    """fn:ceiling"""
    return _whole(value, ROUND_CEILING, math.ceil)


def _whole(value: Any, rounding: str, of_double: Callable[[float], int]) -> Any:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return value.to_integral_value(rounding)
    if value != value or math.isinf(value) or value == 0:
        return value
    return type(value)(math.copysign(of_double(value), value))


def rounded_half_to_even(value: Any, places: Any = 0) -> Any:
    """fn:round-half-to-even"""
    if value is None or (isinstance(value, float) and (value != value or math.isinf(value))):
        return value
    if abs(places) > 1000:
        raise DynamicError("a number is rounded to too many places")
    exact = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    result = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return type(value)(result)


def rounded_to(value: Any, places: Any) -> Any:
    """fn:round with a precision (XPath 3.0)"""
    if value is None or (isinstance(value, float) and (value != value or math.isinf(value))):
        return value
    if abs(places) > 1000:
        raise DynamicError("a number is rounded to too many places")
    exact = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    return type(value)(rounded(exact.scaleb(places)).scaleb(-places))
