"""Peppol BIS Billing 3, rules for invoices within Germany: what each means of payment asks for, and cash discounts."""

from collections.abc import Callable
from re import compile as pattern
from re import sub

from app.domain.findings import Severity
from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    ID,
    NOTE,
    PARTY,
    PAYEE,
    PAYMENT_MEANS,
    SUPPLIER,
    cac,
)
from app.validation.peppol.billing import Billing
from app.validation.peppol.family import Family
from app.validation.peppol.germany import GERMAN, within_germany
from app.validation.peppol.identifiers import is_iban
from app.validation.peppol.names import (
    CARD,
    MANDATE,
    MEANS_CODE,
    PARTY_IDENTIFICATION,
    PAYEE_ACCOUNT,
    PAYER_ACCOUNT,
)
from app.validation.peppol.reading import attribute_is, matching, one, only, plain
from app.validation.rule import Fault, Rule
from app.validation.values import normalized

_TRANSFER = ("30", "58")
_SEPA_TRANSFER = ("58",)
_CARD_CODES = ("48", "54", "55")
_DIRECT_DEBIT = ("59",)
_LINE_BREAK = pattern(r"\r?\n")
_STATEMENT = pattern(r"#[^\r\n]+#")
_LINE_BREAK_AT_THE_START = pattern(r"[ \t\r\n]*\n")
_CASH_DISCOUNT = pattern(r"#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(?:#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#")


def payment_is_instructed(billing: Billing) -> list[Fault]:
    """DE-R-001."""
    return [Fault(each) for each in billing.whole if PAYMENT_MEANS not in each.children]


def cash_discount_is_well_formed(billing: Billing) -> list[Fault]:
    """DE-R-018: every line of the payment terms that begins with # is a cash discount, and the last one ends."""
    faults = []
    for each in billing.whole:
        notes = [found[0] for terms in each.all(cac("PaymentTerms")) if (found := terms.all(NOTE))]
        lines = [normalized(line) for note in notes for line in _LINE_BREAK.split(note.text)]
        discounts = [line for line in lines if line.startswith("#")]
        if discounts and not (all(map(_CASH_DISCOUNT.fullmatch, discounts)) and _ends_with_line_break(notes)):
            faults.append(Fault(notes[0], {"found": discounts[0]}))
    return faults


def _ends_with_line_break(notes: list[Element]) -> bool:
    behind_the_last = _STATEMENT.split(one(notes))[-1]
    return _LINE_BREAK_AT_THE_START.match(behind_the_last) is not None


def debit_names_creditor(billing: Billing) -> list[Fault]:
    """DE-R-030."""
    return [
        Fault(each)
        for each in billing.whole
        if each.all(PAYMENT_MEANS, MANDATE)
        and not attribute_is(each.all(SUPPLIER, PARTY, PARTY_IDENTIFICATION, ID), "schemeID", "SEPA")
        and not attribute_is(each.all(PAYEE, PARTY_IDENTIFICATION, ID), "schemeID", "SEPA")
    ]


def debit_names_account(billing: Billing) -> list[Fault]:
    """DE-R-031."""
    return [
        Fault(each.all(PAYMENT_MEANS, MANDATE)[0])
        for each in billing.whole
        if each.all(PAYMENT_MEANS, MANDATE) and not each.all(PAYMENT_MEANS, MANDATE, PAYER_ACCOUNT, ID)
    ]


def payments_pass(codes: tuple[str, ...], test: Callable[[Element], bool]) -> Callable[[Billing], list[Fault]]:
    """DE-R-019 … 025: payments by means with one of these codes pass the test."""

    def check(billing: Billing) -> list[Fault]:
        payments = [payment for each in billing.whole for payment in each.all(PAYMENT_MEANS)]
        concerned = matching(payments, lambda each: plain(each.all(MEANS_CODE)) in codes)
        return [Fault(each) for each in concerned if not test(each)]

    return check


def _has(name: str) -> Callable[[Element], bool]:
    return lambda payment: name in payment.children


def _has_none_of(*names: str) -> Callable[[Element], bool]:
    return lambda payment: not any(name in payment.children for name in names)


def account_is_iban(codes: tuple[str, ...], *path: str) -> Callable[[Billing], list[Fault]]:
    """DE-R-019, 020: the account at `path` of a payment by these means is an IBAN, blanks aside."""

    def check(billing: Billing) -> list[Fault]:
        faults = []
        payments = [payment for each in billing.whole for payment in each.all(PAYMENT_MEANS)]
        for each in matching(payments, lambda payment: plain(payment.all(MEANS_CODE)) in codes):
            account = only(each.all(*path))
            if account is None or not is_iban(sub(r"[ \t\r\n]", "", account.text)):
                faults.append(Fault(account or each, {"found": plain([account]) if account else ""}))
        return faults

    return check


_PAID = "set cac:PaymentMeans[1]/cbc:PaymentMeansCode "
_CARD_ACCOUNT = (
    "add cac:PaymentMeans[1] <cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID>"
    "<cbc:NetworkID>VISA</cbc:NetworkID></cac:CardAccount>"
)
_MANDATE = "add cac:PaymentMeans[1] <cac:PaymentMandate><cbc:ID>M-1</cbc:ID>{}</cac:PaymentMandate>"
_PAYER = "<cac:PayerFinancialAccount><cbc:ID>DE00</cbc:ID></cac:PayerFinancialAccount>"
_WHY_GROUP = (
    "Each means of payment has its own group; with another one beside it, nobody can tell which of them counts."
)
_WHY_DEBIT = "A SEPA direct debit needs the creditor's identifier, the mandate, and the account that is debited."
_WHY_IBAN = "SEPA payments are made between IBANs; a wrong check digit is a slip of the pen."

_TERMS = (
    Rule(
        "DE-R-001",
        payment_is_instructed,
        "BG-16",
        why="Authorities pay automatically: they need to be told how.",
        example=f"{GERMAN}remove cac:PaymentMeans",
    ),
    Rule(
        "DE-R-018",
        cash_discount_is_well_formed,
        "BT-20",
        why="Software takes the discount by itself where it is written in the one form that it can read.",
        example=f"{GERMAN}set cac:PaymentTerms/cbc:Note #SKONTO#TAGE=14#PROZENT=2#",
    ),
    Rule(
        "DE-R-030",
        debit_names_creditor,
        "BT-90",
        why=_WHY_DEBIT,
        example=GERMAN + _MANDATE.format(_PAYER),
    ),
    Rule(
        "DE-R-031",
        debit_names_account,
        "BT-91",
        why=_WHY_DEBIT,
        example=GERMAN + _MANDATE.format(""),
    ),
)
_MEANS = (
    Rule(
        "DE-R-019",
        account_is_iban(_SEPA_TRANSFER, PAYEE_ACCOUNT, ID),
        "BT-84",
        Severity.WARNING,
        why=_WHY_IBAN,
        example=f"{GERMAN}{_PAID}58\nset cac:PaymentMeans[1]/cac:PayeeFinancialAccount/cbc:ID DE00370400440532013000",
    ),
    Rule(
        "DE-R-020",
        account_is_iban(_DIRECT_DEBIT, MANDATE, PAYER_ACCOUNT, ID),
        "BT-91",
        Severity.WARNING,
        why=_WHY_IBAN,
        example=f"{GERMAN}{_PAID}59\n{_MANDATE.format(_PAYER)}",
    ),
    Rule(
        "DE-R-023-1",
        payments_pass(_TRANSFER, _has(PAYEE_ACCOUNT)),
        "BG-17",
        why=_WHY_GROUP,
        example=f"{GERMAN}remove cac:PaymentMeans[1]/cac:PayeeFinancialAccount",
    ),
    Rule(
        "DE-R-023-2",
        payments_pass(_TRANSFER, _has_none_of(CARD, MANDATE)),
        "BG-18 BG-19",
        why=_WHY_GROUP,
        example=GERMAN + _CARD_ACCOUNT,
    ),
    Rule(
        "DE-R-024-1",
        payments_pass(_CARD_CODES, _has(CARD)),
        "BG-18",
        why=_WHY_GROUP,
        example=f"{GERMAN}{_PAID}54",
    ),
    Rule(
        "DE-R-024-2",
        payments_pass(_CARD_CODES, _has_none_of(PAYEE_ACCOUNT, MANDATE)),
        "BG-17 BG-19",
        why=_WHY_GROUP,
        example=f"{GERMAN}{_PAID}48",
    ),
    Rule(
        "DE-R-025-1",
        payments_pass(_DIRECT_DEBIT, _has(MANDATE)),
        "BG-19",
        why=_WHY_GROUP,
        example=f"{GERMAN}{_PAID}59",
    ),
    Rule(
        "DE-R-025-2",
        payments_pass(_DIRECT_DEBIT, _has_none_of(PAYEE_ACCOUNT, CARD)),
        "BG-17 BG-18",
        why=_WHY_GROUP,
        example=f"{GERMAN}{_PAID}59",
    ),
)

FAMILIES = (Family(_TERMS + _MEANS, within_germany),)
