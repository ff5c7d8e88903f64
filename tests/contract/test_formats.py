"""What every registered syntax promises, for every document type that it says it has."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.documents import CreditNote, Document, DocumentType, Invoice
from app.domain.findings import rejects
from app.formats import FORMATS
from app.formats.base import Format, NotRenderable
from app.formats.detect import detect
from app.pipeline.body import parsed
from app.safe import DEFAULT_LIMITS, Body
from app.safe.json import parse_json
from app.safe.xml import parse_xml
from tests.builders import a_document

EVERY = [
    pytest.param(syntax, type_, id=f"{name}-{type_}")
    for name, syntax in FORMATS.items()
    for type_ in DocumentType
    if type_ in syntax.types
]
LACKING = [
    pytest.param(syntax, type_, id=f"{name}-{type_}")
    for name, syntax in FORMATS.items()
    for type_ in DocumentType
    if type_ not in syntax.types
]


LOSSY = ("x12", "edifact")
"""Syntaxes that have no place for some of what the domain knows; what they lose is told by `formats.losses`."""


def core_of(document: Document) -> dict[str, Any]:
    """What no syntax may lose: which document it is, between whom, and of each line what at what price."""
    lines = getattr(document, "lines", ())
    return {
        "number": document.number,
        "issued": document.issued,
        "parties": [{each.value for each in party.identifiers()[:1]} for party in (document.buyer, document.seller)],
        "lines": [
            (
                getattr(line, "quantity", None),
                line.price.amount if getattr(line, "price", None) else None,
                [(each.price.amount, each.minimum) for each in getattr(line, "prices", ())],
                (line.item.name, line.item.sellers_id, line.item.buyers_id) if getattr(line, "item", None) else None,
            )
            for line in lines
        ],
        "payable": document.totals.payable if getattr(document, "totals", None) else None,
    }


def body_of(raw: bytes) -> Body:
    return parsed(raw, DEFAULT_LIMITS)


@pytest.mark.parametrize(("syntax", "type_"), EVERY)
def test_what_was_rendered_reads_as_the_same_document(syntax: Format, type_: DocumentType) -> None:
    document = a_document(type_)
    read = syntax.read(body_of(syntax.render(document)))
    assert not rejects(read.findings)
    assert read.document is not None
    if syntax.name in LOSSY:
        assert core_of(read.document) == core_of(document)
        assert read.document.type is type_
    else:
        assert read.document == as_said_by(syntax, document)


def as_said_by(syntax: Format, document: Document) -> Document:
    """In cXML a line of an invoice can't name an order's line without its order: that of the document is meant."""
    if syntax.name != "cxml" or not isinstance(document, Invoice | CreditNote):
        return document
    number = document.order.number if document.order else ""
    lines = tuple(
        replace(each, order_line=each.order_line and replace(each.order_line, number=number)) for each in document.lines
    )
    return replace(document, lines=lines)


@pytest.mark.parametrize(("syntax", "type_"), EVERY)
def test_a_document_renders_to_the_same_bytes_again(syntax: Format, type_: DocumentType) -> None:
    first = syntax.render(a_document(type_))
    again = syntax.read(body_of(first)).document
    assert again is not None
    assert syntax.render(again) == first


@pytest.mark.parametrize(("syntax", "type_"), EVERY)
def test_a_rendered_document_is_detected_as_what_it_is(syntax: Format, type_: DocumentType) -> None:
    body = body_of(syntax.render(a_document(type_)))
    assert detect(body, FORMATS) is syntax
    assert syntax.document_type(body) is type_
    assert [name for name, each in FORMATS.items() if each.recognises(body)] == [syntax.name]


@pytest.mark.parametrize(("syntax", "type_"), LACKING)
def test_a_type_that_a_syntax_lacks_is_said_to_be_lacking(syntax: Format, type_: DocumentType) -> None:
    with pytest.raises(NotRenderable):
        syntax.render(a_document(type_))


@pytest.mark.parametrize("raw", [b"<html/>", b'{"a": 1}', b"[]", b'<Order xmlns="urn:of:nobody"/>'])
def test_a_body_of_no_known_syntax_is_not_detected(raw: bytes) -> None:
    assert detect(parse_xml(raw) if raw.startswith(b"<") else parse_json(raw), FORMATS) is None


def test_every_document_type_has_a_syntax() -> None:
    assert {type_ for _, syntax in FORMATS.items() for type_ in syntax.types} == set(DocumentType)
