"""When the goods of an item are wanted or promised: schedule lines (E1EDP20), and the place of the first.

A schedule line has one day; the end of the first one's period has a segment of its own. SAP takes in no item without a
schedule line: where there is no more than one, it is for the whole quantity. A line for nothing (WMENG 0) is no
delivery: sales in SAP answers a day that it can't keep with one.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.documents.base import Delivery, Period
from app.domain.quantities import Quantity
from app.formats.idoc.codecs import DATE, DECIMAL, unit_of
from app.formats.idoc.moments import span
from app.formats.idoc.parties import ITEM, place
from app.formats.idoc.rules import quantity
from app.formats.xml.codecs import trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, table

_LINE, _WANTED = "E1EDP20", "WMENG"
_UNTIL, _ORDERED, _UNIT = steps("E1EDP03.Z01/DATUM"), steps("MENGE"), steps("MENEE")
_FROM = table(Period, span("EDATU", "EZEIT"), unmapped=("end", "end_time", "description"))
_ACCEPTED, _CHANGED = "5", "3"
_WHERE = table(Delivery, *place("E1EDPA1.WE", ITEM), unmapped=("requested", "promised", "actual"))


def schedule(kind: str) -> Rule:
    """The deliveries of an item; `kind` says whether their days are `requested` or `promised`."""

    def read(node: Node, values: Values, reading: Reading) -> None:
        first, *others = _periods(node, reading) or [None]
        where = _WHERE.read(node, reading) or Delivery()
        found = [_dated(where, kind, first), *(_dated(Delivery(), kind, each) for each in others)]
        taken = tuple(each for each in found if each != Delivery())
        if taken:
            values["deliveries"] = taken

    def write(document: Any, node: Node) -> None:
        for each in document.deliveries:
            line, period = node.add(_LINE), getattr(each, kind)
            if period is not None:
                _FROM.write(line, period)
        for each in document.deliveries[:1]:
            _WHERE.write(node, each)
            _write_end(node, getattr(each, kind))
        whole = node.first(_ORDERED)
        if whole is not None and len(document.deliveries) < 2:
            node.ensure((_LINE, _WANTED)).text = whole.text

    return Rule({"deliveries": (_LINE,)}, read, write)


def confirmed() -> Rule:
    """How much an answer promises: what all schedule lines are for, and not MENGE, which is what was ordered.

    To be read after the status: an item of which less is promised isn't accepted as it was ordered.
    """
    ordered = quantity("quantity", "MENGE", "MENEE")

    def read(node: Node, values: Values, reading: Reading) -> None:
        ordered.read(node, values, reading)
        found = [_for(each, reading) for each in node.groups.get(_LINE, ())]
        said = [each for each in found if each is not None]
        if not said or len(said) < len(found):
            return
        promised, whole = sum(said, Decimal(0)), values.get("quantity")
        if whole is None or promised != whole.value:
            measured = node.first(_UNIT)
            unit = "" if measured is None else unit_of(trimmed(measured))
            values["quantity"] = Quantity(promised, unit)
            if values.get("status") == _ACCEPTED:
                values["status"] = _CHANGED

    return Rule(ordered.places, read, ordered.write)


def _for(line: Node, reading: Reading) -> Decimal | None:
    """The quantity of a schedule line."""
    found = line.first((_WANTED,))
    # what can't be read is told once, however often it is looked at
    return None if found is None or reading.found_fault_in(found) else DECIMAL.read(found, reading)


def _periods(node: Node, reading: Reading) -> list[Period | None]:
    lines = [each for each in node.groups.get(_LINE, ()) if _for(each, reading) != 0]
    found: list[Period | None] = [_FROM.read(each, reading) for each in lines]
    until = node.first(_UNTIL)
    end = None if until is None else DATE.read(until, reading)
    if end is not None:
        found[:1] = [replace((found[0] if found else None) or Period(), end=end)]
    return found


def _dated(delivery: Delivery, kind: str, period: Period | None) -> Delivery:
    if period is None:
        return delivery
    return replace(delivery, requested=period) if kind == "requested" else replace(delivery, promised=period)


def _write_end(node: Node, period: Period | None) -> None:
    if period is not None and period.end is not None:
        DATE.write(node.ensure(_UNTIL), period.end)
