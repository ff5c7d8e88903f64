"""EN 16931's built-in rules beside the official ones: the complete set that fires, on every official unit case."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from app.safe.tree import Tree
from app.validation.en16931 import SEMANTIC, UBL_SYNTAX, judge_ubl

SUITE = "Invoice-unit-UBL"
VEFA = "{http://difi.no/xsd/vefa/validator/1.0}"
CASES = 915
RULES = {rule.id for rule in (*SEMANTIC, *UBL_SYNTAX)}
OFFICIAL = Path("en16931/rules/schematron/preprocessed/EN16931-UBL-validation-preprocessed.sch")


def cases(corpus: Path) -> Iterator[tuple[str, etree._Element, set[str]]]:
    """Each case's name, document and the rules that fire officially."""
    documents: dict[str, list[etree._Element]] = {}
    for row in map(json.loads, (corpus / "expected" / "fired.jsonl").read_text().splitlines()):
        if row["suite"] == SUITE:
            file = row["file"]
            if file not in documents:
                documents[file] = _tested(corpus / "en16931" / "tests" / SUITE / file)
            yield f"{file} case {row['case']}", documents[file][row["case"]], set(row["saxon_fired"])


def _tested(path: Path) -> list[etree._Element]:
    root = etree.parse(path, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()
    tests = [root] if root.tag == f"{VEFA}test" else root.findall(f"{VEFA}test")
    # a document of its own each: `/` and `//` see nothing of its neighbours
    return [etree.fromstring(etree.tostring(_body(each))) for each in tests]


def _body(test: etree._Element) -> etree._Element:
    return next(each for each in test if each.tag != f"{VEFA}assert")


@pytest.mark.corpus
def test_the_same_rules_fire_as_officially_on_every_unit_case(corpus: Path) -> None:
    differing, count = {}, 0
    for name, root, expected in cases(corpus):
        count += 1
        found = {each.code for each in judge_ubl(Tree(root))}
        if found != expected:
            differing[name] = found ^ expected
    assert (count, differing) == (CASES, {})


@pytest.mark.corpus
def test_there_is_a_rule_for_every_official_one(corpus: Path) -> None:
    official = {each.get("id") for each in etree.parse(corpus / OFFICIAL).getroot().iter("{*}assert")}
    assert official == RULES
