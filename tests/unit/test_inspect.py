"""What `validate` says of a document: by which rules it was judged, and by which it could not be."""

import pytest
from lxml import etree

from app.domain.findings import Severity
from app.formats import FORMATS
from app.pipeline.inspect import BUSINESS, Checks, Inspected, can_judge, inspect
from app.validation.rulesets import BUILT_IN, NoneInstalled, judge
from app.validation.subject import Subject
from tests.rule_examples import apply, base_document

WRONG_TOTAL = apply("set cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount 91.00")


def seen(raw: bytes, *rulesets: str, layers: tuple[str, ...] = ("schema", "rules")) -> Inspected:
    return inspect(raw, FORMATS, Checks(layers, rulesets or ("auto",)))


def in_syntax(raw: bytes, syntax: str) -> bytes:
    document = inspect(raw, FORMATS, Checks(layers=())).document
    assert document is not None
    return FORMATS.get(syntax).render(document)


def codes(found: Inspected) -> list[str]:
    return [each.code for each in found.findings]


@pytest.mark.parametrize("syntax", ["ubl", "cii", "json", "ubl-json", "ubl-json-model"])
def test_en_16931_is_a_name_for_its_rules_in_whatever_syntax(syntax: str) -> None:
    found = seen(in_syntax(WRONG_TOTAL, syntax), "en16931")
    assert "BR-CO-13" in codes(found)
    assert found.rulesets == ("en16931",)


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("en16931-ubl", "json"),
        ("en16931-ubl", "cii"),
        ("en16931-cii", "json"),
        ("en16931-cii", "ubl"),
        ("peppol-billing", "json"),
        ("peppol-billing", "cii"),
    ],
)
def test_rules_that_cannot_look_at_a_document_say_so_and_do_not_count_as_kept(name: str, syntax: str) -> None:
    found = seen(in_syntax(base_document("invoice"), syntax), name)
    (said,) = found.findings
    assert (said.code, said.severity, said.params["name"]) == ("rules.not_applicable", Severity.WARNING, name)
    assert found.rulesets == ()


def test_a_fragment_is_judged_though_it_is_no_document() -> None:
    fragment = etree.tostring(etree.fromstring(WRONG_TOTAL).find(".//{*}LegalMonetaryTotal"))
    found = seen(fragment, "en16931-ubl", layers=("rules",))
    assert "BR-CO-13" in codes(found)
    assert found.rulesets == ("en16931-ubl",)


def test_a_document_whose_root_is_misnamed_is_still_judged_by_what_is_in_it() -> None:
    root = etree.fromstring(WRONG_TOTAL)
    root.tag = "Invoice"
    assert "BR-CO-13" in codes(seen(etree.tostring(root), "en16931-ubl", layers=("rules",)))


def test_the_rules_that_no_standard_need_say_can_be_named_too() -> None:
    found = seen(WRONG_TOTAL, BUSINESS)
    assert "business.tax_exclusive_total" in codes(found)
    assert found.rulesets == (BUSINESS,)
    assert can_judge(BUSINESS, NoneInstalled())


def test_named_rules_do_not_judge_where_only_the_schema_is_asked() -> None:
    found = seen(WRONG_TOTAL, "en16931-ubl", layers=("schema",))
    assert (found.findings, found.rulesets) == ((), ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "message.empty"),
        (b" \n ", "message.empty"),
        (b"\xef\xbb\xbf{}", "json.encoding"),
        (b"null", "message.unrecognised"),
        (b'"text"', "message.unrecognised"),
        (b"hello", "message.unrecognised"),
        (b" ST*850*0001~", "message.unrecognised"),
        (b"true story", "json.malformed"),
        (b"<a/>", "message.unrecognised"),
        (b"{}", "message.unrecognised"),
        (b"x" * (20 * 1024 * 1024 + 1), "message.too_large"),
    ],
)
def test_what_is_no_document_is_told_in_the_words_of_intake(raw: bytes, code: str) -> None:
    found = seen(raw)
    assert codes(found) == [code]
    assert not found.readable


@pytest.mark.parametrize("raw", [b"{}", b"[]", b"null"])
def test_json_that_is_no_document_is_not_valid_by_named_rules_either(raw: bytes) -> None:
    assert not seen(raw, "en16931-ubl").readable


def test_rules_that_were_not_reached_are_named() -> None:
    subject = Subject(etree.fromstring(WRONG_TOTAL))
    judgement = judge(subject, ["en16931-ubl", "peppol-billing"], limit=1)
    assert judgement.rulesets == ("en16931-ubl",)
    assert [each.code for each in judgement.findings][-1] == "rules.not_reached"
    assert judgement.findings[-1].params["name"] == "peppol-billing"


def test_every_built_in_set_says_when_there_is_nothing_to_look_at() -> None:
    for name in BUILT_IN:
        assert [each.code for each in judge(Subject(None), [name]).findings] == ["rules.not_applicable"], name


def test_the_reader_is_silent_where_the_schema_has_too_much_to_say() -> None:
    root = etree.fromstring(base_document("invoice"))
    line = root.findall("{*}InvoiceLine")[-1]
    for each in range(700):
        copy = etree.fromstring(etree.tostring(line))
        copy[0].text = f"X{each}"
        copy.find(".//{*}Percent").text = "abc"  # type: ignore[union-attr]  # the base document has one
        root.append(copy)
    found = codes(seen(etree.tostring(root), layers=("schema",)))
    assert "schema.too_many_faults" in found
    assert "ubl.decimal" not in found


@pytest.mark.parametrize("syntax", ["ubl", "json"])
def test_one_fault_in_every_line_is_told_a_hundred_times_at_most(syntax: str) -> None:
    root = etree.fromstring(base_document("invoice"))
    line = root.findall("{*}InvoiceLine")[-1]
    for each in range(150):
        copy = etree.fromstring(etree.tostring(line))
        copy[0].text = f"X{each}"
        copy.find("{*}LineExtensionAmount").set("currencyID", "CHF")  # type: ignore[union-attr]  # as above
        root.append(copy)
    found = codes(seen(in_syntax(etree.tostring(root), syntax)))
    assert found.count("business.other_currency") == 100
    assert found.count("rules.more_of_one") == 1


def test_what_peppol_says_of_currencies_is_not_said_again() -> None:
    found = codes(seen(apply("base peppol\nattribute cac:InvoiceLine[1]/cbc:LineExtensionAmount currencyID CHF")))
    assert "PEPPOL-EN16931-R051" in found
    assert "business.other_currency" not in found
