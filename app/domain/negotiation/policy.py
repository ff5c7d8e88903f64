"""What two parties agreed on beside the documents: tolerances, how invoices are matched, what needs an approval.

A policy is stored as JSON with the trading relationship; this is its typed form, with the defaults.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

MATCHING = ("auto", "none", "2-way", "3-way", "4-way")
"""How invoices are matched; `auto` takes what is known: receipts where there are any, otherwise what was shipped."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a figure may lie above another: `absolute` in its unit or currency, `relative` as a fraction (0.05)."""

    absolute: Decimal | None = None
    relative: Decimal | None = None

    def limit(self, reference: Decimal) -> Decimal:
        """By how much `reference` may be exceeded: the stricter of the two; by nothing where neither is given."""
        limits = [] if self.absolute is None else [self.absolute]
        if self.relative is not None:
            limits.append(abs(reference) * self.relative)
        return min(limits, default=Decimal(0))

    def allows(self, actual: Decimal, reference: Decimal) -> bool:
        """Whether `actual` doesn't exceed `reference` by more than the limit."""
        return actual - reference <= self.limit(reference)

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None, default: "Tolerance") -> "Tolerance":
        """From `{"absolute": "1", "relative": "0.05"}`; `default` where nothing is stored."""
        return cls(_decimal(stored.get("absolute")), _decimal(stored.get("relative"))) if stored else default


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A relationship's rules.

    Attributes:
        order_approval: every order that comes from the buyer's own systems still needs an approval here.
        order_approval_above: only those whose lines come to more than this, in the order's currency.
        contract_review: the first version of a contract waits for a review here before it is handed on.
        delivery: how much more than agreed may be shipped. quantity, value: how much more may be invoiced, a line.
    """

    order_approval: bool = False
    order_approval_above: Decimal | None = None
    contract_review: bool = False
    matching: str = "auto"
    delivery: Tolerance = field(default_factory=Tolerance)
    quantity: Tolerance = field(default_factory=Tolerance)
    value: Tolerance = field(default_factory=lambda: Tolerance(absolute=Decimal("0.01")))

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Policy":
        """From its JSON form: this class's attribute names, tolerances with `_tolerance` behind (`value_tolerance`).

        Raises:
            ValueError: a number isn't one, or the way of matching isn't one of MATCHING.
        """
        default, matching = cls(), stored.get("matching", "auto")
        if matching not in MATCHING:
            raise ValueError(f"matching is {matching!r}, not one of {', '.join(MATCHING)}")
        return cls(
            order_approval=bool(stored.get("order_approval", False)),
            order_approval_above=_decimal(stored.get("order_approval_above")),
            contract_review=bool(stored.get("contract_review", False)),
            matching=matching,
            delivery=Tolerance.of(stored.get("delivery_tolerance"), default.delivery),
            quantity=Tolerance.of(stored.get("quantity_tolerance"), default.quantity),
            value=Tolerance.of(stored.get("value_tolerance"), default.value),
        )

    def needs_approval(self, total: Decimal) -> bool:
        """Whether an order of `total` waits for an approver before the seller sees it."""
        above = self.order_approval_above
        return self.order_approval or (above is not None and total > above)


def _decimal(text: object) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(str(text))
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not number.is_finite():
        raise ValueError(f"{text!r} is not a number")
    return number
