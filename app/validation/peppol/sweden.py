"""Peppol BIS Billing 3, rules for suppliers in Sweden: by the country in the address, and by a Swedish VAT number."""

from collections.abc import Callable

from app.domain.findings import Severity
from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    CLASSIFIED_CATEGORY,
    COMPANY_ID,
    COUNTRY_CODE,
    CUSTOMER,
    ID,
    PARTY,
    PARTY_LEGAL_ENTITY,
    PARTY_TAX_SCHEME,
    PAYMENT_MEANS,
    POSTAL_ADDRESS,
    SUPPLIER,
    TAX_CATEGORY,
    TAX_SCHEME,
)
from app.validation.peppol.billing import Billing, is_for_vat, vat_number
from app.validation.peppol.family import Family
from app.validation.peppol.identifiers import is_swedish
from app.validation.peppol.names import BRANCH, COUNTRY, MEANS_CODE, PAYEE_ACCOUNT, PERCENT
from app.validation.peppol.reading import matching, number, number_in, one, plain, says
from app.validation.rule import Fault, Rule
from app.validation.values import normalized

_APPROVED = "GODKÄND FÖR F-SKATT"
_RATES = (6, 12, 25)
_LENGTH_OF_VAT_NUMBER = 14
_LENGTH_OF_LEGAL_ID = 10
_PLUSGIRO = "SE:PLUSGIRO"
_BANKGIRO = "SE:BANKGIRO"
_OLD_GIRO_CODES = ("50", "56")
_OLD_TRANSFER_CODE = "31"


def _parties(billing: Billing, role: str) -> list[Element]:
    return [
        party
        for each in billing.named(role)
        for party in each.all(PARTY)
        if says(party.all(POSTAL_ADDRESS, COUNTRY, COUNTRY_CODE), "SE")
    ]


def _is_swedish(billing: Billing) -> bool:
    return bool(_parties(billing, SUPPLIER))


def _vat_payers(billing: Billing) -> list[Element]:
    return matching(_parties(billing, SUPPLIER), _has_swedish_vat_number)


def _has_swedish_vat_number(party: Element) -> bool:
    return any(vat_number(each).startswith("SE") for each in party.all(PARTY_TAX_SCHEME) if is_for_vat(each))


def _vat_numbers(party: Element) -> list[Element]:
    return [id_ for each in party.all(PARTY_TAX_SCHEME) if is_for_vat(each) for id_ in each.all(COMPANY_ID)]


def vat_number_has_14_characters(billing: Billing) -> list[Fault]:
    """SE-R-001."""
    found = ((each, plain(_vat_numbers(each))) for each in _vat_payers(billing))
    return [Fault(_vat_numbers(each)[0], {"found": text}) for each, text in found if len(text) != _LENGTH_OF_VAT_NUMBER]


def vat_number_is_numeric(billing: Billing) -> list[Fault]:
    """SE-R-002."""
    found = ((each, one(_vat_numbers(each))) for each in _vat_payers(billing))
    return [Fault(_vat_numbers(each)[0], {"found": text}) for each, text in found if number_in(text[2:14]) is None]


def legal_id_is(test: Callable[[list[Element]], bool]) -> Callable[[Billing], list[Fault]]:
    """SE-R-003, 004, 013: the organisation number of a supplier with a Swedish address passes the test."""

    def check(billing: Billing) -> list[Fault]:
        entities = (entity for each in _parties(billing, SUPPLIER) for entity in each.all(PARTY_LEGAL_ENTITY))
        found = [entity.all(COMPANY_ID) for entity in entities if COMPANY_ID in entity.children]
        return [Fault(ids[0], {"found": plain(ids)}) for ids in found if not test(ids)]

    return check


def _is_number(ids: list[Element]) -> bool:
    return number(ids) is not None


def _has_10_characters(ids: list[Element]) -> bool:
    return len(plain(ids)) == _LENGTH_OF_LEGAL_ID


def _has_check_digit(ids: list[Element]) -> bool:
    return is_swedish(plain(ids))


def tax_number_is_the_approval(billing: Billing) -> list[Fault]:
    """SE-R-005."""
    parties = [each for each in _parties(billing, SUPPLIER) if each.all(PARTY_LEGAL_ENTITY, COMPANY_ID)]
    registrations = [each for party in parties for each in party.all(PARTY_TAX_SCHEME)]
    others = matching(registrations, lambda each: normalized(one(each.all(TAX_SCHEME, ID)).upper()) != "VAT")
    numbers = (id_ for each in others for id_ in each.all(COMPANY_ID))
    return [Fault(each, {"found": each.text}) for each in numbers if normalized(each.text.upper()) != _APPROVED]


def rate_is_swedish(billing: Billing) -> list[Fault]:
    """SE-R-006: of the standard category."""
    if not _vat_payers(billing):
        return []
    categories = (*billing.named(TAX_CATEGORY), *billing.named(CLASSIFIED_CATEGORY))
    found = ((each, each.all(PERCENT)) for each in categories if says(each.all(ID), "S"))
    return [
        Fault((rates or [each])[0], {"found": plain(rates)}) for each, rates in found if number(rates) not in _RATES
    ]


def giro_account_is(giro: str, test: Callable[[str], bool]) -> Callable[[Billing], list[Fault]]:
    """SE-R-007 … 010: the account number of a payment by that giro passes the test."""

    def uses_giro(payment: Element) -> bool:
        return plain(payment.all(MEANS_CODE)) == "30" and plain(payment.all(PAYEE_ACCOUNT, BRANCH, ID)) == giro

    def check(billing: Billing) -> list[Fault]:
        payments = matching(billing.named(PAYMENT_MEANS), uses_giro)
        accounts = [(id_, normalized(id_.text)) for each in payments for id_ in each.all(PAYEE_ACCOUNT, ID)]
        return [Fault(id_, {"found": text}) for id_, text in accounts if not test(text)]

    return check


def giro_has_its_code(billing: Billing) -> list[Fault]:
    """SE-R-011."""
    return [Fault(each) for each in billing.named(PAYMENT_MEANS) if says(each.all(MEANS_CODE), *_OLD_GIRO_CODES)]


def transfer_has_its_code(billing: Billing) -> list[Fault]:
    """SE-R-012: between two Swedes."""
    if not _parties(billing, CUSTOMER):
        return []
    codes = ((each, each.all(MEANS_CODE)) for each in billing.named(PAYMENT_MEANS))
    return [
        Fault(each) for each, found in codes if says(found, _OLD_TRANSFER_CODE) and not says(found, *_OLD_GIRO_CODES)
    ]


_SUPPLIER = "cac:AccountingSupplierParty/cac:Party"
_CUSTOMER = "cac:AccountingCustomerParty/cac:Party"
_COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
_SWEDISH = f"base peppol\nset {_SUPPLIER}/{_COUNTRY} SE\n"
_VAT = f"set {_SUPPLIER}/cac:PartyTaxScheme/cbc:CompanyID "
_LEGAL_ID = f"set {_SUPPLIER}/cac:PartyLegalEntity/cbc:CompanyID "
_PAID = "set cac:PaymentMeans[1]/cbc:PaymentMeansCode "
_GIRO = (
    "set cac:PaymentMeans[1]/cac:PayeeFinancialAccount/cbc:ID {}\nadd cac:PaymentMeans[1]/cac:PayeeFinancialAccount "
    "<cac:FinancialInstitutionBranch><cbc:ID>{}</cbc:ID></cac:FinancialInstitutionBranch>"
)
_WHY_LEGAL_ID = "A Swedish organisation number has ten digits, of which the last checks the others."
_WHY_GIRO = "The number of a Swedish giro account is found in the giro's register by its digits."

FAMILIES = (
    Family(
        (
            Rule(
                "SE-R-001",
                vat_number_has_14_characters,
                "BT-31",
                why="A Swedish VAT number is SE, the ten digits of the organisation, and 01.",
                example=f"{_SWEDISH}{_VAT}SE12345678901",
            ),
            Rule(
                "SE-R-002",
                vat_number_is_numeric,
                "BT-31",
                why="A Swedish VAT number is SE, the ten digits of the organisation, and 01.",
                example=f"{_SWEDISH}{_VAT}SE12345678X901",
            ),
            Rule(
                "SE-R-003",
                legal_id_is(_is_number),
                "BT-30",
                why=_WHY_LEGAL_ID,
                example=f"{_SWEDISH}{_LEGAL_ID}202100-5026",
            ),
            Rule(
                "SE-R-004",
                legal_id_is(_has_10_characters),
                "BT-30",
                why=_WHY_LEGAL_ID,
                example=f"{_SWEDISH}{_LEGAL_ID}20210050",
            ),
            Rule(
                "SE-R-005",
                tax_number_is_the_approval,
                "BT-32",
                why="A buyer who isn't told that the supplier pays its own income tax has to withhold it.",
                example=f"{_SWEDISH}add {_SUPPLIER} <cac:PartyTaxScheme><cbc:CompanyID>F-tax</cbc:CompanyID>"
                "<cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>",
            ),
            Rule(
                "SE-R-006",
                rate_is_swedish,
                "BT-119 BT-96 BT-103 BT-152",
                why="Sweden has these three rates.",
                example=f"{_SWEDISH}{_VAT}SE123456789701\n"
                "set cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent 20",
            ),
            Rule(
                "SE-R-007",
                giro_account_is(_PLUSGIRO, lambda text: number_in(text) is not None),
                "BT-84",
                Severity.WARNING,
                why=_WHY_GIRO,
                example=_SWEDISH + _GIRO.format("12-34", _PLUSGIRO),
            ),
            Rule(
                "SE-R-008",
                giro_account_is(_BANKGIRO, lambda text: number_in(text) is not None),
                "BT-84",
                Severity.WARNING,
                why=_WHY_GIRO,
                example=_SWEDISH + _GIRO.format("123-4567", _BANKGIRO),
            ),
            Rule(
                "SE-R-009",
                giro_account_is(_BANKGIRO, lambda text: 7 <= len(text) <= 8),
                "BT-84",
                Severity.WARNING,
                why=_WHY_GIRO,
                example=_SWEDISH + _GIRO.format("123456", _BANKGIRO),
            ),
            Rule(
                "SE-R-010",
                giro_account_is(_PLUSGIRO, lambda text: 2 <= len(text) <= 8),
                "BT-84",
                Severity.WARNING,
                why=_WHY_GIRO,
                example=_SWEDISH + _GIRO.format("123456789", _PLUSGIRO),
            ),
            Rule(
                "SE-R-011",
                giro_has_its_code,
                "BT-81",
                Severity.WARNING,
                why="A payment by giro is a credit transfer (30) to an account whose branch names the giro.",
                example=f"{_SWEDISH}{_PAID}50",
            ),
            Rule(
                "SE-R-012",
                transfer_has_its_code,
                "BT-81",
                Severity.WARNING,
                why="Payment software in Sweden expects one code for a credit transfer, 30.",
                example=f"{_SWEDISH}set {_CUSTOMER}/{_COUNTRY} SE\n{_PAID}31",
            ),
            Rule(
                "SE-R-013",
                legal_id_is(_has_check_digit),
                "BT-30",
                why=_WHY_LEGAL_ID,
                example=f"{_SWEDISH}{_LEGAL_ID}2021005027",
            ),
        ),
        _is_swedish,
    ),
)
