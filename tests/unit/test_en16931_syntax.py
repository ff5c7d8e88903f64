"""EN 16931's rules about UBL's syntax: every example breaks its rule; one walk finds what asking each path finds."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from app.domain.findings import Finding, Severity
from app.errors import LANGUAGES
from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.en16931 import judge_ubl
from app.validation.en16931.ubl_syntax import ENOUGH_OF_A_RULE, UBL_SYNTAX, unused
from app.validation.en16931.ubl_syntax_tables import FOLDER, NAMESPACES, not_used
from app.validation.rule import Rule
from tests.oracles.mutator import mutants
from tests.rule_examples import apply, base_document

OFFICIAL = Path("en16931/rules/schematron/preprocessed/EN16931-UBL-validation-preprocessed.sch")
OFFICIAL_COUNT = 756


def judged(raw: bytes) -> list[Finding]:
    """What the rules about syntax find; the others have tests of their own."""
    return [each for each in judge_ubl(Tree(parse_xml(raw).root)) if each.code.startswith("UBL-")]


@pytest.mark.parametrize("base", ["invoice", "creditnote", "peppol"])
def test_a_good_document_breaks_none(base: str) -> None:
    assert judged(base_document(base)) == []


def test_the_example_of_every_rule_breaks_it_with_its_severity() -> None:
    silent = [rule.id for rule in UBL_SYNTAX if not _fires(rule)]
    assert silent == []


def _fires(rule: Rule) -> bool:
    return any((each.code, each.severity) == (rule.id, rule.severity) for each in judged(apply(rule.example)))


def test_every_rule_says_why_and_what_is_wrong_in_every_language() -> None:
    for rule in UBL_SYNTAX:
        assert rule.why.endswith(".")
        finding = next(each for each in judged(apply(rule.example)) if each.code == rule.id)
        for language in LANGUAGES:
            told = finding.message(language) + finding.hint(language)
            assert told
            assert "{" not in told


def test_every_rule_is_there_once() -> None:
    ids = [rule.id for rule in UBL_SYNTAX]
    assert len(ids) == len(set(ids)) == OFFICIAL_COUNT


def _documents() -> Iterator[bytes]:
    edits = [rule.example for rule in UBL_SYNTAX if rule.entry]
    of_credit_note = [each.replace("cac:InvoiceLine[1]", ".") for each in edits if "InvoiceTypeCode" not in each]
    yield from mutants(apply("\n".join(edits)), 6, 7)
    yield from mutants(apply("\n".join(["base creditnote", *of_credit_note])), 6, 7)
    for base in ("invoice", "creditnote"):
        yield from mutants(base_document(base), 10, 8)


def test_one_walk_finds_what_asking_for_each_path_finds() -> None:
    paths = [(row.rule, _xpath(path, row.but)) for row in not_used() for path in row.paths]
    for raw in _documents():
        root = parse_xml(raw).root
        tree = Tree(root)
        asked = {rule for rule, xpath in paths if xpath(root)}
        assert asked == set(unused(tree))


def _xpath(path: str, but: str) -> etree.XPath:
    if path.startswith("//@"):
        but = but and f"[not(self::cbc:{but.partition('}')[2]})]"
        path = f"//*{but}[{path.removeprefix('//')}]"
    return etree.XPath(path, namespaces=dict(NAMESPACES))


def test_an_unused_element_is_named_with_its_place() -> None:
    found = judged(apply("add cac:InvoiceLine[2] <cbc:UUID>1</cbc:UUID>"))
    assert [(each.code, each.path) for each in found] == [("UBL-CR-515", "/Invoice/cac:InvoiceLine[2]/cbc:UUID")]
    assert found[0].message() == "cac:InvoiceLine/cbc:UUID is not used in an EN 16931 document."
    assert found[0].message("zh") == "EN 16931 文档中不使用 cac:InvoiceLine/cbc:UUID。"
    assert found[0].severity is Severity.WARNING


def test_an_unused_attribute_is_told_by_its_element() -> None:
    found = judged(apply("attribute cbc:IssueDate format x"))
    assert [(each.code, each.path) for each in found] == [("UBL-DT-12", "/Invoice/cbc:IssueDate")]


def test_the_name_of_a_payment_means_is_no_unused_attribute() -> None:
    assert judged(apply("attribute cac:PaymentMeans[1]/cbc:PaymentMeansCode name transfer")) == []
    found = judged(apply("attribute cac:PaymentMeans[1]/cbc:PaymentMeansCode name transfer\nattribute cbc:Note name x"))
    assert [(each.code, each.path) for each in found] == [("UBL-DT-18", "/Invoice/cbc:Note")]


def test_what_is_said_in_every_line_is_listed_some_times_and_hides_no_error() -> None:
    line = "<cac:InvoiceLine><cbc:UUID>1</cbc:UUID></cac:InvoiceLine>"
    found = judged(apply(f"add . {line * 100}\nset cac:TaxTotal/cbc:TaxAmount 1.001"))
    codes = [each.code for each in found]
    assert codes.count("UBL-CR-515") == ENOUGH_OF_A_RULE
    assert "UBL-DT-01" in codes


def test_an_amount_of_a_reduced_price_may_have_more_decimals() -> None:
    path = "cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge"
    assert judged(apply(f"set {path}/cbc:Amount 1.00001")) == []
    assert [each.code for each in judged(apply("set cac:AllowanceCharge[1]/cbc:Amount 1.001"))] == ["UBL-DT-01"]


@pytest.mark.corpus
def test_the_tables_are_what_is_derived_from_the_official_rules(corpus: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("derive_facts", FOLDER / "derive_facts.py")
    derive_facts = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(derive_facts)
    by_hand = derive_facts.derive(corpus / OFFICIAL, tmp_path)
    for made in tmp_path.iterdir():
        assert made.read_text() == (FOLDER / made.name).read_text()
    in_tables = {line.partition("\t")[0] for made in tmp_path.iterdir() for line in made.read_text().splitlines()}
    assert {rule.id for rule in UBL_SYNTAX} - in_tables == set(by_hand)


@pytest.mark.corpus
def test_the_severities_are_the_official_ones(corpus: Path) -> None:
    asserts = etree.parse(corpus / OFFICIAL).getroot().iter("{*}assert")
    flags = {each.get("id"): "error" if each.get("flag") == "fatal" else "warning" for each in asserts}
    assert {rule.id: flags[rule.id] for rule in UBL_SYNTAX} == {rule.id: rule.severity for rule in UBL_SYNTAX}
