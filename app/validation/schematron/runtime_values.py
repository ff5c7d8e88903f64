"""XPath's atomic values in Python, and how text becomes one and one becomes text.

    xs:string str · xs:untypedAtomic Untyped · xs:boolean bool · xs:integer int · xs:decimal Decimal (or int)
    xs:double float · xs:float Single · xs:anyURI Uri · dates, times and durations: runtime_dates

Compiled rules call these functions; none of them keeps anything of a document but what some texts are as numbers.
"""

import math
import re
import struct
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Any

from app.validation.schematron.remembered import Remembered

SPACE = " \t\r\n"
MOST_DIGITS = 4000
"""Of a number in a document: longer ones are no quantity of anything, and cost more than linear time."""

CONTEXT = Context(prec=20_000, Emax=999_999, Emin=-999_999)
"""Precision that no sum or product of amounts can exceed, so that +, - and * are exact."""

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SPACES = re.compile(r"[ \t\r\n]+")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_SPECIAL_DOUBLES = {"INF": math.inf, "+INF": math.inf, "-INF": -math.inf, "NaN": math.nan}


class DynamicError(Exception):
    """An expression has no value for this document: what XPath calls a dynamic error, with the reason in words."""


class Untyped(str):
    """xs:untypedAtomic: an element's or attribute's text, where it meets values whose types are known only then."""

    __slots__ = ()


class Uri(str):
    """xs:anyURI."""

    __slots__ = ()


class Single(float):
    """xs:float: a double of single precision."""

    __slots__ = ()


def single(value: float) -> Single:
    """`value` rounded to single precision."""
    try:
        return Single(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return Single(math.copysign(math.inf, value))


def shown(value: object) -> str:
    """`value` as messages quote it: short."""
    text = string_of(value)
    return f"“{text}”" if len(text) <= 40 else f"“{text[:40]}…”"


def not_a(value: object, kind: str) -> DynamicError:
    """The error that `value` can't be read as `kind`."""
    return DynamicError(f"{shown(value)} is not of type {kind}")


def too_many() -> DynamicError:
    """The error that there are several where one is asked for."""
    return DynamicError("there are several values where at most one is expected")


def missing() -> DynamicError:
    """The error that there is nothing where something is asked for."""
    return DynamicError("there is no value where one is expected")


def wrong_type() -> DynamicError:
    """The error that a value is of a type that can't stand there."""
    return DynamicError("a value is of the wrong type for what is done with it")


def mistyped(*_values: object) -> Any:
    """Where the compiler has seen that the types can't fit; raises DynamicError."""
    raise wrong_type()


def normalized(text: str) -> str:
    """fn:normalize-space: only XML's four white spaces count."""
    if text.isascii():
        return text if text.isalnum() else " ".join(text.split())
    return _SPACES.sub(" ", text).strip(" ")


def decimal_of(text: str) -> Decimal:
    """xs:decimal of a text; raises DynamicError."""
    return _DECIMALS[text]


def _decimal_of(text: str) -> Decimal:
    bare = text.strip(SPACE)
    if not _DECIMAL.fullmatch(bare):
        raise not_a(text, "xs:decimal")
    if len(bare) > MOST_DIGITS:
        raise DynamicError("a number has too many digits")
    return Decimal(bare)


_DECIMALS = Remembered(_decimal_of)


def integer_of(text: str) -> int:
    """xs:integer of a text; raises DynamicError."""
    bare = text.strip(SPACE)
    if not _INTEGER.fullmatch(bare):
        raise not_a(text, "xs:integer")
    if len(bare) > MOST_DIGITS:
        raise DynamicError("a number has too many digits")
    return int(bare)


def double_of(text: str) -> float:
    """xs:double of a text; raises DynamicError."""
    return _DOUBLES[text]


def _double_of(text: str) -> float:
    bare = text.strip(SPACE)
    if _DOUBLE.fullmatch(bare):
        return float(bare)
    if bare in _SPECIAL_DOUBLES:
        return _SPECIAL_DOUBLES[bare]
    raise not_a(text, "xs:double")


_DOUBLES = Remembered(_double_of)


def number_of(text: str) -> float:
    """fn:number of a text: NaN where it is none."""
    try:
        return double_of(text)
    except DynamicError:
        return math.nan


def boolean_of(text: str) -> bool:
    """xs:boolean of a text; raises DynamicError."""
    try:
        return _BOOLEANS[text.strip(SPACE)]
    except KeyError:
        raise not_a(text, "xs:boolean") from None


def string_of(value: Any) -> str:
    """The string value of one atomic value (XPath Functions § 17.1.2)."""
    if isinstance(value, str):
        return str(value)
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, float):
        return string_of_double(value)
    if isinstance(value, Decimal):
        return string_of_decimal(value)
    return str(value)


def string_of_decimal(value: Decimal | int) -> str:
    """Without exponent and without zeros that say nothing."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text in ("-0", "") else text


def string_of_double(value: float) -> str:
    """As XPath writes doubles: plainly from 1e-6 to 1e6, else with a mantissa and an exponent."""
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else "0"
    digits = Decimal(_shortest(value))
    if 1e-6 <= abs(value) < 1e6:
        return string_of_decimal(digits)
    mantissa = digits.scaleb(-digits.adjusted())
    text = string_of_decimal(mantissa)
    return f"{text if '.' in text else text + '.0'}E{digits.adjusted()}"


def _shortest(value: float) -> str:
    """The fewest digits that read back as the same value, of its precision."""
    if not isinstance(value, Single):
        return repr(float(value))
    candidates = (f"{float(value):.{digits}g}" for digits in range(1, 10))
    return next(text for text in candidates if single(float(text)) == value)


def rounded(value: Any) -> Any:
    """fn:round: half towards positive infinity; the type stays."""
    if isinstance(value, int) or value is None:
        return value
    if isinstance(value, Decimal):
        return (value + _HALF).to_integral_value(ROUND_FLOOR)
    return type(value)(_rounded_double(value))


_HALF = Decimal("0.5")


def _rounded_double(value: float) -> float:
    if value != value or math.isinf(value) or value == 0:
        return value
    below = math.floor(value)
    result = float(below if value - below < 0.5 else below + 1)
    return -0.0 if result == 0 and value < 0 else result
