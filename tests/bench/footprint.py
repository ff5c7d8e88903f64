"""What rules cost besides time: memory, a server's start, and how long other threads wait."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

from app.domain.clock import utc_now
from app.validation.schematron.sources import from_file
from app.validation.schematron.store import NewSet, RulesStore
from tests.conftest import ROOT
from tests.oracles.rulebooks import RULEBOOKS, Rulebook

TICK = 0.0005
"""Seconds that the other thread sleeps between two looks at the clock."""

FRESH = """
import json, resource, sys, time
from app import collector
from app.safe.xml import parse_xml
from app.formats import FORMATS
parse_xml(b'<a/>')
def resident():
    return int(open('/proc/self/statm').read().split()[1]) * resource.getpagesize() / 1e6
before, began = resident(), time.perf_counter()
from app.domain.codelists import code_list, code_lists
from app.validation import rulesets
lists = [code_list(each).codes for each in code_lists()]
seconds, built_in = time.perf_counter() - began, resident() - before
from pathlib import Path
from app.validation.schematron.store import RulesStore
began = time.perf_counter()
store = RulesStore(Path(sys.argv[1]))
kept = [store.load(each) for each in store]
print(json.dumps([seconds, built_in, time.perf_counter() - began, resident() - before]))
"""


def stalls(judges: Mapping[str, Callable[[bytes], object]], raw: bytes) -> list[str]:
    """The longest time between two ticks of another thread, beside that of an idle program."""
    judged = {name: longest_wait(lambda judge=judge: judge(raw)) for name, judge in judges.items()}
    waits = {"nobody judges": longest_wait(lambda: time.sleep(0.3)), **judged}
    return [f"{name:<46}{seconds * 1000:10.2f} ms" for name, seconds in waits.items()]


def longest_wait(action: Callable[[], object], rounds: int = 3) -> float:
    """The best of some rounds: other programs make a thread wait, too."""
    return min(_longest_wait(action) for _ in range(rounds))


def _longest_wait(action: Callable[[], object]) -> float:
    done, ticks = threading.Event(), [time.perf_counter()]

    def tick() -> None:
        while not done.is_set():
            time.sleep(TICK)
            ticks.append(time.perf_counter())

    other = threading.Thread(target=tick)
    other.start()
    action()
    done.set()
    other.join()
    return max(later - earlier for earlier, later in pairwise(ticks))


def loading(corpus: Path) -> list[str]:
    """Seconds and memory of a fresh process that loads every rule and code list, beside one with the formats only."""
    with tempfile.TemporaryDirectory() as folder:
        _install(corpus, Path(folder))
        runs = [_fresh(folder) for _ in range(3)]
    built_in, memory, installed, whole = map(min, zip(*runs, strict=True))
    return [
        f"{'built-in rules and code lists':<46}{built_in * 1000:10.0f} ms   {memory:5.1f} MB",
        f"{'and five official sets, installed':<46}{installed * 1000:10.0f} ms   {whole:5.1f} MB in all",
    ]


def _install(corpus: Path, folder: Path) -> None:
    store = RulesStore(folder)
    for book in RULEBOOKS.values():
        if (corpus / book.file).exists():
            install(book, corpus, store)


def install(book: Rulebook, corpus: Path, store: RulesStore) -> str:
    """An official Schematron installed; the set's name."""
    name = f"official-{book.name}"
    store.install(NewSet(name, from_file(corpus / book.file), book.file, sha256=""), utc_now())
    return name


def _fresh(folder: str) -> list[float]:
    command = [sys.executable, "-c", FRESH, folder]
    run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return list(map(float, json.loads(run.stdout)))
