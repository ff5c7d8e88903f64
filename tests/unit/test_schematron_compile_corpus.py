"""The official Schematrons fire exactly what their unit cases expect."""

import pytest

from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.schematron import CompiledRules, compile_schema
from tests.oracles.rulebooks import RULEBOOKS

COUNTS = {"en16931": 915, "peppol-billing": 221, "t01": 126, "t76": 28, "t111": 13}


@pytest.mark.corpus
@pytest.mark.parametrize("name", COUNTS)
def test_every_unit_case_fires_its_complete_set_of_rules(corpus, name):
    book = RULEBOOKS[name]
    rules = CompiledRules.load(compile_schema(book.schema(corpus)), name)
    wrong, count = [], 0
    for case in book.cases(corpus):
        count += 1
        got = {each.code for each in rules.judge(Tree(parse_xml(case.document).root))}
        if got != set(case.fired):
            wrong.append((case.name, got ^ set(case.fired)))
    assert wrong == []
    assert count == COUNTS[name]
