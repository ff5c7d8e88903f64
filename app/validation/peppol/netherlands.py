"""Peppol BIS Billing 3, rules for suppliers in the Netherlands, some of them for invoices within the Netherlands."""

from collections.abc import Callable

from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    BILLING_REFERENCE,
    COMPANY_ID,
    COUNTRY_CODE,
    CUSTOMER,
    ID,
    INVOICE,
    ORDER_REFERENCE,
    PARTY,
    PARTY_LEGAL_ENTITY,
    PAYMENT_MEANS,
    POSTAL_ADDRESS,
    REPRESENTATIVE,
    SUPPLIER,
    TOTALS,
    cac,
    cbc,
)
from app.validation.peppol.billing import Billing, same_country
from app.validation.peppol.family import Family
from app.validation.peppol.names import CITY, COUNTRY, CREDIT_NOTE_TYPE, MEANS_CODE, PAYABLE, POSTAL_ZONE, STREET
from app.validation.peppol.reading import BLANKS, one, only, plain
from app.validation.rule import Fault, Rule
from app.validation.values import ZERO, decimal

_NETHERLANDS = "NL"
_COUNTRY_OF_PARTY = (POSTAL_ADDRESS, COUNTRY, COUNTRY_CODE)
_SCHEMES = (" 0106 ", " 0190 ")
_MEANS = ("30", "48", "49", "57", "58", "59")


def _is_dutch(billing: Billing) -> bool:
    return same_country(billing.supplier_at, _NETHERLANDS)


def _is_within_the_netherlands(billing: Billing) -> bool:
    return _is_dutch(billing) and same_country(billing.customer_at, _NETHERLANDS)


def _is_represented_there(billing: Billing) -> bool:
    return _is_dutch(billing) and same_country(one(billing.root.all(REPRESENTATIVE, *_COUNTRY_OF_PARTY)), _NETHERLANDS)


def credit_names_its_invoice(billing: Billing) -> list[Fault]:
    """NL-R-001."""
    if billing.root.all(BILLING_REFERENCE, cac("InvoiceDocumentReference"), ID):
        return []
    return [Fault(each) for each in billing.named(CREDIT_NOTE_TYPE)]


def address_is_whole(role: str, *path: str) -> Callable[[Billing], list[Fault]]:
    """NL-R-002, 004, 006."""

    def check(billing: Billing) -> list[Fault]:
        addresses = (address for each in billing.named(role) for address in each.all(*path, POSTAL_ADDRESS))
        return [Fault(each) for each in addresses if not all(name in each.children for name in _WHOLE_ADDRESS)]

    return check


_WHOLE_ADDRESS = (STREET, CITY, POSTAL_ZONE)


def legal_id_is_dutch(role: str) -> Callable[[Billing], list[Fault]]:
    """NL-R-003, 005."""

    def check(billing: Billing) -> list[Fault]:
        ids = (id_ for each in billing.named(role) for id_ in each.all(PARTY, PARTY_LEGAL_ENTITY, COMPANY_ID))
        return [Fault(each, {"found": each.get("schemeID") or ""}) for each in ids if not _is_dutch_id(each)]

    return check


def _is_dutch_id(number: Element) -> bool:
    scheme = f" {number.get('schemeID') or ''} "
    return any(each in scheme for each in _SCHEMES) and number.text.strip(BLANKS) != ""


def payment_is_possible(billing: Billing) -> list[Fault]:
    """NL-R-007: unless nothing is to be paid by the customer."""
    if billing.named(PAYMENT_MEANS):
        return []
    return [Fault(each) for each in billing.named(TOTALS) if not _is_owed_by_supplier(billing, each)]


def _is_owed_by_supplier(billing: Billing, totals: Element) -> bool:
    payable = only(totals.all(PAYABLE)) if billing.whole else None
    if payable is None:
        return False
    due = decimal(payable)
    return due <= ZERO if billing.root.name == INVOICE else due >= ZERO


def means_of_payment_is_known(billing: Billing) -> list[Fault]:
    """NL-R-008."""
    found = ((each, plain(each.all(MEANS_CODE))) for each in billing.named(PAYMENT_MEANS))
    return [Fault(each.first(MEANS_CODE) or each, {"found": code}) for each, code in found if code not in _MEANS]


def order_is_named(billing: Billing) -> list[Fault]:
    """NL-R-009."""
    if billing.root.all(ORDER_REFERENCE, ID):
        return []
    lines = (line for each in billing.named(cac("OrderLineReference")) for line in each.all(cbc("LineID")))
    return [Fault(each) for each in lines]


_SUPPLIER = "cac:AccountingSupplierParty/cac:Party"
_CUSTOMER = "cac:AccountingCustomerParty/cac:Party"
_COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
_DUTCH = f"base peppol\nset {_SUPPLIER}/{_COUNTRY} NL\n"
_WITHIN = f"{_DUTCH}set {_CUSTOMER}/{_COUNTRY} NL\n"
_WHY_ADDRESS = "Dutch VAT law asks for whole addresses on an invoice."
_WHY_ID = "Dutch companies are known by their KVK number, public bodies by their OIN."

FAMILIES = (
    Family(
        (
            Rule(
                "NL-R-001",
                credit_names_its_invoice,
                "BT-25",
                why="Dutch VAT law asks a correction to name the invoice that it corrects.",
                example=f"{_DUTCH.replace('peppol', 'creditnote')}remove cac:BillingReference",
            ),
            Rule(
                "NL-R-002",
                address_is_whole(SUPPLIER, PARTY),
                "BT-35 BT-37 BT-38",
                why=_WHY_ADDRESS,
                example=f"{_DUTCH}remove {_SUPPLIER}/cac:PostalAddress/cbc:StreetName",
            ),
            Rule("NL-R-003", legal_id_is_dutch(SUPPLIER), "BT-30", why=_WHY_ID, example=_DUTCH),
            Rule(
                "NL-R-007",
                payment_is_possible,
                "BG-16",
                why="A customer who owes something has to know how to pay it.",
                example=f"{_DUTCH}remove cac:PaymentMeans",
            ),
            Rule(
                "NL-R-009",
                order_is_named,
                "BT-13 BT-132",
                why="A line of an order is found only in its order.",
                example=f"{_DUTCH}remove cac:OrderReference",
            ),
        ),
        _is_dutch,
    ),
    Family(
        (
            Rule(
                "NL-R-004",
                address_is_whole(CUSTOMER, PARTY),
                "BT-50 BT-52 BT-53",
                why=_WHY_ADDRESS,
                example=f"{_WITHIN}remove {_CUSTOMER}/cac:PostalAddress/cbc:CityName",
            ),
            Rule(
                "NL-R-005",
                legal_id_is_dutch(CUSTOMER),
                "BT-47",
                why=_WHY_ID,
                example=f"{_WITHIN}add {_CUSTOMER}/cac:PartyLegalEntity <cbc:CompanyID>12345678</cbc:CompanyID>",
            ),
            Rule(
                "NL-R-008",
                means_of_payment_is_known,
                "BT-81",
                why="These are the means of payment that Dutch banks carry out.",
                example=f"{_WITHIN}set cac:PaymentMeans[1]/cbc:PaymentMeansCode 31",
            ),
        ),
        _is_within_the_netherlands,
    ),
    Family(
        (
            Rule(
                "NL-R-006",
                address_is_whole(REPRESENTATIVE),
                "BT-64 BT-66 BT-67",
                why=_WHY_ADDRESS,
                example=f"{_DUTCH}set cac:TaxRepresentativeParty/{_COUNTRY} NL\n"
                "remove cac:TaxRepresentativeParty/cac:PostalAddress/cbc:PostalZone",
            ),
        ),
        _is_represented_there,
    ),
)
