"""Peppol BIS Billing 3's built-in rules beside the official ones: the complete set that fires, and its severities."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from app.domain.findings import Severity
from app.safe.tree import Tree
from app.validation.peppol import RULES, judge_billing
from app.validation.schematron.loading import load_schema
from app.validation.schematron.sources import from_file
from tests.oracles.saxon import AVAILABLE, LEFT_OUT, SaxonRules
from tests.rule_examples import apply

SUITE = "unit-UBL-PEPPOL"
VEFA = "{http://difi.no/xsd/vefa/validator/1.0}"
CASES = 221
OFFICIAL = Path("peppol/rules/PEPPOL-EN16931-UBL.sch")


def cases(corpus: Path) -> Iterator[tuple[str, etree._Element, dict[str, str]]]:
    """Each case's name, document, and the rules that fire officially with their flags."""
    documents: dict[str, list[etree._Element]] = {}
    for row in map(json.loads, (corpus / "expected" / "fired.jsonl").read_text().splitlines()):
        if row["suite"] == SUITE:
            file = row["file"]
            if file not in documents:
                documents[file] = _tested(corpus / "peppol" / "tests" / SUITE / file)
            yield f"{file} case {row['case']}", documents[file][row["case"]], row["saxon_fired"]


def _tested(path: Path) -> list[etree._Element]:
    root = etree.parse(path, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()
    tests = [root] if root.tag == f"{VEFA}test" else root.findall(f"{VEFA}test")
    # a document of its own each: `/` and `//` see nothing of its neighbours
    return [etree.fromstring(etree.tostring(_body(each))) for each in tests]


def _body(test: etree._Element) -> etree._Element:
    return next(each for each in test if each.tag != f"{VEFA}assert")


def _flags(root: etree._Element) -> dict[str, str]:
    found = judge_billing(Tree(root))
    return {each.code: "warning" if each.severity is Severity.WARNING else "fatal" for each in found}


@pytest.mark.corpus
def test_the_same_rules_fire_as_officially_on_every_unit_case(corpus: Path) -> None:
    differing, count = {}, 0
    for name, root, expected in cases(corpus):
        count += 1
        found = _flags(root)
        if found != expected:
            differing[name] = dict(found.items() ^ expected.items())
    assert (count, differing) == (CASES, {})


@pytest.mark.corpus
def test_the_rules_are_the_official_ones_with_their_severities(corpus: Path) -> None:
    schema = load_schema(from_file(corpus / OFFICIAL))
    official = {check.id: check.flag for pattern in schema.patterns for rule in pattern.rules for check in rule.asserts}
    built_in = {rule.id: "warning" if rule.severity is Severity.WARNING else "fatal" for rule in RULES}
    assert built_in == official


@pytest.mark.corpus
def test_the_official_examples_break_no_rule(corpus: Path) -> None:
    examples = sorted((corpus / "peppol" / "examples" / "billing").glob("*.xml"))
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    broken = {file.name: _flags(etree.parse(file, parser).getroot()) for file in examples}
    assert examples
    assert {name: flags for name, flags in broken.items() if flags} == {}


@pytest.mark.corpus
@pytest.mark.skipif(not AVAILABLE, reason=LEFT_OUT)
def test_saxon_finds_the_same_in_every_rules_example(corpus: Path) -> None:
    official = SaxonRules(load_schema(from_file(corpus / OFFICIAL)))
    differing = {}
    for rule in RULES:
        raw = apply(rule.example)
        found, expected = set(_flags(etree.fromstring(raw))), set(official.counts(raw))
        if found != expected:
            differing[rule.id] = found ^ expected
    assert differing == {}
