"""EN 16931's rules about VAT categories, each by its own example, and what the nine families differ in."""

import re

import pytest
from lxml import etree

from app.domain.findings import Finding
from app.errors.catalogue import entry
from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.en16931 import judge_ubl
from app.validation.en16931.vat_families import FAMILIES, Needed
from app.validation.en16931.vat_rules import RULES
from app.validation.rule import Rule
from tests.rule_examples import NAMESPACES, apply

IDS = {rule.id for rule in RULES}
ARITHMETIC = [rule for rule in RULES if "{expected}" in entry(rule.id).en]
LINE = "cac:InvoiceLine[{}]/cac:Item/cac:ClassifiedTaxCategory/cbc:"
BREAKDOWN = "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:"


def judged(raw: bytes) -> list[Finding]:
    return [each for each in judge_ubl(Tree(parse_xml(raw).root)) if each.code in IDS]


def of(rule: str, example: str) -> list[Finding]:
    return [each for each in judged(apply(example)) if each.code == rule]


def fired(*edits: str) -> set[str]:
    return {each.code for each in judged(apply("\n".join(edits)))}


def all_of(code: str, rate: str) -> str:
    """Everything in one category."""
    return (
        f"set //cac:TaxCategory/cbc:ID {code}\nset //cac:ClassifiedTaxCategory/cbc:ID {code}\nset //cbc:Percent {rate}"
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_example_breaks_its_rule_and_is_told_in_words(rule: Rule) -> None:
    found = of(rule.id, rule.example)
    assert found
    assert rule.why
    for each in found:
        assert each.term == rule.terms.split()[0]
        for language in ("en", "zh"):
            assert "{" not in each.message(language) + each.hint(language)
    assert re.search("[一-鿿]", found[0].message("zh"))
    assert re.search("[一-鿿]", found[0].hint("zh"))


def test_there_are_ten_rules_a_family_and_eight_others() -> None:
    assert len(IDS) == len(RULES) == 10 * len(FAMILIES) + 8


@pytest.mark.parametrize("rule", ARITHMETIC, ids=lambda rule: rule.id)
def test_writing_what_was_expected_repairs_the_amount(rule: Rule) -> None:
    root = etree.fromstring(apply(rule.example))
    (found,) = of(rule.id, rule.example)
    (place,) = root.xpath(found.path.removeprefix("/Invoice/"), namespaces=NAMESPACES)
    place.text = found.params["expected"]
    assert rule.id not in {each.code for each in judged(etree.tostring(root))}


def test_a_wrong_base_is_explained_by_what_was_found_and_expected() -> None:
    (found,) = of("BR-S-08", "set cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount 690.00")
    assert found.path == "/Invoice/cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount"
    assert found.message() == (
        'The base (BT-116) of the category "standard rated (S)" is 690.00; its lines, less allowances, plus charges at '
        "this rate come to 680.00."
    )
    assert "680.00" in found.message("zh")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.prefix)
def test_an_invoice_wholly_in_one_category_breaks_only_what_the_category_asks_for(family) -> None:
    rate = "5" if family.by_rate else "0"
    edits = [
        all_of(family.code, rate),
        "set cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount " + ("34.00" if rate == "5" else "0"),
    ]
    if family.reasoned:
        edits.append(f"add {BREAKDOWN.removesuffix('/cbc:')} <cbc:TaxExemptionReason>Because</cbc:TaxExemptionReason>")
    if family.seller is Needed.NOTHING:
        edits += ["remove //cac:PartyTaxScheme", "remove //cbc:Percent"]
    assert fired(*edits) == set()


def test_a_tax_that_is_not_vat_has_no_categories_of_vat() -> None:
    others = "set //cac:TaxCategory/cac:TaxScheme/cbc:ID GST\nset //cac:ClassifiedTaxCategory/cac:TaxScheme/cbc:ID GST"
    assert fired(all_of("Z", "25"), others) == set()
    assert fired("set //cac:ClassifiedTaxCategory/cac:TaxScheme/cbc:ID GST") == {"BR-S-02"}


def test_sums_are_by_rate_where_there_are_several() -> None:
    second = f"set {LINE.format(2)}Percent 10"
    (found,) = of("BR-S-08", second)
    assert found.params["expected"] == "470.00"
    lower = (
        "add cac:TaxTotal <cac:TaxSubtotal><cbc:TaxableAmount>{}</cbc:TaxableAmount><cbc:TaxAmount>21</cbc:TaxAmount>"
    )
    category = "<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>10.0</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID>"
    ends = "</cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>"
    first = "set cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxableAmount 470.00"
    taxed = "set cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount 117.50"
    assert fired(first, taxed, second, lower.format("210.00") + category + ends) == set()
    assert fired(first, taxed, second, lower.format("211.01") + category + ends) == {"BR-S-08"}


@pytest.mark.parametrize(("base", "tolerated"), [("680.99", True), ("679.01", True), ("681", False), ("679", False)])
def test_a_base_by_rate_may_be_off_by_less_than_one(base: str, tolerated: bool) -> None:
    assert ("BR-S-08" not in fired(f"set cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount {base}")) is tolerated


@pytest.mark.parametrize("code", ["S", "L", "Z", "O"])
@pytest.mark.parametrize("junk", ["NaN", "INF", "-INF", "1e400", "many", "", "9" * 10_000])
def test_whatever_stands_for_a_number_ends_in_findings(code: str, junk: str) -> None:
    for path in ("//cbc:Percent", "//cbc:TaxableAmount", "//cbc:LineExtensionAmount", "//cbc:Amount"):
        assert fired(all_of(code, "25"), f"set {path} {junk}")


def test_a_rate_that_is_not_a_number_is_not_more_than_zero() -> None:
    assert "BR-S-05" in fired(f"set {LINE.format(1)}Percent NaN")


def test_an_amount_that_is_no_number_hinders_only_the_sums_that_it_is_part_of() -> None:
    junk = "set cac:InvoiceLine[2]/cbc:LineExtensionAmount many"
    found = of("BR-S-08", junk)
    assert [each.entry for each in found] == ["rules.not_evaluable_number"]
    apart = f"set {LINE.format(2)}ID Z"
    assert [each.entry for each in of("BR-S-08", f"{junk}\n{apart}")] == [""]


@pytest.mark.timeout(60)
def test_thousands_of_breakdowns_and_lines_are_summed_in_linear_time() -> None:
    rates = "".join(
        f"<cac:TaxSubtotal><cbc:TaxableAmount>1</cbc:TaxableAmount><cbc:TaxAmount>0</cbc:TaxAmount><cac:TaxCategory>"
        f"<cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
        "</cac:TaxCategory></cac:TaxSubtotal>"
        for rate in range(1, 2001)
    )
    line = (
        "<cac:InvoiceLine><cbc:LineExtensionAmount>1</cbc:LineExtensionAmount><cac:Item><cac:ClassifiedTaxCategory>"
        "<cbc:ID>S</cbc:ID><cbc:Percent>7</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
        "</cac:ClassifiedTaxCategory></cac:Item></cac:InvoiceLine>"
    )
    tree = Tree(parse_xml(apply(f"add cac:TaxTotal {rates}\nadd . {line * 2000}")).root)
    assert "rules.more_of_one" in {each.code for each in judge_ubl(tree)}
