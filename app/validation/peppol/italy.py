"""Peppol BIS Billing 3, rules for suppliers in Italy."""

from collections.abc import Callable
from re import compile as pattern

from app.validation.en16931.ubl_names import (
    COMPANY_ID,
    ID,
    PARTY,
    PARTY_TAX_SCHEME,
    POSTAL_ADDRESS,
    SUPPLIER,
    TAX_SCHEME,
)
from app.validation.peppol.billing import Billing
from app.validation.peppol.family import Family
from app.validation.peppol.names import CITY, POSTAL_ZONE, STREET
from app.validation.peppol.reading import matching, plain
from app.validation.rule import Fault, Rule

_TAX_NUMBER = pattern(r"[A-Z0-9]{11,16}")


def _is_italian(billing: Billing) -> bool:
    return billing.supplier_country == "IT"


def tax_number_is_italian(billing: Billing) -> list[Fault]:
    """IT-R-001: of every tax but VAT."""
    parties = (party for each in billing.named(SUPPLIER) for party in each.all(PARTY))
    registrations = [each for party in parties for each in party.all(PARTY_TAX_SCHEME)]
    others = matching(registrations, lambda each: plain(each.all(TAX_SCHEME, ID)) != "VAT")
    found = ((each, plain(each.all(COMPANY_ID))) for each in others)
    return [
        Fault(each.first(COMPANY_ID) or each, {"found": text})
        for each, text in found
        if not _TAX_NUMBER.fullmatch(text)
    ]


def address_has(name: str) -> Callable[[Billing], list[Fault]]:
    """IT-R-002 … 004."""

    def check(billing: Billing) -> list[Fault]:
        parties = (party for each in billing.named(SUPPLIER) for party in each.all(PARTY))
        return [Fault(party.first(POSTAL_ADDRESS) or party) for party in parties if not party.all(POSTAL_ADDRESS, name)]

    return check


_PARTY = "cac:AccountingSupplierParty/cac:Party"
_ITALIAN = f"base peppol\nset {_PARTY}/cac:PartyTaxScheme/cbc:CompanyID IT00743110157\n"
_WHY_ADDRESS = "Italian invoices pass through the tax authority's exchange, which asks for the seller's whole address."

FAMILIES = (
    Family(
        (
            Rule(
                "IT-R-001",
                tax_number_is_italian,
                "BT-32",
                why="An Italian tax number has eleven characters, a person's has sixteen.",
                example=f"{_ITALIAN}add {_PARTY} <cac:PartyTaxScheme><cbc:CompanyID>123</cbc:CompanyID>"
                "<cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>",
            ),
            Rule(
                "IT-R-002",
                address_has(STREET),
                "BT-35",
                why=_WHY_ADDRESS,
                example=f"{_ITALIAN}remove {_PARTY}/cac:PostalAddress/cbc:StreetName",
            ),
            Rule(
                "IT-R-003",
                address_has(CITY),
                "BT-37",
                why=_WHY_ADDRESS,
                example=f"{_ITALIAN}remove {_PARTY}/cac:PostalAddress/cbc:CityName",
            ),
            Rule(
                "IT-R-004",
                address_has(POSTAL_ZONE),
                "BT-38",
                why=_WHY_ADDRESS,
                example=f"{_ITALIAN}remove {_PARTY}/cac:PostalAddress/cbc:PostalZone",
            ),
        ),
        _is_italian,
    ),
)
