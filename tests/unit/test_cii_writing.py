"""What is written as Cross Industry Invoice is valid by the official schemas, and others' readers understand it."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from drafthorse.models.accounting import ApplicableTradeTax
from drafthorse.models.document import Document as DrafthorseDocument
from drafthorse.models.party import TaxRegistration as DrafthorseTaxRegistration
from drafthorse.models.payment import PaymentTerms as DrafthorseTerms
from drafthorse.models.tradelines import LineItem
from lxml import etree

from app.domain.documents import Complement, Document, DocumentType, Invoice, Leftover
from app.domain.documents.base import (
    AllowanceCharge,
    Delivery,
    Note,
    PaymentMeans,
    PaymentTerms,
    Period,
    Price,
    TaxTotal,
)
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Party, TaxRegistration
from app.formats.base import NotRenderable
from app.formats.canonical import canonical_sha256
from app.formats.cii import Cii
from app.formats.ubl import Ubl
from app.safe.xml import parse_xml
from tests.builders import a_credit_note_for, a_document, an_invoice_for, an_order
from tests.building import BUYER, ISSUED, eur
from tests.cii_documents import SAMPLES, SCHEMAS, extended

CII, UBL = Cii(), Ubl()
EN_16931 = "urn:cen.eu:en16931:2017"


@cache
def schema(profile: str) -> etree.XMLSchema:
    """The official schema of a Factur-X profile."""
    return etree.XMLSchema(file=str(files("drafthorse") / "schema" / f"Factur-X_1.0.07_{profile}.xsd"))


def assert_valid(raw: bytes, profile: str) -> None:
    judge = schema(profile)
    assert judge.validate(etree.fromstring(raw)), [each.message for each in judge.error_log]


def through_cii(document: Document) -> Any:
    parsed = CII.read(parse_xml(CII.render(document)))
    assert parsed.document is not None, parsed.findings
    return parsed.document


def an_invoice(**fields: Any) -> Invoice:
    return an_invoice_for(an_order().build()).with_(customization_id=EN_16931, **fields).build()


def attributes_named(name: str, raw: bytes) -> set[str]:
    return {etree.QName(each).localname for each in parse_xml(raw).root.iter() if name in each.attrib}


@pytest.mark.parametrize("profile", SAMPLES)
def test_the_samples_are_valid_by_their_profiles_schema(profile: str) -> None:
    assert_valid(SAMPLES[profile].text().encode(), SCHEMAS[profile])


@pytest.mark.parametrize("type_", [DocumentType.INVOICE, DocumentType.CREDIT_NOTE])
def test_a_built_document_is_valid_by_the_schema_of_en_16931(type_: DocumentType) -> None:
    document = replace(a_document(type_), customization_id=EN_16931)
    assert_valid(CII.render(document), "EN16931")
    assert through_cii(document) == document


def test_an_invoice_in_ubl_says_the_same_in_cii_and_back() -> None:
    invoice = CII.read(parse_xml(extended().text().encode())).document
    assert invoice is not None
    plain = replace(invoice, complement=None)
    by_ubl = UBL.read(parse_xml(UBL.render(plain))).document
    assert by_ubl == plain
    assert_valid(CII.render(by_ubl), "EXTENDED")
    assert through_cii(by_ubl) == plain


def test_only_totals_of_tax_name_their_currency() -> None:
    assert attributes_named("currencyID", CII.render(an_invoice())) == {"TaxTotalAmount"}


def test_an_amount_in_another_currency_names_it() -> None:
    totals = replace(an_invoice().totals, prepaid=Amount.of("3", "SEK"))
    invoice = an_invoice(totals=totals)
    assert attributes_named("currencyID", CII.render(invoice)) == {"TaxTotalAmount", "TotalPrepaidAmount"}
    assert through_cii(invoice) == invoice


def test_a_notes_subject_has_an_element_of_its_own() -> None:
    invoice = an_invoice(notes=(Note("#SUR#See the terms"), Note("Thank you", "en"), Note("#1 in gloves")))
    text = CII.render(invoice).decode()
    assert "<ram:SubjectCode>SUR</ram:SubjectCode>" in text
    assert "<ram:Content>See the terms</ram:Content>" in text
    assert through_cii(invoice) == invoice


@pytest.mark.parametrize(
    ("account", "element"),
    [
        ("SE4550000000058398257466", "IBANID"),
        ("SE45 5000 0000 0583 9825 7466", "IBANID"),
        ("000-123 456", "ProprietaryID"),
    ],
)
def test_an_account_is_written_as_what_it_is(account: str, element: str) -> None:
    invoice = an_invoice(payment_means=(PaymentMeans(code="30", account=account),))
    assert f"<ram:{element}>{account}</ram:{element}>" in CII.render(invoice).decode()
    assert through_cii(invoice) == invoice


def test_a_creditors_reference_is_the_sellers_where_there_is_no_payee() -> None:
    seller = an_invoice().seller
    invoice = an_invoice(seller=replace(seller, ids=(*seller.ids, Identifier("DE98ZZZ09999999999", "SEPA"))))
    assert "<ram:CreditorReferenceID>DE98ZZZ09999999999<" in CII.render(invoice).decode()
    assert through_cii(invoice) == invoice


def test_a_gross_price_is_worked_out_where_only_the_allowance_is_known() -> None:
    (line,) = an_invoice().lines
    price = Price(amount=eur("1.25"), allowance=AllowanceCharge(is_charge=False, amount=eur("0.75")))
    invoice = an_invoice(lines=(replace(line, price=price),))
    found = through_cii(invoice).lines[0].price
    assert found.allowance.base == eur("2.00")
    assert_valid(CII.render(invoice), "EN16931")


def test_the_tax_of_a_line_goes_with_its_total() -> None:
    (line,) = an_invoice().lines
    invoice = an_invoice(lines=(replace(line, taxes=(TaxTotal(amount=eur("2.50")),)),))
    assert_valid(CII.render(invoice), "EXTENDED")
    assert through_cii(invoice) == invoice


def test_a_document_without_type_code_gets_the_usual_one() -> None:
    assert through_cii(an_invoice(type_code="")).type_code == "380"
    assert through_cii(a_credit_note_for(an_invoice()).with_(type_code="").build()).type_code == "381"


@pytest.mark.parametrize(
    "document", [an_invoice(type_code="381"), a_credit_note_for(an_invoice()).with_(type_code="380").build()]
)
def test_a_type_code_that_says_otherwise_is_not_written(document: Document) -> None:
    with pytest.raises(NotRenderable, match="type code"):
        CII.render(document)


def test_what_xml_can_not_carry_is_not_written() -> None:
    with pytest.raises(NotRenderable):
        CII.render(an_invoice(number="\x00"))


def _party(**fields: Any) -> Party:
    return replace(BUYER, **fields)


LOSSES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"issued_at": time(9, 30)}, {"issued_at": None}),
    ({"period": Period(start=ISSUED, start_time=time(9))}, {"period": Period(start=ISSUED)}),
    (
        {"contracts": (DocumentReference(number="C-1", type_name="Frame"), DocumentReference(number="C-2"))},
        {"contracts": (DocumentReference(number="C-1"),)},
    ),
    ({"deliveries": (Delivery(actual=ISSUED), Delivery())}, {"deliveries": (Delivery(actual=ISSUED),)}),
    (
        {"deliveries": (Delivery(actual=ISSUED, requested=Period(end=ISSUED), party=_party()),)},
        {"deliveries": (Delivery(actual=ISSUED, party=_party(ids=(), address=None)),)},
    ),
    (
        {"payment_means": (PaymentMeans(code="30", payment_id="A", due=ISSUED), PaymentMeans(code="48"))},
        {"payment_means": (PaymentMeans(code="30", payment_id="A"), PaymentMeans(code="48", payment_id="A"))},
    ),
    (
        {"payment_terms": (PaymentTerms(note="soon", due=ISSUED, period=Period(end=ISSUED)),)},
        {"payment_terms": (PaymentTerms(note="soon"),)},
    ),
    (
        {"additional_references": (DocumentReference(number="A-1", type_code="916"),)},
        {"additional_references": (DocumentReference(number="A-1"),)},
    ),
    (
        {"buyer": _party(tax_registrations=(TaxRegistration(number="7", scheme="LOC"),))},
        {"buyer": _party(tax_registrations=(TaxRegistration(number="7", scheme="TAX"),))},
    ),
    (
        {"buyer": _party(ids=(Identifier("1", "0088"), Identifier("2")))},
        {"buyer": _party(ids=(Identifier("2"), Identifier("1", "0088")))},
    ),
    (
        {"buyer": _party(address=Address(country="DK", lines=("a", "b", "c", "d")))},
        {"buyer": _party(address=Address(country="DK", lines=("a", "b", "c")))},
    ),
]
"""What docs/formats/cii.md says that CII has no place for, and what is left of it."""


@pytest.mark.parametrize(("said", "left"), LOSSES, ids=lambda fields: "+".join(fields))
def test_what_cii_has_no_place_for_is_lost_and_nothing_else(said: dict[str, Any], left: dict[str, Any]) -> None:
    assert through_cii(an_invoice(**said)) == an_invoice(**left)


def test_an_enveloped_signature_says_nothing_of_the_business() -> None:
    signature = (
        b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature></rsm:CrossIndustryInvoice>'
    )
    signed = CII.render(an_invoice()).replace(b"</rsm:CrossIndustryInvoice>", signature)
    found = CII.read(parse_xml(signed)).document
    assert found is not None
    assert found.complement is not None
    assert [each.kind for each in found.complement.items] == ["signature"]
    assert canonical_sha256(found) == canonical_sha256(an_invoice())


@pytest.mark.parametrize(
    "item",
    [
        Leftover("lexical", "/CrossIndustryInvoice/rsm:ExchangedDocument/ram:ID", '["INV-PO-1001", "INV-9"]'),
        Leftover("lexical", "/CrossIndustryInvoice/rsm:ExchangedDocument/ram:TypeCode", '["380", "381"]'),
        Leftover(
            "element",
            "/CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/"
            "ram:PayeeTradeParty",
            "<ram:PayeeTradeParty><ram:Name>Mallory</ram:Name></ram:PayeeTradeParty>",
        ),
        Leftover(
            "attribute",
            "/CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/"
            "ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:DuePayableAmount/@currencyID",
            "ITL",
        ),
    ],
    ids=lambda item: item.path.rpartition("/")[2],
)
def test_a_complement_never_contradicts_the_model(item: Leftover) -> None:
    invoice = an_invoice(complement=Complement("cii", (item,)))
    again = through_cii(invoice)
    assert replace(again, complement=None) == replace(invoice, complement=None)
    assert again.type is DocumentType.INVOICE


def test_another_reader_of_cii_understands_what_is_written() -> None:
    invoice = CII.read(parse_xml(SAMPLES["BASIC"].text().encode())).document
    assert isinstance(invoice, Invoice)
    found = DrafthorseDocument.parse(CII.render(invoice))
    assert str(found.header.id) == invoice.number
    assert found.header.issue_date_time._value == invoice.issued
    assert str(found.trade.agreement.seller.name) == invoice.seller.legal_name
    assert found.trade.settlement.monetary_summation.due_amount._value == invoice.totals.payable.value
    (line,) = found.trade.items.children
    assert line.agreement.net.amount._value == Decimal("20.00")
    assert line.delivery.billed_quantity._amount == Decimal(10)


def test_what_another_writer_of_cii_says_is_understood() -> None:
    raw = _written_by_drafthorse().serialize(schema="FACTUR-X_EXTENDED")
    note = CII.read(parse_xml(raw)).document
    assert note is not None
    assert note.type is DocumentType.INVOICE
    assert isinstance(note, Invoice)
    assert (note.number, note.issued, note.due) == ("RE1337", date(2026, 5, 4), date(2026, 6, 3))
    assert (note.seller.legal_name, note.buyer.legal_name) == ("Lieferant GmbH", "Kunde GmbH")
    assert note.seller.tax_registrations[0].number == "DE000000000"
    assert (note.lines[0].item.name, note.lines[0].amount) == ("Rainbow", eur("999.00"))
    assert (note.totals.payable, note.taxes[0].amount) == (eur("1188.81"), eur("189.81"))
    assert parse_xml(CII.render(note)).root.tag == parse_xml(raw).root.tag


def _written_by_drafthorse() -> Any:
    made = DrafthorseDocument()
    made.context.guideline_parameter.id = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"
    made.header.id, made.header.type_code = "RE1337", "380"
    made.header.issue_date_time = date(2026, 5, 4)
    seller = made.trade.agreement.seller
    seller.name, seller.address.country_id = "Lieferant GmbH", "DE"
    seller.tax_registrations.add(DrafthorseTaxRegistration(id=("VA", "DE000000000")))
    made.trade.agreement.buyer.name = "Kunde GmbH"
    made.trade.agreement.buyer.address.country_id = "DE"
    made.trade.settlement.currency_code = "EUR"
    made.trade.settlement.terms.add(DrafthorseTerms(due=date(2026, 6, 3)))
    made.trade.items.add(_drafthorse_line())
    made.trade.settlement.trade_tax.add(_drafthorse_tax())
    sums = made.trade.settlement.monetary_summation
    sums.line_total = sums.tax_basis_total = Decimal("999.00")
    sums.tax_total = (Decimal("189.81"), "EUR")
    sums.grand_total = sums.due_amount = Decimal("1188.81")
    return made


def _drafthorse_line() -> Any:
    line = LineItem()
    line.document.line_id, line.product.name = "1", "Rainbow"
    line.agreement.net.amount = Decimal("999.00")
    line.delivery.billed_quantity = (Decimal("1.0000"), "C62")
    tax = line.settlement.trade_tax
    tax.type_code, tax.category_code, tax.rate_applicable_percent = "VAT", "S", Decimal("19.00")
    line.settlement.monetary_summation.total_amount = Decimal("999.00")
    return line


def _drafthorse_tax() -> Any:
    tax = ApplicableTradeTax()
    tax.type_code, tax.category_code, tax.rate_applicable_percent = "VAT", "S", Decimal("19.00")
    tax.calculated_amount, tax.basis_amount = Decimal("189.81"), Decimal("999.00")
    return tax
