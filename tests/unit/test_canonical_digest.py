"""The digest tells a document sent again from another document under the same number."""

import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

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
from app.formats.ubl import Ubl
from app.safe.json import parse_json
from app.safe.xml import parse_xml
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
    leftovers = (
        Leftover("namespace", "/@x", "urn:x"),
        Leftover("lexical", "/Order/cbc:Note", '["1.0", "+1"]'),
        Leftover("signature", "/Order", "x"),
    )
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


def with_elements(*contents: str, prefix: str = "cbc") -> Document:
    uri = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
    items = tuple(Leftover("element", "/Order", each) for each in contents)
    return replace(ORDER, complement=Complement("ubl", (Leftover("namespace", f"/@{prefix}", uri), *items)))


def test_a_prefix_is_not_content() -> None:
    ours = with_elements("<cbc:Telefax>1</cbc:Telefax>", "<cbc:Telex>2</cbc:Telex>")
    theirs = with_elements("<x:Telefax>1</x:Telefax>", "<x:Telex>2</x:Telex>", prefix="x")
    assert canonical_sha256(ours) == canonical_sha256(theirs)
    assert canonical_sha256(ours) != canonical_sha256(with_elements("<cbc:Telefax>1</cbc:Telefax>"))


def test_a_signature_inside_an_element_is_not_content() -> None:
    def signed(value: str) -> Document:
        signature = f'<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#">{value}</d:Signature>'
        return with_elements(f"<cbc:Holder>{signature}<cbc:ID>1</cbc:ID></cbc:Holder>")

    assert canonical_sha256(signed("a")) == canonical_sha256(signed("b"))


def test_broken_leftovers_still_count_each_for_itself() -> None:
    digests = {canonical_sha256(with_elements(*each)) for each in (("<a", "<b/>"), ("<a", "<c/>"), ("</i><i>", "<b/>"))}
    assert len(digests) == 3


def test_two_values_that_the_model_has_one_place_for_are_content() -> None:
    def saying(spellings: str) -> Document:
        return replace(ORDER, complement=Complement("ubl", (Leftover("lexical", "/Order/x", spellings),)))

    assert canonical_sha256(saying('["2026-01-01", " 2026-01-01 "]')) == canonical_sha256(ORDER)
    assert canonical_sha256(saying('["2026-01-01", "2026-01-02"]')) != canonical_sha256(ORDER)
    assert canonical_sha256(saying("[[[")) != canonical_sha256(ORDER)


@pytest.mark.corpus
def test_the_official_example_is_one_document_whatever_its_prefixes(corpus: Path) -> None:
    files = [corpus / f"ubl/2.1/xml/UBL-Invoice-2.0-Example{name}.xml" for name in ("", "-NS1", "-NS2", "-NS3", "-NS4")]
    documents = [Ubl().read(parse_xml(file.read_bytes())).document for file in files]
    assert len({canonical_sha256(each) for each in documents if each is not None}) == 1
    assert None not in documents


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["Order-2.1-Example", "Invoice-2.1-Example", "DespatchAdvice-2.0-Example"])
def test_an_official_example_has_one_digest_as_xml_and_as_json(corpus: Path, name: str) -> None:
    document = Ubl().read(parse_xml((corpus / f"ubl/2.1/xml/UBL-{name}.xml").read_bytes())).document
    assert document is not None
    assert canonical_sha256(read(CountersignJson().render(document))) == canonical_sha256(document)
