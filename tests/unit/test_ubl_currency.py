"""Orders, responses and changes in UBL that name no currency, as they may: each of their amounts has one."""

import re

import pytest

from app.domain.documents import Document
from app.formats.edi.format import EdiFormat
from app.formats.ubl import Ubl
from app.safe.xml import parse_xml
from tests.builders import an_order, an_order_change, an_order_response

UBL = Ubl()
ORDER = an_order().with_lines(2).build()
DOCUMENTS = {
    each.type: each for each in (ORDER, an_order_response(ORDER, "CA").build(), an_order_change(ORDER).build())
}
every_one = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=map(str, DOCUMENTS))


def unnamed(document: Document) -> str:
    """The document as UBL without the code of its currency."""
    text = UBL.render(document).decode()
    code = "  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>\n"
    assert text.count(code) == 1
    return text.replace(code, "")


def without_total(text: str) -> str:
    return re.sub(r"  <cac:(Anticipated|Legal)MonetaryTotal>.*?MonetaryTotal>\n", "", text, flags=re.DOTALL)


def read(text: str) -> Document:
    """The document, which comes back as it was."""
    parsed = UBL.read(parse_xml(text.encode()))
    assert parsed.document is not None, parsed.findings
    assert UBL.render(parsed.document).decode() == text
    return parsed.document


@every_one
def test_what_names_no_currency_is_in_that_of_its_total_and_else_of_its_lines(document: Document) -> None:
    text = unnamed(document)
    assert read(text).currency == "EUR"
    assert read(without_total(text)).currency == "EUR"


@every_one
@pytest.mark.parametrize(("standard", "start"), [("x12", "CUR*"), ("edifact", "CUX+")])
def test_the_currency_of_what_names_none_is_told_on_the_way_to_edi(
    document: Document, standard: str, start: str
) -> None:
    writing = EdiFormat(standard, "").message_for(read(unnamed(document))).writing
    (told,) = (each for each in writing.loop.flat() if each.startswith(start))
    assert "EUR" in told
    assert not [each for each in writing.losses if each.path.startswith("/lines/") and "currency" in each.path]


def test_a_code_that_is_named_counts_whatever_the_amounts_have() -> None:
    text = UBL.render(ORDER).decode().replace(">EUR</cbc:DocumentCurrencyCode>", ">USD</cbc:DocumentCurrencyCode>")
    assert read(text).currency == "USD"


def test_lines_of_several_currencies_give_the_order_none() -> None:
    text = without_total(unnamed(ORDER))
    start = text.index("<cac:OrderLine>")
    assert read(text[:start] + text[start:].replace('currencyID="EUR"', 'currencyID="SEK"', 1)).currency == ""
