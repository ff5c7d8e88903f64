"""What the seller's order response does: to an order, to a change of it, to a cancellation."""

from dataclasses import replace

from app.domain.documents import OrderResponse
from app.domain.findings import Finding, finding, rejects
from app.domain.negotiation import answers, ledger
from app.domain.negotiation.facts import Facts, LineTerms, OrderFacts, Proposal, ProposedLine
from app.domain.negotiation.order_steps import of, order_step, settle
from app.domain.negotiation.refusals import about, noted, out_of_turn, softly, words
from app.domain.negotiation.situation import Context, Move, Situation, refuse

EVENTS = {
    ("AB", "ISSUED"): "ack",
    ("AP", "ISSUED"): "accept_all",
    ("AP", "ACKNOWLEDGED"): "accept_all",
    ("AP", "CHANGE_BY_BUYER"): "accept_change",
    ("AP", "CANCEL_BY_BUYER"): "accept_cancel",
    ("RE", "ISSUED"): "reject_all",
    ("RE", "ACKNOWLEDGED"): "reject_all",
    ("RE", "CHANGE_BY_BUYER"): "reject_change",
    ("RE", "CANCEL_BY_BUYER"): "reject_cancel",
    ("RE", "OPEN"): "request_cancel",
    ("CA", "ISSUED"): "counter",
    ("CA", "ACKNOWLEDGED"): "counter",
    ("CA", "CHANGE_BY_BUYER"): "counter_change",
    ("CA", "OPEN"): "propose_change",
}
"""The event that a response's code (UNCL 4343, as Peppol Ordering 3 has it) fires in a state."""

CODES = ("AB", "AP", "RE", "CA")
UNSEEN = frozenset({"DRAFT", "PENDING_APPROVAL"})
"""States in which the seller hasn't been sent anything yet."""


def answer_order(document: OrderResponse, situation: Situation, context: Context) -> Move:
    """The seller's answer: acknowledged (AB), accepted (AP), rejected (RE), or answered line by line (CA)."""
    code = document.code or ("CA" if document.lines else "")
    if code not in CODES:
        return refuse(situation, finding("order.unknown_code", "/code", response=code or "-"))
    event = EVENTS.get((code, situation.state))
    if event is None or (situation.state == "OPEN" and code == "RE" and document.order_changes):
        return _unexpected(document, situation, code)
    faults = (*answers.contradictions(document), *_stale(document, of(situation)), *_unexplained(document, code))
    if rejects(faults):
        return refuse(situation, *faults)
    if code == "CA":
        return _by_lines(document, situation, event).having(*faults)
    return settle(situation, event, context.sender, words(document)).having(*faults)


def _unexpected(document: OrderResponse, situation: Situation, code: str) -> Move:
    # A late or repeated acknowledgement does no harm: it is kept, and moves nothing.
    if code == "AB" and not situation.ended and situation.state not in UNSEEN:
        return noted(document, situation)
    return refuse(situation, out_of_turn(document, situation))


def _by_lines(document: OrderResponse, situation: Situation, event: str) -> Move:
    order = of(situation)
    asked = ledger.asked_terms(order)
    wanted = {line.terms.number: line.terms for line in order.proposal.lines} if order.proposal else asked
    said, faults = answers.proposal_of(document, wanted, all_lines=event == "counter")
    if rejects(faults):
        return refuse(situation, *faults)
    if not answers.differs(said, wanted):
        return _accepted(document, situation, said).having(*faults)
    if event == "counter" and answers.rejects_all(said):
        return settle(situation, "reject_all", "seller", words(document)).having(*faults)
    counter = _completed(said, order) if event == "counter_change" else said
    faults += ledger.below_shipped(order, counter) if order.agreed else ()
    if rejects(faults):
        return refuse(situation, *faults)
    walk = order_step(situation, "seller", event, words(document))
    return walk.move(Facts(order=replace(order, proposal=counter))).having(*faults)


def _accepted(document: OrderResponse, situation: Situation, said: Proposal) -> Move:
    """Every line was answered as it was asked: that is an acceptance, with the days that the seller promised."""
    order = of(situation)
    agreed = ledger.adopt(order, _completed(said, order))
    if situation.state == "OPEN":
        return replace(noted(document, situation), facts=Facts(order=agreed))
    event = "accept_change" if situation.state == "CHANGE_BY_BUYER" else "accept_all"
    faults = ledger.below_shipped(order, _completed(said, order))
    if faults:
        return refuse(situation, *faults)
    return replace(order_step(situation, "seller", event, words(document)).move(Facts(order=agreed)), agreed="open")


def _completed(said: Proposal, order: OrderFacts) -> Proposal:
    """An answer to a change, as the whole order: refusing a line's change leaves that line as it was agreed."""
    asked = {line.terms.number: line for line in order.proposal.lines} if order.proposal else {}
    agreed = ledger.asked_terms(order)
    whole = (_against(line, asked.get(line.terms.number), agreed.get(line.terms.number)) for line in said.lines)
    return replace(said, lines=tuple(whole))


def _against(said: ProposedLine, asked: ProposedLine | None, agreed: LineTerms | None) -> ProposedLine:
    if asked and said.status == "rejected" and agreed:
        return ProposedLine(terms=agreed, status="kept")
    deleted = asked is not None and asked.status == "deleted"
    return asked if asked and deleted and said.status in {"kept", "accepted"} else said


def _stale(document: OrderResponse, order: OrderFacts) -> tuple[Finding, ...]:
    named = [reference.number for reference in document.order_changes if reference.number]
    if not named or order.change in named:
        return ()
    return (about(document, "order.revision_conflict", named=", ".join(named), current=order.change or "-"),)


def _unexplained(document: OrderResponse, code: str) -> tuple[Finding, ...]:
    if code != "RE" or words(document):
        return ()
    return (softly(about(document, "order.reason_missing")),)
