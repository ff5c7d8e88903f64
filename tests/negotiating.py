"""Builders for tests of the negotiation: documents in few words, and a bench that plays them one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from app.domain.documents import (
    ApplicationResponse,
    Contract,
    CreditNote,
    DespatchAdvice,
    Document,
    Invoice,
    Order,
    OrderCancellation,
    OrderChange,
    OrderResponse,
    ReceiptAdvice,
    RemittanceAdvice,
)
from app.domain.documents.application_response import DocumentAnswer, ResponseStatus
from app.domain.documents.base import Delivery, Item, MonetaryTotal, Note, Period, Price
from app.domain.documents.contract import Clause, PriceLine, Term
from app.domain.documents.despatch_advice import DespatchLine
from app.domain.documents.invoice import InvoiceLine
from app.domain.documents.order import OrderLine
from app.domain.documents.order_change import ChangedLine
from app.domain.documents.order_response import AnsweredLine
from app.domain.documents.receipt_advice import ReceiptLine
from app.domain.documents.remittance_advice import RemittanceLine
from app.domain.identifiers import DocumentReference
from app.domain.money import Amount
from app.domain.negotiation.facts import Facts
from app.domain.negotiation.situation import Context, Move, Situation, Thread
from app.domain.negotiation.steps import move_for_document, move_for_event
from app.domain.parties import Party
from app.domain.quantities import Quantity

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HEADER: dict[str, Any] = {
    "issued": DAY,
    "buyer": Party(name="Northwind Hospitals"),
    "seller": Party(name="Acme Instruments"),
    "currency": "EUR",
}
ORDER = DocumentReference(number="PO-1")


def money(value: str | Decimal, currency: str = "EUR") -> Amount:
    """An amount."""
    return Amount(Decimal(value), currency)


def so_many(value: str | int | Decimal, unit: str = "EA") -> Quantity:
    """A quantity."""
    return Quantity(Decimal(value), unit)


def between(start: date, end: date) -> Period:
    """A period."""
    return Period(start=start, end=end)


def item(number: str) -> Item:
    """The item of that line."""
    return Item(name=f"Item {number}", sellers_id=f"S-{number}")


def order_line(number: str, quantity: str = "10", price: str = "40", wanted: Period | None = None) -> OrderLine:
    """One line of an order."""
    deliveries = (Delivery(requested=wanted),) if wanted else ()
    return OrderLine(
        number=number,
        quantity=so_many(quantity),
        price=Price(amount=money(price)),
        item=item(number),
        deliveries=deliveries,
    )


def an_order(*lines: OrderLine, number: str = "PO-1", **more: Any) -> Order:
    """An order of two lines (10 at 40, 50 at 6), where none are given."""
    return Order(number=number, lines=lines or (order_line("1"), order_line("2", "50", "6")), **{**HEADER, **more})


def answer(line: str, status: str, quantity: str | None = None, **more: Any) -> AnsweredLine:
    """The answer to one line; `price` and `back` as text, `promised` a period, `substitute` an item."""
    price, back, promised = more.get("price"), more.get("back"), more.get("promised")
    return AnsweredLine(
        number=line,
        order_line=line,
        status=status,
        quantity=so_many(quantity) if quantity else None,
        back_ordered=so_many(back) if back else None,
        price=Price(amount=money(price)) if price else None,
        deliveries=(Delivery(promised=promised),) if promised else (),
        substitute=more.get("substitute"),
        item=item(line),
    )


def a_response(code: str, *lines: AnsweredLine, number: str = "R-1", note: str = "", **more: Any) -> OrderResponse:
    """The seller's answer to PO-1."""
    notes = (Note(note),) if note else ()
    return OrderResponse(number=number, code=code, orders=(ORDER,), lines=lines, notes=notes, **{**HEADER, **more})


def changed(number: str, status: str = "", quantity: str = "10", price: str = "40", **more: Any) -> ChangedLine:
    """A line of an order change."""
    wanted = more.get("wanted")
    return ChangedLine(
        number=number,
        status=status,
        quantity=so_many(quantity),
        price=Price(amount=money(price)),
        item=more.get("item", item(number)),
        deliveries=(Delivery(requested=wanted),) if wanted else (),
    )


def a_change(*lines: ChangedLine, number: str = "C-1", sequence: str = "", **more: Any) -> OrderChange:
    """The buyer's change of PO-1."""
    return OrderChange(number=number, sequence=sequence, order=ORDER, lines=lines, **{**HEADER, **more})


def a_cancellation(reason: str = "No longer needed") -> OrderCancellation:
    """The buyer's cancellation of PO-1."""
    return OrderCancellation(number="X-1", orders=(ORDER,), reasons=(Note(reason),), **HEADER)


def a_despatch(number: str = "D-1", unit: str = "EA", **quantities: str) -> DespatchAdvice:
    """A despatch of PO-1's lines: `l1="10"`."""
    lines = tuple(
        DespatchLine(
            number=str(index),
            order=DocumentReference(number="PO-1", line=name[1:]),
            quantity=so_many(quantity, unit),
            item=item(name[1:]),
        )
        for index, (name, quantity) in enumerate(quantities.items(), 1)
    )
    return DespatchAdvice(number=number, orders=(ORDER,), lines=lines, **HEADER)


def a_receipt(number: str = "RA-1", rejected: str = "0", **quantities: str) -> ReceiptAdvice:
    """A receipt of PO-1's lines: `l1="10"`; `rejected` of each."""
    lines = tuple(
        ReceiptLine(
            number=str(index),
            order=DocumentReference(number="PO-1", line=name[1:]),
            received=so_many(quantity),
            rejected=so_many(rejected),
        )
        for index, (name, quantity) in enumerate(quantities.items(), 1)
    )
    return ReceiptAdvice(number=number, orders=(ORDER,), lines=lines, **HEADER)


def charged(line: str, quantity: str, price: str, unit: str = "EA") -> InvoiceLine:
    """A line of an invoice for PO-1."""
    return InvoiceLine(
        number=line,
        quantity=so_many(quantity, unit),
        amount=money(Decimal(quantity) * Decimal(price)),
        order_line=DocumentReference(number="PO-1", line=line),
        item=item(line),
        price=Price(amount=money(price)),
    )


def an_invoice(*lines: InvoiceLine, number: str = "INV-1", order: str = "PO-1", **more: Any) -> Invoice:
    """An invoice for PO-1; payable is the lines' sum."""
    total = sum((line.amount.value for line in lines), Decimal(0))
    return Invoice(
        number=number,
        order=DocumentReference(number=order) if order else None,
        totals=MonetaryTotal(payable=money(total, more.get("currency", "EUR"))),
        lines=lines,
        **{**HEADER, **more},
    )


def a_credit_note(amount: str, invoice: str = "INV-1", currency: str = "EUR") -> CreditNote:
    """A credit note for an invoice."""
    return CreditNote(
        number=f"CN-{amount}",
        billing_references=(DocumentReference(number=invoice),),
        totals=MonetaryTotal(payable=money(amount, currency)),
        **HEADER,
    )


def a_verdict(code: str, reason: str = "", invoice: str = "INV-1") -> ApplicationResponse:
    """The buyer's response to an invoice."""
    statuses = (ResponseStatus(text=reason),) if reason else ()
    said = DocumentAnswer(code=code, statuses=statuses, document=DocumentReference(number=invoice))
    return ApplicationResponse(number=f"AR-{code}", answers=(said,), **HEADER)


def a_remittance(amount: str, invoice: str = "INV-1", currency: str = "EUR") -> RemittanceAdvice:
    """A payment of an invoice."""
    line = RemittanceLine(
        number="1", debit=money(amount, currency), billing_references=(DocumentReference(number=invoice),)
    )
    return RemittanceAdvice(number=f"RM-{amount}", lines=(line,), **HEADER)


def a_contract(version: int = 1, previous: str = "", by_buyer: bool = True, **more: Any) -> Contract:
    """A version of a contract."""
    fields = {
        "title": "Frame contract",
        "term": Term(start=date(2026, 4, 1), end=date(2027, 3, 31)),
        "clauses": (Clause(id="c1", heading="Scope", text="The seller supplies instruments."),),
        "price_lines": (PriceLine(id="p1", item=item("1"), price=Price(amount=money("40"))),),
        **more,
    }
    return Contract(
        number="CT-1",
        version=version,
        previous_digest=previous,
        proposed_by_buyer=by_buyer,
        **{**HEADER, **fields},
    )


@dataclass
class Bench:
    """Plays documents and events against negotiations kept in memory, as the pipeline does against the database."""

    rules: Mapping[str, Any] = field(default_factory=dict)
    negotiations: dict[tuple[str, str], Situation] = field(default_factory=dict)
    agreed: dict[tuple[str, str], str] = field(default_factory=dict)
    open: dict[tuple[str, str], str] = field(default_factory=dict)
    last: Move | None = None

    def send(self, document: Document, digest: str = "") -> Move:
        """Move what `document` is about; a refused one changes nothing."""
        from app.domain.negotiation.threads import thread_of

        thread = next((each for each in thread_of(document) if each.primary), None)
        key = (thread.kind, thread.number) if thread else ("", "")
        orders = [each for each in thread_of(document) if not each.primary]
        context = Context(
            sender="buyer" if document.sent_by_buyer else "seller",
            now=NOW,
            rules=self.rules,
            digest=digest,
            order=self.negotiations.get((orders[0].kind, orders[0].number)) if orders else None,
            thread=thread,
        )
        move = move_for_document(document, self.negotiations.get(key), context)
        if not move.refused and thread:
            self._store(thread, move, document.number)
        self.last = move
        return move

    def fire(self, event: str, side: str, reason: str = "", key: tuple[str, str] | None = None, **detail: Any) -> Move:
        """Fire an event without a document on the only negotiation, or the one named."""
        key = key or next(iter(self.negotiations))
        context = Context(sender=side, now=NOW, rules=self.rules)
        move = move_for_event(self.negotiations[key], event, context, reason, detail)
        self._store(Thread(*key), move, "")
        self.last = move
        return move

    def __getitem__(self, kind: str) -> Situation:
        return next(situation for (name, _), situation in self.negotiations.items() if name == kind)

    @property
    def order(self) -> Situation:
        """The order's negotiation."""
        return self["purchase-order"]

    @property
    def invoice(self) -> Situation:
        """The invoice's negotiation."""
        return self["invoice"]

    @property
    def contract(self) -> Situation:
        """The contract's negotiation."""
        return self["contract"]

    def line(self, number: str) -> Any:
        """The ledger of an order's line."""
        return self.order.facts.order.line(number)

    def _store(self, thread: Thread, move: Move, document: str) -> None:
        from app.domain.negotiation.fulfilment import book_invoice
        from app.domain.negotiation.situation import Effect

        key = (thread.kind, thread.number)
        stored = Facts.from_dict(move.facts.as_dict())
        assert stored == move.facts, "facts survive being stored"
        self.negotiations[key] = Situation(
            kind=thread.kind, number=thread.number, state=move.state, proposer=move.proposer, facts=stored
        )
        before = self.agreed.get(key, "")
        self.agreed[key] = {"keep": before, "this": document, "open": self.open.get(key, "")}[move.agreed]
        self.open[key] = {"keep": self.open.get(key, ""), "this": document, "none": "", "agreed": before}[move.open]
        sign = 1 if Effect.BOOK_INVOICE in move.effects else -1 if Effect.UNBOOK_INVOICE in move.effects else 0
        invoice = stored.invoice
        if sign and invoice and ("purchase-order", invoice.order) in self.negotiations:
            po = ("purchase-order", invoice.order)
            booked = book_invoice(self.negotiations[po], invoice, sign)
            self.negotiations[po] = replace(self.negotiations[po], facts=booked.facts)


def codes(move: Move) -> list[str]:
    """The codes of a move's findings."""
    return [each.code for each in move.findings]


def events(move: Move) -> list[str]:
    """The events that a move fired."""
    return [each.event for each in move.events]
