"""Is a document of a known form found the same as if no form were known?

    python -m tests.oracles.known_forms --count 10000 [--seed 1]

Mutants of good bills, most of them changed in their texts alone, each judged where the bill's form is known and by
itself; prints every difference and a summary; exit status 0 where there is none. With the corpus at hand, the bills are
the official examples too.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.safe.body import XmlBody
from app.safe.xml import parse_xml
from app.validation.known_forms import FORMS
from app.validation.rulesets import ASKED, judge
from app.validation.subject import Subject
from tests.bench.documents import an_invoice_of
from tests.conftest import corpus_folder
from tests.oracles.mutator import KINDS, OF_TEXTS, mutants
from tests.oracles.rulebooks import RULEBOOKS

SETS = (("en16931-ubl",), ("en16931-ubl", "peppol-billing"))
OF_ALL_KINDS = 10
"""Of so many mutants one may have another form."""


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
    corpus, books = corpus_folder(), [RULEBOOKS[name] for name in ("en16931", "peppol-billing")]
    return [raw for book in books for raw in book.examples(corpus)] if corpus.exists() else []


def bills(others: Sequence[bytes], sets: Sequence[str]) -> Iterator[bytes]:
    """Our own and `others`, good ones only, as the mutator writes them."""
    for raw in (an_invoice_of(2), an_invoice_of(5), *others):
        written = next(mutants(raw, 1, 0, [lambda _: None]))
        body = parse_xml(written)
        if body.cut is not None and judge(Subject(body.root), sets).findings == ():
            yield written


def compare(count: int, seed: int, others: Sequence[bytes] = ()) -> Compared:
    """Judge about as many mutants of `bills` both ways."""
    result = Compared([])
    for sets in SETS:
        sources = list(bills(others, sets))
        each = count // (len(sources) * len(SETS)) + 1
        for number, source in enumerate(sources):
            _make_known(source, sets)
            of_all = each // OF_ALL_KINDS
            _compare(result, mutants(source, each - of_all, seed + number, OF_TEXTS), sets)
            _compare(result, mutants(source, of_all, seed + number, KINDS), sets)
    return result


def _make_known(source: bytes, sets: Sequence[str]) -> None:
    FORMS.clear()
    body = parse_xml(source)
    for _ in range(2):
        judge(_subject(body), sets)


def _subject(body: XmlBody) -> Subject:
    return Subject(body.root, cut=body.cut)


def _compare(result: Compared, documents: Iterator[bytes], sets: Sequence[str]) -> None:
    asking = tuple(ASKED[each] for each in sets)
    for raw in documents:
        body = parse_xml(raw)
        result.count += 1
        result.known += body.cut is not None and FORMS.is_good(body.cut, asking)
        found = judge(_subject(body), sets).findings
        result.good += not found
        if found != judge(Subject(body.root), sets).findings:
            result.different.append(raw)


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    result = compare(chosen.count, chosen.seed, official_examples())
    for each in result.different:
        print(each.decode())
    print(
        f"{len(result.different)} differences in {result.count} bills: {result.known} good by what is known of their "
        f"form, nothing wrong with {result.good}"
    )
    return 1 if result.different else 0


if __name__ == "__main__":
    sys.exit(main())
