"""Messages of every shape that their grammar allows: what was read is written again, segment by segment."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats.edi.delimiters import EDIFACT, X12, Delimiters
from app.formats.lens import Lens, lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_trees import RandomMessage, tree_of

ORDER_CODES = {
    "98": ["BY", "SE", "VN", "ST", "BT", "OB", "ZZ"],
    "128": ["CR", "DP", "PR", "Q1", "CT", "PO", "IV", "VX", "L1", "ZZ"],
    "66": ["UL", "1", "92", "77"],
    "235": ["BP", "VN", "VP", "UP", "EN", "UK", "ZZ"],
    "234": ["123456789012", "1234567890123", "A1"],
    "355": ["EA", "CS", "ea", "EC", "??"],
    "365": ["TE", "EM", "FX"],
    "366": ["BD", "OC", "IC"],
    "374": ["002", "063", "064", "007", "036", "097", "999"],
    "522": ["TT", "1", "XX"],
    "349": ["F", "S"],
    "750": ["08", "", "91"],
    "248": ["A", "C"],
    "1300": ["C310", "D240", "ZZZZ"],
    "623": ["UT", "ES", "ET"],
    "92": ["SA", "NE", "XX"],
}
EDIFACT_CODES = {
    "3035": ["BY", "SU", "SE", "IV", "OB", "DP", "CN"],
    "1153": ["CR", "ADE", "CT", "ON", "IV", "VA", "XA", "PR", "AAG", "ZZZ", "XX"],
    "3055": ["9", "16", "92", "5"],
    "2005": ["137", "2", "64", "63", "7", "36", "171", "13", "12", "999"],
    "2379": ["102", "203", "718", "602", ""],
    "2380": ["20260302", "202603021230", "2026030220260305", "12", "2026-03-02"],
    "6063": ["21", "12"],
    "5125": ["AAA", "AAB"],
    "5025": ["79", "86", "9", "125", "128", "203", "8", "25", "77"],
    "6345": ["EUR", "USD", ""],
    "7143": ["EN", "SRV", "SA", "IN", "MF", "XX"],
    "7077": ["F", "C"],
    "5463": ["A", "C", "N"],
    "5283": ["7", "5"],
    "3155": ["TE", "EM", "FX"],
    "6069": ["2", "1"],
    "6411": ["PCE", "H87", "KGM"],
    "4451": ["AAI", "ZZZ"],
    "3453": ["EN", "en", "XX"],
    "5245": ["3", "12"],
}
HEADERS = {"BEG": "BEG*00*SA*PO1**20260302", "BGM": "BGM+220+PO1+9", "DTM": "DTM+137:20260302:102"}


def tags_of(found: Lens) -> set[str]:
    """The segments that a lens has rules for."""
    waiting, tags = [*found.kinds[-1].rules], set()
    while waiting:
        rule = waiting.pop()
        tags.add(rule.place.tag)
        waiting.extend(rule.children)
    return tags


def assert_comes_back(standard: str, version: str, message: str, seed: int, marks: Delimiters) -> None:
    found = lens(standard, version, message)
    codes = ORDER_CODES if standard == "x12" else EDIFACT_CODES
    header = {tag: text for tag, text in HEADERS.items() if marks.element in text}
    tree = RandomMessage(seed, marks, codes, header, tags_of(found)).of(found.message)
    reading = read(tree, marks, found)
    assert reading.document is not None
    written = write(reading.document, found, marks)
    assert list(written.loop.flat()) == list(body_of(tree, len(found.message.places) - 1).flat())
    assert not written.losses


@given(st.integers(0, 1 << 40), st.sampled_from(["004010", "005010"]))
@settings(max_examples=40, deadline=None)
def test_an_850_comes_back_segment_by_segment(seed: int, version: str) -> None:
    assert_comes_back("x12", version, "850", seed, X12)


@given(st.integers(0, 1 << 40), st.sampled_from(["D96A", "D01B"]))
@settings(max_examples=40, deadline=None)
def test_an_orders_comes_back_segment_by_segment(seed: int, version: str) -> None:
    assert_comes_back("edifact", version, "ORDERS", seed, EDIFACT)


@given(st.integers(0, 1 << 40))
@settings(max_examples=30, deadline=None)
def test_messages_with_other_delimiters_come_back_too(seed: int) -> None:
    assert_comes_back("edifact", "D96A", "ORDERS", seed, replace(EDIFACT, decimal=",", repetition="*"))


PLAIN = {
    "x12": (
        ["ST*850*1", "BEG*00*SA*PO1**20260302", "CUR*BY*USD"],
        ["PO1*1*10*EA*5.25**BP*B-1*VP*V-1*UP*012345678905", "PID*F****Glove, size 1", "PID*F****sterile",
         "SAC*C*D240***1050**********Freight", "DTM*002*20260401", "AMT*1*52.50"],
        ["CTT*2", "SE*1*1"],
    ),
    "edifact": (
        ["UNH+1+ORDERS:D:96A:UN", "BGM+220+PO1+9", "DTM+137:20260302:102", "CUX+2:EUR:9"],
        ["LIN+1++4000862141404:EN", "PIA+1+V-1:SA+B-1:IN", "IMD+F++:::Glove, size 1", "QTY+21:10:PCE", "ALI+MY",
         "DTM+2:20260401:102", "MOA+203:52.5", "FTX+AAI+++sterile+EN", "PRI+AAA:5.25:::1:PCE", "TAX+7+VAT+++:::20+S"],
        ["UNS+S", "CNT+2:2", "UNT+1+1"],
    ),
}  # fmt: skip


@given(st.sampled_from(["x12", "edifact"]), st.data())
@settings(max_examples=150, deadline=None)
def test_a_line_with_one_thing_that_is_odd_comes_back(standard: str, data: st.DataObject) -> None:
    """Most lines are read as others like them were; so each way to be nearly like them has to be found out."""
    head, line, tail = PLAIN[standard]
    marks, found = (
        (X12, lens("x12", "004010", "850")) if standard == "x12" else (EDIFACT, lens("edifact", "D96A", "ORDERS"))
    )
    odd = list(line)
    at = data.draw(st.integers(0, len(line) - 1))
    word = data.draw(st.sampled_from(["drop", "twice", "empty", "more", "text", "swap"]))
    parts = odd[at].split(marks.element)
    place = data.draw(st.integers(1, len(parts) - 1))
    if word == "drop" and at:
        del odd[at]
    elif word == "twice" and at:
        odd.insert(at, odd[at])
    elif word == "swap" and at > 1:
        odd[at - 1], odd[at] = odd[at], odd[at - 1]
    elif word in ("empty", "text"):
        parts[place] = (
            "" if word == "empty" else data.draw(st.sampled_from(["X", "0", "1.50", "20260402", "é" * 90, "a:b", "EA"]))
        )
        odd[at] = marks.element.join(parts)
    else:
        odd[at] += marks.element + data.draw(st.sampled_from(["", "X", "1"]))
    try:
        tree = tree_of(found.message, [*head, *line, *odd, *tail], marks.element)
    except LookupError:
        return
    reading = read(tree, marks, found)
    assert reading.document is not None
    written = list(write(reading.document, found, marks).loop.flat())
    assert written == list(body_of(tree, len(found.message.places) - 1).flat())
