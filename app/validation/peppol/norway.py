"""Peppol BIS Billing 3, rules for suppliers in Norway."""

from collections.abc import Iterator
from re import compile as pattern

from app.domain.findings import Severity
from app.safe.tree import Element
from app.validation.en16931.ubl_names import COMPANY_ID, ID, PARTY, PARTY_TAX_SCHEME, SUPPLIER, TAX_SCHEME
from app.validation.peppol.billing import Billing, is_plainly_for_vat, vat_number
from app.validation.peppol.family import Family
from app.validation.peppol.identifiers import is_norwegian
from app.validation.peppol.reading import only, plain
from app.validation.rule import Fault, Rule

_REGISTER = "Foretaksregisteret"
_VAT_NUMBER = pattern(r"[0-9]{9}MVA")


def _is_norwegian(billing: Billing) -> bool:
    return billing.supplier_country == "NO"


def _suppliers(billing: Billing) -> Iterator[Element]:
    return (party for each in billing.named(SUPPLIER) for party in each.all(PARTY))


def register_is_named(billing: Billing) -> list[Fault]:
    """NO-R-002."""
    return [Fault(party) for party in _suppliers(billing) if _registered_at(party) != _REGISTER]


def _registered_at(party: Element) -> str:
    taxed = [each for each in party.all(PARTY_TAX_SCHEME) if plain(each.all(TAX_SCHEME, ID)) == "TAX"]
    return plain([number for each in taxed for number in each.all(COMPANY_ID)])


def vat_number_is_norwegian(billing: Billing) -> list[Fault]:
    """NO-R-001: NO, an organisation number, MVA. Only a number that begins with NO is judged."""
    faults = []
    for party in _suppliers(billing):
        registrations = [each for each in party.all(PARTY_TAX_SCHEME) if is_plainly_for_vat(each)]
        if any(vat_number(each).startswith("NO") for each in registrations):
            only(registrations)
            text = vat_number(registrations[0])
            if not _VAT_NUMBER.fullmatch(text[2:]) or not is_norwegian(text[2:11]):
                faults.append(Fault(registrations[0].first(COMPANY_ID) or party, {"found": text}))
    return faults


_BASE = "base peppol\nset cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID NO"

FAMILIES = (
    Family(
        (
            Rule(
                "NO-R-001",
                vat_number_is_norwegian,
                "BT-31",
                why="In Norway the VAT number is the organisation number with NO before and MVA behind it.",
                example=f"{_BASE}974760674MVA",
            ),
            Rule(
                "NO-R-002",
                register_is_named,
                "BT-32",
                Severity.WARNING,
                why="Norwegian companies have to show on their invoices that they are in the register of enterprises "
                "(foretaksregisterloven § 10-2).",
                example=f"{_BASE}974760673MVA",
            ),
        ),
        _is_norwegian,
    ),
)
