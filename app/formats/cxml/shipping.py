"""The table of the ShipNoticeRequest: what was sent, order by order."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.domain.documents import DespatchAdvice, DocumentType
from app.domain.documents.base import Item, Period
from app.domain.documents.despatch_advice import DespatchLine, Shipment
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.parties import Party
from app.formats.cxml.beyond import with_beyond
from app.formats.cxml.codecs import COMMENT, DATE, MEASURED
from app.formats.cxml.confirming import ORDER_REFERENCE
from app.formats.cxml.header import head
from app.formats.cxml.items import item
from app.formats.cxml.parties import BUYERS_ROLES, CONTACT, SELLERS_ROLES, contact
from app.formats.cxml.rules import attr, filled, moment, picked
from app.formats.cxml.terms import read_period, write_period
from app.formats.xml.codecs import Codec, attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, inside, many, one, spread, table

REQUEST = "Request/ShipNoticeRequest"
HEADER = f"{REQUEST}/ShipNoticeHeader"
_CONTACTS = f"{HEADER}/Contact"
COMPANY = "companyName"
"""The domain of a carrier's identifier that is its name."""

_GROSS_WEIGHT, _GROSS_VOLUME = ("grossWeight", "weight"), ("grossVolume", "volume")


def _carrier(node: Node, _reading: Reading) -> Party | None:
    """Who carries: its name is one of its identifiers."""
    found = [(attribute(each, "domain"), trimmed(each)) for each in node.groups.get("CarrierIdentifier", ())]
    name = next((text for domain, text in found if domain == COMPANY), "")
    ids = tuple(Identifier(text, domain) for domain, text in found if text and domain != COMPANY)
    return Party(name=name, ids=ids) if name or ids else None


def _write_carrier(node: Node, value: Party) -> None:
    told = [(each.scheme, each.value) for each in value.ids]
    for domain, text in (*told, *([(COMPANY, value.name)] if value.name else [])):
        place = node.add("CarrierIdentifier")
        place.put("domain", domain)
        place.text = text


_CARRIER = Codec(_carrier, _write_carrier)


def _control() -> Rule:
    """Carrier and consignment, in one element that has both or is not there."""
    here, number = steps(f"{REQUEST}/ShipControl"), ("ShipmentIdentifier",)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        if found is None:
            return
        place, carrier = found.first(number), _CARRIER.read(found, reading)
        told = {"carrier": carrier, "consignment": trimmed(place) if place is not None else ""}
        values.update({name: value for name, value in told.items() if value})

    def write(shipment: Any, node: Node) -> None:
        if shipment.carrier is None and not shipment.consignment:
            return
        place = node.ensure(here)
        _CARRIER.write(place, shipment.carrier or Party())
        if "CarrierIdentifier" not in place.groups:
            place.add("CarrierIdentifier").put("domain", COMPANY)
        place.add(number[0]).text = shipment.consignment

    return Rule({"carrier": here, "consignment": (*here, *number)}, read, write)


def _estimated() -> Rule:
    """When the goods are expected."""
    here = steps(HEADER)

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(here)
        period: Period | None = None if holder is None else read_period(holder, "deliveryDate", (), reading)
        if period is not None:
            values["estimated_delivery"] = period

    def write(shipment: Any, node: Node) -> None:
        write_period(node.ensure(here), "deliveryDate", (), shipment.estimated_delivery)

    return Rule({"estimated_delivery": (*here, "@deliveryDate")}, read, write)


def _dimension(field: str, types: Sequence[str]) -> Rule:
    return picked(field, f"{HEADER}/Packaging/Dimension", "type", types, MEASURED)


_SHIPMENT = table(
    Shipment,
    _dimension("gross_weight", _GROSS_WEIGHT),
    _dimension("gross_volume", _GROSS_VOLUME),
    _control(),
    _estimated(),
    unmapped=("id", "packages", "delivery", "transport_units"),
)

_ITEM = item("ShipNoticeItemDetail", "ItemDetailIndustry/ItemDetailRetail")

_LINE = table(
    DespatchLine,
    attr("number", "@shipNoticeLineNumber"),
    spread("quantity", MEASURED),
    spread("item", _ITEM, blank=Item()),
    one("lot", "SupplierBatchID", also="Batch/SupplierBatchID"),
    many("notes", "Comments", COMMENT),
    filled("", "quantity"),
    filled("UnitOfMeasure"),
    absent={"number": ""},
    unmapped=("order", "outstanding", "outstanding_reason"),
)
"""A line without the order that it belongs to, which stands around the lines."""


def _lines() -> Rule:
    """Lines and their orders: a portion an order, with the lines that belong to it."""
    *way, tag = steps(f"{REQUEST}/ShipNoticePortion")
    here = tuple(way)

    def read(node: Node, values: Values, reading: Reading) -> None:
        request = node.first(here)
        portions = [] if request is None else request.groups.get(tag, [])
        found = [(_order_of(each, reading), each) for each in portions]
        lines = [
            _line(place, order, reading)
            for order, portion in found
            for place in portion.groups.get("ShipNoticeItem", ())
        ]
        values["orders"] = tuple(order for order, _ in found if order is not None)
        values["lines"] = tuple(filter(None, lines))

    def write(advice: Any, node: Node) -> None:
        for order, lines in _portions(advice):
            portion = node.ensure(here).add(tag)
            ORDER_REFERENCE.write(portion.add("OrderReference"), order)
            for line in lines:
                _write_line(portion.add("ShipNoticeItem"), line)

    return Rule({"orders": (*here, tag, "OrderReference"), "lines": (*here, tag)}, read, write)


def _order_of(portion: Node, reading: Reading) -> DocumentReference | None:
    place = portion.first(("OrderReference",))
    return None if place is None else ORDER_REFERENCE.read(place, reading)


def _line(node: Node, order: DocumentReference | None, reading: Reading) -> DespatchLine | None:
    line: DespatchLine | None = _LINE.read(node, reading)
    ordered = attribute(node, "lineNumber")
    if line is None:
        return None
    about = replace(order or DocumentReference(number=""), line=ordered)
    return replace(line, number=line.number or ordered, order=about if ordered or order else None)


def _write_line(node: Node, line: DespatchLine) -> None:
    _LINE.write(node, line)
    node.put("lineNumber", line.order.line if line.order else "")


def _portions(advice: DespatchAdvice) -> Iterable[tuple[DocumentReference, list[DespatchLine]]]:
    """The orders with their lines; lines of no order that the header names go with what they name themselves."""
    found = {order.number: (order, list[DespatchLine]()) for order in advice.orders}
    for line in advice.lines:
        number = line.order.number if line.order else ""
        own = replace(line.order, line="") if line.order else DocumentReference(number="")
        found.setdefault(number, (own, []))[1].append(line)
    return found.values()


def _contact(field: str, role: str) -> Rule:
    return picked(field, f"{HEADER}/Contact", "role", (role,), CONTACT)


DESPATCH_ADVICE = with_beyond(
    table(
        DespatchAdvice,
        *head(DocumentType.DESPATCH_ADVICE, contact(_CONTACTS, BUYERS_ROLES), contact(_CONTACTS, SELLERS_ROLES)),
        attr("number", f"{HEADER}/@shipmentID"),
        moment("issued", "issued_at", f"{HEADER}/@noticeDate"),
        attr("despatched", f"{HEADER}/@shipmentDate", DATE),
        _contact("despatch_party", "shipFrom"),
        _contact("delivery_party", "shipTo"),
        inside(HEADER, many("notes", "Comments", COMMENT)),
        spread("shipment", _SHIPMENT),
        _lines(),
        unmapped=("currency", "customization_id", "profile_id", "advice_type", "additional_references"),
    ),
    HEADER,
)
