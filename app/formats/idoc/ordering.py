"""The tables of the documents that are ORDERS05: order, change, cancellation, response."""

from typing import Any

from app.domain.documents import Order, OrderCancellation, OrderChange, OrderResponse
from app.domain.documents.base import Item
from app.domain.documents.order import OrderLine
from app.domain.documents.order_change import ChangedLine
from app.domain.documents.order_response import AnsweredLine
from app.domain.identifiers import DocumentReference
from app.formats.idoc.aggregates import (
    DELIVERY_TERMS,
    PAYMENT_TERMS,
    REFERENCE,
    item,
)
from app.formats.idoc.codecs import AMOUNT, DATE, TIME, coded
from app.formats.idoc.conditions import ALLOWANCE_CHARGE, LINE_ALLOWANCES_CHARGES, PRICE
from app.formats.idoc.control import RECEIVER, RECORD, SENDER, control_record
from app.formats.idoc.parties import PARTY, SELLER, SHIP_TO, period, trader, vat_numbers
from app.formats.idoc.rules import alone, always, first_of, quantity, same_currency
from app.formats.idoc.schedules import confirmed, schedule
from app.formats.idoc.sums import ORDER_TOTALS, taxes
from app.formats.idoc.texts import HEADER_TEXT, ITEM_TEXT, QUANTITY_TEXT
from app.formats.xml.codecs import Codec, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, inside, many, one, spread, table

BASIC_TYPE = "ORDERS05"
_IDOC, _ITEM = f"IDOC.{BASIC_TYPE}", f"E1EDP01.{BASIC_TYPE}"
CANCELLED = "001"
"""E1EDK01/ACTION: the whole document is taken back."""

_ISSUED_AT = one("issued_at", "E1EDK03.012/UZEIT", TIME)
TIMES = (first_of("issued", "E1EDK03.012/DATUM", f"{RECORD}/CREDAT", codec=DATE), _ISSUED_AT)
_NOTES = many("notes", "E1EDKT1", HEADER_TEXT.note)
_CURRENCY = one("currency", "E1EDK01/CURCY")
_VALIDITY = spread("validity", period("E1EDK03.019", "E1EDK03.020"))
_CUSTOMER_REFERENCE = one("customer_reference", "E1EDKA1.AG/IHREZ")

BY_BUYER = (
    trader("buyer", PARTY, "E1EDKA1.AG", number=SENDER),
    trader("seller", SELLER, "E1EDKA1.LF", number=RECEIVER),
    vat_numbers(),
)
BY_SELLER = (
    trader("buyer", PARTY, "E1EDKA1.AG", number=RECEIVER),
    trader("seller", SELLER, "E1EDKA1.LF", number=SENDER),
    vat_numbers(),
)
HEADLESS = ("customization_id", "profile_id")
"""What IDocs say nowhere: which rules a sender follows."""

_TERMS = (
    _CURRENCY,
    _CUSTOMER_REFERENCE,
    _VALIDITY,
    _NOTES,
    one("accounting_cost", "E1EDK02.045/BELNR"),
    many("contracts", "E1EDK02.005", REFERENCE),
    one("invoicee", "E1EDKA1.RE", PARTY),
    alone("deliveries", SHIP_TO),
    spread("delivery_terms", DELIVERY_TERMS),
    PAYMENT_TERMS,
    many("allowances_charges", "E1EDK05", ALLOWANCE_CHARGE),
    taxes(),
    ORDER_TOTALS,
)
"""What an order and a change of it share."""


def _partial(node: Node, _reading: Reading) -> bool | None:
    text = trimmed(node)
    return text != "1" if text.isdecimal() and text != "0" else None


def _write_partial(node: Node, value: bool) -> None:
    # how many partial deliveries are taken: nine is SAP's most
    node.text = "9" if value else "1"


_WHAT = (
    same_currency("CURCY"),
    spread("price", PRICE),
    one("amount", "NETWR", AMOUNT),
    spread("item", item("E1EDP19.Z02/IDTNR"), blank=Item()),
    many("notes", "E1EDPT1", ITEM_TEXT.note),
)
_ORDERED = (
    one("number", "POSEX"),
    quantity("quantity", "MENGE", "MENEE"),
    *_WHAT,
    one("partial_delivery", "ANTLF", Codec(_partial, _write_partial)),
    one("total_tax", "E1EDP04/MWSBT", AMOUNT),
    LINE_ALLOWANCES_CHARGES,
    one("accounting_cost", "E1EDP02.045/BELNR"),
    schedule("requested"),
)

ORDER_LINE = table(OrderLine, *_ORDERED)
CHANGED_LINE = table(
    ChangedLine, *_ORDERED, one("status", "ACTION", coded({"001": "1", "002": "3", "003": "2", "004": "", "": ""}))
)
ANSWERS = {"001": "1", "002": "3", "003": "7", "004": "5"}
"""E1EDP01/ACTION (item added, changed, cancelled, not changed) as UNCL 1229."""

_ORDER_DATES = ("E1EDK03.012/DATUM", "E1EDK03.022/DATUM", "E1EDK02.001/DATUM")

ORDER = table(
    Order,
    inside(
        _IDOC,
        *control_record(BASIC_TYPE, "ORDERS", by_buyer=True),
        first_of("number", "E1EDK01/BELNR", "E1EDK02.001/BELNR", copies=2),
        first_of("issued", *_ORDER_DATES, f"{RECORD}/CREDAT", codec=DATE, copies=len(_ORDER_DATES)),
        _ISSUED_AT,
        *BY_BUYER,
        *_TERMS,
        one("order_type", "E1EDK01/BSART", coded({"NB": "220"})),
        one("quotation", "E1EDK02.004", REFERENCE),
        many("additional_references", "E1EDK02.011", REFERENCE),
        many("lines", _ITEM, ORDER_LINE),
    ),
    unmapped=(*HEADLESS, "originator", "payment_means"),
)


def changed_order() -> Rule:
    """The order that a change is about, and the change's own number.

    SAP knows a change by its order's number only: where one of the two numbers is missing the other stands for it.
    """
    own, about = steps("E1EDK01/BELNR"), steps("E1EDK02.001")

    def read(node: Node, values: Values, reading: Reading) -> None:
        found, number = node.first(about), node.first(own)
        order = None if found is None else REFERENCE.read(found, reading)
        said = trimmed(number) if number is not None else ""
        if order is None and said:
            order = DocumentReference(number=said)
        if order is not None:
            values |= {"order": order, "number": said or order.number}

    def write(document: Any, node: Node) -> None:
        node.ensure(own).text = document.number
        REFERENCE.write(node.ensure(about), document.order)

    return Rule({"number": own, "order": about}, read, write)


ORDER_CHANGE = table(
    OrderChange,
    inside(
        _IDOC,
        *control_record(BASIC_TYPE, "ORDCHG", by_buyer=True),
        changed_order(),
        *TIMES,
        *BY_BUYER,
        *_TERMS,
        # SAP numbers no changes, but the IDocs that carry them, and later ones have higher numbers
        first_of("sequence", "E1EDK01/BSTZD", f"{RECORD}/DOCNUM"),
        many("lines", _ITEM, CHANGED_LINE),
    ),
    unmapped=(*HEADLESS, "originator", "payment_means"),
)

ORDER_CANCELLATION = table(
    OrderCancellation,
    inside(
        _IDOC,
        *control_record(BASIC_TYPE, "ORDCHG", by_buyer=True),
        always("E1EDK01/ACTION", CANCELLED),
        first_of("number", "E1EDK01/BELNR", "E1EDK02.001/BELNR"),
        *TIMES,
        *BY_BUYER,
        _CURRENCY,
        _NOTES,
        many("reasons", "E1EDKT1.Z001", HEADER_TEXT.note),
        many("orders", "E1EDK02.001", REFERENCE),
    ),
    unmapped=HEADLESS,
)


def answered_line() -> Rule:
    """The order's line that is answered; where no reference names it, the answer's own number does."""
    number, reference = steps("POSEX"), steps("E1EDP02.001/ZEILE")

    def read(node: Node, values: Values, _reading: Reading) -> None:
        own, ordered = (trimmed(found) if found else "" for found in map(node.first, (number, reference)))
        if own or ordered:
            values |= {"number": own or ordered, "order_line": ordered or own}

    def write(document: Any, node: Node) -> None:
        node.ensure(number).text = document.number
        node.ensure(reference).text = document.order_line

    return Rule({"number": number, "order_line": reference}, read, write)


def answer() -> Rule:
    """What is said of a line: the action, or that there is a reason for rejecting it (ABGRU)."""
    action, rejected = one("status", "ACTION", coded(ANSWERS)), steps("ABGRU")

    def read(node: Node, values: Values, reading: Reading) -> None:
        action.read(node, values, reading)
        found = node.first(rejected)
        if not values.get("status") and found is not None and trimmed(found):
            values["status"] = ANSWERS["003"]

    return Rule(action.places, read, action.write)


ANSWERED_LINE = table(
    AnsweredLine,
    answered_line(),
    answer(),
    confirmed(),
    *_WHAT,
    one("back_ordered", "E1EDPT1.Z001", QUANTITY_TEXT),
    one("back_order_reason", "E1EDPT1.Z002", ITEM_TEXT.words),
    schedule("promised"),
    unmapped=("substitute",),
)

ORDER_RESPONSE = table(
    OrderResponse,
    inside(
        _IDOC,
        *control_record(BASIC_TYPE, "ORDRSP", by_buyer=False),
        one("code", f"{RECORD}/MESFCT"),
        one("number", "E1EDK01/BELNR"),
        *TIMES,
        *BY_SELLER,
        _CURRENCY,
        _CUSTOMER_REFERENCE,
        _VALIDITY,
        _NOTES,
        many("orders", "E1EDK02.001", REFERENCE),
        many("order_changes", "E1EDK02.Z04", REFERENCE),
        one("sales_order", "E1EDK02.002/BELNR"),
        alone("deliveries", SHIP_TO),
        taxes(),
        ORDER_TOTALS,
        many("lines", _ITEM, ANSWERED_LINE),
    ),
    unmapped=HEADLESS,
)
