"""Days and terms: when goods are wanted or promised, on which terms they travel, when to pay."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.domain.documents.base import Delivery, DeliveryTerms, PaymentTerms, Period
from app.formats.cxml.codecs import DATE
from app.formats.cxml.items import percentage
from app.formats.cxml.parties import DELIVERED_TO
from app.formats.cxml.rules import LANGUAGE, SAID_WITHOUT_LANGUAGE, as_node, put_attribute, said
from app.formats.xml.codecs import Codec, attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values

FROM_DAY = "StartDate"
"""The end of an Extrinsic's name that has the first day, where goods come within some days: cXML has one day."""

LONGEST = 36500
"""Days of a payment term; more is a slip of the pen, and no date would come of it."""


def _day(node: Node, name: str, reading: Reading) -> date | None:
    found = as_node(node, name)
    day: date | None = None if found is None else DATE.read(found, reading)
    return day


def read_period(node: Node, name: str, holder: tuple[str, ...], reading: Reading) -> Period | None:
    """The days that an attribute means: its own day, from the day on that an Extrinsic in `holder` says."""
    end = _day(node, name, reading)
    if end is None:
        return None
    place = node.first(holder)
    told = None if place is None else said(place, "Extrinsic", "name", (name.removesuffix("Date") + FROM_DAY,))
    if told is None:
        return Period(start=end, end=end)
    return Period(start=DATE.read(told, reading) if trimmed(told) else None, end=end)


def write_period(node: Node, name: str, holder: tuple[str, ...], period: Period | None) -> None:
    """The inverse of `read_period`; days without an end have no place."""
    if period is None or period.end is None:
        return
    put_attribute(node, name, period.end, DATE)
    if period.start != period.end:
        told = node.ensure(holder).add("Extrinsic")
        told.put("name", name.removesuffix("Date") + FROM_DAY)
        if period.start is not None:
            DATE.write(told, period.start)


def deliveries(path: str, place: str, attribute_name: str, holder: str = "", *, promised: bool = False) -> Rule:
    """`deliveries` is one: to an Address at `place`, on the day in an attribute, both of the element at `path`."""
    here, address, more = (steps(each) if each else () for each in (path, place, holder))
    field = "promised" if promised else "requested"

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        if found is None:
            return
        where = found.first(address) if address else None
        delivery: Delivery | None = None if where is None else DELIVERED_TO.read(where, reading)
        period = read_period(found, attribute_name, more, reading)
        plain = delivery or Delivery()
        made = replace(plain, promised=period) if promised else replace(plain, requested=period)
        if made != Delivery():
            values["deliveries"] = (made,)

    def write(document: Any, node: Node) -> None:
        for delivery in document.deliveries[:1]:
            write_period(node.ensure(here), attribute_name, more, getattr(delivery, field))
            if address and (delivery.location or delivery.address or delivery.party):
                DELIVERED_TO.write(node.ensure(here + address), delivery)

    return Rule({"deliveries": here}, read, write)


OTHER = "Other"
_INCOTERM = re.compile("[A-Z]{3}")


def _transport_terms(node: Node) -> str:
    """The text, where the value only says that the terms are others; Incoterms' codes are no values of cXML's own."""
    value, text = attribute(node, "value"), trimmed(node)
    return text if text and value.lower() == OTHER.lower() else value


def _write_transport_terms(node: Node, code: str) -> None:
    is_incoterm = _INCOTERM.fullmatch(code) is not None
    node.put("value", OTHER if is_incoterm else code)
    node.text = code if is_incoterm else ""


def _delivery_terms(node: Node, _reading: Reading) -> DeliveryTerms | None:
    code, place, words = (
        node.first(steps(path)) for path in ("TransportTerms", "Address/PostalAddress/City", "Comments")
    )
    made = DeliveryTerms(
        id=_transport_terms(code) if code else "",
        location=trimmed(place) if place else "",
        terms=trimmed(words) if words else "",
    )
    return None if made == DeliveryTerms() else made


def _write_delivery_terms(node: Node, value: DeliveryTerms) -> None:
    node.add("TermsOfDeliveryCode").put("value", "TransportCondition")
    node.add("ShippingPaymentMethod").put("value", OTHER)
    if value.id:
        _write_transport_terms(node.add("TransportTerms"), value.id)
    if value.location:
        _name_place(node, value.location)
    if value.terms:
        node.add("Comments").text = value.terms


def _name_place(node: Node, city: str) -> None:
    address = node.add("Address")
    name = address.add("Name")
    name.text = city
    name.put(LANGUAGE, SAID_WITHOUT_LANGUAGE)
    postal = address.add("PostalAddress")
    postal.add("Street")
    postal.add("City").text = city
    postal.add("Country").put("isoCountryCode", "")


DELIVERY_TERMS = Codec(_delivery_terms, _write_delivery_terms)


def due_and_terms(path: str, *names: str) -> Rule:
    """The same for an invoice: the day without a discount is when it is due, the rest are its terms."""
    plain = payment_terms(path, *names)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found: Values = {"issued": values.get("issued")}
        plain.read(node, found, reading)
        terms = found.get("payment_terms", ())
        due = next((each for each in terms if each.due is not None), None)
        if due is not None:
            values["due"] = due.due
        rest = tuple(each for each in terms if each is not due)
        if rest:
            values["payment_terms"] = rest

    def write(invoice: Any, node: Node) -> None:
        if invoice.due is not None:
            _write_term(node, steps(path), names[0], (invoice.issued, PaymentTerms(due=invoice.due)))
        plain.write(invoice, node)

    return Rule({**plain.places, "due": steps(path)}, read, write)


def payment_terms(path: str, *names: str) -> Rule:
    """Terms of payment are days from the document's date: after its date, and a discount within its days.

    What has neither a day nor a discount but words is not written here: cXML demands a number of days. The element is
    the first of `names`; on reading, any of them.
    """
    here = steps(path)

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(here)
        issued = values.get("issued")
        if holder is None or issued is None:
            return
        group = next((holder.groups[name] for name in names if name in holder.groups), [])
        found = [_term(each, issued, reading) for each in group]
        terms = tuple(each for each in found if each is not None)
        if terms:
            values["payment_terms"] = terms

    def write(document: Any, node: Node) -> None:
        for each in document.payment_terms:
            _write_term(node, here, names[0], (document.issued, each))

    return Rule({"payment_terms": here}, read, write)


def _term(node: Node, issued: date, reading: Reading) -> PaymentTerms | None:
    days = attribute(node, "payInNumberOfDays")
    if not days.isdecimal() or not days.isascii() or int(days[:9]) > LONGEST:
        return None
    day = _after(issued, int(days))
    percent = _discount(node, reading)
    if percent:
        return PaymentTerms(discount_percent=percent, period=Period(end=day))
    return PaymentTerms(due=day)


def _after(issued: date, days: int) -> date:
    return issued + timedelta(days=min(days, (date.max - issued).days))


def _discount(node: Node, reading: Reading) -> Decimal | None:
    place = node.first(steps("Discount/DiscountPercent"))
    percent: Decimal | None
    if place is not None:
        percent = percentage(place, "percent", reading)
        return percent
    # a rate beside the days is negative where it is taken off
    rate: Decimal | None = percentage(node, "percentageRate", reading)
    return -rate if rate is not None and rate < 0 else rate


def _write_term(node: Node, here: tuple[str, ...], name: str, told: tuple[date, PaymentTerms]) -> None:
    issued, terms = told
    percent = terms.discount_percent or Decimal(0)
    within = terms.period.end if terms.period else None
    day = within if percent else terms.due
    if day is None or day < issued or percent < 0:
        return
    term = node.ensure(here).add(name)
    term.put("payInNumberOfDays", str((day - issued).days))
    if name != "PaymentTerm":
        term.put("percentageRate", format(-percent if percent else percent, "f"))
    elif percent:
        term.ensure(steps("Discount/DiscountPercent")).put("percent", format(percent, "f"))
