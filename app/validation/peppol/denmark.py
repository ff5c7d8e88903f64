"""Peppol BIS Billing 3, rules for suppliers in Denmark, most of them for invoices within Denmark.

A country counts here as it is written in the address: `dk` isn't Denmark.
"""

from collections.abc import Callable
from re import compile as pattern

from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    ALLOWANCE_CHARGE,
    COMPANY_ID,
    CREDIT_NOTE,
    CREDIT_NOTE_LINE,
    CUSTOMER,
    ID,
    INVOICE,
    INVOICE_LINE,
    ITEM,
    PARTY,
    PARTY_LEGAL_ENTITY,
    PAYMENT_MEANS,
    SUPPLIER,
    TOTALS,
    cac,
    cbc,
)
from app.validation.peppol.billing import Billing
from app.validation.peppol.family import Family
from app.validation.peppol.names import (
    BRANCH,
    CHARGE_REASON,
    CHARGE_REASON_CODE,
    MANDATE,
    MEANS_CODE,
    PARTY_IDENTIFICATION,
    PAYABLE,
    PAYEE_ACCOUNT,
    PAYER_ACCOUNT,
    PAYMENT_ID,
)
from app.validation.peppol.reading import attribute_is, number, one, own_text, plain_attribute, says
from app.validation.rule import Fault, Rule
from app.validation.values import ZERO, normalized

_LEGAL_ID = (PARTY_LEGAL_ENTITY, COMPANY_ID)
_ACCOUNT = (PAYEE_ACCOUNT, ID)
_CLASSIFICATION = (ITEM, cac("CommodityClassification"), cbc("ItemClassificationCode"))
_LINES = {INVOICE: INVOICE_LINE, CREDIT_NOTE: CREDIT_NOTE_LINE}
_CVR = "0184"
_MEANS = " 1 10 31 42 48 49 50 58 59 93 97 "
_UNSPSC = "TST"
_UNSPSC_VERSIONS = ("19.05.01", "19.0501", "26.08.01", "26.0801")
_OTHER_TAX = "ZZZ"
_MOST_OF_A_CATEGORY = 9999
_GIRO_ACCOUNT = pattern(r"[0-9]{7,8}")
_GIRO_CARDS = ("01#", "04#", "15#")
_FIK_CARDS = ("71#", "73#", "75#")


def _is_danish(billing: Billing) -> bool:
    return bool(billing.whole) and billing.supplier_at == "DK"


def _is_within_denmark(billing: Billing) -> bool:
    return _is_danish(billing) and billing.customer_at == "DK"


def supplier_has_legal_id(billing: Billing) -> list[Fault]:
    """DK-R-002."""
    return [
        Fault(each.first(SUPPLIER, PARTY) or each)
        for each in billing.documents
        if not normalized(own_text(each.all(SUPPLIER, PARTY, *_LEGAL_ID)))
    ]


def supplier_id_is_cvr(billing: Billing) -> list[Fault]:
    """DK-R-014."""
    return _not_cvr([each.all(SUPPLIER, PARTY, *_LEGAL_ID) for each in billing.documents])


def customer_id_is_cvr(billing: Billing) -> list[Fault]:
    """DK-R-017."""
    return _not_cvr([party.all(*_LEGAL_ID) for each in billing.documents for party in each.all(CUSTOMER, PARTY)])


def _not_cvr(found: list[list[Element]]) -> list[Fault]:
    schemes = ((ids, plain_attribute(ids, "schemeID")) for ids in found if ids)
    return [Fault(ids[0], {"found": scheme}) for ids, scheme in schemes if scheme != _CVR]


def credit_is_not_negative(billing: Billing) -> list[Fault]:
    """DK-R-016."""
    if billing.root.name != CREDIT_NOTE or billing.customer_at != "DK":
        return []
    faults = []
    for each in billing.documents:
        payable = number(each.all(TOTALS, PAYABLE))
        if payable is not None and payable < ZERO:
            faults.append(Fault(each.first(TOTALS, PAYABLE) or each, {"found": str(payable)}))
    return faults


def party_id_has_scheme(billing: Billing) -> list[Fault]:
    """DK-R-013."""
    found = [
        each.all(ID)
        for document in billing.documents
        for role in (SUPPLIER, CUSTOMER)
        for each in document.all(role, PARTY, PARTY_IDENTIFICATION)
    ]
    return [Fault(ids[0]) for ids in found if ids and not plain_attribute(ids, "schemeID")]


def classification_has_version(billing: Billing) -> list[Fault]:
    """DK-R-003."""
    faults = []
    for document in billing.documents:
        for line in document.all(_LINES[document.name]):
            codes = line.all(*_CLASSIFICATION)
            if attribute_is(codes, "listID", _UNSPSC) and not attribute_is(codes, "listVersionID", *_UNSPSC_VERSIONS):
                faults.append(Fault(codes[0], {"found": codes[0].get("listVersionID") or ""}))
    return faults


def other_tax_is_named(billing: Billing) -> list[Fault]:
    """DK-R-004."""
    taxes = (each for each in billing.named(ALLOWANCE_CHARGE) if says(each.all(CHARGE_REASON_CODE), _OTHER_TAX))
    found = ((each, each.all(CHARGE_REASON)) for each in taxes)
    return [Fault((reasons or [each])[0]) for each, reasons in found if not _names_a_tax(reasons)]


def _names_a_tax(reasons: list[Element]) -> bool:
    category = number(reasons)
    if len(normalized(own_text(reasons))) == 4 and category is not None and ZERO <= category <= _MOST_OF_A_CATEGORY:
        return True
    return "#" in one(reasons)[1:-1] and one(reasons)[0] != "#" != one(reasons)[-1]


def _payments(billing: Billing, *codes: str) -> list[Element]:
    means = [payment for each in billing.named(INVOICE) for payment in each.all(PAYMENT_MEANS)]
    return [each for each in means if says(each.all(MEANS_CODE), *codes)] if codes else means


def means_of_payment_is_known(billing: Billing) -> list[Fault]:
    """DK-R-005."""
    found = ((each, one(each.all(MEANS_CODE))) for each in _payments(billing))
    return [Fault(each.first(MEANS_CODE) or each, {"found": code}) for each, code in found if f" {code} " not in _MEANS]


def payments_have(codes: tuple[str, ...], test: Callable[[Element], bool]) -> Callable[[Billing], list[Fault]]:
    """DK-R-006 … 011: a payment by one of these means passes the test."""

    def check(billing: Billing) -> list[Fault]:
        return [Fault(each) for each in _payments(billing, *codes) if not test(each)]

    return check


def _has_account_and_branch(payment: Element) -> bool:
    return _stated(payment, *_ACCOUNT) and _stated(payment, PAYEE_ACCOUNT, BRANCH, ID)


def _has_mandate_and_payer(payment: Element) -> bool:
    return _stated(payment, MANDATE, ID) and _stated(payment, MANDATE, PAYER_ACCOUNT, ID)


def _stated(payment: Element, *path: str) -> bool:
    return normalized(own_text(payment.all(*path))) != ""


def _has_giro(payment: Element) -> bool:
    return _card(payment) in _GIRO_CARDS and _GIRO_ACCOUNT.fullmatch(one(payment.all(*_ACCOUNT))) is not None


def _has_whole_giro(payment: Element) -> bool:
    return _card(payment) not in ("04#", "15#") or len(one(payment.all(PAYMENT_ID))) == 19


def _has_fik(payment: Element) -> bool:
    return _card(payment) in _FIK_CARDS and len(own_text(payment.all(*_ACCOUNT))) == 8


def _has_whole_fik(payment: Element) -> bool:
    return _card(payment) not in ("71#", "75#") or len(one(payment.all(PAYMENT_ID))) in (18, 19)


def _card(payment: Element) -> str:
    return one(payment.all(PAYMENT_ID))[:3]


_COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
_SUPPLIER = "cac:AccountingSupplierParty/cac:Party"
_CUSTOMER = "cac:AccountingCustomerParty/cac:Party"
_DANISH = f"base peppol\nset {_SUPPLIER}/{_COUNTRY} DK\n"
_WITHIN = f"{_DANISH}set {_CUSTOMER}/{_COUNTRY} DK\n"
_MEANS_CODE = "set cac:PaymentMeans[1]/cbc:PaymentMeansCode"
_PAYMENT_ID = "set cac:PaymentMeans[1]/cbc:PaymentID"
_WHY_PAYMENT = "Danish banks carry a payment out by these particulars, and only with all of them."

_SUPPLIER_FAMILY = Family(
    (
        Rule(
            "DK-R-002",
            supplier_has_legal_id,
            "BT-30",
            why="Danish companies are known by their number in the Central Business Register.",
            example=f"{_DANISH}remove {_SUPPLIER}/cac:PartyLegalEntity/cbc:CompanyID",
        ),
        Rule(
            "DK-R-014",
            supplier_id_is_cvr,
            "BT-30",
            why="The scheme says that the number is one of the Central Business Register's.",
            example=_DANISH,
        ),
        Rule(
            "DK-R-016",
            credit_is_not_negative,
            "BT-115",
            why="A credit note already turns the sign round; a negative one would be an invoice.",
            example=_WITHIN.replace("peppol", "creditnote") + "set cac:LegalMonetaryTotal/cbc:PayableAmount -1.00",
        ),
    ),
    _is_danish,
)
_DOMESTIC_FAMILY = Family(
    (
        Rule(
            "DK-R-003",
            classification_has_version,
            "BT-158",
            why="UNSPSC changes from version to version; Danish buyers book by these two.",
            example=f"{_WITHIN}attribute cac:InvoiceLine[1]/cac:Item/cac:CommodityClassification"
            "/cbc:ItemClassificationCode listID TST",
        ),
        Rule(
            "DK-R-004",
            other_tax_is_named,
            "BT-97 BT-104 BT-139 BT-144",
            why="Taxes other than VAT go into Danish accounts by their category.",
            example=f"{_WITHIN}set cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode ZZZ",
        ),
        Rule(
            "DK-R-005",
            means_of_payment_is_known,
            "BT-81",
            why="These are the means of payment that Danish banks carry out.",
            example=f"{_WITHIN}{_MEANS_CODE} 30",
        ),
        Rule(
            "DK-R-006",
            payments_have(("31", "42"), _has_account_and_branch),
            "BT-84",
            why=_WHY_PAYMENT,
            example=f"{_WITHIN}{_MEANS_CODE} 42",
        ),
        Rule(
            "DK-R-007",
            payments_have(("49",), _has_mandate_and_payer),
            "BT-89 BT-91",
            why=_WHY_PAYMENT,
            example=f"{_WITHIN}{_MEANS_CODE} 49",
        ),
        Rule(
            "DK-R-008",
            payments_have(("50",), _has_giro),
            "BT-83 BT-84",
            why=_WHY_PAYMENT,
            example=f"{_WITHIN}{_MEANS_CODE} 50",
        ),
        Rule(
            "DK-R-009",
            payments_have(("50",), _has_whole_giro),
            "BT-83",
            why=_WHY_PAYMENT,
            example=f"{_WITHIN}{_MEANS_CODE} 50\n{_PAYMENT_ID} 04#123",
        ),
        Rule(
            "DK-R-010",
            payments_have(("93",), _has_fik),
            "BT-83 BT-84",
            why=_WHY_PAYMENT,
            example=f"{_WITHIN}{_MEANS_CODE} 93",
        ),
        Rule(
            "DK-R-011",
            payments_have(("93",), _has_whole_fik),
            "BT-83",
            why=_WHY_PAYMENT,
            example=f"{_WITHIN}{_MEANS_CODE} 93\n{_PAYMENT_ID} 71#123",
        ),
        Rule(
            "DK-R-013",
            party_id_has_scheme,
            "BT-29 BT-46",
            why="A number is found in a register only by whoever knows which register.",
            example=_WITHIN,
        ),
        Rule(
            "DK-R-017",
            customer_id_is_cvr,
            "BT-47",
            why="The scheme says that the number is one of the Central Business Register's.",
            example=f"{_WITHIN}add {_CUSTOMER}/cac:PartyLegalEntity <cbc:CompanyID>12345678</cbc:CompanyID>",
        ),
    ),
    _is_within_denmark,
)

FAMILIES = (_SUPPLIER_FAMILY, _DOMESTIC_FAMILY)
