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
from app.domain.negotiation.policy import Policy


class Lines:
    """Finds an order's lines by what other documents say of them."""

    def __init__(self, order: OrderFacts) -> None:
        self._by_number = {line.number: line for line in order.lines}
        self._by_id: dict[str, list[LineFacts]] = {}
        for line in order.lines:
            for id_ in line.terms.ids:
                self._by_id.setdefault(id_, []).append(line)

    def find(self, named: str, ids: Iterable[str] = ()) -> LineFacts | None:
        """The line of that number; where none is named, the only one whose item has one of `ids`."""
        if named:
            return self._by_number.get(named)
        found = {line.number: line for id_ in ids for line in self._by_id.get(id_, ())}
        return next(iter(found.values())) if len(found) == 1 else None


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
    before = Lines(order)
    adopted = (_adopted(line, before.find(line.terms.number)) for line in proposal.lines if line.status != "deleted")
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
    """Lines that the proposal would bring down below what is already on its way, or invoiced."""
    wanted = {line.terms.number: ZERO if line.status in GONE else line.terms.quantity for line in proposal.lines}
    return tuple(
        finding(
            "order.below_shipped",
            line_number=line.number,
            quantity=wanted.get(line.number, ZERO),
            shipped=_moved(line),
        )
        for line in order.lines
        if wanted.get(line.number, ZERO) < min(_moved(line), line.due)
    )


def _moved(line: LineFacts) -> Decimal:
    return max(line.shipped, line.received, line.invoiced)


def shipped_already(order: OrderFacts) -> tuple[Finding, ...]:
    """One finding where goods were shipped, so that nothing can be cancelled any more."""
    shipped = (line for line in order.lines if line.shipped > 0 or line.received > 0)
    return tuple(finding("order.already_shipped", line_number=line.number) for line in list(shipped)[:1])


def invariants(state: str, order: OrderFacts, policy: Policy) -> tuple[Finding, ...]:
    """Everything that doesn't hold of the ledger; empty in a sound one."""
    cancelled = shipped_already(order) if state == "CANCELLED" else ()
    if not order.agreed:
        return cancelled
    return cancelled + tuple(each for line in order.lines for each in _line_faults(line, policy))


def invoiceable(line: LineFacts, policy: Policy) -> tuple[str, Decimal] | None:
    """What can be invoiced of a line at most, and what that is called; None where the policy compares nothing.

    Where the policy leaves it open, what was shipped is the bound that always holds: receipts may come after invoices.
    """
    bounds = {
        "2-way": ("ordered", line.due),
        "3-way": ("received", line.received),
        "4-way": ("accepted", line.accepted),
        "auto": ("shipped", line.shipped),
    }
    return bounds.get(policy.matching)


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


def _line_faults(line: LineFacts, policy: Policy) -> Iterable[Finding]:
    answered = line.due + line.rejected
    if answered != line.terms.quantity:
        yield finding("order.unbalanced_line", line_number=line.number, sum=answered, ordered=line.terms.quantity)
    if not policy.delivery.allows(line.shipped, line.due):
        yield finding("order.over_shipped", line_number=line.number, shipped=line.shipped, due=line.due)
    if line.received > line.shipped:
        yield finding("order.over_received", line_number=line.number, received=line.received, due=line.shipped)
    bound = invoiceable(line, policy)
    if bound and not policy.quantity.allows(line.invoiced - line.overridden, bound[1]):
        told = {"invoiced": line.invoiced, "basis": bound[0], "reference": bound[1]}
        yield finding("order.over_invoiced", "", None, line_number=line.number, **told)
