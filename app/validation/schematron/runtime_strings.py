"""XPath's functions on strings (XPath Functions § 7)."""

import math
import unicodedata
import urllib.parse
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from app.validation.schematron.runtime_arguments import MOST_ITEMS, integer_argument
from app.validation.schematron.runtime_values import DynamicError, Uri, normalized, number_of, rounded, string_of


def number(value: Any) -> float:
    """fn:number of an atomic value or None."""
    if value is None:
        return math.nan
    if isinstance(value, str):
        return number_of(value) if not isinstance(value, Uri) else math.nan
    if isinstance(value, int | float | Decimal):
        return float(value)
    return math.nan


def text_or_none(value: Any) -> str:
    """The string of an atomic value; "" for None: what fn:concat and fn:string make of it."""
    return "" if value is None else string_of(value)


def before(text: str, mark: str) -> str:
    """fn:substring-before"""
    head, found, _ = text.partition(mark) if mark else ("", "", "")
    return head if found else ""


def after(text: str, mark: str) -> str:
    """fn:substring-after"""
    return text.partition(mark)[2] if mark else text


def substring(text: str, start: Any, length: Any = math.inf) -> str:
    """fn:substring: positions are rounded, and those outside don't count."""
    first = rounded(float(start))
    end = first + rounded(float(length))
    if first != first or end != end:
        return ""
    low = max(first, 1.0)
    return text[int(low) - 1 : int(max(low, min(end, len(text) + 1.0))) - 1] if low <= len(text) else ""


def translated(text: str, old: str, new: str) -> str:
    """fn:translate"""
    return text.translate(translation(old, new))


def translation(old: str, new: str) -> dict[int, str | None]:
    """The table for `str.translate`: of a character that `old` has twice, the first counts."""
    table: dict[int, str | None] = {}
    for place, letter in enumerate(old):
        table.setdefault(ord(letter), new[place] if place < len(new) else None)
    return table


def is_among(text: str, codes: frozenset[str], mark: str, lists: str) -> bool:
    """`contains(lists, concat(mark, text, mark))`, where `codes` are what stands between two marks."""
    return text in codes or (mark in text and f"{mark}{text}{mark}" in lists)


def code_points(text: str) -> list[int]:
    """fn:string-to-codepoints; raises DynamicError for a text that is longer than a sequence may be."""
    if len(text) > MOST_ITEMS:
        raise DynamicError("a text has too many characters")
    return [ord(letter) for letter in text]


def from_code_points(points: Iterable[Any]) -> str:
    """fn:codepoints-to-string; raises DynamicError for what no XML document can have."""
    numbers = [integer_argument(each) for each in points]
    if not all(_is_xml(each) for each in numbers):
        raise DynamicError("a code point is not a character of XML")
    return "".join(map(chr, numbers))


def _is_xml(point: int) -> bool:
    return point in (9, 10, 13) or 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or 0x10000 <= point <= 0x10FFFF


def compare_texts(left: str | None, right: str | None) -> int | None:
    """fn:compare, by code points."""
    return None if left is None or right is None else (left > right) - (left < right)


def same_code_points(left: str | None, right: str | None) -> bool | None:
    """fn:codepoint-equal"""
    return None if left is None or right is None else left == right


def normalized_unicode(text: str, form: str = "NFC") -> str:
    """fn:normalize-unicode"""
    form = form.strip().upper()
    if form == "":
        return text
    if form not in ("NFC", "NFD", "NFKC", "NFKD"):
        raise DynamicError("there is no such normalization form")
    return unicodedata.normalize(form, text)  # type: ignore[arg-type]  # one of the four


def encoded_for_uri(text: str) -> str:
    """fn:encode-for-uri"""
    return urllib.parse.quote(text, safe="~")


def contains_token(texts_: Iterable[str], token: str) -> bool:
    """fn:contains-token (XPath 3.1)"""
    sought = token.strip(" \t\r\n")
    return bool(sought) and any(sought in normalized(text).split(" ") for text in texts_)
