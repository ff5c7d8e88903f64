"""What a UBL message is read as, and what is said of one that can't be understood."""

from datetime import UTC, date, time
from decimal import Decimal
from typing import Any

import pytest

from app.domain.documents import ApplicationResponse, DespatchAdvice, Document, DocumentType, Invoice, OrderResponse
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.parties import Party
from app.errors import entries
from app.formats.base import NotRenderable, Parsed
from app.formats.ubl import Ubl
from app.formats.ubl.names import ROOTS, namespace_of
from app.safe.xml import parse_xml
from tests.builders import (
    a_despatch_advice_for,
    a_document,
    an_application_response,
    an_invoice_for,
    an_order,
    an_order_response,
)

UBL = Ubl()


def rendered(document: Document) -> str:
    return UBL.render(document).decode()


def read(text: str) -> Parsed:
    return UBL.read(parse_xml(text.encode()))


def document_in(text: str) -> Any:
    parsed = read(text)
    assert parsed.document is not None, parsed.findings
    return parsed.document


def found(text: str) -> list[tuple[str, str]]:
    parsed = read(text)
    assert parsed.document is None
    return [(each.code, each.path) for each in parsed.findings]


def order_with(old: str, new: str) -> str:
    text = rendered(an_order().with_lines(2).build())
    assert old in text
    return text.replace(old, new, 1)


def test_values_are_what_the_business_means() -> None:
    text = order_with("<cbc:IssueDate>2026-03-02<", "<cbc:IssueDate> 2026-03-02+01:00 <")
    text = text.replace("</cbc:IssueDate>", "</cbc:IssueDate><cbc:IssueTime>09:30:47.5Z</cbc:IssueTime>")
    text = text.replace(">10<", ">+010.50<")
    order = document_in(text)
    assert (order.issued, order.issued_at) == (date(2026, 3, 2), time(9, 30, 47, 500000, UTC))
    assert (order.lines[0].quantity.value, order.lines[0].quantity.text) == (Decimal("10.5"), "+010.50")


def test_every_fault_is_reported_with_its_place_and_line() -> None:
    text = rendered(an_order().with_lines(2).build())
    text = text.replace(">2026-03-02<", ">02.03.2026<").replace(">false<", ">no<")
    text = text.replace(' currencyID="EUR">12.50<', ">12.50<").replace(">45.00<", ">45,00<")
    parsed = read(text)
    assert parsed.document is None
    assert sorted((each.code, each.path) for each in parsed.findings) == [
        ("ubl.boolean", "/Order/cac:OrderLine[1]/cac:LineItem/cbc:PartialDeliveryIndicator"),
        ("ubl.boolean", "/Order/cac:OrderLine[2]/cac:LineItem/cbc:PartialDeliveryIndicator"),
        ("ubl.currency", "/Order/cac:OrderLine[1]/cac:LineItem/cbc:LineExtensionAmount"),
        ("ubl.date", "/Order/cbc:IssueDate"),
        ("ubl.decimal", "/Order/cac:OrderLine[2]/cac:LineItem/cbc:LineExtensionAmount"),
    ]
    lines = text.splitlines()
    for each in parsed.findings:
        assert each.line is not None
        assert each.path.rpartition(":")[2].split("[")[0] in lines[each.line - 1]


@pytest.mark.parametrize("spelling", ["1e3", "1,5", "", "NaN", "٣", "0x1", "--1", "1 2"])
def test_what_is_no_decimal_is_said_to_be_none(spelling: str) -> None:
    text = order_with('unitCode="C62">10<', f'unitCode="C62">{spelling}<')
    assert found(text) == [("ubl.decimal", "/Order/cac:OrderLine[1]/cac:LineItem/cbc:Quantity")]


@pytest.mark.parametrize("spelling", ["20260302", "2026-W10-1", "2026-02-30", "٢٠٢٦-03-02", "0000-01-01", "soon"])
def test_what_is_no_date_is_said_to_be_none(spelling: str) -> None:
    assert found(order_with(">2026-03-02<", f">{spelling}<")) == [("ubl.date", "/Order/cbc:IssueDate")]


@pytest.mark.parametrize("spelling", ["12:00", "25:00:00", "noon", "12:00:00+25:00"])
def test_what_is_no_time_is_said_to_be_none(spelling: str) -> None:
    text = order_with("</cbc:IssueDate>", f"</cbc:IssueDate><cbc:IssueTime>{spelling}</cbc:IssueTime>")
    assert found(text) == [("ubl.time", "/Order/cbc:IssueTime")]


def test_the_last_instant_of_a_day_is_a_time() -> None:
    text = order_with("</cbc:IssueDate>", "</cbc:IssueDate><cbc:IssueTime>24:00:00</cbc:IssueTime>")
    assert ">24:00:00<" in rendered(document_in(text))


def test_what_the_model_needs_and_the_message_lacks_is_named() -> None:
    empty = f'<Invoice xmlns="{namespace_of(DocumentType.INVOICE)}"/>'
    assert found(empty) == [
        ("ubl.missing", "/Invoice/cbc:ID"),
        ("ubl.missing", "/Invoice/cbc:IssueDate"),
        ("ubl.missing", "/Invoice/cac:AccountingCustomerParty/cac:Party"),
        ("ubl.missing", "/Invoice/cac:AccountingSupplierParty/cac:Party"),
        ("ubl.missing", "/Invoice/cac:LegalMonetaryTotal"),
    ]


def test_a_party_that_says_nothing_is_missing() -> None:
    text = rendered(an_order_response(an_order().build()).build())
    start, end = text.index("<cac:BuyerCustomerParty>"), text.index("</cac:BuyerCustomerParty>")
    text = text[:start] + "<cac:BuyerCustomerParty><cac:Party/>" + text[end:]
    assert found(text) == [("ubl.missing", "/OrderResponse/cac:BuyerCustomerParty/cac:Party")]


def test_text_between_elements_is_not_passed_over() -> None:
    assert found(order_with("<cac:BuyerCustomerParty>", "except this <cac:BuyerCustomerParty>")) == [
        ("ubl.stray_text", "/Order")
    ]


def test_a_comment_does_not_cut_a_number_in_two() -> None:
    text = order_with(">PO-1001<", ">PO-<!-- -->1001<")
    assert document_in(text).number == "PO-1001"
    kept = UBL.read(parse_xml(text.encode(), keep_comments=True)).document
    assert kept is not None
    assert kept.number == "PO-1001"


def test_a_document_that_the_model_lacks_is_said_to_be_unsupported() -> None:
    parsed = read('<Waybill xmlns="urn:oasis:names:specification:ubl:schema:xsd:Waybill-2"/>')
    assert [each.code for each in parsed.findings] == ["ubl.unsupported"]
    assert "Waybill" in parsed.findings[0].message()
    assert "RemittanceAdvice" in parsed.findings[0].hint()


def test_where_one_delivery_party_is_named_it_is_the_buyer() -> None:
    advice = a_despatch_advice_for(an_order().build()).build()
    text = rendered(advice)
    assert "BuyerCustomerParty" not in text
    assert document_in(text) == advice


def test_where_goods_go_elsewhere_both_parties_are_kept() -> None:
    ward = Party(name="Ward 7", endpoint=Identifier("5790000435968", "0088"))
    advice = a_despatch_advice_for(an_order().build()).with_(delivery_party=ward).build()
    text = rendered(advice)
    assert text.index("DeliveryCustomerParty") < text.index("BuyerCustomerParty")
    again = document_in(text)
    assert isinstance(again, DespatchAdvice)
    assert (again.buyer, again.delivery_party) == (advice.buyer, ward)


@pytest.mark.parametrize(
    ("code", "by_buyer"), [("380", True), ("381", True), ("231", True), ("", True), ("220", False)]
)
def test_who_sends_an_answer_follows_from_what_it_answers(code: str, by_buyer: bool) -> None:
    response = an_application_response(an_invoice_for(an_order().build()).build()).build()
    text = rendered(response).replace(">380<", f">{code}<")
    again = document_in(text)
    assert isinstance(again, ApplicationResponse)
    assert again.sent_by_buyer is by_buyer
    assert (again.buyer.name == response.buyer.name) is by_buyer


def test_an_answered_change_is_told_from_other_references() -> None:
    answered = (DocumentReference(number="OC-1"),)
    response = an_order_response(an_order().build()).with_(order_changes=answered).build()
    text = rendered(response).replace(
        "<cac:AdditionalDocumentReference>",
        "<cac:AdditionalDocumentReference><cbc:ID>Terms</cbc:ID></cac:AdditionalDocumentReference>"
        "<cac:AdditionalDocumentReference>",
    )
    again = document_in(text)
    assert isinstance(again, OrderResponse)
    assert again.order_changes == answered
    assert text.count("<cbc:ID>") == rendered(again).count("<cbc:ID>")


def test_an_answer_without_a_line_reference_answers_the_line_of_its_own_number() -> None:
    text = rendered(an_order_response(an_order().build(), "CA").build())
    start, end = text.index("<cac:OrderLineReference>"), text.index("</cac:OrderLineReference>")
    text = text[:start] + text[end + len("</cac:OrderLineReference>") :]
    response = document_in(text)
    assert response.lines[0].order_line == "1"
    assert "OrderLineReference" not in rendered(response)


def test_a_total_in_a_second_currency_keeps_its_rate() -> None:
    invoice = an_invoice_for(an_order().build()).with_(tax_currency="SEK", exchange_rate=Decimal("11.2")).build()
    again = document_in(rendered(invoice))
    assert isinstance(again, Invoice)
    assert (again.tax_currency, again.exchange_rate) == ("SEK", Decimal("11.2"))


def test_a_character_that_xml_lacks_is_not_written() -> None:
    with pytest.raises(NotRenderable):
        UBL.render(an_order().noting("bell \x07").build())


@pytest.mark.parametrize("type_", ROOTS)
def test_every_type_names_its_parties(type_: DocumentType) -> None:
    document = document_in(rendered(a_document(type_)))
    assert document.buyer.name == "Birch Hospital Trust"
    assert document.seller.name == "Silver Supplies"


def test_every_code_speaks_both_languages() -> None:
    ours = [each for each in entries() if each.code.startswith("ubl.")]
    assert len(ours) == 8
    assert all(each.en and each.zh and each.hint_en and each.hint_zh for each in ours)


def test_a_thousand_faults_are_enough() -> None:
    text = rendered(an_order().with_lines(1200).build()).replace(' currencyID="EUR"', "")
    assert len(read(text).findings) == 1000
