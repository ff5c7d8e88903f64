"""Invoice, receipt and remittance advice in EDIFACT: what each segment says, field by field, and back again."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.documents import CreditNote, Document, Invoice, ReceiptAdvice, RemittanceAdvice
from app.domain.documents.base import (
    AllowanceCharge,
    Delivery,
    DeliveryTerms,
    Item,
    MonetaryTotal,
    Note,
    PaymentMeans,
    PaymentTerms,
    Period,
    Price,
    TaxCategory,
    TaxSubtotal,
    TaxTotal,
)
from app.domain.documents.invoice import InvoiceLine
from app.domain.documents.receipt_advice import ReceiptLine
from app.domain.documents.remittance_advice import RemittanceLine
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.domain.quantities import Quantity
from tests.edifact_bodies import INVOICE, RECEIPT, REMITTANCE
from tests.edifact_messages import comes_back, faultless, messages_in, reading_of, segments, written

VERSIONS = pytest.mark.parametrize("version", ["D96A", "D01B"])


def euros(text: str) -> Amount:
    return Amount(Decimal(text), "EUR")


def pieces(text: str) -> Quantity:
    return Quantity(Decimal(text), "H87")


def gtin(text: str) -> Identifier:
    return Identifier(text, "0160")


def gln(text: str) -> Identifier:
    return Identifier(text, "0088")


def vat(percent: str) -> TaxCategory:
    return TaxCategory(id="S", percent=Decimal(percent), scheme="VAT")


def ref(number: str, issued: date | None = None, **more: str) -> DocumentReference:
    return DocumentReference(number=number, issued=issued, **more)


BUYER = Party(
    name="Buyer AG",
    ids=(gln("4012345000009"),),
    tax_registrations=(TaxRegistration(number="ATU12345678", scheme="VAT"),),
)
SELLER = Party(
    name="Supplier GmbH",
    ids=(gln("4098765000004"),),
    address=Address(
        street="Hauptstr. 1",
        additional_street="Hof 2",
        lines=("c/o Lager", "3. Stock"),
        city="Koeln",
        region="NW",
        postal_code="50667",
        country="DE",
    ),
    tax_registrations=(TaxRegistration(number="DE123456789", scheme="VAT"),),
    legal_id=Identifier("HRB 4711"),
    contact=Contact(id="77", name="Max Muster", telephone="4922112345", email="max@supplier.example"),
)
FACTOR = Party(name="Factor Bank", ids=(gln("4098765000011"),))
WAREHOUSE = Address(street="Dock 3", city="Wien", postal_code="1100", country="AT")
FIRST_LINE = InvoiceLine(
    number="1",
    quantity=pieces("10"),
    amount=euros("125"),
    order_line=ref("PO-4711", line="10"),
    despatch_line=ref("DES-1", line="1"),
    accounting_cost="4711",
    period=Period(start=date(2026, 1, 5), end=date(2026, 1, 5)),
    allowances_charges=(AllowanceCharge(is_charge=True, amount=euros("0"), reason="Packing", reason_code="FC"),),
    taxes=(TaxTotal(amount=euros("23.75")),),
    item=Item(
        name="Hex bolt M8",
        descriptions=("zinc plated",),
        sellers_id="AB-100",
        buyers_id="4711",
        manufacturers_id="M-1",
        standard_id=gtin("4000862141404"),
        origin_country="DE",
        taxes=(vat("19"),),
    ),
    price=Price(amount=euros("1250"), base_quantity=pieces("100")),
    notes=(Note("as agreed"),),
)
SECOND_LINE = InvoiceLine(
    number="2",
    quantity=pieces("1"),
    amount=euros("20"),
    item=Item(name="Washer", standard_id=gtin("4000862141411"), taxes=(vat("7"),)),
    price=Price(amount=euros("20")),
)
THE_INVOICE = Invoice(
    number="INV-9",
    issued=date(2026, 1, 10),
    issued_at=time(10, 15),
    type_code="380",
    buyer=BUYER,
    seller=SELLER,
    payee=FACTOR,
    currency="EUR",
    notes=(Note("Thank you\nfor your order", "en"),),
    tax_point=date(2026, 1, 8),
    tax_currency="USD",
    exchange_rate=Decimal("1.0832"),
    accounting_cost="4711-0815",
    buyer_reference="Dept 7",
    period=Period(start=date(2026, 1, 1), end=date(2026, 1, 31)),
    order=ref("PO-4711", date(2026, 1, 5)),
    billing_references=(ref("INV-8", date(2025, 12, 10)),),
    despatches=(ref("DES-1", date(2026, 1, 7)), ref("DN-1", type_code="270")),
    receipts=(ref("REC-1"),),
    contracts=(ref("C-1"),),
    additional_references=(ref("SO-77", type_code="320"), ref("X-1")),
    deliveries=(
        Delivery(
            actual=date(2026, 1, 7),
            location=gln("4012345000016"),
            address=WAREHOUSE,
            party=Party(name="Warehouse 9"),
        ),
    ),
    delivery_terms=DeliveryTerms(id="DAP", terms="At the gate", location="Wien"),
    payment_means=(
        PaymentMeans(
            code="30",
            payment_id="RF-99",
            account="DE89370400440532013000",
            account_name="Supplier GmbH",
            institution="COBADEFF",
        ),
    ),
    payment_terms=(
        PaymentTerms(note="30 days net", discount_percent=Decimal(2), period=Period(end=date(2026, 1, 20))),
        PaymentTerms(note="60 days for the rest", due=date(2026, 3, 11)),
    ),
    due=date(2026, 2, 9),
    allowances_charges=(
        AllowanceCharge(
            is_charge=False,
            amount=euros("10"),
            reason="Volume discount",
            reason_code="95",
            factor=Decimal(10),
            base=euros("100"),
            tax=vat("19"),
        ),
        AllowanceCharge(is_charge=True, amount=euros("5"), reason="Freight", reason_code="FC"),
    ),
    taxes=(
        TaxTotal(
            amount=euros("25.15"),
            subtotals=(
                TaxSubtotal(taxable=euros("125"), tax=euros("23.75"), category=vat("19")),
                TaxSubtotal(taxable=euros("20"), tax=euros("1.40"), category=vat("7")),
            ),
        ),
        TaxTotal(amount=Amount(Decimal("27.24"), "USD")),
    ),
    totals=MonetaryTotal(
        lines=euros("145"),
        allowances=euros("10"),
        charges=euros("5"),
        tax_exclusive=euros("140"),
        tax_inclusive=euros("165.15"),
        prepaid=euros("65.15"),
        payable=euros("100"),
    ),
    lines=(FIRST_LINE, SECOND_LINE),
)
THE_RECEIPT = ReceiptAdvice(
    number="REC-1",
    issued=date(2026, 1, 9),
    buyer=Party(name="Buyer AG", ids=BUYER.ids, contact=Contact(name="Ann Lee", telephone="15550100")),
    seller=Party(name="Supplier GmbH", ids=SELLER.ids, tax_registrations=SELLER.tax_registrations),
    delivery_party=Party(name="Warehouse 9", address=WAREHOUSE),
    despatch_party=Party(ids=(gln("4098765000012"),)),
    orders=(ref("PO-4711", date(2026, 1, 5)),),
    despatches=(ref("DES-1", date(2026, 1, 7)), ref("DN-1", type_code="270")),
    lines=(
        ReceiptLine(
            number="1",
            order=ref("PO-4711", line="10"),
            despatch=ref("DES-1", line="1"),
            received=pieces("98"),
            short=pieces("2"),
            rejected=pieces("8"),
            reject_reason="bent",
            reject_reason_code="PC",
            received_on=date(2026, 1, 8),
            item=Item(name="Hex bolt M8", sellers_id="AB-100", buyers_id="4711", standard_id=gtin("4000862141404")),
        ),
        ReceiptLine(
            number="2",
            received=pieces("4"),
            reject_reason="broken box",
            reject_reason_code="PD",
            item=Item(standard_id=gtin("4000862141411")),
        ),
    ),
)
THE_REMITTANCE = RemittanceAdvice(
    number="PAY-7",
    issued=date(2026, 2, 9),
    buyer=Party(name="Buyer AG", ids=BUYER.ids, contact=Contact(name="Ann Lee", email="ann@buyer.example")),
    seller=Party(name="Supplier GmbH", ids=SELLER.ids),
    payee=FACTOR,
    currency="EUR",
    notes=(Note("January"),),
    total_payment=euros("131.85"),
    payment_order="PORD-1",
    payment_date=date(2026, 2, 11),
    invoicing_period=Period(start=date(2026, 1, 1), end=date(2026, 1, 31)),
    billing_reference=ref("INV-9"),
    payment_means=PaymentMeans(
        code="31",
        payment_id="RF-99",
        account="DE89370400440532013000",
        account_name="Supplier GmbH",
        institution="COBADEFF",
    ),
    lines=(
        RemittanceLine(
            number="10",
            debit=euros("161.85"),
            balance=euros("165.15"),
            billing_references=(ref("INV-9", date(2026, 1, 10), type_code="380"),),
        ),
        RemittanceLine(
            number="2", credit=euros("50"), billing_references=(ref("CN-3", date(2026, 1, 15), type_code="381"),)
        ),
        RemittanceLine(number="3", debit=euros("20"), billing_references=(ref("INV-10", type_code="380"),)),
    ),
)


@VERSIONS
@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("INVOIC", INVOICE, THE_INVOICE),
        ("RECADV", RECEIPT, THE_RECEIPT),
        ("REMADV", REMITTANCE, THE_REMITTANCE),
    ],
)
def test_a_full_message_says_what_it_says_and_comes_back(
    name: str, body: list[str], expected: Document, version: str
) -> None:
    message = faultless(name, version, body)
    reading = reading_of(message)
    assert reading.findings == ()
    assert reading.document is not None
    assert replace(reading.document, complement=None) == expected
    comes_back(message)


@VERSIONS
@pytest.mark.parametrize(
    ("name", "document"), [("INVOIC", THE_INVOICE), ("RECADV", THE_RECEIPT), ("REMADV", THE_REMITTANCE)]
)
def test_a_document_of_another_syntax_is_written_faultlessly_and_read_as_it_was(
    name: str, document: Document, version: str
) -> None:
    writing = written(document, name, version)
    reading = reading_of(faultless(name, version, segments(writing)))
    assert reading.findings == ()
    lost = {each.path for each in writing.losses}
    assert lost == ({"/lines/1/reject_reason", "/lines/1/reject_reason_code"} if name == "RECADV" else set())
    assert lost or reading.document == document


@VERSIONS
def test_the_type_tells_an_invoice_from_a_credit_note(version: str) -> None:
    body = ["BGM+381+CN-1+9", *INVOICE[1:]]
    document = comes_back(faultless("INVOIC", version, body))
    assert isinstance(document, CreditNote)
    assert (document.number, document.type_code) == ("CN-1", "381")
    assert document.billing_references[0].number == "INV-8"
    # a credit note has no day of its own by which it is due
    assert [each.due for each in document.payment_terms] == [date(2026, 2, 9), date(2026, 3, 11)]
    assert segments(written(replace(document, type_code="83"), "INVOIC", version))[0] == "BGM+83+CN-1+9"


@VERSIONS
def test_an_invoice_isnt_written_as_a_credit_note_whatever_its_type_code_says(version: str) -> None:
    writing = written(replace(THE_INVOICE, type_code="381"), "INVOIC", version)
    assert segments(writing)[0] == "BGM+380+INV-9+9"
    assert [(each.path, each.kind) for each in writing.losses] == [("/type_code", "code")]


def test_what_an_invoice_only_implies_is_read_all_the_same() -> None:
    short = [
        *("BGM+380+INV-1+9", "DTM+137:20260110:102", "NAD+SU+++S", "FII+RB+4711", "CUX+2:EUR:4", "LIN+1"),
        *("QTY+46:2:PCE", "MOA+38:20", "PRI+AAB:10", "UNS+S", "MOA+77:23.80"),
        *("TAX+7+VAT+++:::19+S", "MOA+124:1.90", "TAX+7+VAT+++:::19+S", "MOA+124:1.90"),
    ]
    document = comes_back(faultless("INVOIC", "D96A", short))
    assert isinstance(document, Invoice)
    assert document.totals == MonetaryTotal(payable=euros("23.80"), tax_inclusive=euros("23.80"))
    assert document.taxes[0].amount == euros("3.80")
    assert document.payment_means == (PaymentMeans(code="", account="4711"),)
    line = document.lines[0]
    assert (line.quantity, line.amount) == (pieces("2"), euros("20"))
    assert line.price == Price(amount=euros("10"))


def test_what_invoic_has_no_place_for_is_told() -> None:
    beyond = replace(
        THE_INVOICE,
        uuid="0f7c",
        totals=replace(THE_INVOICE.totals, rounding=euros("0.01")),
        tax_representative=Party(name="Rep"),
    )
    losses = written(beyond, "INVOIC", "D96A").losses
    assert {each.path for each in losses} == {
        "/uuid",
        "/totals/rounding/value",
        "/totals/rounding/currency",
        "/tax_representative/name",
    }


@pytest.mark.corpus
@pytest.mark.parametrize("version", ["96A", "01B"])
def test_real_messages_come_back_whatever_directory_they_are_read_by(corpus: Path, version: str) -> None:
    """Those of other directories, too: their segments are read as far as these have them."""
    tried = 0
    for path in sorted((corpus / "edi").glob("*/*")):
        raw = path.read_bytes()
        for theirs in (b"93A", b"97A", b"97B", b"03B", b"11A", b"96A", b"01B"):
            raw = raw.replace(b":D:" + theirs, b":D:" + version.encode())
        if not any(each in raw for each in (b"INVOIC:D", b"RECADV:D", b"REMADV:D")):
            continue
        for message in messages_in(raw):
            if message.name not in ("INVOIC", "RECADV", "REMADV") or message.loop is None:
                continue
            if reading_of(message).document is not None:
                comes_back(message)
                tried += 1
    assert tried >= 6
