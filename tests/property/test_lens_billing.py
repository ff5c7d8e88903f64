"""Invoices, receipt and remittance advices in EDIFACT: messages of every shape, and documents of every content."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import Document
from app.formats.edi.delimiters import EDIFACT
from app.formats.edi.grammar import LoopRule, Message
from app.formats.edi.loops import Loop
from app.formats.lens import lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_trees import RandomMessage
from tests.edifact_documents import RECEIPTS, REMITTANCES, credit_notes, invoices
from tests.edifact_messages import faultless, reading_of, segments, written

CODES = {
    "1001": ["380", "381", "83", "220", "632", "481"],
    "1153": ["ON", "CR", "ADE", "PQ", "IV", "AAK", "DQ", "ALO", "CT", "VN", "ZZZ", "VA", "XA", "GN", "LI", "AEK", "XX"],
    "2005": ["137", "3", "131", "35", "167", "168", "263", "171", "13", "12", "50", "138", "999"],
    "2379": ["102", "203", "718", "602", ""],
    "2380": ["20260302", "202603021230", "2026030220260305", "12", "2026-03-02"],
    "3035": ["BY", "SU", "SE", "PE", "PR", "DP", "SF", "RB", "BF", "CN"],
    "3055": ["9", "16", "92", "5"],
    "3155": ["TE", "EM", "FX"],
    "3453": ["EN", "en", "XX"],
    "4295": ["PC", "??"],
    "4451": ["AAI", "ZZZ"],
    "5025": ["203", "66", "79", "77", "9", "86", "125", "124", "176", "8", "204", "25", "12", "113", "1"],
    "5125": ["AAA", "AAB", "INV", "CAL"],
    "5245": ["3", "1", "2", "12"],
    "5283": ["7", "5"],
    "5305": ["S", "E", "s"],
    "5463": ["A", "C", "N"],
    "6063": ["47", "46", "12", "48", "194", "119", "195", "124", "21"],
    "6069": ["2", "1"],
    "6343": ["4", "3", "11"],
    "6345": ["EUR", "USD", ""],
    "6347": ["2", "3"],
    "6411": ["PCE", "H87", "KGM"],
    "7077": ["F", "C"],
    "7143": ["EN", "SRV", "SA", "IN", "MF", "XX"],
}
HEADERS = {"BGM": "BGM+380+N1+9", "DTM": "DTM+137:20260302:102", "MOA": "MOA+9:1"}
OFTEN = {
    *("RFF", "NAD", "LIN", "ALC", "TAX", "MOA", "DOC", "QTY", "QVR", "CPS", "PAT", "CUX", "FTX", "PRI", "PIA", "IMD"),
    *("DTM", "PCD", "FII", "CTA", "COM"),
}
VERSIONS = st.sampled_from(["D96A", "D01B"])


def with_a_total(tree: Loop, message: Message) -> Loop:
    """The message with something to pay, where it has room for that."""
    for part in message.root.parts:
        if isinstance(part, LoopRule) and part.first.tag == "MOA":
            before = [each for each in tree.loops if each.place < part.first.index]
            tree.loops.insert(len(before), Loop.begun(part.first.index, 0, "MOA+9:1"))
    return tree


@pytest.mark.parametrize("name", ["INVOIC", "RECADV", "REMADV"])
@given(seed=st.integers(0, 1 << 40), version=VERSIONS)
@settings(max_examples=50, deadline=None)
def test_a_message_of_any_shape_comes_back_segment_by_segment(name: str, seed: int, version: str) -> None:
    found = lens("edifact", version, name)
    tree = with_a_total(RandomMessage(seed, EDIFACT, CODES, HEADERS, OFTEN).of(found.message), found.message)
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


@given(document=invoices() | credit_notes(), version=VERSIONS)
@settings(max_examples=100, deadline=None)
def test_what_is_mapped_of_an_invoice_is_held(document: Document, version: str) -> None:
    assert_held(document, "INVOIC", version)


@given(document=RECEIPTS, version=VERSIONS)
@settings(max_examples=80, deadline=None)
def test_what_is_mapped_of_a_receipt_advice_is_held(document: Document, version: str) -> None:
    assert_held(document, "RECADV", version)


@given(document=REMITTANCES, version=VERSIONS)
@settings(max_examples=80, deadline=None)
def test_what_is_mapped_of_a_remittance_advice_is_held(document: Document, version: str) -> None:
    assert_held(document, "REMADV", version)
