"""Peppol BIS Billing 3's built-in rules beside the official ones: the complete set that fires, and its severities."""

from pathlib import Path

import pytest
from lxml import etree

from app.domain.findings import Severity
from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.peppol import RULES, judge_billing
from tests.oracles.rulebooks import RULEBOOKS
from tests.oracles.saxon import AVAILABLE, LEFT_OUT, SaxonRules
from tests.rule_examples import apply

BOOK = RULEBOOKS["peppol-billing"]
CASES = 221


def _flags(root: etree._Element) -> dict[str, str]:
    found = judge_billing(Tree(root))
    return {each.code: "warning" if each.severity is Severity.WARNING else "fatal" for each in found}


@pytest.mark.corpus
def test_the_same_rules_fire_as_officially_on_every_unit_case(corpus: Path) -> None:
    differing, count = {}, 0
    for case in BOOK.cases(corpus):
        count += 1
        found = _flags(parse_xml(case.document).root)
        if found != case.fired:
            differing[case.name] = dict(found.items() ^ case.fired.items())
    assert (count, differing) == (CASES, {})


@pytest.mark.corpus
def test_the_rules_are_the_official_ones_with_their_severities(corpus: Path) -> None:
    schema = BOOK.schema(corpus)
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
    official = SaxonRules(BOOK.schema(corpus))
    differing = {}
    for rule in RULES:
        raw = apply(rule.example)
        found, expected = set(_flags(etree.fromstring(raw))), set(official.counts(raw))
        if found != expected:
            differing[rule.id] = found ^ expected
    assert differing == {}
