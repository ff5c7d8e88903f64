"""How and when to pay: CII says once for the invoice what the model says with each means or terms of payment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.documents.base import PaymentMeans, PaymentTerms
from app.formats.cii.codecs import DATE
from app.formats.cii.identity import account
from app.formats.xml.codecs import DECIMAL, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, one, table

PAYMENT_MEANS = table(
    PaymentMeans,
    one("code", "ram:TypeCode"),
    account("account"),
    one("account_name", "ram:PayeePartyCreditorFinancialAccount/ram:AccountName"),
    one("institution", "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"),
    unmapped=("due", "payment_id"),
)
"""BG-16, with BG-17."""

PAYMENT_TERMS = table(
    PaymentTerms,
    one("note", "ram:Description"),
    one("due", "ram:DueDateDateTime/udt:DateTimeString", DATE),
    one("discount_percent", "ram:ApplicableTradePaymentDiscountTerms/ram:CalculationPercent", DECIMAL),
    unmapped=("period",),
)

(_MEANS,) = steps("ram:SpecifiedTradeSettlementPaymentMeans")
(_TERMS,) = steps("ram:SpecifiedTradePaymentTerms")
_REFERENCE = steps("ram:PaymentReference")
_DUE = (_TERMS, *steps("ram:DueDateDateTime/udt:DateTimeString"))


def payment_means() -> Rule:
    """The means of payment; the remittance information (BT-83) is one for all of them."""

    def read(node: Node, values: Values, reading: Reading) -> None:
        reference = node.first(_REFERENCE)
        payment_id = trimmed(reference) if reference is not None else ""
        found = (PAYMENT_MEANS.read(each, reading) for each in node.groups.get(_MEANS, ()))
        means = tuple(replace(each, payment_id=payment_id) for each in found if each is not None)
        if means:
            values["payment_means"] = means

    def write(document: Any, node: Node) -> None:
        for each in document.payment_means:
            PAYMENT_MEANS.write(node.add(_MEANS), each)
            if each.payment_id and node.first(_REFERENCE) is None:
                node.ensure(_REFERENCE).text = each.payment_id

    return Rule({"payment_means": (_MEANS,)}, read, write)


def invoice_terms() -> Rule:
    """Terms of payment, and the invoice's due date (BT-9): in CII the first terms have it."""

    def read(node: Node, values: Values, reading: Reading) -> None:
        due, terms = _read_terms(node, reading)
        if due is not None:
            values["due"] = due
        if terms:
            values["payment_terms"] = terms

    def write(document: Any, node: Node) -> None:
        _write_terms(node, document.payment_terms, document.due)

    return Rule({"payment_terms": (_TERMS,), "due": _DUE}, read, write)


def credit_note_terms() -> Rule:
    """Terms of payment, and the due date: in UBL and the model, a credit note's first means of payment has it.

    To be read after the means of payment; where there are none the first terms keep it.
    """

    def read(node: Node, values: Values, reading: Reading) -> None:
        due, terms = _read_terms(node, reading)
        means = values.get("payment_means", ())
        if due is not None and means:
            values["payment_means"] = (replace(means[0], due=due), *means[1:])
        elif due is not None:
            first = terms[0] if terms else PaymentTerms()
            terms = (replace(first, due=due), *terms[1:])
        if terms:
            values["payment_terms"] = terms

    def write(document: Any, node: Node) -> None:
        means = document.payment_means
        _write_terms(node, document.payment_terms, means[0].due if means else None)

    return Rule({"payment_terms": (_TERMS,)}, read, write)


def _read_terms(node: Node, reading: Reading) -> tuple[date | None, tuple[PaymentTerms, ...]]:
    """The due date in the first terms, and all that say more than that."""
    read = (PAYMENT_TERMS.read(each, reading) for each in node.groups.get(_TERMS, ()))
    found = [each for each in read if each is not None]
    if not found:
        return None, ()
    rest = (replace(found[0], due=None), *found[1:])
    return found[0].due, tuple(each for each in rest if each != PaymentTerms())


def _write_terms(node: Node, terms: Sequence[PaymentTerms], due: date | None) -> None:
    first, *others = terms or (PaymentTerms(),)
    for each in (replace(first, due=due or first.due), *others):
        if each != PaymentTerms():
            PAYMENT_TERMS.write(node.add(_TERMS), each)
