"""What the guards look at and no document says by itself: an order's ledger, an invoice's sums, a contract's state.

Facts are stored as JSON beside the negotiation. They are values: a step makes new ones, nothing edits them.
"""

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTerms:
    """What is asked for on one line.

    Attributes:
        price: for `base` units, in the order's currency; None where none was named.
        ids: the item's identifiers, each with whose it is in front (`seller:4711`, `standard:0160:05432…`).
        start, end: when it is wanted (or, on a counter-offer, when it is promised instead).
    """

    number: str
    quantity: Decimal
    unit: str = ""
    price: Decimal | None = None
    base: Decimal = Decimal(1)
    item: str = ""
    ids: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None

    @property
    def value(self) -> Decimal:
        """Quantity times price; 0 where no price was named."""
        return self.quantity * self.unit_price if self.price is not None else ZERO

    @property
    def unit_price(self) -> Decimal:
        """The price of one unit; 0 where no price was named."""
        return (self.price or ZERO) / (self.base if self.base > 0 else Decimal(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """One line's ledger, in the unit of its terms; `terms.quantity` is what was ordered in the agreed revision.

    Attributes:
        accepted: what was received less what was rejected on arrival.
        overridden: the part of `invoiced` that an approver let through although it didn't match.
        promised_start, promised_end: when the seller said that it comes.
    """

    terms: LineTerms
    confirmed: Decimal = ZERO
    back_ordered: Decimal = ZERO
    rejected: Decimal = ZERO
    shipped: Decimal = ZERO
    received: Decimal = ZERO
    accepted: Decimal = ZERO
    invoiced: Decimal = ZERO
    overridden: Decimal = ZERO
    promised_start: date | None = None
    promised_end: date | None = None

    @property
    def number(self) -> str:
        """The line's number in the order."""
        return self.terms.number

    @property
    def due(self) -> Decimal:
        """What the seller owes: confirmed now or later."""
        return self.confirmed + self.back_ordered


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedLine:
    """A line as the open proposal has it.

    Attributes:
        status: accepted, changed, rejected, delivered, added, deleted or kept.
        back_ordered: the part of `terms.quantity` that would follow later.
    """

    terms: LineTerms
    status: str
    back_ordered: Decimal = ZERO
    promised_start: date | None = None
    promised_end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A counter-offer or a change that waits for an answer: every line as it would be; `number` is its document's."""

    by: str
    number: str
    lines: tuple[ProposedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """An order's ledger.

    Attributes:
        agreed: whether the lines are an agreed revision (or still the one that waits for its first answer).
        proposal: the open counter or change; the agreed lines stay as they are while it is open.
        sequence, change: the number in sequence, and the number, of the buyer's latest order change.
        charges: what the order itself charges beside its lines; `charged`: how much of it was invoiced.
    """

    currency: str = ""
    agreed: bool = False
    lines: tuple[LineFacts, ...] = ()
    proposal: Proposal | None = None
    sequence: int = 0
    change: str = ""
    charges: Decimal = ZERO
    charged: Decimal = ZERO

    def line(self, number: str) -> LineFacts | None:
        """The line of that number."""
        return next((line for line in self.lines if line.number == number), None)

    @property
    def received(self) -> bool:
        """Whether the buyer booked any receipt."""
        return any(line.received > 0 for line in self.lines)

    @property
    def total(self) -> Decimal:
        """The lines' value."""
        return sum((line.terms.value for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicedLine:
    """One line charged: `order` and `order_line` are "" where it names none. `amount` is net, after its allowances."""

    number: str
    order: str = ""
    order_line: str = ""
    quantity: Decimal
    unit: str = ""
    amount: Decimal
    item: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFacts:
    """An invoice's sums and what came of matching it.

    Attributes:
        matched: "ok", "failed", or "" where there was no order to match it with.
        differences: the match's findings, as Finding.as_dict has them.
        response: the last code that the buyer answered (UNCL 4343).
        booked: whether its quantities count as invoiced in the order's ledger.
    """

    currency: str
    payable: Decimal
    paid: Decimal = ZERO
    credited: Decimal = ZERO
    order: str = ""
    lines: tuple[InvoicedLine, ...] = ()
    charges: Decimal = ZERO
    matched: str = ""
    mode: str = ""
    differences: tuple[dict[str, Any], ...] = ()
    response: str = ""
    booked: bool = False

    @property
    def outstanding(self) -> Decimal:
        """What is still owed."""
        return self.payable - self.paid - self.credited


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """The current version of a contract, and who agreed to it.

    Attributes:
        digest: `sha-256:` and the hexadecimal digest of the current version, as submitted.
        accepted_by: the party that accepted the current version.
        signed_by_buyer, signed_by_seller: whether each signed the current version.
        consent: an event that needs both parties and waits for the second; `consent_by` is who asked for it.
    """

    version: int
    digest: str = ""
    start: date | None = None
    end: date | None = None
    accepted_by: str = ""
    signed_by_buyer: bool = False
    signed_by_seller: bool = False
    consent: str = ""
    consent_by: str = ""

    def signed(self, side: str) -> bool:
        """Whether that party signed the current version."""
        return self.signed_by_buyer if side == "buyer" else self.signed_by_seller


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one negotiation: one of the three, by its kind."""

    order: OrderFacts | None = None
    invoice: InvoiceFacts | None = None
    contract: ContractFacts | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON's types: decimals and days as text, the part that applies only."""
        return {name: part for name, part in _plain(self).items() if part is not None}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Facts":
        """The inverse of `as_dict`; what is missing gets its default, what is unknown is passed over."""
        facts: Facts = _typed(cls, stored)
        return facts


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _typed(kind: Any, stored: Any) -> Any:
    if stored is None:
        return None
    if isinstance(kind, types.UnionType):
        return _typed(next(each for each in get_args(kind) if each is not type(None)), stored)
    if get_origin(kind) is tuple:
        return tuple(_typed(get_args(kind)[0], each) for each in stored)
    if kind is date:
        return date.fromisoformat(stored)
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _typed(hint, stored[name]) for name, hint in _hints(kind) if name in stored})
    return kind(stored) if kind in (Decimal, int, str, bool) else stored


@cache
def _hints(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple(get_type_hints(kind).items())
