"""EN 16931's rules about code lists, each by its own example, in UBL and over the model."""

import re

import pytest

from app.domain.findings import Finding
from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.en16931 import judge_ubl, read_ubl
from app.validation.en16931.codes import RULES
from app.validation.en16931.model import Invoice
from app.validation.rule import Bench, Rule
from tests.rule_examples import apply, base_document

IDS = {rule.id for rule in RULES}
SELLERS_ID = "attribute cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID schemeID {}"
BUYERS_ID = "attribute cac:AccountingCustomerParty/cac:Party/cac:PartyIdentification/cbc:ID schemeID {}"
CATEGORY = "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory"


def judged(*edits: str) -> list[Finding]:
    return [each for each in judge_ubl(Tree(parse_xml(apply("\n".join(edits))).root)) if each.code in IDS]


def fired(*edits: str) -> set[str]:
    return {each.code for each in judged(*edits)}


def without_its_syntax(raw: bytes) -> Invoice:
    """An invoice as other syntaxes' readers leave it."""
    invoice = read_ubl(Tree(parse_xml(raw).root))
    invoice.coded = None
    return invoice


@pytest.mark.parametrize("base", ["base invoice", "base creditnote", "base peppol"])
def test_a_good_document_has_only_known_codes(base: str) -> None:
    assert fired(base) == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_example_breaks_its_rule_and_is_told_in_words(rule: Rule) -> None:
    found = [each for each in judged(rule.example) if each.code == rule.id]
    assert found
    assert rule.why
    for each in found:
        assert each.params["found"] in each.message()
        assert each.term == rule.terms.split()[0]
        assert re.search("[一-鿿]", each.message("zh") + each.hint("zh"))
        assert "{" not in each.message() + each.hint() + each.message("zh") + each.hint("zh")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_broken_in_other_syntaxes_by_the_same(rule: Rule) -> None:
    for raw, broken in ((apply(rule.example), True), (base_document("invoice"), False)):
        bench = Bench("en16931", lambda _place: "")
        bench.judge(RULES, without_its_syntax(raw))
        assert (rule.id in {each.code for each in bench.findings}) is broken


def test_a_code_may_have_blanks_around_it_but_not_within() -> None:
    assert fired("set cbc:DocumentCurrencyCode  EUR ") == set()
    assert fired("set cbc:DocumentCurrencyCode EUR USD") == {"BR-CL-04"}
    assert fired("set cbc:DocumentCurrencyCode ") == {"BR-CL-04"}
    assert fired("set cbc:DocumentCurrencyCode eur") == {"BR-CL-04"}


def test_an_amount_without_currency_is_one_in_no_currency() -> None:
    (found,) = judged("drop-attribute cac:LegalMonetaryTotal/cbc:PayableAmount currencyID")
    assert found.message() == "The currency of the amount is –; it must be an ISO 4217 currency code."


def test_an_identifier_needs_no_scheme() -> None:
    assert fired("drop-attribute //cac:StandardItemIdentification/cbc:ID schemeID") == set()


def test_a_creditor_identifier_is_the_sellers_or_the_payees() -> None:
    assert fired(SELLERS_ID.format("SEPA")) == set()
    assert fired(BUYERS_ID.format("SEPA")) == {"BR-CL-10"}


def test_a_reason_for_exemption_may_be_in_small_letters() -> None:
    code = "add {} <cbc:TaxExemptionReasonCode>{}</cbc:TaxExemptionReasonCode>"
    assert fired(code.format(CATEGORY, "vatex-eu-ae")) == set()
    assert fired(code.format(CATEGORY, "vatex-eu-ax")) == {"BR-CL-22"}


@pytest.mark.parametrize(
    ("note", "right"),
    [
        ("#AAI#General", True),
        ("#QQQ#", False),
        ("#QQQ", True),
        ("#Q#", True),
        ("#10 pieces# and #3#", True),
        ("", True),
    ],
)
def test_a_note_may_begin_with_its_subject(note: str, right: bool) -> None:
    assert ("BR-CL-08" not in fired(f"set cbc:Note {note}")) is right


def test_a_misplaced_code_is_judged_where_it_stands() -> None:
    (found,) = judged("add cac:Delivery <cbc:DocumentCurrencyCode>X</cbc:DocumentCurrencyCode>")
    assert found.path == "/Invoice/cac:Delivery/cbc:DocumentCurrencyCode"
