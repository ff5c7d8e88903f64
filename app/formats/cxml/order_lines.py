"""The lines of an order: an item is in an ItemDetail, or in a BlanketItemDetail where only limits are agreed."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.documents.base import Item, TaxTotal
from app.domain.documents.order import OrderLine
from app.domain.documents.order_change import ChangedLine
from app.formats.cxml.codecs import COMMENT, MONEY_IN, measured
from app.formats.cxml.items import item
from app.formats.cxml.prices import priced
from app.formats.cxml.rules import attr, filled
from app.formats.cxml.taxes import TAX, categories
from app.formats.cxml.terms import deliveries
from app.formats.xml.codecs import Codec, attribute
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, many, spread, table

DETAIL, BLANKET = "ItemDetail", "BlanketItemDetail"
BLANKET_ORDER = "221"
_LINE, _NUMBER = "ItemOut", "lineNumber"

DEMANDED_DETAILS = (
    filled("ItemDetail/UnitPrice/Money", "currency"),
    filled("ItemDetail/UnitOfMeasure"),
    filled("ItemDetail/Classification", "domain"),
)
_ITEMS: Mapping[str, Codec] = {
    DETAIL: item(DETAIL, "ItemDetailIndustry/ItemDetailRetail", categories("taxes", "Tax")),
    BLANKET: item(BLANKET, "", categories("taxes", "Tax")),
}


def _line_tax() -> Rule:
    """The tax on a line; its category is the item's."""
    here = ("Tax",)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        amount = None if found is None else MONEY_IN.read(found, reading)
        if amount is not None:
            values["total_tax"] = amount

    def write(line: Any, node: Node) -> None:
        if line.total_tax is not None:
            TAX.write(node.ensure(here), TaxTotal(amount=line.total_tax))

    return Rule({"total_tax": here}, read, write)


def _rules(details: str) -> tuple[Rule, ...]:
    return (
        attr("number", f"@{_NUMBER}", always=True),
        _line_tax(),
        spread("quantity", measured(f"{details}/UnitOfMeasure")),
        spread("item", _ITEMS[details], blank=Item()),
        spread("price", priced(details)),
        *(DEMANDED_DETAILS if details == DETAIL else ()),
        filled("", "quantity"),
        deliveries("", "ShipTo/Address", "requestedDeliveryDate", details),
        many("notes", "Comments", COMMENT),
    )


_NOT_ON_LINES = ("amount", "partial_delivery", "allowances_charges", "accounting_cost")


def _line_status() -> Rule:
    """UNCL 1229: a line is deleted by its operation; that it is changed has an attribute of its own."""

    def read(node: Node, values: Values, _reading: Reading) -> None:
        if attribute(node, "operation") == "delete":
            values["status"] = "2"
        elif attribute(node, "isItemChanged") == "yes":
            values["status"] = "3"

    def write(line: Any, node: Node) -> None:
        if line.status == "2":
            node.put("operation", "delete")
        elif line.status == "3":
            node.put("isItemChanged", "yes")

    return Rule({"status": ("@operation",)}, read, write)


ORDER_LINES: Mapping[str, Codec] = {
    each: table(OrderLine, *_rules(each), unmapped=_NOT_ON_LINES) for each in (DETAIL, BLANKET)
}
CHANGED_LINES: Mapping[str, Codec] = {
    each: table(ChangedLine, *_rules(each), _line_status(), unmapped=_NOT_ON_LINES) for each in (DETAIL, BLANKET)
}


def order_lines(codecs: Mapping[str, Codec]) -> Rule:
    """`lines`, by the details that they have; blanket orders are written with those of their own."""

    def read(node: Node, values: Values, reading: Reading) -> None:
        usual = _usual(values.get("order_type", ""))
        found = [_read_line(each, codecs, usual, reading) for each in _numbered(node.groups.get(_LINE, []))]
        lines = tuple(each for each in found if each is not None)
        if lines:
            values["lines"] = lines

    def write(order: Any, node: Node) -> None:
        codec = codecs[_usual(getattr(order, "order_type", ""))]
        for line in order.lines:
            codec.write(node.add(_LINE), line)

    return Rule({"lines": (_LINE,)}, read, write)


def _usual(order_type: str) -> str:
    return BLANKET if order_type == BLANKET_ORDER else DETAIL


def _read_line(node: Node, codecs: Mapping[str, Codec], usual: str, reading: Reading) -> Any:
    details = next((each for each in codecs if each in node.groups), usual)
    if details != usual:
        reading.moved.append((node, (usual,), (details,)))
    return codecs[details].read(node, reading)


def _numbered(group: list[Node]) -> Iterator[Node]:
    """The lines; one without a number has that of its position, or the next that no other line has."""
    taken = {attribute(each, _NUMBER) for each in group}
    for position, node in enumerate(group, 1):
        if attribute(node, _NUMBER):
            yield node
            continue
        number = position
        while str(number) in taken:
            number += 1
        taken.add(str(number))
        yield _with_number(node, str(number))


def _with_number(node: Node, number: str) -> Node:
    made = Node(node.tag, node.text, node.source)
    made.attributes = {**node.attributes, _NUMBER: number}
    made.groups = node.groups
    return made
