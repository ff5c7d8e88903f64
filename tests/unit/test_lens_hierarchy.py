"""Hierarchies: HL loops that name their parents become what they are in, and come back in a row."""

from pathlib import Path

import pytest

from app.domain.documents import DespatchAdvice
from app.formats.edi.delimiters import X12
from app.formats.lens import Lens, made, read, write
from tests.builders import an_order
from tests.edi_trees import tree_of
from tests.unit.test_lens_mappings import folder_with

MAPPING = """
standard: x12
versions: ["004010"]
message: "856"
document: despatch_advice
rules:
- {seg: BSN, put: {1: "00"}, el: {2: number, 3: issued, 4: issued_at}}
- seg: HL
  if: {3: S}
  tree: {id: 1, parent: 2, child: 4}
  rules:
  - {seg: TD1, el: {2: shipment.packages}}
  - seg: HL
    if: {3: O}
    group: lines
    by: [order.number]
    rules:
    - {seg: PRF, el: {1: order.number}}
    - seg: HL
      if: {3: I}
      each: lines
      rules:
      - {seg: LIN, el: {1: number}, pairs: {from: 2, by: {VP: item.sellers_id}}}
      - {seg: SN1, el: {2: quantity}}
    - seg: HL
      if: {3: P}
      only: read
      why: the domain has no packs; they come back from the complement
      again: true
      rules:
      - seg: HL
        if: {3: I}
        each: lines
        rules:
        - {seg: LIN, el: {1: number}, pairs: {from: 2, by: {VP: item.sellers_id}}}
        - {seg: SN1, el: {2: quantity}}
- {seg: CTT, calc: {1: count(lines)}}
"""

SHIPMENT = [
    "ST*856*1",
    "BSN*00*D1*20260302*1200",
    "HL*1**S*1",
    "TD1*CTN*3",
    "HL*2*1*O*1",
    "PRF*PO1",
    "HL*3*2*I*0",
    "LIN*1*VP*A",
    "SN1**5*EA",
    "HL*4*2*I*0",
    "LIN*2*VP*B",
    "SN1**6*EA",
    "HL*5*1*O*1",
    "PRF*PO2",
    "HL*6*5*I*0",
    "LIN*3*VP*C",
    "SN1**7*EA",
    "CTT*3",
    "SE*18*1",
]


@pytest.fixture
def notice(tmp_path: Path) -> Lens:
    return made("x12/856", "", folder_with(tmp_path, x12_856=MAPPING))


def both_ways(notice: Lens, segments: list[str]) -> DespatchAdvice:
    """The document, once it is sure that the message comes back."""
    document = read(tree_of(notice.message, segments, "*"), X12, notice).document
    assert isinstance(document, DespatchAdvice)
    writing = write(document, notice, X12)
    assert list(writing.loop.flat()) == segments[1:-1]
    assert not writing.losses
    return document


def test_lines_know_the_order_that_they_stand_under(notice: Lens) -> None:
    document = both_ways(notice, SHIPMENT)
    assert [(each.order.number, each.item.sellers_id) for each in document.lines if each.order] == [
        ("PO1", "A"), ("PO1", "B"), ("PO2", "C"),
    ]  # fmt: skip


def test_a_plain_hierarchy_leaves_nothing_over(notice: Lens) -> None:
    document = both_ways(notice, SHIPMENT)
    assert document.complement is not None
    assert {each.path.split("/")[-1] for each in document.complement.items} <= {"TD1-01", "SN1-03"}


def test_packs_and_odd_numbers_come_back(notice: Lens) -> None:
    segments = [each.replace("HL*4*2", "HL*9*2").replace("HL*3*2*I*0", "HL*3*2*I") for each in SHIPMENT]
    at = segments.index("HL*5*1*O*1")
    packs = ["HL*10*2*P*1", "MAN*GM*003", "HL*11*10*I*0", "LIN*7*VP*Z", "SN1**1*EA", "HL*12*2*T*0"]
    document = both_ways(notice, [*segments[:at], *packs, *segments[at:]])
    assert [(each.number, each.order.number) for each in document.lines if each.order] == [
        ("1", "PO1"), ("2", "PO1"), ("7", "PO1"), ("3", "PO2"),
    ]  # fmt: skip


def test_loops_that_are_no_tree_come_back_as_well(notice: Lens) -> None:
    both_ways(notice, [each.replace("HL*2*1", "HL*2*99") for each in SHIPMENT])
    both_ways(notice, [each.replace("HL*5*1", "HL*5*5") for each in SHIPMENT])


def test_lines_are_written_order_by_order(notice: Lens) -> None:
    assert an_order()
    document = both_ways(notice, SHIPMENT)
    fresh = DespatchAdvice(
        number="D2", issued=document.issued, buyer=document.buyer, seller=document.seller, lines=document.lines
    )
    written = [each for each in write(fresh, notice, X12).loop.flat() if each[:2] in ("HL", "PR")]
    assert written == [
        "HL*1**S*1", "HL*2*1*O*1", "PRF*PO1", "HL*3*2*I*0", "HL*4*2*I*0", "HL*5*1*O*1", "PRF*PO2", "HL*6*5*I*0",
    ]  # fmt: skip


@pytest.mark.parametrize("levels", [51, 3_000])
def test_a_hierarchy_of_ever_so_many_levels_is_a_fault_and_comes_back(levels: int) -> None:
    found = made("x12/856")
    rows = [f"HL*{each}*{each - 1 if each > 1 else ''}*{'P' if each > 1 else 'S'}" for each in range(1, levels + 1)]
    segments = ["ST*856*1", "BSN*00*SH-1*20260302*1015*0001", *rows, "SE*1*1"]
    reading = read(tree_of(found.message, segments, "*"), X12, found)
    assert [each.code for each in reading.findings] == ["lens.no_tree"]
    assert reading.document is not None
    assert list(write(reading.document, found, X12).loop.flat()) == segments[1:-1]
