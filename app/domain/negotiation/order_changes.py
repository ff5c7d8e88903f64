"""What the buyer's order change does: it proposes, or it accepts the seller's proposal by restating it."""

from collections.abc import Callable
from dataclasses import replace

from app.domain.documents import OrderChange
from app.domain.findings import Finding, finding, rejects
from app.domain.negotiation import ledger
from app.domain.negotiation.changes import as_agreed, change_of, difference
from app.domain.negotiation.facts import Facts, Proposal
from app.domain.negotiation.order_steps import of, order_guards, order_step
from app.domain.negotiation.refusals import about, noted, out_of_turn, words
from app.domain.negotiation.situation import Context, Move, Situation, refuse


def change_order(document: OrderChange, situation: Situation, _context: Context) -> Move:
    """The buyer's change: a new revision of a countered order, or a proposal to change an agreed one."""
    step = _STEPS.get(situation.state)
    if step is None:
        return refuse(situation, out_of_turn(document, situation))
    order = of(situation)
    offered = {line.terms.number: line.terms for line in order.proposal.lines} if order.proposal else {}
    change, faults = change_of(document, ledger.asked_terms(order), offered)
    faults += (*_sequence(document, situation), *_currency(document, situation))
    if rejects(faults):
        return refuse(situation, *faults)
    return _numbered(step(document, situation, change), document).having(*faults)


def _answer_counter(document: OrderChange, situation: Situation, change: Proposal) -> Move:
    order = of(situation)
    if order.proposal and not difference(change, order.proposal.lines):
        return _accept(document, situation, "accept_counter")
    walk = order_step(situation, "buyer", "recounter", words(document))
    return walk.move(Facts(order=ledger.ask_anew(order, change)))


def _propose(document: OrderChange, situation: Situation, change: Proposal) -> Move:
    order = of(situation)
    if not difference(change, as_agreed(order.lines)):
        return noted(document, situation)
    faults = ledger.below_shipped(order, change)
    if faults:
        return refuse(situation, *faults)
    walk = order_step(situation, "buyer", "propose_change", words(document))
    return walk.move(Facts(order=replace(order, proposal=change)))


def _answer_change(document: OrderChange, situation: Situation, change: Proposal) -> Move:
    order = of(situation)
    line = difference(change, order.proposal.lines if order.proposal else ())
    if not line:
        return _accept(document, situation, "accept_change")
    if difference(change, as_agreed(order.lines)):
        return refuse(situation, finding("order.change_differs", "/lines", line_number=line))
    # Restating the agreed order declines the change and keeps the order.
    walk = order_step(situation, "buyer", "decline_keep", words(document))
    return walk.move(Facts(order=ledger.without_proposal(order)))


def _accept(document: OrderChange, situation: Situation, event: str) -> Move:
    order = of(situation)
    faults = order_guards(situation, event)
    if faults or order.proposal is None:
        return refuse(situation, *faults)
    walk = order_step(situation, "buyer", event, words(document))
    return walk.move(Facts(order=ledger.adopt(order, order.proposal)))


def _numbered(move: Move, document: OrderChange) -> Move:
    order = move.facts.order
    if move.refused or order is None:
        return move
    sequence = int(document.sequence) if document.sequence.isdecimal() else order.sequence
    return replace(move, facts=Facts(order=replace(order, sequence=sequence, change=document.number)))


def _sequence(document: OrderChange, situation: Situation) -> tuple[Finding, ...]:
    last = of(situation).sequence
    if not document.sequence.isdecimal() or int(document.sequence) > last:
        return ()
    return (about(document, "order.revision_conflict", "/sequence", named=document.sequence, current=last),)


def _currency(document: OrderChange, situation: Situation) -> tuple[Finding, ...]:
    expected = of(situation).currency
    if not document.currency or not expected or document.currency == expected:
        return ()
    return (about(document, "order.currency_mismatch", "/currency", found=document.currency, expected=expected),)


_STEPS: dict[str, Callable[[OrderChange, Situation, Proposal], Move]] = {
    "COUNTERED": _answer_counter,
    "OPEN": _propose,
    "CHANGE_BY_SELLER": _answer_change,
}
