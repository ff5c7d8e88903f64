"""Rules for what moves an order: order, change, response, cancellation, despatch, receipt."""

from collections.abc import Iterator
from typing import Any

from app.domain.documents import (
    DespatchAdvice,
    Document,
    OrderCancellation,
    OrderChange,
    OrderResponse,
    ReceiptAdvice,
)
from app.domain.documents.order_response import AnsweredLine
from app.domain.findings import Finding, finding, warning
from app.domain.quantities import Quantity
from app.validation.business_values import Report

ANSWERS = ("AB", "AP", "RE", "CA")
LINE_ANSWERS = ("1", "3", "5", "7", "42")
DELETED = "2"
CHANGES = ("1", "2", "3")


def follows_peppol(document: Document) -> bool:
    """Whether the sender says that it follows a Peppol specification; then Peppol's own strictness applies."""
    return "peppol" in f"{document.customization_id} {document.profile_id}".lower()


def follows_european_norm(document: Document) -> bool:
    """Whether the sender says that it follows EN 16931, as Peppol's invoices do."""
    return "en16931" in document.customization_id.lower() or follows_peppol(document)


def ordered_quantities(document: Any) -> Iterator[Finding]:
    """What is ordered is more than nothing, unless the line is there to be deleted."""
    for index, line in enumerate(document.lines):
        if getattr(line, "status", "") != DELETED:
            yield from positive(line.quantity, f"/lines/{index}/quantity/value")


def positive(quantity: Quantity | None, path: str) -> Iterator[Finding]:
    """A quantity that must be more than zero where it is given."""
    if quantity is not None and quantity.value <= 0:
        yield finding("business.quantity_not_positive", path, found=quantity.text)


def not_negative(quantity: Quantity | None, path: str) -> Iterator[Finding]:
    """A quantity that may be zero."""
    if quantity is not None and quantity.value < 0:
        yield finding("business.quantity_negative", path, found=quantity.text)


def base_quantities(document: Any) -> Iterator[Finding]:
    """A price is for more than nothing."""
    for index, line in enumerate(document.lines):
        if line.price is not None:
            yield from positive(line.price.base_quantity, f"/lines/{index}/price/base_quantity/value")


def order_has_lines(order: Any) -> Iterator[Finding]:
    """An order orders something; a catalogue, a request and a quotation offer or ask for something to be ordered."""
    if not order.lines:
        yield finding("business.no_lines", "/lines")


def response_names_order(response: OrderResponse) -> Iterator[Finding]:
    """An answer says what it answers."""
    if not any(each.number.strip() for each in response.references):
        yield finding("business.reference_missing", "/orders", expected="Order")


def cancellation_names_order(cancellation: OrderCancellation) -> Iterator[Finding]:
    """A cancellation says what it cancels."""
    if not any(each.number.strip() for each in cancellation.orders):
        yield finding("business.reference_missing", "/orders", expected="Order")


def change_names_order(change: Any) -> Iterator[Finding]:
    """A change says what it changes."""
    if not change.order.number.strip():
        yield finding("business.reference_missing", "/order/number", expected="Order")


def change_is_known(change: OrderChange) -> Iterator[Finding]:
    """A changed line is added, deleted or changed (UNCL 1229 as Peppol Advanced Ordering 3 has it)."""
    if not follows_peppol(change):
        return
    for index, line in enumerate(change.lines):
        if line.status and line.status not in CHANGES:
            listed = ", ".join(CHANGES)
            yield finding("business.unknown_code", f"/lines/{index}/status", found=line.status, expected=listed)


def answer_fits_lines(response: OrderResponse) -> Iterator[Finding]:
    """CA answers line by line; AB, AP and RE are about the whole (Peppol BIS Ordering 3)."""
    strict = follows_peppol(response)
    report: Report = finding if strict else warning
    if strict and response.code not in ANSWERS:
        yield finding("business.unknown_code", "/code", found=response.code or "–", expected=", ".join(ANSWERS))
    if response.code == "CA" and not response.lines:
        yield report("business.lines_needed", "/lines", found=response.code)
    if strict and response.code in {"AB", "AP", "RE"} and response.lines:
        yield finding("business.lines_forbidden", "/lines", found=response.code)


def answered_lines(response: OrderResponse) -> Iterator[Finding]:
    """An answered line names the order's line; its code is one of Peppol's where Peppol is followed."""
    for index, line in enumerate(response.lines):
        path = f"/lines/{index}"
        if not line.order_line.strip():
            yield finding("business.line_reference_missing", f"{path}/order_line", number=line.number)
        if follows_peppol(response) and line.status not in LINE_ANSWERS:
            listed = ", ".join(LINE_ANSWERS)
            yield finding("business.unknown_code", f"{path}/status", found=line.status or "–", expected=listed)
        yield from _answered_quantities(line, path)


def _answered_quantities(line: AnsweredLine, path: str) -> Iterator[Finding]:
    yield from not_negative(line.quantity, f"{path}/quantity/value")
    yield from not_negative(line.back_ordered, f"{path}/back_ordered/value")


def despatched_quantities(advice: DespatchAdvice) -> Iterator[Finding]:
    """Nothing less than nothing is sent or outstanding."""
    for index, line in enumerate(advice.lines):
        yield from not_negative(line.quantity, f"/lines/{index}/quantity/value")
        yield from not_negative(line.outstanding, f"/lines/{index}/outstanding/value")


def received_quantities(receipt: ReceiptAdvice) -> Iterator[Finding]:
    """Nothing less than nothing is received, short or rejected."""
    for index, line in enumerate(receipt.lines):
        yield from not_negative(line.received, f"/lines/{index}/received/value")
        yield from not_negative(line.short, f"/lines/{index}/short/value")
        yield from not_negative(line.rejected, f"/lines/{index}/rejected/value")
