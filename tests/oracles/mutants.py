"""Do two judges of the same rules agree on documents that went wrong?

    python -m tests.oracles.mutants --rules en16931 --count 1000 [--judges compiled,saxon] [--units]

Prints every disagreement and a summary; exit status 0 where there is none. Disagreements about assertions that couldn't
be evaluated are counted apart: an official stylesheet gives up on such documents.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from app.safe.tree import Tree
from app.safe.xml import parse_xml
from tests.conftest import corpus_folder
from tests.oracles.mutator import mutants
from tests.oracles.rulebooks import RULEBOOKS, Rulebook
from tests.oracles.saxon import SaxonRules


@dataclass(frozen=True, slots=True)
class Verdict:
    """How often each rule fires for a document, and which of them do so because they couldn't be evaluated."""

    fired: Counter[str]
    unevaluable: frozenset[str] = frozenset()

    def without(self, rules: frozenset[str]) -> Counter[str]:
        """What fires apart from `rules`."""
        return Counter({rule: count for rule, count in self.fired.items() if rule not in rules})


Judge = Callable[[bytes], Verdict]

NO_LIMIT = 1_000_000
NOT_EVALUABLE = "rules.not_evaluable"
"""What the entry of a finding begins with that says that a rule couldn't be evaluated."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What only one of two judges said of a document.

    Attributes:
        is_freedom: all of it is of rules that one of them couldn't evaluate. XPath leaves open (2.3.4) whether an
            expression fails whose other operand decides it, and engines differ.
    """

    document: bytes
    only_first: Counter[str]
    only_second: Counter[str]
    is_freedom: bool


def compiled(book: Rulebook, corpus: Path) -> Judge:
    """Our compiler's judge; each judge loads its own rules, and only if it is asked."""
    from app.validation.schematron.compiling import CompiledRules, compile_schema

    rules = CompiledRules.load(compile_schema(book.schema(corpus)), book.name)

    def judge(raw: bytes) -> Verdict:
        found = rules.judge(Tree(etree.fromstring(raw, _PARSER)), NO_LIMIT)
        failed = frozenset(each.code for each in found if each.entry.startswith("rules.not_evaluable"))
        return Verdict(Counter(each.code for each in found), failed)

    return judge


def saxon(book: Rulebook, corpus: Path) -> Judge:
    """Saxon's."""
    rules = SaxonRules(book.schema(corpus))

    def judge(raw: bytes) -> Verdict:
        fired = rules.judge(raw)
        return Verdict(Counter(each.id for each in fired), frozenset(each.id for each in fired if each.error))

    return judge


def built_in(book: Rulebook, _corpus: Path) -> Judge:
    """That of our own rules, which say each thing once."""
    from app.validation.rulesets import BUILT_IN
    from app.validation.subject import Subject

    def judge(raw: bytes) -> Verdict:
        body = parse_xml(raw)
        found = BUILT_IN[book.built_in](Subject(body.root, cut=body.cut), NO_LIMIT)
        failed = frozenset(each.code for each in found if each.entry.startswith(NOT_EVALUABLE))
        return Verdict(Counter(each.code for each in found), failed)

    return judge


JUDGES = {"compiled": compiled, "saxon": saxon, "built-in": built_in}


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
        verdicts = first(document), second(document)
        failed = verdicts[0].unevaluable | verdicts[1].unevaluable
        one, other = (_once(each.fired) if once else each.fired for each in verdicts)
        if one != other:
            sure = [_once(each.without(failed)) if once else each.without(failed) for each in verdicts]
            yield Disagreement(document, one - other, other - one, is_freedom=sure[0] == sure[1])


def _once(fired: Counter[str]) -> Counter[str]:
    return Counter(fired.keys())


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
    faults = freedoms = 0
    rules = Counter[str]()
    for number, each in enumerate(found, 1):
        faults, freedoms = faults + (not each.is_freedom), freedoms + each.is_freedom
        rules.update((each.only_first | each.only_second).keys())
        apart = " (couldn't be evaluated)" if each.is_freedom else ""
        print(f"{number}: only {names[0]}: {dict(each.only_first)}, only {names[1]}: {dict(each.only_second)}{apart}")
        if chosen.keep:
            chosen.keep.mkdir(parents=True, exist_ok=True)
            (chosen.keep / f"{chosen.rules}-{number}.xml").write_bytes(each.document)
    print(
        f"{book.name}: {faults} disagreements on {chosen.count} mutants, and {freedoms} about what can't be evaluated"
    )
    print(f"{book.name}: by rule: {dict(rules.most_common(20))}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
