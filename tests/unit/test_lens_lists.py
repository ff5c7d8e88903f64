"""Lists that several rules share, items that have no number, and what kind of document a component tells."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.documents import CreditNote, DocumentType, Invoice
from app.formats.edi.delimiters import EDIFACT
from app.formats.lens import Lens, made, read, write
from tests.edi_trees import tree_of

MAPPING = """
standard: edifact
versions: [D96A]
message: INVOIC
document:
- {is: credit_note, if: {BGM.1.1: ["381", "83"]}}
- {is: invoice}
rules:
- {seg: BGM, for: credit_note, if: {1.1: ["381", "83"]}, el: {2: number}}
- {seg: BGM, for: invoice, put: {1.1: "380"}, el: {2: number}}
- {seg: DTM, if: {1.1: "137"}, el: {1.2: {p: issued, t: dtm, format: 1.3}}}
- seg: NAD
  if: {1: SU}
  at: seller
  el: {4.1: name}
  rules: [{seg: FII, put: {1: RB}, el: {2.1: "/payment_means[0].account"}}]
- seg: ALC
  if: {1: A}
  each: allowances_charges
  when: {is_charge: false}
  el: {2.2: reason_code}
  rules: [&amount {seg: MOA, if: {1.1: "8"}, el: {1.2: amount}}]
- {seg: ALC, if: {1: C}, each: allowances_charges, when: {is_charge: true}, el: {5.1: reason_code}, rules: [*amount]}
- seg: LIN
  each: lines
  numbered: number
  el: {2: number}
  rules: [{seg: MOA, if: {1.1: "203"}, el: {1.2: amount}}]
- {seg: UNS, put: {1: S}}
- {seg: MOA, if: {1.1: "9"}, el: {1.2: totals.payable}}
"""
BODY = [
    "DTM+137:20260302:102",
    "NAD+SU+++Seller",
    "FII+RB+4711",
    *("ALC+C++++FC", "MOA+8:1", "ALC+A+:41", "MOA+8:2", "ALC+C++++ABL", "MOA+8:3"),
    *("LIN++7", "MOA+203:5", "LIN", "MOA+203:6"),
    "UNS+S",
    "MOA+9:11",
]


@pytest.fixture
def billing(tmp_path: Path) -> Lens:
    (tmp_path / "edifact").mkdir()
    (tmp_path / "codes").mkdir()
    (tmp_path / "edifact" / "invoic.yaml").write_text(MAPPING, encoding="utf-8")
    return made("edifact/invoic", "", tmp_path)


def document_of(billing: Lens, kind: str) -> Invoice | CreditNote:
    tree = tree_of(billing.message, ["UNH+1", f"BGM+{kind}+N1", *BODY, "UNT+1+1"], "+")
    reading = read(tree, EDIFACT, billing)
    assert isinstance(reading.document, Invoice | CreditNote), reading.findings
    return reading.document


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("380", "invoice"),
        ("381:::Credit", "credit_note"),
        ("83", "credit_note"),
        ("", "invoice"),
        (":::381", "invoice"),
    ],
)
def test_a_component_tells_which_document_a_message_is(billing: Lens, kind: str, type_: str) -> None:
    document = document_of(billing, kind)
    assert document.type == DocumentType(type_)
    assert f"BGM+{kind}+N1" in list(write(document, billing, EDIFACT).loop.flat())


def test_items_that_several_rules_write_stay_in_their_order(billing: Lens) -> None:
    document = document_of(billing, "380")
    assert [each.reason_code for each in document.allowances_charges] == ["FC", "41", "ABL"]
    anew = list(write(replace(document, complement=None), billing, EDIFACT).loop.flat())
    assert [each for each in anew if each.startswith("ALC")] == ["ALC+C++++FC", "ALC+A+:41", "ALC+C++++ABL"]
    assert list(write(document, billing, EDIFACT).loop.flat()) == ["BGM+380+N1", *BODY]


def test_an_item_without_a_number_has_its_position_as_one(billing: Lens) -> None:
    assert [each.number for each in document_of(billing, "380").lines] == ["7", "2"]


def test_a_path_with_a_stroke_starts_at_the_document(billing: Lens) -> None:
    document = document_of(billing, "380")
    assert (document.seller.name, document.payment_means[0].account) == ("Seller", "4711")
