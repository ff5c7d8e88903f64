"""The domain's invoice as a semantic invoice: its pointers lead into its JSON, and its findings follow them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.domain.documents import CreditNote, Invoice
from app.domain.money import Amount
from app.formats.json.format import CountersignJson
from app.formats.ubl import Ubl
from app.safe.xml import parse_xml
from app.validation.en16931.groups import Group
from app.validation.en16931.read_document import read_document
from app.validation.en16931.said import Said
from app.validation.en16931.semantic import judge_document
from tests.rule_examples import base_document


def a_document(base: str) -> Invoice | CreditNote:
    """The good document of that name, with something of everything."""
    document = Ubl().read(parse_xml(base_document(base))).document
    assert isinstance(document, Invoice | CreditNote)
    return document


def said_in(thing: Any, seen: set[int]) -> Iterator[Said]:
    """Every value and place of a semantic invoice."""
    if isinstance(thing, Said):
        yield thing
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from said_in(each, seen)
    elif isinstance(thing, Group) and id(thing) not in seen:
        seen.add(id(thing))
        for kind in type(thing).__mro__:
            for slot in getattr(kind, "__slots__", ()):
                yield from said_in(getattr(thing, slot, None), seen)


def at(pointer: str, value: Any) -> Any:
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


@pytest.mark.parametrize("base", ["invoice", "creditnote"])
def test_every_pointer_leads_to_what_was_said(base: str) -> None:
    document = a_document(base)
    tree = json.loads(CountersignJson().render(document))
    found = list(said_in(read_document(document), set()))

    assert len(found) > 150
    for each in found:
        there = at(each.path, tree)
        assert isinstance(there, dict) if each.text == "" else str(there) == each.text, each.path


@pytest.mark.parametrize("base", ["invoice", "creditnote"])
def test_a_good_document_has_no_findings(base: str) -> None:
    assert [(each.code, each.path) for each in judge_document(a_document(base))] == []


def test_terms_are_in_the_form_that_en_16931_writes_them_in() -> None:
    invoice = read_document(a_document("invoice"))

    assert [each.text for each in invoice.issued] == ["2026-03-02"]
    assert [each.text for each in invoice.due_dates] == ["2026-03-31"]
    assert [each.text for each in invoice.payment_terms] == ["Within 30 days"]
    assert [each.text for each in invoice.payments[0].transfers[0].accounts] == ["AT611904300234573201"]
    assert [(each.text, each.get("currencyID")) for each in invoice.totals[0].due] == [("750.50", "EUR")]
    assert [(each.text, each.get("unitCode")) for each in invoice.lines[0].quantities] == [("10", "C62")]
    assert [each.code for each in invoice.all_categories] == ["S", "S", "S"]
    assert [each.level for each in invoice.all_allowances] == ["document", "document", "line", "line", "price"]


def test_a_credit_note_has_its_due_dates_in_its_means_of_payment() -> None:
    invoice = read_document(a_document("creditnote"))

    assert invoice.is_credit
    assert [(each.text, each.path) for each in invoice.due_dates if isinstance(each, Said)] == [
        ("2026-03-31", "/payment_means/0/due")
    ]


def test_a_finding_points_into_the_json_and_proposes_what_repairs_it() -> None:
    good = a_document("invoice")
    wrong = replace(good, totals=replace(good.totals, payable=Amount.of("751.50", "EUR")))

    (found,) = judge_document(wrong)
    assert (found.code, found.ruleset, found.path, found.line) == ("BR-CO-16", "en16931", "/totals/payable/value", None)
    repaired = replace(good, totals=replace(good.totals, payable=Amount.of(found.params["expected"], "EUR")))
    assert judge_document(repaired) == []


def test_what_is_missing_is_pointed_at_where_it_belongs() -> None:
    good = a_document("invoice")
    line = replace(good.lines[1], item=replace(good.lines[1].item, name=""))

    assert [(each.code, each.path) for each in judge_document(replace(good, lines=(good.lines[0], line)))] == [
        ("BR-25", "/lines/1")
    ]


def test_an_invoice_without_lines_or_specification_is_told_so_at_its_root() -> None:
    bare = replace(a_document("invoice"), lines=(), customization_id="")

    assert {(each.code, each.path) for each in judge_document(bare)} >= {("BR-01", ""), ("BR-16", "")}


def test_findings_stop_at_the_limit() -> None:
    good = a_document("invoice")
    nameless = replace(good.lines[1], item=replace(good.lines[1].item, name=""))

    found = judge_document(replace(good, lines=(nameless,) * 50), 10)
    assert len(found) == 11
    assert found[-1].code == "rules.more"
