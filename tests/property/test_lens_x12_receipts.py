"""Receiving advices in X12: what was read is written again, and what is written is sound and read as it was."""

from dataclasses import replace
from datetime import UTC, date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import DocumentType, ReceiptAdvice
from app.domain.documents.base import Item
from app.domain.documents.receipt_advice import ReceiptLine
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.parties import Address, Contact, Party
from app.domain.quantities import Quantity
from app.formats.lens import lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_trees import RandomMessage
from tests.property.test_lens_messages import ORDER_CODES, tags_of
from tests.x12_fulfilment import VERSIONS, lines_of, reading_of, was_kept
from tests.x12_messages import MARKS

CODES = {
    **ORDER_CODES,
    "98": ["BY", "SE", "VN", "ST", "SF", "SH", "ZZ"],
    "128": ["SI", "PO", "VX", "LI", "ZZ", "XX"],
    "374": ["050", "035", "097", "999"],
    "412": ["01", "02", "02", "03", "08", "10", "07"],
    "235": [*ORDER_CODES["235"], "PL", "CH"],
}
HEADINGS = ["BRA*RC1*20260302*00*1*1200", "BRA*RC1*20260302*14*2", "BRA*RC1*20260302*00*A*1200*02"]
RECEIPT = [
    "BRA*RC-4711*20260306*00*2*1015",
    "CUR*BY*USD",
    "REF*SI*SH-1*slip",
    "REF*PO*PO-0",
    "DTM*097*20260306*1015*UT",
    "DTM*050*20260305",
    "PRF*PO-1**2*20260105***SA",
    "TD5**2*OVNT",
    "N1*BY*Buyer Co*UL*4012345000009",
    "PER*IC*Bo Ray*TE*15550199",
    "N1*SE*Supplier Co*1*123456789",
    "N1*ST*Store 9*92*S9",
    "N3*1 High Street",
    "N4*Springfield*IL*62701*US",
    "N1*SF*Warehouse 2*92*W2",
    "RCD*7*6*EA***3*EA*02*1*EA*01",
    "LIN*1*VP*V1*BP*B1*MG*M1*UP*012345678905*PL*20*CH*US",
    "PID*F****Hex bolt",
    "PID*F****Zinc plated",
    "REF*SI*SH-1**LI>3",
    "DTM*050*20260305",
    "PRF*PO-1**2*20260105*20**SA",
    "RCD**4*EA***1*EA*12*2*EA*02",
    "RCD**4*EA***1*EA*02*2*EA*03",
    "RCD**4*KG*1*KG",
    "DTM*035*20260304",
    "RCD**5*EA***1*EA*07",
    "RCD**5*EA***1*EA*04",
    "CTT*6",
]


def pieces(number: int) -> Quantity:
    """So many."""
    return Quantity(Decimal(number), "EA")


BOLTS = ReceiptLine(
    number="7",
    order=DocumentReference(number="PO-1", revision="2", issued=date(2026, 1, 5), line="20", type_code="220"),
    despatch=DocumentReference(number="SH-1", line="3"),
    received=pieces(6),
    short=pieces(3),
    rejected=pieces(1),
    reject_reason_code="01",
    received_on=date(2026, 3, 5),
    item=Item(
        name="Hex bolt",
        descriptions=("Zinc plated",),
        sellers_id="V1",
        buyers_id="B1",
        manufacturers_id="M1",
        standard_id=Identifier("012345678905", "0160"),
        origin_country="US",
    ),
)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_receiving_advice_is_read_with_all_that_it_says(version: str) -> None:
    reading = reading_of("861", RECEIPT, version)
    assert reading.findings == ()
    advice = reading.document
    assert isinstance(advice, ReceiptAdvice)
    store = Address(street="1 High Street", city="Springfield", region="IL", postal_code="62701", country="US")
    assert replace(advice, complement=None) == ReceiptAdvice(
        number="RC-4711",
        issued=date(2026, 3, 6),
        issued_at=time(10, 15, tzinfo=UTC),
        currency="USD",
        advice_type="2",
        buyer=Party(
            name="Buyer Co",
            ids=(Identifier("4012345000009", "0088"),),
            contact=Contact(name="Bo Ray", telephone="15550199"),
        ),
        seller=Party(name="Supplier Co", ids=(Identifier("123456789", "0060"),)),
        delivery_party=Party(name="Store 9", ids=(Identifier("S9", "92"),), address=store),
        despatch_party=Party(name="Warehouse 2", ids=(Identifier("W2", "92"),)),
        orders=(
            DocumentReference(number="PO-0"),
            DocumentReference(number="PO-1", revision="2", issued=date(2026, 1, 5), type_code="220"),
        ),
        despatches=(DocumentReference(number="SH-1", description="slip"),),
        lines=(
            BOLTS,
            ReceiptLine(number="2", received=pieces(4), short=pieces(2), rejected=pieces(1), reject_reason_code="12"),
            ReceiptLine(number="3", received=pieces(4), short=pieces(1)),
            ReceiptLine(
                number="4",
                received=Quantity(Decimal(4), "KGM"),
                rejected=Quantity(Decimal(1), "KGM"),
                received_on=date(2026, 3, 4),
            ),
            ReceiptLine(number="5", received=pieces(5)),
            ReceiptLine(number="6", received=pieces(5), rejected=pieces(1), reject_reason_code="04"),
        ),
    )


@pytest.mark.parametrize(
    ("line", "segment"),
    [
        (BOLTS, "RCD*7*6*EA***3*EA*02*1*EA*01"),
        (replace(BOLTS, short=None), "RCD*7*6*EA***1*EA*01"),
        (replace(BOLTS, short=None, reject_reason_code=""), "RCD*7*6*EA***1*EA*08"),
        (replace(BOLTS, rejected=None), "RCD*7*6*EA***3*EA*02"),
        (replace(BOLTS, rejected=None, short=None), "RCD*7*6*EA"),
        (replace(BOLTS, rejected=None, short=None, received=None), "RCD*7*0*UN"),
    ],
)
def test_quantities_in_question_have_their_conditions(line: ReceiptLine, segment: str) -> None:
    advice = ReceiptAdvice(number="RC-1", issued=date(2026, 3, 6), buyer=Party(), seller=Party(), lines=(line,))
    assert segment in lines_of(advice, "861", "004010")


@given(st.integers(0, 1 << 40), st.sampled_from(VERSIONS))
@settings(max_examples=60, deadline=None)
def test_an_861_comes_back_segment_by_segment(seed: int, version: str) -> None:
    found, marks = lens("x12", version, "861"), MARKS[version]
    required = {"BRA": HEADINGS[seed % len(HEADINGS)]}
    tree = RandomMessage(seed, marks, CODES, required, tags_of(found)).of(found.message)
    reading = read(tree, marks, found)
    assert reading.document is not None
    written = write(reading.document, found, marks)
    assert list(written.loop.flat()) == list(body_of(tree, len(found.message.places) - 1).flat())
    assert not written.losses


@given(st.integers(0, 1 << 40), st.sampled_from(VERSIONS))
@settings(max_examples=150, deadline=None)
def test_a_receipt_advice_comes_back_less_its_losses(seed: int, version: str) -> None:
    was_kept(DocumentType.RECEIPT_ADVICE, "861", seed, version, "/lines/received/value")
