"""The built-in rules on invoices that went wrong: the same rules fire as of the official Schematrons, compiled.

Where a rule can't be evaluated (two values where it takes one), XPath leaves open whether the whole is an error, and
engines differ; such documents are counted apart, and both judges have to reject them. `python -m tests.oracles.mutants`
makes ten thousand of it, and compares with Saxon.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.oracles.mutants import Verdict, built_in, compiled, documents, saxon
from tests.oracles.rulebooks import RULEBOOKS
from tests.oracles.saxon import AVAILABLE, LEFT_OUT

COUNT = 150
SEED = 2026
BUILT_IN = [name for name, book in RULEBOOKS.items() if book.built_in]

pytestmark = pytest.mark.corpus


def differing(one: Verdict, other: Verdict) -> set[str]:
    """The rules about which two judges differ, those aside that one of them couldn't evaluate."""
    return set(one.fired.keys() ^ other.fired.keys()) - one.unevaluable - other.unevaluable


@pytest.fixture(params=BUILT_IN)
def book(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_built_in_and_compiled_rules_agree_about_mutants(corpus: Path, book: str) -> None:
    _agree(corpus, book, compiled)


@pytest.mark.skipif(not AVAILABLE, reason=LEFT_OUT)
def test_built_in_rules_and_saxon_agree_about_mutants(corpus: Path, book: str) -> None:
    _agree(corpus, book, saxon)


def _agree(corpus: Path, name: str, other: Callable[..., Callable[[bytes], Verdict]]) -> None:
    book = RULEBOOKS[name]
    ours, theirs = built_in(book, corpus), other(book, corpus)
    broken = 0
    for mutant in documents(book, corpus, COUNT, SEED):
        one, two = ours(mutant), theirs(mutant)
        assert differing(one, two) == set(), mutant.decode()
        assert bool(one.fired) == bool(two.fired)
        broken += bool(one.fired)
    assert COUNT / 4 < broken < COUNT
