"""JSON from strangers, strictly by RFC 8259 and under limits.

The interpreter's own scanner does the reading; what it is lax or helpless about is settled around it: NaN, duplicate
members, lone surrogates, nesting, endless numbers. Must never let a float in: amounts pass through here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from json import JSONDecodeError, JSONDecoder
from typing import Any, NoReturn

from app.errors import Refused
from app.errors import jsontext as codes
from app.safe.body import JsonBody
from app.safe.limits import DEFAULT_LIMITS, Limits

MAX_DIGITS = 100
MAX_EXPONENT = 100

_BOM = b"\xef\xbb\xbf"
_SHOWN = 40
_SURROGATE_PAIR = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_BRACKETS_AS_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("]"): -1}


def parse_json(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> JsonBody:
    """Read one JSON text (RFC 8259), at most `limits` of everything; integers become int, other numbers Decimal.

    A byte order mark is refused: section 8.1 forbids senders to write one.

    Raises:
        Refused: with one of the `json.*` codes.
    """
    if len(raw) > limits.size:
        raise Refused(codes.TOO_LARGE, size=len(raw), limit=limits.size)
    text = _decoded(raw)
    _check_outline(raw, limits)
    return JsonBody(raw, _read(text, limits))


def _decoded(raw: bytes) -> str:
    if raw.startswith(_BOM):
        raise Refused(codes.ENCODING, offset=0, what="byte order mark")
    try:
        return raw.decode("utf-8", "strict")
    except UnicodeDecodeError as fault:
        raise Refused(codes.ENCODING, offset=fault.start, what=fault.reason) from None


@dataclass(frozen=True, slots=True)
class _Outline:
    """A text cut at its quotation marks. True up to the first syntax error, and the scanner reads no further."""

    between: bytes
    strings: Sequence[bytes]


def _check_outline(raw: bytes, limits: Limits) -> None:
    unescaped = raw
    if b"\\" in raw:
        # same-length stand-ins keep every offset, and keep surrogate halves from becoming neighbours
        unescaped = raw.replace(b"\\\\", b"__").replace(b'\\"', b"__")
        _check_surrogates(unescaped)
    _check_size_of_outline(unescaped.count(b'"') // 2, limits)
    parts = unescaped.split(b'"')
    outline = _Outline(b"".join(parts[::2]), parts[1::2])
    _check_strings(outline, limits)
    _check_values(outline, limits)
    _check_depth(outline, limits)


def _check_surrogates(unescaped: bytes) -> None:
    if not _SURROGATE.search(unescaped):
        return
    lone = _SURROGATE.search(_SURROGATE_PAIR.sub(b"_" * 12, unescaped))
    if lone:
        before = unescaped[: lone.start()]
        column = len(before) - before.rfind(b"\n")
        line = before.count(b"\n") + 1
        escape = lone.group().decode("ascii")
        raise Refused(codes.LONE_SURROGATE, line=line, row=line, column=column, escape=escape)


def _check_size_of_outline(strings: int, limits: Limits) -> None:
    # each value has at most one name beside it
    if strings > 2 * limits.elements:
        raise Refused(codes.TOO_MANY_VALUES, limit=limits.elements)


def _check_strings(outline: _Outline, limits: Limits) -> None:
    longest = max(map(len, outline.strings), default=0)
    if longest > limits.text:
        raise Refused(codes.STRING_TOO_LONG, size=longest, limit=limits.text)


def _check_values(outline: _Outline, limits: Limits) -> None:
    counted = (outline.between.count(mark) for mark in (b",", b"[", b"{"))
    if sum(counted) > limits.elements:
        raise Refused(codes.TOO_MANY_VALUES, limit=limits.elements)


def _check_depth(outline: _Outline, limits: Limits) -> None:
    brackets = outline.between.translate(_BRACKETS_AS_ONE_KIND, _NOT_BRACKETS)
    # more closing than opening ones can't be read anyway; cut, so that they cost no time
    brackets = brackets[: 2 * limits.elements]
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > limits.depth:
        raise Refused(codes.TOO_DEEP, limit=limits.depth)


def _read(text: str, limits: Limits) -> Any:
    try:
        return _DECODER.decode(text)
    except JSONDecodeError as fault:
        raise Refused(
            codes.MALFORMED, line=fault.lineno, row=fault.lineno, column=fault.colno, what=fault.msg
        ) from None
    except RecursionError:
        # only where the limit was configured beyond what the interpreter's stack holds
        raise Refused(codes.TOO_DEEP, limit=limits.depth) from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Refused(codes.DUPLICATE_KEY, key=_first_repeated(name for name, _ in pairs)[:_SHOWN])
    return members


def _first_repeated(names: Iterable[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    raise ValueError("no name is repeated")


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        _refuse_number(digits)
    return int(digits)


def _decimal(number: str) -> Decimal:
    mantissa, _, exponent = number.lower().partition("e")
    too_big = len(exponent) > MAX_DIGITS or abs(int(exponent or 0)) > MAX_EXPONENT
    if too_big or len(mantissa) > MAX_DIGITS:
        _refuse_number(number)
    return Decimal(number)


def _refuse_number(number: str) -> NoReturn:
    raise Refused(codes.NUMBER, number=number[:_SHOWN], digits=MAX_DIGITS, exponent=MAX_EXPONENT)


_DECODER = JSONDecoder(
    object_pairs_hook=_members, parse_int=_integer, parse_float=_decimal, parse_constant=_refuse_number
)
