"""The schemas made from the fact table agree with the standard's, are small and quick, and explain every fault."""

import subprocess
import sys
import threading
from collections import Counter
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from app.domain.findings import Finding
from app.safe import XmlBody
from app.safe.facts import XSD_NAMESPACE, child_order, data_type, documents, facts, is_repeatable, prefixed, type_of
from app.safe.xml import parse_xml
from app.validation import xsd
from app.validation.xsd import known_root, validate_ubl, validate_with
from app.validation.xsd_complaints import Explainer
from app.validation.xsd_set import XsdSet
from app.validation.xsd_source import ALL, schema_files
from tests.conftest import ROOT
from tests.integration.ubl_mutations import spoilt

MUTANTS = 2_000
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{{{UBL}CommonAggregateComponents-2}}", f"{{{UBL}CommonBasicComponents-2}}"


@lru_cache(maxsize=1)  # 7 MB each: go through documents type by type
def official(corpus: Path, document_type: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(corpus / f"ubl/2.1/xsdrt/maindoc/UBL-{document_type}-2.1.xsd"))


@pytest.fixture(scope="module")
def ours() -> XsdSet:
    return XsdSet(lambda: schema_files(facts()), ALL)


@pytest.fixture(scope="module")
def examples(corpus: Path) -> list[XmlBody]:
    files = [
        *sorted((corpus / "ubl/2.1/xml").glob("*.xml")),
        *sorted((corpus / "ubl/json-goldens-raw/xml").glob("*.xml")),
    ]
    bodies = [parse_xml(file.read_bytes()) for file in files]
    return sorted((body for body in bodies if known_root(body.root)), key=lambda body: str(body.root.tag))


def first_fault(schema: etree.XMLSchema, root: etree._Element) -> tuple[str, int, int] | None:
    """Path, line and kind of what libxml2 says first; None for a valid document."""
    if schema.validate(root):
        return None
    fault = schema.error_log[0]
    return fault.path or "", fault.line, fault.type


def order(*lines: str) -> XmlBody:
    """An order with these lines of children, from line 2 on."""
    opening = f'<Order xmlns="{UBL}Order-2" xmlns:cac="{CAC[1:-1]}" xmlns:cbc="{CBC[1:-1]}">'
    return parse_xml("\n".join([opening, *lines, "</Order>"]).encode())


LINE = "<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID><cac:Item/></cac:LineItem></cac:OrderLine>"
PARTIES = f"<cac:BuyerCustomerParty/><cac:SellerSupplierParty/>{LINE}"


def told(body: XmlBody) -> list[tuple[str, str, int | None]]:
    return [(each.code, each.path, each.line) for each in validate_ubl(body)]


@pytest.mark.corpus
def test_the_fact_table_is_what_the_standard_s_schemas_say(corpus: Path, tmp_path: Path) -> None:
    script = ROOT / "schemas/ubl/derive_facts.py"
    subprocess.run([sys.executable, str(script), str(corpus / "ubl/2.1/xsdrt"), str(tmp_path)], check=True)
    for file in ("namespaces.tsv", "elements.tsv", "types.tsv"):
        assert (tmp_path / file).read_bytes() == (ROOT / "schemas/ubl/2.1" / file).read_bytes()


@pytest.mark.corpus
def test_all_65_document_types_are_there(corpus: Path) -> None:
    files = (corpus / "ubl/2.1/xsdrt/maindoc").glob("*.xsd")
    assert set(documents()) == {file.name.removeprefix("UBL-").removesuffix("-2.1.xsd") for file in files}
    assert len(documents()) == 65


@pytest.mark.corpus
def test_every_official_example_gets_the_official_verdict(corpus: Path, ours: XsdSet, examples: list[XmlBody]) -> None:
    assert len(examples) > 100
    for body in examples:
        theirs = official(corpus, known_root(body.root) or "")
        assert first_fault(ours.schema, body.root) == first_fault(theirs, body.root)
        assert bool(validate_ubl(body)) != theirs.validate(body.root)


@pytest.mark.corpus
def test_2000_spoilt_documents_get_the_official_verdict_and_the_first_fault_in_the_same_place(
    corpus: Path, ours: XsdSet, examples: list[XmlBody]
) -> None:
    random = Random(21)
    verdicts: Counter[bool] = Counter()
    small = [body for body in examples if len(body.raw) < 40_000]
    for source in sorted(random.choices(small, k=MUTANTS), key=lambda body: str(body.root.tag)):
        raw = spoilt(source.root, random)
        body = parse_xml(raw)
        expected = first_fault(official(corpus, known_root(source.root) or ""), body.root)
        verdicts[expected is None] += 1
        assert first_fault(ours.schema, body.root) == expected, raw
        findings = validate_ubl(body)
        assert bool(findings) == (expected is not None), raw
        if expected:
            assert is_told(findings, expected[0], body), (expected, findings, raw)
    assert min(verdicts.values()) > MUTANTS // 10


@pytest.mark.corpus
def test_complaints_while_reading_name_the_elements_that_those_about_the_whole_tree_name(
    ours: XsdSet, examples: list[XmlBody]
) -> None:
    random = Random(7)
    for source in random.choices([body for body in examples if len(body.raw) < 40_000], k=150):
        body = parse_xml(spoilt(source.root, random))
        assert ours.schema.validate(body.root) == (not ours.complaints(body))
        explainer = Explainer(body.root)
        told_of = [(each.kind, explainer.located(each.path)[0]) for each in ours.complaints(body)]
        of_the_tree = {(each.type, explainer.located(each.path or "")[0]) for each in ours.schema.error_log}
        assert len(told_of) == len(of_the_tree)
        for kind, node in told_of:
            # an element inside a text is told of itself here, and of its parent there
            assert (kind, node) in of_the_tree or (kind, node.getparent()) in of_the_tree


def is_told(findings: list[Finding], path: str, body: XmlBody) -> bool:
    """Whether the element at libxml2's path, or the one that it is in (something is missing there), is told of."""
    explainer = Explainer(body.root)
    node, _ = explainer.located(path)
    places = [str(explainer.place(each)) for each in (node, node.getparent()) if each is not None]
    return any(each.path.startswith(tuple(places)) for each in findings)


def test_every_document_type_compiles_in_one_set_in_little_memory() -> None:
    script = """
from app.safe.xml import parse_xml
def resident():
    return int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6
parse_xml(b'<a/>')
from app.validation.xsd import warm_up
before = resident()
warm_up()
print(resident() - before)
"""
    runs = [
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT).stdout
        for _ in range(3)
    ]
    megabytes = min(map(float, runs))
    assert megabytes <= 15


def test_an_empty_root_of_each_type_is_known_and_told_what_it_lacks() -> None:
    for name, root in documents().items():
        body = parse_xml(etree.tostring(etree.Element(root)))
        assert known_root(body.root) == name
        assert {each.code for each in validate_ubl(body)} <= {"schema.missing_element"}


def test_a_root_of_another_standard_is_an_unknown_document_type() -> None:
    body = parse_xml(b'<Order xmlns="urn:other"/>')
    assert known_root(body.root) is None
    assert told(body) == [("schema.unknown_document_type", "/", 1)]


def test_a_valid_order_has_no_findings() -> None:
    assert told(order("<cbc:ID>1</cbc:ID>", "<cbc:IssueDate>2026-01-31</cbc:IssueDate>", PARTIES)) == []


def test_every_fault_is_told_with_its_place_and_line() -> None:
    body = order(
        "<cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID>",
        "<cbc:IssueDate>31.01.2026</cbc:IssueDate>",
        '<cbc:Note language="en">x</cbc:Note><cbc:Note languageID="!!">y</cbc:Note>',
        "<cbc:Remark>z</cbc:Remark>",
        "<cac:SellerSupplierParty/>",
        "<cac:BuyerCustomerParty/>text",
        "<cac:AnticipatedMonetaryTotal><cbc:PayableAmount>12,5</cbc:PayableAmount></cac:AnticipatedMonetaryTotal>",
        "<cac:OrderLine><cac:LineItem><cbc:Quantity/><cbc:Item/></cac:LineItem></cac:OrderLine>",
    )
    line_item = "/Order/cac:OrderLine/cac:LineItem"
    assert told(body) == [
        ("schema.unexpected_text", "/Order", 1),
        ("schema.too_many", "/Order/cbc:ID[2]", 2),
        ("schema.bad_value", "/Order/cbc:IssueDate", 3),
        ("schema.unknown_attribute", "/Order/cbc:Note[1]/@language", 4),
        ("schema.bad_value", "/Order/cbc:Note[2]/@languageID", 4),
        ("schema.unexpected_element", "/Order/cbc:Remark", 5),
        ("schema.wrong_order", "/Order/cac:SellerSupplierParty", 6),
        ("schema.missing_attribute", "/Order/cac:AnticipatedMonetaryTotal/cbc:PayableAmount", 8),
        ("schema.bad_value", "/Order/cac:AnticipatedMonetaryTotal/cbc:PayableAmount", 8),
        ("schema.empty_value", f"{line_item}/cbc:Quantity", 9),
        ("schema.wrong_namespace", f"{line_item}/cbc:Item", 9),
        ("schema.missing_element", line_item, 9),
        ("schema.missing_element", line_item, 9),
    ]


def test_a_finding_says_what_was_found_and_what_is_expected_in_both_languages() -> None:
    finding = validate_ubl(order("<cbc:ID>1</cbc:ID>", "<cbc:IssueDate>31.01.2026</cbc:IssueDate>", PARTIES))[0]
    assert "31.01.2026" in finding.message()
    assert "YYYY-MM-DD" in finding.message()
    assert finding.message("zh").startswith("cbc:IssueDate 的值 31.01.2026")


def test_an_element_moved_far_away_is_one_fault_not_many() -> None:
    head = "<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-01-31</cbc:IssueDate><cbc:Note>x</cbc:Note>"
    body = order(LINE, head, "<cac:BuyerCustomerParty/><cac:SellerSupplierParty/>")
    findings = validate_ubl(body)
    assert [each.code for each in findings] == ["schema.wrong_order"]
    assert findings[0].params["order"] == "cac:SellerSupplierParty → cac:OrderLine"


@pytest.mark.corpus
def test_a_fault_inside_an_xml_signature_is_told_too(corpus: Path) -> None:
    raw = (corpus / "ubl/2.1/xml/UBL-Invoice-2.0-Enveloped.xml").read_bytes()
    assert validate_ubl(parse_xml(raw)) == []
    spoilt_once = raw.replace(b"<ds:KeyInfo>", b"<ds:KeyInfo><ds:KeyNam/>", 1)
    assert spoilt_once != raw
    findings = validate_ubl(parse_xml(spoilt_once))
    assert [each.code for each in findings] == ["schema.unexpected_element"]
    assert findings[0].path.endswith("/ds:Signature/ds:KeyInfo/ds:KeyNam")
    also_outside = spoilt_once.replace(b"</cbc:IssueDate>", b"x</cbc:IssueDate>", 1)
    assert {each.code for each in validate_ubl(parse_xml(also_outside))} == {
        "schema.unexpected_element",
        "schema.bad_value",
    }


def test_content_of_an_extension_is_checked_only_where_ubl_knows_it() -> None:
    def extension(content: str) -> XmlBody:
        ext = (
            f'<e:UBLExtensions xmlns:e="{UBL}CommonExtensionComponents-2"><e:UBLExtension><e:ExtensionContent>{content}'
        )
        closing = "</e:ExtensionContent></e:UBLExtension></e:UBLExtensions>"
        return order(ext + closing, "<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-01-31</cbc:IssueDate>", PARTIES)

    inner = "/Order/ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent"
    assert told(extension('<x:a xmlns:x="urn:x" b="1"><x:c/></x:a>')) == []
    assert told(extension('<x:a xmlns:x="urn:x"><cbc:IssueDate>soon</cbc:IssueDate></x:a>')) == [
        ("schema.bad_value", f"{inner}/x:a/cbc:IssueDate", 2)
    ]
    assert told(extension("")) == [("schema.missing_element", inner, 2)]


@pytest.mark.corpus
def test_another_document_in_an_extension_passes_as_it_does_with_the_standard_s_schemas(corpus: Path) -> None:
    def holding(content: str) -> XmlBody:
        inner = f'<Invoice xmlns="{UBL}Invoice-2">{content}</Invoice>'
        ext = f'<e:UBLExtensions xmlns:e="{UBL}CommonExtensionComponents-2"><e:UBLExtension><e:ExtensionContent>{inner}'
        closing = "</e:ExtensionContent></e:UBLExtension></e:UBLExtensions>"
        return order(ext + closing, "<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-01-31</cbc:IssueDate>", PARTIES)

    for content in (
        "",
        "<Whatever/>",
        "<cbc:IssueDate>2026-01-31</cbc:IssueDate>",
        "<cbc:IssueDate>soon</cbc:IssueDate>",
    ):
        body = holding(content)
        assert (validate_ubl(body) == []) == official(corpus, "Order").validate(body.root)
    assert [each.code for each in validate_ubl(body)] == ["schema.bad_value"]


def test_lines_are_exact_beyond_65535() -> None:
    notes = ["<cbc:Note>x</cbc:Note>\n"] * 35_000
    body = order("<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-01-31</cbc:IssueDate>", *notes, "<cbc:Nota/>", PARTIES)
    assert [(each.code, each.line) for each in validate_ubl(body)] == [("schema.unexpected_element", 70_003)]


def test_a_large_document_with_a_fault_in_every_line_is_left_early() -> None:
    notes = ['<cbc:Note languageID="!!"/>'] * 40_000
    findings = validate_ubl(order("<cbc:ID>1</cbc:ID>", *notes))
    assert findings[-1].code == "schema.too_many_faults"
    assert len(findings) == 501


def test_a_huge_document_is_told_its_first_fault_and_that_there_may_be_more() -> None:
    notes = ['<cbc:Note languageID="en"/>'] * 110_000
    findings = validate_ubl(order("<cbc:ID>1</cbc:ID><cbc:IssueDate>soon</cbc:IssueDate>", *notes))
    assert [each.code for each in findings] == ["schema.invalid", "schema.only_the_first"]
    assert "soon" in findings[0].message()


def test_many_threads_get_their_own_answers() -> None:
    good = order("<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-01-31</cbc:IssueDate>", PARTIES)
    bodies = [good, *(order("<cbc:ID>1</cbc:ID>", *["<cbc:No/>"] * many, PARTIES) for many in range(1, 8))]
    wrong: list[tuple[int, int]] = []

    def check(many: int) -> None:
        for _ in range(40):
            found = len(validate_ubl(bodies[many]))
            if found != (many + 1 if many else 0):
                wrong.append((many, found))

    threads = [threading.Thread(target=check, args=(many,)) for many in range(len(bodies))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []


def test_a_schema_of_our_own_is_used_by_its_path(tmp_path: Path) -> None:
    schema = tmp_path / "small.xsd"
    schema.write_text(
        f'<xsd:schema xmlns:xsd="{XSD_NAMESPACE}" targetNamespace="urn:s" elementFormDefault="qualified">'
        '<xsd:element name="A"><xsd:complexType><xsd:sequence><xsd:element name="B" type="xsd:date"/>'
        '<xsd:element name="C" type="xsd:string" minOccurs="0"/></xsd:sequence><xsd:attribute name="d" use="required"/>'
        "</xsd:complexType></xsd:element></xsd:schema>"
    )

    def found(raw: bytes) -> list[tuple[str, str, int | None]]:
        return [(each.code, each.path, each.line) for each in validate_with(schema, parse_xml(raw))]

    assert found(b'<A xmlns="urn:s" d="1"><B>2026-01-31</B></A>') == []
    assert found(b'<A xmlns="urn:s" d="1">\n<B>soon</B>\n<D/></A>') == [
        ("schema.bad_value", "/A/B", 2),
        ("schema.unexpected_element", "/A/D", 3),
    ]
    assert found(b'<A xmlns="urn:s" e="1"/>') == [
        ("schema.unknown_attribute", "/A", 1),
        ("schema.missing_attribute", "/A", 1),
        ("schema.missing_element", "/A", 1),
    ]
    assert found(b'<Z xmlns="urn:s"/>') == [("schema.unknown_root", "/Z", 1)]


def test_a_schema_can_not_reach_outside_its_set() -> None:
    outside = (
        f'<xsd:schema xmlns:xsd="{XSD_NAMESPACE}"><xsd:include schemaLocation="/etc/x.xsd"/></xsd:schema>'.encode()
    )
    with pytest.raises((LookupError, etree.XMLSchemaParseError)):
        _ = XsdSet(lambda: {"a.xsd": outside}, "a.xsd").schema


def test_the_order_of_children_is_at_hand_for_who_writes_documents() -> None:
    root = documents()["Order"]
    names = [prefixed(each) for each in child_order(type_of(root) or "")]
    assert names[:3] == ["ext:UBLExtensions", "cbc:UBLVersionID", "cbc:CustomizationID"]
    assert names[-1] == "cac:OrderLine"
    assert is_repeatable("Order:OrderType", f"{CBC}Note")
    assert not is_repeatable("Order:OrderType", f"{CBC}ID")
    assert data_type(f"{CBC}PayableAmount") == "udt:AmountType"
    assert data_type(f"{CAC}Party") == ""
    assert prefixed(root) == "Order"
    assert xsd.known_root(etree.Element(root)) == "Order"
