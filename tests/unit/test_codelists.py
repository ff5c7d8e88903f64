"""The code lists say what the standards and the official rules say, by release and by day."""

import re
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from app.domain.codelists import UnknownCodeList, code_list, code_lists, codes, decimals, parts

SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"
_LITERAL = re.compile("'([^']*)'|\"([^\"]*)\"")
EN = "en16931/rules/schematron/preprocessed/EN16931-UBL-validation-preprocessed.sch"
BILLING = "peppol/rules/PEPPOL-EN16931-UBL.sch"
T01, T76, T111 = (f"peppol/rules/PEPPOLBIS-{name}.sch" for name in ("T01", "T76", "T111"))

RULES: dict[str, list[tuple[str, str]]] = {
    "iso4217/en16931": [(EN, "BR-CL-03"), (EN, "BR-CL-04"), (EN, "BR-CL-05")],
    "iso4217/peppol": [(BILLING, "ISO4217"), (T01, "clISO4217"), (T76, "clISO4217")],
    "iso3166/en16931": [(EN, "BR-CL-14"), (EN, "BR-CL-15")],
    "iso3166/en16931-vat-prefix": [(EN, "BR-CO-09")],
    "iso3166/peppol": [(BILLING, "ISO3166"), (T01, "clISO3166")],
    "iso3166/peppol-vat-prefix": [(T01, "PEPPOL-T01-R026")],
    "unece-rec20/en16931": [(EN, "BR-CL-23")],
    "unece-rec20/peppol": [(T01, "clUNECERec20"), (T76, "clUNECERec20")],
    "untdid1001/en16931-invoice": [(EN, "BR-CL-01")],
    "untdid1001/en16931-credit-note": [(EN, "BR-CL-01")],
    "untdid1001/peppol-invoice": [(BILLING, "PEPPOL-EN16931-P0100")],
    "untdid1001/peppol-credit-note": [(BILLING, "PEPPOL-EN16931-P0101")],
    "untdid1001/peppol-order": [(T01, "clUNCL1001_T01")],
    "untdid1001/peppol-invoice-response": [(T111, "clUNCL1001")],
    "untdid1153/en16931": [(EN, "BR-CL-07")],
    "untdid1229/peppol-order-response": [(T76, "clUNCL1229")],
    "untdid2005/en16931": [(EN, "BR-CL-06")],
    "untdid2005/peppol": [(BILLING, "UNCL2005")],
    "untdid4219/peppol-order": [(T01, "clUNCL4219")],
    "untdid4343/peppol-order-response": [(T76, "clUNCL4343-T76")],
    "untdid4343/peppol-invoice-response": [(T111, "clUNCL4343-T111")],
    "untdid4451/en16931": [(EN, "BR-CL-08")],
    "untdid4461/en16931": [(EN, "BR-CL-16")],
    "untdid4461/peppol-denmark": [(BILLING, "DK-R-005")],
    "untdid5189/en16931": [(EN, "BR-CL-19")],
    "untdid5189/peppol": [(BILLING, "UNCL5189"), (T01, "clUNCL5189")],
    "untdid5305/en16931": [(EN, "BR-CL-17"), (EN, "BR-CL-18")],
    "untdid5305/peppol": [(BILLING, "UNCL5305")],
    "untdid7143/en16931": [(EN, "BR-CL-13")],
    "untdid7143/peppol": [(T01, "clUNCL7143"), (T76, "clUNCL7143")],
    "untdid7161/en16931": [(EN, "BR-CL-20")],
    "untdid7161/peppol": [(BILLING, "UNCL7161"), (T01, "clUNCL7161")],
    "iso6523/en16931": [(EN, "BR-CL-10"), (EN, "BR-CL-11"), (EN, "BR-CL-21"), (EN, "BR-CL-26")],
    "iso6523/peppol": [(T01, "clICD"), (T76, "clICD"), (T111, "clICD")],
    "eas/en16931": [(EN, "BR-CL-25")],
    "eas/peppol": [(BILLING, "eaid"), (T01, "cleas"), (T76, "cleas"), (T111, "cleas")],
    "vatex/en16931": [(EN, "BR-CL-22")],
    "mime/en16931": [(EN, "BR-CL-24")],
    "mime/peppol": [(BILLING, "MIMECODE")],
    "mime/peppol-order": [(T01, "clMimeCode")],
    "peppol-status-reason/peppol-invoice-response": [(T111, "clOPStatusReason"), (T111, "PEPPOL-T111-R007")],
    "peppol-status-action/peppol-invoice-response": [(T111, "clOPStatusAction"), (T111, "PEPPOL-T111-R006")],
}
"""For each part of a list, the official rules (or variables) that spell it out."""


def every_list() -> list[str]:
    """The lists and their parts."""
    return [name for whole in code_lists() for name in (whole, *parts(whole))]


def spelled_out(path: Path) -> dict[str, list[frozenset[str]]]:
    """The sets of words in the literals of each assertion or variable of a Schematron, by its id or name.

    Several words in one literal are one set; literals of one word make up one set together.
    """
    found: dict[str, list[frozenset[str]]] = {}
    for each in etree.parse(path).iter(f"{SCHEMATRON}assert", f"{SCHEMATRON}let"):
        text = each.get("test") or each.get("value") or ""
        literals = [(one or other).split() for one, other in _LITERAL.findall(text)]
        sets = [frozenset(words) for words in literals if len(words) > 1]
        singles = frozenset(words[0] for words in literals if len(words) == 1)
        found.setdefault(each.get("id") or each.get("name") or "", []).extend([*sets, singles])
    return found


@pytest.mark.corpus
def test_each_part_is_exactly_the_set_in_the_official_rules(corpus: Path) -> None:
    official = {file: spelled_out(corpus / file) for file in (EN, BILLING, T01, T76, T111)}
    different = [
        (name, rule) for name, rules in RULES.items() for file, rule in rules if codes(name) not in official[file][rule]
    ]
    assert different == []


def test_no_part_goes_without_an_official_rule_but_the_editions_of_the_incoterms() -> None:
    found = {name for name in every_list() if "/" in name and not name.startswith("incoterms")}
    assert found == set(RULES)


@pytest.mark.parametrize("name", every_list())
def test_a_table_is_sound(name: str) -> None:
    found = code_list(name)
    assert found.codes
    assert found.codes <= found.known
    assert all((found.title, found.agency, found.version, found.source))
    assert all(re.fullmatch(r"[!-~]+", code) for code in found.known)
    for code in found.known:
        start, end = found.span(code)
        assert start is None or end is None or start <= end, code


def tables() -> Iterator[tuple[str, list[list[str]]]]:
    folder = Path(__file__).parents[2] / "schemas" / "codelists"
    for name in code_lists():
        lines = (folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        yield name, [line.split("\t") for line in lines if not line.startswith("# ")]


def test_no_code_is_in_a_table_twice_and_names_come_in_both_languages() -> None:
    for name, (_columns, *rows) in tables():
        listed = [row[0] for row in rows]
        assert len(set(listed)) == len(listed), name
        assert [row[0] for row in rows if len(row) > 2 and bool(row[1]) != bool(row[2])] == [], name
        assert [row[0] for row in rows if len(row) > 2 and row[2].isascii() and row[2]] == [], name


def test_memberships_and_extensions_are_declared() -> None:
    for name, (_columns, *rows) in tables():
        named = {each for row in rows if len(row) > 5 for each in row[5].split() if each != "*"}
        assert {f"{name}/{each}" for each in named} <= set(parts(name))


def test_a_retired_currency_was_one_until_its_last_day() -> None:
    currencies = code_list("iso4217")
    assert currencies.contains("HRK", on=date(2022, 12, 31))
    assert not currencies.contains("HRK", on=date(2023, 1, 1))
    assert not currencies.contains("HRK")
    assert not currencies.contains("SLE", on=date(2021, 1, 1))
    assert "BGN" in codes("iso4217", on=date(2025, 12, 31))
    assert "BGN" not in codes("iso4217", on=date(2026, 1, 1))
    assert currencies.contains("EUR")
    assert not currencies.contains("EUR", on=date(1998, 12, 31))
    assert not currencies.contains("ZZZ", on=date(2026, 1, 1))


def test_a_rule_set_keeps_the_codes_of_its_release_whatever_the_day() -> None:
    assert code_list("iso4217/en16931").contains("STD")
    assert not code_list("iso4217/peppol").contains("STD")
    assert not code_list("iso4217").contains("STD")
    assert not code_list("iso4217/en16931").contains("STD", on=date(2026, 1, 1))


def test_what_rules_add_to_a_standard_is_not_in_the_standard() -> None:
    assert codes("iso4217/en16931") - code_list("iso4217").known == {"CNH"}
    assert codes("iso3166/en16931") - codes("iso3166") == {"1A", "XI"}
    assert {"EL", "AN"} <= codes("iso3166/peppol-vat-prefix") - codes("iso3166")
    assert len(codes("iso3166")) == 249
    assert len(codes("iso639")) == 183


def test_packages_are_units_with_an_x_before_them() -> None:
    assert {f"X{code}" for code in codes("unece-rec21")} <= codes("unece-rec20")
    assert code_list("unece-rec20").name_of("XBX") == code_list("unece-rec21").name_of("BX")


def test_an_edition_of_the_incoterms_has_eleven_terms() -> None:
    assert codes("incoterms") == codes("incoterms/2020")
    assert codes("incoterms/2010") - codes("incoterms/2020") == {"DAT"}
    assert len(codes("incoterms/2020")) == len(codes("incoterms/2010")) == 11
    assert len(codes("incoterms/2000")) == 13
    assert codes("incoterms", on=date(2015, 1, 1)) == codes("incoterms/2010")


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("XAU", None)])
def test_a_currency_knows_its_minor_unit(currency: str, digits: int | None) -> None:
    assert decimals(currency) == digits
    assert decimals("ZZZ") is None


def test_codes_have_short_names_in_both_languages() -> None:
    assert code_list("untdid1001/peppol-invoice").name_of("380", "en") == "Commercial invoice"
    assert code_list("untdid1001").name_of("380", "zh") == "商业发票"
    assert code_list("untdid4461").name_of("58") == "SEPA credit transfer"
    assert code_list("eas").name_of("no such") == code_list("eas").name_of("0088", "fr") == ""
    for name in ("untdid4461", "untdid5305", "vatex", "incoterms", "untdid1001/en16931-invoice"):
        found = code_list(name)
        assert [code for code in sorted(found.codes) if not found.name_of(code, "zh")] == []


@pytest.mark.parametrize("name", ["no-such", "eas/no-such", "../xsd", "", "/", "eas/", "eas/peppol/more"])
def test_a_name_that_no_list_has_is_said_to_be_unknown(name: str) -> None:
    with pytest.raises(UnknownCodeList):
        code_list(name)


def test_the_codes_are_one_object_for_all_who_ask() -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(code_list("unece-rec20/en16931").codes)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert {id(each) for each in found} == {id(code_list("unece-rec20/peppol").codes)}
