"""Invoices with every field at random survive CII, within what CII has places for."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import pytest
from lxml import etree

from app.domain.documents import CreditNote, DocumentType, Invoice
from app.domain.documents.base import TaxTotal
from app.formats.cii import Cii
from app.formats.xml.cii_facts import children_of
from app.formats.xml.names import shown
from app.safe.xml import parse_xml
from tests.conftest import ROOT
from tests.invented import Inventor

CII = Cii()
SEEDS = range(40)
FACTS = ROOT / "schemas" / "cii" / "D22B"
XSD = "{http://www.w3.org/2001/XMLSchema}"
TYPE_CODES = {DocumentType.INVOICE: "380", DocumentType.CREDIT_NOTE: "381"}

_ORDERS = ("order_line", "despatch_line")
_HEADERS = (
    "order",
    "billing_references",
    "despatches",
    "receipts",
    "contracts",
    "additional_references",
)
NO_PLACE = {
    ("*", "issued_at"),
    ("*", "type_name"),
    ("Period", "start_time"),
    ("Period", "end_time"),
    ("Delivery", "requested"),
    ("Delivery", "promised"),
    ("party", "ids"),
    ("party", "address"),
    ("PaymentTerms", "period"),
    ("PaymentTerms", "due"),
    ("PaymentMeans", "due"),
    ("TaxSubtotal", "percent"),
    *((holder, "line") for holder in _HEADERS),
    *((holder, name) for holder in _ORDERS for name in ("description", "revision", "uri")),
}
"""docs/formats/cii.md has the same in words."""


def invented(type_: DocumentType, seed: int) -> Invoice | CreditNote:
    """A random invoice whose currencies, codes and schemes are of the kind that CII knows."""
    inventor = Inventor(
        Random(f"{type_}-{seed}"),
        left_out=NO_PLACE,
        at_least_one=("lines", "base", "number"),
        fixed={
            "currency": "EUR",
            "tax_currency": "CNY",
            "scheme": "VAT",
            "payment_id": "RF18539007547034",
            "type_code": TYPE_CODES[type_],
        },
    )
    document: Any = inventor.document(type_)
    return _fitting(document)


def _fitting(document: Any) -> Any:
    """As a business would have it: one despatch advice, one tax with its shares, lines with totals of tax only."""
    once = {name: getattr(document, name)[:1] for name in ("despatches", "receipts", "contracts", "deliveries")}
    shares = tuple(share for total in document.taxes for share in total.subtotals if share.tax.currency == "EUR")
    lines = tuple(
        replace(each, taxes=tuple(replace(tax, subtotals=()) for tax in each.taxes)) for each in document.lines
    )
    return replace(
        document,
        **once,
        taxes=(TaxTotal(amount=shares[0].tax, subtotals=shares),) if shares else (),
        tax_point=document.tax_point if shares else None,
        lines=lines,
    )


CASES = [pytest.param(type_, seed, id=f"{type_}-{seed}") for type_ in TYPE_CODES for seed in SEEDS]


@pytest.mark.parametrize(("type_", "seed"), CASES)
def test_an_invoice_of_any_content_survives_cii(type_: DocumentType, seed: int) -> None:
    document = invented(type_, seed)
    parsed = CII.read(parse_xml(CII.render(document)))
    assert parsed.findings == ()
    assert parsed.document == document


@pytest.mark.parametrize("type_", TYPE_CODES)
def test_everything_written_stands_where_the_standard_has_it(type_: DocumentType) -> None:
    for seed in SEEDS:
        root = parse_xml(CII.render(invented(type_, seed))).root
        assert [wrong for each in root.iter() for wrong in _misplaced(each)] == []


def _misplaced(element: etree._Element) -> Iterator[str]:
    """What the table of D22B, derived from the official schema, doesn't allow of an element's children."""
    names = [child.tag for child in element]
    known = children_of(element.tag)
    if any(name not in known for name in names) or names != sorted(names, key=known.index):
        yield f"{shown(element.tag)}: {[shown(name) for name in names]}"
    for name in {name for name in names if names.count(name) > 1}:
        if _occurrence(element.tag, name) not in ("*", "+"):
            yield f"{shown(name)} more than once in {shown(element.tag)}"


def _occurrence(parent: str, child: str) -> str:
    type_name = _table("elements.tsv")[shown(parent)][0]
    tokens = _table("types.tsv")[type_name][2].split()
    (token,) = (each for each in tokens if each.partition("=")[0] == shown(child))
    return token[-1]


@cache
def _table(name: str) -> dict[str, list[str]]:
    rows = (line.split("\t") for line in (FACTS / name).read_text(encoding="utf-8").splitlines())
    return {first: rest for first, *rest in rows}


@pytest.mark.parametrize("profile", ["MINIMUM", "BASICWL", "BASIC", "EN16931", "EXTENDED"])
def test_the_table_has_what_the_official_profiles_have_in_the_same_order(profile: str) -> None:
    names = (each.name for each in (files("drafthorse") / "schema").iterdir())
    (schema,) = (each for each in names if f"_{profile}_" in each and "Reusable" in each)
    root = etree.fromstring((files("drafthorse") / "schema" / schema).read_bytes())
    types = root.findall(f"{XSD}complexType")
    assert len(types) > 10
    for each in types:
        ours = [token.partition("=")[0] for token in _table("types.tsv")[f"ram:{each.get('name')}"][2].split()]
        theirs = [f"ram:{child.get('name')}" for child in each.iter(f"{XSD}element")]
        assert theirs == [name for name in ours if name in theirs]
