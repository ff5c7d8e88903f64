"""Documents and rules made to be slow, large or deep: refused by name, or judged in time that grows with their size.

A document of the same number of elements is the measure of time, because machines differ: what nobody would send may
take a few times as long as a good invoice, and never the square of it.
"""

import gc
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import collector
from app.domain.findings import Finding
from app.errors import Refused
from app.safe import DEFAULT_LIMITS
from app.safe.xml import parse_xml
from app.validation.rule import MOST_FINDINGS, MOST_OF_ONE
from app.validation.rulesets import AUTO, judge
from app.validation.schematron import CompiledRules, compile_schema
from app.validation.subject import Subject
from app.wiring import app_of
from tests.bench.documents import an_invoice_of
from tests.integration.server import Answer, InProcess, Running, offline
from tests.integration.test_cli import call
from tests.rule_examples import BILLING, CAC, CBC, FAMILY, base_document
from tests.unit.schematrons import a_schematron, loaded

GOOD = base_document("peppol").decode()
ELEMENTS = 24_000
TIMES = 8
"""How many times as long as a good invoice of as many elements a bad one may take; mostly it is less than twice."""
AT_ONCE = 1.0
MEGABYTE = 1_000_000
LONGEST_WORDS = 1_000


def a_document(content: str) -> bytes:
    """An Invoice that says it follows Peppol, and then `content`."""
    head = f'<Invoice xmlns="{FAMILY}Invoice-2" xmlns:cac="{CAC}" xmlns:cbc="{CBC}">'
    return f"{head}<cbc:CustomizationID>{BILLING}</cbc:CustomizationID>{content}</Invoice>".encode()


def filled(piece: str) -> bytes:
    """Such a document with as many of `piece` as make it as large as the measure; {} is counted up."""
    many = ELEMENTS // (piece.count("<") - piece.count("</"))
    return a_document("".join(piece.replace("{}", str(each)) for each in range(many)))


def nested(name: str, depth: int = DEFAULT_LIMITS.depth - 2) -> bytes:
    """Such a document, as deep as may be, again and again."""
    return a_document((f"<{name}>" * depth + f"</{name}>" * depth) * (ELEMENTS // depth))


def instead(old: str, new: str) -> bytes:
    """The good invoice with another text."""
    assert old in GOOD
    return GOOD.replace(old, new).encode()


def judged(raw: bytes) -> tuple[list[Finding], float]:
    """What is found, and the seconds of CPU that it takes, parsing included."""
    began = time.process_time()
    findings = list(judge(Subject(parse_xml(raw).root), [AUTO]).findings)
    return findings, time.process_time() - began


@pytest.fixture(scope="module", autouse=True)
def measure() -> Iterator[float]:
    """Seconds that a good invoice of a thousand lines takes, in a process that is set up as a server is."""
    usual = gc.get_threshold()
    collector.tune()
    raw = an_invoice_of(1_000)
    yield min(judged(raw)[1] for _ in range(3))
    gc.set_threshold(*usual)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("rules")
    with offline(f"sqlite:///{folder / 'test.db'}", folder) as running:
        yield running


CATEGORY = "<cbc:ID>S</cbc:ID><cbc:Percent>{}.5</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
MANY = {
    "elements that nobody knows": "<x/>",
    "empty lines": "<cac:InvoiceLine/>",
    "lines of a credit note": "<cac:CreditNoteLine><cbc:ID>1</cbc:ID><cac:Item/><cac:Item/></cac:CreditNoteLine>",
    "lines of a rate each": f"<cac:InvoiceLine><cac:Item><cac:ClassifiedTaxCategory>{CATEGORY}"
    "</cac:ClassifiedTaxCategory></cac:Item></cac:InvoiceLine>",
    "break-downs of a rate each": f"<cac:TaxTotal><cac:TaxSubtotal><cac:TaxCategory>{CATEGORY}"
    "</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>",
    "lines and break-downs": f"<cac:TaxTotal><cac:TaxSubtotal><cac:TaxCategory>{CATEGORY}"
    "</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal><cac:InvoiceLine><cac:Item><cac:ClassifiedTaxCategory>"
    f"{CATEGORY}</cac:ClassifiedTaxCategory></cac:Item></cac:InvoiceLine>",
    "charges": "<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount>1.001</cbc:Amount>"
    "</cac:AllowanceCharge>",
    "totals": "<cac:LegalMonetaryTotal><cbc:LineExtensionAmount>1</cbc:LineExtensionAmount></cac:LegalMonetaryTotal>",
    "VAT totals": '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">x</cbc:TaxAmount></cac:TaxTotal>',
    "currencies": "<cbc:DocumentCurrencyCode>XXQ{}</cbc:DocumentCurrencyCode>",
    "sellers": "<cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>AT</cbc:CompanyID>"
    "</cac:PartyTaxScheme></cac:Party></cac:AccountingSupplierParty>",
    "payees": "<cac:PayeeParty><cac:PartyName><cbc:Name>{}</cbc:Name></cac:PartyName></cac:PayeeParty>",
    "payment means": "<cac:PaymentMeans><cbc:PaymentMeansCode>{}</cbc:PaymentMeansCode>"
    "<cbc:PaymentID>{}</cbc:PaymentID></cac:PaymentMeans>",
    "supporting documents": '<cac:AdditionalDocumentReference><cbc:ID schemeID="zz">{}</cbc:ID>'
    "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>",
    "numbers that take long": f"<cac:InvoiceLine><cbc:LineExtensionAmount>{'9' * 100}</cbc:LineExtensionAmount>"
    "</cac:InvoiceLine>",
}
DEEP = ("cac:Party", "cac:InvoiceLine", "cac:AllowanceCharge", "cac:TaxCategory", "cbc:Amount", "Invoice", "cac:Price")


@pytest.mark.parametrize("what", MANY)
def test_a_document_full_of_one_thing_takes_time_in_proportion(what: str, measure: float) -> None:
    findings, seconds = judged(filled(MANY[what]))
    assert findings
    assert seconds < TIMES * measure


@pytest.mark.parametrize("name", DEEP)
def test_a_document_as_deep_as_may_be_takes_time_in_proportion(name: str, measure: float) -> None:
    findings, seconds = judged(nested(name))
    assert findings
    assert seconds < TIMES * measure


def test_four_times_the_lines_take_four_times_as_long(measure: float) -> None:
    longer = min(judged(an_invoice_of(4_000))[1] for _ in range(2))
    assert longer < 8 * measure


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">490.00<", f">{'9' * MEGABYTE}<"),
        (">490.00<", f">0.{'1' * MEGABYTE}<"),
        (">490.00<", ">1e999999999<"),
        (">380<", f">{'3' * MEGABYTE}<"),
        (">380<", f">{' ' * MEGABYTE}<"),
        (">1234567890128<", f">{'1' * MEGABYTE}<"),
        (">ATU12345675<", f">{'AT' * MEGABYTE}<"),
        (">Within 30 days<", f">{'#SKONTO' * 100_000}\n<"),
        (">2026-03-02<", f">{'2026-03-02' * 100_000}<"),
        ('schemeID="0088"', f'schemeID="{"0088" * 10_000}"'),
        (BILLING, BILLING + "x" * MEGABYTE),
        (">VAT<", f">{'VAT ' * 100_000}<"),
    ],
)
def test_a_text_of_a_megabyte_is_judged_at_once_and_not_quoted(old: str, new: str) -> None:
    findings, seconds = judged(instead(old, new))
    assert seconds < AT_ONCE
    assert all(len(each.message()) < LONGEST_WORDS for each in findings)


def test_nobody_gets_a_hundred_thousand_findings() -> None:
    findings, _ = judged(filled("<cac:InvoiceLine><cbc:Note/><cbc:Note/></cac:InvoiceLine>"))
    assert len(findings) == MOST_FINDINGS + 2
    assert [each.code for each in findings[-2:]] == ["rules.more", "rules.not_reached"]
    codes = [each.code for each in findings if each.code.startswith("BR-")]
    assert max(map(codes.count, codes)) <= MOST_OF_ONE


def test_a_document_just_too_deep_is_refused_before_any_rule_sees_it() -> None:
    with pytest.raises(Refused) as refused:
        judged(nested("cac:Party", DEFAULT_LIMITS.depth))
    assert refused.value.code == "xml.too_deep"


def test_an_installed_regular_expression_does_not_backtrack() -> None:
    rule = '<rule context="a"><assert id="R1" test="matches(., \'^(a+)+$\')">as alone</assert></rule>'
    rules = CompiledRules.load(compile_schema(loaded(a_schematron(f"<pattern>{rule}</pattern>"))), "small")
    tree = Subject(parse_xml(f"<a>{'a' * 50_000}!</a>".encode()).root).tree
    assert tree is not None
    began = time.process_time()
    assert [each.code for each in rules.judge(tree)] == ["R1"]
    assert time.process_time() - began < AT_ONCE


HUGE = 100 * MEGABYTE


def test_a_hundred_megabytes_are_refused_by_size_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "huge.xml"
    file.write_bytes(a_document("<!--" + "x" * HUGE + "-->"))
    began = time.process_time()
    told = call("validate", "--json", file)
    assert time.process_time() - began < AT_ONCE
    assert told.exit_code == 2
    assert [each["code"] for each in json.loads(told.stdout)["findings"]] == ["message.too_large"]


def test_a_hundred_megabytes_are_refused_by_size_over_the_api(world: Running) -> None:
    began = time.process_time()
    answer = _validate(world, b"<a>" + b"x" * HUGE + b"</a>")
    assert time.process_time() - began < AT_ONCE
    assert answer.status == 413


def test_a_bomb_and_a_deep_document_are_told_of_over_the_api(world: Running) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'"><!ENTITY c "' + b"&b;" * 1000 + b'">]><a>&c;</a>'
    for raw, code in ((bomb, "xml.doctype"), (nested("a", 200), "xml.too_deep")):
        answer = _validate(world, raw)
        assert answer.status == 200
        assert (answer.json["valid"], [each["code"] for each in answer.json["findings"]]) == (False, [code])


def _validate(world: Running, raw: bytes) -> Answer:
    caller = InProcess(app_of(world.ports), world.buyer.key)
    return caller.post("/validate", raw, Content_Type="application/xml")
