"""The lines of an invoice: goods, services, and the sum of an order where nothing is said line by line."""

from dataclasses import replace
from typing import Any

from app.domain.documents.base import Item
from app.domain.documents.invoice import InvoiceLine
from app.domain.identifiers import DocumentReference
from app.domain.money import Amount
from app.formats.cxml.charges import LINE as LINES_CHARGES
from app.formats.cxml.charges import charges_at, with_charges, without_charges
from app.formats.cxml.codecs import COMMENT, MEASURED, MONEY_IN
from app.formats.cxml.items import item
from app.formats.cxml.prices import per_unit, priced
from app.formats.cxml.rules import attr, filled
from app.formats.cxml.taxes import categories, tax
from app.formats.xml.codecs import Codec, attribute
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, many, one, spread, table

BilledLine = InvoiceLine
_SUBTOTAL = ("SubtotalAmount",)


def _amount() -> Rule:
    """A line's amount is its subtotal with what is added to it and taken off; to be read after all of these.

    Without a subtotal it is quantity times price.
    """

    def read(node: Node, values: Values, reading: Reading) -> None:
        place = node.first(_SUBTOTAL)
        subtotal = _product(values) if place is None else MONEY_IN.read(place, reading)
        if subtotal is not None:
            values["amount"] = (
                with_charges(subtotal, charges) if (charges := values.get("allowances_charges")) else subtotal
            )

    def write(line: Any, node: Node) -> None:
        charges = line.allowances_charges
        MONEY_IN.write(node.ensure(_SUBTOTAL), without_charges(line.amount, charges) if charges else line.amount)

    return Rule({"amount": _SUBTOTAL}, read, write)


def _product(values: Values) -> Amount | None:
    price, quantity = values.get("price"), values.get("quantity")
    if price is None or quantity is None:
        return None
    base = per_unit(price, quantity.unit)
    return Amount(quantity.value * price.amount.value / base, price.amount.currency) if base else None


def _order_line(reference: str) -> Rule:
    """The line of the order that is charged; which order that is stands around the lines."""

    def read(node: Node, values: Values, _reading: Reading) -> None:
        place = node.first((reference,))
        number = "" if place is None else attribute(place, "lineNumber")
        if number:
            values["order_line"] = DocumentReference(number="", line=number)

    def write(line: Any, node: Node) -> None:
        node.ensure((reference,)).put("lineNumber", line.order_line.line if line.order_line else "")

    return Rule({"order_line": (reference, "@lineNumber")}, read, write)


def _origin() -> Rule:
    country = attr("origin_country", "Country/@isoCountryCode")

    def write(goods: Any, node: Node) -> None:
        if goods.origin_country:
            country.write(goods, node)
            node.ensure(("Country",)).text = goods.origin_country

    return replace(country, write=write)


_ITEM = item("", "InvoiceDetailItemReferenceIndustry/InvoiceDetailItemReferenceRetail", _origin())


def _item(reference: str) -> Rule:
    """The item, with the categories of the line's tax, which are its own (BG-30)."""
    plain = one("item", reference, _ITEM, blank=Item())
    taxed = categories("taxes", "Tax")

    def read(node: Node, values: Values, reading: Reading) -> None:
        found: Values = {"item": Item()}
        plain.read(node, found, reading)
        taxed.read(node, found, reading)
        values["item"] = replace(found["item"], taxes=found.get("taxes", ()))

    return replace(plain, read=read)


def _table(*rules: Rule, unmapped: tuple[str, ...] = ()) -> Codec:
    return table(
        InvoiceLine,
        attr("number", "@invoiceLineNumber"),
        *rules,
        tax("taxes", "Tax"),
        charges_at("allowances_charges", "", LINES_CHARGES),
        _amount(),
        many("notes", "Comments", COMMENT),
        unmapped=("despatch_line", "accounting_cost", "period", *unmapped),
    )


def _line(reference: str) -> Codec:
    return _table(
        spread("quantity", MEASURED),
        filled("", "quantity"),
        filled("UnitOfMeasure"),
        _order_line(reference),
        _item(reference),
        spread("price", priced()),
        filled("UnitPrice/Money", "currency"),
    )


LINE = _line("InvoiceDetailItemReference")
SERVICE_LINE = _line("InvoiceDetailServiceItemReference")
SUMMARY_LINE = _table(
    spread("item", Codec(lambda _node, _reading: Item(), lambda _node, _value: None)),
    unmapped=("quantity", "order_line", "price"),
)
"""An InvoiceDetailOrderSummary: all that a header invoice says of an order."""
