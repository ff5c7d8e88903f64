"""How values stand in cXML: money with its currency beside it, moments in ISO 8601, comments, quantities with units."""

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.domain.documents.base import Note
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.xml.codecs import SHOWN, Codec, attribute, currency_of, reported, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading

CURRENCY = "currency"
_CURRENCY = re.compile(r"[A-Z]{3}")
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MIDNIGHT = time(0, 0)
_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_MOMENT = re.compile(
    rf"{_DAY}(?:[T ]([0-9]{{2}}:[0-9]{{2}})(:[0-9]{{2}}(?:\.[0-9]+)?)?(Z|[+-][0-9]{{2}}:?[0-9]{{2}})?)?"
)
_MICROSECONDS = 10


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and a time of it where one is told."""

    day: date
    at: time | None = None


class CxmlReading(Reading):
    """A reading whose paths end in the attribute where that is what is wrong."""

    def fault(self, what: str, node: Node, below: str = "", **params: object) -> None:
        super().fault(what, node, below or (node.tag if node.tag.startswith("@") else ""), **params)

    def missing(self, node: Node, below: tuple[str, ...]) -> None:
        """Said of the last element on the way that is there: a table's own element is the whole message."""
        way = list(below)
        while len(way) > 1 and (inner := node.first((way[0],))) is not None:
            node = inner
            del way[0]
        super().missing(node, tuple(way))


def _moment(node: Node) -> Moment:
    matched = _MOMENT.fullmatch(trimmed(node))
    if matched is None:
        raise ValueError
    day, minutes, seconds, zone = matched.groups("")
    if not minutes:
        return Moment(date.fromisoformat(day))
    clock = time.fromisoformat(minutes + (seconds or ":00")[:_MICROSECONDS] + zone)
    # cXML has no dates without a time: whoever means a day writes its midnight, in whatever zone his system is in
    return Moment(date.fromisoformat(day), None if clock.replace(tzinfo=None) == _MIDNIGHT else clock)


def _write_moment(node: Node, value: Moment) -> None:
    at = "00:00:00+00:00" if value.at is None else value.at.isoformat()
    node.text = f"{value.day.isoformat()}T{at}"


MOMENT = Codec(reported("date", _moment), _write_moment)


def _date(node: Node, reading: Reading) -> date | None:
    moment: Moment | None = MOMENT.read(node, reading)
    return None if moment is None else moment.day


def _write_date(node: Node, value: date) -> None:
    _write_moment(node, Moment(value))


DATE = Codec(_date, _write_date)


def _amount(node: Node, reading: Reading) -> Any:
    currency = attribute(node, CURRENCY)
    if not _CURRENCY.fullmatch(currency):
        reading.fault("currency", node, found=currency[:SHOWN] or "–")
    return reported("decimal", lambda found: Amount.of(found.text, currency))(node, reading)


def _write_amount(node: Node, value: Amount) -> None:
    node.text = value.text
    node.put(CURRENCY, currency_of(value))


MONEY = Codec(_amount, _write_amount)
"""An element Money."""


def _money_in(node: Node, reading: Reading) -> Any:
    found = node.first(("Money",))
    # an empty Money stands where the DTD demands one and there is nothing to say
    return None if found is None or not found.text.strip() else MONEY.read(found, reading)


def _write_money_in(node: Node, value: Amount) -> None:
    _write_amount(node.ensure(("Money",)), value)


MONEY_IN = Codec(_money_in, _write_money_in)
"""An element with Money in it."""


def measured(unit: str = "UnitOfMeasure") -> Codec:
    """An element with an attribute `quantity`, whose unit is in the element at the path `unit` below it."""
    here = steps(unit)

    def read(node: Node, reading: Reading) -> Quantity | None:
        text, place = node.attributes.get("quantity", ""), node.first(here)
        if not text.strip():
            return None
        code = trimmed(place) if place is not None else ""
        found: Quantity | None = reported("decimal", lambda each: Quantity.of(each.text, code))(
            Node("@quantity", text, node.source), reading
        )
        return found

    def write(node: Node, value: Quantity) -> None:
        node.put("quantity", value.text)
        node.ensure(here).text = value.unit

    return Codec(read, write)


MEASURED = measured()


def _comment(node: Node, _reading: Reading) -> Note | None:
    text = trimmed(node)
    return Note(text, attribute(node, _XML_LANGUAGE)) if text else None


def _write_comment(node: Node, value: Note) -> None:
    node.text = value.text
    if value.language:
        node.put(_XML_LANGUAGE, value.language)


COMMENT = Codec(_comment, _write_comment)
