"""Rules for every document: its number, its lines' numbers, its currency, its periods, and numbers that can be reckoned
with."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from app.domain.codelists import code_list
from app.domain.documents import Document
from app.domain.documents.base import Period, TaxTotal
from app.domain.findings import Finding, finding
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.validation.business_values import MOST_DIGITS, values_of


@cache
def currencies() -> frozenset[str]:
    """ISO 4217's codes, those of the past too (EN 16931 judges invoices more strictly), and CNH, which rules add."""
    return code_list("iso4217").known | code_list("iso4217/en16931").codes


def number_given(document: Document) -> Iterator[Finding]:
    """A document has a number: everything that refers to it does so by number."""
    if not document.number.strip():
        yield finding("business.number_missing", "/number")


def line_numbers(document: Document) -> Iterator[Finding]:
    """Lines have numbers, each its own."""
    seen: set[str] = set()
    for index, line in enumerate(getattr(document, "lines", ())):
        path = f"/lines/{index}/number"
        if not line.number.strip():
            yield finding("business.line_number_missing", path)
        elif line.number in seen:
            yield finding("business.line_number_repeated", path, found=line.number)
        seen.add(line.number)


def values(document: Document) -> Iterator[Finding]:
    """Currencies, periods and the size of numbers, wherever in the document they are."""
    taxes = getattr(document, "tax_currency", "")
    expected = document.currency
    foreign: set[str] = set()
    for path, value in values_of(document):
        if isinstance(value, TaxTotal) and taxes and value.amount.currency == taxes:
            foreign.add(path)
        elif isinstance(value, Amount):
            expected = expected or value.currency
            in_tax_currency = value.currency == taxes and path.rsplit("/", 1)[0] in foreign
            yield from _currency(value.currency, "" if in_tax_currency else expected, f"{path}/currency")
            yield from _length(value.value, f"{path}/value")
        else:
            yield from _other_value(value, path)


def _other_value(value: Any, path: str) -> Iterator[Finding]:
    if isinstance(value, Quantity):
        yield from _length(value.value, f"{path}/value")
    elif isinstance(value, Decimal):
        yield from _length(value, path)
    elif isinstance(value, Period) and value.start and value.end and value.end < value.start:
        yield finding("business.period_backwards", path, start=value.start, end=value.end)


def _currency(found: str, expected: str, path: str) -> Iterator[Finding]:
    if not found.strip():
        yield finding("business.no_currency", path)
    elif found not in currencies():
        yield finding("business.bad_currency", path, found=found)
    elif expected and found != expected:
        yield finding("business.other_currency", path, found=found, expected=expected)


def _length(value: Decimal, path: str) -> Iterator[Finding]:
    text = str(value)
    if len(text) <= MOST_DIGITS and "E" not in text:
        return
    digits = digits_of(value)
    if digits > MOST_DIGITS:
        yield finding("business.number_too_long", path, found=digits, expected=MOST_DIGITS)


def digits_of(value: Decimal) -> int:
    """How many digits `value` has when it is written out, or on the longer side of the point where that is more."""
    _, digits, exponent = value.as_tuple()
    after = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return max(len(digits), after, value.adjusted() + 1)
