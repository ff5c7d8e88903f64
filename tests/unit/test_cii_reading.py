"""Cross Industry Invoices of every profile are read, and come out as they went in; faults are findings."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from app.domain.documents import CreditNote, DocumentType, Invoice
from app.domain.documents.base import Delivery, Note, PaymentMeans, PaymentTerms, TaxTotal
from app.domain.findings import Finding
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import TaxRegistration
from app.formats.cii import Cii
from app.formats.cii.format import CREDIT_NOTES
from app.formats.json import CountersignJson
from app.safe.json import parse_json
from app.safe.xml import parse_xml
from tests.cii_documents import (
    GUIDELINES,
    SAMPLES,
    basic,
    basic_wl,
    en_16931,
    extended,
    minimum,
)
from tests.cii_documents import (
    Cii as Message,
)
from tests.cii_parts import day, line
from tests.oracles.mutator import mutants

CII, JSON = Cii(), CountersignJson()
HEADER = "/CrossIndustryInvoice/rsm:ExchangedDocument"
TRADE = "/CrossIndustryInvoice/rsm:SupplyChainTradeTransaction"
LINE = f"{TRADE}/ram:IncludedSupplyChainTradeLineItem"
SETTLEMENT = f"{TRADE}/ram:ApplicableHeaderTradeSettlement"
SUMMATION = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
MUTANTS = 100


def read(message: Message | str) -> Any:
    text = message if isinstance(message, str) else message.text()
    parsed = CII.read(parse_xml(text.encode()))
    assert parsed.document is not None, parsed.findings
    return parsed.document


def faults(text: str) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in findings(text)]


def findings(text: str) -> tuple[Finding, ...]:
    parsed = CII.read(parse_xml(text.encode()))
    assert parsed.document is None
    return parsed.findings


def canonical(raw: bytes) -> str:
    plain = etree.tostring(parse_xml(raw).root, encoding="unicode")
    result: str = etree.canonicalize(plain, strip_text=True, rewrite_prefixes=True)
    return result


def eur(text: str) -> Amount:
    return Amount.of(text, "EUR")


@pytest.mark.parametrize("profile", SAMPLES)
def test_an_invoice_of_any_profile_comes_out_as_it_went_in(profile: str) -> None:
    raw = SAMPLES[profile].text().encode()
    invoice = read(raw.decode())
    assert invoice.customization_id == GUIDELINES[profile]
    assert canonical(CII.render(invoice)) == canonical(raw)


@pytest.mark.parametrize("profile", SAMPLES)
def test_an_invoice_survives_the_way_through_countersign_json(profile: str) -> None:
    invoice = read(SAMPLES[profile])
    through = JSON.read(parse_json(JSON.render(invoice))).document
    assert through == invoice
    assert CII.render(through) == CII.render(invoice)


@pytest.mark.parametrize("profile", ["MINIMUM", "BASIC WL", "BASIC"])
def test_the_model_holds_the_smaller_profiles_whole(profile: str) -> None:
    assert read(SAMPLES[profile]).complement is None


def test_a_minimum_invoice_says_who_owes_whom_how_much() -> None:
    invoice = read(minimum())
    assert isinstance(invoice, Invoice)
    assert (invoice.number, invoice.issued, invoice.currency) == ("INV-2026-7", date(2026, 3, 2), "EUR")
    assert invoice.buyer.legal_name == "Birch Hospital Trust A/S"
    assert invoice.totals.payable == eur("230.00")
    assert invoice.taxes == (TaxTotal(amount=eur("50.00")),)
    assert invoice.lines == ()


def test_the_header_of_a_whole_invoice_is_understood() -> None:
    invoice = read(en_16931())
    assert invoice.notes == (Note("#AAI#Thank you for your order."), Note("Second note"))
    assert invoice.period.end == invoice.tax_point == date(2026, 2, 28)
    assert invoice.accounting_cost == "COST-9"
    assert invoice.order == DocumentReference(number="PO-1001")
    assert invoice.billing_references == (DocumentReference(number="INV-2026-1", issued=date(2026, 1, 2)),)
    assert [each.number for each in (*invoice.despatches, *invoice.receipts, *invoice.contracts)] == [
        "DA-1",
        "RA-1",
        "C-77",
    ]
    assert [(each.number, each.type_code) for each in invoice.additional_references] == [
        ("TS-5", ""),
        ("TENDER-1", "50"),
        ("OBJECT-1", "130"),
    ]


def test_parties_are_understood() -> None:
    invoice = read(en_16931())
    seller = invoice.seller
    assert (seller.name, seller.legal_name) == ("Silver Supplies", "Silver Supplies AB")
    assert seller.endpoint == Identifier("7300010000001", "0088")
    assert seller.ids == (Identifier("SUP-7"), Identifier("7300010000001", "0088"))
    assert seller.tax_registrations == (
        TaxRegistration(number="SE556000475001", scheme="VAT"),
        TaxRegistration(number="556000-4750", scheme="TAX"),
    )
    assert (seller.address.street, seller.address.additional_street, *seller.address.lines) == (
        "Storgatan 5",
        "3 tr",
        "Gården",
    )
    assert seller.contact.email == "lars.berg@silver.example"
    assert invoice.payee.ids == (Identifier("FACTOR-1"), Identifier("SE99ZZZ1234567890", "SEPA"))
    assert invoice.tax_representative.name == "Fiscal Agents Ltd"


def test_the_creditor_is_the_seller_where_nobody_else_is_paid() -> None:
    text = basic_wl().text()
    start, end = text.index("<ram:PayeeTradeParty>"), text.index("</ram:PayeeTradeParty>")
    invoice = read(text[:start] + text[end + len("</ram:PayeeTradeParty>") :])
    assert invoice.seller.ids[-1] == Identifier("SE99ZZZ1234567890", "SEPA")


def test_delivery_and_payment_are_understood() -> None:
    invoice = read(extended())
    (delivery,) = invoice.deliveries
    assert isinstance(delivery, Delivery)
    assert delivery.actual == date(2026, 2, 28)
    assert delivery.location == Identifier("5790000435951", "0088")
    assert delivery.address is not None
    assert delivery.address.street == "Side Street 4"
    assert delivery.party is not None
    assert delivery.party.name == "Birch Hospital, gate 4"
    assert invoice.delivery_terms.id == "DAP"
    assert invoice.due == date(2026, 4, 1)
    assert invoice.payment_terms == (PaymentTerms(note="30 days net", discount_percent=Decimal(2)),)
    assert invoice.payment_means == (
        PaymentMeans(
            code="58",
            payment_id="INV-2026-7",
            account="SE4550000000058398257466",
            account_name="Silver Supplies AB",
            institution="ESSESESS",
        ),
    )
    assert invoice.exchange_rate == Decimal("11.25")


def test_totals_and_taxes_are_understood_in_both_currencies() -> None:
    invoice = read(en_16931())
    totals = invoice.totals
    assert (totals.lines, totals.charges, totals.allowances) == (eur("200.00"), eur("10.00"), eur("10.00"))
    assert (totals.tax_exclusive, totals.tax_inclusive) == (eur("200.00"), eur("250.00"))
    assert (totals.rounding, totals.prepaid, totals.payable) == (eur("0.00"), eur("20.00"), eur("230.00"))
    in_eur, in_sek = invoice.taxes
    assert in_sek == TaxTotal(amount=Amount.of("562.50", "SEK"))
    assert in_eur.amount == eur("50.00")
    assert [(each.taxable, each.tax, each.category.percent) for each in in_eur.subtotals] == [
        (eur("200.00"), eur("50.00"), Decimal(25))
    ]
    assert [(each.is_charge, each.amount, each.reason) for each in invoice.allowances_charges] == [
        (False, eur("10.00"), "Loyal customer"),
        (True, eur("10.00"), "Freight"),
    ]
    assert (invoice.allowances_charges[0].factor, invoice.allowances_charges[0].base) == (Decimal(5), eur("200.00"))


def test_lines_are_understood() -> None:
    (found,) = read(extended()).lines
    assert (found.number, found.amount, found.accounting_cost) == ("1", eur("200.00"), "COST-9")
    assert (found.quantity.value, found.quantity.unit) == (10, "C62")
    assert (found.order_line.line, found.despatch_line.number, found.despatch_line.line) == ("10", "DA-1", "3")
    assert (found.price.amount, found.price.allowance.amount, found.price.allowance.base) == (
        eur("20.00"),
        eur("2.50"),
        eur("22.50"),
    )
    item = found.item
    assert (item.name, item.sellers_id, item.buyers_id, item.origin_country) == (
        "Surgical glove",
        "SG-007",
        "B-00007",
        "MY",
    )
    assert item.standard_id == Identifier("05901234123457", "0160")
    assert item.taxes[0].percent == Decimal(25)
    assert (item.properties[0].name, item.properties[0].value) == ("Colour", "blue")


@pytest.mark.parametrize("code", sorted(CREDIT_NOTES))
def test_a_credit_note_is_known_by_its_type_code(code: str) -> None:
    note = read(en_16931().with_(type_code=code))
    assert isinstance(note, CreditNote)
    assert note.type is DocumentType.CREDIT_NOTE
    assert note.type_code == code
    # the model's credit note keeps its due date as UBL does
    assert note.payment_means[0].due == date(2026, 4, 1)
    assert f"<ram:TypeCode>{code}</ram:TypeCode>".encode() in CII.render(note)


@pytest.mark.parametrize("code", ["380", "384", "326", "389", "751", "1"])
def test_any_other_type_code_is_an_invoice(code: str) -> None:
    assert read(minimum().with_(type_code=code)).type is DocumentType.INVOICE


def test_where_no_total_of_taxes_is_given_it_is_the_sum_of_its_shares() -> None:
    text = basic().text().replace('<ram:TaxTotalAmount currencyID="EUR">50.00</ram:TaxTotalAmount>', "")
    text = text.replace('<ram:TaxTotalAmount currencyID="SEK">562.50</ram:TaxTotalAmount>', "")
    invoice = read(text)
    assert [each.amount for each in invoice.taxes] == [eur("50.00")]
    assert canonical(CII.render(invoice)) == canonical(text.encode())


def test_a_gross_price_alone_and_everything_unknown_is_kept() -> None:
    text = en_16931().text()
    start, end = text.index("<ram:AppliedTradeAllowanceCharge>"), text.index("</ram:GrossPriceProductTradePrice>")
    text = text[:start] + text[end:]
    text = text.replace("</ram:BuyerTradeParty>", '<x:odd xmlns:x="urn:x">7</x:odd></ram:BuyerTradeParty>', 1)
    invoice = read(text)
    assert invoice.lines[0].price.allowance is None
    assert canonical(CII.render(invoice)) == canonical(text.encode())


def test_an_element_that_says_nothing_is_no_reference() -> None:
    text = minimum().text().replace("PO-1001", "")
    assert read(text).order is None


FAULTY = [
    ("20260302</udt", "2 March</udt", "cii.date", f"{HEADER}/ram:IssueDateTime/udt:DateTimeString"),
    ("20260302</udt", "20260231</udt", "cii.date", f"{HEADER}/ram:IssueDateTime/udt:DateTimeString"),
    ('format="102">20260302', 'format="203">202603021200', "cii.date_format", f"{HEADER}/ram:IssueDateTime/udt:Dat"),
    ('format="102">20260302', ">20260302", "cii.date_format", f"{HEADER}/ram:IssueDateTime/udt:DateTimeString"),
    ("<ram:TypeCode>380</ram:TypeCode>", "", "cii.missing", f"{HEADER}/ram:TypeCode"),
    ("<ram:ID>INV-2026-7</ram:ID>", "", "cii.missing", f"{HEADER}/ram:ID"),
    ("<ram:ID>INV-2026-7</ram:ID>", "<ram:ID> </ram:ID>", "cii.missing", f"{HEADER}/ram:ID"),
    (">230.00<", ">230,00<", "cii.decimal", f"{SUMMATION}/ram:DuePayableAmount"),
    (">230.00<", ">2.3e2<", "cii.decimal", f"{SUMMATION}/ram:DuePayableAmount"),
    ("<ram:DuePayableAmount>230.00</ram:DuePayableAmount>", "", "cii.missing", f"{SUMMATION}/ram:DuePayableAmount"),
    ('currencyID="EUR"', 'currencyID="Euro"', "cii.currency", f"{SUMMATION}/ram:TaxTotalAmount"),
    ("<udt:Indicator>false<", "<udt:Indicator>no<", "cii.boolean", f"{LINE}/ram:SpecifiedLineTradeAgreement"),
    ("<ram:LineID>1</ram:LineID>", "", "cii.missing", f"{LINE}/ram:AssociatedDocumentLineDocument/ram:LineID"),
    (
        "<ram:LineTotalAmount>200.00</ram:LineTotalAmount>\n        </ram:SpecifiedTradeSettlementLine",
        "</ram:SpecifiedTradeSettlementLine",
        "cii.missing",
        f"{LINE}/ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
    ),
    (
        "<ram:ChargeAmount>20.00</ram:ChargeAmount>",
        "",
        "cii.missing",
        f"{LINE}/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount",
    ),
    ("<ram:CalculatedAmount>50.00</ram:CalculatedAmount>", "", "cii.missing", f"{SETTLEMENT}/ram:ApplicableTradeTax"),
    (
        "<ram:TypeCode>58</ram:TypeCode>",
        "",
        "cii.missing",
        f"{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode",
    ),
    ("<ram:BuyerTradeParty>", "<ram:BuyerTradeParty>hello", "cii.stray_text", f"{TRADE}/ram:ApplicableHeaderTrade"),
]


@pytest.mark.parametrize(("sent", "instead", "code", "path"), FAULTY)
def test_a_fault_is_said_with_its_place(sent: str, instead: str, code: str, path: str) -> None:
    text = en_16931().text()
    assert sent in text
    (found,) = findings(text.replace(sent, instead, 1))
    assert found.code == code
    assert found.path.startswith(path)
    assert found.line
    assert found.message("zh") != found.message("en")


def test_all_faults_are_said_at_once() -> None:
    text = en_16931().text().replace("20260302</udt", "soon</udt").replace(">230.00<", ">much<")
    text = text.replace("<ram:LineID>1</ram:LineID>", "")
    assert faults(text) == [
        ("cii.date", f"{HEADER}/ram:IssueDateTime/udt:DateTimeString"),
        ("cii.missing", f"{LINE}/ram:AssociatedDocumentLineDocument/ram:LineID"),
        ("cii.decimal", f"{SUMMATION}/ram:DuePayableAmount"),
    ]


def test_a_fault_in_one_of_several_lines_names_which() -> None:
    message = basic().with_(lines=line("1") + line("2").replace(">10<", ">ten<"))
    assert faults(message.text()) == [
        ("cii.decimal", f"{LINE}[2]/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"),
    ]


def test_a_missing_currency_is_said_once() -> None:
    text = en_16931().text().replace("<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>", "")
    assert [each.code for each in findings(text)] == ["cii.no_currency"]


def test_who_says_nothing_at_all_is_told_what_is_missing() -> None:
    empty = f"<rsm:CrossIndustryInvoice {minimum().text().split('CrossIndustryInvoice ')[1].split('>')[0]}/>"
    names = {each.params["name"].rpartition("/")[2] for each in findings(empty)}
    assert names == {
        "ram:ID",
        "ram:TypeCode",
        "udt:DateTimeString",
        "ram:BuyerTradeParty",
        "ram:SellerTradeParty",
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
    }


def test_another_root_of_the_namespace_is_not_read() -> None:
    body = parse_xml(minimum().text().replace("rsm:CrossIndustryInvoice", "rsm:CrossIndustryOrder").encode())
    assert CII.recognises(body)
    assert CII.document_type(body) is None
    assert [each.code for each in CII.read(body).findings] == ["cii.unsupported"]


@pytest.mark.timeout(60)
def test_thousands_of_faults_are_bounded_and_quick() -> None:
    wrong = basic().with_(lines=line("").replace(">10<", ">ten<") * 1500)
    assert len(findings(wrong.text())) == 1000


@pytest.mark.parametrize("profile", ["BASIC WL", "EXTENDED"])
def test_a_damaged_invoice_is_explained_or_comes_out_as_it_went_in(profile: str) -> None:
    explained = 0
    for number, raw in enumerate(mutants(SAMPLES[profile].text().encode(), MUTANTS, 20260302)):
        body = parse_xml(raw)
        parsed = CII.read(body)
        if parsed.document is None:
            assert parsed.findings, f"mutant {number}: neither a document nor why not"
            explained += 1
        else:
            assert canonical(CII.render(parsed.document)) == canonical(raw), f"mutant {number}"
    assert 0 < explained < MUTANTS


def test_dates_are_read_by_their_digits() -> None:
    assert read(minimum().with_(issued=day(" 20240229 "))).issued == date(2024, 2, 29)
