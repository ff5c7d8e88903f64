"""Invoices and credit notes in X12, every mapped segment asserted, and what follows without being said."""

from dataclasses import replace
from datetime import UTC, date, time
from decimal import Decimal

import pytest

from app.domain.documents import CreditNote, Invoice
from app.domain.documents.base import (
    AllowanceCharge,
    Delivery,
    DeliveryTerms,
    Item,
    MonetaryTotal,
    Note,
    PaymentTerms,
    Period,
    Price,
    TaxCategory,
    TaxSubtotal,
    TaxTotal,
)
from app.domain.documents.invoice import InvoiceLine
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.domain.quantities import Quantity
from tests.x12_messages import body_in, message_in, paper, reading_of, writing_of

VERSIONS = pytest.mark.parametrize("version", ["004010", "005010"])
BODY = [
    "CUR*SE*USD*0.920*SE*EUR",
    "REF*CR*BUY-7",
    "REF*DP*042",
    "REF*OI*INV-1",
    "REF*SI*SHP-1",
    "REF*RV*RCV-1",
    "REF*CT*C-1*frame",
    "REF*PK*PL-1",
    "N1*SE*Seller Inc*UL*4012345000009",
    "N3*1 Mill Road",
    "N4*Springfield*IL*62701*US",
    "REF*VX*US123",
    "PER*IC*Ann Lee*TE*555-1",
    "N1*BY*Buyer Co*92*B001",
    "N1*PE*Bank Inc",
    "N1*ST*Warehouse 9*92*W009",
    "ITD***2*20260401**20260430******2/10",
    "DTM*013*20260430",
    "DTM*035*20260309",
    "DTM*186*20260301",
    "DTM*187*20260331",
    "DTM*097**0930*UT",
    "FOB*DF***01*DDP*DE*Reno",
    "N9*L1**NOTES",
    "MSG*Thank you",
    "IT1*1*10*EA*12.5**BP*4711*VP*AB-100*EN*4000862141404*PO*PO-1*PL*3",
    "TXI*VA**19***2",
    "PID*F****Hex bolt M8",
    "PID*F****Zinc",
    "REF*DP*043",
    "REF*SI*SHP-1",
    "DTM*186*20260301",
    "DTM*187*20260331",
    "SAC*A*C310***250",
    "TXI*VA**19***2",
    "IT1*2*4*CA*30",
    "TXI*VA*22.8*19***2**120",
    "PAM****1*119.5",
    "TDS*29036",
    "TXI*VA*46.36*19***2**244",
    "AMT*1*242",
    "AMT*5*290.36",
    "AMT*8*2.5",
    "SAC*C*D240***200*Z*2********freight",
    "CTT*2",
]
VAT = TaxCategory(id="S", percent=Decimal(19), scheme="VAT")
EXPECTED = Invoice(
    number="INV-9",
    issued=date(2026, 3, 10),
    issued_at=time(9, 30, tzinfo=UTC),
    type_code="380",
    buyer=Party(name="Buyer Co", ids=(Identifier("B001", "92"),)),
    seller=Party(
        name="Seller Inc",
        ids=(Identifier("4012345000009", "0088"),),
        address=Address(street="1 Mill Road", city="Springfield", region="IL", postal_code="62701", country="US"),
        tax_registrations=(TaxRegistration(number="US123", scheme="VAT"),),
        contact=Contact(name="Ann Lee", telephone="555-1"),
    ),
    payee=Party(name="Bank Inc"),
    currency="USD",
    tax_currency="EUR",
    exchange_rate=Decimal("0.920"),
    buyer_reference="BUY-7",
    accounting_cost="042",
    period=Period(start=date(2026, 3, 1), end=date(2026, 3, 31)),
    due=date(2026, 4, 30),
    order=DocumentReference(number="PO-1", issued=date(2026, 3, 2), revision="2"),
    billing_references=(DocumentReference(number="INV-1"),),
    despatches=(DocumentReference(number="SHP-1"),),
    receipts=(DocumentReference(number="RCV-1"),),
    contracts=(DocumentReference(number="C-1", description="frame"),),
    additional_references=(DocumentReference(number="PL-1", type_code="271"),),
    deliveries=(Delivery(actual=date(2026, 3, 9), location=Identifier("W009", "92"), party=Party(name="Warehouse 9")),),
    delivery_terms=DeliveryTerms(id="DDP", location="Reno"),
    payment_terms=(
        PaymentTerms(
            note="2/10", due=date(2026, 4, 30), discount_percent=Decimal(2), period=Period(end=date(2026, 4, 1))
        ),
    ),
    notes=(Note("Thank you"),),
    allowances_charges=(
        AllowanceCharge(
            is_charge=True, amount=Amount(Decimal(2), "USD"), reason="freight", reason_code="FC", factor=Decimal(2)
        ),
    ),
    taxes=(
        TaxTotal(
            amount=Amount(Decimal("46.36"), "USD"),
            subtotals=(
                TaxSubtotal(taxable=Amount(Decimal(244), "USD"), tax=Amount(Decimal("46.36"), "USD"), category=VAT),
            ),
        ),
    ),
    totals=MonetaryTotal(
        payable=Amount(Decimal("290.36"), "USD"),
        lines=Amount(Decimal(242), "USD"),
        tax_inclusive=Amount(Decimal("290.36"), "USD"),
        allowances=Amount(Decimal("2.5"), "USD"),
    ),
    lines=(
        InvoiceLine(
            number="1",
            quantity=Quantity(Decimal(10), "EA"),
            amount=Amount(Decimal("122.5"), "USD"),
            order_line=DocumentReference(number="PO-1", line="3"),
            despatch_line=DocumentReference(number="SHP-1"),
            accounting_cost="043",
            period=Period(start=date(2026, 3, 1), end=date(2026, 3, 31)),
            allowances_charges=(
                AllowanceCharge(is_charge=False, amount=Amount(Decimal("2.5"), "USD"), reason_code="95", tax=VAT),
            ),
            item=Item(
                name="Hex bolt M8",
                descriptions=("Zinc",),
                buyers_id="4711",
                sellers_id="AB-100",
                standard_id=Identifier("4000862141404", "0160"),
                taxes=(VAT,),
            ),
            price=Price(amount=Amount(Decimal("12.5"), "USD")),
        ),
        InvoiceLine(
            number="2",
            quantity=Quantity(Decimal(4), "XCS"),
            amount=Amount(Decimal("119.5"), "USD"),
            taxes=(
                TaxTotal(
                    amount=Amount(Decimal("22.8"), "USD"),
                    subtotals=(
                        TaxSubtotal(
                            taxable=Amount(Decimal(120), "USD"), tax=Amount(Decimal("22.8"), "USD"), category=VAT
                        ),
                    ),
                ),
            ),
            item=Item(),
            price=Price(amount=Amount(Decimal(30), "USD")),
        ),
    ),
)


@VERSIONS
def test_an_810_is_an_invoice(version: str) -> None:
    source = paper("810", ["BIG*20260310*INV-9*20260302*PO-1**2*DI*00", *BODY], version)
    reading = reading_of(source)
    assert reading.findings == ()
    assert reading.document is not None
    assert replace(reading.document, complement=None) == EXPECTED
    assert list(writing_of(reading.document, "810", version).loop.flat()) == body_in(message_in(source))


@VERSIONS
@pytest.mark.parametrize("said", ["CR", "CN"])
def test_an_810_that_credits_is_a_credit_note(version: str, said: str) -> None:
    body = ["REF*OI*INV-9", "IT1*1*10*EA*12.5", "TDS*12500", "CTT*1"]
    source = paper("810", [f"BIG*20260310*CN-9*****{said}", *body], version)
    reading = reading_of(source)
    assert reading.findings == ()
    note = reading.document
    assert isinstance(note, CreditNote)
    assert (note.number, note.type_code) == ("CN-9", "381")
    assert note.billing_references == (DocumentReference(number="INV-9"),)
    assert note.totals.payable.value == Decimal(125)
    assert list(writing_of(note, "810", version).loop.flat()) == body_in(message_in(source))


def billed(*lines: str, totals: str = "TDS*12500") -> Invoice:
    document = reading_of(paper("810", ["BIG*20260310*INV-9", "CUR*SE*USD", *lines, totals, "CTT*1"])).document
    assert isinstance(document, Invoice)
    return document


def test_a_line_comes_to_quantity_times_price_with_its_allowances_unless_it_says_otherwise() -> None:
    (reckoned,) = billed("IT1*1*3*EA*1.333", "SAC*C*D240***50").lines
    assert reckoned.amount == Amount(Decimal("4.50"), "USD")
    (said,) = billed("IT1*1*3*EA*1.333", "PAM****1*4", "SAC*C*D240***50").lines
    assert said.amount == Amount(Decimal(4), "USD")


def test_a_tax_comes_to_the_sum_of_its_parts_unless_the_total_is_said() -> None:
    parts = "TXI*ST*8.25*8.25", "TXI*CT*1*1"
    line = "IT1*1*10*EA*10"
    assert billed(line, "TDS*10925", *parts, totals="AMT*1*100").taxes[0].amount == Amount(Decimal("9.25"), "USD")
    assert billed(line, "TDS*10925", *parts, totals="AMT*T*9.26").taxes[0].amount == Amount(Decimal("9.26"), "USD")


def test_a_total_has_its_decimals_without_a_mark() -> None:
    document = billed("IT1*1*10*EA*12.5", totals="TDS*12345")
    assert document.totals.payable == Amount(Decimal("123.45"), "USD")
    assert "TDS*12345" in list(writing_of(document, "810").loop.flat())
    finer = replace(document, totals=MonetaryTotal(payable=Amount(Decimal("123.456"), "USD")))
    writing = writing_of(finer, "810")
    assert "TDS*12346" in list(writing.loop.flat())
    assert ("/totals/payable/value", "123.456", "changed") in [
        (each.path, each.value, each.kind) for each in writing.losses
    ]


def test_the_bill_to_party_is_the_buyer_where_no_other_is() -> None:
    body = ["BIG*20260310*INV-9", "N1*BT*Accounts", "N1*RI*Bank Inc", "IT1*1*1*EA*5", "TDS*500", "CTT*1"]
    source = paper("810", body)
    document = reading_of(source).document
    assert isinstance(document, Invoice)
    assert (document.buyer.name, document.payee) == ("Accounts", Party(name="Bank Inc"))
    assert list(writing_of(document, "810").loop.flat()) == body_in(message_in(source))


@pytest.mark.parametrize(
    ("parties", "buyer"),
    [
        (["N1*BT*Accounts", "N3*1 Bank St", "N1*BY*Store"], "Store"),
        (["N1*BY*Store", "N1*BT*Accounts", "N3*1 Bank St"], "Store"),
        (["N1*SO*Head office", "N1*BT*Accounts"], "Accounts"),
        (["N1*BT*Accounts", "N1*SO*Head office"], "Accounts"),
        (["N1*SO*Head office"], "Head office"),
    ],
)
def test_who_the_buyer_is_does_not_depend_on_the_order_of_the_parties(parties: list[str], buyer: str) -> None:
    body = ["BIG*20260310*INV-9", "CUR*SE*USD", *parties, "IT1*1*1*EA*5", "TDS*500", "CTT*1"]
    document = reading_of(paper("810", body)).document
    assert isinstance(document, Invoice)
    assert document.buyer == Party(name=buyer)
    assert list(writing_of(document, "810").loop.flat()) == body


def test_an_810_for_products_is_a_usual_invoice() -> None:
    body = ["BIG*20260310*INV-9*****PR", "CUR*SE*USD", "IT1*1*1*EA*5", "TDS*500", "CTT*1"]
    document = reading_of(paper("810", body)).document
    assert isinstance(document, Invoice)
    assert document.type_code == "380"
    assert list(writing_of(document, "810").loop.flat()) == body
