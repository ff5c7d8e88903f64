"""Does judging one line for all that are alike find the same as judging every line?

    python -m tests.oracles.shortening --count 10000 [--seed 1]

Mutants of good bills with many lines, several of them alike; prints every difference and a summary; exit status 0
where there is none. A mutant changes one line of many mostly, or many at once.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from app.safe.xml import parse_xml
from app.validation.rulesets import judge
from app.validation.subject import Subject
from tests.bench.documents import an_invoice_of
from tests.oracles.mutator import TEXTS, mutants
from tests.rule_examples import NAMESPACES

SETS = ("en16931-ubl", "peppol-billing")
LINES = 24
"""More than `lines_alike.FEWEST`, and few, so that a mutant is judged quickly."""
_IN_LINES = ("cbc:ID", "cbc:InvoicedQuantity", "cbc:LineExtensionAmount", "cac:Item/*", "cac:Price/*", ".//*")


@dataclass(slots=True)
class Compared:
    """What came of some mutants.

    Attributes:
        different: mutants of which the two ways don't find the same.
        shortened: how many were judged by fewer lines; good: of how many nothing is wrong.
    """

    different: list[bytes]
    count: int = 0
    shortened: int = 0
    good: int = 0


def good_bills() -> list[bytes]:
    """Bills to make mutants of: an invoice, the same as a credit note, one without indentation."""
    invoice = an_invoice_of(LINES)
    dense = etree.tostring(etree.fromstring(invoice, etree.XMLParser(remove_blank_text=True)))
    return [invoice, dense, _credit_note(invoice)]


def _credit_note(invoice: bytes) -> bytes:
    for old, new in (
        (b"InvoiceLine", b"CreditNoteLine"),
        (b"InvoicedQuantity", b"CreditedQuantity"),
        (b"<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", b"<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>"),
        (b"<cbc:DueDate>2026-03-31</cbc:DueDate>", b""),
        (b"xsd:Invoice-2", b"xsd:CreditNote-2"),
        (b"<Invoice ", b"<CreditNote "),
        (b"</Invoice>", b"</CreditNote>"),
    ):
        invoice = invoice.replace(old, new)
    return invoice


def documents(count: int, seed: int) -> Iterator[bytes]:
    """About `count` mutants, half of them changed only in lines, and the good bills themselves."""
    sources = good_bills()
    yield from sources
    for number, source in enumerate(sources):
        share = count // (2 * len(sources))
        yield from mutants(source, share, seed + number)
        for each in range(share):
            yield _with_other_lines(source, random.Random(f"{seed}/{number}/{each}"))


def _with_other_lines(source: bytes, chance: random.Random) -> bytes:
    """The same content in some of the lines, at the same place: what looks alike is judged together."""
    root = etree.fromstring(source)
    lines = root.findall("cac:InvoiceLine", NAMESPACES) + root.findall("cac:CreditNoteLine", NAMESPACES)
    path, text = chance.choice(_IN_LINES), chance.choice(TEXTS)
    for line in chance.sample(lines, chance.choice((1, 1, 2, 5, len(lines)))):
        found = line.findall(path, NAMESPACES)
        for element in (
            found[: chance.choice((1, 1, 3))] if path == "cbc:ID" else chance.sample(found, min(1, len(found)))
        ):
            chance.choice(_CHANGES)(element, text)
    return etree.tostring(root)


def _set_text(element: etree._Element, text: str) -> None:
    element.text = text


def _drop(element: etree._Element, _text: str) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _add(element: etree._Element, text: str) -> None:
    etree.SubElement(element, f"{{{NAMESPACES['cbc']}}}Note").text = text


def _set_attribute(element: etree._Element, text: str) -> None:
    element.set("schemeID", " ".join(text.split()))


_CHANGES: tuple[Callable[[etree._Element, str], None], ...] = (
    _set_text,
    _set_text,
    _set_text,
    _drop,
    _add,
    _set_attribute,
)


def compare(count: int, seed: int) -> Compared:
    """Judge mutants both ways."""
    result = Compared([])
    for raw in documents(count, seed):
        body = parse_xml(raw)
        subject = Subject(body.root, cut=body.cut)
        found = judge(subject, SETS).findings
        result.count += 1
        result.shortened += subject.shortened is not None
        result.good += not found
        if found != judge(Subject(body.root), SETS).findings:
            result.different.append(raw)
    return result


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    result = compare(chosen.count, chosen.seed)
    for each in result.different:
        print(each.decode())
    print(
        f"{len(result.different)} differences in {result.count} bills: {result.shortened} judged by fewer lines, "
        f"nothing wrong with {result.good}"
    )
    return 1 if result.different else 0


if __name__ == "__main__":
    sys.exit(main())
