"""A billing document as Peppol's rules look at it: its elements, and the facts that many of the rules turn on.

Peppol BIS Billing 3 states its rules over UBL's elements wherever they stand, so they are judged over the tree. The
facts (whose country is which, the process) are found as the official rules find them, each once.
"""

from collections.abc import Sequence

from app.kept import kept
from app.safe.tree import Element, Tree
from app.validation.en16931.ubl_names import (
    ALLOWANCE_CHARGE,
    COMPANY_ID,
    COUNTRY_CODE,
    CREDIT_NOTE,
    CREDIT_NOTE_LINE,
    CUSTOMER,
    ID,
    INVOICE,
    INVOICE_LINE,
    PARTY,
    PARTY_TAX_SCHEME,
    POSTAL_ADDRESS,
    REPRESENTATIVE,
    SUPPLIER,
    TAX_CATEGORY,
    TAX_SCHEME,
    cbc,
)
from app.validation.lines_alike import Alike
from app.validation.peppol.names import COUNTRY, ENDPOINT, PARTY_IDENTIFICATION
from app.validation.peppol.reading import one, only, plain, says
from app.validation.values import normalized

_ADDRESS_COUNTRY = (POSTAL_ADDRESS, COUNTRY, COUNTRY_CODE)
_NOWHERE = "XX"
_MOST_DOCUMENTS = 100
_DOCUMENTS = (INVOICE, CREDIT_NOTE)
_DOCUMENT_OF_LINE = {INVOICE_LINE: INVOICE, CREDIT_NOTE_LINE: CREDIT_NOTE}
_EXEMPTION_CODE = cbc("TaxExemptionReasonCode")
_PROCESSES = {
    "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0": "01",
    "urn:peppol:france:billing:regulated": "01",
    "urn:peppol:france:billing:non-regulated": "01",
    "urn:peppol:bis:billing_with_response": "02",
}
_AMOUNTS = tuple(
    cbc(name)
    for name in [
        "Amount",
        "BaseAmount",
        "PriceAmount",
        "TaxAmount",
        "TaxableAmount",
        "LineExtensionAmount",
        "TaxExclusiveAmount",
        "TaxInclusiveAmount",
        "AllowanceTotalAmount",
        "ChargeTotalAmount",
        "PrepaidAmount",
        "PayableRoundingAmount",
        "PayableAmount",
    ]
)


class Billing:
    """An Invoice or CreditNote. Facts that can't be told (two countries of one address) raise NotEvaluable.

    Attributes:
        alike: its lines, where each of them stands for several; else none.
    """

    def __init__(self, tree: Tree, alike: Sequence[Alike] = ()) -> None:
        self.tree = tree
        self.alike = alike
        self.root = tree.root
        self.named = tree.named
        self._own = frozenset(vars(self))

    def forget(self) -> None:
        """Let go of all facts: the tree's texts are others now."""
        for fact in vars(self).keys() - self._own - {"_own"}:
            delattr(self, fact)

    @kept
    def documents(self) -> list[Element]:
        """The document; an Invoice or CreditNote that stands in it counts as one as well, up to a hundred of them."""
        return [*self.named(INVOICE), *self.named(CREDIT_NOTE)][:_MOST_DOCUMENTS]

    @property
    def whole(self) -> list[Element]:
        """The document, if it is an Invoice or a CreditNote as a whole; else none."""
        return [self.root] if self.root.name in _DOCUMENTS else []

    @property
    def is_invoice(self) -> bool:
        """Whether the whole is an Invoice."""
        return self.root.name == INVOICE

    @kept
    def process(self) -> str:
        """The business process (BT-23) as "01" or "02"; "" for one that isn't Peppol's."""
        return _PROCESSES.get(plain(self.root.all(cbc("ProfileID"))), "")

    @kept
    def supplier_country(self) -> str:
        """By the supplier's VAT number, else the representative's, else the supplier's address."""
        return self._country(SUPPLIER, (SUPPLIER, PARTY), (REPRESENTATIVE,))

    @kept
    def customer_country(self) -> str:
        """By the customer's VAT number, else its address."""
        return self._country(CUSTOMER, (CUSTOMER, PARTY))

    @kept
    def own_country_of_supplier(self) -> str:
        """Like `supplier_country`, whoever represents it."""
        return self._country(SUPPLIER, (SUPPLIER, PARTY))

    def _country(self, role: str, *registered: tuple[str, ...]) -> str:
        for party in registered:
            prefix = self._vat_prefix(party)
            if prefix:
                return normalized(prefix).upper()
        codes = self.root.all(role, PARTY, *_ADDRESS_COUNTRY)
        return plain(codes).upper() if codes else _NOWHERE

    def _vat_prefix(self, party: tuple[str, ...]) -> str:
        registrations = [each for each in self.root.all(*party, PARTY_TAX_SCHEME) if is_for_vat(each)]
        registration = only(registrations)
        return "" if registration is None else vat_number(registration)[:2]

    @kept
    def supplier_at(self) -> str:
        """The country in the supplier's address, as written; raises NotEvaluable for several."""
        return one(self.root.all(SUPPLIER, PARTY, *_ADDRESS_COUNTRY))

    @kept
    def customer_at(self) -> str:
        """The country in the customer's address, as written; raises NotEvaluable for several."""
        return one(self.root.all(CUSTOMER, PARTY, *_ADDRESS_COUNTRY))

    @property
    def within_germany(self) -> bool:
        """Whether supplier and customer have their addresses there; raises NotEvaluable."""
        return same_country(self.supplier_at, "DE") and same_country(self.customer_at, "DE")

    @kept
    def charges(self) -> list[Element]:
        """The allowances and charges of the document and of its lines, where they belong."""
        found = ((each, each.parent) for each in self.named(ALLOWANCE_CHARGE))
        return [each for each, parent in found if parent is not None and _has_charges(parent)]

    @kept
    def exemptions(self) -> dict[str, list[Element]]:
        """The VAT categories of break-downs and charges that have a code for their exemption, by it in capitals."""
        found: dict[str, list[Element]] = {}
        for each in self.named(TAX_CATEGORY):
            codes = each.children.get(_EXEMPTION_CODE, ())
            if len(codes) == 1:
                found.setdefault(codes[0].text.upper(), []).append(each)
        return found

    @kept
    def amounts(self) -> dict[str | None, list[Element]]:
        """Every amount, by its currency as written; None for those without."""
        found: dict[str | None, list[Element]] = {}
        for name in _AMOUNTS:
            for each in self.named(name):
                currency = each.attributes.get("currencyID")
                if currency in found:
                    found[currency].append(each)
                else:
                    found[currency] = [each]
        return found

    @kept
    def numbers_of_parties(self) -> dict[str, list[Element]]:
        """Electronic addresses, identifiers of parties, and company numbers that state their schemes, by these."""
        found: dict[str, list[Element]] = {}
        of_parties = [id_ for each in self.named(PARTY_IDENTIFICATION) for id_ in each.children.get(ID, ())]
        for each in (*self.named(ENDPOINT), *of_parties, *self.named(COMPANY_ID)):
            scheme = each.get("schemeID")
            if scheme is not None:
                found.setdefault(scheme, []).append(each)
        return found


def is_for_vat(registration: Element) -> bool:
    """Whether a PartyTaxScheme is for VAT, written exactly so."""
    return says(registration.all(TAX_SCHEME, ID), "VAT")


def vat_number(registration: Element) -> str:
    """The number of a PartyTaxScheme; raises NotEvaluable for several."""
    return one(registration.all(COMPANY_ID))


def is_plainly_for_vat(registration: Element) -> bool:
    """Whether a PartyTaxScheme is for VAT, blanks aside; raises NotEvaluable where it is for several taxes."""
    return plain(registration.all(TAX_SCHEME, ID)) == "VAT"


def same_country(written: str, code: str) -> bool:
    """Whether a country code is `code`, blanks aside, in capitals or not."""
    return normalized(written).upper() == code


def _has_charges(place: Element) -> bool:
    if place.name in _DOCUMENTS:
        return True
    return place.parent is not None and _DOCUMENT_OF_LINE.get(place.name) == place.parent.name
