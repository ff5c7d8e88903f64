"""Answers, changes and despatch advices in EDIFACT: messages of every shape, and documents of every content."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import Document
from app.formats.edi.delimiters import EDIFACT
from app.formats.lens import lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_trees import RandomMessage
from tests.edifact_answers import ANSWERS, CANCELLATIONS, CHANGES, DESPATCHES
from tests.edifact_messages import faultless, reading_of, segments, written

CODES = {
    "1001": ["231", "351", "230"],
    "1153": ["ON", "ON", "CR", "ADE", "PP", "CT", "VN", "ZZZ", "VA", "XA", "LI", "SRN", "UCN", "CN", "BT", "DQ", "XX"],
    "1225": ["4", "9", "27", "29", "30", "1"],
    "1229": ["1", "2", "3", "4", "5", "7", "??"],
    "2005": ["137", "2", "64", "63", "69", "72", "75", "67", "17", "7", "36", "171", "11", "35", "13", "12", "999"],
    "2379": ["102", "203", "718", "602", ""],
    "2380": ["20260302", "202603021230", "2026030220260305", "12", "2026-03-02"],
    "3035": ["BY", "SU", "SE", "DP", "ST", "SF", "CA", "OB", "IV", "CN"],
    "3055": ["9", "16", "92", "5"],
    "3155": ["TE", "EM", "FX"],
    "3453": ["EN", "en", "XX"],
    "4221": ["BP", "CP"],
    "4343": ["AP", "RE", "CA", "AC"],
    "4347": ["1", "3", "4", "5"],
    "4451": ["AAI", "CHG", "ZZZ"],
    "5025": ["203", "79", "9", "86", "125", "128", "176", "8", "25", "113", "1"],
    "5125": ["AAA", "AAB"],
    "5245": ["3", "12"],
    "5283": ["7", "5"],
    "5463": ["A", "C", "N"],
    "6063": ["21", "12", "113", "83", "73", "47"],
    "6069": ["2", "11", "1"],
    "6311": ["PD", "AAE"],
    "6313": ["AAD", "AAW", "G"],
    "6345": ["EUR", "USD", ""],
    "6411": ["PCE", "H87", "KGM"],
    "7077": ["F", "C"],
    "7143": ["EN", "SRV", "SA", "IN", "MF", "NB", "XX"],
    "7164": ["1", "2"],
    "7405": ["BJ", "BX", "ML", "XX"],
    "8051": ["20", "10"],
}
HEADERS = {"BGM": "BGM+231+N1+9", "DTM": "DTM+137:20260302:102"}
_OFTEN = "RFF NAD LIN ALC TAX MOA QTY QVR CPS PAC PCI GIN MEA TDT PAT CUX FTX PRI PIA IMD DTM PCD CTA COM SCC TOD CNT"
OFTEN = set(_OFTEN.split())
VERSIONS = st.sampled_from(["D96A", "D01B"])


@pytest.mark.parametrize("name", ["ORDRSP", "ORDCHG", "DESADV"])
@given(seed=st.integers(0, 1 << 40), version=VERSIONS)
@settings(max_examples=25, deadline=None)
def test_a_message_of_any_shape_comes_back_segment_by_segment(name: str, seed: int, version: str) -> None:
    found = lens("edifact", version, name)
    tree = RandomMessage(seed, EDIFACT, CODES, HEADERS, OFTEN).of(found.message)
    reading = read(tree, EDIFACT, found)
    if reading.document is None:
        # a change that doesn't say of which order it is
        assert [each.params["member"] for each in reading.findings if each.code == "lens.missing"] == ["order"]
        return
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


@given(document=ANSWERS, version=VERSIONS)
@settings(max_examples=25, deadline=None)
def test_what_is_mapped_of_an_answer_is_held(document: Document, version: str) -> None:
    assert_held(document, "ORDRSP", version)


@given(document=CHANGES | CANCELLATIONS, version=VERSIONS)
@settings(max_examples=25, deadline=None)
def test_what_is_mapped_of_a_change_is_held(document: Document, version: str) -> None:
    assert_held(document, "ORDCHG", version)


@given(document=DESPATCHES, version=VERSIONS)
@settings(max_examples=25, deadline=None)
def test_what_is_mapped_of_a_despatch_advice_is_held(document: Document, version: str) -> None:
    assert_held(document, "DESADV", version)
