"""Rules are shared by all threads and processes of a server, and hold nothing of the documents that they judge."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app import collector
from app.domain.findings import Finding
from app.safe.xml import parse_xml
from app.validation.rulesets import AUTO, judge
from app.validation.schematron import CompiledRules, compile_schema
from app.validation.subject import Subject
from tests.bench.documents import an_invoice_of
from tests.bench.footprint import longest_wait
from tests.oracles.mutator import mutants
from tests.oracles.rulebooks import RULEBOOKS
from tests.unit.schematrons import PATTERN, a_schematron, loaded

THREADS = 8
ROUNDS = 2
LONGEST_WAIT = 0.02
"""Seconds, on a machine that has nothing else to do."""

Told = tuple[str, str, str]
"""A finding's code, place and words."""


def told(findings: Sequence[Finding]) -> list[Told]:
    return [(each.code, each.path, each.message()) for each in findings]


def built_in(raw: bytes) -> list[Told]:
    return told(judge(Subject(parse_xml(raw).root), [AUTO]).findings)


@pytest.fixture(scope="module")
def invoices() -> list[bytes]:
    """Different ones, most of them broken in several ways."""
    return [raw for lines in (2, 5, 40) for raw in mutants(an_invoice_of(lines), THREADS, lines)]


def judged_at_once(judge_it: Callable[[bytes], list[Told]], invoices: list[bytes]) -> list[list[Told]]:
    """What as many threads as there are find at the same time, each beginning with another invoice."""
    start = threading.Barrier(THREADS)

    def work(number: int) -> list[tuple[int, list[Told]]]:
        order = [(number * 3 + each) % len(invoices) for each in range(len(invoices) * ROUNDS)]
        start.wait()
        return [(each, judge_it(invoices[each])) for each in order]

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [answer for each in pool.map(work, range(THREADS)) for answer in each]
    found: list[list[Told]] = [[] for _ in invoices]
    for number, findings in answers:
        assert found[number] in ([], findings)
        found[number] = findings
    return found


def test_threads_that_judge_at_once_find_what_each_would_find_alone(invoices: list[bytes]) -> None:
    alone = [built_in(raw) for raw in invoices]
    assert any(alone)
    assert judged_at_once(built_in, invoices) == alone


@pytest.mark.corpus
def test_compiled_rules_are_shared_by_threads(corpus: Path, invoices: list[bytes]) -> None:
    rules = CompiledRules.load(compile_schema(RULEBOOKS["peppol-billing"].schema(corpus)), "official")

    def compiled(raw: bytes) -> list[Told]:
        tree = Subject(parse_xml(raw).root).tree
        assert tree is not None
        return told(rules.judge(tree))

    alone = [compiled(raw) for raw in invoices]
    assert any(alone)
    assert judged_at_once(compiled, invoices) == alone


def test_children_of_a_process_judge_as_it_does(invoices: list[bytes]) -> None:
    """Forked after the rules were used, as the workers of a preloaded server are."""
    raw = invoices[0]
    rules = CompiledRules.load(compile_schema(loaded(a_schematron(PATTERN))), "small")
    here = (built_in(raw), _by(rules))
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    children = [context.Process(target=lambda: answers.put((built_in(raw), _by(rules)))) for _ in range(2)]
    for each in children:
        each.start()
    assert [answers.get(timeout=30) for _ in children] == [here, here]
    for each in children:
        each.join()
        assert each.exitcode == os.EX_OK


def _by(rules: CompiledRules) -> list[Told]:
    tree = Subject(parse_xml(b"<a/>").root).tree
    assert tree is not None
    return told(rules.judge(tree))


@pytest.fixture
def as_a_server() -> Iterator[None]:
    """Python looks for garbage as often as in a server, which hasn't the garbage of other tests."""
    usual = gc.get_threshold()
    gc.collect()
    collector.tune()
    yield
    gc.set_threshold(*usual)


def a_bare_loop() -> int:
    found = 0
    for number in range(1_000_000):
        found += number & 1
    return found


@pytest.mark.usefixtures("as_a_server")
def test_other_threads_go_on_while_a_long_invoice_is_judged() -> None:
    raw = an_invoice_of(1_000)
    built_in(raw)
    # where other programs want the processors, a bare loop makes its neighbours wait as well
    floor = longest_wait(a_bare_loop, rounds=6)
    assert longest_wait(lambda: built_in(raw), rounds=6) < max(LONGEST_WAIT, 3 * floor)
