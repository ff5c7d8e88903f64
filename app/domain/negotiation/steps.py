"""What a document, or an event without one, does to a negotiation; and what a party can do next.

A document that its negotiation's state has no place for is answered with findings, so that its sender learns all that
is wrong with it. An event is a person's or a program's own act on this server: what is wrong with it is raised.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.domain.documents import Document, DocumentType
from app.domain.findings import finding
from app.domain.negotiation import contract, contract_steps, invoice, invoice_steps, order, order_steps
from app.domain.negotiation.carried import NEEDS_DOCUMENT, carried_by
from app.domain.negotiation.fulfilment import book_despatch, book_receipt
from app.domain.negotiation.machine import PARTIES, row_for, sides
from app.domain.negotiation.order_answers import answer_order
from app.domain.negotiation.order_changes import change_order
from app.domain.negotiation.refusals import about, noted, unknown_reference, wrong_sender
from app.domain.negotiation.situation import Action, Context, Move, Situation, refuse, stay
from app.domain.negotiation.threads import thread_of
from app.errors import CountersignError

_START: dict[DocumentType, Callable[[Any, Context], Move]] = {
    DocumentType.ORDER: order_steps.start_order,
    DocumentType.CONTRACT: contract_steps.propose_contract,
    DocumentType.INVOICE: invoice_steps.start_invoice,
}
STARTING = frozenset(_START)
"""The documents that can start a negotiation."""

_GO_ON: dict[tuple[str, DocumentType], Callable[[Any, Situation, Context], Move]] = {
    ("purchase-order", DocumentType.ORDER_RESPONSE): answer_order,
    ("purchase-order", DocumentType.ORDER_CHANGE): change_order,
    ("purchase-order", DocumentType.ORDER_CANCELLATION): order_steps.cancel_order,
    ("purchase-order", DocumentType.DESPATCH_ADVICE): book_despatch,
    ("purchase-order", DocumentType.RECEIPT_ADVICE): book_receipt,
    ("contract", DocumentType.CONTRACT): contract_steps.next_version,
    ("invoice", DocumentType.APPLICATION_RESPONSE): invoice_steps.answer_invoice,
    ("invoice", DocumentType.CREDIT_NOTE): invoice_steps.credit_invoice,
    ("invoice", DocumentType.REMITTANCE_ADVICE): invoice_steps.pay_invoice,
}
_REASONED = {"purchase-order": order.REASONED, "contract": contract.REASONED, "invoice": invoice.REASONED}


def move_for_document(document: Document, situation: Situation | None, context: Context) -> Move:
    """What `document` does to the negotiation of `context.thread` (its first thread, where that is None).

    `situation` is None where no such negotiation exists yet. Never raises for what a document says: see
    `Move.findings`, and `Move.refused`.
    """
    if context.sender != ("buyer" if document.sent_by_buyer else "seller"):
        return refuse(situation, wrong_sender(document, context.sender))
    threads = thread_of(document)
    if not threads:
        return refuse(situation, finding("negotiation.no_reference"))
    thread = context.thread or threads[0]
    if situation is None:
        start = _START.get(document.type)
        if start is None or not thread.primary:
            return refuse(None, unknown_reference(document, thread.kind, thread.number))
        return start(document, context)
    return _go_on(document, situation, context)


def _go_on(document: Document, situation: Situation, context: Context) -> Move:
    step = _GO_ON.get((situation.kind, document.type))
    if step is not None:
        return step(document, situation, context)
    if document.type in _START and thread_of(document)[0].kind == situation.kind:
        started = {"kind": situation.kind, "state": situation.state}
        return refuse(situation, about(document, "negotiation.already_open", **started))
    # An invoice is booked on its order when its own negotiation says so (Effect.BOOK_INVOICE), not by merely coming.
    return stay(situation) if document.type is DocumentType.INVOICE else noted(document, situation)


def move_for_event(
    situation: Situation, event: str, context: Context, reason: str = "", detail: Mapping[str, Any] | None = None
) -> Move:
    """What `event`, fired by `context.sender` without a document, does. `sign` stands for either signature.

    `detail` may name the `digest` of the contract version that is meant.

    Raises:
        IllegalMove: negotiation.illegal_move, the table has no such event in this state.
        CountersignError: negotiation.wrong_party, negotiation.reason_required, negotiation.document_needed, the code of
            a guard that doesn't hold (order.already_shipped …), or those of contract_steps.settle_contract.
    """
    event = contract_steps.event_of(situation, event) if situation.kind == "contract" else event
    row_for(situation.table, situation.state, event, context.sender, situation.proposer)
    needed = NEEDS_DOCUMENT.get((situation.kind, event))
    if needed is not None:
        raise CountersignError("negotiation.document_needed", event=event, document=needed.value)
    if needs_reason(situation.kind, event) and not reason.strip():
        raise CountersignError("negotiation.reason_required", event=event)
    return _on_the_same_documents(_settled(situation, event, context, reason, detail or {}))


def _settled(situation: Situation, event: str, context: Context, reason: str, detail: Mapping[str, Any]) -> Move:
    if situation.kind == "contract":
        return contract_steps.settle_contract(situation, event, context, reason, detail)
    step = order_steps.settle if situation.kind == "purchase-order" else invoice_steps.settle_invoice
    move = step(situation, event, context.sender, reason)
    for found in move.findings:
        raise CountersignError(found.code, path=found.path, line=None, **found.params)
    return move


def _on_the_same_documents(move: Move) -> Move:
    """An event brings no document of its own: what is on the table stays there, or is what was agreed to."""
    agreed, open_ = move.agreed, move.open
    return replace(move, agreed="open" if agreed == "this" else agreed, open="keep" if open_ == "this" else open_)


def needs_reason(kind: str, event: str) -> bool:
    """Whether the event says nothing without a reason."""
    return event in _REASONED[kind]


def actions(situation: Situation, side: str) -> list[Action]:
    """What `side` ("buyer" or "seller") can do now, in the table's order; what a guard forbids isn't offered."""
    offered: dict[str, Action] = {}
    for row in situation.table.rows_from(situation.state):
        if side not in sides(situation.table, row, situation.proposer) & PARTIES or _hindered(
            situation, row.event, side
        ):
            continue
        event = "sign" if row.event in {"sign_first", "sign_second"} else row.event
        emits, code = carried_by(situation.kind, event, side)
        label = f"{situation.kind}.{event}"
        offered[event] = Action(event, label, needs_reason(situation.kind, event), emits, code)
    return list(offered.values())


def _hindered(situation: Situation, event: str, side: str) -> bool:
    if situation.kind == "purchase-order":
        return bool(order_steps.order_guards(situation, event))
    if situation.kind == "contract":
        now = contract_steps.of(situation)
        return (event == "sign_second" and now.signed(side)) or (now.consent == event and now.consent_by == side)
    return False
