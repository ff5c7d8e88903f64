"""Rules for what moves an invoice, beyond the sums: invoice, credit note, answers about them, remittance."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.documents import ApplicationResponse, CreditNote, Invoice, RemittanceAdvice
from app.domain.documents.application_response import DocumentAnswer
from app.domain.findings import Finding, finding, warning
from app.validation.business_ordering import follows_peppol
from app.validation.business_values import near, shown

ANSWERS = ("AB", "IP", "UQ", "CA", "RE", "AP", "PD")
REASONED = frozenset({"UQ", "CA", "RE"})


def billing_has_lines(billing: Invoice | CreditNote) -> Iterator[Finding]:
    """Something is charged, or credited."""
    if not billing.lines:
        yield finding("business.no_lines", "/lines")


def due_after_issue(invoice: Invoice) -> Iterator[Finding]:
    """Payment before the invoice is issued is a slip, though not one to refuse for."""
    if invoice.due and invoice.due < invoice.issued:
        yield warning("business.due_before_issue", "/due", found=invoice.due, expected=invoice.issued)


def credit_names_invoice(note: CreditNote) -> Iterator[Finding]:
    """A credit can be settled by itself only where it says what it takes back; without that, people look."""
    if not any(each.number.strip() for each in note.billing_references):
        yield warning("business.reference_missing", "/billing_references", expected="Invoice")


def answers_name_documents(response: ApplicationResponse) -> Iterator[Finding]:
    """An answer says what it answers."""
    if not any(each.number.strip() for each in response.references):
        yield finding("business.reference_missing", "/answers", expected="Invoice")


def answers_are_known(response: ApplicationResponse) -> Iterator[Finding]:
    """Peppol Invoice Response: a code of its list, and a reason for UQ, CA and RE."""
    if not follows_peppol(response):
        return
    for index, answer in enumerate(response.answers):
        path = f"/answers/{index}"
        if answer.code not in ANSWERS:
            yield finding(
                "business.unknown_code", f"{path}/code", found=answer.code or "–", expected=", ".join(ANSWERS)
            )
        if answer.code in REASONED and not _has_reason(answer):
            yield finding("business.reason_missing", f"{path}/statuses", found=answer.code)


def _has_reason(answer: DocumentAnswer) -> bool:
    return bool(answer.description.strip()) or any(each.reason or each.text.strip() for each in answer.statuses)


def payment_adds_up(remittance: RemittanceAdvice) -> Iterator[Finding]:
    """The payment is what its lines come to; agreements on discounts may say otherwise, so it is never refused."""
    paid = [line.debit.value for line in remittance.lines if line.debit]
    credited = [line.credit.value for line in remittance.lines if line.credit]
    if remittance.total_payment is None or not paid:
        return
    expected = sum(paid, Decimal()) - sum(credited, Decimal())
    if not near(remittance.total_payment, expected):
        found = remittance.total_payment.text
        yield warning("business.payment_total", "/total_payment/value", found=found, expected=shown(expected))
