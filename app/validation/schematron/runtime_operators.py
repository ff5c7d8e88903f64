"""XPath's operators on atomic values whose types are known only when a document is judged.

Operands are one atomic value, or None for the empty sequence; general comparisons take sequences.
"""

import math
from collections.abc import Callable, Iterable
from decimal import Context, Decimal, Inexact
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from app.validation.schematron import runtime_dates as dates
from app.validation.schematron.runtime_casts import Opaque, cast
from app.validation.schematron.runtime_dates import Duration, Moment
from app.validation.schematron.runtime_values import (
    DynamicError,
    Single,
    Untyped,
    boolean_of,
    double_of,
    single,
    wrong_type,
)

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_LEAST_PLACES = 18
_SHORT = Context(prec=_LEAST_PLACES, traps=[Inexact])
"""For quotients that need no rounding."""

_EXACT = (int, Decimal)


# ---- comparisons


def general(operator: str, left: Iterable[Any], right: Iterable[Any]) -> bool:
    """`left = right` and its like: whether it holds for any two (XPath 2.0 § 3.5.2)."""
    others = list(right)
    return any(compared_generally(operator, one, other) for one in left for other in others)


def compared_generally(operator: str, left: Any, right: Any) -> bool:
    """One pair of a general comparison: an untyped value takes the other's type."""
    if isinstance(left, Untyped):
        left = _like(left, right)
    if isinstance(right, Untyped):
        right = _like(right, left)
    return _compared(operator, left, right)


def compared(operator: str, left: Any, right: Any) -> bool | None:
    """`left eq right` and its like: untyped values are strings; None where either is empty."""
    if left is None or right is None:
        return None
    return _compared(operator, left, right)


def _like(untyped: Untyped, other: Any) -> Any:
    if isinstance(other, str):
        return str(untyped)
    if isinstance(other, bool):
        return boolean_of(untyped)
    if isinstance(other, int | float | Decimal):
        return double_of(untyped)
    return cast(untyped, other.kind)


def _compared(operator: str, left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return _COMPARE[operator](str(left), str(right))
    if isinstance(left, bool) or isinstance(right, bool):
        if not (isinstance(left, bool) and isinstance(right, bool)):
            raise wrong_type()
        return _COMPARE[operator](left, right)
    if isinstance(left, int | float | Decimal) and isinstance(right, int | float | Decimal):
        return _COMPARE[operator](*promoted(left, right))
    return _compared_moments(operator, left, right)


def _compared_moments(operator: str, left: Any, right: Any) -> bool:
    if isinstance(left, Duration) and isinstance(right, Duration) and operator in ("==", "!="):
        return _COMPARE[operator](left, right)
    if isinstance(left, Opaque) and isinstance(right, Opaque) and operator in ("==", "!=") and left.kind == right.kind:
        return _COMPARE[operator](left, right)
    comparable = isinstance(left, Moment) and isinstance(right, Moment)
    comparable |= isinstance(left, Duration) and isinstance(right, Duration) and left.kind != "xs:duration"
    if not comparable:
        raise wrong_type()
    dates.check_same_kind(left, right)
    return _COMPARE[operator](left.instant, right.instant)


def below(left: Any, right: Any) -> bool:
    """Whether both are there and `left < right`, of values that Python compares as XPath does."""
    return left is not None and right is not None and bool(left < right)


def not_above(left: Any, right: Any) -> bool:
    """Whether both are there and `left <= right`."""
    return left is not None and right is not None and bool(left <= right)


def same(left: Any, right: Any) -> bool:
    """Whether both are there and equal."""
    return left is not None and bool(left == right)


def differ(left: Any, right: Any) -> bool:
    """Whether both are there and differ."""
    return left is not None and right is not None and bool(left != right)


def promoted(left: Any, right: Any) -> tuple[Any, Any]:
    """Two numbers as one type: xs:integer, xs:decimal, xs:float, xs:double, the first that has room for both."""
    if isinstance(left, _EXACT) and isinstance(right, _EXACT):
        return left, right
    if all(isinstance(each, Single) or not isinstance(each, float) for each in (left, right)):
        return single(float(left)), single(float(right))
    return float(left), float(right)


# ---- arithmetic


def _operands(left: Any, right: Any) -> tuple[Any, Any]:
    if isinstance(left, Untyped):
        left = double_of(left)
    if isinstance(right, Untyped):
        right = double_of(right)
    if isinstance(left, str | bool) or isinstance(right, str | bool):
        raise wrong_type()
    return left, right


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal)


def _of_numbers(left: Any, right: Any, calculate: Callable[[Any, Any], Any]) -> Any:
    if not (_is_number(left) and _is_number(right)):
        raise wrong_type()
    left, right = promoted(left, right)
    result = calculate(left, right)
    return single(result) if type(left) is Single else result


def add(left: Any, right: Any) -> Any:
    """`left + right`"""
    if left is None or right is None:
        return None
    if type(left) in _EXACT and type(right) in _EXACT:
        return left + right
    left, right = _operands(left, right)
    if isinstance(left, Duration) and isinstance(right, Moment):
        left, right = right, left
    if isinstance(right, Duration):
        return _plus_duration(left, right, 1)
    return _of_numbers(left, right, lambda a, b: a + b)


def subtract(left: Any, right: Any) -> Any:
    """`left - right`"""
    if left is None or right is None:
        return None
    if type(left) in _EXACT and type(right) in _EXACT:
        return left - right
    left, right = _operands(left, right)
    if isinstance(left, Moment) and isinstance(right, Moment):
        dates.check_same_kind(left, right)
        return dates.between(left, right)
    if isinstance(right, Duration):
        return _plus_duration(left, right, -1)
    return _of_numbers(left, right, lambda a, b: a - b)


def _plus_duration(left: Any, right: Duration, factor: int) -> Any:
    if isinstance(left, Moment):
        return dates.later(left, right, factor)
    if not isinstance(left, Duration):
        raise wrong_type()
    dates.check_same_kind(left, right)
    return Duration(left.kind, left.months + factor * right.months, left.seconds + factor * right.seconds)


def multiply(left: Any, right: Any) -> Any:
    """`left * right`"""
    if left is None or right is None:
        return None
    if type(left) in _EXACT and type(right) in _EXACT:
        return left * right
    left, right = _operands(left, right)
    if isinstance(right, Duration):
        left, right = right, left
    if isinstance(left, Duration) and _is_number(right):
        return _scaled(left, right)
    return _of_numbers(left, right, lambda a, b: a * b)


def divide(left: Any, right: Any) -> Any:
    """`left div right`: of integers and decimals a decimal, with 18 more places than the operands account for."""
    if left is None or right is None:
        return None
    if type(left) in _EXACT and type(right) in _EXACT:
        return decimal_quotient(left, right)
    left, right = _operands(left, right)
    if isinstance(left, Duration):
        return _divided_duration(left, right)
    return _of_numbers(left, right, _quotient)


def _quotient(left: Any, right: Any) -> Any:
    if not isinstance(left, float):
        return decimal_quotient(left, right)
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def decimal_quotient(left: Decimal | int, right: Decimal | int) -> Decimal:
    """Rounded half down at the place where the engine that the rules are written for rounds; raises DynamicError."""
    if right == 1:
        return Decimal(left)
    if right == 0:
        raise DynamicError("a number is divided by zero")
    try:
        exact = _SHORT.divide(Decimal(left), Decimal(right))
    except Inexact:
        return _rounded_quotient(left, right)
    return exact


def _rounded_quotient(left: Decimal | int, right: Decimal | int) -> Decimal:
    over, places_over = _scaled_integer(left)
    under, places_under = _scaled_integer(right)
    places = max(_LEAST_PLACES, places_over - places_under + _LEAST_PLACES)
    shift = places - places_over + places_under
    numerator = abs(over) * 10**shift if shift >= 0 else abs(over)
    denominator = abs(under) if shift >= 0 else abs(under) * 10**-shift
    quotient, rest = divmod(numerator, denominator)
    quotient += 2 * rest > denominator
    return Decimal(quotient if (over < 0) == (under < 0) else -quotient).scaleb(-places)


def _scaled_integer(value: Decimal | int) -> tuple[int, int]:
    """`value` as an integer and how many decimal places it has, without zeros at its end."""
    if isinstance(value, int):
        return value, 0
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent < 0:
        value = value.normalize()
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)
    places = max(0, -exponent)
    return int(value.scaleb(places)), places


def integer_divide(left: Any, right: Any) -> Any:
    """`left idiv right`: towards zero."""
    if left is None or right is None:
        return None
    left, right = _operands(left, right)
    if not (_is_number(left) and _is_number(right)):
        raise wrong_type()
    return _integer_quotient(*promoted(left, right))


def _integer_quotient(left: Any, right: Any) -> int:
    if right == 0 or left != left or right != right or (isinstance(left, float) and math.isinf(left)):
        raise DynamicError("a number is divided by zero, or is none")
    if isinstance(left, float):
        return int(left / right)
    quotient = abs(left) // abs(right)
    return int(quotient if (left < 0) == (right < 0) else -quotient)


def modulo(left: Any, right: Any) -> Any:
    """`left mod right`: the sign is that of `left`."""
    if type(left) is int and type(right) is int and left >= 0 < right:
        return left % right
    if left is None or right is None:
        return None
    left, right = _operands(left, right)
    return _of_numbers(left, right, _remainder)


def _remainder(left: Any, right: Any) -> Any:
    if isinstance(left, float):
        return math.fmod(left, right) if right != 0 and not math.isinf(left) else math.nan
    if right == 0:
        raise DynamicError("a number is divided by zero")
    if isinstance(left, int) and isinstance(right, int):
        return abs(left) % abs(right) if left >= 0 else -(abs(left) % abs(right))
    return Decimal(left) % Decimal(right)


def negate(value: Any) -> Any:
    """`-value`"""
    if value is None:
        return None
    value, _ = _operands(value, 0)
    if not _is_number(value):
        raise wrong_type()
    return type(value)(-value) if isinstance(value, float) else 0 - value


def plus(value: Any) -> Any:
    """`+value`: itself, if it is a number."""
    if value is None:
        return None
    value, _ = _operands(value, 0)
    if not _is_number(value):
        raise wrong_type()
    return value


def _scaled(left: Duration, by: Any) -> Duration:
    if by != by or (isinstance(by, float) and math.isinf(by)):
        raise wrong_type()
    factor = Decimal(by)
    return Duration(left.kind, round(left.months * factor), left.seconds * factor)


def _divided_duration(left: Duration, right: Any) -> Any:
    if isinstance(right, Duration):
        dates.check_same_kind(left, right)
        return decimal_quotient(Decimal(left.instant), Decimal(right.instant))
    if not _is_number(right) or right == 0 or right != right:
        raise wrong_type()
    return Duration(left.kind, round(left.months / Decimal(right)), Decimal(left.seconds) / Decimal(right))
