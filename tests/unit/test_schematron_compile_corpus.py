"""The official Schematrons fire exactly what their unit cases expect."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from lxml import etree

from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.schematron import CompiledRules, compile_schema
from tests.oracles.rulebooks import RULEBOOKS

TEST = "{http://difi.no/xsd/vefa/validator/1.0}test"
SUITES = {
    "Invoice-unit-UBL": "en16931",
    "unit-UBL-PEPPOL": "peppol-billing",
    "unit-order": "t01",
    "unit-order-response": "t76",
    "unit-invoice-response": "t111",
}
COUNTS = {
    "Invoice-unit-UBL": 915,
    "unit-UBL-PEPPOL": 221,
    "unit-order": 126,
    "unit-order-response": 28,
    "unit-invoice-response": 13,
}


def cases(corpus: Path, suite: str) -> dict[str, list[tuple[int, set[str]]]]:
    """By file: the number of each case, and the ids of what has to fire."""
    found = defaultdict(list)
    for line in (corpus / "expected" / "fired.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["suite"] == suite:
            found[row["file"]].append((row["case"], set(row["saxon_fired"])))
    return found


def documents(file: Path) -> list[bytes]:
    """The documents of a file's cases."""
    root = etree.parse(file, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()
    tests = [root] if root.tag == TEST else root.findall(TEST)
    bodies = [next(each for each in test if not each.tag.endswith("}assert")) for test in tests]
    return [etree.tostring(etree.fromstring(etree.tostring(each, with_tail=False))) for each in bodies]


@pytest.mark.corpus
@pytest.mark.parametrize("suite", SUITES)
def test_every_unit_case_fires_its_complete_set_of_rules(corpus, suite):
    book = RULEBOOKS[SUITES[suite]]
    rules = CompiledRules.load(compile_schema(book.schema(corpus)), book.name)
    wrong, count = [], 0
    for file, expected in cases(corpus, suite).items():
        made = documents(corpus / book.units / file)
        for case, ids in expected:
            count += 1
            got = {each.code for each in rules.judge(Tree(parse_xml(made[case]).root))}
            if got != ids:
                wrong.append((file, case, got ^ ids))
    assert wrong == []
    assert count == COUNTS[suite]
