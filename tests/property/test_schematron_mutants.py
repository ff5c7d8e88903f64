"""Compiled rules on documents that went wrong: they never stumble, and say what Saxon says.

The comparison needs SaxonC, a dependency of the benchmark only; `python -m tests.oracles.mutants` makes more of it.
"""

from pathlib import Path

import pytest

from tests.oracles.mutants import compiled, disagreements, documents, saxon
from tests.oracles.rulebooks import RULEBOOKS
from tests.oracles.saxon import AVAILABLE, LEFT_OUT

COUNT = 40
SEED = 20


@pytest.mark.corpus
@pytest.mark.parametrize("name", RULEBOOKS)
def test_compiled_rules_judge_every_mutant(corpus: Path, name: str) -> None:
    book = RULEBOOKS[name]
    judge = compiled(book, corpus)
    verdicts = [judge(each) for each in documents(book, corpus, COUNT, SEED, units=True)]
    assert any(each.fired for each in verdicts)


@pytest.mark.corpus
@pytest.mark.skipif(not AVAILABLE, reason=LEFT_OUT)
@pytest.mark.parametrize("name", RULEBOOKS)
def test_compiled_rules_and_saxon_agree_about_mutants(corpus: Path, name: str) -> None:
    book = RULEBOOKS[name]
    mutants = documents(book, corpus, COUNT, SEED, units=True)
    differing = list(disagreements(compiled(book, corpus), saxon(book, corpus), mutants, once=False))
    assert [(each.only_first, each.only_second) for each in differing if not each.is_freedom] == []
