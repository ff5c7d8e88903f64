"""EN 16931's built-in rules beside the official ones: the complete set that fires, on every official unit case."""

from pathlib import Path

import pytest
from lxml import etree

from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.en16931 import SEMANTIC, UBL_SYNTAX, judge_ubl
from tests.oracles.rulebooks import RULEBOOKS

BOOK = RULEBOOKS["en16931"]
CASES = 915
RULES = {rule.id for rule in (*SEMANTIC, *UBL_SYNTAX)}


@pytest.mark.corpus
def test_the_same_rules_fire_as_officially_on_every_unit_case(corpus: Path) -> None:
    differing, count = {}, 0
    for case in BOOK.cases(corpus):
        count += 1
        found = {each.code for each in judge_ubl(Tree(parse_xml(case.document).root))}
        if found != set(case.fired):
            differing[case.name] = found ^ set(case.fired)
    assert (count, differing) == (CASES, {})


@pytest.mark.corpus
def test_there_is_a_rule_for_every_official_one(corpus: Path) -> None:
    official = {each.get("id") for each in etree.parse(corpus / BOOK.file).getroot().iter("{*}assert")}
    assert official == RULES
