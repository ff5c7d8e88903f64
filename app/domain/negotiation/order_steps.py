"""How a purchase order's negotiation starts, is cancelled, and is settled by a plain yes or no.

Guards are evaluated again at every acceptance: goods can have shipped between a proposal and its acceptance.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from app.domain.documents import Order, OrderCancellation
from app.domain.documents.base import AllowanceCharge
from app.domain.findings import Finding, finding, rejects
from app.domain.negotiation import ledger
from app.domain.negotiation.facts import ZERO, Facts, LineFacts, OrderFacts
from app.domain.negotiation.order import PROPOSERS
from app.domain.negotiation.refusals import out_of_turn, words
from app.domain.negotiation.situation import Context, Effect, Move, Situation, Walk, refuse
from app.domain.negotiation.terms import terms_of

CANCELLED_BY = {
    "ISSUED": "withdraw",
    "ACKNOWLEDGED": "withdraw",
    "COUNTERED": "cancel",
    "OPEN": "request_cancel",
    "CHANGE_BY_SELLER": "decline_cancel",
    "CANCEL_BY_SELLER": "confirm_cancel",
}
"""The event that the buyer's cancellation fires in a state."""

CANCELLING = frozenset({*CANCELLED_BY.values(), "accept_cancel"})
ACCEPTING = frozenset({"accept_change", "accept_counter"})


def start_order(document: Order, context: Context) -> Move:
    """A new order: it enters at ISSUED, or waits for an approval where the policy says so.

    An order that the buyer's own systems signed was submitted and approved there: both steps are recorded.
    """
    new = Situation(kind="purchase-order", number=document.number, state="DRAFT", proposer="buyer")
    faults = _order_faults(document)
    if rejects(faults):
        return refuse(new, *faults)
    facts = order_facts(document)
    walk = Walk(new, "buyer").take("submit")
    if context.policy.needs_approval(facts.total):
        return walk.move(Facts(order=facts), [Effect.HOLD])
    return walk.take("approve").move(Facts(order=facts))


def cancel_order(document: OrderCancellation, situation: Situation, context: Context) -> Move:
    """The buyer takes the order back, as far as goods haven't been shipped."""
    event = CANCELLED_BY.get(situation.state)
    if event is None:
        return refuse(situation, out_of_turn(document, situation))
    said = "\n".join(note.text for note in document.reasons) or words(document)
    return settle(situation, event, context.sender, said)


def settle(situation: Situation, event: str, side: str, reason: str = "") -> Move:
    """Fire an event that needs no more than what is already on the table; the ledger follows it.

    A guard that doesn't hold is an error among the move's findings.

    Raises:
        IllegalMove: the table has no such event in this state.
    """
    faults = order_guards(situation, event)
    if faults:
        return refuse(situation, *faults)
    effects = [Effect.RELEASE] if event == "approve" else []
    move = order_step(situation, side, event, reason).move(Facts(order=_followed(of(situation), event)), effects)
    return replace(move, agreed="open") if event in ACCEPTING else move


def order_step(situation: Situation, side: str, event: str, reason: str = "") -> Walk:
    """Take one step of the order's machine, after which the proposal is whose the new state says."""
    walk = Walk(situation, side, reason).take(event)
    walk.proposer = PROPOSERS.get(walk.state, "")
    return walk


def order_guards(situation: Situation, event: str) -> tuple[Finding, ...]:
    """What speaks against an event now, whatever it was when it was proposed."""
    order = of(situation)
    if event in CANCELLING:
        return ledger.shipped_already(order)
    if event in ACCEPTING and order.proposal:
        return ledger.below_shipped(order, order.proposal)
    return ()


def of(situation: Situation) -> OrderFacts:
    """The order's ledger; an empty one where nothing was stored yet."""
    return situation.facts.order or OrderFacts()


def order_facts(document: Order) -> OrderFacts:
    """A new order's ledger: asked for, and nothing confirmed."""
    lines = tuple(LineFacts(terms=terms_of(line, document.deliveries)) for line in document.lines)
    return OrderFacts(currency=document.currency, lines=lines, charges=charges_of(document.allowances_charges))


def charges_of(items: Iterable[AllowanceCharge]) -> Decimal:
    """What a document charges beside its lines; allowances don't count against it."""
    return sum((each.amount.value for each in items if each.is_charge), ZERO)


def _followed(order: OrderFacts, event: str) -> OrderFacts:
    if event == "accept_all":
        return ledger.confirm_all(order)
    if event in ACCEPTING and order.proposal:
        return ledger.adopt(order, order.proposal)
    return order if event in {"ack", "approve", "request_cancel"} else ledger.without_proposal(order)


def _order_faults(document: Order) -> tuple[Finding, ...]:
    if not document.lines:
        return (finding("order.no_lines", "/lines", document=document.type.value, number=document.number),)
    times = Counter(line.number for line in document.lines)
    twice = [
        finding("order.duplicate_line", "/lines", line_number=number) for number, count in times.items() if count > 1
    ]
    negative = [
        finding(
            "order.bad_quantity",
            f"/lines/{index}",
            line_number=line.number,
            quantity=line.quantity.value,
            expected="> 0",
        )
        for index, line in enumerate(document.lines)
        if line.quantity and line.quantity.value <= 0
    ]
    return (*twice, *negative)
