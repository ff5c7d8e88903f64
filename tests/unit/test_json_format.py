"""Countersign JSON: what goes in comes out again, and every fault is said where it is."""

import json
from dataclasses import replace
from datetime import UTC, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from app.domain.documents import Complement, Contract, Document, DocumentType, Leftover, Order
from app.domain.documents.base import Period
from app.domain.documents.contract import Clause
from app.domain.findings import Severity
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.base import Parsed
from app.formats.json import CountersignJson
from app.safe import JsonBody
from tests.builders import a_contract, a_document, an_order

JSON = CountersignJson()


def body_of(value: Any) -> JsonBody:
    raw = json.dumps(value).encode()
    return JsonBody(raw, json.loads(raw, parse_float=Decimal))


def read_again(document: Document) -> Parsed:
    raw = JSON.render(document)
    return JSON.read(JsonBody(raw, json.loads(raw, parse_float=Decimal)))


def an_order_tree(**members: Any) -> dict[str, Any]:
    return {**json.loads(JSON.render(an_order().build())), **members}


def faults_of(tree: Any) -> list[tuple[str, str]]:
    parsed = JSON.read(body_of(tree))
    assert parsed.document is None
    return [(each.code, each.path) for each in parsed.findings if each.severity is Severity.ERROR]


@pytest.mark.parametrize("type_", DocumentType)
def test_a_document_of_every_type_survives_being_written_and_read(type_: DocumentType) -> None:
    document = a_document(type_)
    parsed = read_again(document)
    assert parsed == Parsed(document, ())
    assert JSON.render(document) == JSON.render(parsed.document or document)


def test_keys_are_the_model_s_words_and_amounts_are_strings() -> None:
    tree = an_order_tree()
    assert list(tree)[:4] == ["countersign", "type", "number", "issued"]
    assert tree["type"] == "order"
    assert tree["lines"][0]["price"]["amount"] == {"value": "1.25", "currency": "EUR"}
    assert tree["lines"][0]["quantity"]["value"] == "10"


def test_what_has_no_value_is_left_out_and_an_empty_object_is_not() -> None:
    document = an_order().with_(validity=Period(), notes=()).build()
    tree = json.loads(JSON.render(document))
    assert "notes" not in tree
    assert tree["validity"] == {}
    assert read_again(document).document == document


@pytest.mark.parametrize("spelling", ["10.0", "+10.00", "010", " 10 ", ".5", "5.", "-0.00"])
def test_an_amount_and_a_quantity_keep_their_spelling(spelling: str) -> None:
    line = replace(
        an_order().build().lines[0], quantity=Quantity.of(spelling, "C62"), amount=Amount.of(spelling, "EUR")
    )
    again = read_again(an_order().with_(lines=(line,)).build()).document
    assert isinstance(again, Order)
    assert again.lines[0].quantity is not None
    assert again.lines[0].amount is not None
    assert (again.lines[0].quantity.text, again.lines[0].amount.text) == (spelling, spelling)


@pytest.mark.parametrize(
    "moment", [time(9, 30), time(9, 30, tzinfo=UTC), time(9, 30, 1, 500000, tzinfo=timezone(timedelta(hours=8)))]
)
def test_a_time_keeps_its_offset(moment: time) -> None:
    again = read_again(an_order().with_(issued_at=moment).build()).document
    assert again is not None
    assert again.issued_at is not None
    assert again.issued_at.isoformat() == moment.isoformat()


def test_clauses_nest() -> None:
    deep = Clause(id="c9", clauses=(Clause(id="c9.1", clauses=(Clause(id="c9.1.1", text="第一条"),)),))
    contract = a_contract().with_clause(deep).build()
    again = read_again(contract).document
    assert isinstance(again, Contract)
    assert again.clauses[-1] == deep


def test_unknown_members_are_kept_at_every_level_and_warned_about() -> None:
    tree = an_order_tree(x_erp={"b": [1.50, None], "a/b": True})
    tree["lines"][0]["price"]["amount"]["x~y"] = "kept"
    parsed = JSON.read(body_of(tree))
    assert parsed.document is not None
    assert sorted((each.code, each.severity, each.path) for each in parsed.findings) == [
        ("document.unknown_member", Severity.WARNING, "/lines/0/price/amount/x~0y"),
        ("document.unknown_member", Severity.WARNING, "/x_erp"),
    ]
    assert json.loads(JSON.render(parsed.document)) == tree
    assert parsed.document.complement is not None
    assert parsed.document.complement.syntax == "json"


def test_a_number_in_an_unknown_member_keeps_its_digits() -> None:
    raw = JSON.render(an_order().build()).replace(b'"type"', b'"x": 12345678901234567890.10, "type"', 1)
    parsed = JSON.read(JsonBody(raw, json.loads(raw, parse_float=Decimal)))
    assert parsed.document is not None
    assert b'"x": 12345678901234567890.10' in JSON.render(parsed.document)


def test_another_syntax_s_complement_and_unknown_members_live_side_by_side() -> None:
    complement = Complement("ubl-2.1", (Leftover("element", "/Order/cbc:LineCountNumeric", "1"),))
    tree = json.loads(JSON.render(an_order().with_(complement=complement).build()))
    parsed = JSON.read(body_of({**tree, "x_note": "mine"}))
    assert parsed.document is not None
    assert parsed.document.complement is not None
    assert parsed.document.complement.syntax == "ubl-2.1"
    assert [each.kind for each in parsed.document.complement.items] == ["element", "member"]
    assert json.loads(JSON.render(parsed.document)) == {**tree, "x_note": "mine"}


def test_all_faults_are_found_at_once() -> None:
    tree = an_order_tree(issued="2026-02-30", issued_at="9:30", notes="none", currency=None)
    tree["lines"][0]["amount"]["value"] = "12,50"
    tree["lines"][0]["quantity"]["value"] = 10
    del tree["lines"][0]["item"]
    assert sorted(faults_of(tree)) == [
        ("document.bad_date", "/issued"),
        ("document.bad_decimal", "/lines/0/amount/value"),
        ("document.bad_time", "/issued_at"),
        ("document.bad_type", "/currency"),
        ("document.bad_type", "/notes"),
        ("document.missing", "/lines/0/item"),
        ("document.number", "/lines/0/quantity/value"),
    ]


def test_a_json_number_for_money_is_refused_with_the_reason() -> None:
    tree = an_order_tree()
    tree["lines"][0]["price"]["amount"]["value"] = 1.25
    (found,) = JSON.read(body_of(tree)).findings
    assert '"1.25"' in found.hint()
    assert "浮点数" in found.hint("zh")


@pytest.mark.parametrize(
    ("tree", "code", "path"),
    [
        ([], "document.not_object", ""),
        ({"type": "order"}, "document.version", "/countersign"),
        ({"countersign": "1.0"}, "document.missing", "/type"),
        ({"countersign": "1.0", "type": "love_letter"}, "document.unknown_type", "/type"),
        ({"countersign": "1.0", "type": ["order"]}, "document.unknown_type", "/type"),
    ],
)
def test_a_body_that_is_no_document_is_told_why(tree: Any, code: str, path: str) -> None:
    assert (code, path) in faults_of(tree)


def test_a_misspelt_member_is_missing_and_unknown() -> None:
    tree = an_order_tree(nummer="PO-1")
    del tree["number"]
    codes = {(each.code, each.path) for each in JSON.read(body_of(tree)).findings}
    assert codes == {("document.missing", "/number"), ("document.unknown_member", "/nummer")}


@pytest.mark.parametrize("text", ["1e3", "NaN", "", "-", "1_000", "１２", "1\n2", "--1", "0x1"])
def test_what_is_not_a_decimal_is_refused(text: str) -> None:
    tree = an_order_tree()
    tree["lines"][0]["amount"]["value"] = text
    assert faults_of(tree) == [("document.bad_decimal", "/lines/0/amount/value")]


@pytest.mark.parametrize("text", ["2026-W10-1", "20260301", "2026-03-01\n", "2026-3-1", "2026-03-01T00:00:00"])
def test_a_date_has_one_form(text: str) -> None:
    assert faults_of(an_order_tree(issued=text)) == [("document.bad_date", "/issued")]


def test_a_percentage_has_one_spelling() -> None:
    tree = json.loads(JSON.render(a_document(DocumentType.INVOICE)))
    tree["taxes"][0]["subtotals"][0]["category"]["percent"] = "+20"
    assert faults_of(tree)[0][0] == "document.bad_decimal"


def test_a_value_outside_a_closed_list_names_the_list() -> None:
    tree = json.loads(JSON.render(a_contract().build()))
    tree["term"]["renewal"] = "sometimes"
    (found,) = JSON.read(body_of(tree)).findings
    assert (found.code, found.path) == ("document.bad_code", "/term/renewal")
    assert "automatic" in found.hint()


@pytest.mark.parametrize("text", ["a\u0000b", "\ud800", "\uffff", "\u001b[2J"])
def test_text_that_xml_can_t_carry_is_refused(text: str) -> None:
    assert faults_of(an_order_tree(customer_reference=text)) == [("document.bad_text", "/customer_reference")]
    if text in {"\ud800", "\uffff"}:
        assert faults_of(an_order_tree(x=[text]))[0][0] == "document.bad_text"
    assert faults_of(an_order_tree(**{text: 1}))[0][0] == "document.bad_text"


def test_a_member_can_t_be_smuggled_in_through_the_complement() -> None:
    smuggled = {"syntax": "json", "items": [{"kind": "member", "path": "/number", "content": "{"}]}
    assert faults_of(an_order_tree(complement=smuggled)) == [("document.reserved_kind", "/complement/items/0/kind")]


def test_reading_stops_at_a_thousand_faults() -> None:
    parsed = JSON.read(body_of(an_order_tree(lines=[[]] * 50_000)))
    assert len(parsed.findings) == 1001
    assert parsed.findings[-1].code == "document.too_many_faults"


def test_recognising_needs_the_marker_only() -> None:
    assert JSON.recognises(body_of({"countersign": "7"}))
    assert not JSON.recognises(body_of({"type": "order"}))
    assert not JSON.recognises(body_of(["countersign"]))
    assert JSON.document_type(body_of({"type": "order"})) is DocumentType.ORDER
    assert JSON.document_type(body_of({"type": {}})) is None
