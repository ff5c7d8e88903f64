"""A document that goes through every syntax keeps what none may lose, and each conversion tells exactly the rest."""

from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from app.domain.documents import Document, DocumentType
from app.formats import FORMATS
from app.formats.losses import losses_of
from app.pipeline.body import parsed
from app.safe import DEFAULT_LIMITS
from tests.builders import a_document
from tests.contract.test_formats import core_of
from tests.edi_documents import order_850, orders

CHAINS = (
    ("x12", "edifact", "ubl", "cxml", "json", "idoc"),
    ("edifact", "x12", "json", "cxml", "ubl"),
    ("cxml", "edifact", "x12", "ubl", "json"),
    ("ubl", "x12", "cxml", "edifact", "json"),
    ("idoc", "x12", "edifact", "cxml", "ubl"),
    ("json", "cxml", "idoc", "edifact", "x12"),
)
OFFERS = (DocumentType.CATALOGUE, DocumentType.REQUEST_FOR_QUOTATION, DocumentType.QUOTATION)
CHAINS_OF_OFFERS = (
    ("x12", "edifact", "ubl", "json"),
    ("edifact", "ubl", "x12", "json"),
    ("ubl", "json", "edifact", "x12"),
)


def read(raw: bytes, syntax: str) -> Document:
    found = FORMATS.get(syntax).read(parsed(raw, DEFAULT_LIMITS)).document
    assert found is not None
    return found


STARTS = {
    "built": lambda: a_document(DocumentType.ORDER),
    "850": lambda: read(order_850().raw(), "x12"),
    "850 of 005010": lambda: read(order_850("005010").raw(), "x12"),
    "ORDERS": lambda: read(orders().raw(), "edifact"),
    "ORDERS of D01B": lambda: read(orders("D01B").raw(), "edifact"),
}


@pytest.mark.parametrize("chain", CHAINS, ids=" ".join)
@pytest.mark.parametrize("start", STARTS)
def test_the_core_of_an_order_survives_every_chain_of_syntaxes(chain: tuple[str, ...], start: str) -> None:
    assert_core_survives(STARTS[start](), chain)


@pytest.mark.parametrize("chain", CHAINS_OF_OFFERS, ids=" ".join)
@pytest.mark.parametrize("type_", OFFERS)
def test_the_core_of_an_offer_survives_every_chain_of_syntaxes(chain: tuple[str, ...], type_: DocumentType) -> None:
    assert_core_survives(a_document(type_), chain)


def assert_core_survives(first: Document, chain: tuple[str, ...]) -> None:
    document = first
    for syntax in chain:
        document = read(FORMATS.get(syntax).render(document), syntax)
        assert core_of(document) == core_of(first), syntax


@pytest.mark.parametrize("syntax", sorted({each for chain in CHAINS for each in chain}))
@pytest.mark.parametrize("start", STARTS)
def test_the_losses_are_exactly_what_differs(syntax: str, start: str) -> None:
    assert_losses_are_exact(STARTS[start](), syntax)


@pytest.mark.parametrize("syntax", CHAINS_OF_OFFERS[0])
@pytest.mark.parametrize("type_", OFFERS)
def test_the_losses_of_an_offer_are_exactly_what_differs(syntax: str, type_: DocumentType) -> None:
    assert_losses_are_exact(a_document(type_), syntax)


def assert_losses_are_exact(document: Document, syntax: str) -> None:
    back = read(FORMATS.get(syntax).render(document), syntax)
    told = {each.path for each in losses_of(document, FORMATS.get(syntax), back) if each.kind != "complement"}
    had, has = dict(values(document)), dict(values(back))
    assert told == {path for path, value in had.items() if has.get(path) != value}


def values(thing: Any, path: str = "") -> list[tuple[str, Any]]:
    """Every single value in a document, by its path; empty ones left out."""
    if thing is None or thing in ("", ()):
        return []
    if isinstance(thing, tuple):
        return [found for index, each in enumerate(thing) for found in values(each, f"{path}/{index}")]
    if is_dataclass(thing) and not isinstance(thing, type):
        named = [each.name for each in fields(thing) if each.name not in ("complement", "lexical")]
        return [found for name in named for found in values(getattr(thing, name), f"{path}/{name}")]
    return [(path, thing)]
