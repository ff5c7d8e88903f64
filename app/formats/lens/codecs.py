"""Values as texts, and texts as values: dates, times, decimals, codes. Every codec runs in both directions.

A codec's `read` raises ValueError or ArithmeticError for a text that isn't one of its kind; its `write` gives "" for
what it can't spell.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from app.domain.money import decimal_of
from app.formats.lens.codes import Table

_MANY = 8192
_LONGEST_NUMBER = 200
"""Characters of a number; no element of either standard has room for more than 35."""
_PLAIN = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")
_STRICT = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Codec:
    """One kind of text; `name` is the mapping's word for it, `unknown` stands for a unit that there is no room for."""

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    unknown: str = ""


def _text_of(value: Any) -> str:
    return str(value)


def _as_it_is(text: str) -> str:
    return text


TEXT = Codec("text", _as_it_is, _text_of)


@lru_cache(_MANY)
def _read_date8(text: str) -> date:
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        raise ValueError(text)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


@lru_cache(_MANY)
def _read_date6(text: str) -> date:
    if len(text) != 6 or not text.isascii() or not text.isdigit():
        raise ValueError(text)
    year = int(text[:2])
    # POSIX's window: 69 to 99 are of the twentieth century
    return date(year + (1900 if year > 68 else 2000), int(text[2:4]), int(text[4:]))


def _write_date8(value: date) -> str:
    return f"{value.year:04}{value.month:02}{value.day:02}"


def _write_date6(value: date) -> str:
    return _write_date8(value)[2:] if 1969 <= value.year <= 2068 else ""


@lru_cache(_MANY)
def _read_time(text: str) -> time:
    """HHMM, HHMMSS, and X12's HHMMSSD and HHMMSSDD (tenths, hundredths)."""
    if not text.isascii() or not text.isdigit() or len(text) not in (4, 6, 7, 8):
        raise ValueError(text)
    return time(int(text[:2]), int(text[2:4]), int(text[4:6] or 0), int(text[6:].ljust(6, "0")))


def _write_time(value: time) -> str:
    if value.microsecond:
        return f"{value:%H%M%S}{value.microsecond // 10_000:02}"
    return f"{value:%H%M%S}" if value.second else f"{value:%H%M}"


@lru_cache(_MANY)
def number_of(text: str) -> tuple[Decimal, str]:
    """A number's value and its spelling where that isn't the value's own; a decimal comma is a point."""
    if "," in text:
        text = text.replace(",", ".", 1)
    if len(text) > _LONGEST_NUMBER or not _PLAIN.fullmatch(text) or not text.isascii():
        raise ValueError(text)
    return decimal_of(text)


def is_number(text: str) -> bool:
    """Whether a text is a number as these standards spell them."""
    return text.isascii() and bool(_PLAIN.fullmatch(text))


def spelt(value: Decimal, lexical: str) -> str:
    """A number's own spelling where these standards have it, else the plain one."""
    return lexical if lexical and _PLAIN.fullmatch(lexical) else format(value, "f")


def spelt_strictly(value: Decimal, lexical: str) -> str:
    """The same where a decimal mark needs digits on both of its sides (ISO 9735)."""
    return lexical if lexical and _STRICT.fullmatch(lexical) else format(value, "f")


def implied(decimals: int) -> tuple[Callable[[str], Decimal], Callable[[Decimal], str]]:
    """X12's N0 to N6: so many decimals without a mark."""

    @lru_cache(_MANY)
    def read(text: str) -> Decimal:
        if len(text) > _LONGEST_NUMBER or not re.fullmatch(r"-?\d+", text, re.ASCII):
            raise ValueError(text)
        return Decimal(text).scaleb(-decimals)

    def write(value: Decimal) -> str:
        if value.adjusted() > _LONGEST_NUMBER:
            return format(value, "f")  # no element has room for it, and arithmetic may have none either
        return str(int(value.scaleb(decimals).to_integral_value(ROUND_HALF_UP)))

    return read, write


def _read_decimal(text: str) -> Decimal:
    return number_of(text)[0]


def _write_decimal(value: Decimal) -> str:
    return format(value, "f")


def _read_negated(text: str) -> Decimal:
    value = number_of(text)[0]
    return value.copy_negate() if value else value


def _write_negated(value: Decimal) -> str:
    return format(value.copy_negate() if value else value, "f")


def _read_whole(text: str) -> int:
    if not text.isascii() or not text.removeprefix("-").isdigit():
        raise ValueError(text)
    return int(text)


_SSCC = 18
_APPLICATION = "00"
"""GS1's application identifier of an SSCC, which some write before it, and some don't."""


def _read_sscc(text: str) -> str:
    has_it = len(text) == len(_APPLICATION) + _SSCC and text.startswith(_APPLICATION) and text.isdigit()
    return text.removeprefix(_APPLICATION) if has_it else text


def _write_applied(value: Any) -> str:
    text = str(value)
    return _APPLICATION + text if len(text) == _SSCC and text.isdigit() else text


DECIMAL = Codec("dec", _read_decimal, _write_decimal)
WHOLE = Codec("int", _read_whole, _text_of)
CODECS = {
    "text": TEXT,
    "date8": Codec("date8", _read_date8, _write_date8),
    "date6": Codec("date6", _read_date6, _write_date6),
    "time": Codec("time", _read_time, _write_time),
    "dec": DECIMAL,
    "negated": Codec("negated", _read_negated, _write_negated),
    "int": WHOLE,
    "sscc": Codec("sscc", _read_sscc, _text_of),
    "sscc_applied": Codec("sscc_applied", _read_sscc, _write_applied),
}


def implied_codec(decimals: int) -> Codec:
    """The codec of `n0` to `n6`."""
    return Codec(f"n{decimals}", *implied(decimals))


def table_codec(table: Table) -> Codec:
    """A code table as a codec."""

    def read(text: str) -> Any:
        value = table.read(text)
        if value is None:
            raise UnknownCodeValue(text, table.unknown)
        return value

    return Codec(f"code {table.name}", read, lambda value: table.write(value) or "", table.unknown)


def words_nothing(codec: Codec) -> bool:
    """Whether a code table has a code for there being nothing."""
    return codec.name.startswith("code ") and bool(codec.write(""))


class UnknownCodeValue(ValueError):
    """A code that its table doesn't have; `instead` is what it is then."""

    def __init__(self, code: str, instead: str = "") -> None:
        super().__init__(code)
        self.instead = instead


def zone_of(offset: str) -> timezone:
    """`+01:00` as a time zone."""
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if offset[0] == "-" else away)


def offset_of(value: time) -> str:
    """A time's offset as `+01:00`."""
    text = datetime.combine(date(2000, 1, 1), value).strftime("%z")
    return f"{text[:3]}:{text[3:5]}"
