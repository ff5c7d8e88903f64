"""Names of segments, elements and codes are there, in both languages, for what partners send."""

import csv
from collections.abc import Iterable, Iterator

import pytest

from app.formats.edi.anatomy import anatomy
from app.formats.edi.grammar import Element, Grammar, built_in, grammar
from app.formats.edi.names import NAMES, code_name, element_name, segment_name
from tests.edi_documents import Paper, good_papers, order_850
from tests.edi_interchanges import answers

VERSIONS = [("x12", "004010"), ("x12", "005010"), ("edifact", "D96A"), ("edifact", "D01B")]


@pytest.mark.parametrize(("standard", "version"), VERSIONS)
def test_every_segment_of_every_message_has_a_name(standard: str, version: str) -> None:
    tags = {place.tag for message in grammar(standard, version).messages.values() for place in message.places}
    assert [each for each in sorted(tags) if not segment_name(standard, each, "zh")] == []


def test_tables_are_complete_and_name_nothing_twice() -> None:
    for file in NAMES.glob("*.tsv"):
        rows = list(csv.reader(file.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
        assert all(len(each) == len(rows[0]) and all(each) for each in rows), file.name
        keys = [tuple(each[:-2]) for each in rows]
        assert len(set(keys)) == len(keys), file.name


@pytest.mark.parametrize("standard", ["x12", "edifact"])
def test_what_has_a_name_is_there(standard: str) -> None:
    grammars = [grammar(standard, each) for each in built_in(standard)]
    tags = {tag for each in grammars for tag in each.segments} | {"UNA"}
    lists: dict[str, set[str]] = {"I65": set(), "C001": set()}  # ISA11 since 00402; of directories later than ours
    for element in _elements(grammars):
        lists.setdefault(element.number, set()).update(element.codes or ())
    assert {row[0] for row in _rows(f"{standard}-segments")} <= tags
    assert {row[0] for row in _rows(f"{standard}-elements")} <= lists.keys()
    # a list that is open in the grammars is looked up in the standard
    codes = [(number, code) for number, code, *_ in _rows(f"{standard}-codes") if lists[number]]
    assert [each for each in codes if each[1] not in lists[each[0]]] == []


def _rows(name: str) -> list[list[str]]:
    with (NAMES / f"{name}.tsv").open(encoding="utf-8") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def _elements(grammars: Iterable[Grammar]) -> Iterator[Element]:
    for each in grammars:
        for segment in each.segments.values():
            for element in segment.elements:
                yield element
                yield from element.components


def test_the_repetition_separator_is_called_so() -> None:
    isa = anatomy(order_850("005010").raw()).segments[0]
    assert next(each.name for each in isa.values if each.place == "ISA11") == "Repetition separator"


def test_codes_are_told_in_words() -> None:
    assert code_name("x12", "353", "00") == "original"
    assert code_name("edifact", "3035", "BY", "zh") == "买方"
    assert element_name("edifact", "2380") == "Date, time or period"
    assert code_name("x12", "353", "nonsense") == ""


@pytest.mark.parametrize("paper", good_papers(), ids=lambda each: f"{each.name} {each.version}")
def test_everything_in_a_good_interchange_is_at_home(paper: Paper) -> None:
    found = anatomy(paper.raw())
    assert found.count == len(paper.segments)
    assert not any(each.is_stray or each.findings or not each.name for each in found.segments)


def test_a_missing_element_is_told_where_it_should_be() -> None:
    paper = good_papers()[0].copy()
    paper.segments[paper.index("BEG")] = ["BEG", "00", "SA", "PO-1"]
    beginning = next(each for each in anatomy(paper.raw()).segments if each.tag == "BEG")
    missing = next(each for each in beginning.values if each.findings)
    assert (missing.place, missing.name, missing.text) == ("BEG05", "Date", "")


def test_an_answer_is_taken_apart_like_what_it_answers() -> None:
    for paper in good_papers():
        for _, content in answers(paper.raw()):
            found = anatomy(content)
            assert found.count > 0
            assert not any(each.is_stray or each.findings or not each.name for each in found.segments)
