"""The grammars of X12 and EDIFACT hold together: nothing in them points at what isn't there."""

import importlib.util
import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
GRAMMARS = ROOT / "edi_mappings" / "grammars"
FILES = sorted(path.relative_to(GRAMMARS).with_suffix("").as_posix() for path in GRAMMARS.glob("*/*.json"))
X12 = [name for name in FILES if name.startswith("x12/")]
EDIFACT = [name for name in FILES if name.startswith("edifact/")]
Grammar = Mapping[str, Any]

SETS = "810 812 820 824 832 840 843 846 850 855 856 860 861 864 865 997"
MESSAGES = "APERAK DESADV INVOIC INVRPT ORDCHG ORDERS ORDRSP PRICAT QUOTES RECADV REMADV REQOTE"


def grammar(name: str) -> Grammar:
    found: Grammar = json.loads((GRAMMARS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def places(parts: list[Any]) -> Iterator[list[Any]]:
    for part in parts:
        if isinstance(part, dict):
            yield from places(part["of"])
        else:
            yield part


def loops(parts: list[Any]) -> Iterator[Mapping[str, Any]]:
    for part in parts:
        if isinstance(part, dict):
            yield part
            yield from loops(part["of"])


def elements(whole: Grammar) -> Iterator[tuple[str, list[Any]]]:
    for tag, segment in whole["segments"].items():
        for element in segment["elements"]:
            for each in element["of"] if isinstance(element, dict) else [element]:
                yield tag, each


def positions(note: str) -> list[int]:
    return [int(number) for number in re.findall("[0-9]{2}", note)]


def elements_of(whole: Grammar, tag: str, number: str) -> list[list[Any]]:
    return [element for owner, element in elements(whole) if owner == tag and element[0] == number]


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_the_agreed_shape(name: str) -> None:
    schema = json.loads((ROOT / "schemas" / "grammar.schema.json").read_text(encoding="utf-8"))
    faults = [fault.message for fault in Draft202012Validator(schema).iter_errors(grammar(name))]
    assert faults == []


def test_the_messages_of_the_issue_are_there() -> None:
    held = {name: " ".join(sorted(grammar(name)["messages"])) for name in FILES}
    assert held == {
        "edifact/d01b": MESSAGES,
        "edifact/d96a": MESSAGES,
        "edifact/service-v3": "CONTRL",
        "edifact/service-v4": "CONTRL",
        "x12/004010": SETS,
        "x12/005010": f"{SETS} 999",
        "x12/envelope": "",
    }


@pytest.mark.parametrize("name", FILES)
def test_every_segment_that_a_message_names_is_described_and_none_is_idle(name: str) -> None:
    whole = grammar(name)
    named = {place[0] for parts in whole["messages"].values() for place in places(parts)}
    idle = set(whole["segments"]) - named
    assert named <= set(whole["segments"])
    assert not idle or name in ("x12/envelope", "edifact/service-v3", "edifact/service-v4")


@pytest.mark.parametrize("name", FILES)
def test_messages_begin_and_end_with_their_service_segments(name: str) -> None:
    whole = grammar(name)
    first, last = ("ST", "SE") if whole["standard"] == "x12" else ("UNH", "UNT")
    for parts in whole["messages"].values():
        assert parts[0] == [first, "M", 1]
        assert parts[-1] == [last, "M", 1]


@pytest.mark.parametrize("name", FILES)
def test_a_loop_is_opened_by_a_segment_that_must_be_there_once(name: str) -> None:
    for message, parts in grammar(name)["messages"].items():
        for loop in loops(parts):
            assert isinstance(loop["of"][0], list), (message, loop["loop"])
            assert loop["of"][0][1] == "M", (message, loop["loop"])
            assert loop["of"][0][2] == 1, (message, loop["loop"])


@pytest.mark.parametrize("name", EDIFACT)
def test_the_groups_of_a_message_are_numbered_in_order(name: str) -> None:
    for message, parts in grammar(name)["messages"].items():
        numbers = [loop["loop"] for loop in loops(parts)]
        assert numbers == [f"SG{number}" for number in range(1, len(numbers) + 1)], message


@pytest.mark.parametrize("name", FILES)
def test_lengths_and_types_fit_together(name: str) -> None:
    whole = grammar(name)
    types = {"x12": {"AN", "ID", "DT", "TM", "R", "N0", "N2"}, "edifact": {"a", "n", "an"}}[whole["standard"]]
    for tag, (number, status, kind, least, most, *_) in elements(whole):
        assert kind in types, (tag, number)
        assert 1 <= least <= most, (tag, number)
        assert status in ("MO" if whole["standard"] == "x12" else "MC"), (tag, number)


@pytest.mark.parametrize("name", FILES)
def test_an_element_is_the_same_wherever_it_stands(name: str) -> None:
    seen: dict[str, tuple[str, int, int]] = {}
    for tag, (number, _, kind, least, most, *_) in elements(grammar(name)):
        assert seen.setdefault(number, (kind, least, most)) == (kind, least, most), (tag, number)


@pytest.mark.parametrize("name", FILES)
def test_code_lists_belong_to_elements_that_can_hold_their_values(name: str) -> None:
    whole = grammar(name)
    described = {element[0]: element for _, element in elements(whole)}
    for number, values in whole["codes"].items():
        kind, least, most = described[number][2:5]
        assert kind in ("ID", "a", "n", "an"), number
        assert len(set(values.split())) == len(values.split()), number
        assert [value for value in values.split() if not least <= len(value) <= most] == [], number


@pytest.mark.parametrize("name", X12)
def test_notes_speak_of_different_elements_that_are_there(name: str) -> None:
    for tag, segment in grammar(name)["segments"].items():
        for note in segment.get("notes", []):
            told = positions(note)
            assert len(set(told)) == len(told), (tag, note)
            assert max(told) <= len(segment["elements"]), (tag, note)
        assert len(set(segment.get("notes", []))) == len(segment.get("notes", [])), tag


@pytest.mark.parametrize("name", X12)
def test_notes_forbid_or_demand_nothing_that_the_elements_status_settles(name: str) -> None:
    for tag, segment in grammar(name)["segments"].items():
        required = {
            number
            for number, element in enumerate(segment["elements"], 1)
            if (element["status"] if isinstance(element, dict) else element[1]) == "M"
        }
        assert [note for note in segment.get("notes", []) if set(positions(note)) <= required] == [], tag


@pytest.mark.parametrize("name", ["x12/004010", "x12/005010"])
def test_pairs_of_qualifier_and_value_need_each_other(name: str) -> None:
    qualifier, value = "235", "234"
    for tag, segment in grammar(name)["segments"].items():
        numbers = [element[0] if isinstance(element, list) else "" for element in segment["elements"]]
        for at, (one, other) in enumerate(pairwise(numbers), 1):
            if (one, other) == (qualifier, value) and segment["elements"][at - 1][1] == "O":
                assert f"P{at:02}{at + 1:02}" in segment["notes"], (tag, at)


@pytest.mark.parametrize("name", ["x12/004010", "x12/005010"])
def test_amounts_without_a_decimal_point_have_two_decimals_and_counts_none(name: str) -> None:
    whole = grammar(name)
    assert {element[2] for element in elements_of(whole, "TDS", "610") + elements_of(whole, "SAC", "610")} == {"N2"}
    assert {element[2] for element in elements_of(whole, "ITD", "362") + elements_of(whole, "ITD", "389")} == {"N2"}
    assert {element[2] for element in elements_of(whole, "CTT", "354") + elements_of(whole, "SE", "96")} == {"N0"}


def test_versions_differ_where_the_standard_changed() -> None:
    old, new = grammar("x12/004010"), grammar("x12/005010")
    assert elements_of(old, "REF", "127")[0][4] == 30
    assert elements_of(new, "REF", "127")[0][4] == 50
    assert len(old["segments"]["ST"]["elements"]) == 2
    assert len(new["segments"]["ST"]["elements"]) == 3
    assert "E0207" not in old["segments"]["N4"]["notes"]
    assert "E0207" in new["segments"]["N4"]["notes"]


def test_the_interchange_header_of_x12_has_a_fixed_width() -> None:
    header = grammar("x12/envelope")["segments"]["ISA"]["elements"]
    assert len(header) == 16
    assert all(least == most for _, _, _, least, most in header)
    assert sum(most for *_, most in header) + len(header) + len("ISA") == 105


def test_every_transaction_set_has_a_functional_group() -> None:
    envelope = grammar("x12/envelope")
    assert set(envelope["groups"]) == set(f"{SETS} 999".split())
    for name in ("x12/004010", "x12/005010"):
        assert set(envelope["groups"].values()) <= set(grammar(name)["codes"]["479"].split())
        assert set(grammar(name)["messages"]) <= set(grammar(name)["codes"]["143"].split())


@pytest.fixture(scope="module")
def renew() -> ModuleType:
    spec = importlib.util.spec_from_file_location("renew", GRAMMARS / "renew.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_grammars_are_what_the_facts_and_the_corrections_make(
    renew: ModuleType, corpus: Path, tmp_path: Path
) -> None:
    facts = corpus.parent / "facts"
    if not facts.is_dir():
        pytest.skip(f"LEFT OUT: no facts at {facts}")
    renew.main(facts, tmp_path)
    for made in tmp_path.glob("*/*.json"):
        kept = GRAMMARS / made.relative_to(tmp_path)
        assert kept.read_text(encoding="utf-8") == made.read_text(encoding="utf-8"), f"run {GRAMMARS / 'renew.py'}"


@pytest.mark.parametrize(
    "table",
    ["elements.tsv", "composites.tsv", "members.tsv", "loops.tsv", "notes.tsv", "codes.tsv", "borrowed.tsv"],
)
def test_each_correction_names_a_grammar_or_a_standard(renew: ModuleType, table: str) -> None:
    known = {row[0] for row in renew.rows("messages.tsv")} | {"x12", "edifact"}
    columns = {"members.tsv": 5, "loops.tsv": 5, "notes.tsv": 3, "codes.tsv": 5}
    for row in renew.rows(table):
        assert row[0] in known, row
        assert len(row) == columns.get(table, 4), row


def test_a_line_of_a_table_is_used_at_least_once(renew: ModuleType) -> None:
    for name, _ in renew.rows("messages.tsv"):
        whole = grammar(name)
        for tag, written in renew.rows_for("notes.tsv", name):
            assert whole["segments"][tag]["notes"] == written.split(), (name, tag)


def test_the_schema_refuses_what_is_not_a_grammar() -> None:
    schema = json.loads((ROOT / "schemas" / "grammar.schema.json").read_text(encoding="utf-8"))
    spoil: list[Callable[[dict[str, Any]], object]] = [
        lambda whole: whole.pop("segments"),
        lambda whole: whole["segments"]["ISA"]["elements"].append(["I01", "M", "ID", 2]),
        lambda whole: whole["segments"]["ISA"].update(notes=["X0102"]),
        lambda whole: whole["messages"].update({"850": [["ST", "M"]]}),
        lambda whole: whole["codes"].update({"I01": "00  01"}),
    ]
    for change in spoil:
        whole = dict(grammar("x12/envelope"))
        change(whole)
        assert not Draft202012Validator(schema).is_valid(whole)
