"""Numbers of organisations: real ones pass, and one wrong digit doesn't."""

from collections.abc import Callable

import pytest

from app.validation.peppol import identifiers

GOOD = [
    (identifiers.is_gln, "7300010000001"),
    (identifiers.is_gln, "1234567890128"),
    (identifiers.is_norwegian, "974760673"),
    (identifiers.is_belgian, "0202239951"),
    (identifiers.is_partita_iva, "IT00743110157"),
    (identifiers.is_swedish, "2021005026"),
    (identifiers.is_australian, "51824753556"),
    (identifiers.is_greek, "094014201"),
    (identifiers.is_iban, "DE89370400440532013000"),
]


@pytest.mark.parametrize(("is_one", "number"), GOOD)
def test_a_real_number_passes(is_one: Callable[[str], bool], number: str) -> None:
    assert is_one(number)


@pytest.mark.parametrize(("is_one", "number"), GOOD)
def test_no_slip_in_one_digit_passes(is_one: Callable[[str], bool], number: str) -> None:
    slips = [
        number[:place] + digit + number[place + 1 :]
        for place, written in enumerate(number)
        if written.isdigit()
        for digit in "0123456789"
        if digit != written
    ]
    passing = [each for each in slips if is_one(each)]
    assert passing == []


@pytest.mark.parametrize(
    "is_one",
    [
        identifiers.is_gln,
        identifiers.is_norwegian,
        identifiers.is_danish_cvr,
        identifiers.is_danish_p,
        identifiers.is_danish_se,
        identifiers.is_belgian,
        identifiers.is_ipa,
        identifiers.is_codice_fiscale,
        identifiers.is_swedish,
        identifiers.is_australian,
        identifiers.is_dutch_vat,
        identifiers.is_greek,
        identifiers.is_iban,
    ],
)
@pytest.mark.parametrize("junk", ["", " ", "x", "-1", "١٢٣٤٥٦٧٨٩", "1" * 5000, "１２３４５６７８", "\n", "0x10"])
def test_what_is_no_number_fails_quietly(is_one: Callable[[str], bool], junk: str) -> None:
    assert not is_one(junk)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("RSSMRA80A01H501U", True),
        ("rssmra80a01h501u", True),
        ("12345678901", True),
        ("RSSMRA80A01H501", False),
        ("RSSMRAXXA01H501U", False),
        ("1234567890", False),
    ],
)
def test_an_italian_tax_code_is_one_by_its_pattern(text: str, is_one: bool) -> None:
    assert identifiers.is_codice_fiscale(text) is is_one


def test_a_vat_number_of_another_country_isnt_judged_as_an_italian_one() -> None:
    assert identifiers.is_partita_iva("FR123")
    assert not identifiers.is_partita_iva("it123")


@pytest.mark.parametrize(("text", "is_one"), [("DK12345678", True), ("12345678", True), ("1234567", False)])
def test_a_danish_company_number_has_eight_digits(text: str, is_one: bool) -> None:
    assert identifiers.is_danish_cvr(text) is is_one


def test_small_letters_of_an_iban_dont_count_as_capitals() -> None:
    assert identifiers.is_iban("GB82WEST12345698765432")
    assert not identifiers.is_iban("GB82west12345698765432")
