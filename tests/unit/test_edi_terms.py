"""What an agreement on X12 or EDIFACT may say: all that is wrong with one is said at once."""

from typing import Any

import pytest

from app.pipeline.edi_terms import DEFAULTS, TERMS, Address, check_address, check_terms, terms_of


def codes(standard: str, **given: Any) -> list[tuple[str, str]]:
    return [(each.code, each.params.get("name", "")) for each in check_terms(standard, given)]


@pytest.mark.parametrize("standard", ["x12", "edifact"])
def test_what_a_standard_takes_where_nothing_was_agreed_is_without_fault(standard: str) -> None:
    defaults = {name: getattr(DEFAULTS[standard], name) for name in TERMS}
    assert check_terms(standard, defaults) == check_terms(standard, {}) == []
    assert terms_of(standard, {}) == DEFAULTS[standard]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = codes(
        "x12",
        version="4010",
        message_version="D:96A:UN",
        segment_terminator="AB",
        line_break="cr",
        test="T",
        acknowledgement="contrl",
        batch_documents=0,
        batch_minutes=True,
        overlay="../acme",
        colour="red",
    )
    assert found == [
        ("edi_agreement.unknown_term", "colour"),
        ("edi_agreement.malformed", "version"),
        ("edi_agreement.malformed", "message_version"),
        ("edi_agreement.delimiter_unusable", "segment_terminator"),
        ("edi_agreement.not_one_of", "line_break"),
        ("edi_agreement.wrong_type", "test"),
        ("edi_agreement.not_one_of", "acknowledgement"),
        ("edi_agreement.out_of_range", "batch_documents"),
        ("edi_agreement.wrong_type", "batch_minutes"),
        ("edi_agreement.malformed", "overlay"),
    ]


@pytest.mark.parametrize(
    ("standard", "given"),
    [
        ("x12", {"version": "00501", "message_version": "005010X231A1", "acknowledgement": "999"}),
        ("x12", {"segment_terminator": "\n", "element_separator": "0x1D", "repetition_separator": ""}),
        ("edifact", {"version": "UNOA:2", "message_version": "D:01B:UN:EAN010", "decimal_mark": ","}),
        ("edifact", {"release_character": "", "character_set": "iso-8859-1", "overlay": "acme-eu"}),
        ("edifact", {"batch_documents": 50, "batch_minutes": 15, "acknowledgement_minutes": 0}),
    ],
)
def test_what_partners_really_agree_on_is_taken(standard: str, given: dict[str, Any]) -> None:
    assert check_terms(standard, given) == []


@pytest.mark.parametrize("value", ["A", "7", " ", "\0", "\n", "0x0D", "ab", "€", "", 5, None, ["*"], "0xZZ"])
def test_what_can_not_separate_elements_is_refused(value: Any) -> None:
    assert codes("edifact", element_separator=value)


def test_a_delimiter_may_be_written_as_its_number() -> None:
    assert terms_of("x12", {"segment_terminator": "0x1c"}).segment_terminator == "\x1c"


def test_two_delimiters_must_not_be_the_same_character() -> None:
    assert codes("x12", component_separator="*") == [("edi_agreement.delimiters_clash", "component_separator")]
    assert codes("edifact", element_separator="0x3A") == [("edi_agreement.delimiters_clash", "component_separator")]
    assert codes("edifact", decimal_mark=",", segment_terminator=",") == [
        ("edi_agreement.delimiters_clash", "decimal_mark")
    ]


def test_x12_has_no_release_character() -> None:
    assert codes("x12", release_character="?") == [("edi_agreement.not_one_of", "release_character")]


def test_an_interchange_does_not_wait_for_documents_for_ever() -> None:
    assert codes("x12", batch_documents=10) == [("edi_agreement.batch_endless", "")]


@pytest.mark.parametrize(
    ("standard", "address", "wrong"),
    [
        ("x12", Address(qualifier="ZZ", id="ACME"), []),
        ("x12", Address(id="ACME"), ["own_qualifier"]),
        ("x12", Address(qualifier="ZZ", id="A" * 16), ["own_id"]),
        (
            "x12",
            Address(qualifier="ZZ", id="", sub_address="X", group_id="A"),
            ["own_id", "own_sub_address", "own_group_id"],
        ),
        ("edifact", Address(id="4012345000009"), []),
        ("edifact", Address(qualifier="14", id="A" * 35, sub_address="DIV1", group_id="G"), []),
        ("edifact", Address(qualifier="12345", id="A" * 36), ["own_qualifier", "own_id"]),
        ("edifact", Address(id=" ACME"), ["own_id"]),
        ("edifact", Address(id="AC\x00ME"), ["own_id"]),
        ("edifact", Address(id="ÅCME"), ["own_id"]),
    ],
)
def test_an_address_fits_the_envelope(standard: str, address: Address, wrong: list[str]) -> None:
    assert [each.params["name"] for each in check_address("own", address, standard)] == wrong


def test_every_fault_has_words_in_both_languages() -> None:
    for found in check_terms("x12", {"colour": 1, "version": 5, "test": "x", "batch_minutes": -1, "line_break": "x"}):
        for language in ("en", "zh"):
            assert "{" not in found.message(language) + found.hint(language)
