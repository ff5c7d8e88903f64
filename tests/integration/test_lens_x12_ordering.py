"""The seller's answers and the buyer's changes in X12, every mapped segment asserted."""

from datetime import UTC, date, time
from decimal import Decimal

import pytest

from app.domain.documents import OrderCancellation, OrderChange, OrderResponse
from app.domain.documents.base import (
    AllowanceCharge,
    Delivery,
    DeliveryTerms,
    Item,
    Note,
    PaymentTerms,
    Period,
    Price,
    TaxCategory,
    TaxSubtotal,
    TaxTotal,
)
from app.domain.documents.order_change import ChangedLine
from app.domain.documents.order_response import AnsweredLine
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.domain.quantities import Quantity
from tests.x12_messages import body_in, message_in, paper, reading_of, writing_of

VERSIONS = pytest.mark.parametrize("version", ["004010", "005010"])
DAY = date(2026, 3, 20)
PARTIES = [
    "N1*SE*Seller Inc*UL*4012345000009",
    "N3*1 Mill Road*Hall 2",
    "N3*Gate 3",
    "N4*Springfield*IL*62701*US",
    "REF*VX*US123",
    "PER*IC*Ann Lee*TE*555-1*EM*ann@seller.example",
    "N1*BY*Buyer Co*92*B001",
    "N1*ST*Warehouse 9*92*W009",
    "N4*Reno*NV*89501*US",
]
SELLER = Party(
    name="Seller Inc",
    ids=(Identifier("4012345000009", "0088"),),
    address=Address(
        street="1 Mill Road",
        additional_street="Hall 2",
        lines=("Gate 3",),
        city="Springfield",
        region="IL",
        postal_code="62701",
        country="US",
    ),
    tax_registrations=(TaxRegistration(number="US123", scheme="VAT"),),
    contact=Contact(name="Ann Lee", telephone="555-1", email="ann@seller.example"),
)
BUYER = Party(name="Buyer Co", ids=(Identifier("B001", "92"),))
SHIP_TO = {
    "party": Party(name="Warehouse 9"),
    "location": Identifier("W009", "92"),
    "address": Address(city="Reno", region="NV", postal_code="89501", country="US"),
}
TAXES = (
    TaxTotal(
        amount=Amount(Decimal("19"), "USD"),
        subtotals=(
            TaxSubtotal(
                taxable=Amount(Decimal(100), "USD"),
                tax=Amount(Decimal("19"), "USD"),
                category=TaxCategory(id="S", percent=Decimal(19), scheme="VAT"),
            ),
        ),
    ),
)
HEADER = [
    "CUR*SE*USD",
    "REF*TN*ACK-1",
    "REF*CR*CUST-7",
    "DTM*002*20260318",
    "DTM*072*20260319",
    "DTM*075*20260321",
    "DTM*007*20260301",
    "DTM*036*20260401",
    "DTM*097**0930*UT",
    "TXI*VA*19*19***2**100",
    "N9*L1**NOTES",
    "MSG*Partly later",
    *PARTIES,
]
LINES = [
    ["PID*F****Hex bolt M8", "PID*F****Zinc", "REF*LI*10", "DTM*069*20260320", "ACK*IA*10*EA", "AMT*1*125"],
    ["ACK*IC*6*EA", "ACK*IB*4*EA", "N9*L1**BACK-ORDER REASON", "MSG*Sold out", "N9*L1**NOTES", "MSG*Rest in May"],
    ["ACK*IS******MG*M-2*UP*012345678905", "ACK*IC*3*BX"],
    ["ACK*IR"],
]


OPENINGS = {
    "855": [
        "PO1*1*10*EA*12.5**BP*4711*VP*AB-100*EN*4000862141404",
        *("PO1*2*6*EA", "PO1*3*3*BX", "PO1*4*5*EA"),
    ],
    "865": [
        "POC*1*NC*10**EA*12.5**BP*4711*VP*AB-100*EN*4000862141404",
        *("POC*2*CA*6**EA", "POC*3*CA*3**BX", "POC*4*RC*5**EA"),
    ],
}


def answered(name: str) -> list[str]:
    """The lines of an answer."""
    return [each for opening, rest in zip(OPENINGS[name], LINES, strict=True) for each in (opening, *rest)]


ANSWER = {
    "number": "ACK-1",
    "issued": date(2026, 3, 3),
    "issued_at": time(9, 30, tzinfo=UTC),
    "buyer": BUYER,
    "seller": SELLER,
    "currency": "USD",
    "notes": (Note("Partly later"),),
    "code": "CA",
    "orders": (DocumentReference(number="PO-1", issued=date(2026, 3, 2)),),
    "sales_order": "SO-9",
    "customer_reference": "CUST-7",
    "validity": Period(start=date(2026, 3, 1), end=date(2026, 4, 1)),
    "deliveries": (
        Delivery(
            requested=Period(start=date(2026, 3, 18), end=date(2026, 3, 18)),
            promised=Period(start=date(2026, 3, 19), end=date(2026, 3, 21)),
            **SHIP_TO,  # type: ignore[arg-type]  # its fields by their names
        ),
    ),
    "taxes": TAXES,
    "lines": (
        AnsweredLine(
            number="10",
            order_line="1",
            status="5",
            quantity=Quantity(Decimal(10), "EA"),
            amount=Amount(Decimal(125), "USD"),
            item=Item(
                name="Hex bolt M8",
                descriptions=("Zinc",),
                sellers_id="AB-100",
                buyers_id="4711",
                standard_id=Identifier("4000862141404", "0160"),
            ),
            price=Price(amount=Amount(Decimal("12.5"), "USD")),
            deliveries=(Delivery(promised=Period(start=DAY, end=DAY)),),
        ),
        AnsweredLine(
            number="2",
            order_line="2",
            status="3",
            quantity=Quantity(Decimal(6), "EA"),
            back_ordered=Quantity(Decimal(4), "EA"),
            back_order_reason="Sold out",
            item=Item(),
            notes=(Note("Rest in May"),),
        ),
        AnsweredLine(
            number="3",
            order_line="3",
            status="3",
            quantity=Quantity(Decimal(3), "XBX"),
            item=Item(),
            substitute=Item(manufacturers_id="M-2", standard_id=Identifier("012345678905", "0160")),
        ),
        AnsweredLine(number="4", order_line="4", status="7", quantity=Quantity(Decimal(5), "EA"), item=Item()),
    ),
}


@VERSIONS
def test_an_855_is_an_order_response(version: str) -> None:
    body = ["BAK*00*AC*PO-1*20260302****SO-9*20260303", *HEADER, *answered("855"), "CTT*4"]
    source = paper("855", body, version)
    reading = reading_of(source)
    assert reading.findings == ()
    assert reading.document is not None
    assert reading.document == OrderResponse(**ANSWER, complement=reading.document.complement)  # type: ignore[arg-type]  # its fields by their names
    assert list(writing_of(reading.document, "855", version).loop.flat()) == body_in(message_in(source))


@VERSIONS
def test_an_865_is_an_order_response_about_a_change(version: str) -> None:
    heading = "BCA*00*AC*PO-1**2*20260302***SO-9*20260303**20260302"
    body = [heading, *HEADER[:3], "REF*PP*CHG-2", *HEADER[3:], *answered("865"), "CTT*4"]
    source = paper("865", body, version)
    reading = reading_of(source)
    assert reading.findings == ()
    change = DocumentReference(number="CHG-2", revision="2", issued=date(2026, 3, 2))
    assert reading.document is not None
    whole = OrderResponse(**ANSWER, order_changes=(change,), complement=reading.document.complement)  # type: ignore[arg-type]  # as above
    assert reading.document == whole
    assert list(writing_of(reading.document, "865", version).loop.flat()) == body_in(message_in(source))


@pytest.mark.parametrize(
    ("said", "code"), [("AK", "AB"), ("AT", "AP"), ("AD", "AP"), ("RJ", "RE"), ("RD", "RE"), ("AC", "CA"), ("AE", "CA")]
)
def test_what_the_heading_of_an_855_answers(said: str, code: str) -> None:
    document = reading_of(paper("855", [f"BAK*00*{said}*PO-1*20260302", "CTT*0"])).document
    assert isinstance(document, OrderResponse)
    assert document.code == code
    assert (document.number, document.issued) == ("PO-1", date(2026, 3, 2))


@pytest.mark.parametrize(("code", "brief", "full"), [("AP", "AT", "AD"), ("RE", "RJ", "RD"), ("AB", "AK", "AK")])
def test_an_answer_without_lines_has_a_code_of_its_own(code: str, brief: str, full: str) -> None:
    order = DocumentReference(number="PO-1", issued=DAY)
    line = AnsweredLine(number="1", order_line="1", item=Item())
    answer = OrderResponse(number="A", issued=DAY, buyer=BUYER, seller=SELLER, code=code, orders=(order,))
    detailed = OrderResponse(
        number="A", issued=DAY, buyer=BUYER, seller=SELLER, code=code, orders=(order,), lines=(line,)
    )
    assert next(writing_of(answer, "855").loop.flat()) == f"BAK*00*{brief}*PO-1*20260320"
    assert next(writing_of(detailed, "855").loop.flat()) == f"BAK*00*{full}*PO-1*20260320"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("IA", "5"),
        ("IC", "3"),
        ("IQ", "3"),
        ("IP", "3"),
        ("DR", "3"),
        ("BP", "3"),
        ("IR", "7"),
        ("R2", "7"),
        ("AC", "42"),
    ],
)
def test_what_a_line_of_an_855_answers(said: str, status: str) -> None:
    body = ["BAK*00*AC*PO-1*20260302", "PO1*1*10*EA*5", f"ACK*{said}*4*EA*067*20260320", "CTT*1"]
    document = reading_of(paper("855", body)).document
    assert isinstance(document, OrderResponse)
    (line,) = document.lines
    assert (line.status, line.quantity) == (status, Quantity(Decimal(4), "EA"))
    assert line.deliveries == (Delivery(promised=Period(start=DAY, end=DAY)),)


@pytest.mark.parametrize(
    ("acks", "status", "quantity"),
    [
        (["IA*6*EA*067*20260320", "IA*4*EA*067*20260327"], "5", 10),
        (["IA*6*EA", "IR*4*EA"], "3", 6),
        (["IR*4*EA", "IA*6*EA"], "3", 6),
        (["IR*4*EA", "IR*6*EA"], "7", 10),
        (["IQ*6*EA", "IA*4*EA*067*20260320"], "3", 10),
        (["IA*6*EA", "IB*4*EA", "IR*1*EA"], "3", 6),
    ],
)
@pytest.mark.parametrize("name", ["855", "865"])
def test_what_several_parts_of_a_line_come_to(name: str, acks: list[str], status: str, quantity: int) -> None:
    said = [f"ACK*{each}" for each in acks]
    line_of = {
        "855": ["BAK*00*AC*PO-1*20260302", "PO1*1*10*EA*5"],
        "865": ["BCA*00*AC*PO-1***20260302", "POC*1*CA*10**EA*5"],
    }
    body = [*line_of[name], *said, "CTT*1"]
    document = reading_of(paper(name, body)).document
    assert isinstance(document, OrderResponse)
    (line,) = document.lines
    assert (line.status, line.quantity) == (status, Quantity(Decimal(quantity), "EA"))
    assert list(writing_of(document, name).loop.flat()) == body


def test_parts_in_different_units_are_not_added_up() -> None:
    body = ["BAK*00*AC*PO-1*20260302", "PO1*1*10*EA*5", "ACK*IA*6*EA", "ACK*IA*4*CA", "CTT*1"]
    assert [each.code for each in reading_of(paper("855", body)).findings] == ["lens.parts"]


def test_a_line_that_is_only_back_ordered_has_no_quantity_of_its_own() -> None:
    body = ["BAK*00*AC*PO-1*20260302", "PO1*1*10*EA*5", "ACK*IB*10*EA", "SCH*10*EA***067*20260320", "CTT*1"]
    document = reading_of(paper("855", body)).document
    assert isinstance(document, OrderResponse)
    (line,) = document.lines
    assert (line.status, line.quantity, line.back_ordered) == ("3", None, Quantity(Decimal(10), "EA"))
    assert line.deliveries == (Delivery(promised=Period(start=DAY, end=DAY)),)


CHANGE_HEADER = [
    "CUR*BY*USD",
    "REF*TN*CHG-2",
    "REF*CR*CUST-7",
    "REF*DP*042",
    "REF*CT*C-2*frame",
    "FOB*DF*ZZ*to the gate*01*DDP*DE*Reno",
    "SAC*C*D240***1500*Z*2********freight",
    "ITD***2*20260401**20260430******2/10",
    "DTM*064*20260318",
    "DTM*063*20260320",
    "DTM*007*20260301",
    "DTM*036*20260401",
    "DTM*097**0930*UT",
    "TXI*VA*19*19***2**100",
    "N9*L1**NOTES",
    "MSG*Please confirm",
    "N1*BY*Buyer Co*92*B001",
    "N1*SE*Seller Inc",
    "N1*BT*Accounts",
    "N1*OB*Plant 2",
    *PARTIES[-2:],
]
TEXT = {"004010": "MSG*as agreed", "005010": "MTX**as agreed"}


def change_lines(version: str) -> list[str]:
    return [
        *("POC*1*CA*12**EA*12.5**BP*4711*VP*AB-100", "PID*F****Hex bolt M8", "REF*DP*043", "SAC*A*C310***250"),
        *("DTM*002*20260320", TEXT[version], *PARTIES[-2:], "AMT*1*147.5"),
        *("POC*2*DI*1**EA", "POC*3*AI*2**KG*7", "POC*4*NC"),
    ]


@VERSIONS
def test_an_860_is_an_order_change(version: str) -> None:
    heading = "BCH*04*SA*PO-1**2*20260302**C-1***20260303"
    order_total = ["CTT*4", "AMT*TT*180"]
    source = paper("860", [heading, *CHANGE_HEADER, *change_lines(version), *order_total], version)
    reading = reading_of(source)
    assert reading.findings == ()
    change = reading.document
    assert isinstance(change, OrderChange)
    assert (change.number, change.sequence, change.issued) == ("CHG-2", "2", date(2026, 3, 3))
    assert change.issued_at == time(9, 30, tzinfo=UTC)
    assert change.order == DocumentReference(number="PO-1", issued=date(2026, 3, 2))
    assert change.contracts == (
        DocumentReference(number="C-1"),
        DocumentReference(number="C-2", description="frame"),
    )
    assert (change.currency, change.customer_reference, change.accounting_cost) == ("USD", "CUST-7", "042")
    assert change.validity == Period(start=date(2026, 3, 1), end=date(2026, 4, 1))
    assert change.delivery_terms == DeliveryTerms(id="DDP", terms="to the gate", location="Reno")
    freight = AllowanceCharge(
        is_charge=True,
        amount=Amount(Decimal(15), "USD"),
        reason="freight",
        reason_code="FC",
        factor=Decimal(2),
    )
    assert change.allowances_charges == (freight,)
    due = PaymentTerms(
        note="2/10", due=date(2026, 4, 30), discount_percent=Decimal(2), period=Period(end=date(2026, 4, 1))
    )
    assert change.payment_terms == (due,)
    wanted = Period(start=date(2026, 3, 18), end=date(2026, 3, 20))
    assert change.deliveries == (Delivery(requested=wanted, **SHIP_TO),)  # type: ignore[arg-type]  # its fields by their names
    assert change.taxes == TAXES
    assert change.notes == (Note("Please confirm"),)
    assert (change.buyer, change.seller) == (BUYER, Party(name="Seller Inc"))
    assert (change.invoicee, change.originator) == (Party(name="Accounts"), Party(name="Plant 2"))
    assert change.totals is not None
    assert change.totals.payable == Amount(Decimal(180), "USD")
    first, *others = change.lines
    assert first == ChangedLine(
        number="1",
        status="3",
        quantity=Quantity(Decimal(12), "EA"),
        amount=Amount(Decimal("147.5"), "USD"),
        item=Item(name="Hex bolt M8", buyers_id="4711", sellers_id="AB-100"),
        price=Price(amount=Amount(Decimal("12.5"), "USD")),
        deliveries=(Delivery(requested=Period(start=DAY, end=DAY), **SHIP_TO),),  # type: ignore[arg-type]  # as above
        allowances_charges=(AllowanceCharge(is_charge=False, amount=Amount(Decimal("2.5"), "USD"), reason_code="95"),),
        notes=(Note("as agreed"),),
        accounting_cost="043",
    )
    assert [(each.number, each.status) for each in others] == [("2", "2"), ("3", "1"), ("4", "")]
    assert others[1].quantity == Quantity(Decimal(2), "KGM")
    assert list(writing_of(change, "860", version).loop.flat()) == body_in(message_in(source))


@VERSIONS
def test_an_860_that_cancels_is_an_order_cancellation(version: str) -> None:
    body = [
        "BCH*01*SA*PO-1***20260302*****20260303",
        "REF*TN*CAN-1",
        "N9*L1**NOTES",
        "MSG*With thanks",
        "N9*L1**REASON",
        "MSG*No demand",
        "MSG*Plant closed",
        "N1*BY*Buyer Co*92*B001",
        "N1*SE*Seller Inc",
    ]
    source = paper("860", body, version)
    reading = reading_of(source)
    assert reading.findings == ()
    assert reading.document == OrderCancellation(
        number="CAN-1",
        issued=date(2026, 3, 3),
        buyer=BUYER,
        seller=Party(name="Seller Inc"),
        notes=(Note("With thanks"),),
        reasons=(Note("No demand"), Note("Plant closed")),
        orders=(DocumentReference(number="PO-1", issued=date(2026, 3, 2)),),
    )
    assert list(writing_of(reading.document, "860", version).loop.flat()) == body_in(message_in(source))
