"""The sums of an invoice: InvoiceDetailSummary, with the taxes and the discounts and surcharges of the whole."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.documents.base import MonetaryTotal
from app.domain.documents.invoice import InvoiceLine
from app.domain.money import Amount
from app.formats.cxml.charges import DISCOUNT, HANDLING, SHIPPING, SUMMARY, net_of, read_charges, write_charges
from app.formats.cxml.codecs import CURRENCY, MONEY_IN
from app.formats.cxml.rules import described
from app.formats.cxml.taxes import TAX
from app.formats.xml.codecs import attribute
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values

_INDICATOR = "InvoiceDetailLineIndicator"
IN_LINES = {"isShippingInLine": SHIPPING, "isSpecialHandlingInLine": HANDLING, "isDiscountInLine": DISCOUNT}
"""The kind of charge that an attribute of InvoiceDetailLineIndicator says to be told line by line.

In the summary there is the sum of them then, which is no charge on top of them.
"""

_TAX_IN_LINES = "isTaxInLine"
_SUMS = {
    "allowances": "TotalAllowances",
    "charges": "TotalCharges",
    "tax_exclusive": "TotalAmountWithoutTax",
    "tax_inclusive": "NetAmount",
    "prepaid": "DepositAmount",
    "payable": "DueAmount",
}
"""The elements of the sums that are the same on both sides."""


def billing_totals(header: str, summary: str) -> Rule:
    """Currency, sums, taxes, discounts and surcharges; to be read after the lines."""
    head, here = steps(header), steps(summary)
    fields = ("currency", "totals", "taxes", "allowances_charges")

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(here)
        if holder is None:
            return
        told = _told_by_line(node.first((*head, _INDICATOR)))
        charges = read_charges(holder, SUMMARY, reading, told)
        tax = holder.first(("Tax",))
        total = None if tax is None else TAX.read(tax, reading)
        sums = _read_sums(holder, values.get("lines", ()), reading)
        found = {"allowances_charges": charges, "taxes": (total,) if total else (), "currency": _currency(holder)}
        values.update({field: value for field, value in found.items() if value})
        if sums is not None:
            values["totals"] = _completed(sums, total.amount if total else None)

    def write(invoice: Any, node: Node) -> None:
        told = _write_indicator(node.ensure((*head, _INDICATOR)), invoice.lines)
        _write_summary(node.ensure(here), invoice, told)

    places = dict.fromkeys(fields, (*here, "NetAmount", "Money"))
    return Rule(places, read, write)


def _told_by_line(indicator: Node | None) -> set[str]:
    if indicator is None:
        return set()
    return {reason for name, reason in IN_LINES.items() if attribute(indicator, name) == "yes"}


def _currency(holder: Node) -> str:
    names = ("NetAmount", "DueAmount", "SubtotalAmount")
    found = (holder.first((name, "Money")) for name in names)
    return next(filter(None, (attribute(each, CURRENCY) for each in found if each is not None)), "")


def _amount(holder: Node, tag: str, reading: Reading) -> Amount | None:
    place = holder.first((tag,))
    amount: Amount | None = None if place is None else MONEY_IN.read(place, reading)
    return amount


def _read_sums(holder: Node, lines: tuple[InvoiceLine, ...], reading: Reading) -> MonetaryTotal | None:
    found = {field: _amount(holder, tag, reading) for field, tag in _SUMS.items()}
    payable = found.pop("payable") or found["tax_inclusive"]
    if payable is None:
        return None
    subtotal = _amount(holder, "SubtotalAmount", reading)
    if subtotal is not None:
        subtotal = _plus(subtotal, _charged_in(lines, subtotal.currency))
    return MonetaryTotal(payable=payable, lines=subtotal or _sum_of(lines, payable.currency), **found)


def _plus(amount: Amount, more: Decimal) -> Amount:
    """A sum; an amount to which nothing is added keeps its sender's spelling."""
    return Amount(amount.value + more, amount.currency) if more else amount


def _sum_of(lines: tuple[InvoiceLine, ...], currency: str) -> Amount | None:
    """The sum that nobody told of lines that are all in the currency; cXML demands one."""
    if not lines or any(each.amount.currency != currency for each in lines):
        return None
    return sum((each.amount for each in lines), Amount(Decimal(0), currency))


def _charged_in(lines: tuple[InvoiceLine, ...], currency: str) -> Decimal:
    return sum((net_of(each.allowances_charges, currency) for each in lines), Decimal(0))


def _completed(sums: MonetaryTotal, tax: Amount | None) -> MonetaryTotal:
    """The sum without tax where it isn't told, but both that with tax and the tax are."""
    gross = sums.tax_inclusive
    if sums.tax_exclusive is not None or gross is None or tax is None or tax.currency != gross.currency:
        return sums
    return replace(sums, tax_exclusive=gross - tax)


def _write_indicator(place: Node, lines: tuple[InvoiceLine, ...]) -> set[str]:
    reasons = {each.reason for line in lines for each in line.allowances_charges}
    for name, reason in IN_LINES.items():
        if reason in reasons:
            place.put(name, "yes")
    if any(line.taxes for line in lines):
        place.put(_TAX_IN_LINES, "yes")
    return reasons.intersection(IN_LINES.values())


def _write_summary(place: Node, invoice: Any, told: set[str]) -> None:
    totals = invoice.totals
    whole = totals.lines or _sum_of(invoice.lines, totals.payable.currency)
    if whole is not None:
        net = _plus(whole, -_charged_in(invoice.lines, whole.currency))
        MONEY_IN.write(place.ensure(("SubtotalAmount",)), net)
    for field, tag in _SUMS.items():
        amount = getattr(totals, field)
        if amount is not None:
            MONEY_IN.write(place.ensure((tag,)), amount)
    for tag in ("SubtotalAmount", "NetAmount"):
        # demanded, and where there is nothing to say it says the currency
        money = place.ensure((tag, "Money"))
        if CURRENCY not in money.attributes:
            money.put(CURRENCY, invoice.currency)
    _write_tax(place, invoice)
    write_charges(place, SUMMARY, invoice.allowances_charges, told)


def _write_tax(place: Node, invoice: Any) -> None:
    tax = place.ensure(("Tax",))
    if invoice.taxes:
        TAX.write(tax, invoice.taxes[0])
    else:
        tax.ensure(("Money",)).put(CURRENCY, invoice.currency)
        described(tax, "Description", "")
