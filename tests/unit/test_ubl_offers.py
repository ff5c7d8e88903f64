"""Catalogues, requests and quotations in UBL: what UBL cuts differently from the business, and that nothing is lost."""

from dataclasses import replace
from datetime import time
from typing import Any

from app.domain.documents import Document
from app.formats.ubl import Ubl
from app.safe.xml import parse_xml
from tests.offers import a_catalogue, a_quotation_for, a_request_for_quotation, with_terms

UBL = Ubl()
REQUEST = a_request_for_quotation().build()


def text_of(document: Document) -> str:
    return UBL.render(document).decode()


def read(text: str) -> Any:
    parsed = UBL.read(parse_xml(text.encode()))
    assert parsed.document is not None, parsed.findings
    return parsed.document


def comes_back(text: str) -> Any:
    """What is read of `text`, which must come out as it went in."""
    document = read(text)
    assert text_of(document) == text
    return document


def test_what_becomes_of_lines_and_catalogue_is_said_in_ubls_words() -> None:
    text = text_of(a_catalogue().build())
    assert [text.count(f"<cbc:ActionCode>{word}<") for word in ("Add", "Update", "Delete")] == [1, 2, 1]
    odd = text.replace(">Add<", ">Withdraw<")
    assert comes_back(odd).lines[0].action == "Withdraw"


def test_one_party_that_sends_is_the_seller_and_two_are_told_apart() -> None:
    catalogue = a_catalogue().build()
    text = text_of(catalogue)
    assert "ProviderParty" in text
    assert "SellerSupplierParty" not in text
    agent = replace(catalogue.seller, name="Catalogue agency")
    both = read(text_of(replace(catalogue, provider=agent)))
    assert (both.seller, both.provider) == (catalogue.seller, agent)


def test_what_is_said_of_a_place_without_a_price_is_kept() -> None:
    bare = "<cac:RequiredItemLocationQuantity>\n<cbc:MinimumQuantity>3</cbc:MinimumQuantity>"
    text = text_of(a_catalogue().build())
    at = text.index("<cac:Item>")
    document = read(text[:at] + f"{bare}</cac:RequiredItemLocationQuantity>" + text[at:])
    assert len(document.lines[0].prices) == 2
    assert "MinimumQuantity>3<" in text_of(document)


def test_a_time_that_nobody_told_is_midnight_and_read_as_none() -> None:
    text = text_of(replace(REQUEST, issued_at=None))
    assert "<cbc:IssueTime>00:00:00<" in text
    assert comes_back(text).issued_at is None
    without = text.replace("  <cbc:IssueTime>00:00:00</cbc:IssueTime>\n", "")
    assert comes_back(without).issued_at is None
    assert comes_back(text_of(REQUEST)).issued_at == time(9, 30)


def test_who_originates_a_request_is_the_buyer_where_no_other_is_named() -> None:
    text = text_of(REQUEST).replace("BuyerCustomerParty>", "OriginatorCustomerParty>")
    # UBL has the originator before the seller
    start, end = text.index("  <cac:OriginatorCustomerParty>"), text.index("</cac:OriginatorCustomerParty>\n") + 31
    seller = text.index("  <cac:SellerSupplierParty>")
    moved = text[:start] + text[end:]
    placed = moved[:seller] + text[start:end] + moved[seller:]
    assert comes_back(placed).buyer == REQUEST.buyer


def test_a_line_has_its_own_number_or_that_of_the_item_in_it() -> None:
    text = text_of(REQUEST)
    own = text.replace("<cac:LineItem>\n      <cbc:ID>1<", "<cac:LineItem>\n      <cbc:ID>SKU-1<")
    assert own != text
    assert comes_back(own).lines[0].number == "1"
    nameless = own.replace(
        "  <cac:RequestForQuotationLine>\n    <cbc:ID>1</cbc:ID>\n", "  <cac:RequestForQuotationLine>\n"
    )
    assert comes_back(nameless).lines[0].number == "SKU-1"


def test_a_quotation_names_the_lines_that_it_answers_and_loses_terms_of_payment() -> None:
    quotation = a_quotation_for(REQUEST).build()
    again = read(text_of(with_terms(quotation)))
    assert [line.request_line for line in again.lines] == ["1", "2"]
    assert again == quotation


def test_a_quotation_that_names_no_currency_is_in_that_of_its_total() -> None:
    text = text_of(a_quotation_for(REQUEST).build())
    unnamed = text.replace("  <cbc:PricingCurrencyCode>EUR</cbc:PricingCurrencyCode>\n", "")
    assert unnamed != text
    assert comes_back(unnamed).currency == "EUR"
