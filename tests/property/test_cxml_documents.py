"""Documents of any content go through cXML: what it has no words for stands beside them and comes back."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.documents import Document, DocumentType
from app.domain.documents.base import MonetaryTotal
from app.domain.identifiers import Identifier
from app.domain.money import Amount
from app.domain.parties import Party
from app.formats.base import NotRenderable
from app.formats.cxml import Cxml
from app.formats.cxml.tables import TABLES
from app.pipeline.body import parsed
from app.safe import DEFAULT_LIMITS
from tests.invented import Inventor
from tests.strategies import documents

CXML = Cxml()
SEEDS = range(16)
EURO = "EUR"

_TERMS = {"payment_terms", "payment_terms.period"}
_CHARGES = {"allowances_charges", "allowances_charges.reason"}
KNOWN = {
    DocumentType.ORDER: _TERMS | _CHARGES,
    DocumentType.ORDER_CHANGE: _TERMS | _CHARGES | {"sequence"},
    DocumentType.ORDER_CANCELLATION: set[str](),
    DocumentType.ORDER_RESPONSE: {"lines.status"},
    DocumentType.DESPATCH_ADVICE: {"orders"},
    DocumentType.INVOICE: _TERMS | {"due", "totals.tax_exclusive", "type_code"},
    DocumentType.CREDIT_NOTE: _TERMS | {"totals.tax_exclusive", "type_code"},
    DocumentType.APPLICATION_RESPONSE: {"answers.statuses"},
}
"""Where what cXML says in its own words can differ from the model's; docs/formats/cxml.md tells of each."""


BLANKS = {f"{party}.ids{end}" for party in ("buyer", "seller") for end in ("", ".value", ".scheme")}
"""Identifiers that differ in blanks only: those in credentials are trimmed."""


def invented(type_: DocumentType, seed: int) -> Document:
    """A random document between two parties that have addresses, in one currency, whose sums are positive."""
    inventor = Inventor(
        Random(f"{type_}-{seed}"),
        left_out={("invoice", "order_line"), ("*", "order_line")} if "order_line" in _lines_of(type_) else (),
        at_least_one=("lines", "reasons", "orders", "answers"),
        fixed={"currency": EURO, "code": "CA", "type_code": "", "ids": ()},
    )
    document = _in_euros(inventor.document(type_))
    parties = {name: replace(getattr(document, name), endpoint=_address(name)) for name in ("buyer", "seller")}
    made: Document = replace(document, **parties)
    return made


def _lines_of(type_: DocumentType) -> tuple[str, ...]:
    return ("order_line",) if type_ in (DocumentType.INVOICE, DocumentType.CREDIT_NOTE) else ()


def _address(name: str) -> Identifier:
    return Identifier({"buyer": "5790000435944", "seller": "7300010000001"}[name], "0088")


def _in_euros(value: Any, name: str = "") -> Any:
    if isinstance(value, Amount):
        return Amount(abs(value.value) + 1 if name == "payable" else value.value, EURO)
    if isinstance(value, tuple):
        return tuple(_in_euros(each, name) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _in_euros(getattr(value, each.name), each.name) for each in fields(value)})
    return value


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """The fields in which two documents differ.

    A party without a name may have come back with its legal name, and the sum of the lines where nobody told it.
    """
    if isinstance(one, MonetaryTotal) and isinstance(other, MonetaryTotal) and one.lines is None:
        other = replace(other, lines=None)
    if isinstance(one, Party) and isinstance(other, Party) and not one.name and other.name == one.legal_name:
        one = replace(one, name=one.legal_name)
    if is_dataclass(one) and type(one) is type(other):
        for each in fields(one):
            if each.compare and each.name != "complement":
                yield from differences(getattr(one, each.name), getattr(other, each.name), f"{path}.{each.name}")
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for mine, theirs in zip(one, other, strict=True):
            yield from differences(mine, theirs, path)
    elif one != other:
        yield path.removeprefix(".")


def through(document: Document) -> Any:
    found = CXML.read(parsed(CXML.render(document), DEFAULT_LIMITS))
    assert found.document is not None, found.findings
    return found.document


CASES = [pytest.param(type_, seed, id=f"{type_}-{seed}") for type_ in TABLES for seed in SEEDS]


@pytest.mark.parametrize(("type_", "seed"), CASES)
def test_a_document_of_any_content_survives_cxml(type_: DocumentType, seed: int) -> None:
    document = invented(type_, seed)
    assert set(differences(document, through(document))) <= KNOWN[type_]


@pytest.mark.parametrize("type_", TABLES)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_second_way_through_cxml_loses_nothing_more(type_: DocumentType, data: st.DataObject) -> None:
    document = data.draw(documents(type_))
    try:
        found = CXML.read(parsed(CXML.render(document), DEFAULT_LIMITS))
    except NotRenderable:
        return  # a party without any identifier, or a text that XML can't carry
    if found.document is None:
        assert {each.code for each in found.findings} == {"cxml.missing"}  # a number of blanks only
        return
    again = CXML.read(parsed(CXML.render(found.document), DEFAULT_LIMITS))
    assert again.document is not None, again.findings
    assert set(differences(again.document, found.document)) <= BLANKS
