"""Remittance advices in X12: what was read is written again, and what is written is sound and read as it was."""

from dataclasses import replace
from datetime import UTC, date, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import DocumentType, RemittanceAdvice
from app.domain.documents.base import Note, PaymentMeans, Period
from app.domain.documents.remittance_advice import RemittanceLine
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Contact, Party
from app.formats.lens import lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_trees import RandomMessage
from tests.property.test_lens_messages import ORDER_CODES, tags_of
from tests.x12_fulfilment import VERSIONS, came_back, lines_of, of_the_corpus, reading_of, was_kept
from tests.x12_messages import MARKS

CODES = {
    **ORDER_CODES,
    "98": ["PR", "PE", "SE", "BY", "ZZ"],
    "128": ["IV", "IV", "CM", "PO", "LI", "4N", "EF", "VX", "ZZ"],
    "374": ["097", "186", "187", "003", "999"],
    "782": ["10", "-5.00", "+3", "0", "12.5", ".5"],
}
HEADINGS = ["BPR*I*100.50*C*CHK************20260302", "BPR*C*-1*C*ACH*CTX*01*123456789*DA*1*1234567890******20260302"]
BODY = [
    "BPR*I*940.50*C*ACH*CTX*****1234567890**02*BANKUS33*DA*98765*20260331",
    "NTE**Thank you",
    "TRN*1*PAY-4711*1234567890",
    "CUR*PR*USD",
    "REF*4N*ORDER-1",
    "REF*EF*EFT-1",
    "REF*IV*INV-1*and others",
    "DTM*097*20260330*1015*UT",
    "DTM*186*20260301",
    "DTM*187*20260331",
    "N1*PR*Buyer Co*UL*4012345000009",
    "PER*CN*Bo Ray*TE*15550199",
    "N1*SE*Supplier Co*1*123456789",
    "N1*PE*Factor Co*92*F1",
    "N3*1 High Street",
    "N4*Springfield*IL*62701*US",
    "ENT*1",
    "ADX*-9.50*CS*CM*CM-9",
    "RMR*IV*INV-1*PO*1000.00*1010.00*10.00",
    "NTE**first part",
    "REF*LI*7",
    "REF*CM*CM-2*taken off",
    "DTM*003*20260301",
    "ADX*-1*59",
    "RMR*CM*CM-1**-50.00*-60",
    "RMR*AZ*OTHER**0",
    "RMR****1",
]


def dollars(text: str) -> Amount:
    """So much."""
    return Amount(Decimal(text), "USD")


def credit_of(number: str) -> DocumentReference:
    """A credit note."""
    return DocumentReference(number=number)


PAID = RemittanceLine(
    number="7",
    debit=dollars("1000.00"),
    balance=dollars("1010.00"),
    billing_references=(
        DocumentReference(number="INV-1", type_code="380", issued=date(2026, 3, 1)),
        DocumentReference(number="CM-2", type_code="381", description="taken off"),
    ),
    notes=("first part",),
)
CREDIT = RemittanceLine(
    number="3", credit=dollars("50.00"), balance=dollars("60"), billing_references=(credit_of("CM-1"),)
)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_remittance_advice_is_read_with_all_that_it_says(version: str) -> None:
    reading = reading_of("820", BODY, version)
    assert reading.findings == ()
    advice = reading.document
    assert isinstance(advice, RemittanceAdvice)
    assert replace(advice, complement=None) == RemittanceAdvice(
        number="PAY-4711",
        issued=date(2026, 3, 30),
        issued_at=time(10, 15, tzinfo=UTC),
        currency="USD",
        notes=(Note("Thank you"),),
        buyer=Party(
            name="Buyer Co",
            ids=(Identifier("4012345000009", "0088"),),
            contact=Contact(name="Bo Ray", telephone="15550199"),
        ),
        seller=Party(name="Supplier Co", ids=(Identifier("123456789", "0060"),)),
        payee=Party(
            name="Factor Co",
            ids=(Identifier("F1", "92"),),
            address=Address(street="1 High Street", city="Springfield", region="IL", postal_code="62701", country="US"),
        ),
        total_payment=dollars("940.50"),
        payment_order="ORDER-1",
        payment_date=date(2026, 3, 31),
        invoicing_period=Period(start=date(2026, 3, 1), end=date(2026, 3, 31)),
        billing_reference=DocumentReference(number="INV-1", description="and others"),
        payment_means=PaymentMeans(code="2", payment_id="EFT-1", account="98765", institution="BANKUS33"),
        lines=(
            RemittanceLine(number="1", credit=dollars("9.50"), billing_references=(credit_of("CM-9"),)),
            PAID,
            CREDIT,
            RemittanceLine(number="4", debit=dollars("0"), billing_references=(DocumentReference(number="OTHER"),)),
            RemittanceLine(number="5", debit=dollars("1")),
        ),
    )


def test_a_message_that_says_no_day_of_issue_was_made_on_the_day_of_payment() -> None:
    advice = reading_of("820", ["BPR*I*1*C*NON************20260331", "TRN*1*P1"], "004010").document
    assert advice is not None
    assert (advice.number, advice.issued) == ("P1", date(2026, 3, 31))


def test_credits_are_written_with_their_sign() -> None:
    advice = RemittanceAdvice(
        number="P1",
        issued=date(2026, 3, 31),
        payment_date=date(2026, 3, 31),
        currency="USD",
        buyer=Party(name="Buyer Co"),
        seller=Party(name="Supplier Co"),
        total_payment=dollars("950"),
        lines=(replace(PAID, notes=(), billing_references=PAID.billing_references[:1]), replace(CREDIT, number="8")),
    )
    assert lines_of(advice, "820", "005010") == [
        "BPR*I*950*C*NON************20260331",
        "TRN*1*P1",
        "CUR*PR*USD",
        "N1*PR*Buyer Co",
        "N1*SE*Supplier Co",
        "ENT*1",
        "RMR*IV*INV-1**1000.00*1010.00",
        "REF*LI*7",
        "DTM*003*20260301",
        "RMR*CM*CM-1**-50.00*-60",
        "REF*LI*8",
    ]


@given(st.integers(0, 1 << 40), st.sampled_from(VERSIONS))
@settings(max_examples=60, deadline=None)
def test_an_820_comes_back_segment_by_segment(seed: int, version: str) -> None:
    found, marks = lens("x12", version, "820"), MARKS[version]
    required = {"BPR": HEADINGS[seed % len(HEADINGS)], "TRN": "TRN*1*PAY1"}
    tree = RandomMessage(seed, marks, CODES, required, tags_of(found)).of(found.message)
    reading = read(tree, marks, found)
    assert reading.document is not None
    written = write(reading.document, found, marks)
    assert list(written.loop.flat()) == list(body_of(tree, len(found.message.places) - 1).flat())
    assert not written.losses


@given(st.integers(0, 1 << 40), st.sampled_from(VERSIONS))
@settings(max_examples=150, deadline=None)
def test_a_remittance_advice_comes_back_less_its_losses(seed: int, version: str) -> None:
    # what BPR demands, and the kinds of documents that RMR tells apart; a credit for no document is a negative debit
    bpr = ("/total_payment/value", "/total_payment/currency", "/payment_means/code")
    rmr = ("/lines/billing_references/type_code", "/lines/debit/value", "/lines/debit/currency")
    was_kept(DocumentType.REMITTANCE_ADVICE, "820", seed, version, *bpr, *rmr)


@pytest.mark.corpus
def test_remittances_that_partners_send_come_back(corpus: Path) -> None:
    assert sum(came_back(each) for each in of_the_corpus(corpus, "820")) >= 5
