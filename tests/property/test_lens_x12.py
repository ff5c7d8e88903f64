"""Answers, changes and invoices in X12: what was read is written again, what is written is sound and read as it was."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.documents import DocumentType
from app.formats.edi.interchange import MessageRead, Verdict
from app.formats.edi.reader import Options
from app.formats.edi.reader import read as interchange
from app.formats.lens import lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_trees import RandomMessage
from tests.property.test_lens_messages import ORDER_CODES, tags_of
from tests.x12_messages import (
    MARKS,
    Clerk,
    body_in,
    is_address,
    message_in,
    plain,
    unaccounted,
    writing_of,
    written_paper,
)

HEADINGS = {
    "855": ["BAK*00*AC*PO1*20260302", "BAK*06*AT*PO1*20260302*****20260303"],
    "860": ["BCH*04*SA*PO1**2*20260302", "BCH*01*SA*PO1***20260302"],
    "865": ["BCA*00*AD*PO1***20260302", "BCA*00**PO1**1*20260302"],
    "810": ["BIG*20260302*I1", "BIG*20260302*I1**PO1***CR", "BIG*20260302*I1*****DI"],
}
CODES = {
    **ORDER_CODES,
    "98": ["BY", "BT", "SE", "ST", "RI", "OB", "ZZ"],
    "128": ["TN", "CR", "DP", "OI", "SI", "CT", "PP", "VN", "LI", "VX", "L1", "ZZ"],
    "374": ["002", "063", "069", "072", "075", "067", "013", "186", "187", "097", "999"],
    "522": ["TT", "1", "5", "8", "T", "XX"],
    "668": ["IA", "IB", "IC", "IR", "IQ", "IS", "IH", "R2", "BP"],
    "670": ["AI", "DI", "CA", "NC", "QI", "RC", "OA"],
    "963": ["VA", "ST", "TX", "AA"],
    "441": ["1", "2", "0"],
    "248": ["A", "C", "N"],
    "235": [*ORDER_CODES["235"], "PO", "PL"],
}
KINDS = [
    ("855", DocumentType.ORDER_RESPONSE),
    ("865", DocumentType.ORDER_RESPONSE),
    ("860", DocumentType.ORDER_CHANGE),
    ("860", DocumentType.ORDER_CANCELLATION),
    ("810", DocumentType.INVOICE),
    ("810", DocumentType.CREDIT_NOTE),
]
FOLLOWING = {
    # what an element that X12 demands is given where the document says nothing, and what can't be told from it again
    "scheme": "an identifier without a scheme has the scheme ZZ",
    "unit": "a quantity without a unit is of pieces",
    "reason_code": "an allowance without a code is ZZZZ",
    "name": "a party without a name has its legal name or its street for one, an item its first description",
    "type_code": "a credit note is CR",
    "street": "the first line of an address is its street",
    "additional_street": "as above",
    "note": "a text has blanks for the characters that are delimiters",
    "status": "a back order or a substitute is a change, and a change's line has a code",
    "order_line": "a line that names no line of the order has its own number",
    "number": "a reference that the heading demands is the document's own number",
    "issued": "and is of its day",
}
SETS = re.compile(rb"ST.(855|860|865|810)")
VERSIONS = st.sampled_from(["004010", "005010"])
SEEDS = st.integers(0, 1 << 40)


@pytest.mark.parametrize(("name", "type_"), KINDS, ids=[f"{name}-{type_}" for name, type_ in KINDS])
@given(SEEDS, VERSIONS)
@example(357321585777, "004010")  # a rate of exchange with fewer digits than CUR03 must have
@settings(max_examples=50, deadline=None)
def test_a_document_comes_back_less_its_losses(name: str, type_: DocumentType, seed: int, version: str) -> None:
    document = Clerk(seed).document(type_)
    message = message_in(written_paper(document, name, version))
    assert not [each for each in message.faults if each.is_error]  # what X12 has no characters for is taken
    assert message.loop is not None
    reading = read(message.loop, message.group.interchange.marks, lens("x12", version, name))
    assert reading.findings == ()
    assert reading.document is not None
    assert reading.document.type is type_
    writing = writing_of(document, name, version)
    missing, more = unaccounted(document, reading.document, writing)
    told = {plain(each.path) for each in writing.losses} | {path for path, _ in more if is_address(path)}
    assert not missing
    assert not {path for path, _ in more if path not in told and path.rpartition("/")[2] not in FOLLOWING}


@pytest.mark.parametrize("name", sorted(HEADINGS))
@given(SEEDS, VERSIONS)
@settings(max_examples=25, deadline=None)
def test_a_message_comes_back_segment_by_segment(name: str, seed: int, version: str) -> None:
    found, marks = lens("x12", version, name), MARKS[version]
    heading = HEADINGS[name][seed % len(HEADINGS[name])]
    required = {heading[:3]: heading, "TDS": "TDS*12345"}
    tree = RandomMessage(seed, marks, CODES, required, tags_of(found)).of(found.message)
    reading = read(tree, marks, found)
    assert reading.document is not None
    written = write(reading.document, found, marks)
    assert list(written.loop.flat()) == list(body_of(tree, len(found.message.places) - 1).flat())
    assert not written.losses


@pytest.mark.corpus
def test_what_partners_really_send_comes_back(corpus: Path) -> None:
    seen = 0
    for path in sorted((corpus / "edi").rglob("*")):
        raw = path.read_bytes() if path.is_file() else b""
        for event in interchange(io.BytesIO(raw), Options(keep=True)) if SETS.search(raw) else ():
            if (
                not isinstance(event, MessageRead)
                or event.name not in HEADINGS
                or event.verdict is not Verdict.ACCEPTED
            ):
                continue
            found = lens("x12", event.version, event.name)
            assert event.loop is not None
            reading = read(event.loop, event.group.interchange.marks, found)
            assert reading.document is not None, path.name
            written = write(reading.document, found, event.group.interchange.marks)
            assert list(written.loop.flat()) == body_in(event), path.name
            seen += 1
    assert seen >= 7
