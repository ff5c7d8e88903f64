"""Rules about goods: units and prices of what is ordered, and what is said of it when it is sent and received."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from app.domain.codelists import code_list
from app.domain.documents import DespatchAdvice, ReceiptAdvice
from app.domain.findings import Finding, finding, warning
from app.domain.quantities import Quantity

QUANTITIES = (
    *("quantity", "outstanding", "back_ordered", "received", "short", "rejected"),
    *("minimum", "maximum", "lead_time"),
)
"""The members of lines that are quantities, whatever document they are in."""

_NOTHING = Decimal(0)


@cache
def units() -> frozenset[str]:
    """UN/ECE Recommendation 20, and the packages of Recommendation 21 as EN 16931 takes them in (`X` before)."""
    return code_list("unece-rec20").codes | code_list("unece-rec20/en16931").codes


def known_units(document: Any) -> Iterator[Finding]:
    """Units are of the UN's list, so that the other side's system knows what ten of something are."""
    for index, line in enumerate(document.lines):
        for member in QUANTITIES:
            quantity: Quantity | None = getattr(line, member, None)
            if quantity is not None and quantity.unit and quantity.unit not in units():
                yield warning("business.unknown_unit", f"/lines/{index}/{member}/unit", found=quantity.unit)


def price_in_unit_of_line(document: Any) -> Iterator[Finding]:
    """A price for so many of a unit is for the unit that is ordered; else the line's worth can't be reckoned."""
    for index, line in enumerate(document.lines):
        base = line.price.base_quantity if line.price else None
        if base and line.quantity and base.unit and line.quantity.unit and base.unit != line.quantity.unit:
            place = f"/lines/{index}/price/base_quantity/unit"
            yield warning("business.other_unit", place, found=base.unit, expected=line.quantity.unit)


def prices_not_negative(document: Any) -> Iterator[Finding]:
    """Nobody pays for being bought from; allowances say what is taken off."""
    for index, line in enumerate(document.lines):
        if line.price and line.price.amount.value < _NOTHING:
            yield finding("business.price_negative", f"/lines/{index}/price/amount/value", found=line.price.amount.text)


def despatch_names_order(advice: DespatchAdvice) -> Iterator[Finding]:
    """What is sent belongs to an order: named for the whole, or by every line."""
    if not advice.orders and not all(line.order and line.order.number.strip() for line in advice.lines):
        yield warning("business.reference_missing", "/orders", expected="Order")


def receipt_names_despatch(receipt: ReceiptAdvice) -> Iterator[Finding]:
    """What is received belongs to a despatch or an order: named for the whole, or by every line."""
    by_lines = all(line.despatch or line.order for line in receipt.lines)
    if not receipt.despatches and not receipt.orders and not by_lines:
        yield warning("business.reference_missing", "/despatches", expected="DespatchAdvice")


def goods_named(document: Any) -> Iterator[Finding]:
    """A despatch or a receipt says what of."""
    if not document.lines:
        yield warning("business.no_lines", "/lines")


def rejections_reasoned(receipt: ReceiptAdvice) -> Iterator[Finding]:
    """Who rejects goods says why: the sender has to decide whether to replace, to credit or to argue."""
    for index, line in enumerate(receipt.lines):
        reasoned = line.reject_reason.strip() or line.reject_reason_code
        if line.rejected and line.rejected.value > _NOTHING and not reasoned:
            yield warning("business.rejection_unreasoned", f"/lines/{index}/reject_reason", number=line.number)


def rejected_of_received(receipt: ReceiptAdvice) -> Iterator[Finding]:
    """No more is rejected than came."""
    for index, line in enumerate(receipt.lines):
        received, rejected = line.received, line.rejected
        if received and rejected and received.unit == rejected.unit and rejected.value > received.value:
            place = f"/lines/{index}/rejected/value"
            yield warning("business.rejected_more", place, found=rejected.text, expected=received.text)
