"""The digest tells a document sent again from another document under the same number."""

import json
from dataclasses import fields, replace
from datetime import date

import pytest

from app.domain.documents import Complement, CreditNote, Document, DocumentType, Leftover, Order
from app.domain.documents.base import Item
from app.domain.documents.order import OrderLine
from app.domain.identifiers import Identifier
from app.domain.money import Amount
from app.domain.parties import Party
from app.domain.quantities import Quantity
from app.formats.canonical import canonical_json, canonical_sha256
from app.formats.json import CountersignJson
from app.safe.json import parse_json
from tests.builders import a_document, an_order

ORDER = an_order().with_lines(2).build()


def read(raw: bytes) -> Document:
    document = CountersignJson().read(parse_json(raw)).document
    assert document is not None
    return document


def spelt(text: str) -> Document:
    return an_order().with_line_list((replace(ORDER.lines[0], amount=Amount.of(text, "EUR")),)).build()


@pytest.mark.parametrize("type_", DocumentType)
def test_a_document_serialised_again_has_the_same_digest(type_: DocumentType) -> None:
    document = a_document(type_)
    compact = json.dumps(json.loads(CountersignJson().render(document)), sort_keys=True).encode()
    assert canonical_sha256(read(compact)) == canonical_sha256(document)


@pytest.mark.parametrize("text", ["12.5", "12.50", "+12.500", "0012.5"])
def test_spelling_an_amount_differently_changes_nothing(text: str) -> None:
    assert canonical_sha256(spelt(text)) == canonical_sha256(spelt("12.5"))


@pytest.mark.parametrize("text", ["12.51", "-12.5", "125"])
def test_another_amount_is_another_document(text: str) -> None:
    assert canonical_sha256(spelt(text)) != canonical_sha256(spelt("12.5"))


def test_minus_nothing_is_nothing() -> None:
    assert canonical_sha256(spelt("-0.00")) == canonical_sha256(spelt("0"))


def test_presentation_is_not_content() -> None:
    leftovers = tuple(Leftover(kind, "/Order", "x") for kind in ("lexical", "namespace", "comment", "signature"))
    from_ubl = replace(ORDER, complement=Complement("ubl-2.1", leftovers))
    assert canonical_sha256(from_ubl) == canonical_sha256(ORDER)


@pytest.mark.parametrize("kind", ["element", "attribute", "member", "something_new"])
def test_what_the_model_has_no_place_for_is_content(kind: str) -> None:
    with_more = replace(ORDER, complement=Complement("ubl-2.1", (Leftover(kind, "/Order", "5"),)))
    with_other = replace(ORDER, complement=Complement("ubl-2.1", (Leftover(kind, "/Order", "6"),)))
    assert len({canonical_sha256(each) for each in (ORDER, with_more, with_other)}) == 3


def test_the_order_of_unknown_members_is_not_content() -> None:
    first = read(CountersignJson().render(ORDER).replace(b'"type"', b'"x": {"a": 1, "b": 2}, "y": 3, "type"', 1))
    again = read(CountersignJson().render(ORDER).replace(b'"type"', b'"y": 3, "x": {"b": 2, "a": 1}, "type"', 1))
    assert canonical_sha256(first) == canonical_sha256(again)


def test_two_types_with_the_same_fields_are_two_documents() -> None:
    invoice = replace(a_document(DocumentType.INVOICE), due=None)
    shared = {each.name: getattr(invoice, each.name) for each in fields(CreditNote)}
    assert canonical_sha256(CreditNote(**shared)) != canonical_sha256(invoice)


def test_the_digest_of_a_known_document_never_changes() -> None:
    """Stored digests outlive releases: if this fails, documents sent again would be taken for conflicts."""
    line = OrderLine(number="1", quantity=Quantity.of("2.0", "C62"), item=Item(name="手套"))
    order = Order(
        number="PO-1",
        issued=date(2026, 3, 2),
        buyer=Party(name="B"),
        seller=Party(name="S", ids=(Identifier("7300010000001", "0088"),)),
        currency="EUR",
        lines=(line,),
    )
    assert canonical_json(order).decode() == (
        '{"buyer":{"name":"B"},"currency":"EUR","issued":"2026-03-02","lines":[{"item":{"name":"手套"},"number":"1",'
        '"quantity":{"unit":"C62","value":"2"}}],"number":"PO-1","seller":{"ids":[{"scheme":"0088",'
        '"value":"7300010000001"}],"name":"S"},"type":"order"}'
    )
