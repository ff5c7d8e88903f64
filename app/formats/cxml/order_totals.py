"""What an order costs: cXML's Total is without the tax and shipping beside it; the model's sum is with them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.documents.base import AllowanceCharge, MonetaryTotal, TaxTotal
from app.domain.money import Amount
from app.formats.cxml.codecs import CURRENCY, MONEY_IN
from app.formats.cxml.rules import described
from app.formats.cxml.taxes import TAX
from app.formats.xml.codecs import attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values

COMPUTED = "computed"
"""The type of the description of a tax that is the difference of two totals, and that the document doesn't name."""

SHIPPING = "Shipping"


def order_totals(header: str) -> Rule:
    """Currency, sum, taxes and the costs of shipping, all from the three elements of the header at `header`."""
    here = steps(header)
    fields = ("currency", "totals", "taxes", "allowances_charges")
    places = {field: (*here, "Total", "Money") for field in fields}
    return Rule(places, lambda *found: _read(here, *found), lambda document, node: _write(document, node.ensure(here)))


def totals_and_taxes(header: str) -> Rule:
    """The same for an answer to an order, which names no charges and may leave all of it away."""
    whole, here = order_totals(header), steps(header)
    places = {field: place for field, place in whole.places.items() if field != "allowances_charges"}

    def read(node: Node, values: Values, reading: Reading) -> None:
        found: Values = {}
        whole.read(node, found, reading)
        values.update({field: value for field, value in found.items() if field in places})

    def write(document: Any, node: Node) -> None:
        if document.totals is not None or document.taxes:
            _write(document, node.ensure(here))

    return Rule(places, read, write)


def _read(here: tuple[str, ...], node: Node, values: Values, reading: Reading) -> None:
    holder = node.first(here)
    if holder is None:
        return
    total, tax, shipping = (_amount(holder, tag, reading) for tag in ("Total", "Tax", SHIPPING))
    money = holder.first(("Total", "Money"))
    if money is not None and attribute(money, CURRENCY):
        values["currency"] = attribute(money, CURRENCY)
    if total is not None:
        extra = [each for each in (tax, shipping) if each is not None and each.currency == total.currency]
        values["totals"] = MonetaryTotal(payable=sum(extra, total))
    if tax is not None and not _is_computed(holder):
        values["taxes"] = tuple(filter(None, (TAX.read(each, reading) for each in holder.groups["Tax"][:1])))
    if shipping is not None:
        words = holder.first((SHIPPING, "Description"))
        reason = (trimmed(words) if words is not None else "") or SHIPPING
        values["allowances_charges"] = (AllowanceCharge(is_charge=True, amount=shipping, reason=reason),)


def _amount(holder: Node, tag: str, reading: Reading) -> Amount | None:
    found = holder.first((tag,))
    amount: Amount | None = None if found is None else MONEY_IN.read(found, reading)
    return amount


def _is_computed(holder: Node) -> bool:
    words = holder.first(("Tax", "Description"))
    return words is not None and attribute(words, "type") == COMPUTED


def _write(document: Any, holder: Node) -> None:
    tax, shipping = _tax(document), _shipping(document)
    place = holder.ensure(("Total", "Money"))
    place.put(CURRENCY, document.currency)
    if document.totals is not None:
        payable = document.totals.payable
        extra = [each.amount.value for each in (tax, shipping) if each and each.amount.currency == payable.currency]
        net = Amount(payable.value - sum(extra, Decimal(0)), payable.currency) if extra else payable
        MONEY_IN.write(holder.ensure(("Total",)), net)
    if tax is not None:
        TAX.write(holder.ensure(("Tax",)), tax)
        if not document.taxes:
            holder.ensure(("Tax", "Description")).put("type", COMPUTED)
    if shipping is not None:
        MONEY_IN.write(holder.ensure((SHIPPING,)), shipping.amount)
        described(holder.ensure((SHIPPING,)), "Description", shipping.reason)


def _tax(document: Any) -> TaxTotal | None:
    if document.taxes:
        first: TaxTotal = document.taxes[0]
        return first
    totals = document.totals
    net = None if totals is None else totals.tax_exclusive
    gross = None if totals is None else totals.tax_inclusive
    if net is None or gross is None or net.currency != gross.currency or net.value == gross.value:
        return None
    return TaxTotal(amount=gross - net)


def _shipping(document: Any) -> AllowanceCharge | None:
    """The first of the charges, where that is one: cXML has no other place for a charge on an order."""
    first: tuple[AllowanceCharge, ...] = getattr(document, "allowances_charges", ())[:1]
    if not first or not first[0].is_charge:
        return None
    return replace(first[0], reason=first[0].reason or SHIPPING)
