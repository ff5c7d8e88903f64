"""PRICAT, REQOTE and QUOTES: what is read of them, messages of every shape, and documents of every content."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import Catalogue, Document, Quotation, RequestForQuotation
from app.domain.documents.base import Period, Price
from app.domain.documents.catalogue import CataloguePrice
from app.domain.identifiers import Code, DocumentReference
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.edi.delimiters import EDIFACT
from app.formats.lens import lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_trees import RandomMessage
from tests.edifact_messages import comes_back, faultless, reading_of, segments, valid_messages, written
from tests.edifact_offers import CATALOGUES, QUOTATIONS, REQUESTS
from tests.property.test_lens_answers import CODES as ANSWERS_CODES
from tests.property.test_lens_answers import HEADERS, OFTEN

VERSIONS = ["D96A", "D01B"]
CODES = {
    **ANSWERS_CODES,
    "1001": ["9", "310", "311", "220"],
    "1153": [*ANSWERS_CODES["1153"], "AHU", "PL", "PR"],
    "1225": ["9", "2", "4", "5", "31"],
    "2005": [*ANSWERS_CODES["2005"], "175", "194", "206", "273", "169"],
    "2379": [*ANSWERS_CODES["2379"], "804"],
    "3035": [*ANSWERS_CODES["3035"], "MS", "MR"],
    "6063": ["21", "53", "54", "12"],
    "6167": ["4", "5"],
    "7143": ["EN", "SRV", "SA", "IN", "MF", "HS", "GN", "XX"],
}
HEAD = ["DTM+137:202603021230:203"]
PARTIES = ["NAD+BY+4012345000009::9++Buyer+Street 1:Yard+Town+NW+12345+DE", "NAD+SU+4098765000004::9++Seller"]
CATALOGUE = [
    *("BGM+9:::Gloves 2026+CAT1+4", *HEAD, "DTM+194:20260401:102", "DTM+206:20261231:102", "FTX+AAI+++net prices+EN"),
    *("RFF+CT:C77", "DTM+171:20260105:102", "RFF+PL:CAT0::1", *PARTIES, "NAD+MS+++Agency", "CUX+2:EUR:8", "PGI+9"),
    *("LIN+1+1", "PIA+5+4015:HS", "PIA+1+S1:SA+B1:IN", "IMD+F++:::Gloves", "QTY+53:10:PCE", "QTY+54:500:PCE", "ALI+MY"),
    *("DTM+206:20261130:102", "DTM+169:5:804", "FTX+AAI+++sterile", "TAX+7+VAT+++:::20+S"),
    *("PRI+AAA:1.25:::1:PCE", "RNG+4+PCE:10:99", "PRI+AAA:1.1", "RNG+4+PCE:100", "DTM+194:20260501:102"),
    *("LIN+2+2", "PIA+1+S2:SA"),
]
REQUEST = [
    *("BGM+311+RFQ1+9", *HEAD, "DTM+175:20260309:102", "DTM+63:20260415:102", "DTM+36:20260430:102"),
    *("FTX+AAI+++sterile goods only", "RFF+CT:C77", "RFF+PL:CAT1", "RFF+IV:I1", "CUX+2:EUR:9", "TOD+6++DAP"),
    *(*PARTIES, "NAD+DP+++Gate 3", "LIN+1", "PIA+1+S1:SA", "IMD+F++:::Gloves", "QTY+21:10:PCE", "DTM+2:20260401:102"),
    *("PRI+AAA:1.2", "RFF+ADE:D4", "LIN+2", "PIA+1+S2:SA", "QTY+21:5:PCE", "UNS+S", "CNT+2:2"),
]
QUOTATION = [
    *("BGM+310+Q1+9", *HEAD, "DTM+69:20260410:102", "DTM+7:20260302:102", "DTM+36:20260430:102", "PAI+::30"),
    *("RFF+AHU:RFQ1", "DTM+171:20260301:102", "CUX+2:EUR:9", "PAT+1+ZZZ:::30 days net", "PCD+12:2"),
    *(
        *PARTIES,
        "ALC+C++++FC:::Freight",
        "MOA+8:10.5",
        "LIN+1",
        "PIA+1+S1:SA",
        "QTY+21:10:PCE",
        "QTY+53:5:PCE",
        "MOA+203:11.5",
    ),
    *("PRI+AAA:1.15:::1:PCE", "RFF+LI:7", "LIN+2", "PIA+1+S2:SA", "UNS+S", "MOA+86:22", "CNT+2:2"),
]


def read_in_full(name: str, body: list[str], version: str) -> Document:
    """The document; nothing is found fault with or left over, and the message comes back, also without a complement."""
    message = faultless(name, version, body)
    assert reading_of(message).findings == ()
    document = comes_back(message)
    assert document.complement is None
    assert segments(written(document, name, version)) == body
    assert (document.buyer.name, document.seller.name, document.currency) == ("Buyer", "Seller", "EUR")
    return document


@pytest.mark.parametrize("version", VERSIONS)
def test_a_catalogue_is_read_in_full(version: str) -> None:
    catalogue = read_in_full("PRICAT", CATALOGUE, version)
    assert isinstance(catalogue, Catalogue)
    assert (catalogue.title, catalogue.purpose) == ("Gloves 2026", "4")
    assert catalogue.validity == Period(start=date(2026, 4, 1), end=date(2026, 12, 31))
    assert catalogue.source == DocumentReference(number="CAT0", revision="1")
    assert catalogue.provider is not None
    gloves, others = catalogue.lines
    assert [(each.number, each.action, each.item.sellers_id) for each in (gloves, others)] == [
        ("1", "1", "S1"),
        ("2", "2", "S2"),
    ]
    assert gloves.item.classifications == (Code("4015", "HS"),)
    assert (gloves.minimum, gloves.maximum) == (pieces(10), pieces(500))
    assert gloves.lead_time == Quantity(Decimal(5), "DAY")
    assert gloves.validity == Period(end=date(2026, 11, 30))
    assert gloves.prices == (
        CataloguePrice(
            price=Price(amount=eur("1.25"), base_quantity=pieces(1)), minimum=pieces(10), maximum=pieces(99)
        ),
        CataloguePrice(price=Price(amount=eur("1.1")), minimum=pieces(100), validity=Period(start=date(2026, 5, 1))),
    )


def pieces(number: int) -> Quantity:
    return Quantity(Decimal(number), "H87")


def eur(text: str) -> Amount:
    return Amount(Decimal(text), "EUR")


def test_items_of_several_groups_are_one_list_and_come_back_in_their_groups() -> None:
    body = [*CATALOGUE[: CATALOGUE.index("PGI+9")], "PGI+11+A", "LIN+1", "PIA+1+S1:SA"]
    body += ["PGI+11+B", "LIN+2", "PIA+1+S2:SA", "PRI+AAB:3", "LIN+3", "PIA+1+S3:SA"]
    catalogue = comes_back(faultless("PRICAT", "D96A", body))
    assert isinstance(catalogue, Catalogue)
    assert [each.item.sellers_id for each in catalogue.lines] == ["S1", "S2", "S3"]


def test_a_period_of_validity_is_as_good_as_its_first_and_last_day() -> None:
    body = ["BGM+9+CAT1+9", *HEAD, "DTM+273:2026040120261231:718", *PARTIES]
    catalogue = comes_back(faultless("PRICAT", "D96A", body))
    assert isinstance(catalogue, Catalogue)
    assert catalogue.validity == Period(start=date(2026, 4, 1), end=date(2026, 12, 31))
    assert "DTM+194:20260401:102" in segments(written(replace(catalogue, complement=None), "PRICAT", "D96A"))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_request_is_read_in_full(version: str) -> None:
    request = read_in_full("REQOTE", REQUEST, version)
    assert isinstance(request, RequestForQuotation)
    assert (request.response_due, request.validity) == (date(2026, 3, 9), Period(end=date(2026, 4, 30)))
    assert (request.catalogue, request.contracts) == (
        DocumentReference(number="CAT1"),
        (DocumentReference(number="C77"),),
    )
    assert request.additional_references == (DocumentReference(number="I1", type_code="380"),)
    first, second = request.lines
    assert (first.quantity, first.price, first.accounting_cost) == (pieces(10), Price(amount=eur("1.2")), "D4")
    assert first.deliveries[0].requested == Period(start=date(2026, 4, 1), end=date(2026, 4, 1))
    assert (second.number, second.item.sellers_id) == ("2", "S2")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_quotation_is_read_in_full(version: str) -> None:
    quotation = read_in_full("QUOTES", QUOTATION, version)
    assert isinstance(quotation, Quotation)
    assert quotation.request == DocumentReference(number="RFQ1", issued=date(2026, 3, 1))
    assert quotation.validity == Period(start=date(2026, 3, 2), end=date(2026, 4, 30))
    assert (quotation.payment_means[0].code, quotation.payment_terms[0].note) == ("30", "30 days net")
    assert [each.amount for each in quotation.allowances_charges] == [eur("10.5")]
    first, second = quotation.lines
    assert (first.request_line, first.minimum, first.amount) == ("7", pieces(5), eur("11.5"))
    assert (second.request_line, second.price) == ("2", None)


def test_a_catalogue_has_a_version_in_the_later_directory() -> None:
    catalogue = comes_back(faultless("PRICAT", "D01B", ["BGM+9+CAT1:3+9", *HEAD, *PARTIES]))
    assert isinstance(catalogue, Catalogue)
    assert (catalogue.version, catalogue.revision) == ("3", "3")
    assert [each.path for each in written(catalogue, "PRICAT", "D96A").losses] == ["/version"]


@pytest.mark.corpus
def test_every_valid_message_of_the_corpus_comes_back(corpus: Path) -> None:
    for name in ("PRICAT", "REQOTE", "QUOTES"):
        for _, message in valid_messages(corpus, name):
            if message.version in VERSIONS:
                comes_back(message)


@pytest.mark.parametrize("name", ["PRICAT", "REQOTE", "QUOTES"])
@given(seed=st.integers(0, 1 << 40), version=st.sampled_from(VERSIONS))
@settings(max_examples=25, deadline=None)
def test_a_message_of_any_shape_comes_back_segment_by_segment(name: str, seed: int, version: str) -> None:
    found = lens("edifact", version, name)
    tree = RandomMessage(seed, EDIFACT, CODES, HEADERS, OFTEN | {"PGI", "RNG", "PRI"}).of(found.message)
    reading = read(tree, EDIFACT, found)
    assert reading.document is not None
    again = write(reading.document, found, EDIFACT)
    assert list(again.loop.flat()) == list(body_of(tree, len(found.message.places) - 1).flat())
    assert not again.losses


def assert_held(document: Document, name: str, version: str) -> None:
    """It is written without a loss, as our own reader likes it, and read as it was."""
    writing = written(document, name, version)
    assert writing.losses == ()
    reading = reading_of(faultless(name, version, segments(writing)))
    assert reading.findings == ()
    assert reading.document == document


@given(document=CATALOGUES, version=st.sampled_from(VERSIONS))
@settings(max_examples=40, deadline=None)
def test_what_is_mapped_of_a_catalogue_is_held(document: Document, version: str) -> None:
    assert_held(document, "PRICAT", version)


@given(document=REQUESTS, version=st.sampled_from(VERSIONS))
@settings(max_examples=40, deadline=None)
def test_what_is_mapped_of_a_request_is_held(document: Document, version: str) -> None:
    assert_held(document, "REQOTE", version)


@given(document=QUOTATIONS, version=st.sampled_from(VERSIONS))
@settings(max_examples=40, deadline=None)
def test_what_is_mapped_of_a_quotation_is_held(document: Document, version: str) -> None:
    assert_held(document, "QUOTES", version)
