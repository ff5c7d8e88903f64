"""How fast rules judge: built in, compiled, and by SaxonC with the official Schematron's XSLT, all from bytes.

All of them in turn in every round, so that whatever else the machine does hits all of them.
"""

import gc
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree

from app.safe.xml import parse_xml
from app.validation.rulesets import AUTO, judge
from app.validation.schematron.store import RulesStore
from app.validation.subject import Subject
from tests.bench import footprint
from tests.bench.documents import an_invoice_of, invoices_of_other_forms, other_invoices_of
from tests.bench.measuring import Row
from tests.conftest import corpus_folder
from tests.oracles.rulebooks import RULEBOOKS
from tests.oracles.saxon import AVAILABLE, LEFT_OUT

SHORT, SHORT_ROUNDS, SHORT_TIMES = 3, 15, 20
"""Lines of an invoice of 15 KB, as invoices are; rounds, and how many of them each judges in one."""
SIZES = ((1_000, True, 5), (1_000, False, 5), (10_000, True, 2))
"""Lines of a long one, whether many of them are alike, and rounds.

Where no two lines are alike, none is spared (see `app.validation.lines_alike`).
"""
WARM_UP = 3
BOTH = ("en16931", "peppol-billing")
NO_CORPUS = "LEFT OUT: no corpus here, so no official rules to compile or to run with Saxon"

Judge = Callable[[bytes], object]


def parts() -> Iterator[tuple[str, Sequence[object]]]:
    """Each part: its title and what was measured."""
    judges, missing = contestants()
    yield "Rules", missing
    for what, raws in short_ones(SHORT_ROUNDS * SHORT_TIMES + WARM_UP).items():
        title = f"Rules, invoices of {SHORT} lines, {len(raws[0]) / 1024:,.0f} KB: {what}"
        yield title, speed(judges, raws, SHORT_ROUNDS)
    for lines, alike, rounds in SIZES:
        raw = an_invoice_of(lines, alike=alike)
        kinds = "" if alike else ", no two alike"
        title = f"Rules, an invoice of {lines:,} lines{kinds}, {len(raw) / 1024:,.0f} KB"
        yield title, speed(judges, [raw] * (rounds + WARM_UP), rounds)
    yield "Another thread's longest wait while 1,000 lines are judged", footprint.stalls(judges, an_invoice_of(1_000))
    yield "Everything loaded", footprint.loading(corpus_folder())


def contestants() -> tuple[Mapping[str, Judge], list[str]]:
    """Who judges, by name, and why somebody is missing."""
    judges: dict[str, Judge] = {"bare lxml parse": etree.fromstring, "built-in": built_in}
    corpus, missing = corpus_folder(), []
    if not (corpus / RULEBOOKS[BOTH[0]].file).exists():
        return judges, [NO_CORPUS]
    judges["compiled"] = Compiled(corpus).judge
    if AVAILABLE:
        from tests.bench.official import Official

        judges["Saxon"] = Official(*(RULEBOOKS[name].schema(corpus) for name in BOTH)).judge
    else:
        missing.append(LEFT_OUT)
    return judges, missing


def built_in(raw: bytes) -> object:
    """What the server does with a Peppol invoice: EN 16931's rules and Peppol's."""
    body = parse_xml(raw)
    return judge(Subject(body.root, cut=body.cut), [AUTO]).findings


class Compiled:
    """The same by the official Schematrons, installed in a folder of their own."""

    def __init__(self, corpus: Path) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._store = RulesStore(Path(self._folder.name))
        self._names = [footprint.install(RULEBOOKS[name], corpus, self._store) for name in BOTH]

    def judge(self, raw: bytes) -> object:
        """What they find."""
        body = parse_xml(raw)
        return judge(Subject(body.root, cut=body.cut), self._names, self._store).findings


def short_ones(count: int) -> Mapping[str, Sequence[bytes]]:
    """Invoices of 15 KB, by what they have in common; not even the built-in rules have met those of a new form."""
    return {
        "the same one again": [an_invoice_of(SHORT)] * count,
        "of one form, values differ": list(other_invoices_of(SHORT, count)),
        "each of another form": list(invoices_of_other_forms(SHORT, count)),
    }


def speed(judges: Mapping[str, Judge], raws: Sequence[bytes], rounds: int) -> list[Row]:
    """Seconds of CPU that each takes for a document, and how many times ours Saxon takes: the best round's mean.

    Args:
        raws: good documents; the first few are for warming up, and each round has its share of the others.
    """
    found = dict.fromkeys(judges, float("inf"))
    for name, judge_it in judges.items():
        told = [judge_it(raw) for raw in raws[:WARM_UP]]
        gc.collect()
        assert name not in ("built-in", "compiled") or not any(told), "a document is not a good one"
    for begin in range(WARM_UP, WARM_UP + rounds):
        for name, judge_it in judges.items():
            found[name] = min(found[name], _seconds(judge_it, raws[begin::rounds]))
    rows = [Row(name, seconds) for name, seconds in found.items()]
    if "Saxon" in found:
        rows += [Row("Saxon", found["Saxon"], name, found[name]) for name in ("built-in", "compiled")]
    return rows


def _seconds(judge_it: Judge, raws: Sequence[bytes]) -> float:
    began = time.process_time()
    for raw in raws:
        judge_it(raw)
    return (time.process_time() - began) / len(raws)
