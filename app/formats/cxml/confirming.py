"""The table of the ConfirmationRequest: the seller's answer to an order, for the whole of it or line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.domain.documents import DocumentType, OrderResponse
from app.domain.documents.base import Delivery, Item, Price
from app.domain.documents.order_response import AnsweredLine
from app.domain.identifiers import DocumentReference
from app.domain.quantities import Quantity
from app.formats.cxml.beyond import with_beyond
from app.formats.cxml.codecs import COMMENT, DATE, MEASURED
from app.formats.cxml.header import head
from app.formats.cxml.items import item
from app.formats.cxml.order_lines import DEMANDED_DETAILS
from app.formats.cxml.order_totals import totals_and_taxes
from app.formats.cxml.parties import BUYERS_ROLES, SELLERS_ROLES, contact
from app.formats.cxml.prices import priced
from app.formats.cxml.rules import as_node, attr, moment, put_attribute, said
from app.formats.cxml.taxes import categories
from app.formats.cxml.terms import deliveries
from app.formats.xml.codecs import Codec, attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, inside, many, table

REQUEST = "Request/ConfirmationRequest"
HEADER = f"{REQUEST}/ConfirmationHeader"
_CONTACTS = f"{HEADER}/Contact"

CODES: Mapping[str, str] = {"accept": "AP", "reject": "RE", "except": "CA"}
"""UNTDID 4343 by the type of the header, where that alone decides."""

BY_LINES = frozenset({"allDetail", "detail", "backordered", "replace"})
"""Types of the header that leave it to the lines; without any, `allDetail` accepts, and the others only acknowledge."""

_TYPES = {"AP": "accept", "RE": "reject", "CA": "except", "AB": "detail", "": "detail"}

STATUSES: Mapping[str, str] = {"accept": "5", "allDetail": "5", "detail": "3", "requestToPay": "5", "reject": "7"}
"""UNTDID 1229 by the type of a line's status. What is back-ordered is a part of a line, and `unknown` says nothing."""

BACK_ORDERED, REJECTED, UNKNOWN = "backordered", "reject", "unknown"
STATUS = "lineStatus"
"""The Extrinsic with a status that cXML has no word for (1 added, 42 delivered)."""

NUMBER = "lineNumber"
"""The Extrinsic with the line's own number, where that isn't the ordered line's."""

SUBSTITUTION = "substitution"
"""The Extrinsic that says that the item is offered in place of what was ordered."""


def _code() -> Rule:
    """Whether all is accepted, rejected, or answered line by line."""
    here, lines = steps(HEADER), steps(REQUEST)

    def read(node: Node, values: Values, _reading: Reading) -> None:
        holder, request = node.first(here), node.first(lines)
        kind = "" if holder is None else attribute(holder, "type")
        has_lines = request is not None and "ConfirmationItem" in request.groups
        if kind in BY_LINES:
            values["code"] = "CA" if has_lines else "AP" if kind == "allDetail" else "AB"
        else:
            values["code"] = CODES.get(kind, "AB")

    def write(response: Any, node: Node) -> None:
        node.ensure(here).put("type", _TYPES.get(response.code, "detail"))

    return Rule({"code": (*here, "@type")}, read, write)


def _orders() -> Rule:
    """The order that is answered; cXML answers one at a time."""
    here = steps(f"{REQUEST}/OrderReference")

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        reference = None if found is None else ORDER_REFERENCE.read(found, reading)
        if reference is not None:
            values["orders"] = (reference,)

    def write(response: Any, node: Node) -> None:
        place = node.ensure(here)
        place.ensure(("DocumentReference",)).put("payloadID", "")
        for each in response.orders[:1]:
            ORDER_REFERENCE.write(place, each)

    return Rule({"orders": here}, read, write)


def _reference(node: Node, reading: Reading) -> DocumentReference | None:
    number, day = attribute(node, "orderID"), as_node(node, "orderDate")
    payload = node.first(("DocumentReference",))
    # without the order's number there is only the number of the message that it came in
    number = number or (attribute(payload, "payloadID") if payload is not None else "")
    issued = None if day is None else DATE.read(day, reading)
    return DocumentReference(number=number, issued=issued) if number or issued else None


def _write_reference(node: Node, value: DocumentReference) -> None:
    if value.number:
        node.put("orderID", value.number)
    if value.issued is not None:
        put_attribute(node, "orderDate", value.issued, DATE)
    node.ensure(("DocumentReference",)).put("payloadID", "")


ORDER_REFERENCE = Codec(_reference, _write_reference)
"""An element OrderReference."""

_IN_ITEM = item("ItemDetail", "ItemDetailIndustry/ItemDetailRetail", categories("taxes", "Tax"))
_BARE_PRICE = priced()


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a line by what becomes of them: what comes, what comes later, what never does, what nobody knows."""

    offered: list[Node]
    later: list[Node]
    rejected: list[Node]
    unknown: list[Node]

    @classmethod
    def of(cls, node: Node) -> "_Parts":
        found: dict[str, list[Node]] = {}
        for part in node.groups.get("ConfirmationStatus", ()):
            kind = attribute(part, "type")
            # a status that cXML has no word for was written with the part that it is about
            named = kind if kind in (BACK_ORDERED, REJECTED, UNKNOWN) and not _told(part, STATUS) else ""
            found.setdefault(named, []).append(part)
        return cls(*(found.get(kind, []) for kind in ("", BACK_ORDERED, REJECTED, UNKNOWN)))

    def answer(self) -> list[Node]:
        """The parts that the answer is about. A refusal speaks for the line only where nothing else is said of it."""
        return self.offered or self.later or self.unknown or self.rejected


def _line(node: Node, reading: Reading) -> AnsweredLine | None:
    """One answer from the parts of a line: some of it may be accepted, some come later, some not at all.

    The quantity is what is promised now; that of a line refused, or not answered yet, what that is said of.
    """
    parts = _Parts.of(node)
    answer = parts.answer() or [node]
    main = answer[0]
    number = attribute(node, "lineNumber")
    if not number:
        reading.missing(node, ("@lineNumber",))
        return None
    back = _sum(parts.later, reading)
    none = Quantity(Decimal(0), back.unit) if back is not None else None
    comments = [COMMENT.read(each, reading) for each in main.groups.get("Comments", ())]
    return AnsweredLine(
        number=_told(main, NUMBER) or number,
        order_line=number,
        status=_status(main, parts),
        quantity=none if answer is parts.later else _sum(answer, reading),
        back_ordered=back,
        back_order_reason=_reason(parts.later),
        # why it comes later isn't said a second time
        notes=tuple(filter(None, comments[1:] if answer is parts.later else comments)),
        deliveries=_deliveries(answer, reading),
        price=_price(main, reading),
        **_items(main, reading),
    )


def _sum(parts: list[Node], reading: Reading) -> Quantity | None:
    """What parts have together, as far as they are in the unit of the first."""
    found = [each for each in (MEASURED.read(part, reading) for part in parts) if each is not None]
    same = [each for each in found if each.unit == found[0].unit]
    if len(same) < 2:
        return same[0] if same else None
    return Quantity(sum((each.value for each in same), Decimal(0)), same[0].unit)


def _deliveries(parts: list[Node], reading: Reading) -> tuple[Delivery, ...]:
    """A delivery a promised day, in the order of the parts."""
    found: list[Delivery] = []
    for part in parts:
        inner: Values = {}
        _PROMISED.read(part, inner, reading)
        found += [each for each in inner.get("deliveries", ()) if each not in found]
    return tuple(found)


_PROMISED = deliveries("", "", "deliveryDate", "", promised=True)


def _told(part: Node, name: str) -> str:
    place = said(part, "Extrinsic", "name", (name,))
    return "" if place is None else trimmed(place)


def _status(main: Node, parts: _Parts) -> str:
    """A line that is answered in several ways is changed; one refused in part, and else not answered, is open."""
    kinds = sum(map(bool, (parts.offered, parts.later, parts.rejected, parts.unknown)))
    is_changed = bool(parts.later) or (kinds > 1 and bool(parts.offered))
    return _told(main, STATUS) or ("3" if is_changed else STATUSES.get(attribute(main, "type"), ""))


def _reason(later: list[Node]) -> str:
    words = later[0].first(("Comments",)) if later else None
    return "" if words is None else trimmed(words)


def _price(part: Node, reading: Reading) -> Price | None:
    found: Price | None = priced("ItemIn/ItemDetail").read(part, reading) or _BARE_PRICE.read(part, reading)
    return found


def _items(part: Node, reading: Reading) -> dict[str, Any]:
    place = part.first(("ItemIn",))
    found = Item() if place is None else _IN_ITEM.read(place, reading) or Item()
    return {"item": Item(), "substitute": found} if _told(part, SUBSTITUTION) else {"item": found}


def _write_line(node: Node, line: AnsweredLine) -> None:
    node.put("lineNumber", line.order_line)
    both = [each.value for each in (line.quantity, line.back_ordered) if each is not None]
    unit = next((each.unit for each in (line.quantity, line.back_ordered) if each is not None), "")
    node.put("quantity", format(sum(both, Decimal(0)), "f"))
    node.ensure(("UnitOfMeasure",)).text = unit
    if not _all_later(line):
        _write_main(node.add("ConfirmationStatus"), line)
    if line.back_ordered is not None:
        part = node.add("ConfirmationStatus")
        part.put("type", BACK_ORDERED)
        MEASURED.write(part, line.back_ordered)
        if line.back_order_reason:
            part.add("Comments").text = line.back_order_reason
        if _all_later(line):
            _PROMISED.write(line, part)


def _all_later(line: AnsweredLine) -> bool:
    """Whether nothing comes now, so that there is nothing to say but when the rest comes."""
    return line.back_ordered is not None and line.quantity is not None and not line.quantity.value


def _write_main(part: Node, line: AnsweredLine) -> None:
    # a price for so many of a unit has no place beside a status, only in the details of an item
    has_details = (line.substitute or line.item) != Item() or bool(line.price and line.price.base_quantity)
    # where the rest comes later, what is said of this part is that it comes now
    part.put("type", _type_of(line.status or ("3" if line.back_ordered is not None else ""), has_details))
    MEASURED.write(part, line.quantity or Quantity(Decimal(0)))
    if line.quantity is None:
        part.put("quantity", "")
    if has_details:
        _write_details(part.ensure(("ItemIn",)), line)
    elif line.price is not None:
        _BARE_PRICE.write(part, line.price)
    _PROMISED.write(line, part)
    for note in line.notes:
        COMMENT.write(part.add("Comments"), note)
    _write_told(part, line)


def _write_told(part: Node, line: AnsweredLine) -> None:
    values = {
        STATUS: line.status if line.status not in _KNOWN or _is_said_otherwise(line) else "",
        NUMBER: line.number if line.number != line.order_line else "",
        SUBSTITUTION: "yes" if line.substitute is not None else "",
    }
    for name, value in values.items():
        if value:
            told = part.add("Extrinsic")
            told.put("name", name)
            told.text = value


_KNOWN = frozenset({*STATUSES.values(), ""})


def _is_said_otherwise(line: AnsweredLine) -> bool:
    """Whether a line is refused though some of it comes later: what is refused beside that isn't the line's answer."""
    return line.status == "7" and line.back_ordered is not None


def _type_of(status: str, has_details: bool) -> str:
    if status == "5":
        return "allDetail" if has_details else "accept"
    return {"7": REJECTED, "": UNKNOWN}.get(status, "detail")


def _write_details(place: Node, line: AnsweredLine) -> None:
    place.put("quantity", line.quantity.text if line.quantity else "")
    _IN_ITEM.write(place, line.substitute or line.item)
    place.ensure(steps("ItemDetail/UnitOfMeasure")).text = line.quantity.unit if line.quantity else ""
    if line.price is not None:
        priced("ItemDetail").write(place, line.price)
    for rule in DEMANDED_DETAILS:
        rule.write(line, place)


ANSWERED_LINE = Codec(_line, _write_line)


def _number() -> Rule:
    """The confirmation's own number; without one, that of its message."""
    own = attr("number", f"{HEADER}/@confirmID")

    def read(node: Node, values: Values, reading: Reading) -> None:
        own.read(node, values, reading)
        payload = attribute(node, "payloadID")
        if "number" not in values and payload:
            values["number"] = payload

    return replace(own, read=read)


ORDER_RESPONSE = with_beyond(
    table(
        OrderResponse,
        *head(DocumentType.ORDER_RESPONSE, contact(_CONTACTS, BUYERS_ROLES), contact(_CONTACTS, SELLERS_ROLES)),
        _number(),
        moment("issued", "issued_at", f"{HEADER}/@noticeDate"),
        _code(),
        _orders(),
        totals_and_taxes(HEADER),
        inside(HEADER, many("notes", "Comments", COMMENT)),
        inside(REQUEST, many("lines", "ConfirmationItem", ANSWERED_LINE)),
        unmapped=(
            "customization_id",
            "profile_id",
            "order_changes",
            "sales_order",
            "customer_reference",
            "validity",
            "deliveries",
        ),
    ),
    HEADER,
)
