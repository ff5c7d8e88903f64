"""Contract XML: what goes in comes out again, the schema is strict, and every fault is said where it is."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from app.domain.documents import Complement, Contract, DocumentType, Leftover
from app.domain.documents.base import AllowanceCharge, Price
from app.domain.documents.contract import Clause, PriceLine
from app.domain.findings import Finding
from app.domain.money import Amount
from app.formats.base import NotRenderable, Parsed
from app.formats.canonical import canonical_sha256
from app.formats.contract import ContractXml
from app.formats.json import CountersignJson
from app.safe import JsonBody, XmlBody
from app.safe.json import parse_json
from app.safe.xml import parse_xml
from app.validation.contract import validate_contract
from tests.builders import a_contract, an_order
from tests.building import an_item, pieces
from tests.strategies import documents

XML = ContractXml()
NS = {"c": "urn:countersign:contract:1"}
DSIG = "http://www.w3.org/2000/09/xmldsig#"


def body_of(contract: Contract) -> XmlBody:
    return parse_xml(XML.render(contract))


def a_full_contract() -> Contract:
    allowance = AllowanceCharge(
        is_charge=False, amount=Amount.of("0.10", "EUR"), reason="Frame", factor=Decimal("0.05")
    )
    line = PriceLine(
        id="p2",
        item=an_item(),
        price=Price(amount=Amount.of("+1.250", "EUR"), base_quantity=pieces("100"), allowance=allowance),
        maximum=pieces("1000"),
        discount_percent=Decimal("2.50"),
    )
    contract = a_contract().noting("Kept  as\n it is", "en").with_clause(Clause(id="c3", text='<&> "\t'))
    return replace(
        contract.build(),
        version=2,
        previous_digest="sha-256:" + "0f" * 32,
        proposed_by_buyer=False,
        price_lines=(*contract.build().price_lines, line),
    )


def changed(change: Callable[[etree._Element], None]) -> XmlBody:
    root = body_of(a_full_contract()).root
    change(root)
    return parse_xml(etree.tostring(root))


def faults(body: XmlBody) -> list[Finding]:
    parsed = XML.read(body)
    assert parsed.document is None
    return list(parsed.findings)


@pytest.mark.parametrize("contract", [a_contract().build(), a_full_contract()])
def test_a_contract_survives_being_written_and_read_and_is_valid(contract: Contract) -> None:
    body = body_of(contract)
    assert XML.read(body) == Parsed(contract, ())
    assert validate_contract(body) == []
    assert XML.render(contract) == body.raw


def test_an_amount_keeps_its_spelling() -> None:
    again = XML.read(body_of(a_full_contract())).document
    assert isinstance(again, Contract)
    assert again.price_lines[1].price.amount.text == "+1.250"


def test_a_contract_is_the_same_document_in_xml_and_in_json() -> None:
    contract = a_full_contract()
    from_xml = XML.read(body_of(contract)).document
    from_json = CountersignJson().read(parse_json(CountersignJson().render(contract))).document
    assert from_xml is not None
    assert from_json is not None
    assert from_xml == from_json
    assert canonical_sha256(from_xml) == canonical_sha256(from_json)


def test_a_comment_does_not_cut_a_text() -> None:
    raw = XML.render(a_contract().build()).replace(b"surgical gloves", b"surgical<!-- x --> gloves")
    contract = XML.read(parse_xml(raw, keep_comments=True)).document
    assert contract == a_contract().build()


def test_the_extension_is_kept_and_comes_back() -> None:
    def extend(root: etree._Element) -> None:
        extension = etree.SubElement(root, f"{{{NS['c']}}}Extension")
        etree.SubElement(extension, "{urn:erp}CostCentre", {"plant": "7"}).text = "中 & 4711"

    body = changed(extend)
    assert validate_contract(body) == []
    parsed = XML.read(body)
    assert parsed.document is not None
    assert parsed.findings == ()
    again = parse_xml(XML.render(parsed.document))
    assert validate_contract(again) == []
    assert again.root.findtext(".//{urn:erp}CostCentre") == "中 & 4711"
    assert XML.read(again).document == parsed.document


def test_the_extension_survives_the_way_through_json() -> None:
    leftover = Leftover("element", "/Contract/Extension", f'<Extension xmlns="{NS["c"]}"><x xmlns="">1</x></Extension>')
    contract = a_contract().with_(complement=Complement("contract-xml", (leftover,))).build()
    from_json = CountersignJson().read(parse_json(CountersignJson().render(contract))).document
    assert from_json is not None
    assert parse_xml(XML.render(from_json)).root.findtext(".//x") == "1"


@pytest.mark.parametrize("content", ["<oops", "<!DOCTYPE x><x/>", "<Extension/>", ""])
def test_an_extension_that_is_none_is_not_rendered(content: str) -> None:
    leftover = Leftover("element", "/Contract/Extension", content)
    with pytest.raises(NotRenderable):
        XML.render(a_contract().with_(complement=Complement("contract-xml", (leftover,))).build())


def test_a_signature_may_stand_at_the_end_and_is_not_content() -> None:
    body = changed(lambda root: root.append(etree.fromstring(f'<Signature xmlns="{DSIG}"><SignedInfo/></Signature>')))
    assert validate_contract(body) == []
    assert XML.read(body).document == a_full_contract()


def _second_signature(root: etree._Element) -> None:
    for _ in range(2):
        etree.SubElement(root, f"{{{DSIG}}}Signature")


def _set(path: str, text: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        (element,) = root.xpath(path, namespaces=NS)[:1]
        element.text = text

    return change


def _attribute(path: str, name: str, value: str) -> Callable[[etree._Element], None]:
    return lambda root: root.xpath(path, namespaces=NS)[0].set(name, value)


def _drop(path: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        element = root.xpath(path, namespaces=NS)[0]
        element.getparent().remove(element)

    return change


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (_set("//c:Currency", "Euro"), "/Contract/Currency"),
        (_set("//c:PreviousDigest", "sha-256:12"), "/Contract/PreviousDigest"),
        (_set("//c:Notice", "P"), "/Contract/Term/Notice"),
        (_set("//c:Notice", "PT3H"), "/Contract/Term/Notice"),
        (_set("//c:Start", "2026-04-31"), "/Contract/Term/Start"),
        (_set("//c:Start", "2026-04-30Z"), "/Contract/Term/Start"),
        (_set("//c:Version", "0"), "/Contract/Version"),
        (_set("//c:Renewal", "maybe"), "/Contract/Term/Renewal"),
        (_set("//c:Amount", "1e3"), "/Contract/PriceLine[1]/Price/Amount"),
        (_set("//c:DiscountPercent", "+2.5"), "/Contract/PriceLine[2]/DiscountPercent"),
        (_set("//c:ProposedBy", "bank"), "/Contract/ProposedBy"),
        (_attribute("//c:Amount", "currency", "eur"), "/Contract/PriceLine[1]/Price/Amount"),
        (_attribute("//c:Clause[@id='c2.2']", "id", "c1"), "/Contract/Clause[2]/Clause[2]"),
        (_attribute("//c:PriceLine[2]", "id", "p1"), "/Contract/PriceLine[2]"),
        (_attribute("//c:Clause[1]", "id", "c 1"), "/Contract/Clause[1]"),
        (_attribute("//c:Term", "x", "1"), "/Contract/Term"),
        (_drop("//c:Seller"), "/Contract/Currency"),
        (_set("//c:Title", ""), "/Contract/Title"),
        (_second_signature, "/Contract/Signature[2]"),
    ],
)
def test_the_schema_refuses_at_the_place(change: Callable[[etree._Element], None], path: str) -> None:
    found = validate_contract(changed(change))
    assert [(each.code, each.path) for each in found] == [("contract_xml.schema", path)]
    assert found[0].line is not None


def test_the_schema_finds_several_faults_at_once() -> None:
    def change(root: etree._Element) -> None:
        for each in (_set("//c:Currency", "x"), _set("//c:Notice", "x"), _attribute("//c:Clause[2]", "id", "c1")):
            each(root)

    paths = [each.path for each in validate_contract(changed(change))]
    assert paths == ["/Contract/Currency", "/Contract/Term/Notice", "/Contract/Clause[2]"]


def test_the_reader_by_itself_finds_every_fault_with_its_line() -> None:
    def change(root: etree._Element) -> None:
        for each in (_set("//c:Issued", "soon"), _drop("//c:Term"), _set("//c:Amount", "much")):
            each(root)
        etree.SubElement(root, f"{{{NS['c']}}}Penalty")
        root.append(etree.fromstring(f'<Title xmlns="{NS["c"]}">Again</Title>'))

    found = sorted((each.code, each.path) for each in faults(changed(change)))
    assert found == [
        ("contract_xml.missing", "/Contract/Term"),
        ("contract_xml.repeated", "/Contract/Title"),
        ("contract_xml.unexpected", "/Contract/Penalty"),
        ("document.bad_date", "/Contract/Issued"),
        ("document.bad_decimal", "/Contract/PriceLine[1]/Price/Amount"),
    ]
    assert all(each.line for each in faults(changed(change)))


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (_attribute("//c:Clause[1]", "lang", "de"), "contract_xml.unexpected", "/Contract/Clause[1]/@lang"),
        (_set("//c:Term", "for ever"), "contract_xml.unexpected", "/Contract/Term"),
        (_set("//c:Version", "-1"), "document.bad_decimal", "/Contract/Version"),
        (_set("//c:ProposedBy", "bank"), "document.bad_code", "/Contract/ProposedBy"),
        (
            lambda root: root.xpath("//c:Amount", namespaces=NS)[0].attrib.clear(),
            "contract_xml.missing",
            "/Contract/PriceLine[1]/Price/Amount/@currency",
        ),
        (
            lambda root: root.xpath("//c:Clause", namespaces=NS)[0].attrib.clear(),
            "contract_xml.missing",
            "/Contract/Clause[1]/@id",
        ),
        (
            lambda root: etree.SubElement(root.xpath("//c:Title", namespaces=NS)[0], "b"),
            "contract_xml.unexpected",
            "/Contract/Title/b",
        ),
    ],
)
def test_the_reader_refuses_at_the_place(change: Callable[[etree._Element], None], code: str, path: str) -> None:
    assert [(each.code, each.path) for each in faults(changed(change))] == [(code, path)]


def test_what_is_no_contract_is_told_so() -> None:
    for body in (
        parse_xml(b"<Contract/>"),
        parse_xml(b'<Offer xmlns="urn:countersign:contract:1"/>'),
        JsonBody(b"1", 1),
    ):
        assert [each.code for each in XML.read(body).findings] == ["contract_xml.not_contract"]
        assert XML.document_type(body) is None
    with pytest.raises(NotRenderable):
        XML.render(an_order().build())


def test_recognising_needs_the_namespace() -> None:
    assert XML.recognises(parse_xml(b'<Offer xmlns="urn:countersign:contract:1"/>'))
    assert not XML.recognises(parse_xml(b"<Contract/>"))
    assert XML.document_type(body_of(a_contract().build())) is DocumentType.CONTRACT


def test_white_space_around_a_day_and_an_offset_of_a_time_are_fine() -> None:
    contract = XML.read(changed(_set("//c:Start", " 2026-04-01\n"))).document
    assert isinstance(contract, Contract)
    assert contract.term.start.isoformat() == "2026-04-01"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(contract=documents(DocumentType.CONTRACT))
def test_any_contract_comes_back_as_it_was(contract: Contract) -> None:
    assert XML.read(body_of(contract)) == Parsed(contract, ())


@pytest.mark.timeout(60)
def test_a_large_contract_full_of_faults_is_judged() -> None:
    raw = XML.render(a_contract().build()).replace(b"<PriceLine", b'<Clause id=""/>' * 100_000 + b"<PriceLine", 1)
    body = parse_xml(raw)
    assert validate_contract(body)


def test_a_large_contract_without_faults_is_valid() -> None:
    clauses = tuple(Clause(id=f"k{number}", text="x") for number in range(3_000))
    assert validate_contract(body_of(a_contract().with_(clauses=clauses).build())) == []
