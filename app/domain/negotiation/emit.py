"""Makes the document that says an action to the other party, from the documents that it answers.

Nothing here decides whether the action is allowed: the document is sent like anybody's, and moves the negotiation as if
it had come from the party's own systems. Sums and taxes of an older revision are left out, because they no longer hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from app.domain.documents import (
    ApplicationResponse,
    CreditNote,
    Document,
    Invoice,
    Order,
    OrderCancellation,
    OrderChange,
    OrderResponse,
)
from app.domain.documents.application_response import DocumentAnswer, ResponseStatus
from app.domain.documents.base import Delivery, Item, Note, Period, Price
from app.domain.documents.order import OrderLine
from app.domain.documents.order_change import ChangedLine
from app.domain.documents.order_response import AnsweredLine
from app.domain.identifiers import DocumentReference
from app.domain.money import Amount
from app.domain.negotiation import answers, changes
from app.domain.negotiation.facts import ZERO, LineTerms, ProposedLine
from app.domain.negotiation.terms import terms_of
from app.domain.quantities import Quantity

_STATUS = {"changed": "3", "added": "1", "rejected": "2", "deleted": "2"}
"""UNCL 1229 of a change's line, by what the seller proposed for it; any other line stands as it is."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A new document's own number and time of issue."""

    number: str
    issued: date
    issued_at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswer:
    """What the seller says to one line; `status` is UNCL 1229 (3 changed, 5 accepted, 7 rejected)."""

    line: str
    status: str
    quantity: Quantity | None = None
    back_ordered: Quantity | None = None
    price: Amount | None = None
    promised: Period | None = None
    substitute: Item | None = None
    note: str = ""


def order_response(
    order: Order | OrderChange, code: str, stamp: Stamp, answers: Iterable[LineAnswer] = (), reason: str = ""
) -> OrderResponse:
    """The seller's answer to `order`: AB, AP, RE without lines, or CA with an answer to each (Peppol Ordering 3)."""
    lines = {line.number: line for line in order.lines}
    change = (DocumentReference(number=order.number),) if isinstance(order, OrderChange) else ()
    return OrderResponse(
        **_header(order, stamp, reason),
        code=code,
        orders=(DocumentReference(number=_order_number(order)),),
        order_changes=change,
        customer_reference=order.customer_reference,
        lines=tuple(_answered(each, lines.get(each.line)) for each in answers),
    )


def order_change_accepting(
    order: Order | OrderChange, counter: OrderResponse, stamp: Stamp, sequence: str = ""
) -> OrderChange:
    """The buyer accepts the seller's counter-offer by restating it: lines that the seller rejected are deleted."""
    asked = _asked(order)
    proposal, _ = answers.proposal_of(counter, asked, all_lines=False)
    ordered = {line.number: line for line in order.lines}
    answered = {line.order_line or line.number: line for line in counter.lines}
    lines = tuple(
        _restated(proposed, ordered.get(number), answered.get(number), order.currency)
        for proposed in proposal.lines
        if (number := proposed.terms.number) in ordered or number in answered
    )
    return replace(order_change_keeping(order, stamp, sequence), lines=lines)


def order_change_keeping(order: Order | OrderChange, stamp: Stamp, sequence: str = "") -> OrderChange:
    """The buyer declines the seller's change by restating the agreed order as it is."""
    return OrderChange(
        **_header(order, stamp),
        sequence=sequence,
        order=DocumentReference(number=_order_number(order)),
        customer_reference=order.customer_reference,
        accounting_cost=order.accounting_cost,
        contracts=order.contracts,
        originator=order.originator,
        invoicee=order.invoicee,
        deliveries=order.deliveries,
        delivery_terms=order.delivery_terms,
        payment_means=order.payment_means,
        payment_terms=order.payment_terms,
        lines=tuple(_line(line, "") for line in order.lines if not _deleted(line)),
    )


def order_cancellation(order: Order | OrderChange, reason: str, stamp: Stamp) -> OrderCancellation:
    """The buyer takes the order back."""
    reference = DocumentReference(number=_order_number(order))
    return OrderCancellation(**_header(order, stamp), reasons=(Note(reason),) if reason else (), orders=(reference,))


def invoice_response(invoice: Invoice | CreditNote, code: str, reason: str, stamp: Stamp) -> ApplicationResponse:
    """The buyer's answer to an invoice (UNCL 4343: AB, IP, UQ, CA, RE, AP, PD); CA, UQ and RE need a reason."""
    reference = DocumentReference(number=invoice.number, issued=invoice.issued, type_code=invoice.type_code)
    statuses = (ResponseStatus(text=reason),) if reason else ()
    answer = DocumentAnswer(code=code, effective=stamp.issued, statuses=statuses, document=reference)
    return ApplicationResponse(**_header(invoice, stamp), answers=(answer,))


def _header(answered: Document, stamp: Stamp, note: str = "") -> dict[str, Any]:
    return {
        "number": stamp.number,
        "issued": stamp.issued,
        "issued_at": stamp.issued_at,
        "buyer": answered.buyer,
        "seller": answered.seller,
        "currency": answered.currency,
        "notes": (Note(note),) if note else (),
    }


def _order_number(order: Order | OrderChange) -> str:
    return order.order.number if isinstance(order, OrderChange) else order.number


def _asked(order: Order | OrderChange) -> dict[str, LineTerms]:
    return {line.number: terms_of(line, order.deliveries) for line in order.lines if not _deleted(line)}


def _deleted(line: OrderLine) -> bool:
    return isinstance(line, ChangedLine) and changes.STATUSES.get(line.status) == "deleted"


def _answered(said: LineAnswer, line: OrderLine | None) -> AnsweredLine:
    base = line.price.base_quantity if line and line.price else None
    return AnsweredLine(
        number=said.line,
        order_line=said.line,
        status=said.status,
        quantity=said.quantity,
        back_ordered=said.back_ordered,
        item=line.item if line else Item(),
        substitute=said.substitute,
        price=Price(amount=said.price, base_quantity=base) if said.price else None,
        deliveries=(Delivery(promised=said.promised),) if said.promised else (),
        notes=(Note(said.note),) if said.note else (),
    )


def _restated(
    proposed: ProposedLine, ordered: OrderLine | None, answered: AnsweredLine | None, currency: str
) -> ChangedLine:
    status = _STATUS.get(proposed.status, "")
    if ordered is not None and status != "3":
        return _line(ordered, status)
    terms = proposed.terms
    item = (answered and (answered.substitute or (None if ordered else answered.item))) or (ordered and ordered.item)
    line = _line(ordered, status) if ordered else ChangedLine(number=terms.number, status=status, item=item or Item())
    return replace(
        line,
        item=item or line.item,
        quantity=Quantity(terms.quantity, terms.unit),
        price=_price(terms, line.price, currency),
        amount=_amount(terms, line, currency),
        total_tax=None,
        deliveries=_deliveries(terms, line),
    )


def _line(line: OrderLine, status: str) -> ChangedLine:
    return ChangedLine(
        number=line.number,
        status=status,
        quantity=line.quantity,
        amount=line.amount,
        item=line.item,
        price=line.price,
        partial_delivery=line.partial_delivery,
        deliveries=line.deliveries,
        allowances_charges=line.allowances_charges,
        notes=line.notes,
        accounting_cost=line.accounting_cost,
    )


def _price(terms: LineTerms, before: Price | None, currency: str) -> Price | None:
    if terms.price is None or (before and before.amount.value == terms.price):
        return before
    base = Quantity(terms.base, terms.unit) if terms.base != 1 else None
    return Price(amount=Amount(terms.price, currency), base_quantity=base)


def _amount(terms: LineTerms, line: OrderLine, currency: str) -> Amount | None:
    """The line's new amount, with its own allowances and charges; None where the order has none either."""
    if line.amount is None or terms.price is None:
        return None
    extra = sum((_signed(each.amount.value, each.is_charge) for each in line.allowances_charges), ZERO)
    return Amount(terms.value + extra, currency).rounded()


def _signed(value: Decimal, is_charge: bool) -> Decimal:
    return value if is_charge else -value


def _deliveries(terms: LineTerms, line: OrderLine) -> tuple[Delivery, ...]:
    if terms.start is None and terms.end is None:
        return line.deliveries
    wanted = Period(start=terms.start, end=terms.end)
    first = line.deliveries[0] if line.deliveries else Delivery()
    return (replace(first, requested=wanted), *line.deliveries[1:])
