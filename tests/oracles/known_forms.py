"""Is a document of a known form found the same as if no form were known?

    python -m tests.oracles.known_forms --count 10000 [--seed 1] [--installed]

Mutants of good bills, most of them changed in their texts alone, each judged where the bill's form is known and by
itself; prints every difference and a summary; exit status 0 where there is none. With the corpus at hand, the bills are
the official examples too; then the official rules can be asked, installed, in place of the built-in ones.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.findings import Finding
from app.safe.body import XmlBody
from app.safe.xml import parse_xml
from app.validation.known_forms import FORMS
from app.validation.rulesets import ASKED, Installed, NoneInstalled, judge
from app.validation.schematron.store import RulesStore
from app.validation.subject import Subject
from tests.bench import footprint
from tests.bench.documents import an_invoice_of
from tests.conftest import corpus_folder
from tests.oracles.mutator import KINDS, OF_TEXTS, mutants
from tests.oracles.rulebooks import RULEBOOKS

SETS = (("en16931-ubl",), ("en16931-ubl", "peppol-billing"))
BOOKS = ("en16931", "peppol-billing")
OF_ALL_KINDS = 10
"""Of so many mutants one may have another form."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Sets of rules that are asked together."""

    names: tuple[str, ...]
    installed: Installed = field(default_factory=NoneInstalled)

    def find(self, subject: Subject) -> tuple[Finding, ...]:
        """What they find."""
        return judge(subject, self.names, self.installed).findings

    def know(self, body: XmlBody) -> bool:
        """Whether they know that nothing is wrong with a document by its form."""
        asking = [ASKED.get(each) or self.installed.asking(each) for each in self.names]
        return body.cut is not None and FORMS.is_good(body.cut, tuple(each for each in asking if each))


def built_in() -> list[Rules]:
    """The built-in ones."""
    return list(map(Rules, SETS))


def official(folder: Path) -> list[Rules]:
    """The official ones, installed in `folder`, which is empty."""
    store, corpus = RulesStore(folder), corpus_folder()
    names = [footprint.install(book, corpus, store) for book in map(RULEBOOKS.__getitem__, BOOKS)]
    return [Rules((names[0],), store), Rules(tuple(names), store)]


@dataclass(slots=True)
class Compared:
    """What came of some mutants.

    Attributes:
        different: mutants of which the two ways don't find the same.
        known: how many were good by what is known of their form; good: of how many nothing is wrong.
    """

    different: list[bytes]
    count: int = 0
    known: int = 0
    good: int = 0


def official_examples() -> list[bytes]:
    """Those of the corpus, where it is at hand."""
    corpus, books = corpus_folder(), [RULEBOOKS[name] for name in BOOKS]
    return [raw for book in books for raw in book.examples(corpus)] if corpus.exists() else []


def bills(others: Sequence[bytes], rules: Rules) -> Iterator[bytes]:
    """Our own and `others`, good ones only, as the mutator writes them."""
    for raw in (an_invoice_of(2), an_invoice_of(5), *others):
        written = next(mutants(raw, 1, 0, [lambda _: None]))
        body = parse_xml(written)
        if body.cut is not None and rules.find(Subject(body.root)) == ():
            yield written


def compare(count: int, seed: int, all_rules: Sequence[Rules], others: Sequence[bytes] = ()) -> Compared:
    """Judge about as many mutants of `bills` both ways."""
    result = Compared([])
    for rules in all_rules:
        sources = list(bills(others, rules))
        each = count // (len(sources) * len(all_rules)) + 1
        for number, source in enumerate(sources):
            _make_known(source, rules)
            of_all = each // OF_ALL_KINDS
            _compare(result, mutants(source, each - of_all, seed + number, OF_TEXTS), rules)
            _compare(result, mutants(source, of_all, seed + number, KINDS), rules)
    return result


def _make_known(source: bytes, rules: Rules) -> None:
    FORMS.clear()
    body = parse_xml(source)
    for _ in range(2):
        rules.find(_subject(body))


def _subject(body: XmlBody) -> Subject:
    return Subject(body.root, cut=body.cut)


def _compare(result: Compared, documents: Iterator[bytes], rules: Rules) -> None:
    for raw in documents:
        body = parse_xml(raw)
        result.count += 1
        result.known += rules.know(body)
        found = rules.find(_subject(body))
        result.good += not found
        if found != rules.find(Subject(body.root)):
            result.different.append(raw)


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--installed", action="store_true", help="the official rules in place of the built-in ones")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rules = official(Path(folder)) if chosen.installed else built_in()
        result = compare(chosen.count, chosen.seed, rules, official_examples())
    for each in result.different:
        print(each.decode())
    print(
        f"{len(result.different)} differences in {result.count} bills: {result.known} good by what is known of their "
        f"form, nothing wrong with {result.good}"
    )
    return 1 if result.different else 0


if __name__ == "__main__":
    sys.exit(main())
