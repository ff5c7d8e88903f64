"""What is learned of messages: it must give what the rules give, for whatever looks like what was learned of."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats.edi.delimiters import EDIFACT, X12, Delimiters
from app.formats.edi.loops import Loop
from app.formats.lens import Lens, Reading, made, read, write
from app.formats.lens import memory as memories
from app.formats.lens.difference import body_of
from app.formats.lens.known import Known
from tests.edi_trees import tree_of

ORDERS = {
    "x12": (
        X12,
        "x12/850",
        ["ST*850*1", "BEG*00*SA*PO1**20260302", "CUR*BY*USD", "REF*DP*17", "PER*BD*Ann Lee*TE*15550100",
         "DTM*002*20260120", "N1*BY*Buyer Co*92*B001", "N3*1 High Street", "N4*Springfield*IL*62701*US"],
        ["PO1*1*10*EA*5.25**BP*B-1*VP*V-1*UP*012345678905", "PID*F****Glove, size 1", "PID*F****sterile",
         "SAC*C*D240***1050**********Freight", "DTM*064*20260401", "DTM*063*20260402", "AMT*1*52.50"],
        ["CTT*2", "SE*1*1"],
    ),
    "edifact": (
        EDIFACT,
        "edifact/orders-d96a",
        ["UNH+1+ORDERS:D:96A:UN", "BGM+220+PO1+9", "DTM+137:20260302:102", "RFF+CT:C-1", "RFF+AAN:R-1",
         "NAD+BY+4012345000009::9", "CTA+OC+:Ann Lee", "COM+15550100:TE", "CUX+2:EUR:9"],
        ["LIN+1++4000862141404:EN", "PIA+1+V-1:SA+B-1:IN", "IMD+F++:::Glove, size 1", "QTY+21:10:PCE", "ALI+MY",
         "DTM+2:20260401:102", "MOA+203:52.5", "FTX+AAI+++sterile+EN", "PRI+AAA:5.25:::1:PCE", "TAX+7+VAT+++:::20+S"],
        ["UNS+S", "CNT+2:2", "UNT+1+1"],
    ),
}  # fmt: skip
_MARKS, _NAME, _HEAD, _LINE, _TAIL = ORDERS["x12"]
ORDERS["x12, said otherwise"] = (
    _MARKS, _NAME, [*_HEAD[:3], "REF*DP*17*dept", *_HEAD[4:]],
    ["PO1*1*10*EA*5.25**UP*012345678905*VP*V-1*ZZ*9*BP*B-1*SK*7", *_LINE[1:3], "SAC*C*D240*AB*X*1050***3*****02",
     *_LINE[4:]], _TAIL,
)  # fmt: skip
_MARKS, _NAME, _HEAD, _LINE, _TAIL = ORDERS["edifact"]
ORDERS["edifact, said otherwise"] = (
    _MARKS, _NAME, [*_HEAD[:5], "NAD+BY+4012345000009:X:9", *_HEAD[6:]],
    ["LIN+1++4000862141404:EN+1:2", "PIA+1+B-1:IN::92+9:GN+V-1:SA", *_LINE[2:]], _TAIL,
)  # fmt: skip
TEXTS = (
    "X",
    "0",
    "01",
    "1.50",
    "1,5",
    "20260402",
    "20260230",
    "2026040212",
    "102",
    "203",
    "EA",
    "PCE",
    "USD",
    "VP",
    "SA",
)
ODD = ("é" * 90, "a:b", "a>b", "\u200b", "x" * 81, " ")
LENSES = {each: (made(ORDERS[each][1]), made(ORDERS[each][1])) for each in ORDERS}
"""For each standard one that learns, and one that never does."""


@contextmanager
def learning_after(times: int) -> Iterator[None]:
    with patch.object(memories, "_OFTEN", times):
        yield


def order(standard: str, edits: list[tuple[int, int, str]] = []) -> tuple[Lens, Lens, Delimiters, Loop]:  # noqa: B006
    """An order of two lines with these edits: (segment, element or component, text)."""
    marks, _, head, line, tail = ORDERS[standard]
    segments = [*head, *line, *line, *tail]
    for at, place, text in edits:
        inner = marks.component if "".join(segments[at]).count(marks.component) > place % 3 else marks.element
        parts = segments[at].split(inner)
        parts[1 + place % max(1, len(parts) - 1) :][:1] = [text]
        segments[at] = inner.join(parts)
    learns, never = LENSES[standard]
    return learns, never, marks, tree_of(learns.message, segments, marks.element)


def by_rules(never: Lens, tree: Loop, marks: Delimiters) -> Reading:
    with learning_after(1 << 30):
        return read(tree, marks, never)


@pytest.mark.parametrize("standard", ORDERS)
def test_messages_and_lines_that_come_often_are_learned(standard: str) -> None:
    learns, never, marks, tree = order(standard)
    for _ in range(12):
        reading = read(tree, marks, learns)
    plan = learns.plan(learns.kinds[-1], marks)
    body = body_of(tree, len(learns.message.places) - 1)
    assert plan.memory is not None
    sights = [plan.memory.sight(body)]
    lines = max(
        (act for act in plan.level.acts if act.memory), key=lambda act: len(act.level.acts if act.level else ())
    )
    assert lines.memory is not None
    sights += [lines.memory.sight(each) for each in body.loops if each.place == lines.place]
    assert [each is not None and each.lesson is not None for each in sights] == [True, True, True]
    assert repr(reading) == repr(by_rules(never, tree, marks))


@given(st.sampled_from(sorted(ORDERS)), st.data())
@settings(max_examples=400, deadline=None)
def test_what_was_learned_gives_what_the_rules_give(standard: str, data: st.DataObject) -> None:
    marks, _, head, line, tail = ORDERS[standard]
    place = st.tuples(
        st.integers(1, len(head) + 2 * len(line) + len(tail) - 2),
        st.integers(0, 12),
        st.sampled_from([*TEXTS, *ODD, ""]),
    )
    edits = data.draw(st.lists(place, min_size=1, max_size=4))
    try:
        learns, never, marks, tree = order(standard, edits)
    except LookupError:
        return
    wanted = by_rules(never, tree, marks)
    with learning_after(1):
        readings = [read(tree, marks, learns) for _ in range(3)]
    assert [repr(each) for each in readings] == [repr(wanted)] * 3
    assert wanted.document is not None
    written = list(write(wanted.document, learns, marks).loop.flat())
    assert written == list(body_of(tree, len(learns.message.places) - 1).flat())


def test_a_constant_that_is_another_one_is_not_forgotten() -> None:
    learns, never, marks, tree = order("edifact")
    for _ in range(12):
        read(tree, marks, learns)
    *_, other = order("edifact", [(8, 0, "3")])
    assert repr(read(other, marks, learns)) == repr(by_rules(never, other, marks))


def test_what_is_learned_of_ever_new_structures_is_bounded() -> None:
    learns, _, marks, _ = order("x12")
    for number in range(700):
        *_, tree = order("x12", [(9, 11, "*" * (number % 650))])
        read(tree, marks, learns)
    memory = learns.plan(learns.kinds[-1], marks).memory
    assert memory is not None
    assert memory.size < 1_000


def test_an_order_whose_contract_is_dated_is_read_however_often_it_comes() -> None:
    learns, _, marks, _ = order("edifact")
    _, _, head, line, tail = ORDERS["edifact"]
    dated = [*head[:4], "DTM+171:20260115:102", *head[4:], *line, *tail]
    tree = tree_of(learns.message, dated, marks.element)
    readings = {repr(read(tree, marks, learns)) for _ in range(12)}
    assert len(readings) == 1
    assert "issued=datetime.date(2026, 1, 15)" in readings.pop()


def test_what_is_known_of_ever_new_texts_is_bounded() -> None:
    learns, _, marks, _ = order("x12")
    for start in range(0, 6_000, 500):
        *_, head, line, tail = ORDERS["x12"]
        lines = [line[0].replace("*5.25*", f"*{number}.25*") for number in range(start, start + 500)]
        read(tree_of(learns.message, [*head, *lines, *tail], marks.element), marks, learns)
    plan = learns.plan(learns.kinds[-1], marks)
    known = [each for act in memories.acts_of(plan.level) for each in act.known.values()]
    assert max(map(len, known)) > 1_000
    assert all(len(each) <= 4_000 for each in known)


def test_a_long_text_is_not_kept() -> None:
    known = Known(str.upper)
    assert known["short"] == "SHORT"
    assert known["x" * 500] == "X" * 500
    assert list(known) == ["short"]
