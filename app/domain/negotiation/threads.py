"""Which negotiations a document belongs to: found from its type and its references alone."""

from collections.abc import Callable, Iterable
from typing import Any

from app.domain.documents import (
    ApplicationResponse,
    Contract,
    CreditNote,
    DespatchAdvice,
    Document,
    DocumentType,
    Invoice,
    OrderCancellation,
    OrderChange,
    OrderResponse,
    ReceiptAdvice,
    RemittanceAdvice,
)
from app.domain.identifiers import DocumentReference
from app.domain.negotiation.situation import Thread

ORDER_TYPES = frozenset({"220", "221", "224", "226", "227"})
"""UNTDID 1001 codes under which an application response refers to an order."""

OF_NO_NEGOTIATION = frozenset({DocumentType.CATALOGUE, DocumentType.REQUEST_FOR_QUOTATION, DocumentType.QUOTATION})
"""What is said before anything is ordered: it is handed on, and moves nothing."""


def thread_of(document: Document) -> tuple[Thread, ...]:
    """The threads of `document`, the one that it moves first; empty where it refers to nothing."""
    return tuple(dict.fromkeys(_THREADS[document.type](document)))


def _own(kind: str) -> Callable[[Document], tuple[Thread, ...]]:
    return lambda document: (Thread(kind, document.number),)


def _of_orders(document: OrderResponse | OrderCancellation) -> Iterable[Thread]:
    return _to("purchase-order", document.orders)


def _of_order(document: OrderChange) -> Iterable[Thread]:
    return _to("purchase-order", (document.order,))


def _of_goods(document: DespatchAdvice | ReceiptAdvice) -> Iterable[Thread]:
    lines = (line.order for line in document.lines if line.order)
    return _to("purchase-order", (*document.orders, *lines))


def _of_invoice(document: Invoice) -> Iterable[Thread]:
    return (Thread("invoice", document.number), *_booked(document))


def _of_credit_note(document: CreditNote) -> Iterable[Thread]:
    return _to("invoice", document.billing_references)


def _of_answers(document: ApplicationResponse) -> Iterable[Thread]:
    for reference in document.references:
        kind = "purchase-order" if reference.type_code in ORDER_TYPES else "invoice"
        yield from _to(kind, (reference,))


def _of_payments(document: RemittanceAdvice) -> Iterable[Thread]:
    return _to("invoice", document.references)


def _booked(document: Invoice) -> Iterable[Thread]:
    lines = (line.order_line for line in document.lines if line.order_line)
    references = (document.order, *lines) if document.order else tuple(lines)
    return (Thread(each.kind, each.number, primary=False) for each in _to("purchase-order", references))


def _none(_document: Document) -> Iterable[Thread]:
    return ()


def _to(kind: str, references: Iterable[DocumentReference]) -> tuple[Thread, ...]:
    return tuple(Thread(kind, reference.number) for reference in references if reference.number)


_THREADS: dict[DocumentType, Callable[[Any], Iterable[Thread]]] = {
    DocumentType.ORDER: _own("purchase-order"),
    DocumentType.ORDER_RESPONSE: _of_orders,
    DocumentType.ORDER_CHANGE: _of_order,
    DocumentType.ORDER_CANCELLATION: _of_orders,
    DocumentType.CONTRACT: _own(Contract.type.value),
    DocumentType.DESPATCH_ADVICE: _of_goods,
    DocumentType.RECEIPT_ADVICE: _of_goods,
    DocumentType.INVOICE: _of_invoice,
    DocumentType.CREDIT_NOTE: _of_credit_note,
    DocumentType.APPLICATION_RESPONSE: _of_answers,
    DocumentType.REMITTANCE_ADVICE: _of_payments,
    **dict.fromkeys(OF_NO_NEGOTIATION, _none),
}
