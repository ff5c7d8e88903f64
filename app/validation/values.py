"""Values as rules reckon with them: XPath 2.0's idea of numbers, dates and text, over whatever a document has.

The official rules are XPath; where they are exact about a corner (an absent amount is not zero, a half is rounded
towards positive infinity, blank is not empty), so is this. Nothing here knows a document or a rule.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_FLOOR, Context, Decimal, localcontext
from functools import lru_cache
from typing import Literal, Protocol, TypeVar

EXACT = Context(prec=100)
"""Enough digits for sums and products of whatever passes the length limits; nothing is rounded unasked."""

ZERO = Decimal(0)
HALF = Decimal("0.5")
HUNDRED = Decimal(100)

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_USUAL_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?").fullmatch
_USUAL_LENGTH = 20
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_DATE = re.compile(r"(-?)([0-9]{4})-([0-9]{2})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_BLANKS = " \t\r\n"
LONGEST_NUMBER = 100
"""Characters of a number; a longer one is not reckoned with."""


Answer = TypeVar("Answer")


class Value(Protocol):
    """One value of a business term, where it was found. `app.safe.tree.Element` is one."""

    @property
    def text(self) -> str:
        """As written, blanks included."""

    @property
    def line(self) -> int | None:
        """The line in the source, from 1, where the syntax has lines."""

    def about(self, question: Callable[[str], Answer]) -> Answer:
        """The answer to a question about its text, for who needs to know no more of it (see `learned_form`)."""

    def get(self, attribute: str) -> str | None:
        """An attribute by its name in UBL (`currencyID`, `unitCode`, `schemeID`, `listID`, `mimeCode`, `filename`)."""


Values = Sequence[Value]
Needed = Literal["number", "date", "truth", "several"]


class NotEvaluable(Exception):
    """A rule needs a number or a date, and the document has something else there; or one value, and there are several.

    Attributes:
        needed: what it needs; where there are "several", `value` is the first one too many.
    """

    def __init__(self, value: Value, needed: Needed) -> None:
        super().__init__(needed)
        self.value = value
        self.needed = needed


@contextmanager
def exact_arithmetic() -> Iterator[None]:
    """Within it, Decimal keeps every digit."""
    with localcontext(EXACT):
        yield


def normalized(text: str) -> str:
    """normalize-space(): outer blanks gone, inner ones single."""
    if text.isalnum():
        return text
    return " ".join(text.split()) if text.isascii() else " ".join(each for each in _pieces(text) if each)


def _pieces(text: str) -> list[str]:
    return re.split(f"[{_BLANKS}]+", text)  # str.split() would also split at a no-break space


def only(values: Values) -> Value | None:
    """The value where XPath's functions take one at most; raises NotEvaluable where there are several."""
    if len(values) > 1:
        raise NotEvaluable(values[1], "several")
    return values[0] if values else None


def filled(values: Values) -> bool:
    """Whether there is a value and it is more than blanks: `normalize-space(x) != ''`; raises NotEvaluable."""
    if len(values) > 1:
        raise NotEvaluable(values[1], "several")
    return bool(values) and values[0].about(has_words)


def has_words(text: str) -> bool:
    """Whether it is more than blanks; a no-break space is no blank to XML."""
    return bool(text.strip(_BLANKS))


def text_of(values: Values) -> str:
    """The first value's text, normalised; "" where there is none."""
    return normalized(values[0].text) if values else ""


def decimal(value: Value) -> Decimal:
    """xs:decimal(value); raises NotEvaluable."""
    text = value.text
    usual = _usual_decimal(text) if len(text) <= _USUAL_LENGTH else None
    if usual is not None:
        return usual
    text = text.strip(_BLANKS)
    if len(text) > LONGEST_NUMBER or not _DECIMAL.fullmatch(text):
        raise NotEvaluable(value, "number")
    return Decimal(text)


@lru_cache(maxsize=4096)
def _usual_decimal(text: str) -> Decimal | None:
    """A number as it is usually written, which a document says once and ten rules read; None for anything else."""
    return Decimal(text) if _USUAL_DECIMAL(text) else None


def decimal_of(values: Values) -> Decimal | None:
    """xs:decimal(values), None for no value; raises NotEvaluable."""
    if len(values) > 1:
        raise NotEvaluable(values[1], "several")
    return decimal(values[0]) if values else None


def double(value: Value) -> Decimal:
    """The number that an untyped value is where it is compared with one (as Decimal; NaN and INF are values too)."""
    text = value.text.strip(_BLANKS)
    if text in ("NaN", "INF", "-INF"):
        return Decimal(text.replace("INF", "Infinity"))
    if len(text) > LONGEST_NUMBER or not _DOUBLE.fullmatch(text):
        raise NotEvaluable(value, "number")
    return Decimal(text)


def decimals_of(values: Iterable[Value]) -> list[Decimal]:
    """xs:decimal() of each; raises NotEvaluable."""
    return [decimal(each) for each in values]


def total(values: Iterable[Value]) -> Decimal:
    """sum(values/xs:decimal(.)); zero for none; raises NotEvaluable."""
    return sum(decimals_of(values), ZERO)


def rounded(number: Decimal) -> Decimal:
    """round(number * 10 * 10) div 100: two decimals, a half towards positive infinity (XPath F&O § 6.4.4)."""
    return (number * HUNDRED + HALF).to_integral_value(ROUND_FLOOR) / HUNDRED


def whole(number: Decimal) -> Decimal:
    """round(number): a half towards positive infinity."""
    return (number + HALF).to_integral_value(ROUND_FLOOR)


def boolean(value: Value) -> bool:
    """xs:boolean(value); raises NotEvaluable."""
    truth = _TRUTH.get(value.text.strip(_BLANKS))
    if truth is None:
        raise NotEvaluable(value, "truth")
    return truth


def day(value: Value) -> date:
    """xs:date(value); a time zone is accepted and left aside; raises NotEvaluable."""
    found = _DATE.fullmatch(value.text.strip(_BLANKS))
    try:
        return _date_of(*found.groups()) if found else _no_day(value)
    except ValueError:
        return _no_day(value)


def _date_of(sign: str, year: str, month: str, day_of_month: str) -> date:
    found = date(int(year), int(month), int(day_of_month))
    # XPath has years before our era, Python has not; to be earlier than all others is all that they are good for
    return date.min if sign else found


def _no_day(value: Value) -> date:
    raise NotEvaluable(value, "date")


def places(text: str) -> int:
    """How many digits are written behind the point."""
    point = text.find(".")
    return len(text) - point - 1 if point >= 0 else 0


def shown(number: Decimal) -> str:
    """A number for people: two decimals at least, no exponent, no needless zeros."""
    text = f"{number:f}"
    head, _, tail = text.partition(".")
    return f"{head}.{tail.rstrip('0').ljust(2, '0')}"
