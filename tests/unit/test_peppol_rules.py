"""Peppol BIS Billing 3's rules: each by its own example, and what holds for all of them."""

import pytest
from lxml import etree

from app.domain.findings import Finding
from app.errors.catalogue import entry
from app.safe.tree import Tree
from app.validation.peppol import RULES, judge_billing
from tests.rule_examples import NAMESPACES, apply, base_document

ARITHMETIC = ["PEPPOL-EN16931-R040", "PEPPOL-EN16931-R046", "PEPPOL-EN16931-R110", "PEPPOL-EN16931-R120"]
SUPPLIER = "cac:AccountingSupplierParty/cac:Party"
CUSTOMER = "cac:AccountingCustomerParty/cac:Party"
COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
LINE = "cac:InvoiceLine[1]"


def judged(raw: bytes, limit: int = 1000) -> list[Finding]:
    return judge_billing(Tree(etree.fromstring(raw)), limit)


def fired(*edits: str) -> set[str]:
    return {each.code for each in judged(apply("\n".join(("base peppol", *edits))))}


def test_there_are_165_rules_each_once() -> None:
    assert len(RULES) == len({rule.id for rule in RULES}) == 165


def test_a_good_document_breaks_none() -> None:
    assert judged(base_document("peppol")) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rules_example_breaks_it(rule) -> None:
    found = [each for each in judged(apply(rule.example)) if each.code == rule.id]
    assert found
    assert found[0].severity is rule.severity
    assert found[0].ruleset == "peppol-billing"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_in_both_languages_what_is_wrong_and_how_to_repair_it(rule) -> None:
    found = next(each for each in judged(apply(rule.example)) if each.code == rule.id)
    texts = [found.message("en"), found.hint("en"), found.message("zh"), found.hint("zh")]
    assert all(texts)
    assert not any("{" in text for text in texts)
    assert rule.why


def test_rules_of_one_shape_share_words() -> None:
    assert {rule.entry for rule in RULES} == {"", "rules.exemption_category"}
    assert all(entry(rule.entry or rule.id) for rule in RULES)


@pytest.mark.parametrize("rule", ARITHMETIC)
def test_what_was_expected_repairs_it(rule: str) -> None:
    raw = apply(next(each.example for each in RULES if each.id == rule))
    fault = next(each for each in judged(raw) if each.code == rule)
    root = etree.fromstring(raw)
    (place,) = root.getroottree().xpath(f"/*/{fault.path.partition('/')[2].partition('/')[2]}", namespaces=NAMESPACES)
    place.text = fault.params["expected"]
    assert rule not in {each.code for each in judged(etree.tostring(root))}


def test_a_finding_points_at_the_line_and_names_the_business_term() -> None:
    (found,) = judged(apply(f"base peppol\nset {LINE}/cbc:LineExtensionAmount 1.00"))
    assert found.code == "PEPPOL-EN16931-R120"
    assert found.path == "/Invoice/cac:InvoiceLine[1]/cbc:LineExtensionAmount"
    assert found.term == "BT-131"
    assert found.line
    assert found.message() == (
        "The line net amount (BT-131) is 1.00; quantity, price, allowances and charges make 490.00."
    )


@pytest.mark.parametrize("amount", ["489.98", "490.02", "490.00000"])
def test_a_line_may_be_two_cents_off(amount: str) -> None:
    assert fired(f"set {LINE}/cbc:LineExtensionAmount {amount}") == set()


@pytest.mark.parametrize("amount", ["489.979", "490.0200001"])
def test_a_line_may_not_be_more_than_two_cents_off(amount: str) -> None:
    assert fired(f"set {LINE}/cbc:LineExtensionAmount {amount}") == {"PEPPOL-EN16931-R120"}


def test_an_allowance_without_base_amount_isnt_judged_by_its_indicator() -> None:
    edits = ("remove cac:AllowanceCharge[1]/cbc:BaseAmount", "set cac:AllowanceCharge[1]/cbc:ChargeIndicator maybe")
    assert "PEPPOL-EN16931-R041" in fired(*edits)
    assert "PEPPOL-EN16931-R043" not in fired(*edits)


def test_a_number_is_judged_by_its_scheme_only() -> None:
    vat = f"{SUPPLIER}/cac:PartyTaxScheme/cbc:CompanyID"
    assert fired(f"set {vat} NL12") == {"PEPPOL-COMMON-R056-2"}
    assert fired(f"set {vat} NL12", f"attribute {vat} schemeID 9944") == {"PEPPOL-COMMON-R056-1"}
    assert fired(f"set {vat} NL12", f"attribute {vat} schemeID 0217") == {"PEPPOL-COMMON-R056-2"}


def test_a_rule_that_cant_be_evaluated_counts_as_broken_and_the_others_go_on() -> None:
    raw = apply(f"base peppol\nset {LINE}/cac:Price/cbc:PriceAmount many\nadd . <cbc:Note>Second</cbc:Note>")
    found = {each.code: each for each in judged(raw)}
    assert {"PEPPOL-EN16931-R120", "PEPPOL-EN16931-R002"} <= set(found)
    assert found["PEPPOL-EN16931-R120"].entry == "rules.not_evaluable_number"
    assert '"many" is not a number' in found["PEPPOL-EN16931-R120"].message()


def test_two_countries_of_one_address_make_no_national_rule_apply() -> None:
    second = f"{SUPPLIER}/cac:PostalAddress/cac:Country <cbc:IdentificationCode>DK</cbc:IdentificationCode>"
    assert fired(f"set {SUPPLIER}/{COUNTRY} DK", f"add {second}") == set()


def test_denmark_is_written_in_capitals_and_germany_needs_not_be() -> None:
    assert fired(f"set {SUPPLIER}/{COUNTRY} dk") == set()
    german = (f"set {SUPPLIER}/{COUNTRY} de", f"set {CUSTOMER}/{COUNTRY} de")
    assert "DE-R-015" in fired(*german, "remove cbc:BuyerReference")


def test_between_germans_there_may_be_several_notes() -> None:
    german = (f"set {SUPPLIER}/{COUNTRY} DE", f"set {CUSTOMER}/{COUNTRY} DE")
    assert "PEPPOL-EN16931-R002" not in fired(*german, "add . <cbc:Note>Second</cbc:Note>")


@pytest.mark.parametrize(
    "terms",
    [
        "#SKONTO#TAGE=14#PROZENT=2.00#\n",
        "Thank you!\n#SKONTO#TAGE=14#PROZENT=2.00#\n#SKONTO#TAGE=30#PROZENT=1.00#BASISBETRAG=10.00#\nBye",
    ],
)
def test_a_cash_discount_that_software_can_read_passes(terms: str) -> None:
    assert "DE-R-018" not in {each.code for each in judged(with_terms(terms))}


@pytest.mark.parametrize(
    "terms",
    [
        "#SKONTO#TAGE=14#PROZENT=2.00#",
        "#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=1#\n",
        "#skonto#tage=14#prozent=2.00#\n",
        "#SKONTO#TAGE=14#PROZENT=2.00#\n#",
        "#" * 100_000,
        "# " * 50_000,
    ],
)
def test_any_other_cash_discount_fails(terms: str) -> None:
    assert "DE-R-018" in {each.code for each in judged(with_terms(terms))}


def with_terms(terms: str) -> bytes:
    root = etree.fromstring(apply(f"base peppol\nset {SUPPLIER}/{COUNTRY} DE\nset {CUSTOMER}/{COUNTRY} DE"))
    root.find("cac:PaymentTerms/cbc:Note", NAMESPACES).text = terms
    return etree.tostring(root)


def test_enough_is_enough() -> None:
    root = etree.fromstring(base_document("peppol"))
    for _ in range(50):
        etree.SubElement(root, f"{{{NAMESPACES['cbc']}}}Note")
    found = judged(etree.tostring(root), limit=10)
    assert [each.code for each in found] == ["PEPPOL-EN16931-R002", *["PEPPOL-EN16931-R008"] * 9, "rules.more"]


def test_another_document_breaks_what_it_breaks_without_an_accident() -> None:
    assert judged(b"<x/>")[0].code == "PEPPOL-EN16931-R008"
    assert judged(b"<x><y>1</y></x>") == []


def test_a_megabyte_isnt_quoted_in_a_thousand_findings() -> None:
    root = etree.fromstring(base_document("peppol"))
    root.find("cbc:DocumentCurrencyCode", NAMESPACES).text = "EUR" * 300_000
    assert sum(len(each.message()) for each in judged(etree.tostring(root))) < 100_000
