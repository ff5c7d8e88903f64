"""The tables of what buyers send: OrderRequest as an order (`new`), a change of it (`update`), its end (`delete`)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.documents import DocumentType, Order, OrderCancellation, OrderChange
from app.domain.documents.base import Period
from app.domain.identifiers import DocumentReference
from app.formats.cxml.beyond import with_beyond
from app.formats.cxml.codecs import COMMENT, DATE
from app.formats.cxml.header import document_named, envelope
from app.formats.cxml.order_lines import BLANKET_ORDER, CHANGED_LINES, ORDER_LINES, order_lines
from app.formats.cxml.order_totals import order_totals
from app.formats.cxml.parties import BUYERS_ROLES, SELLERS_ROLES, buyer_and_invoicee, contact, sender, trader
from app.formats.cxml.rules import LANGUAGE, attr, extrinsic, filled, given, moment
from app.formats.cxml.terms import DELIVERY_TERMS, deliveries, payment_terms
from app.formats.xml.codecs import Codec, attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, inside, many, one, table

REQUEST = "Request/OrderRequest"
HEADER = f"{REQUEST}/OrderRequestHeader"
NUMBER = "documentNumber"
"""The Extrinsic with the number of a document that has none of its own in cXML."""

_ORDER_TYPES: Mapping[str, str] = {"regular": "220", "blanket": BLANKET_ORDER, "release": "226"}
_TYPES_OF = {code: name for name, code in _ORDER_TYPES.items()}
_LONGEST_REVISION = 100


def _order_type(node: Node, _reading: Reading) -> str:
    return _ORDER_TYPES.get(trimmed(node), "")


def _kind() -> Rule:
    kind = attr("order_type", f"{HEADER}/@orderType", Codec(_order_type, _write_order_type))

    def write(order: Any, node: Node) -> None:
        if order.order_type in _TYPES_OF:
            kind.write(order, node)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found: Values = {}
        kind.read(node, found, reading)
        values.update({name: value for name, value in found.items() if value})

    return replace(kind, read=read, write=write)


def _write_order_type(node: Node, value: str) -> None:
    node.text = _TYPES_OF[value]


def _agreement() -> Rule:
    """The contract that is ordered from."""

    def read(node: Node, values: Values, _reading: Reading) -> None:
        holder = node.first(steps(HEADER))
        number = "" if holder is None else attribute(holder, "agreementID")
        if number:
            values["contracts"] = (DocumentReference(number=number),)

    def write(order: Any, node: Node) -> None:
        for each in order.contracts[:1]:
            if each.number:
                node.ensure(steps(HEADER)).put("agreementID", each.number)

    return Rule({"contracts": (*steps(HEADER), "@agreementID")}, read, write)


_VALIDITY = table(
    Period,
    attr("start", "@effectiveDate", DATE),
    attr("end", "@expirationDate", DATE),
    unmapped=("start_time", "end_time", "description"),
)


def _traders(type_: DocumentType) -> tuple[Rule, ...]:
    return (
        envelope(type_),
        buyer_and_invoicee(HEADER),
        trader("seller", "To", contact(f"{HEADER}/Contact", SELLERS_ROLES)),
        sender(),
        moment("issued", "issued_at", f"{HEADER}/@orderDate"),
    )


_ORDERED = (
    order_totals(HEADER),
    attr("customer_reference", f"{HEADER}/@requisitionID"),
    one("validity", HEADER, _VALIDITY),
    _agreement(),
    deliveries(HEADER, "ShipTo/Address", "requestedDeliveryDate"),
    one("delivery_terms", f"{HEADER}/TermsOfDelivery", DELIVERY_TERMS),
    payment_terms(HEADER, "PaymentTerm"),
)
_NOWHERE = ("customization_id", "profile_id", "accounting_cost", "originator", "payment_means")


def _about(field: str) -> Rule:
    """The order that is changed or taken back, whose number is all that cXML has, and the number of doing so.

    That is in an Extrinsic where somebody gave one; else it is the order's.
    """
    here = steps(HEADER)
    own = extrinsic("number", HEADER, NUMBER)
    is_one = field == "order"

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(here)
        number = "" if holder is None else attribute(holder, "orderID")
        if not number:
            return
        reference = DocumentReference(number=number)
        values[field] = reference if is_one else (reference,)
        values["number"] = number
        own.read(node, values, reading)

    def write(document: Any, node: Node) -> None:
        orders = (document.order,) if is_one else document.orders
        number = orders[0].number if orders else document.number
        node.ensure(here).put("orderID", number)
        if number != document.number:
            own.write(document, node)

    return Rule({"number": (*here, "@orderID"), field: here}, read, write)


def _sequence() -> Rule:
    """Which change it is: its version, or what sets the message apart where nobody counts versions."""
    version = attr("sequence", f"{HEADER}/@orderVersion")

    def read(node: Node, values: Values, reading: Reading) -> None:
        version.read(node, values, reading)
        payload = attribute(node, "payloadID")
        if "sequence" not in values and document_named(payload) is None:
            values["sequence"] = payload[:_LONGEST_REVISION]

    return replace(version, read=read)


ORDER = with_beyond(
    table(
        Order,
        *_traders(DocumentType.ORDER),
        attr("number", f"{HEADER}/@orderID"),
        given(f"{HEADER}/@type", "new"),
        *_ORDERED,
        _kind(),
        inside(HEADER, many("notes", "Comments", COMMENT)),
        inside(REQUEST, order_lines(ORDER_LINES)),
        unmapped=(*_NOWHERE, "quotation", "additional_references"),
    ),
    HEADER,
)

ORDER_CHANGE = with_beyond(
    table(
        OrderChange,
        *_traders(DocumentType.ORDER_CHANGE),
        _about("order"),
        _sequence(),
        given(f"{HEADER}/@type", "update"),
        *_ORDERED,
        inside(HEADER, many("notes", "Comments", COMMENT)),
        inside(REQUEST, order_lines(CHANGED_LINES)),
        unmapped=_NOWHERE,
    ),
    HEADER,
)

ORDER_CANCELLATION = with_beyond(
    table(
        OrderCancellation,
        envelope(DocumentType.ORDER_CANCELLATION),
        trader("buyer", "From", contact(f"{HEADER}/Contact", BUYERS_ROLES)),
        trader("seller", "To", contact(f"{HEADER}/Contact", SELLERS_ROLES)),
        sender(),
        moment("issued", "issued_at", f"{HEADER}/@orderDate"),
        _about("orders"),
        given(f"{HEADER}/@type", "delete"),
        filled(f"{HEADER}/Total/Money", "currency"),
        filled(f"{HEADER}/BillTo/Address/Name", LANGUAGE),
        filled(f"{REQUEST}/ItemOut/ItemID/SupplierPartID"),
        filled(f"{REQUEST}/ItemOut", "quantity"),
        inside(HEADER, many("reasons", "Comments", COMMENT)),
        unmapped=("currency", "customization_id", "profile_id", "notes"),
    ),
    HEADER,
)
