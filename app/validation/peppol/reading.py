"""How Peppol's rules ask an element for things: with XPath's idea of one value, of text and of a number.

The rules are written for UBL's elements where they stand, however misplaced. Where XPath gives an error because two
values stand where one is asked for, so does this. Nothing here knows a rule.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from app.safe.tree import Element
from app.validation.values import LONGEST_NUMBER, NotEvaluable, decimal, normalized

BLANKS = " \t\r\n"
LENGTH_OF_A_DATE = 10
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_USUAL_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_USUAL_LENGTH = 20
_INTEGER = re.compile(r"[ \t\r\n]*[+-]?[0-9]+[ \t\r\n]*")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_INFINITIES = {"INF": Decimal("Infinity"), "-INF": Decimal("-Infinity")}
_Subject = TypeVar("_Subject")


def only(found: Sequence[Element]) -> Element | None:
    """The only element, None for none; raises NotEvaluable for several."""
    if len(found) > 1:
        raise NotEvaluable(found[1], "several")
    return found[0] if found else None


def one(found: Sequence[Element]) -> str:
    """The text of the only element, "" for none; raises NotEvaluable for several."""
    if not found:
        return ""
    if len(found) > 1:
        raise NotEvaluable(found[1], "several")
    return found[0].text


def plain(found: Sequence[Element]) -> str:
    """normalize-space() of the only element; raises NotEvaluable for several."""
    return normalized(one(found)) if found else ""


def own_text(found: Sequence[Element]) -> str:
    """`x/text()`: the only piece of text directly in the elements, "" for none; raises NotEvaluable for several."""
    pieces = [(each, piece) for each in found for piece in each.texts]
    if len(pieces) > 1:
        raise NotEvaluable(pieces[1][0], "several")
    return pieces[0][1] if pieces else ""


def says(found: Sequence[Element], *wanted: str) -> bool:
    """`x = ('a', 'b')`: whether any of the elements is exactly one of the wanted texts."""
    return any(each.text in wanted for each in found)


def has_words(found: Sequence[Element]) -> bool:
    """Whether any of the elements has more than blanks."""
    return any(each.text.strip(BLANKS) for each in found)


def attribute_is(found: Sequence[Element], attribute: str, *wanted: str) -> bool:
    """`x/@a = ('a', 'b')`."""
    return any(each.get(attribute) in wanted for each in found)


def plain_attribute(found: Sequence[Element], attribute: str) -> str:
    """normalize-space(x/@a): "" where there is none; raises NotEvaluable for several."""
    element = only([each for each in found if each.get(attribute) is not None])
    return "" if element is None else normalized(element.get(attribute) or "")


def amount(found: Sequence[Element], absent: Decimal) -> Decimal:
    """xs:decimal() of the only element, `absent` where there is none; raises NotEvaluable."""
    if not found:
        return absent
    if len(found) > 1:
        raise NotEvaluable(found[1], "several")
    element = found[0]
    known = None if element.children else _short_decimal(element.text)
    return decimal(element) if known is None else known


@lru_cache(maxsize=4096)
def _short_decimal(text: str) -> Decimal | None:
    """A number in the usual form, which prices and quantities of a document have over and over; None for any other."""
    return Decimal(text) if len(text) <= _USUAL_LENGTH and _USUAL_DECIMAL.fullmatch(text) else None


def number(found: Sequence[Element]) -> Decimal | None:
    """number(): None for what isn't one (XPath's NaN), and for nothing; raises NotEvaluable for several elements."""
    element = only(found)
    return None if element is None else number_in(element.text)


def number_in(text: str) -> Decimal | None:
    """number() of a text."""
    text = text.strip(BLANKS)
    if text in _INFINITIES:
        return _INFINITIES[text]
    return Decimal(text) if len(text) <= LONGEST_NUMBER and _DOUBLE.fullmatch(text) else None


def holds(test: Callable[[_Subject], bool], subject: _Subject) -> bool:
    """Whether `test` says yes; where it can't be evaluated it doesn't."""
    try:
        return test(subject)
    except NotEvaluable:
        return False


def matching(found: Sequence[Element], test: Callable[[Element], bool]) -> list[Element]:
    """The elements that pass `test`; one for which it can't be evaluated doesn't (XSLT 2.0 § 5.5.4, patterns)."""
    return [each for each in found if holds(test, each)]


def is_integer(text: str) -> bool:
    """`castable as xs:integer`."""
    return _INTEGER.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def is_date(text: str) -> bool:
    """Whether it is YYYY-MM-DD and a day of the calendar."""
    try:
        return _DATE.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False
