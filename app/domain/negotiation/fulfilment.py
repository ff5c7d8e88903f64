"""What is shipped, received and invoiced goes into the order's ledger; the machine doesn't move for it.

A proposed change or cancellation suspends nothing that was agreed: goods may move until it is accepted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.documents import DespatchAdvice, Document, Invoice, ReceiptAdvice
from app.domain.documents.base import Item
from app.domain.findings import Finding, finding, rejects, warning
from app.domain.identifiers import DocumentReference
from app.domain.negotiation.facts import ZERO, Facts, InvoicedLine, InvoiceFacts, LineFacts
from app.domain.negotiation.ledger import Lines, with_lines
from app.domain.negotiation.order import PERFORMING
from app.domain.negotiation.order_steps import charges_of, of
from app.domain.negotiation.policy import Tolerance
from app.domain.negotiation.refusals import about
from app.domain.negotiation.situation import Context, Effect, Move, Situation, refuse, stay
from app.domain.negotiation.terms import ONE, item_ids
from app.domain.negotiation.units import convert
from app.domain.quantities import Quantity


@dataclass(frozen=True, slots=True)
class _Said:
    """A line of a despatch or receipt advice: how much of which order line, and how much was rejected on arrival."""

    path: str
    number: str
    order: DocumentReference | None
    quantity: Quantity | None
    item: Item | None
    rejected: Quantity | None = None


def book_despatch(document: DespatchAdvice, situation: Situation, context: Context) -> Move:
    """Goods are on their way: `shipped` grows, up to what is confirmed or back-ordered and the tolerance."""
    said = [
        _Said(f"/lines/{index}", line.number, line.order, line.quantity, line.item)
        for index, line in enumerate(document.lines)
    ]
    return _book(document, situation, said, _Shipping(context.policy.delivery))


def book_receipt(document: ReceiptAdvice, situation: Situation, context: Context) -> Move:
    """Goods arrived: `received` grows by what came, `accepted` by what was kept of it."""
    said = [
        _Said(f"/lines/{index}", line.number, line.order, line.received, line.item, line.rejected)
        for index, line in enumerate(document.lines)
    ]
    return _book(document, situation, said, _Receiving(context.policy.delivery))


def book_invoice(situation: Situation, invoice: InvoiceFacts, sign: int = 1) -> Move:
    """Put an invoice's quantities into its order's ledger, or take them out again (`sign` -1)."""
    order = of(situation)
    lines = Lines(order)
    changed: dict[str, LineFacts] = {}
    for each in invoice.lines:
        line = lines.find(each.order_line, each.ids) if each.order in ("", situation.number) else None
        quantity = convert(each.quantity, each.unit, line.terms.unit) if line else None
        if line is None or quantity is None:
            continue
        line = changed.get(line.number, line)
        overridden = sign * quantity if invoice.matched != "ok" else ZERO
        changed[line.number] = replace(
            line,
            invoiced=max(ZERO, line.invoiced + sign * quantity),
            overridden=max(ZERO, line.overridden + overridden),
        )
    charged = max(ZERO, order.charged + sign * invoice.charges)
    after = replace(with_lines(order, changed), charged=charged)
    return stay(situation, Facts(order=after), Effect.BOOKED)


def invoice_facts(document: Invoice) -> InvoiceFacts:
    """A new invoice's sums and lines."""
    references = [document.order, *(line.order_line for line in document.lines)]
    orders = [each.number for each in references if each and each.number]
    payable = document.totals.payable
    return InvoiceFacts(
        currency=document.currency or payable.currency,
        payable=payable.value,
        order=orders[0] if orders else "",
        lines=tuple(
            InvoicedLine(
                number=line.number,
                order=line.order_line.number if line.order_line else "",
                order_line=line.order_line.line if line.order_line else "",
                quantity=line.quantity.value if line.quantity else ONE,
                unit=line.quantity.unit if line.quantity else "",
                amount=line.amount.value,
                item=line.item.name,
                ids=item_ids(line.item),
            )
            for line in document.lines
        ),
        charges=charges_of(document.allowances_charges),
    )


class _Shipping:
    def __init__(self, tolerance: Tolerance) -> None:
        self._tolerance = tolerance

    def add(self, line: LineFacts, said: tuple[Decimal, Decimal]) -> LineFacts:
        return replace(line, shipped=line.shipped + said[0])

    def check(self, before: LineFacts, after: LineFacts) -> tuple[LineFacts, list[Finding]]:
        if self._tolerance.allows(after.shipped, after.due):
            return after, []
        told = finding("order.over_shipped", line_number=after.number, shipped=after.shipped, due=after.due)
        return before, [told]


class _Receiving:
    def __init__(self, tolerance: Tolerance) -> None:
        self._tolerance = tolerance

    def add(self, line: LineFacts, said: tuple[Decimal, Decimal]) -> LineFacts:
        arrived, rejected = said
        kept = max(ZERO, arrived - rejected)
        return replace(line, received=line.received + arrived, accepted=line.accepted + kept)

    def check(self, before: LineFacts, after: LineFacts) -> tuple[LineFacts, list[Finding]]:
        if after.received <= after.shipped:
            return after, []
        told = {"line_number": after.number, "received": after.received}
        if not self._tolerance.allows(after.received, after.due):
            return before, [finding("order.over_received", "", None, due=after.due, **told)]
        # What arrived was shipped, whether it was announced or not.
        unannounced = warning("order.received_unannounced", "", None, shipped=after.shipped, **told)
        return replace(after, shipped=after.received), [unannounced]


def _book(document: Document, situation: Situation, said: Iterable[_Said], booking: _Shipping | _Receiving) -> Move:
    if situation.state not in PERFORMING:
        return refuse(situation, about(document, "order.not_open", state=situation.state))
    order = of(situation)
    lines = Lines(order)
    changed: dict[str, LineFacts] = {}
    faults: list[Finding] = []
    for each in _ours(document, situation, said):
        line, quantities, found = _understood(document, lines, each)
        faults += found
        if line:
            changed[line.number] = booking.add(changed.get(line.number, line), quantities)
    for number, after in changed.items():
        changed[number], found = booking.check(lines.find(number) or after, after)
        faults += found
    if rejects(faults):
        return refuse(situation, *faults)
    return stay(situation, Facts(order=with_lines(order, changed)), Effect.BOOKED).having(*faults)


def _ours(document: Document, situation: Situation, said: Iterable[_Said]) -> Iterable[_Said]:
    """The lines about this order; one that names no order belongs to it where the document is about no other."""
    header = {each.number for each in getattr(document, "orders", ()) if each.number}
    for each in said:
        named = each.order.number if each.order else ""
        if named == situation.number or (not named and header <= {situation.number}):
            yield each


def _understood(
    document: Document, lines: Lines, said: _Said
) -> tuple[LineFacts | None, tuple[Decimal, Decimal], list[Finding]]:
    nothing = (ZERO, ZERO)
    named = said.order.line if said.order else ""
    line = lines.find(named, item_ids(said.item))
    if line is None and named:
        return None, nothing, [finding("order.unknown_line", said.path, line_number=named)]
    if line is None:
        told = finding("order.line_unreferenced", said.path, line_number=said.number, document=document.type.value)
        return None, nothing, [told]
    arrived, rejected = said.quantity or Quantity(ZERO), said.rejected or Quantity(ZERO)
    if arrived.value < 0 or rejected.value < 0:
        value = min(arrived.value, rejected.value)
        told = finding("order.bad_quantity", said.path, line_number=said.number, quantity=value, expected="≥ 0")
        return None, nothing, [told]
    return _converted(line, said, (arrived, rejected))


def _converted(
    line: LineFacts, said: _Said, quantities: tuple[Quantity, Quantity]
) -> tuple[LineFacts | None, tuple[Decimal, Decimal], list[Finding]]:
    unit = line.terms.unit
    arrived, rejected = (convert(each.value, each.unit, unit) for each in quantities)
    if arrived is None or rejected is None:
        found = quantities[0].unit or quantities[1].unit
        told = finding("order.unit_mismatch", said.path, line_number=line.number, found=found, expected=unit)
        return None, (ZERO, ZERO), [told]
    return line, (arrived, rejected), []
