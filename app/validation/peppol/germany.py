"""Peppol BIS Billing 3, rules for invoices within Germany: the document, its parties and its addresses.

Payment is in `germany_payment`. They judge what stands where it belongs; misplaced elements are none of theirs.
"""

from collections.abc import Callable
from re import compile as pattern

from app.domain.findings import Severity
from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    ADDITIONAL_DOCUMENT,
    ALLOWANCE_CHARGE,
    BILLING_REFERENCE,
    CLASSIFIED_CATEGORY,
    COMPANY_ID,
    CREDIT_NOTE_LINE,
    CUSTOMER,
    DELIVERY,
    ID,
    INVOICE_LINE,
    ITEM,
    NAME,
    PARTY,
    PARTY_TAX_SCHEME,
    POSTAL_ADDRESS,
    REPRESENTATIVE,
    SUPPLIER,
    TAX_CATEGORY,
    TAX_SUBTOTAL,
    TAX_TOTAL,
    cac,
    cbc,
)
from app.validation.peppol.billing import Billing
from app.validation.peppol.family import Family
from app.validation.peppol.names import (
    ATTACHMENT,
    CITY,
    CONTACT,
    CREDIT_NOTE_TYPE,
    EXTERNAL_REFERENCE,
    FILE,
    INDICATOR,
    INVOICE_TYPE,
    PERCENT,
    POSTAL_ZONE,
    URI,
)
from app.validation.peppol.reading import has_words, one, plain, says
from app.validation.rule import Fault, Rule

_TYPES = ("326", "380", "384", "389", "381", "875", "876", "877")
_CORRECTION = "384"
_TAXED = ("S", "Z", "E", "AE", "K", "G", "L", "M")
_EMAIL = pattern(r"[^@ \t\r\n]+@(?:[^@. \t\r\n]+\.)+[^@. \t\r\n]+")
_URL = pattern(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
_DIGIT = pattern(r"[0-9]")
_FEWEST_DIGITS = 3


def within_germany(billing: Billing) -> bool:
    """Whether the rules of Germany hold."""
    return billing.within_germany


def has(wanted: tuple[str, ...], *path: str) -> Callable[[Billing], list[Fault]]:
    """The places at `path` in the document have what is `wanted`, with more in it than blanks."""

    def check(billing: Billing) -> list[Fault]:
        places = (place for each in billing.whole for place in each.all(*path))
        return [Fault(each) for each in places if not has_words(each.all(*wanted))]

    return check


def reference_is_stated(billing: Billing) -> list[Fault]:
    """DE-R-015."""
    return [Fault(each) for each in billing.whole if not has_words(each.all(cbc("BuyerReference")))]


def seller_is_registered(billing: Billing) -> list[Fault]:
    """DE-R-016: where any category is one that VAT has something to do with."""
    numbers = (SUPPLIER, PARTY, PARTY_TAX_SCHEME, COMPANY_ID)
    return [
        Fault(each.first(SUPPLIER, PARTY) or each)
        for each in billing.whole
        if says(_categories(each), *_TAXED)
        and REPRESENTATIVE not in each.children
        and not has_words(each.all(*numbers))
    ]


def _categories(document: Element) -> list[Element]:
    charges = [each for each in document.all(ALLOWANCE_CHARGE) if says(each.all(INDICATOR), "true", "false")]
    lines = (*document.all(INVOICE_LINE), *document.all(CREDIT_NOTE_LINE))
    of_charges = [code for each in charges for code in each.all(TAX_CATEGORY, ID)]
    return of_charges + [code for each in lines for code in each.all(ITEM, CLASSIFIED_CATEGORY, ID)]


def type_is_usual(billing: Billing) -> list[Fault]:
    """DE-R-017."""
    found = ((each, _types(each)) for each in billing.whole)
    return [
        Fault(each.first(INVOICE_TYPE) or each.first(CREDIT_NOTE_TYPE) or each, {"found": " ".join(codes).strip()})
        for each, codes in found
        if not any(code in _TYPES for code in codes)
    ]


def _types(document: Element) -> tuple[str, str]:
    return plain(document.all(INVOICE_TYPE)), plain(document.all(CREDIT_NOTE_TYPE))


def files_have_names_of_their_own(billing: Billing) -> list[Fault]:
    """DE-R-022."""
    faults = []
    for each in billing.whole:
        taken: set[str] = set()
        for document in each.all(ADDITIONAL_DOCUMENT):
            names = {file.get("filename") for file in document.all(ATTACHMENT, FILE)} - {None}
            faults += [Fault(document, {"found": name or ""}) for name in sorted(filter(None, names & taken))[:1]]
            taken |= {name for name in names if name is not None}
    return faults


def correction_names_its_invoice(billing: Billing) -> list[Fault]:
    """DE-R-026."""
    return [
        Fault(each)
        for each in billing.whole
        if not each.all(BILLING_REFERENCE, cac("InvoiceDocumentReference")) and _CORRECTION in _types(each)
    ]


def location_is_url(billing: Billing) -> list[Fault]:
    """DE-R-T02."""
    path = (ADDITIONAL_DOCUMENT, ATTACHMENT, EXTERNAL_REFERENCE)
    found = ((place, one(place.all(URI))) for each in billing.whole for place in each.all(*path))
    return [Fault(place.first(URI) or place, {"found": url}) for place, url in found if not _URL.match(url)]


def seller_has_contact(billing: Billing) -> list[Fault]:
    """DE-R-002."""
    sellers = (seller for each in billing.whole for seller in each.all(SUPPLIER))
    return [Fault(each.first(PARTY) or each) for each in sellers if not each.all(PARTY, CONTACT)]


def contact_is(name: str, test: Callable[[str], bool]) -> Callable[[Billing], list[Fault]]:
    """DE-R-027, 028: the seller's telephone number, or its e-mail address, passes the test."""

    def check(billing: Billing) -> list[Fault]:
        contacts = (contact for each in billing.whole for contact in each.all(SUPPLIER, PARTY, CONTACT))
        found = ((each, plain(each.all(name))) for each in contacts)
        return [Fault(each.first(name) or each, {"found": text}) for each, text in found if not test(text)]

    return check


def _is_telephone(text: str) -> bool:
    return len(_DIGIT.findall(text)) >= _FEWEST_DIGITS


def _is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


SUPPLIER_PATH = "cac:AccountingSupplierParty/cac:Party"
CUSTOMER_PATH = "cac:AccountingCustomerParty/cac:Party"
_COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
GERMAN = f"base peppol\nset {SUPPLIER_PATH}/{_COUNTRY} DE\nset {CUSTOMER_PATH}/{_COUNTRY} DE\n"
"""Edits that make the good document one within Germany."""

_CONTACT = (SUPPLIER, PARTY, CONTACT)
_DELIVERED_TO = (DELIVERY, cac("DeliveryLocation"), cac("Address"))
_WHY_ADDRESS = "German VAT law (§ 14 UStG) asks for whole addresses on an invoice."
_WHY_CONTACT = "German authorities want somebody to ask; XRechnung says whom, and how to reach them."
_WHY_TYPE = "These are the types that German receivers process (XRechnung)."
_FILE = (
    "add . <cac:AdditionalDocumentReference><cbc:ID>{0}</cbc:ID><cac:Attachment>"
    '<cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv" filename="a.csv">MQ==</cbc:EmbeddedDocumentBinaryObject>'
    "</cac:Attachment></cac:AdditionalDocumentReference>"
)

_PARTICULARS = (
    ("DE-R-003", CITY, (SUPPLIER, PARTY, POSTAL_ADDRESS), "BT-37", f"{SUPPLIER_PATH}/cac:PostalAddress/cbc:CityName"),
    (
        "DE-R-004",
        POSTAL_ZONE,
        (SUPPLIER, PARTY, POSTAL_ADDRESS),
        "BT-38",
        f"{SUPPLIER_PATH}/cac:PostalAddress/cbc:PostalZone",
    ),
    ("DE-R-005", NAME, _CONTACT, "BT-41", f"{SUPPLIER_PATH}/cac:Contact/cbc:Name"),
    ("DE-R-006", cbc("Telephone"), _CONTACT, "BT-42", f"{SUPPLIER_PATH}/cac:Contact/cbc:Telephone"),
    ("DE-R-007", cbc("ElectronicMail"), _CONTACT, "BT-43", f"{SUPPLIER_PATH}/cac:Contact/cbc:ElectronicMail"),
    ("DE-R-008", CITY, (CUSTOMER, PARTY, POSTAL_ADDRESS), "BT-52", f"{CUSTOMER_PATH}/cac:PostalAddress/cbc:CityName"),
    (
        "DE-R-009",
        POSTAL_ZONE,
        (CUSTOMER, PARTY, POSTAL_ADDRESS),
        "BT-53",
        f"{CUSTOMER_PATH}/cac:PostalAddress/cbc:PostalZone",
    ),
    ("DE-R-010", CITY, _DELIVERED_TO, "BT-77", "cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:CityName"),
    ("DE-R-011", POSTAL_ZONE, _DELIVERED_TO, "BT-78", "cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:PostalZone"),
)


def _particular(rule: str, name: str, place: tuple[str, ...], term: str, path: str) -> Rule:
    why = _WHY_CONTACT if place == _CONTACT else _WHY_ADDRESS
    return Rule(rule, has((name,), *place), term, why=why, example=f"{GERMAN}remove {path}")


_DOCUMENT = (
    Rule(
        "DE-R-015",
        reference_is_stated,
        "BT-10",
        why="German authorities route an invoice by it: it is their Leitweg-ID.",
        example=f"{GERMAN}remove cbc:BuyerReference",
    ),
    Rule(
        "DE-R-016",
        seller_is_registered,
        "BT-31 BT-32 BG-11",
        why="German VAT law (§ 14 UStG) asks for a tax number of the seller on an invoice.",
        example=f"{GERMAN}remove cac:TaxRepresentativeParty\nremove {SUPPLIER_PATH}/cac:PartyTaxScheme",
    ),
    Rule(
        "DE-R-017",
        type_is_usual,
        "BT-3",
        Severity.WARNING,
        why=_WHY_TYPE,
        example=f"{GERMAN}set cbc:InvoiceTypeCode 383",
    ),
    Rule(
        "DE-R-022",
        files_have_names_of_their_own,
        "BT-125",
        why="Attachments are saved by their names; of two with one name the first would be lost.",
        example=f"{GERMAN}{_FILE.format('a')}\n{_FILE.format('b')}",
    ),
    Rule(
        "DE-R-026",
        correction_names_its_invoice,
        "BG-3",
        Severity.WARNING,
        why="A correction changes an invoice; it says which.",
        example=f"{GERMAN}set cbc:InvoiceTypeCode 384\nremove cac:BillingReference",
    ),
    Rule(
        "DE-R-T02",
        location_is_url,
        "BT-124",
        Severity.WARNING,
        why="Without its scheme nobody can tell how to follow a link.",
        example=f"{GERMAN}set cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference/cbc:URI timesheet",
    ),
    Rule(
        "DE-R-014",
        has((TAX_CATEGORY, PERCENT), TAX_TOTAL, TAX_SUBTOTAL),
        "BT-119",
        why="German VAT law (§ 14 UStG) asks for the rate on an invoice.",
        example=f"{GERMAN}remove cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent",
    ),
)
_PARTIES = (
    Rule(
        "DE-R-002",
        seller_has_contact,
        "BG-6",
        why=_WHY_CONTACT,
        example=f"{GERMAN}remove {SUPPLIER_PATH}/cac:Contact",
    ),
    Rule(
        "DE-R-027",
        contact_is(cbc("Telephone"), _is_telephone),
        "BT-42",
        Severity.WARNING,
        why=_WHY_CONTACT,
        example=f"{GERMAN}set {SUPPLIER_PATH}/cac:Contact/cbc:Telephone none",
    ),
    Rule(
        "DE-R-028",
        contact_is(cbc("ElectronicMail"), _is_email),
        "BT-43",
        Severity.WARNING,
        why=_WHY_CONTACT,
        example=f"{GERMAN}set {SUPPLIER_PATH}/cac:Contact/cbc:ElectronicMail ada at example.com",
    ),
    *(_particular(*each) for each in _PARTICULARS),
)

FAMILIES = (Family(_DOCUMENT + _PARTIES, within_germany),)
