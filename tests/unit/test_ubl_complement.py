"""The complement: what the model has no place for is kept, and never contradicts the model."""

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from app.domain.documents import Complement, Document, Leftover, Order
from app.domain.documents.base import Note
from app.formats.ubl import Ubl
from app.safe.xml import parse_xml
from tests.builders import an_order

UBL = Ubl()
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def read(text: str) -> Any:
    parsed = UBL.read(parse_xml(text.encode()))
    assert parsed.document is not None, parsed.findings
    return parsed.document


def order_text() -> str:
    return UBL.render(an_order().with_lines(2).build()).decode()


def canonical(text: str | bytes) -> str:
    plain = etree.tostring(parse_xml(text if isinstance(text, bytes) else text.encode()).root, encoding="unicode")
    result: str = etree.canonicalize(plain, strip_text=True, rewrite_prefixes=True)
    return result


def kept(text: str) -> set[tuple[str, str]]:
    """Kinds and paths of what is left over of a text that comes out as it went in."""
    document = read(text)
    assert canonical(UBL.render(document)) == canonical(text)
    return {(each.kind, each.path) for each in document.complement.items} if document.complement else set()


def with_leftovers(*items: Leftover) -> Order:
    return an_order().with_lines(2).with_(complement=Complement("ubl", items)).build()


def plain(document: Document) -> bytes:
    return UBL.render(replace(document, complement=None))


def test_a_document_that_the_model_holds_whole_has_no_complement() -> None:
    assert read(order_text()).complement is None


def test_elements_and_attributes_without_a_rule_are_kept_where_they_were() -> None:
    text = order_text().replace(
        "<cbc:ID>PO-1001", '<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:ID schemeID="A">PO-1001'
    )
    text = text.replace("<cbc:ID>2<", "<cbc:ID>2</cbc:ID><cbc:SalesOrderID>S-2<").replace(
        "S-2</cbc:ID>", "S-2</cbc:SalesOrderID>"
    )
    assert kept(text) == {
        ("element", "/Order/cbc:UBLVersionID"),
        ("attribute", "/Order/cbc:ID/@schemeID"),
        ("element", "/Order/cac:OrderLine[2]/cac:LineItem/cbc:SalesOrderID"),
    }


def test_spellings_of_the_sender_are_kept() -> None:
    text = order_text().replace(">2026-03-02<", ">2026-03-02+01:00<").replace(">false<", ">0<", 1)
    assert kept(text) == {
        ("lexical", "/Order/cbc:IssueDate"),
        ("lexical", "/Order/cac:OrderLine/cac:LineItem/cbc:PartialDeliveryIndicator"),
    }


def test_prefixes_schema_locations_and_foreign_content_are_kept() -> None:
    text = order_text().replace("xmlns:cac=", f'xmlns:xsi="{XSI}" xsi:schemaLocation="a b" xmlns:cac=')
    extension = "<e:UBLExtensions xmlns:e='urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2'>"
    content = (
        "<e:UBLExtension><e:ExtensionContent><x xmlns='urn:x'>1 <b>2</b></x></e:ExtensionContent></e:UBLExtension>"
    )
    text = text.replace("<cbc:ID>PO", f"{extension}{content}</e:UBLExtensions><cbc:ID>PO")
    assert ("element", "/Order/ext:UBLExtensions") in kept(text)
    again = parse_xml(UBL.render(read(text))).root
    assert again.nsmap["xsi"] == XSI
    assert again.get(f"{{{XSI}}}schemaLocation") == "a b"


def test_an_unusual_order_of_elements_is_kept() -> None:
    text = order_text().replace("<cbc:ID>PO-1001</cbc:ID>", "").replace("</Order>", "<cbc:ID>PO-1001</cbc:ID></Order>")
    assert kept(text) == {("order", "/Order")}


def test_an_address_stays_in_the_element_that_its_sender_chose() -> None:
    text = order_text()
    start, end = text.index("<cac:DeliveryLocation>"), text.index("</cac:DeliveryLocation>")
    address = text[text.index("<cac:Address>", start) : end]
    text = (
        text[:start]
        + address.replace("cac:Address>", "cac:DeliveryAddress>")
        + text[end + len("</cac:DeliveryLocation>") :]
    )
    assert kept(text) == {("moved", "/Order/cac:Delivery")}
    order = read(text)
    moved = replace(order.deliveries[0], address=replace(order.deliveries[0].address, city="Aarhus"))
    delivery = parse_xml(UBL.render(replace(order, deliveries=(moved,)))).root.find("{*}Delivery")
    assert delivery is not None
    assert [etree.QName(child).localname for child in delivery] == ["DeliveryAddress"]
    assert delivery.findtext("{*}DeliveryAddress/{*}CityName") == "Aarhus"


def test_a_value_changed_since_reading_wins_over_its_old_spelling() -> None:
    order = read(order_text().replace(">2026-03-02<", ">2026-03-02Z<"))
    again = UBL.render(replace(order, issued=order.issued.replace(day=3))).decode()
    assert ">2026-03-03<" in again
    assert ">2026-03-02Z<" in UBL.render(order).decode()


def test_a_change_leaves_the_rest_of_the_complement_in_place() -> None:
    order = read(order_text().replace("<cbc:ID>PO-1001", "<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:ID>PO-1001"))
    again = UBL.render(replace(order, notes=(Note("Another"),), lines=order.lines[:1])).decode()
    assert "<cbc:UBLVersionID>2.1<" in again
    assert read(again).notes == (Note("Another"),)


def test_what_belongs_to_a_line_that_is_gone_goes_with_it() -> None:
    text = order_text().replace("<cbc:ID>2</cbc:ID>", "<cbc:ID>2</cbc:ID><cbc:SalesOrderID>S-2</cbc:SalesOrderID>")
    order = read(text)
    assert "S-2" not in UBL.render(replace(order, lines=order.lines[:1])).decode()


def test_a_complement_of_another_syntax_is_left_alone() -> None:
    document = an_order().with_(complement=Complement("x12", (Leftover("segment", "BEG", "x"),))).build()
    assert UBL.render(document) == plain(document)


@pytest.mark.parametrize(
    "item",
    [
        Leftover("lexical", "/Order/cac:OrderLine/cac:LineItem/cbc:Quantity", '["10", "1000000"]'),
        Leftover("lexical", "/Order/cbc:ID", '["PO-1001", "PO-9"]'),
        Leftover("lexical", "/Order/cac:OrderLine/cac:LineItem/cbc:Quantity/@unitCode", '["C62", "KGM"]'),
        Leftover("text", "/Order/cac:BuyerCustomerParty", "but nobody else"),
        Leftover("absent", "/Order/cac:OrderLine[2]", an_order().build().lines[0].item.name),
        Leftover("absent", "/Order/cbc:CustomerReference", "WARD-7"),
        Leftover("moved", "/Order", '["cac:BuyerCustomerParty", "cac:OriginatorCustomerParty"]'),
        Leftover("renamed", "/Order/cac:BuyerCustomerParty", "cac:OriginatorCustomerParty"),
        Leftover("attribute", "/Order/@xmlns", "urn:evil"),
        Leftover("attribute", "/Order/@a b", "x"),
        Leftover(
            "element",
            "/Order/cac:PaymentMeans",
            "<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode></cac:PaymentMeans>",
        ),
        Leftover("element", "/Order/cbc:Note[2]", "<cbc:Note>and a car</cbc:Note>"),
        Leftover("element", "/Order/cbc:UUID", "<cbc:UUID>1</cbc:UUID>"),
        Leftover("element", "/Order/cac:TaxTotal", "<cac:TaxTotal><cbc:TaxAmount>much</cbc:TaxAmount></cac:TaxTotal>"),
        Leftover("namespace", "/@cac", "urn:evil"),
        Leftover("namespace", "/@a b", "urn:evil"),
        Leftover("namespace", "/@xml", "urn:evil"),
    ],
    ids=lambda item: f"{item.kind} {item.path}",
)
def test_a_complement_never_contradicts_the_model(item: Leftover) -> None:
    document = with_leftovers(item)
    again = UBL.read(parse_xml(UBL.render(document))).document
    assert again is not None
    assert replace(again, complement=None) == replace(document, complement=None)


@pytest.mark.parametrize(
    "item",
    [
        Leftover("element", "/Order/cbc:UBLVersionID", "<cbc:UBLVersionID>"),
        Leftover("element", "/Order/cbc:UBLVersionID", "2.1"),
        Leftover("element", "/Order/cbc:UBLVersionID", "<cbc:UBLVersionID/><cbc:UBLVersionID/>"),
        Leftover("element", "/Order/cbc:UBLVersionID", "<cbc:Note/>"),
        Leftover("element", "/Order/cbc:UBLVersionID", "</w><w><cbc:UBLVersionID/>"),
        Leftover(
            "element", "/Order/cbc:UBLVersionID", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
        ),
        Leftover("element", "/Order/cbc:UBLVersionID", "\ud800"),
        Leftover("element", "/", "<x/>"),
        Leftover("element", "nowhere", "<x/>"),
        Leftover("lexical", "/Order/cbc:ID", "not a list"),
        Leftover("lexical", "/Order/cbc:ID", "[" * 100_000),
        Leftover("lexical", "/Order/cbc:ID", '["one"]'),
        Leftover("lexical", "/Order/cbc:ID", "[1, 2]"),
        Leftover("absent", "/Order", ""),
        Leftover("text", "/Order/cbc:UUID[999999999]", "x"),
        Leftover("text", "/Order/cac:Delivery", "\x00"),
        Leftover("moved", "/Order", '["nonsense", "cac:Delivery"]'),
        Leftover("moved", "/Order", '["x:y", "cac:Delivery"]'),
        Leftover("renamed", "/Order", "cac:Delivery"),
        Leftover("renamed", "/Order/cbc:ID[0]", "cbc:UUID"),
        Leftover("renamed", "/Order/cbc:ID", "a b"),
        Leftover("renamed", "/Order/cbc:ID", "@id"),
        Leftover("renamed", "/Order/cbc:ID", ""),
        Leftover("order", "/Order", '["cbc:ID"]'),
        Leftover("order", "/Order", '["a/b"]'),
        Leftover("unheard of", "///", "?"),
    ],
    ids=lambda item: f"{item.kind} {item.path} {item.content[:20]!a}",
)
def test_a_complement_that_nobody_wrote_adds_nothing(item: Leftover) -> None:
    document = with_leftovers(item)
    assert UBL.render(document) == plain(document)


@pytest.mark.timeout(60)
def test_a_huge_complement_is_dealt_with() -> None:
    order = an_order().noting("x").build()
    notes = order.notes * 20_000
    items = tuple(Leftover("absent", f"/Order/cbc:Note[{index}]", "x") for index in range(1, 20_000))
    assert UBL.render(replace(order, notes=notes, complement=Complement("ubl", items)))
