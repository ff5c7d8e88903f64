"""Which built-in rules of EN 16931 a bill asks for, by its syntax and by the specification that it names."""

from dataclasses import replace

import pytest
from lxml import etree

from app.domain.documents import Invoice
from app.domain.findings import Severity
from app.formats.ubl import Ubl
from app.safe.xml import parse_xml
from app.validation.rulesets import AUTO, BUILT_IN, judge
from app.validation.subject import Subject
from tests.builders import an_order
from tests.cii_documents import GUIDELINES, SAMPLES, Cii
from tests.rule_examples import base_document


def in_cii(message: Cii) -> Subject:
    return Subject(parse_xml(message.text().encode()).root)


def in_json(**changes: str) -> Subject:
    """An invoice that came as Countersign JSON: a document, and no XML."""
    document = Ubl().read(parse_xml(base_document("invoice"))).document
    assert isinstance(document, Invoice)
    return Subject(None, replace(document, **changes))  # type: ignore[arg-type]  # texts, every one


@pytest.mark.parametrize("profile", ["MINIMUM", "BASIC WL", "BASIC", "EN 16931"])
def test_a_profile_whose_rules_are_known_is_judged_by_them(profile: str) -> None:
    judgement = judge(in_cii(SAMPLES[profile]), [AUTO])

    assert judgement.rulesets == ("en16931-cii",)
    assert judgement.findings == ()


@pytest.mark.parametrize("profile", ["EXTENDED", "XRECHNUNG"])
def test_a_specification_with_rules_of_its_own_is_judged_by_en_16931_and_named_as_unknown(profile: str) -> None:
    judgement = judge(in_cii(SAMPLES[profile]), [AUTO])

    assert judgement.rulesets == ("en16931-cii",)
    (found,) = judgement.findings
    assert (found.code, found.severity) == ("rules.unknown", Severity.WARNING)
    assert found.params["customization"] == GUIDELINES[profile]


def test_a_specification_that_nobody_knows_is_named_and_judged_by_nothing() -> None:
    judgement = judge(in_cii(replace(SAMPLES["EN 16931"], guideline="urn:zugferd.example:1")), [AUTO])

    assert judgement.rulesets == ()
    assert [each.code for each in judgement.findings] == ["rules.unknown"]


def test_a_fault_in_cii_is_found_at_its_place() -> None:
    judgement = judge(in_cii(replace(SAMPLES["EN 16931"], number=" ")), [AUTO])

    assert [(each.code, each.path, each.ruleset) for each in judgement.findings] == [
        ("BR-02", "/CrossIndustryInvoice/rsm:ExchangedDocument/ram:ID", "en16931-cii")
    ]


def test_an_invoice_in_json_is_judged_by_the_rules_over_business_terms() -> None:
    assert judge(in_json(), [AUTO]).rulesets == ("en16931",)
    assert judge(in_json(), [AUTO]).findings == ()
    (found,) = judge(in_json(type_code=""), [AUTO]).findings
    assert (found.code, found.path, found.ruleset) == ("BR-04", "", "en16931")


@pytest.mark.parametrize("name", ["en16931", "en16931-cii"])
def test_a_rule_set_says_that_it_cant_look_at_something(name: str) -> None:
    for subject in (Subject(None, an_order().build()), Subject(etree.fromstring("<x/>"))):
        judgement = judge(subject, [name])
        assert [each.code for each in judgement.findings] == ["rules.not_applicable"]
        assert judgement.rulesets == ()


def test_the_built_in_sets_have_the_names_that_are_promised() -> None:
    assert BUILT_IN.keys() >= {"en16931", "en16931-cii", "en16931-ubl", "peppol-billing"}
