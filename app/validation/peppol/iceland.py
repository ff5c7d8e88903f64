"""Peppol BIS Billing 3, rules for suppliers in Iceland, and for invoices within Iceland.

A country counts here as it is written in the address.
"""

from collections.abc import Callable

from app.domain.findings import Severity
from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    ADDITIONAL_DOCUMENT,
    COMPANY_ID,
    CUSTOMER,
    ID,
    PARTY,
    PARTY_LEGAL_ENTITY,
    PAYMENT_MEANS,
    POSTAL_ADDRESS,
    SUPPLIER,
)
from app.validation.peppol.billing import Billing
from app.validation.peppol.family import Family
from app.validation.peppol.names import (
    CREDIT_NOTE_TYPE,
    DESCRIPTION,
    DUE_DATE,
    INVOICE_TYPE,
    MEANS_CODE,
    PAYEE_ACCOUNT,
    POSTAL_ZONE,
    STREET,
)
from app.validation.peppol.reading import LENGTH_OF_A_DATE, attribute_is, is_date, one, plain, says
from app.validation.rule import Fault, Rule

_KENNITALA = "0196"
_TYPES = ("380", "381")
_FINAL_DUE_DATE = "EINDAGI"
_LENGTH_OF_ACCOUNT = 12


def _is_icelandic(billing: Billing) -> bool:
    return bool(billing.whole) and billing.supplier_at == "IS"


def _is_within_iceland(billing: Billing) -> bool:
    return _is_icelandic(billing) and billing.customer_at == "IS"


def _sellers(billing: Billing) -> list[tuple[Element, list[Element]]]:
    return [(each, each.all(SUPPLIER, PARTY)) for each in billing.documents]


def _buyers(billing: Billing) -> list[tuple[Element, list[Element]]]:
    customers = (customer for each in billing.documents for customer in each.all(CUSTOMER))
    return [(each, each.all(PARTY)) for each in customers]


_Parties = Callable[[Billing], list[tuple[Element, list[Element]]]]


def type_is_usual(billing: Billing) -> list[Fault]:
    """IS-R-001."""
    faults = []
    for each in billing.documents:
        # of several codes of one kind nothing can be told, unless the other kind is right
        codes = [plain(each.all(name)) for name in (INVOICE_TYPE, CREDIT_NOTE_TYPE)]
        if not any(code in _TYPES for code in codes):
            place = each.first(INVOICE_TYPE) or each.first(CREDIT_NOTE_TYPE) or each
            faults.append(Fault(place, {"found": codes[0] or codes[1]}))
    return faults


def party_has_kennitala(parties: _Parties) -> Callable[[Billing], list[Fault]]:
    """IS-R-002, IS-R-004."""

    def check(billing: Billing) -> list[Fault]:
        return [
            Fault((found or [place])[0]) for place, found in parties(billing) if not any(map(_has_kennitala, found))
        ]

    return check


def _has_kennitala(party: Element) -> bool:
    return attribute_is(party.all(PARTY_LEGAL_ENTITY, COMPANY_ID), "schemeID", _KENNITALA)


def party_has_address(parties: _Parties) -> Callable[[Billing], list[Fault]]:
    """IS-R-003, IS-R-005."""

    def check(billing: Billing) -> list[Fault]:
        return [Fault((found or [place])[0]) for place, found in parties(billing) if not _have_address(found)]

    return check


def _have_address(parties: list[Element]) -> bool:
    return all(any(party.all(POSTAL_ADDRESS, name) for party in parties) for name in (STREET, POSTAL_ZONE))


def account_has_12_digits(code: str) -> Callable[[Billing], list[Fault]]:
    """IS-R-006, IS-R-007: where payment is by the means of that code."""

    def check(billing: Billing) -> list[Fault]:
        faults = []
        for each in billing.documents:
            payments = [payment for payment in each.all(PAYMENT_MEANS) if says(payment.all(MEANS_CODE), code)]
            account = plain([id_ for payment in payments for id_ in payment.all(PAYEE_ACCOUNT, ID)])
            if payments and len(account) != _LENGTH_OF_ACCOUNT:
                faults.append(Fault(payments[0].first(PAYEE_ACCOUNT, ID) or payments[0], {"found": account}))
        return faults

    return check


def _final_due_dates(document: Element) -> list[Element]:
    return [each for each in document.all(ADDITIONAL_DOCUMENT) if says(each.all(DESCRIPTION), _FINAL_DUE_DATE)]


def _having_final_due_date(billing: Billing) -> list[tuple[Element, list[Element], list[Element]]]:
    """Documents with their final due dates' references, and the dates of these."""
    found = ((each, _final_due_dates(each)) for each in billing.documents)
    return [(each, those, [id_ for one in those for id_ in one.all(ID)]) for each, those in found if those]


def final_due_date_is_date(billing: Billing) -> list[Fault]:
    """IS-R-008."""
    found = ((references, ids, one(ids)) for _, references, ids in _having_final_due_date(billing))
    return [
        Fault((ids or references)[0], {"found": text})
        for references, ids, text in found
        if len(text) != LENGTH_OF_A_DATE or not is_date(text)
    ]


def due_date_is_there(billing: Billing) -> list[Fault]:
    """IS-R-009."""
    return [Fault(each) for each, _, _ in _having_final_due_date(billing) if DUE_DATE not in each.children]


def final_due_date_is_last(billing: Billing) -> list[Fault]:
    """IS-R-010. They are compared as texts: neither has a type, in XPath."""
    return [
        Fault((ids or references)[0], {"found": plain(ids[:1]), "expected": plain(each.all(DUE_DATE)[:1])})
        for each, references, ids in _having_final_due_date(billing)
        if not any(due.text <= final.text for due in each.all(DUE_DATE) for final in ids)
    ]


_SUPPLIER = "cac:AccountingSupplierParty/cac:Party"
_CUSTOMER = "cac:AccountingCustomerParty/cac:Party"
_COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
_ICELANDIC = f"base peppol\nset {_SUPPLIER}/{_COUNTRY} IS\n"
_WITHIN = f"{_ICELANDIC}set {_CUSTOMER}/{_COUNTRY} IS\n"
_PAID = "set cac:PaymentMeans[1]/cbc:PaymentMeansCode "
_FINAL = (
    "add . <cac:AdditionalDocumentReference><cbc:ID>{}</cbc:ID>"
    "<cbc:DocumentDescription>EINDAGI</cbc:DocumentDescription></cac:AdditionalDocumentReference>"
)
_WHY_ID = "In Iceland people and companies are known by their kennitala; claims in the banks are tied to it."
_WHY_ADDRESS = "Icelandic bookkeeping law asks for the addresses of both parties."
_WHY_ACCOUNT = "An Icelandic account is told by bank (4), ledger (2) and number (6): twelve digits."
_WHY_FINAL = "After the final due date (eindagi) interest is owed, from the due date on."

FAMILIES = (
    Family(
        (
            Rule(
                "IS-R-001",
                type_is_usual,
                "BT-3",
                Severity.WARNING,
                why="Icelandic law knows sales invoices and credit notes.",
                example=f"{_ICELANDIC}set cbc:InvoiceTypeCode 383",
            ),
            Rule("IS-R-002", party_has_kennitala(_sellers), "BT-30", why=_WHY_ID, example=_ICELANDIC),
            Rule(
                "IS-R-003",
                party_has_address(_sellers),
                "BT-35 BT-38",
                why=_WHY_ADDRESS,
                example=f"{_ICELANDIC}remove {_SUPPLIER}/cac:PostalAddress/cbc:StreetName",
            ),
            Rule(
                "IS-R-006",
                account_has_12_digits("9"),
                "BT-84",
                why=_WHY_ACCOUNT,
                example=f"{_ICELANDIC}{_PAID}9",
            ),
            Rule(
                "IS-R-007",
                account_has_12_digits("42"),
                "BT-84",
                why=_WHY_ACCOUNT,
                example=f"{_ICELANDIC}{_PAID}42",
            ),
            Rule(
                "IS-R-008",
                final_due_date_is_date,
                "BT-122",
                why=_WHY_FINAL,
                example=_ICELANDIC + _FINAL.format("31.3.2026"),
            ),
            Rule(
                "IS-R-009",
                due_date_is_there,
                "BT-9",
                why=_WHY_FINAL,
                example=f"{_ICELANDIC}{_FINAL.format('2026-04-30')}\nremove cbc:DueDate",
            ),
            Rule(
                "IS-R-010",
                final_due_date_is_last,
                "BT-122 BT-9",
                why=_WHY_FINAL,
                example=_ICELANDIC + _FINAL.format("2026-03-30"),
            ),
        ),
        _is_icelandic,
    ),
    Family(
        (
            Rule("IS-R-004", party_has_kennitala(_buyers), "BT-47", why=_WHY_ID, example=_WITHIN),
            Rule(
                "IS-R-005",
                party_has_address(_buyers),
                "BT-50 BT-53",
                why=_WHY_ADDRESS,
                example=f"{_WITHIN}remove {_CUSTOMER}/cac:PostalAddress/cbc:PostalZone",
            ),
        ),
        _is_within_iceland,
    ),
)
