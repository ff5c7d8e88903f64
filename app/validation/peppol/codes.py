"""Peppol BIS Billing 3, codes and formats: the parts of code lists that the network's receivers understand."""

from collections.abc import Callable, Iterable

from app.domain.codelists import code_list
from app.errors.rules.peppol_codes import EXEMPTION
from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    ALLOWANCE_CHARGE,
    DESCRIPTION_CODE,
    ID,
    PERIOD,
    TAX_AMOUNT,
    TAX_SUBTOTAL,
    TAX_TOTAL,
    cbc,
)
from app.validation.peppol.billing import Billing
from app.validation.peppol.family import Family
from app.validation.peppol.names import (
    CHARGE_REASON_CODE,
    CREDIT_NOTE_TYPE,
    CURRENCY,
    ENDPOINT,
    FILE,
    INDICATOR,
    INVOICE_TYPE,
)
from app.validation.peppol.reading import LENGTH_OF_A_DATE, is_date, own_text, plain, says
from app.validation.rule import Fault, Rule
from app.validation.values import normalized

_DATES = tuple(map(cbc, ["IssueDate", "DueDate", "TaxPointDate", "StartDate", "EndDate", "ActualDeliveryDate"]))
_GERMAN_TYPES = ("326", "384")

CATEGORY_OF_EXEMPTION = {
    "PEPPOL-EN16931-P0104": ("VATEX-EU-G", "G"),
    "PEPPOL-EN16931-P0105": ("VATEX-EU-O", "O"),
    "PEPPOL-EN16931-P0106": ("VATEX-EU-IC", "K"),
    "PEPPOL-EN16931-P0107": ("VATEX-EU-AE", "AE"),
    "PEPPOL-EN16931-P0108": ("VATEX-EU-D", "E"),
    "PEPPOL-EN16931-P0109": ("VATEX-EU-F", "E"),
    "PEPPOL-EN16931-P0110": ("VATEX-EU-I", "E"),
    "PEPPOL-EN16931-P0111": ("VATEX-EU-J", "E"),
}
"""Per rule, a reason for exemption (BT-121) and the VAT category that it goes with."""


def amounts_in_document_currency(billing: Billing) -> Iterable[Fault]:
    """R051: but for VAT totals without a break-down."""
    currencies = billing.root.all(CURRENCY)
    own = {each.text for each in currencies}
    expected = plain(currencies[:1])
    for currency, amounts in billing.amounts.items():
        if currency not in own:
            for each in amounts:
                if not _may_be_foreign(each):
                    yield Fault(each, {"found": currency or "", "expected": expected})


def _may_be_foreign(amount: Element) -> bool:
    if amount.name != TAX_AMOUNT:
        return False
    parent = amount.parent
    if parent is not None and parent.name == TAX_TOTAL:
        return TAX_SUBTOTAL not in parent.children
    return parent is None or parent.name != TAX_SUBTOTAL


def currencies_are_known(billing: Billing) -> list[Fault]:
    """CL007."""
    known = code_list("iso4217/peppol").codes
    return [
        Fault(each, {"found": currency or ""})
        for currency, amounts in billing.amounts.items()
        if currency not in known
        for each in amounts
    ]


def attribute_in_list(element: str, attribute: str, codes: str) -> Callable[[Billing], list[Fault]]:
    """CL001, CL008: where the element has the attribute, it is one of the codes."""

    def check(billing: Billing) -> list[Fault]:
        accepted = code_list(codes).codes
        found = ((each, each.get(attribute)) for each in billing.named(element))
        return [Fault(each, {"found": code}) for each, code in found if code is not None and code not in accepted]

    return check


def reason_in_list(said: tuple[str, ...], codes: str) -> Callable[[Billing], list[Fault]]:
    """CL002, CL003: the reason code of an allowance, or of a charge.

    Args:
        said: what the indicator says, and the words before which it doesn't count (it may contradict itself).
        codes: the list.
    """
    indicator, *others = said

    def check(billing: Billing) -> list[Fault]:
        reasons = [
            code
            for each in billing.named(ALLOWANCE_CHARGE)
            if CHARGE_REASON_CODE in each.children
            and says(each.all(INDICATOR), indicator)
            and not says(each.all(INDICATOR), *others)
            for code in each.all(CHARGE_REASON_CODE)
        ]
        return _not_in(codes, reasons)

    return check


def _not_in(codes: str, found: list[Element]) -> list[Fault]:
    accepted = code_list(codes).codes
    written = ((each, normalized(own_text([each]))) for each in found)
    return [Fault(each, {"found": code}) for each, code in written if code not in accepted]


def period_code_in_list(billing: Billing) -> list[Fault]:
    """CL006."""
    return _not_in("untdid2005/peppol", [code for each in billing.named(PERIOD) for code in each.all(DESCRIPTION_CODE)])


def type_in_list(element: str, codes: str) -> Callable[[Billing], list[Fault]]:
    """P0100, P0101: in one of Peppol's processes, the document is of a type that it knows."""

    def check(billing: Billing) -> list[Fault]:
        found = billing.named(element)
        return _not_in(codes, found) if found and billing.process else []

    return check


def german_types_within_germany(billing: Billing) -> list[Fault]:
    """P0112."""
    found = [each for each in billing.named(INVOICE_TYPE) if normalized(each.text) in _GERMAN_TYPES]
    return [Fault(each, {"found": plain([each])}) for each in found] if found and not billing.within_germany else []


def dates_are_dates(billing: Billing) -> Iterable[Fault]:
    """F001: YYYY-MM-DD and nothing else."""
    for name in _DATES:
        for each in billing.named(name):
            text = each.text
            if len(text) != LENGTH_OF_A_DATE or not is_date(text) or (each.children and own_text([each]) != text):
                yield Fault(each, {"found": text})


def category_of(reason: str, category: str) -> Callable[[Billing], list[Fault]]:
    """P0104 … P0111: a break-down with that reason is of that category."""

    def check(billing: Billing) -> list[Fault]:
        # capital and small letters are the same in the reason, not in the category
        found = ((each, plain(each.all(ID))) for each in billing.exemptions.get(reason, ()))
        return [
            Fault(each.first(ID) or each, {"reason": reason, "expected": category, "found": code})
            for each, code in found
            if code != category
        ]

    return check


_CATEGORY = "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory"

_LISTS = (
    Rule(
        "PEPPOL-EN16931-R051",
        amounts_in_document_currency,
        "BT-5",
        why="Every amount is in the invoice's currency; only the VAT total may be told in a second one (BT-111).",
        example="base peppol\nattribute cac:InvoiceLine[2]/cbc:LineExtensionAmount currencyID SEK",
    ),
    Rule(
        "PEPPOL-EN16931-CL001",
        attribute_in_list(FILE, "mimeCode", "mime/peppol"),
        "BT-125",
        why="Buyers can open these kinds of files; they refuse others for their safety.",
        example="base peppol\nadd cac:AdditionalDocumentReference/cac:Attachment "
        '<cbc:EmbeddedDocumentBinaryObject mimeCode="application/zip" filename="all.zip">UEs='
        "</cbc:EmbeddedDocumentBinaryObject>",
    ),
    Rule(
        "PEPPOL-EN16931-CL002",
        reason_in_list(("false",), "untdid5189/peppol"),
        "BT-98 BT-140",
        why="A reason that the buyer's software knows is booked without asking.",
        example="base peppol\nset cac:AllowanceCharge[1]/cbc:AllowanceChargeReasonCode FC",
    ),
    Rule(
        "PEPPOL-EN16931-CL003",
        reason_in_list(("true", "false"), "untdid7161/peppol"),
        "BT-105 BT-145",
        why="A reason that the buyer's software knows is booked without asking.",
        example="base peppol\nset cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode 95",
    ),
    Rule(
        "PEPPOL-EN16931-CL006",
        period_code_in_list,
        "BT-8",
        why="VAT becomes due on one of three days: the invoice's, the delivery's, or the payment's.",
        example="base peppol\nadd cac:InvoicePeriod <cbc:DescriptionCode>7</cbc:DescriptionCode>",
    ),
    Rule(
        "PEPPOL-EN16931-CL007",
        currencies_are_known,
        "BT-5",
        why="An amount in no currency, or in one that doesn't exist, can't be booked.",
        example="base peppol\nattribute cac:InvoiceLine[2]/cbc:LineExtensionAmount currencyID EURO",
    ),
    Rule(
        "PEPPOL-EN16931-CL008",
        attribute_in_list(ENDPOINT, "schemeID", "eas/peppol"),
        "BT-34 BT-49",
        why="The network finds an address by scheme and number; under a scheme that it hasn't it finds nothing.",
        example="base peppol\nattribute cac:AccountingCustomerParty/cac:Party/cbc:EndpointID schemeID 9999",
    ),
)
_FORMATS = (
    Rule(
        "PEPPOL-EN16931-P0100",
        type_in_list(INVOICE_TYPE, "untdid1001/peppol-invoice"),
        "BT-3",
        why="A process knows some types of documents, and treats each in its own way.",
        example="base peppol\nset cbc:InvoiceTypeCode 381",
    ),
    Rule(
        "PEPPOL-EN16931-P0101",
        type_in_list(CREDIT_NOTE_TYPE, "untdid1001/peppol-credit-note"),
        "BT-3",
        why="A process knows some types of documents, and treats each in its own way.",
        example="base creditnote\nset cbc:CreditNoteTypeCode 380\n"
        "add . <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>",
    ),
    Rule(
        "PEPPOL-EN16931-P0112",
        german_types_within_germany,
        "BT-3",
        why="Partial and corrected invoices are customs of German trade; others use a credit note and a new invoice.",
        example="base peppol\nset cbc:InvoiceTypeCode 384",
    ),
    Rule(
        "PEPPOL-EN16931-F001",
        dates_are_dates,
        "BT-2 BT-7 BT-9 BT-72 BT-73 BT-74 BT-134 BT-135",
        why="Days are written in one way, without a time zone, so that they are the same day everywhere.",
        example="base peppol\nset cbc:IssueDate 2026-03-02Z",
    ),
)
_EXEMPTIONS = tuple(
    Rule(
        rule,
        category_of(reason, category),
        "BT-118 BT-121",
        entry=EXEMPTION,
        why=f"{reason} is the reason for VAT category {category} and for no other.",
        example=f"base peppol\nadd {_CATEGORY} <cbc:TaxExemptionReasonCode>{reason}</cbc:TaxExemptionReasonCode>",
    )
    for rule, (reason, category) in CATEGORY_OF_EXEMPTION.items()
)

FAMILY = Family(_LISTS + _FORMATS + _EXEMPTIONS)
