"""`cast as`, `castable as` and `instance of`, for every built-in type that XPath knows."""

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.validation.schematron import runtime_dates as dates
from app.validation.schematron.runtime_dates import Duration, Moment
from app.validation.schematron.runtime_values import (
    SPACE,
    DynamicError,
    Single,
    Untyped,
    Uri,
    boolean_of,
    decimal_of,
    double_of,
    integer_of,
    normalized,
    not_a,
    single,
    string_of,
)

_INTEGER_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "xs:integer": (None, None),
    "xs:nonPositiveInteger": (None, 0),
    "xs:negativeInteger": (None, -1),
    "xs:nonNegativeInteger": (0, None),
    "xs:positiveInteger": (1, None),
    "xs:long": (-(2**63), 2**63 - 1),
    "xs:int": (-(2**31), 2**31 - 1),
    "xs:short": (-(2**15), 2**15 - 1),
    "xs:byte": (-128, 127),
    "xs:unsignedLong": (0, 2**64 - 1),
    "xs:unsignedInt": (0, 2**32 - 1),
    "xs:unsignedShort": (0, 2**16 - 1),
    "xs:unsignedByte": (0, 255),
}
_NCNAME = r"[^\W\d][\w.\-·]*"
_TEXT_FORMS = {
    "xs:normalizedString": None,
    "xs:token": None,
    "xs:language": re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*"),
    "xs:NMTOKEN": re.compile(r"[\w.\-·:]+"),
    "xs:Name": re.compile(r"[^\W\d][\w.\-·:]*|:[\w.\-·:]*"),
    "xs:NCName": re.compile(_NCNAME),
    "xs:ID": re.compile(_NCNAME),
    "xs:IDREF": re.compile(_NCNAME),
    "xs:ENTITY": re.compile(_NCNAME),
}
_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_OPAQUE_FORMS = {
    "xs:gYear": re.compile(rf"-?(?:[1-9]\d{{3,8}}|0\d{{3}}){_ZONE}", re.ASCII),
    "xs:gYearMonth": re.compile(rf"-?(?:[1-9]\d{{3,8}}|0\d{{3}})-(?:0[1-9]|1[0-2]){_ZONE}", re.ASCII),
    "xs:gMonth": re.compile(rf"--(?:0[1-9]|1[0-2]){_ZONE}", re.ASCII),
    "xs:gDay": re.compile(rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}", re.ASCII),
    "xs:gMonthDay": re.compile(
        rf"--(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d)){_ZONE}",
        re.ASCII,
    ),
    "xs:hexBinary": re.compile(r"(?:[0-9a-fA-F]{2})*"),
    "xs:base64Binary": re.compile(
        r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}(?:[A-Za-z0-9+/] ?=|= ?=))?",
    ),
    "xs:QName": re.compile(rf"(?:{_NCNAME}:)?{_NCNAME}"),
}
_DURATIONS = ("xs:duration", "xs:dayTimeDuration", "xs:yearMonthDuration")
_MOMENTS = ("xs:date", "xs:dateTime", "xs:time")


class Opaque:
    """A value of a type that rules only test for and compare: a year, a month, binary data, a QName."""

    __slots__ = ("kind", "text")

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Opaque) and (self.kind, self.text) == (other.kind, other.text)

    def __hash__(self) -> int:
        return hash((self.kind, self.text))

    def __str__(self) -> str:
        return self.text


def cast(value: Any, kind: str) -> Any:
    """`value`, an atomic value, as one of the type `kind`; None stays None.

    Raises:
        DynamicError: it can't be.
    """
    if value is None:
        return None
    return _CASTS[kind](value, kind)


def castable(value: Any, kind: str) -> bool:
    """Whether `cast` would succeed."""
    try:
        cast(value, kind)
    except (DynamicError, ValueError, ArithmeticError):
        return False
    return True


def is_instance(value: Any, kind: str) -> bool:
    """Whether an atomic value is of the type `kind`, or of one derived from it."""
    return kind in kinds_of(value)


def kinds_of(value: Any) -> tuple[str, ...]:
    """The type of an atomic value, and those that it is derived from."""
    for python, kinds in _KINDS:
        if isinstance(value, python):
            return kinds
    kind: str = value.kind
    return (kind, "xs:duration", "xs:anyAtomicType") if kind in _DURATIONS else (kind, "xs:anyAtomicType")


_KINDS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Untyped, ("xs:untypedAtomic", "xs:anyAtomicType")),
    (Uri, ("xs:anyURI", "xs:anyAtomicType")),
    (str, ("xs:string", "xs:anyAtomicType")),
    (bool, ("xs:boolean", "xs:anyAtomicType")),
    (int, ("xs:integer", "xs:decimal", "xs:numeric", "xs:anyAtomicType")),
    (Decimal, ("xs:decimal", "xs:numeric", "xs:anyAtomicType")),
    (Single, ("xs:float", "xs:numeric", "xs:anyAtomicType")),
    (float, ("xs:double", "xs:numeric", "xs:anyAtomicType")),
)


def _to_string(value: Any, _kind: str) -> str:
    return string_of(value)


def _to_untyped(value: Any, _kind: str) -> Untyped:
    return Untyped(string_of(value))


def _to_uri(value: Any, kind: str) -> Uri:
    if not isinstance(value, str):
        raise not_a(value, kind)
    return Uri(normalized(value))


def _to_boolean(value: Any, kind: str) -> bool:
    if isinstance(value, str):
        return boolean_of(value)
    if isinstance(value, int | float | Decimal):
        return bool(value == value and value != 0)
    raise not_a(value, kind)


def _to_double(value: Any, kind: str) -> float:
    if isinstance(value, str):
        return double_of(value)
    if isinstance(value, int | float | Decimal):
        return float(value)
    raise not_a(value, kind)


def _to_float(value: Any, kind: str) -> Single:
    return single(_to_double(value, kind))


def _to_decimal(value: Any, kind: str) -> Decimal | int:
    if isinstance(value, str):
        return decimal_of(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        if math.isnan(value) or math.isinf(value):
            raise not_a(value, kind)
        return Decimal(value)
    if isinstance(value, int | Decimal):
        return value
    raise not_a(value, kind)


def _to_integer(value: Any, kind: str) -> int:
    found = integer_of(value) if isinstance(value, str) else int(_to_decimal(value, kind))
    low, high = _INTEGER_BOUNDS[kind]
    if (low is not None and found < low) or (high is not None and found > high):
        raise not_a(value, kind)
    return found


def _to_text(value: Any, kind: str) -> str:
    text = string_of(value)
    text = re.sub(r"[\t\r\n]", " ", text) if kind == "xs:normalizedString" else normalized(text)
    form = _TEXT_FORMS[kind]
    if form is not None and not form.fullmatch(text):
        raise not_a(value, kind)
    return text


def _to_moment(value: Any, kind: str) -> Moment:
    if isinstance(value, str):
        return dates.moment_of(value, kind)
    if isinstance(value, Moment):
        if value.kind == kind:
            return value
        if (value.kind, kind) in _CONVERSIONS:
            return _CONVERSIONS[value.kind, kind](value)
    raise not_a(value, kind)


_CONVERSIONS: dict[tuple[str, str], Callable[[Moment], Moment]] = {
    ("xs:dateTime", "xs:date"): dates.as_date,
    ("xs:dateTime", "xs:time"): dates.as_time,
    ("xs:date", "xs:dateTime"): dates.as_date_time,
}


def _to_duration(value: Any, kind: str) -> Duration:
    if isinstance(value, str):
        return dates.duration_of(value, kind)
    if isinstance(value, Duration):
        months = 0 if kind == "xs:dayTimeDuration" else value.months
        return Duration(kind, months, 0 if kind == "xs:yearMonthDuration" else value.seconds)
    raise not_a(value, kind)


def _to_opaque(value: Any, kind: str) -> Opaque:
    if isinstance(value, Opaque) and value.kind == kind:
        return value
    if not isinstance(value, str):
        raise not_a(value, kind)
    text = normalized(value) if kind == "xs:base64Binary" else value.strip(SPACE)
    if not _OPAQUE_FORMS[kind].fullmatch(text):
        raise not_a(value, kind)
    return Opaque(kind, _canonical(text, kind))


def _canonical(text: str, kind: str) -> str:
    if kind == "xs:hexBinary":
        return text.upper()
    return text.replace(" ", "") if kind == "xs:base64Binary" else text


_CASTS: dict[str, Callable[[Any, str], Any]] = {
    "xs:string": _to_string,
    "xs:untypedAtomic": _to_untyped,
    "xs:anyURI": _to_uri,
    "xs:boolean": _to_boolean,
    "xs:double": _to_double,
    "xs:float": _to_float,
    "xs:decimal": _to_decimal,
    **dict.fromkeys(_INTEGER_BOUNDS, _to_integer),
    **dict.fromkeys(_TEXT_FORMS, _to_text),
    **dict.fromkeys(_MOMENTS, _to_moment),
    **dict.fromkeys(_DURATIONS, _to_duration),
    **dict.fromkeys(_OPAQUE_FORMS, _to_opaque),
}
CAST_KINDS = frozenset(_CASTS)
"""The types that there are casts to."""
