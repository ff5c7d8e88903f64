"""The rules of catalogues, requests for quotation and quotations: each contradiction is named where it is."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.domain.documents import Catalogue, Document
from app.domain.documents.base import Period
from app.validation.business import check
from tests.building import eur, pieces
from tests.offers import a_catalogue, a_quotation_for, a_request_for_quotation

CATALOGUE = a_catalogue().build()
REQUEST = a_request_for_quotation().build()
QUOTATION = a_quotation_for(REQUEST).build()
BEFORE = CATALOGUE.issued - timedelta(days=1)


def first_line(document: Any, **fields: Any) -> Any:
    return replace(document, lines=(replace(document.lines[0], **fields), *document.lines[1:]))


def first_price(**fields: Any) -> Catalogue:
    line = CATALOGUE.lines[0]
    prices = (replace(line.prices[0], **fields), *line.prices[1:])
    return replace(CATALOGUE, lines=(replace(line, prices=prices), *CATALOGUE.lines[1:]))


def a_price(**fields: Any) -> Catalogue:
    return first_price(price=replace(CATALOGUE.lines[0].prices[0].price, **fields))


BACKWARDS = Period(start=CATALOGUE.issued, end=BEFORE)


@pytest.mark.parametrize(
    ("document", "severity", "code", "path"),
    [
        (replace(CATALOGUE, lines=()), "error", "business.no_lines", "/lines"),
        (first_line(CATALOGUE, number="2"), "error", "business.line_number_repeated", "/lines/1/number"),
        (first_line(CATALOGUE, action="Add"), "warning", "business.unknown_code", "/lines/0/action"),
        (first_line(CATALOGUE, unit="box"), "warning", "business.unknown_unit", "/lines/0/unit"),
        (first_line(CATALOGUE, minimum=pieces("9999")), "error", "business.range_backwards", "/lines/0"),
        (first_line(CATALOGUE, validity=BACKWARDS), "error", "business.period_backwards", "/lines/0/validity"),
        (replace(CATALOGUE, validity=Period(end=BEFORE)), "warning", "business.validity_over", "/validity/end"),
        (first_price(maximum=pieces("5")), "error", "business.range_backwards", "/lines/0/prices/0"),
        (
            a_price(base_quantity=pieces("0")),
            "error",
            "business.quantity_not_positive",
            "/lines/0/prices/0/price/base_quantity/value",
        ),
        (a_price(amount=eur("-1")), "error", "business.price_negative", "/lines/0/prices/0/price/amount/value"),
        (
            a_price(amount=replace(eur("1"), currency="USD")),
            "error",
            "business.other_currency",
            "/lines/0/prices/0/price/amount/currency",
        ),
        (replace(REQUEST, lines=()), "error", "business.no_lines", "/lines"),
        (replace(REQUEST, response_due=BEFORE), "warning", "business.answer_due_before_issue", "/response_due"),
        (
            first_line(REQUEST, quantity=pieces("0")),
            "error",
            "business.quantity_not_positive",
            "/lines/0/quantity/value",
        ),
        (replace(QUOTATION, lines=()), "error", "business.no_lines", "/lines"),
        (first_line(QUOTATION, price=None, amount=None), "warning", "business.price_missing", "/lines/0/price"),
        (replace(QUOTATION, validity=Period(end=BEFORE)), "warning", "business.validity_over", "/validity/end"),
        (first_line(QUOTATION, amount=eur("1.00")), "warning", "business.line_amount", "/lines/0/amount/value"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(document: Document, severity: str, code: str, path: str) -> None:
    assert (severity, code, path) in [(str(each.severity), each.code, each.path) for each in check(document)]


def test_quantities_in_different_units_are_not_compared() -> None:
    boxes = replace(pieces("5"), unit="XBX")
    assert check(first_line(CATALOGUE, maximum=boxes)) == []


def test_no_price_at_all_is_a_price_of_nothing() -> None:
    assert check(a_price(amount=replace(eur("0"), value=Decimal(0)))) == []
