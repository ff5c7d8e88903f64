"""EN 16931's rules on documents, parties, lines and totals, each by its own example."""

import re

import pytest
from lxml import etree

from app.domain.findings import Finding, Severity
from app.errors.catalogue import entry
from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.en16931 import (
    breakdown,
    charges,
    document,
    judge_ubl,
    lines,
    parties,
    payment,
    periods,
    read_ubl,
    totals,
)
from app.validation.rule import Rule
from app.validation.xsd import validate_ubl
from tests.rule_examples import NAMESPACES, apply, base_document

RULES = [
    rule for family in (document, parties, periods, payment, lines, charges, totals, breakdown) for rule in family.RULES
]
WITH_EXAMPLE = [rule for rule in RULES if rule.example]
NEVER = {"BR-CO-05", "BR-CO-06", "BR-CO-07", "BR-CO-08", "BR-DEC-13", "BR-DEC-15"}
ARITHMETIC = [rule for rule in WITH_EXAMPLE if "{expected}" in entry(rule.id).en + entry(rule.id).hint_en]


def judged(raw: bytes) -> list[Finding]:
    return judge_ubl(Tree(etree.fromstring(raw)))


def of(rule: str, raw: bytes) -> list[Finding]:
    return [each for each in judged(raw) if each.code == rule]


def fired(example: str) -> set[str]:
    return {each.code for each in judged(apply(example))}


def only_finding(rule: str, example: str) -> Finding:
    (found,) = of(rule, apply(example))
    return found


@pytest.mark.parametrize("base", ["invoice", "creditnote", "peppol"])
def test_a_good_document_breaks_no_rule(base: str) -> None:
    assert judged(base_document(base)) == []


@pytest.mark.parametrize("base", ["invoice", "creditnote", "peppol"])
def test_a_good_document_has_ubls_schema(base: str) -> None:
    assert validate_ubl(parse_xml(base_document(base))) == []


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.id)
def test_an_example_breaks_its_rule(rule: Rule) -> None:
    found = of(rule.id, apply(rule.example))
    assert found
    for each in found:
        assert (each.ruleset, each.severity, each.term) == ("en16931-ubl", rule.severity, rule.terms.split()[0])
        assert each.path.startswith("/Invoice")


def test_the_rules_without_example_are_those_that_no_document_can_break() -> None:
    assert {rule.id for rule in RULES if not rule.example} == NEVER


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_why_it_is_there_and_has_words_in_both_languages(rule: Rule) -> None:
    words = entry(rule.id)
    assert rule.why
    assert all((words.en, words.zh, words.hint_en, words.hint_zh))
    assert re.search("[一-鿿]", words.zh)
    assert re.search("[一-鿿]", words.hint_zh)


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.id)
def test_words_are_filled_from_what_was_found(rule: Rule) -> None:
    for each in of(rule.id, apply(rule.example)):
        for language in ("en", "zh"):
            assert "{" not in each.message(language) + each.hint(language)


@pytest.mark.parametrize("rule", ARITHMETIC, ids=lambda rule: rule.id)
def test_writing_what_was_expected_repairs_the_amount(rule: Rule) -> None:
    root = etree.fromstring(apply(rule.example))
    for each in of(rule.id, etree.tostring(root)):
        (place,) = root.xpath(each.path.removeprefix("/Invoice/"), namespaces=NAMESPACES)
        place.text = each.params["expected"]
    assert of(rule.id, etree.tostring(root)) == []


def test_a_wrong_sum_is_explained_by_what_was_found_and_expected() -> None:
    found = only_finding("BR-CO-10", "set cac:LegalMonetaryTotal/cbc:LineExtensionAmount 701.00")
    assert found.path == "/Invoice/cac:LegalMonetaryTotal/cbc:LineExtensionAmount"
    assert found.message() == (
        "The sum of the lines' net amounts (BT-106) is 701.00; the lines (BT-131) add up to 700.00."
    )
    assert found.hint() == "Write 700.00, or correct the line that is wrong."
    assert "700.00" in found.message("zh")


def test_a_finding_names_the_line_of_the_invoice_and_of_the_file() -> None:
    found = only_finding("BR-25", "remove cac:InvoiceLine[2]/cac:Item/cbc:Name")
    assert found.path == "/Invoice/cac:InvoiceLine[2]"
    assert found.line is not None


@pytest.mark.parametrize(
    ("stated", "lines", "agrees"),
    [
        ("0.01", "0.005", True),
        ("-0.00", "-0.005", True),
        ("-0.01", "-0.005", False),
        ("2.68", "2.675", True),
        ("2.67", "2.675", False),
    ],
)
def test_a_half_is_rounded_towards_positive_infinity(stated: str, lines: str, agrees: bool) -> None:
    example = f"""
        set cac:InvoiceLine[1]/cbc:LineExtensionAmount {lines}
        set cac:InvoiceLine[2]/cbc:LineExtensionAmount 0
        set cac:LegalMonetaryTotal/cbc:LineExtensionAmount {stated}"""
    assert ("BR-CO-10" not in fired(example)) is agrees


def test_an_absent_total_of_allowances_is_not_zero() -> None:
    gone = "remove cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount"
    zero = "set cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount 0"
    nothing_to_sum = "remove cac:AllowanceCharge[cbc:ChargeIndicator='false']"
    assert "BR-CO-11" in fired(gone)
    assert "BR-CO-11" not in fired(f"{gone}\n{nothing_to_sum}")
    assert "BR-CO-11" not in fired(f"{zero}\n{nothing_to_sum}")


def test_what_a_total_should_be_is_said_where_it_is_missing() -> None:
    found = only_finding("BR-CO-11", "remove cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount")
    assert found.path == "/Invoice/cac:LegalMonetaryTotal"
    assert (found.params["found"], found.params["expected"]) == ("–", "50.00")


@pytest.mark.parametrize(
    ("paid", "rounding", "due"),
    [(None, None, "850.00"), ("100.00", None, "750.00"), (None, "0.50", "850.50"), ("850.00", "0.00", "0")],
)
def test_the_amount_due_leaves_out_what_is_not_there(paid: str | None, rounding: str | None, due: str) -> None:
    total = "cac:LegalMonetaryTotal/cbc:"
    edits = [
        f"set {total}{name} {amount}" if amount else f"remove {total}{name}"
        for name, amount in (("PrepaidAmount", paid), ("PayableRoundingAmount", rounding))
    ]
    assert "BR-CO-16" not in fired("\n".join([*edits, f"set {total}PayableAmount {due}"]))
    assert "BR-CO-16" in fired("\n".join([*edits, f"set {total}PayableAmount 13"]))


@pytest.mark.parametrize(
    ("tax", "agrees"), [("169.01", True), ("170.99", True), ("169.00", False), ("171.00", False), ("-170.00", True)]
)
def test_the_vat_of_a_break_down_may_be_off_by_less_than_one(tax: str, agrees: bool) -> None:
    assert ("BR-CO-17" not in fired(f"set cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount {tax}")) is agrees


def test_a_number_that_is_none_breaks_the_rules_that_reckon_with_it() -> None:
    example = "set cac:InvoiceLine[1]/cbc:LineExtensionAmount twelve"
    found = only_finding("BR-CO-10", example)
    assert found.entry == "rules.not_evaluable_number"
    assert found.path == "/Invoice/cac:InvoiceLine[1]/cbc:LineExtensionAmount"
    assert found.message() == 'The rule BR-CO-10 can\'t be judged: "twelve" is not a number.'
    assert found.message("zh") == "无法判定规则 BR-CO-10：“twelve”不是数字。"


def test_a_date_that_is_none_breaks_the_rules_that_compare_it() -> None:
    assert "BR-29" in fired("set cac:InvoicePeriod/cbc:EndDate 2026-02-30")


def test_a_term_that_is_there_twice_breaks_the_rule_that_asks_for_it() -> None:
    found = only_finding("BR-02", "before cbc:IssueDate <cbc:ID>another</cbc:ID>")
    assert (found.path, found.entry) == ("/Invoice/cbc:ID[2]", "rules.not_evaluable_several")


def test_blanks_say_nothing() -> None:
    assert "BR-03" in fired("set cbc:IssueDate  \t ")


def test_exponents_are_prices_but_not_amounts() -> None:
    assert "BR-27" not in fired("set cac:InvoiceLine[1]/cac:Price/cbc:PriceAmount 1e3")
    assert "BR-27" in fired("set cac:InvoiceLine[1]/cac:Price/cbc:PriceAmount NaN")
    assert "BR-CO-10" in fired("set cac:InvoiceLine[1]/cbc:LineExtensionAmount 1e3")


def test_an_indicator_that_is_neither_true_nor_false_leaves_both_sums_open() -> None:
    assert {"BR-CO-11", "BR-CO-12"} <= fired("set cac:AllowanceCharge[1]/cbc:ChargeIndicator maybe")


def test_a_tax_with_two_identifiers_is_neither_vat_nor_another() -> None:
    item = "cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory"
    found = only_finding("BR-CO-04", f"add {item}/cac:TaxScheme <cbc:ID>GST</cbc:ID>")
    assert (found.entry, found.path) == (
        "rules.not_evaluable_several",
        "/Invoice/cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory/cac:TaxScheme/cbc:ID[2]",
    )
    of_subtotal = "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme"
    assert {"BR-47", "BR-48", "BR-CO-17"} <= fired(f"add {of_subtotal} <cbc:ID>GST</cbc:ID>")


def test_a_line_in_two_taxes_has_no_category_that_can_be_told() -> None:
    other = "<cac:TaxScheme><cbc:ID>GST</cbc:ID></cac:TaxScheme>"
    assert "BR-CO-04" in fired(f"add cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory {other}")


def test_indicators_may_be_digits() -> None:
    example = """
        set cac:AllowanceCharge[1]/cbc:ChargeIndicator 0
        set cac:AllowanceCharge[2]/cbc:ChargeIndicator 1"""
    assert fired(example) == set()


def test_misplaced_groups_are_judged_where_they_stand() -> None:
    delivery = "<cac:Delivery><cac:DeliveryLocation><cac:Address/></cac:DeliveryLocation></cac:Delivery>"
    found = only_finding("BR-57", f"add cac:InvoiceLine[1] {delivery}")
    assert found.path == "/Invoice/cac:InvoiceLine[1]/cac:Delivery/cac:DeliveryLocation/cac:Address"


def test_a_payee_with_the_sellers_identifier_is_the_seller() -> None:
    assert "BR-17" in fired("set cac:PayeeParty/cac:PartyIdentification/cbc:ID S-1")


def test_a_creditor_identifier_of_a_bank_names_no_seller() -> None:
    party = "cac:AccountingSupplierParty/cac:Party/"
    others = f"remove {party}cac:PartyTaxScheme\nremove {party}cac:PartyLegalEntity/cbc:CompanyID"
    sepa = f"attribute {party}cac:PartyIdentification/cbc:ID schemeID SEPA"
    assert "BR-CO-26" not in fired(others)
    assert "BR-CO-26" in fired(f"{others}\n{sepa}")


@pytest.mark.parametrize(
    ("number", "agrees"), [("EL123", True), ("XI1", True), ("", True), ("el1", False), ("UK1", False)]
)
def test_vat_numbers_begin_with_a_country(number: str, agrees: bool) -> None:
    path = "cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID"
    assert ("BR-CO-09" not in fired(f"set {path} {number}")) is agrees


def test_a_card_number_only_warns() -> None:
    (found,) = judged(apply("set cac:PaymentMeans[2]/cac:CardAccount/cbc:PrimaryAccountNumberID 4111111111111111"))
    assert (found.code, found.severity) == ("BR-51", Severity.WARNING)


def test_vat_in_another_currency_does_not_count_into_the_total() -> None:
    example = """
        before cac:AccountingSupplierParty <cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>
        before cac:LegalMonetaryTotal <cac:TaxTotal><cbc:TaxAmount currencyID="SEK">9</cbc:TaxAmount></cac:TaxTotal>"""
    assert fired(example) == set()


def test_two_vat_totals_in_one_currency_are_one_too_many() -> None:
    again = '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">0</cbc:TaxAmount></cac:TaxTotal>'
    assert "BR-CO-15" in fired(f"before cac:LegalMonetaryTotal {again}")


def test_findings_end_with_a_word_that_there_are_more() -> None:
    root = etree.fromstring(apply("remove cac:InvoiceLine/cbc:ID"))
    line = root.find("cac:InvoiceLine", NAMESPACES)
    root.extend(etree.fromstring(etree.tostring(line)) for _ in range(200))
    found = judge_ubl(Tree(root), limit=50)
    assert [each.code for each in found[50:]] == ["rules.more"]


@pytest.mark.timeout(60)
def test_judging_grows_with_the_document_and_not_with_its_square() -> None:
    root = etree.fromstring(base_document("invoice"))
    for path in ("cac:LegalMonetaryTotal", "cac:AllowanceCharge", "cac:TaxTotal", "cac:PayeeParty"):
        raw = etree.tostring(root.find(path, NAMESPACES))
        root.extend(etree.fromstring(raw) for _ in range(2_000))
    found = [each.code for each in judge_ubl(Tree(root))]
    assert "rules.more_of_one" in found
    assert len(found) <= 1_001


def test_a_fault_of_every_line_does_not_hide_the_others() -> None:
    root = etree.fromstring(apply("remove cac:InvoiceLine/cac:Item/cbc:Name"))
    line = root.find("cac:InvoiceLine", NAMESPACES)
    root.extend(etree.fromstring(etree.tostring(line)) for _ in range(2_000))
    found = [each.code for each in judge_ubl(Tree(root))]
    assert found.count("BR-25") == 100
    assert "BR-CO-10" in found


def test_an_empty_document_is_judged() -> None:
    root = etree.fromstring('<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>')
    assert {"BR-01", "BR-16", "BR-CO-18"} <= {each.code for each in judge_ubl(Tree(root))}


def test_the_reader_finds_terms_where_ubl_has_them() -> None:
    invoice = read_ubl(Tree(etree.fromstring(base_document("invoice"))))
    line = invoice.lines[0]
    texts = {
        "BT-1": invoice.numbers,
        "BT-9": invoice.due_dates,
        "BT-13": invoice.orders,
        "BT-25": invoice.preceding[0].ids,
        "BT-27": invoice.sellers[0].names,
        "BT-31": invoice.sellers[0].registrations[0].numbers,
        "BT-84": invoice.payments[0].transfers[0].accounts,
        "BT-147": line.discounts,
        "BT-157": line.standard_ids,
        "BT-160": line.attributes[0].names,
    }
    assert {term: values[0].text for term, values in texts.items()} == {
        "BT-1": "2026-0117",
        "BT-9": "2026-03-31",
        "BT-13": "PO-88",
        "BT-25": "2026-0099",
        "BT-27": "Nails and Screws GmbH",
        "BT-31": "ATU12345675",
        "BT-84": "AT611904300234573201",
        "BT-147": "10.00",
        "BT-157": "1234567890128",
        "BT-160": "Colour",
    }


def test_a_credit_note_is_read_into_the_same_terms() -> None:
    note = read_ubl(Tree(etree.fromstring(base_document("creditnote"))))
    invoice = read_ubl(Tree(etree.fromstring(base_document("invoice"))))
    assert note.is_credit
    assert [each.text for each in note.due_dates] == ["2026-03-31"]
    assert [each.quantities[0].text for each in note.lines] == [each.quantities[0].text for each in invoice.lines]
