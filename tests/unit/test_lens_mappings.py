"""Mapping files: what is wrong with one is said with file, line and rule, before any message is read."""

from pathlib import Path

import pytest

from app.formats.edi.delimiters import X12
from app.formats.lens import BrokenMapping, UnknownMapping, diff, explain, lens, made, names, read, write
from app.formats.lens import test as tried
from app.formats.lens.files import MAPPINGS
from tests.builders import an_order
from tests.edi_trees import tree_of

HEAD = """
standard: x12
versions: ["004010"]
message: "850"
document: order
rules:
- {seg: BEG, put: {1: "00", 2: SA}, el: {3: number, 5: issued}}
"""


def folder_with(tmp_path: Path, **files: str) -> Path:
    """A folder of mappings: `x12_850` is x12/850.yaml; `partners_acme_850` is partners/acme/850.yaml."""
    for name, text in {"codes_units": "both: {EA: C62}", **files}.items():
        path = tmp_path / f"{name.replace('_', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def faults_of(tmp_path: Path, rules: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(BrokenMapping) as caught:
        made("x12/850", "", folder_with(tmp_path, x12_850=HEAD.lstrip() + rules))
    return [(each.path, each.line, each.code) for each in caught.value.findings]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("- {seg: ZZZ, el: {1: number}}", "lens.no_segment"),
        ("- {seg: REF, if: {1: DP}, el: {9: customer_reference}}", "lens.no_element"),
        ("- {seg: PO1, each: lines, rules: [{seg: CTP, el: {5: number}}]}", "lens.no_element"),
        ("- {seg: REF, if: {1: DP}, el: {2: department}}", "lens.no_path"),
        ("- {seg: REF, if: {1: DP}, el: {2: buyer}}", "lens.not_a_value"),
        ("- {seg: REF, if: {1: DP}, el: {2: validity.start}}", "lens.type"),
        ("- {seg: DTM, if: {1: '007'}, el: {2: customer_reference}}", "lens.type"),
        ("- {seg: REF, if: {1: DP}, el: {2: {p: customer_reference, code: nowhere}}}", "lens.no_table"),
        ("- {seg: REF, each: customer_reference, el: {2: .}}", "lens.not_a_list"),
        ("- {seg: REF, if: {1: DP}, rules: []}", "lens.no_loop"),
        ("- {seg: CTT, calc: {1: number(lines)}}", "lens.formula"),
        ("- {seg: REF, if: {1: DP}, el: {2: number}}", "lens.fight"),
        ("- {seg: REF, if: {1: DP}, only: read, el: {2: number}}", "lens.no_reason"),
        ("- {seg: CUR, el: {2: currency}}\n- {seg: CUR, el: {2: accounting_cost}}", "lens.unreachable"),
        ("- {seg: REF, elements: {2: number}}", "lens.schema"),
        ("- {seg: REF, el: {2: customer_reference}, el: {3: number}}", "lens.twice"),
        ("- {seg: REF, el: [", "lens.not_yaml"),
    ],
)
def test_a_fault_in_a_rule_is_said_with_file_and_line(tmp_path: Path, rule: str, code: str) -> None:
    file, line, found = faults_of(tmp_path, rule)[0]
    assert (file, found) == ("x12/850.yaml", code)
    assert line is not None
    assert line >= 7


def test_all_faults_of_a_mapping_are_said_at_once(tmp_path: Path) -> None:
    rules = "- {seg: ZZZ}\n- {seg: REF, if: {1: DP}, el: {2: department}}\n"
    assert [line for _, line, _ in faults_of(tmp_path, rules)] == [7, 8]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("both: {EA: C62, UN: C62}", "lens.not_one_to_one"),
        ("both: {EA: C62}\nread: {UN: H87}", "lens.not_preferred"),
        ("both: {EA: C62}\nwrite: {H87: UN}", "lens.not_preferred"),
    ],
)
def test_a_code_table_that_is_in_doubt_is_refused(tmp_path: Path, table: str, code: str) -> None:
    folder = folder_with(tmp_path, x12_850=HEAD, codes_bad=table)
    with pytest.raises(BrokenMapping) as caught:
        made("x12/850", "", folder)
    assert {each.code for each in caught.value.findings} == {code}
    assert caught.value.findings[0].path == "codes/bad.yaml"


def test_values_are_text_as_they_are_written(tmp_path: Path) -> None:
    rules = "- {seg: REF, if: {1: no, 2: 01}, el: {3: customer_reference}}\n"
    found = made("x12/850", "", folder_with(tmp_path, x12_850=HEAD + rules))
    assert [each.values for each in found.kinds[0].rules[1].guards] == [("no",), ("01",)]


def test_no_mapping_is_a_lookup_error() -> None:
    with pytest.raises(UnknownMapping):
        lens("x12", "004010", "999")
    assert issubclass(UnknownMapping, LookupError)


@pytest.mark.parametrize("name", sorted(names()))
def test_every_mapping_that_is_delivered_is_sound(name: str) -> None:
    assert explain(made(name))


PARTNER = """
extends: x12/850
patch:
- {at: "REF[1=DP]", drop: true}
- {at: "REF[1=CR]", set: {if: {1: IA}}}
- {add: {seg: REF, if: {1: ZZ}, el: {2: accounting_cost}}}
- {in: PO1, add: {seg: REF, if: {1: 9X}, el: {2: accounting_cost}}}
- {at: "PO1/REF[1=DP]", drop: true}
codes: {x12-unit: {CS: XCT}}
defaults: {currency: USD}
require: [customer_reference, buyer.name]
"""


@pytest.fixture
def partners(tmp_path: Path) -> Path:
    """The mappings that are delivered, and one of a partner's."""
    for path in MAPPINGS.glob("*/*.yaml"):
        copy = tmp_path / path.relative_to(MAPPINGS)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text("utf-8"), encoding="utf-8")
    return folder_with(tmp_path, partners_acme_850=PARTNER)


ORDER = ["ST*850*1", "BEG*00*SA*PO1**20260302", "REF*IA*their own", "REF*ZZ*cost", "PO1*1*2*CS*3", "CTT*1", "SE*7*1"]


def test_a_partners_overlay_changes_what_is_read(partners: Path) -> None:
    theirs = lens("x12", "004010", "850", "acme", partners)
    document = read(tree_of(theirs.message, ORDER, "*"), X12, theirs).document
    assert document is not None
    assert (document.customer_reference, document.accounting_cost) == ("their own", "cost")  # type: ignore[attr-defined]  # an order
    assert document.lines[0].quantity.unit == "XCT"  # type: ignore[attr-defined]  # as above
    assert document.lines[0].price.amount.currency == "USD"  # type: ignore[attr-defined]  # as above


def test_what_a_partner_must_say_is_asked_for(partners: Path) -> None:
    theirs = lens("x12", "004010", "850", "acme", partners)
    found = read(tree_of(theirs.message, ORDER, "*"), X12, theirs).findings
    assert [(each.code, each.params["member"]) for each in found] == [("lens.required", "buyer.name")]


def test_other_partners_have_the_standard_mapping(partners: Path) -> None:
    assert lens("x12", "004010", "850", "somebody-else", partners).name == "x12/850"
    assert lens("x12", "004010", "850", "../../etc", partners).name == "x12/850"


def test_what_a_partner_does_otherwise_is_listed(partners: Path) -> None:
    changes = diff(lens("x12", "004010", "850", "", partners), lens("x12", "004010", "850", "acme", partners))
    assert {(sign, row.segment) for sign, row in changes} == {
        ("-", "REF[1=DP]"), ("-", "REF[1=CR]"), ("-", "PO1/REF[1=DP]"),
        ("+", "REF[1=IA]"), ("+", "REF[1=ZZ]"), ("+", "PO1/REF[1=9X]"),
    }  # fmt: skip


def test_a_patch_without_a_rule_to_patch_is_refused(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, x12_850=HEAD, partners_a_850='extends: x12/850\npatch:\n- {at: "REF[1=9]", drop: true}'
    )
    with pytest.raises(BrokenMapping) as caught:
        made("partners/a/850", "", folder)
    assert [(each.code, each.path, each.line) for each in caught.value.findings] == [
        ("lens.no_rule_to_patch", "partners/a/850.yaml", 3)
    ]


def overlay_faults(partners: Path, words: str, name: str = "850") -> list[tuple[str, int | None, str]]:
    """What is wrong with an overlay of x12/850 by file, line and code."""
    (partners / "partners" / "acme" / f"{name}.yaml").write_text(f"extends: x12/850\n{words}\n", "utf-8")
    with pytest.raises(BrokenMapping) as caught:
        made(f"partners/acme/{name}", "", partners)
    return [(each.path, each.line, each.code) for each in caught.value.findings]


@pytest.mark.parametrize(
    ("words", "line", "code"),
    [
        ("defaults: {curency: USD}", 2, "lens.no_path"),
        ("defaults: {issued: today}", 2, "lens.no_default"),
        ("defaults: {validity.start: '2026-01-01'}", 2, "lens.no_default"),
        ("defaults: {lines: one}", 2, "lens.no_default"),
        ("codes: {x12-unt: {CS: XCT}}", 2, "lens.no_table"),
        ("codes: {x12-unit: {CS: [XCT]}}", 2, "lens.schema"),
        ("codes: {x12-unit: {both: {CS: XCT}}}", 2, "lens.not_pairs"),
        ("rules:\n- {seg: REF, if: {1: ZZ}, el: {2: accounting_cost}}", 1, "lens.idle_word"),
        ('patch:\n- {at: "REF[1=DP]", set: {elements: {2: number}}}', 3, "lens.schema"),
        ('patch:\n- {at: "REF[1=DP]", set: {el: {2: nowhere}}}', 3, "lens.no_path"),
    ],
)
def test_what_an_overlay_says_in_vain_is_refused_where_it_stands(
    partners: Path, words: str, line: int, code: str
) -> None:
    assert overlay_faults(partners, words) == [("partners/acme/850.yaml", line, code)]


def test_an_overlay_that_nothing_would_look_for_is_refused(partners: Path) -> None:
    assert overlay_faults(partners, "", "orders") == [("partners/acme/orders.yaml", 1, "lens.idle_overlay")]


def test_patches_of_nothing_are_refused(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "patch: []\n") == [("x12/850.yaml", 1, "lens.idle_word")]


def test_a_mapping_that_extends_itself_is_refused(tmp_path: Path) -> None:
    others = {"partners_a_850": "extends: partners/b/850", "partners_b_850": "extends: partners/a/850"}
    with pytest.raises(BrokenMapping) as caught:
        made("partners/a/850", "", folder_with(tmp_path, **others))
    assert [(each.code, each.path) for each in caught.value.findings] == [
        ("lens.extends_itself", "partners/b/850.yaml")
    ]


@pytest.mark.parametrize("text", ["", "- extends: x12/850"])
def test_a_file_that_holds_no_mapping_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenMapping) as caught:
        made("partners/a/850", "", folder_with(tmp_path, partners_a_850=text))
    assert [(each.code, each.path) for each in caught.value.findings] == [("lens.schema", "partners/a/850.yaml")]


def test_a_table_of_an_overlays_own_is_for_the_rules_that_it_adds(partners: Path) -> None:
    theirs = partners / "partners" / "acme" / "850.yaml"
    added = (
        '- {at: "REF[1=DP]", drop: true}\n- {add: {seg: REF, if: {1: YY}, el: {2: {p: accounting_cost, code: theirs}}}}'
    )
    theirs.write_text(f"extends: x12/850\npatch:\n{added}\ncodes: {{theirs: {{A: B}}}}\n", "utf-8")
    assert any(row.type == "code theirs" for row in explain(made("partners/acme/850", "", partners)))


def test_a_round_trip_can_be_tried() -> None:
    found = lens("x12", "004010", "850")
    trial = tried(found, tree_of(found.message, ORDER, "*"), X12)
    assert trial.succeeded
    assert ("segment", "850/REF[1]", "REF*IA*their own") in trial.kept


def test_a_partner_may_mean_an_original_by_another_function(partners: Path) -> None:
    theirs = partners / "partners" / "acme" / "850.yaml"
    allowed = 'document: [{is: order, if: {BEG.1: ["00", "05"]}}]\n'
    theirs.write_text(theirs.read_text("utf-8") + allowed, "utf-8")
    found = lens("x12", "004010", "850", "acme", partners)
    replacing = [each.replace("BEG*00", "BEG*05") for each in ORDER]
    reading = read(tree_of(found.message, replacing, "*"), X12, found)
    assert reading.document is not None
    assert list(write(reading.document, found, X12).loop.flat()) == replacing[1:-1]


TWO_KINDS = HEAD.replace(
    "document: order", 'document: [{if: {BEG.1: "01"}, is: order_cancellation}, {if: {BEG.1: "00"}, is: order}]'
).replace('put: {1: "00", 2: SA}', "put: {2: SA}")


def test_one_message_may_be_one_of_two_documents(tmp_path: Path) -> None:
    rules = "- {seg: REF, if: {1: PO}, for: order_cancellation, each: orders, el: {2: number}}\n"
    found = made("x12/850", "", folder_with(tmp_path, x12_850=TWO_KINDS + rules))
    segments = ["ST*850*1", "BEG*01*SA*C1**20260302", "REF*PO*PO1", "PO1*1", "SE*4*1"]
    document = read(tree_of(found.message, segments, "*"), X12, found).document
    assert document is not None
    assert str(document.type) == "order_cancellation"
    assert list(write(document, found, X12).loop.flat()) == segments[1:-1]
    assert next(write(an_order().build(), found, X12).loop.flat()).startswith("BEG*00*")
