"""The order's ledger: how a revision is adopted, and what must hold of every line.

Per agreed revision: confirmed + back-ordered + rejected = ordered; invoiced ≤ received ≤ shipped ≤ confirmed +
back-ordered, within the tolerance; a cancelled order has shipped nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from app.domain.findings import Finding, finding
from app.domain.negotiation.changes import GONE
from app.domain.negotiation.facts import ZERO, LineFacts, LineTerms, OrderFacts, Proposal, ProposedLine
from app.domain.negotiation.policy import Policy, Tolerance


def find_line(order: OrderFacts, named: str, ids: Iterable[str]) -> LineFacts | None:
    """The order's line of that number; without a number, the only one whose item has one of `ids`."""
    if named:
        return order.line(named)
    wanted = set(ids)
    found = [line for line in order.lines if wanted & set(line.terms.ids)]
    return found[0] if len(found) == 1 else None


def with_lines(order: OrderFacts, changed: Mapping[str, LineFacts]) -> OrderFacts:
    """The order with those lines, by number, in place of its own."""
    return replace(order, lines=tuple(changed.get(line.number, line) for line in order.lines))


def confirm_all(order: OrderFacts) -> OrderFacts:
    """The order as the seller accepted it, whole."""
    lines = tuple(replace(line, confirmed=line.terms.quantity) for line in order.lines)
    return replace(order, agreed=True, lines=lines, proposal=None)


def adopt(order: OrderFacts, proposal: Proposal) -> OrderFacts:
    """The order with `proposal` as its agreed revision; what was shipped, received and invoiced stays booked.

    A line that the seller rejected stays in the ledger with nothing confirmed; one that the buyer deleted leaves it.
    """
    named = {line.terms.number for line in proposal.lines}
    rejected = tuple(line for line in order.lines if line.number not in named and line.rejected)
    adopted = (_adopted(line, order.line(line.terms.number)) for line in proposal.lines if line.status != "deleted")
    return replace(order, agreed=True, lines=(*adopted, *rejected), proposal=None)


def asked_terms(order: OrderFacts) -> dict[str, LineTerms]:
    """The current revision's terms by line number: without the lines that the seller rejected for good."""
    return {line.number: line.terms for line in order.lines if not line.rejected}


def ask_anew(order: OrderFacts, proposal: Proposal) -> OrderFacts:
    """The order with the buyer's new revision waiting for its first answer."""
    lines = tuple(LineFacts(terms=line.terms) for line in proposal.lines if line.status not in GONE)
    return replace(order, agreed=False, lines=lines, proposal=None)


def without_proposal(order: OrderFacts) -> OrderFacts:
    """The order after a proposal was rejected, retracted or lapsed: the agreed revision as it was."""
    return replace(order, proposal=None)


def below_shipped(order: OrderFacts, proposal: Proposal) -> tuple[Finding, ...]:
    """Lines that the proposal would bring down below what is already on its way."""
    wanted = {line.terms.number: ZERO if line.status in GONE else line.terms.quantity for line in proposal.lines}
    return tuple(
        finding(
            "order.below_shipped",
            line_number=line.number,
            quantity=wanted.get(line.number, ZERO),
            shipped=max(line.shipped, line.received),
        )
        for line in order.lines
        if wanted.get(line.number, ZERO) < max(line.shipped, line.received)
    )


def shipped_already(order: OrderFacts) -> tuple[Finding, ...]:
    """One finding where goods were shipped, so that nothing can be cancelled any more."""
    shipped = (line for line in order.lines if line.shipped > 0 or line.received > 0)
    return tuple(finding("order.already_shipped", line_number=line.number) for line in list(shipped)[:1])


def invariants(state: str, order: OrderFacts, policy: Policy) -> tuple[Finding, ...]:
    """Everything that doesn't hold of the ledger; empty in a sound one."""
    cancelled = shipped_already(order) if state == "CANCELLED" else ()
    if not order.agreed:
        return cancelled
    return cancelled + tuple(each for line in order.lines for each in _line_faults(line, order, policy))


def basis_of(line: LineFacts, order: OrderFacts) -> tuple[str, Decimal]:
    """What can be invoiced of a line at most: what was received where receipts are booked, otherwise what was shipped,
    or ordered."""
    if order.received:
        return "received", line.received
    return ("shipped", line.shipped) if order.shipped else ("ordered", line.due)


def _adopted(proposed: ProposedLine, before: LineFacts | None) -> LineFacts:
    line = before or LineFacts(terms=proposed.terms)
    if proposed.status == "rejected":
        return replace(line, confirmed=ZERO, back_ordered=ZERO, rejected=line.terms.quantity)
    wanted = proposed.terms.quantity
    # What was promised for later stays so, unless the proposal says otherwise.
    later = proposed.back_ordered if proposed.status != "kept" else line.back_ordered
    later = min(later, wanted)
    return replace(
        line,
        terms=proposed.terms,
        confirmed=wanted - later,
        back_ordered=later,
        rejected=ZERO,
        promised_start=proposed.promised_start or line.promised_start,
        promised_end=proposed.promised_end or line.promised_end,
    )


def _line_faults(line: LineFacts, order: OrderFacts, policy: Policy) -> Iterable[Finding]:
    answered = line.due + line.rejected
    if answered != line.terms.quantity:
        yield finding("order.unbalanced_line", line_number=line.number, sum=answered, ordered=line.terms.quantity)
    if not policy.delivery.allows(line.shipped, line.due):
        yield finding("order.over_shipped", line_number=line.number, shipped=line.shipped, due=line.due)
    if line.received > line.shipped:
        yield finding("order.over_received", line_number=line.number, received=line.received, due=line.shipped)
    basis, reference = basis_of(line, order)
    if not _either(policy.quantity, policy.delivery).allows(line.invoiced, reference):
        yield finding(
            "order.over_invoiced", line_number=line.number, invoiced=line.invoiced, basis=basis, reference=reference
        )


def _either(one: Tolerance, two: Tolerance) -> Tolerance:
    return one if (one.absolute, one.relative) != (None, None) else two
