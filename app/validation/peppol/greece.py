"""Peppol BIS Billing 3, rules for suppliers in Greece, and for invoices within Greece.

A Greek invoice number carries what the tax authority needs to find the invoice in its books (myDATA): the issuer's
tax number, the date, the branch, the kind of document, the series and the number.
"""

from collections.abc import Callable
from re import compile as pattern

from app.domain.findings import Severity
from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    ADDITIONAL_DOCUMENT,
    COMPANY_ID,
    COUNTRY_CODE,
    CUSTOMER,
    ID,
    NAME,
    PARTY,
    PARTY_TAX_SCHEME,
    POSTAL_ADDRESS,
    REPRESENTATIVE,
    SUPPLIER,
    cbc,
)
from app.validation.peppol.billing import Billing, is_for_vat, is_plainly_for_vat, vat_number
from app.validation.peppol.family import Family
from app.validation.peppol.identifiers import is_greek
from app.validation.peppol.names import (
    ATTACHMENT,
    COUNTRY,
    DESCRIPTION,
    ENDPOINT,
    EXTERNAL_REFERENCE,
    PARTY_NAME,
    URI,
)
from app.validation.peppol.reading import BLANKS, is_integer, matching, one, plain, says
from app.validation.rule import Fault, Rule
from app.validation.values import normalized

_GREECE = ("GR", "EL")
_MARK = "##M.AR.K##"
_URL = "##INVOICE|URL##"
_SCHEME = "9933"
_SEGMENTS = 6
_DATE = pattern(r"(?:0?[1-9]|[12][0-9]|3[01])[-\\/ ]?(?:0?[1-9]|1[0-2])[-\\/ ]?(?:19|20)[0-9]{2}")
_POSITIVE = pattern(r"[1-9]")
_KINDS = ("1.1", "1.6", "2.1", "2.4", "5.1", "5.2")


def _has_greek_supplier(billing: Billing) -> bool:
    return billing.supplier_country in _GREECE


def _is_greek_supplier(billing: Billing) -> bool:
    return billing.own_country_of_supplier in _GREECE


def _is_located_in_greece(billing: Billing) -> bool:
    codes = billing.root.all(SUPPLIER, PARTY, POSTAL_ADDRESS, COUNTRY, COUNTRY_CODE)
    return _has_greek_supplier(billing) and says(codes, "GR")


def _is_within_greece(billing: Billing) -> bool:
    return _has_greek_supplier(billing) and billing.customer_country in _GREECE


def _parties(billing: Billing, role: str) -> list[Element]:
    return [party for each in billing.named(role) for party in each.all(PARTY)]


class _InvoiceNumber:
    """An invoice number in its segments; one that isn't there is ""."""

    def __init__(self, number: Element, billing: Billing) -> None:
        self.billing = billing
        self.given = number.text.split("|") if number.text else []

    def segment(self, place: int) -> str:
        """The segment at `place`, from 1."""
        return self.given[place - 1] if place <= len(self.given) else ""

    def has_six_segments(self) -> bool:
        """GR-R-001-1."""
        return len(self.given) == _SEGMENTS

    def names_the_supplier(self) -> bool:
        """GR-R-001-2: by its own tax number, or its representative's."""
        issuer = self.segment(1)
        return len(normalized(issuer)) == 9 and is_greek(issuer) and self._is_tax_number(issuer)

    def _is_tax_number(self, number: str) -> bool:
        root = self.billing.root
        registrations = (*root.all(SUPPLIER, PARTY, PARTY_TAX_SCHEME), *root.all(REPRESENTATIVE, PARTY_TAX_SCHEME))
        return any(vat_number(each)[2:11] == number for each in registrations if is_for_vat(each))

    def has_the_issue_date(self) -> bool:
        """GR-R-001-3: day, month, year, where the issue date is year, month, day."""
        written = self.segment(2)
        issued = one(self.billing.root.all(cbc("IssueDate")))
        day_first = written.split("/")[:3]
        return _DATE.match(written) is not None and len(day_first) == 3 and day_first == issued.split("-")[2::-1]

    def has_a_branch(self) -> bool:
        """GR-R-001-4: a whole number, the head office being 0."""
        branch = self.segment(3)
        return is_integer(branch) and ("-" not in branch or not branch.strip(BLANKS + "-0"))

    def has_a_kind(self) -> bool:
        """GR-R-001-5."""
        return self.segment(4) in _KINDS

    def has_a_series(self) -> bool:
        """GR-R-001-6."""
        return self.segment(5) != ""

    def has_a_number(self) -> bool:
        """GR-R-001-7."""
        return self.segment(6) != ""


def number_passes(test: Callable[[_InvoiceNumber], bool]) -> Callable[[Billing], list[Fault]]:
    """GR-R-001-1 … 7."""

    def check(billing: Billing) -> list[Fault]:
        numbers = [number for each in billing.whole for number in each.all(ID)]
        return [Fault(each, {"found": each.text}) for each in numbers if not test(_InvoiceNumber(each, billing))]

    return check


def party_has_name(role: str) -> Callable[[Billing], list[Fault]]:
    """GR-R-002, GR-R-005."""

    def check(billing: Billing) -> list[Fault]:
        return [Fault(each) for each in _parties(billing, role) if not one(each.all(PARTY_NAME, NAME))]

    return check


def party_has_vat_number(role: str) -> Callable[[Billing], list[Fault]]:
    """GR-S-011, GR-R-006: exactly one, and a Greek one."""

    def check(billing: Billing) -> list[Fault]:
        found = ((each, _vat_numbers(each)) for each in _parties(billing, role))
        return [
            Fault((numbers or [party])[0])
            for party, numbers in found
            if len(numbers) != 1 or not _is_greek_vat_number(numbers[0].text)
        ]

    return check


def _vat_numbers(party: Element) -> list[Element]:
    registrations = [each for each in party.all(PARTY_TAX_SCHEME) if is_plainly_for_vat(each)]
    return [number for each in registrations for number in each.all(COMPANY_ID)]


def _is_greek_vat_number(text: str) -> bool:
    return text.startswith("EL") and is_greek(text[2:])


def vat_number_is_greek(billing: Billing) -> list[Fault]:
    """GR-R-003."""
    registrations = [each for party in _parties(billing, SUPPLIER) for each in party.all(PARTY_TAX_SCHEME)]
    numbers = (number for each in matching(registrations, is_plainly_for_vat) for number in each.all(COMPANY_ID))
    return [Fault(each, {"found": each.text}) for each in numbers if not _is_greek_vat_number(each.text)]


def _described(document: Element, description: str) -> list[Element]:
    return [each for each in document.all(ADDITIONAL_DOCUMENT) if says(each.all(DESCRIPTION), description)]


def has_one(description: str) -> Callable[[Billing], list[Fault]]:
    """GR-R-004-1, GR-S-008-1."""

    def check(billing: Billing) -> list[Fault]:
        found = ((each, _described(each, description)) for each in billing.whole)
        return [Fault((those or [each])[-1], {"count": str(len(those))}) for each, those in found if len(those) != 1]

    return check


def at_most_one_url(billing: Billing) -> list[Fault]:
    """GR-R-008-2."""
    found = (_described(each, _URL) for each in billing.whole)
    return [Fault(those[-1], {"count": str(len(those))}) for those in found if len(those) > 1]


def mark_is_a_number(billing: Billing) -> list[Fault]:
    """GR-R-004-2: as far as its first digit goes."""
    marks = (each for each in billing.named(ADDITIONAL_DOCUMENT) if says(each.all(DESCRIPTION), _MARK))
    ids = (id_ for each in marks for id_ in each.all(ID))
    return [Fault(each, {"found": each.text}) for each in ids if not _POSITIVE.match(each.text)]


def url_is_stated(billing: Billing) -> list[Fault]:
    """GR-R-008-3."""
    urls = (each for each in billing.named(ADDITIONAL_DOCUMENT) if says(each.all(DESCRIPTION), _URL))
    return [Fault(each) for each in urls if not plain(each.all(ATTACHMENT, EXTERNAL_REFERENCE, URI))]


def address_is_tax_number(role: str) -> Callable[[Billing], list[Fault]]:
    """GR-R-009, GR-R-010."""

    def check(billing: Billing) -> list[Fault]:
        addresses = (each for party in _parties(billing, role) for each in party.all(ENDPOINT))
        return [
            Fault(each, {"found": each.text})
            for each in addresses
            if each.get("schemeID") != _SCHEME or not is_greek(each.text)
        ]

    return check


_SUPPLIER = "cac:AccountingSupplierParty/cac:Party"
_CUSTOMER = "cac:AccountingCustomerParty/cac:Party"
_COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
_VAT = "cac:PartyTaxScheme/cbc:CompanyID"
_GREEK = f"base peppol\nset {_SUPPLIER}/{_COUNTRY} GR\nset {_SUPPLIER}/{_VAT} EL094014201\n"
_WITHIN = f"{_GREEK}set {_CUSTOMER}/{_COUNTRY} GR\nset {_CUSTOMER}/{_VAT} EL094014201\n"
_REFERENCE = (
    "add . <cac:AdditionalDocumentReference><cbc:ID>{}</cbc:ID>"
    "<cbc:DocumentDescription>{}</cbc:DocumentDescription></cac:AdditionalDocumentReference>"
)
_WHY_NUMBER = "The tax authority finds the invoice in its books by the segments of its number."
_WHY_MARK = "The tax authority gives each invoice that it has registered a number (M.AR.K) and a page."
_WHY_NAME = "Greek law asks for the full registered names of both parties."
_WHY_VAT = "Greek tax numbers begin with EL, have nine digits, and the last checks the others."
_WHY_ADDRESS = "Greek parties are found in the network by their tax numbers (scheme 9933)."


def _of_number(rule: str, test: Callable[[_InvoiceNumber], bool], number: str) -> Rule:
    return Rule(rule, number_passes(test), "BT-1", why=_WHY_NUMBER, example=f"{_GREEK}set cbc:ID {number}")


_MARK_FAMILY = Family(
    (
        Rule("GR-R-004-1", has_one(_MARK), "BT-122", why=_WHY_MARK, example=_GREEK),
        Rule(
            "GR-R-004-2",
            mark_is_a_number,
            "BT-122",
            why=_WHY_MARK,
            example=_GREEK + _REFERENCE.format("none", _MARK),
        ),
        Rule("GR-S-008-1", has_one(_URL), "BT-124", Severity.WARNING, why=_WHY_MARK, example=_GREEK),
        Rule(
            "GR-R-008-2",
            at_most_one_url,
            "BT-124",
            why=_WHY_MARK,
            example=f"{_GREEK}{_REFERENCE.format('1', _URL)}\n{_REFERENCE.format('2', _URL)}",
        ),
    ),
    _is_located_in_greece,
)
_SUPPLIER_FAMILY = Family(
    (
        _of_number("GR-R-001-1", _InvoiceNumber.has_six_segments, "2026-0117"),
        _of_number("GR-R-001-2", _InvoiceNumber.names_the_supplier, "123456789|02/03/2026|0|1.1|A|1"),
        _of_number("GR-R-001-3", _InvoiceNumber.has_the_issue_date, "094014201|2026-03-02|0|1.1|A|1"),
        _of_number("GR-R-001-4", _InvoiceNumber.has_a_branch, "094014201|02/03/2026|-1|1.1|A|1"),
        _of_number("GR-R-001-5", _InvoiceNumber.has_a_kind, "094014201|02/03/2026|0|9.9|A|1"),
        _of_number("GR-R-001-6", _InvoiceNumber.has_a_series, "094014201|02/03/2026|0|1.1||1"),
        _of_number("GR-R-001-7", _InvoiceNumber.has_a_number, "094014201|02/03/2026|0|1.1|A|"),
        Rule(
            "GR-R-002",
            party_has_name(SUPPLIER),
            "BT-28",
            why=_WHY_NAME,
            example=f"{_GREEK}remove {_SUPPLIER}/cac:PartyName",
        ),
        Rule(
            "GR-S-011",
            party_has_vat_number(SUPPLIER),
            "BT-31",
            Severity.WARNING,
            why=_WHY_VAT,
            example=f"{_GREEK}set {_SUPPLIER}/{_VAT} EL094014202",
        ),
        Rule(
            "GR-R-003",
            vat_number_is_greek,
            "BT-31",
            why=_WHY_VAT,
            example=f"{_GREEK}set {_SUPPLIER}/{_VAT} EL094014202",
        ),
        Rule(
            "GR-R-008-3",
            url_is_stated,
            "BT-124",
            why=_WHY_MARK,
            example=_GREEK + _REFERENCE.format("1", _URL),
        ),
        Rule(
            "GR-R-005",
            party_has_name(CUSTOMER),
            "BT-45",
            why=_WHY_NAME,
            example=_GREEK,
        ),
    ),
    _has_greek_supplier,
)
_ADDRESS_FAMILY = Family(
    (Rule("GR-R-009", address_is_tax_number(SUPPLIER), "BT-34", why=_WHY_ADDRESS, example=_GREEK),),
    _is_greek_supplier,
)
_DOMESTIC_FAMILY = Family(
    (
        Rule(
            "GR-R-006",
            party_has_vat_number(CUSTOMER),
            "BT-48",
            why=_WHY_VAT,
            example=f"{_WITHIN}set {_CUSTOMER}/{_VAT} EL094014202",
        ),
        Rule("GR-R-010", address_is_tax_number(CUSTOMER), "BT-49", why=_WHY_ADDRESS, example=_WITHIN),
    ),
    _is_within_greece,
)

FAMILIES = (_SUPPLIER_FAMILY, _MARK_FAMILY, _ADDRESS_FAMILY, _DOMESTIC_FAMILY)
