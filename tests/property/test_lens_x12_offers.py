"""Catalogues, requests and quotations in X12: what was read is written again, and what is written is read as it was."""

from dataclasses import replace
from datetime import UTC, date, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import Catalogue, DocumentType, Quotation, RequestForQuotation
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
)
from app.domain.documents.catalogue import CatalogueLine, CataloguePrice
from app.domain.documents.order import OrderLine
from app.domain.documents.quotation import QuotedLine
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Contact, Party
from app.domain.quantities import Quantity
from app.formats.lens import lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_trees import RandomMessage
from tests.property.test_lens_messages import ORDER_CODES, tags_of
from tests.x12_fulfilment import VERSIONS, came_back, lines_of, of_the_corpus, reading_of, was_kept
from tests.x12_messages import MARKS

CODES = {
    **ORDER_CODES,
    "98": [*ORDER_CODES["98"], "FR", "TO"],
    "128": [*ORDER_CODES["128"], "LI"],
    "374": [*ORDER_CODES["374"], "102", "069", "072", "075", "099"],
    "235": [*ORDER_CODES["235"], "CH", "MG"],
    "344": ["DA", "WK", "ZZ"],
    "345": ["AF", "AE"],
    "353": ["00", "02", "05", "15"],
    "673": ["57", "69", "70", "38"],
    "875": ["021", "002", "001", "024", "ZZZ"],
}
HEADINGS = {
    "832": ["BCT*PC*CAT1", "BCT*RC*CAT1*2*1**CAT0*1**Gloves*04", "BCT*PC*CAT1*******00"],
    "840": [
        "BQT*00*RFQ1*20260302",
        "BQT*00*RFQ1*20260302*099*20260310",
        "BQT*13*RFQ1*20260302*ZZZ*20260310*SA",
        "BQT*00*RFQ1*20260302*002*20260310",
        "BQT*00*RFQ1*20260302*064*20260310",
    ],
    "843": ["BQR*00*RFQ1*20260302", "BQR*00*RFQ1*20260302*036*20260430", "BQR*11*RFQ1*20260302*007*20260430*AC"],
}
ISSUED = "DTM*102*20260302"
PARTIES = [
    "N1*BY*Buyer Co*UL*4012345000009",
    "N3*1 High Street",
    "N4*Springfield*IL*62701*US",
    "PER*IC*Bo Ray*TE*15550199",
    "N1*SE*Supplier Co*1*123456789",
]
BUYER = Party(
    name="Buyer Co",
    ids=(Identifier("4012345000009", "0088"),),
    address=Address(street="1 High Street", city="Springfield", region="IL", postal_code="62701", country="US"),
    contact=Contact(name="Bo Ray", telephone="15550199"),
)
SELLER = Party(name="Supplier Co", ids=(Identifier("123456789", "0060"),))
GLOVES = Item(
    name="Glove",
    descriptions=("sterile",),
    sellers_id="V-1",
    buyers_id="B-1",
    standard_id=Identifier("012345678905", "0160"),
    origin_country="MY",
)
IDS = "BP*B-1*VP*V-1*UP*012345678905*CH*MY"
REASON = "allowances_charges/reason_code"
"""X12 demands one: it is ZZZ where there is none."""
MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 1)


def usd(text: str) -> Amount:
    return Amount(Decimal(text), "USD")


def pieces(number: int) -> Quantity:
    return Quantity(Decimal(number), "EA")


def texts(body: list[str], version: str) -> list[str]:
    """Texts are MTX instead of MSG where the version has it so."""
    return [each.replace("MSG*", "MTX**", 1) if version == "005010" else each for each in body]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_catalogue_is_read_with_all_that_it_says(version: str) -> None:
    unit = "***EA" if version == "005010" else ""
    body = [
        "BCT*PC*CAT-1*2***CAT-0*1**Gloves 2026*04",
        "REF*CT*C-77*frame",
        ISSUED,
        "DTM*007*20260401",
        "DTM*036*20261231",
        "DTM*097**1015*UT",
        "CUR*SE*USD",
        *PARTIES,
        "N1*FR*Agency",
        "LIN*1*" + IDS,
        "G53*021",
        "DTM*036*20261130",
        f"CTB*OR**57*10{unit}",
        f"CTB*OR**70*500{unit}",
        "CTB*OR**69*10",
        "PID*F****Glove",
        "PID*F****sterile",
        "LDT*AF*5*DA",
        "CTP**CAT*1.25*10*EA",
        "CTP**CAT*1.1*100*EA",
        "DTM*007*20260501",
        "LIN*2*VP*V-2",
        "G53*002",
        "CTT*2",
    ]
    reading = reading_of("832", body, version)
    assert reading.findings == ()
    assert reading.document is not None
    unit_of = "EA" if version == "005010" else ""
    gloves = CatalogueLine(
        number="1",
        action="1",
        item=GLOVES,
        minimum=Quantity(Decimal(10), unit_of),
        maximum=Quantity(Decimal(500), unit_of),
        increment=Decimal(10),
        lead_time=Quantity(Decimal(5), "DAY"),
        validity=Period(end=date(2026, 11, 30)),
        prices=(
            CataloguePrice(price=Price(amount=usd("1.25")), minimum=pieces(10)),
            CataloguePrice(
                price=Price(amount=usd("1.1")), minimum=pieces(100), validity=Period(start=date(2026, 5, 1))
            ),
        ),
    )
    assert replace(reading.document, complement=None) == Catalogue(
        number="CAT-1",
        issued=MARCH,
        issued_at=time(10, 15, tzinfo=UTC),
        buyer=BUYER,
        seller=SELLER,
        provider=Party(name="Agency"),
        currency="USD",
        purpose="4",
        title="Gloves 2026",
        version="2",
        validity=Period(start=APRIL, end=date(2026, 12, 31)),
        source=DocumentReference(number="CAT-0", revision="1"),
        contracts=(DocumentReference(number="C-77", description="frame"),),
        lines=(gloves, CatalogueLine(number="2", action="2", item=Item(sellers_id="V-2"))),
    )


@pytest.mark.parametrize(
    ("day", "due", "deliveries"),
    [
        ("099", MARCH, ()),
        ("001", MARCH, ()),
        ("ZZZ", MARCH, ()),
        ("002", None, (Delivery(requested=Period(start=MARCH, end=MARCH)),)),
        ("064", None, ()),
    ],
)
def test_a_day_in_a_requests_heading_is_the_one_to_answer_by_unless_it_says_otherwise(
    day: str, due: date | None, deliveries: tuple[Delivery, ...]
) -> None:
    body = [f"BQT*00*RFQ-1*20260301*{day}*20260302", "PO1*1*10*EA***VP*V-1"]
    for version in VERSIONS:
        document = reading_of("840", texts(body, version), version).document
        assert isinstance(document, RequestForQuotation)
        assert (document.response_due, document.deliveries) == (due, deliveries)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_request_is_read_with_all_that_it_says(version: str) -> None:
    body = [
        "BQT*00*RFQ-1*20260302*099*20260309",
        "CUR*BY*USD",
        "REF*CT*C-77",
        "FOB*DF***01*EXW*DE*Springfield",
        "DTM*063*20260415",
        "N9*ZZ**NOTES",
        "MSG*Sterile goods only",
        *PARTIES,
        "N1*ST*Store 9*92*S9",
        "PO1*1*10*EA*1.2**" + IDS,
        "PID*F****Glove",
        "PID*F****sterile",
        "REF*DP*D-4",
        "DTM*002*20260401",
        "MSG*small ones",
        "PO1**5*EA***VP*V-2",
        "SCH*5*EA***002*20260402",
        "CTT*2",
    ]
    reading = reading_of("840", texts(body, version), version)
    assert reading.findings == ()
    assert reading.document is not None
    gloves = OrderLine(
        number="1",
        quantity=pieces(10),
        item=GLOVES,
        price=Price(amount=usd("1.2")),
        accounting_cost="D-4",
        notes=(Note("small ones"),),
        deliveries=(Delivery(requested=Period(start=APRIL, end=APRIL)),),
    )
    later = Period(start=date(2026, 4, 2), end=date(2026, 4, 2))
    others = OrderLine(
        number="2", quantity=pieces(5), item=Item(sellers_id="V-2"), deliveries=(Delivery(requested=later),)
    )
    store = Delivery(
        requested=Period(end=date(2026, 4, 15)), location=Identifier("S9", "92"), party=Party(name="Store 9")
    )
    assert replace(reading.document, complement=None) == RequestForQuotation(
        number="RFQ-1",
        issued=MARCH,
        buyer=BUYER,
        seller=SELLER,
        currency="USD",
        notes=(Note("Sterile goods only"),),
        response_due=date(2026, 3, 9),
        contracts=(DocumentReference(number="C-77"),),
        deliveries=(store,),
        delivery_terms=DeliveryTerms(id="EXW", location="Springfield"),
        lines=(gloves, others),
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_quotation_is_read_with_all_that_it_says(version: str) -> None:
    body = [
        "BQR*00*RFQ-1*20260304",
        "CUR*SE*USD",
        "REF*PR*Q-1",
        "SAC*C*D240***1050**********Freight",
        "ITD***2**10**30*****2 % in ten days",
        "DTM*069*20260410",
        "DTM*036*20260430",
        *PARTIES,
        "PO1*1*10*EA*1.15**" + IDS,
        "PID*F****Glove",
        "PID*F****sterile",
        "REF*LI*7",
        "MSG*from stock",
        "QTY*57*5*EA",
        "PO1*2*5*EA*2**VP*V-2",
        "CTT*2",
        "AMT*TT*32",
    ]
    reading = reading_of("843", texts(body, version), version)
    assert reading.findings == ()
    assert reading.document is not None
    gloves = QuotedLine(
        number="1",
        request_line="7",
        quantity=pieces(10),
        minimum=pieces(5),
        item=GLOVES,
        price=Price(amount=usd("1.15")),
        notes=(Note("from stock"),),
    )
    others = QuotedLine(
        number="2",
        request_line="2",
        quantity=pieces(5),
        item=Item(sellers_id="V-2"),
        price=Price(amount=usd("2")),
    )
    freight = AllowanceCharge(is_charge=True, reason_code="FC", amount=usd("10.50"), reason="Freight")
    assert replace(reading.document, complement=None) == Quotation(
        number="Q-1",
        issued=date(2026, 3, 4),
        buyer=BUYER,
        seller=SELLER,
        currency="USD",
        request=DocumentReference(number="RFQ-1"),
        validity=Period(end=date(2026, 4, 30)),
        deliveries=(Delivery(promised=Period(start=date(2026, 4, 10), end=date(2026, 4, 10))),),
        payment_terms=(PaymentTerms(note="2 % in ten days", discount_percent=Decimal(2)),),
        allowances_charges=(freight,),
        totals=MonetaryTotal(payable=usd("32")),
        lines=(gloves, others),
    )


def test_a_quotation_without_a_number_of_its_own_has_that_of_the_request() -> None:
    reading = reading_of("843", ["BQR*00*RFQ-1*20260304*036*20260430", "PO1*1*10*EA*1.15**VP*V-1"], "004010")
    quotation = reading.document
    assert isinstance(quotation, Quotation)
    assert (quotation.number, quotation.request) == ("RFQ-1", DocumentReference(number="RFQ-1"))
    assert quotation.validity == Period(end=date(2026, 4, 30))


def test_a_catalogue_is_issued_when_it_becomes_valid_unless_it_says_when() -> None:
    reading = reading_of("832", ["BCT*PC*CAT-1", "DTM*007*20260401"], "004010")
    assert reading.document is not None
    assert reading.document.issued == APRIL
    plain = replace(reading.document, complement=None)
    assert lines_of(plain, "832", "004010") == ["BCT*PC*CAT-1********00", "DTM*007*20260401", "CTT*0"]


def test_an_item_that_has_no_number_is_named_by_its_lines() -> None:
    catalogue = reading_of("832", ["BCT*PC*CAT-1", ISSUED, "LIN*1*ZZ*1", "PID*F****Glove"], "004010").document
    assert isinstance(catalogue, Catalogue)
    assert catalogue.lines == (CatalogueLine(number="1", item=Item(name="Glove")),)
    assert "LIN*1*ZZ*1" in lines_of(replace(catalogue, complement=None), "832", "004010")


@pytest.mark.corpus
def test_every_valid_message_of_the_corpus_comes_back(corpus: Path) -> None:
    for name in ("832", "840", "843"):
        assert all(came_back(each) for each in of_the_corpus(corpus, name))


@pytest.mark.parametrize("name", HEADINGS)
@given(seed=st.integers(0, 1 << 40), version=st.sampled_from(VERSIONS))
@settings(max_examples=40, deadline=None)
def test_a_message_of_any_shape_comes_back_segment_by_segment(name: str, seed: int, version: str) -> None:
    found, marks = lens("x12", version, name), MARKS[version]
    heading = HEADINGS[name][seed % 3]
    tree = RandomMessage(seed, marks, CODES, {heading[:3]: heading, "DTM": ISSUED}, tags_of(found)).of(found.message)
    reading = read(tree, marks, found)
    if reading.document is None:
        # a catalogue that doesn't say when
        assert [each.params["member"] for each in reading.findings if each.code == "lens.missing"] == ["issued"]
        return
    written = write(reading.document, found, marks)
    assert list(written.loop.flat()) == list(body_of(tree, len(found.message.places) - 1).flat())
    assert not written.losses


@pytest.mark.parametrize(
    ("type_", "name", "following"),
    [
        (DocumentType.CATALOGUE, "832", ()),
        (DocumentType.REQUEST_FOR_QUOTATION, "840", (f"/lines/{REASON}",)),
        (DocumentType.QUOTATION, "843", ("/lines/request_line", "/request/number", f"/{REASON}", f"/lines/{REASON}")),
    ],
)
@given(seed=st.integers(0, 1 << 40), version=st.sampled_from(VERSIONS))
@settings(max_examples=100, deadline=None)
def test_a_document_comes_back_less_its_losses(
    type_: DocumentType, name: str, following: tuple[str, ...], seed: int, version: str
) -> None:
    was_kept(type_, name, seed, version, *following)
