"""Names of segments, elements and codes are there, in both languages, for what partners send."""

import csv

import pytest

from app.formats.edi.anatomy import anatomy
from app.formats.edi.grammar import grammar
from app.formats.edi.names import NAMES, code_name, element_name, segment_name
from tests.edi_documents import Paper, good_papers
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
