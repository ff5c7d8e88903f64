"""UBL-JSON: its two dialects, what is said about a document that departs from them, and that nothing gets lost."""

import json
from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from app.domain.documents import DocumentType
from app.domain.findings import Finding, Severity, rejects
from app.formats import FORMATS
from app.formats.base import NotRenderable
from app.formats.detect import detect
from app.formats.ubl import Ubl
from app.formats.ubl_json import Dialect, UblJson, from_xml, to_xml
from app.safe import JsonBody
from app.safe.facts import documents
from app.safe.json import parse_json
from app.safe.xml import parse_xml
from tests.builders import a_contract, a_document, an_order
from tests.property.test_ubl_documents import invented

LEGACY, MODEL = UblJson("legacy", Dialect.LEGACY), UblJson("model", Dialect.MODEL)
UBL_DOCUMENTS = sorted(Ubl.types)
EXTENSIONS = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"


def an_order_as(syntax: UblJson) -> Any:
    """The JSON of a correct order, to be spoilt by a test."""
    return json.loads(syntax.render(an_order().with_lines(2).build()))


def told(value: Any) -> list[tuple[str, str]]:
    """What reading `value` reports: codes and places."""
    body = parse_json(json.dumps(value).encode())
    found = UblJson("any", Dialect.LEGACY).read(body)
    assert found.document is None
    return [(each.code, each.path) for each in found.findings]


def warned(value: Any) -> list[tuple[str, str]]:
    """What reading `value` remarks on, although the document is taken."""
    found = LEGACY.read(parse_json(json.dumps(value).encode()))
    assert found.document is not None, found.findings
    assert all(each.severity is Severity.WARNING for each in found.findings)
    return [(each.code, each.path) for each in found.findings]


class TestTheTwoDialects:
    def test_the_older_one_has_everything_in_arrays(self) -> None:
        order = an_order_as(LEGACY)["Order"][0]
        assert order["ID"] == [{"_": "PO-1001"}]
        assert order["OrderLine"][0]["LineItem"][0]["ID"] == [{"_": "1"}]

    def test_the_newer_one_has_arrays_only_where_the_model_lets_a_component_occur_often(self) -> None:
        order = an_order_as(MODEL)["Order"]
        assert order["ID"] == {"_": "PO-1001"}
        assert order["OrderLine"][0]["LineItem"]["ID"] == {"_": "1"}

    @pytest.mark.parametrize("syntax", [LEGACY, MODEL], ids=["legacy", "model"])
    def test_the_head_names_the_namespaces(self, syntax: UblJson) -> None:
        family = "urn:oasis:names:specification:ubl:schema:xsd:"
        head = {name: each for name, each in an_order_as(syntax).items() if name.startswith("_")}
        assert head == {
            "_D": f"{family}Order-2",
            "_A": f"{family}CommonAggregateComponents-2",
            "_B": f"{family}CommonBasicComponents-2",
        }

    def test_amounts_are_numbers_with_the_digits_that_they_were_spelt_with(self) -> None:
        text = LEGACY.render(an_order().build()).decode()
        assert '"LineExtensionAmount": [{"_": 12.50, "currencyID": "EUR"}]' in text

    def test_indicators_are_true_or_false(self) -> None:
        charge = order_xml("<cac:AllowanceCharge><cbc:ChargeIndicator>1</cbc:ChargeIndicator></cac:AllowanceCharge>")
        assert from_xml(charge, Dialect.MODEL)["Order"]["AllowanceCharge"] == [{"ChargeIndicator": {"_": True}}]

    @pytest.mark.parametrize("type_", UBL_DOCUMENTS)
    @pytest.mark.parametrize("seed", [1, 2, 3])
    @pytest.mark.parametrize("dialect", Dialect)
    def test_every_document_with_every_field_survives(self, dialect: Dialect, type_: DocumentType, seed: int) -> None:
        syntax = UblJson("tried", dialect)
        document = invented(type_, seed)
        parsed = syntax.read(parse_json(syntax.render(document)))
        assert not rejects(parsed.findings)
        assert parsed.document == document


def order_xml(content: str) -> etree._Element:
    """The root of an order with that content."""
    spaces = "".join(
        f' xmlns{":" if prefix else ""}{prefix}="urn:oasis:names:specification:ubl:schema:xsd:{name}-2"'
        for prefix, name in (
            ("", "Order"),
            ("cac", "CommonAggregateComponents"),
            ("cbc", "CommonBasicComponents"),
            ("ext", "CommonExtensionComponents"),
        )
    )
    return parse_xml(f"<Order{spaces}>{content}</Order>".encode()).root


class TestEveryDocumentTypeOfUbl:
    @pytest.mark.parametrize("dialect", Dialect)
    @pytest.mark.parametrize("name", sorted(documents()))
    def test_an_empty_one_comes_back(self, name: str, dialect: Dialect) -> None:
        root, _ = to_xml(from_xml(etree.Element(documents()[name]), dialect))
        assert root is not None
        assert root.tag == documents()[name]


class TestWhatIsNotLost:
    @pytest.mark.parametrize("dialect", Dialect)
    def test_what_the_model_has_no_place_for(self, dialect: Dialect) -> None:
        value = json.loads(UblJson("tried", dialect).render(an_order().build()))
        order = value["Order"][0] if dialect is Dialect.LEGACY else value["Order"]
        order["PricingCurrencyCode"] = [{"_": "SEK"}] if dialect is Dialect.LEGACY else {"_": "SEK"}
        syntax = UblJson("tried", dialect)
        document = syntax.read(parse_json(json.dumps(value).encode())).document
        assert document is not None
        assert json.loads(syntax.render(document)) == value

    def test_a_time_of_day_without_a_zone_does_not_become_one_of_utc(self) -> None:
        order = an_order().with_(issued_at=time(9, 30)).build()
        assert json.loads(LEGACY.render(order))["Order"][0]["IssueTime"] == [{"_": "09:30:00"}]
        assert LEGACY.read(parse_json(LEGACY.render(order))).document == order

    def test_a_date_is_the_same_with_and_without_the_z(self) -> None:
        value = an_order_as(LEGACY)
        assert value["Order"][0]["IssueDate"][0]["_"].endswith("Z")
        value["Order"][0]["IssueDate"][0]["_"] = value["Order"][0]["IssueDate"][0]["_"].removesuffix("Z")
        assert LEGACY.read(parse_json(json.dumps(value).encode())).document == an_order().with_lines(2).build()

    def test_an_extension_that_came_as_xml_is_xml_again(self) -> None:
        inside = '<x:Level xmlns:x="urn:x">A &amp; <x:B/></x:Level>'
        root = order_xml(
            f"<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent>{inside}</ext:ExtensionContent>"
            "</ext:UBLExtension></ext:UBLExtensions>"
        )
        value = from_xml(root, Dialect.LEGACY)
        assert value["_E"] == EXTENSIONS
        back, _ = to_xml(value)
        assert back is not None
        assert etree.tostring(back, method="c14n") == etree.tostring(root, method="c14n")

    @pytest.mark.parametrize("content", [{"Level": [{"_": 1}], "\uffff": "\u0001<", "deep": {"a": [None, True]}}, {}])
    @pytest.mark.parametrize("dialect", Dialect)
    def test_an_extension_that_came_as_json_is_json_again(self, dialect: Dialect, content: dict[str, Any]) -> None:
        syntax = UblJson("tried", dialect)
        value = json.loads(syntax.render(an_order().build()))
        extensions = {"UBLExtension": [{"ExtensionContent": [content]}]}
        if dialect is Dialect.LEGACY:
            value["Order"][0]["UBLExtensions"] = [extensions]
        else:
            value["Order"]["UBLExtensions"] = extensions
        document = syntax.read(parse_json(json.dumps(value).encode())).document
        assert document is not None
        again = json.loads(syntax.render(document))
        assert again["Order"] == value["Order"]

    @pytest.mark.parametrize(
        ("spelt", "value"), [("+5", 5), (".5", 0.5), ("5.", 5), ("007", 7), (" 12.0\n", 12), ("-0.00000001", -1e-8)]
    )
    def test_decimals_that_json_spells_otherwise_keep_their_value(self, spelt: str, value: float) -> None:
        root = order_xml(f"<cac:TaxTotal><cbc:TaxAmount currencyID='EUR'>{spelt}</cbc:TaxAmount></cac:TaxTotal>")
        amount = from_xml(root, Dialect.MODEL)["Order"]["TaxTotal"][0]["TaxAmount"]["_"]
        assert float(amount) == value

    def test_numbers_with_an_exponent_are_written_out_in_xml(self) -> None:
        value = from_xml(order_xml("<cbc:LineCountNumeric>1</cbc:LineCountNumeric>"), Dialect.MODEL)
        value["Order"]["LineCountNumeric"]["_"] = parse_json(b"1.5e3").value
        root, _ = to_xml(value)
        assert root is not None
        assert root[0].text == "1500"

    def test_what_is_no_number_stays_the_text_that_it_is(self) -> None:
        root = order_xml("<cbc:LineCountNumeric>three</cbc:LineCountNumeric><cbc:Odd>x</cbc:Odd>")
        assert from_xml(root, Dialect.MODEL)["Order"] == {"LineCountNumeric": {"_": "three"}, "Odd": [{"_": "x"}]}


def spoilt(spoil: Callable[[dict[str, Any]], None], syntax: UblJson = LEGACY) -> Any:
    """An order after `spoil` was at its content."""
    value = an_order_as(syntax)
    spoil(value["Order"][0] if syntax is LEGACY else value["Order"])
    return value


class TestFaults:
    def test_a_member_that_ubl_does_not_have(self) -> None:
        value = spoilt(lambda order: order.update({"Isssue/Date": [{"_": "2026-03-02"}]}))
        assert told(value) == [("ubl_json.member", "/Order/0/Isssue~1Date")]

    def test_an_attribute_that_the_data_type_does_not_have(self) -> None:
        value = spoilt(lambda order: order["ID"][0].update(currencyID="EUR"))
        assert told(value) == [("ubl_json.attribute", "/Order/0/ID/0/currencyID")]

    @pytest.mark.parametrize("content", [12, True, None, [], {}])
    def test_a_text_that_is_no_string(self, content: Any) -> None:
        assert told(spoilt(lambda order: order["ID"][0].update(_=content)))[0] == ("ubl_json.type", "/Order/0/ID/0/_")

    def test_an_amount_that_is_a_string(self) -> None:
        def spoil(order: dict[str, Any]) -> None:
            order["OrderLine"][0]["LineItem"][0]["LineExtensionAmount"][0]["_"] = "12.50"

        place = "/Order/0/OrderLine/0/LineItem/0/LineExtensionAmount/0/_"
        assert told(spoilt(spoil)) == [("ubl_json.type", place)]

    @pytest.mark.parametrize("content", ["PO-1001", 7, None])
    def test_a_component_that_is_no_object(self, content: Any) -> None:
        assert ("ubl_json.type", "/Order/0/ID/0") in told(spoilt(lambda order: order.update(ID=[content])))
        assert ("ubl_json.type", "/Order/0/ID") in told(spoilt(lambda order: order.update(ID=content)))

    def test_a_component_without_an_array_in_the_dialect_of_arrays(self) -> None:
        assert told(spoilt(lambda order: order.update(ID={"_": "1"}))) == [("ubl_json.array", "/Order/0/ID")]

    def test_an_array_where_the_other_dialect_has_none(self) -> None:
        value = spoilt(lambda order: order.update(ID=[{"_": "1"}]), MODEL)
        assert told(value) == [("ubl_json.no_array", "/Order/ID")]

    def test_no_array_where_the_other_dialect_has_one(self) -> None:
        value = spoilt(lambda order: order.update(Note={"_": "1"}), MODEL)
        assert told(value) == [("ubl_json.array", "/Order/Note")]

    def test_what_may_occur_once_occurs_twice(self) -> None:
        assert told(spoilt(lambda order: order["ID"].append({"_": "2"}))) == [("ubl_json.once", "/Order/0/ID")]

    def test_an_empty_array(self) -> None:
        assert told(spoilt(lambda order: order.update(Note=[]))) == [("ubl_json.empty", "/Order/0/Note")]

    def test_a_component_without_its_value(self) -> None:
        assert ("ubl_json.value", "/Order/0/Note/0") in told(spoilt(lambda order: order.update(Note=[{}])))

    def test_a_character_that_xml_can_not_carry(self) -> None:
        assert told(spoilt(lambda order: order["ID"][0].update(_="1\u0001")))[0] == ("ubl_json.text", "/Order/0/ID/0/_")
        value = spoilt(lambda order: order["ID"][0].update(schemeID="\ufffe"))
        assert told(value)[0] == ("ubl_json.text", "/Order/0/ID/0/schemeID")

    @pytest.mark.parametrize("content", ["<x", "<x/><y/>", '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>', "<" * 100_000])
    def test_an_extension_whose_xml_is_none_or_hostile(self, content: str) -> None:
        extension = [{"UBLExtension": [{"ExtensionContent": [{"_": content}]}]}]
        place = "/Order/0/UBLExtensions/0/UBLExtension/0/ExtensionContent/0/_"
        assert told(spoilt(lambda order: order.update(UBLExtensions=extension))) == [("ubl_json.extension", place)]

    def test_all_faults_are_told_at_once_those_of_the_content_too(self) -> None:
        def spoil(order: dict[str, Any]) -> None:
            order["ID"][0]["odd"] = "x"
            order["IssueDate"][0]["_"] = "yesterday"
            del order["DocumentCurrencyCode"]

        assert told(spoilt(spoil)) == [
            ("ubl_json.attribute", "/Order/0/ID/0/odd"),
            ("ubl.date", "/Order/0/IssueDate/0/_"),
        ]

    def test_a_thousand_faults_are_enough(self) -> None:
        value = spoilt(lambda order: order.update({f"Odd{number}": [] for number in range(5_000)}))
        codes = [code for code, _ in told(value)]
        assert codes.count("ubl_json.member") == 1_000
        assert "ubl_json.too_many_faults" in codes

    @pytest.mark.parametrize("value", [[], {}, {"_D": 1}, {"_D": "", "Nothing": []}, {"_D": "x", "ID": [{"_": "1"}]}])
    def test_no_document_at_all(self, value: Any) -> None:
        (code, place) = told(value)[0]
        assert code in ("ubl_json.no_document", "ubl_json.type")
        assert place == ""

    @pytest.mark.parametrize("content", [[], [7], "x", None, [{}, {}], 3])
    def test_a_document_that_is_no_document(self, content: Any) -> None:
        assert told({**an_order_as(LEGACY), "Order": content})

    def test_a_head_that_names_another_document(self) -> None:
        value = {**an_order_as(LEGACY), "_D": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"}
        assert told(value) == [("ubl_json.namespace", "/_D")]

    @pytest.mark.parametrize("head", ["_D", "_A", "_B"])
    def test_a_wrong_head_that_leaves_no_doubt_is_only_remarked_on(self, head: str) -> None:
        assert warned({**an_order_as(LEGACY), head: ""}) == [("ubl_json.head", f"/{head}")]

    def test_two_documents(self) -> None:
        assert told({**an_order_as(LEGACY), "Invoice": [{}]}) == [("ubl_json.member", "/Invoice")]

    def test_a_document_nested_too_deep_is_refused(self) -> None:
        inner = "<x>" * 90 + "</x>" * 90
        party: dict[str, Any] = {
            "UBLExtensions": {"UBLExtension": [{"ExtensionContent": [{"_": inner}]}]},
        }
        for _ in range(20):
            party = {"AgentParty": party}
        value = spoilt(lambda order: order.update(OriginatorCustomerParty={"Party": party}), MODEL)
        assert told(value) == [("xml.too_deep", "")]


class TestRecognising:
    @pytest.mark.parametrize("name", ["ubl-json", "ubl-json-model"])
    def test_each_dialect_is_a_syntax_of_its_own(self, name: str) -> None:
        body = parse_json(FORMATS.get(name).render(a_document(DocumentType.INVOICE)))
        assert detect(body, FORMATS) is FORMATS.get(name)
        assert FORMATS.get(name).document_type(body) is DocumentType.INVOICE

    @pytest.mark.parametrize("syntax", [LEGACY, MODEL], ids=["legacy", "model"])
    def test_either_reads_both(self, syntax: UblJson) -> None:
        for other in (LEGACY, MODEL):
            assert syntax.read(parse_json(other.render(an_order().build()))).document == an_order().build()

    def test_countersign_json_stays_countersign_json(self) -> None:
        body = JsonBody(b"", {"countersign": "1.0", "_D": "", "Order": [{}]})
        assert detect(body, FORMATS) is FORMATS.get("json")
        assert not LEGACY.recognises(body)

    def test_a_document_of_ubl_that_the_model_does_not_have_is_said_to_be_unsupported(self) -> None:
        body = JsonBody(b"", from_xml(etree.Element(documents()["Waybill"]), Dialect.LEGACY))
        assert LEGACY.recognises(body)
        assert LEGACY.document_type(body) is None
        assert [each.code for each in LEGACY.read(body).findings] == ["ubl.unsupported"]

    def test_a_contract_is_not_ubl(self) -> None:
        with pytest.raises(NotRenderable):
            LEGACY.render(a_contract().build())


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(-9, 9, places=3) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["_", "ID", "Note", "Party", "UBLExtensions", "ExtensionContent", "x"]), inner
        )
    ),
    max_leaves=10,
)


@st.composite
def damaged_orders(draw: st.DrawFn) -> Any:
    """An order in either dialect with up to three places replaced by anything."""
    value = an_order_as(draw(st.sampled_from([LEGACY, MODEL])))
    for _ in range(draw(st.integers(1, 3))):
        here: Any = value
        while True:
            keys = sorted(here) if isinstance(here, dict) else list(range(len(here)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if not isinstance(here[key], dict | list) or draw(st.integers(0, 4)) == 0:
                here[key] = draw(ANYTHING)
                break
            here = here[key]
    return value


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(damaged_orders())
def test_a_damaged_document_is_explained_or_comes_out_as_it_went_in(value: Any) -> None:
    syntax = LEGACY
    found = syntax.read(JsonBody(b"", value))
    for each in found.findings:
        assert isinstance(each, Finding)
        assert each.message("en")
        assert each.message("zh")
        assert each.path == "" or each.path.startswith("/")
    if found.document is None:
        assert rejects(found.findings)
    else:
        again = syntax.read(parse_json(syntax.render(found.document))).document
        assert again == found.document
