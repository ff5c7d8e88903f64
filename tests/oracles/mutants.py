"""Do two judges of the same rules agree on documents that went wrong?

    python -m tests.oracles.mutants --rules en16931 --count 1000 [--judges compiled,saxon] [--units]

Prints every disagreement and a summary; exit status 0 where there is none. Documents with an assertion that couldn't be
evaluated are counted apart: an official stylesheet gives up on them.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from app.safe.tree import Tree
from tests.conftest import corpus_folder
from tests.oracles.mutator import mutants
from tests.oracles.rulebooks import RULEBOOKS, Rulebook
from tests.oracles.saxon import SaxonRules

Judge = Callable[[bytes], Counter[str]]
"""How often each rule fires for a document."""

NO_LIMIT = 1_000_000
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What only one of two judges said of a document."""

    document: bytes
    only_first: Counter[str]
    only_second: Counter[str]


def compiled(book: Rulebook, corpus: Path) -> Judge:
    """Our compiler's judge; each judge loads its own rules, and only if it is asked."""
    from app.validation.schematron.compiling import CompiledRules, compile_schema

    rules = CompiledRules.load(compile_schema(book.schema(corpus)), book.name)

    def judge(raw: bytes) -> Counter[str]:
        return Counter(each.code for each in rules.judge(Tree(etree.fromstring(raw, _PARSER)), NO_LIMIT))

    return judge


class BySaxon:
    """Saxon's; it counts the documents that an official stylesheet would have given up on."""

    def __init__(self, book: Rulebook, corpus: Path) -> None:
        self._rules = SaxonRules(book.schema(corpus))
        self.unevaluable = 0

    def __call__(self, raw: bytes) -> Counter[str]:
        fired = self._rules.judge(raw)
        self.unevaluable += any(each.error for each in fired)
        return Counter(each.id for each in fired)


def built_in(book: Rulebook, _corpus: Path) -> Judge:
    """That of our own rules, which say each thing once."""
    from app.validation.rulesets import BUILT_IN
    from app.validation.subject import Subject

    def judge(raw: bytes) -> Counter[str]:
        found = BUILT_IN[book.built_in](Subject(etree.fromstring(raw, _PARSER)), NO_LIMIT)
        return Counter({each.code for each in found})

    return judge


JUDGES = {"compiled": compiled, "saxon": BySaxon, "built-in": built_in}


def documents(book: Rulebook, corpus: Path, count: int, seed: int, *, units: bool = False) -> Iterator[bytes]:
    """About `count` mutants, spread evenly over the good documents (and the unit cases') of a set of rules."""
    sources = [*book.examples(corpus), *(book.unit_documents(corpus) if units else [])]
    each_has, left = divmod(count, len(sources))
    for number, source in enumerate(sources):
        yield from mutants(source, each_has + (number < left), seed + number)


def disagreements(first: Judge, second: Judge, documents: Iterator[bytes], *, once: bool) -> Iterator[Disagreement]:
    """The documents that two judges see differently.

    Args:
        once: compare which rules fire, and not how often.
    """
    for document in documents:
        one, other = first(document), second(document)
        if once:
            one, other = Counter(one.keys()), Counter(other.keys())
        if one != other:
            yield Disagreement(document, one - other, other - one)


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rules", choices=RULEBOOKS, required=True)
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--judges", default="compiled,saxon", help=", ".join(JUDGES))
    arguments.add_argument("--units", action="store_true", help="mutate the unit cases' documents as well")
    arguments.add_argument("--keep", type=Path, help="a folder for the documents that the judges disagree about")
    chosen = arguments.parse_args()
    book, corpus = RULEBOOKS[chosen.rules], corpus_folder()
    names = chosen.judges.split(",")
    first, second = (JUDGES[name](book, corpus) for name in names)
    made = documents(book, corpus, chosen.count, chosen.seed, units=chosen.units)
    found = disagreements(first, second, made, once="built-in" in names)
    number, rules = 0, Counter[str]()
    for number, each in enumerate(found, 1):
        rules.update((each.only_first | each.only_second).keys())
        print(f"{number}: only {names[0]}: {dict(each.only_first)}, only {names[1]}: {dict(each.only_second)}")
        if chosen.keep:
            chosen.keep.mkdir(parents=True, exist_ok=True)
            (chosen.keep / f"{chosen.rules}-{number}.xml").write_bytes(each.document)
    print(f"{book.name}: {number} disagreements on {chosen.count} mutants; by rule: {dict(rules.most_common(20))}")
    for judge in (first, second):
        if isinstance(judge, BySaxon):
            print(f"{book.name}: {judge.unevaluable} mutants had an assertion that can't be evaluated")
    return 1 if number else 0


if __name__ == "__main__":
    sys.exit(main())
