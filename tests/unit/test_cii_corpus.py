"""Real invoices in UBL go through CII and come back saying the same, and what is written on the way is valid."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from app.domain.documents import CreditNote, Document, Invoice
from app.domain.findings import Finding
from app.formats.cii import Cii
from app.formats.ubl import Ubl
from app.safe.xml import parse_xml
from app.validation.business import check

pytestmark = pytest.mark.corpus

UBL, CII = Ubl(), Cii()
FOLDERS = ("en16931/examples", "peppol/examples")
EXAMPLES = 27

LOSSES = {
    "guide-example2.xml": {"lines.price.allowance.base"},
    "ubl-tc434-example2.xml": {"lines.price.allowance.base"},
    "ubl-tc434-example1.xml": {"payment_means.payment_id"},
    "ubl-tc434-example5.xml": {"seller.tax_registrations.scheme"},
}
"""What CII can't say as UBL does, by the example in which it happens; docs/formats/cii.md tells of each."""


def invoices(corpus: Path) -> Iterator[tuple[str, Invoice | CreditNote]]:
    """Every example of an invoice or credit note, without what only UBL has."""
    for folder in FOLDERS:
        for path in sorted((corpus / folder).rglob("*")):
            if path.suffix.lower() == ".xml":
                document = UBL.read(parse_xml(path.read_bytes())).document
                if isinstance(document, Invoice | CreditNote):
                    yield path.name, replace(document, complement=None)


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """The fields in which two documents differ."""
    if one == other:
        return
    if is_dataclass(one) and type(one) is type(other):
        for each in fields(one):
            if each.compare:
                yield from differences(getattr(one, each.name), getattr(other, each.name), f"{path}.{each.name}")
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for mine, theirs in zip(one, other, strict=True):
            yield from differences(mine, theirs, path)
    else:
        yield path.removeprefix(".")


def through_cii(document: Document) -> Any:
    parsed = CII.read(parse_xml(CII.render(document)))
    assert parsed.document is not None, parsed.findings
    return parsed.document


@cache
def en_16931() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(files("drafthorse") / "schema" / "Factur-X_1.0.07_EN16931.xsd"))


def test_every_real_invoice_says_the_same_after_its_way_through_cii(corpus: Path) -> None:
    lost = {}
    seen = 0
    for name, invoice in invoices(corpus):
        back = through_cii(invoice)
        assert back.complement is None, name
        found = set(differences(invoice, back))
        lost.update({name: found} if found else {})
        seen += 1
    assert seen == EXAMPLES
    assert lost == LOSSES


def test_every_real_invoice_is_valid_cii_by_the_schema_of_en_16931(corpus: Path) -> None:
    schema = en_16931()
    for name, invoice in invoices(corpus):
        root = etree.fromstring(CII.render(invoice))
        assert schema.validate(root), (name, [each.message for each in schema.error_log])


def test_a_second_way_through_cii_loses_nothing_more(corpus: Path) -> None:
    for name, invoice in invoices(corpus):
        once = through_cii(invoice)
        assert through_cii(once) == once, name


def test_the_business_rules_judge_both_renderings_alike(corpus: Path) -> None:
    for name, invoice in invoices(corpus):
        assert codes(check(through_cii(invoice))) == codes(check(invoice)), name


def codes(found: list[Finding]) -> list[str]:
    return sorted(each.code for each in found)
