"""Matches an invoice with what was ordered, shipped and received, within tolerances on quantity and on value.

By default an invoice is matched three ways where anything was received (four ways where some of it was rejected on
arrival), and otherwise with what was shipped. Charging less than agreed is never a difference.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.findings import Finding, finding
from app.domain.negotiation.facts import ZERO, InvoicedLine, InvoiceFacts, LineFacts, OrderFacts
from app.domain.negotiation.ledger import Lines
from app.domain.negotiation.policy import Policy
from app.domain.negotiation.units import convert

INVOICEABLE = frozenset(
    {"OPEN", "CHANGE_BY_BUYER", "CHANGE_BY_SELLER", "CANCEL_BY_BUYER", "CANCEL_BY_SELLER", "CLOSED"}
)
"""The states of an order in which there is an agreed revision to invoice against."""


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What came of it.

    Attributes:
        mode: none, 2-way, shipped, 3-way or 4-way: what the quantities were compared with.
        differences: a finding each; empty where it matches.
        quantities: how much of each order line this invoice charges, in the order line's unit.
    """

    ok: bool
    mode: str
    differences: tuple[Finding, ...] = ()
    quantities: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(slots=True)
class _Charged:
    """What one invoice charges for one line of the order."""

    line: LineFacts
    quantity: Decimal = ZERO
    amount: Decimal = ZERO


def match(invoice: InvoiceFacts, order: OrderFacts, state: str, policy: Policy) -> MatchResult:
    """Compare `invoice` with the agreed `order`, which is in `state`; earlier invoices count as `invoiced`."""
    mode = mode_for(order, policy)
    charged, differences = _by_order_line(invoice, order)
    quantities = {number: each.quantity for number, each in charged.items()}
    if mode == "none":
        return MatchResult(True, mode, (), quantities)
    differences += _header(invoice, order, state, policy)
    for each in charged.values():
        differences += [*_quantity(each, mode, policy), *_value(each, policy)]
    return MatchResult(not differences, mode, tuple(differences), quantities)


def mode_for(order: OrderFacts, policy: Policy) -> str:
    """Which quantities are compared: the policy's way, or what is known where it leaves that open."""
    if policy.matching != "auto":
        return policy.matching
    if not order.received:
        return "shipped"
    return "4-way" if any(line.accepted < line.received for line in order.lines) else "3-way"


def _by_order_line(invoice: InvoiceFacts, order: OrderFacts) -> tuple[dict[str, _Charged], list[Finding]]:
    charged: dict[str, _Charged] = {}
    differences: list[Finding] = []
    lines = Lines(order)
    for each in invoice.lines:
        line = lines.find(each.order_line, each.ids) if each.order in ("", invoice.order) else None
        quantity = convert(each.quantity, each.unit, line.terms.unit) if line else None
        if line is None or quantity is None:
            differences.append(_unmatched(each, line))
            continue
        entry = charged.setdefault(line.number, _Charged(line))
        entry.quantity += quantity
        entry.amount += each.amount
    return charged, differences


def _unmatched(each: InvoicedLine, line: LineFacts | None) -> Finding:
    if line is None:
        return finding("matching.unknown_line", line_number=each.number)
    return finding("matching.unit", line_number=each.number, found=each.unit, expected=line.terms.unit)


def _header(invoice: InvoiceFacts, order: OrderFacts, state: str, policy: Policy) -> list[Finding]:
    differences = []
    if state not in INVOICEABLE:
        differences.append(finding("matching.order_not_open", state=state))
    if order.currency and invoice.currency != order.currency:
        differences.append(finding("matching.currency", found=invoice.currency, expected=order.currency))
    charges = invoice.charges + order.charged
    if not policy.value.allows(charges, order.charges):
        differences.append(finding("matching.charge", invoiced=charges, agreed=order.charges))
    return differences


def _quantity(each: _Charged, mode: str, policy: Policy) -> list[Finding]:
    line = each.line
    basis, reference = {
        "2-way": ("ordered", line.due),
        "shipped": ("shipped", line.shipped),
        "3-way": ("received", line.received),
        "4-way": ("accepted", line.accepted),
    }[mode]
    total = line.invoiced + each.quantity
    if policy.quantity.allows(total, reference):
        return []
    told = {"invoiced": total, "basis": basis, "reference": reference}
    return [finding("matching.quantity", "", None, line_number=line.number, **told)]


def _value(each: _Charged, policy: Policy) -> list[Finding]:
    terms = each.line.terms
    if terms.price is None:
        return [finding("matching.no_price", line_number=terms.number)]
    expected = each.quantity * terms.price / (terms.base if terms.base > 0 else Decimal(1))
    if policy.value.allows(each.amount, expected):
        return []
    price = each.amount / each.quantity if each.quantity else each.amount
    told = {"invoiced": _shown(price), "agreed": _shown(terms.unit_price), "unit": terms.unit or "C62"}
    return [finding("matching.price", "", None, line_number=terms.number, **told)]


def _shown(price: Decimal) -> str:
    return format(round(price, 6).normalize(), "f")
