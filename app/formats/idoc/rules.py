"""Kinds of rules that IDocs need beyond the common ones: values that may stand in several places, or in two fields."""

from decimal import Decimal
from typing import Any

from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.idoc.codecs import DECIMAL, sap_unit, unit_of, write_number
from app.formats.xml.codecs import TEXT, Codec, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, spread

Path = tuple[str, ...]


def first_of(field: str, *paths: str, codec: Codec = TEXT, copies: int = 1) -> Rule:
    """`field` is the first value that is found at one of the paths; it is written at the first `copies` of them."""
    places = [steps(path) for path in paths]

    def read(node: Node, values: Values, reading: Reading) -> None:
        value = _said(node, places, codec, reading)
        if value is not None:
            values[field] = value

    def write(document: Any, node: Node) -> None:
        value = getattr(document, field)
        if value is not None and value != "":
            for place in places[:copies]:
                codec.write(node.ensure(place), value)

    return Rule({field: places[0]}, read, write)


def _said(node: Node, places: list[Path], codec: Codec, reading: Reading) -> Any:
    for place in places:
        found = node.first(place)
        value = None if found is None else codec.read(found, reading)
        if value is not None and value != "":
            return value
    return None


def quantity(field: str, number: str, unit: str) -> Rule:
    """A number in one field and its unit in another."""
    here, beside = steps(number), steps(unit)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found, measured = node.first(here), node.first(beside)
        value = None if found is None else DECIMAL.read(found, reading)
        if value is not None:
            values[field] = Quantity(value, "" if measured is None else unit_of(trimmed(measured)))

    def write(document: Any, node: Node) -> None:
        value = getattr(document, field)
        if value is not None:
            write_number(node.ensure(here), value.value)
            if value.unit:
                node.ensure(beside).text = sap_unit(value.unit)

    return Rule({field: here}, read, write)


def alone(field: str, codec: Codec) -> Rule:
    """`field` is a tuple, but there is place for its first value only, spread over the table's own element."""
    held = spread(field, codec)

    def read(node: Node, values: Values, reading: Reading) -> None:
        value = codec.read(node, reading)
        if value is not None:
            values[field] = (value,)

    def write(document: Any, node: Node) -> None:
        for value in getattr(document, field)[:1]:
            codec.write(node, value)

    return Rule(held.places, read, write)


def always(path: str, text: str) -> Rule:
    """A field that says the same in every document of the type; what it says is not read."""
    here = steps(path)

    def read(_node: Node, _values: Values, _reading: Reading) -> None:
        return

    def write(_document: Any, node: Node) -> None:
        node.ensure(here).text = text

    return Rule({}, read, write)


def same_currency(path: str) -> Rule:
    """The currency of an item, which has to be the document's: amounts say theirs nowhere else."""
    here = steps(path)

    def read(node: Node, _values: Values, reading: Reading) -> None:
        found = node.first(here)
        if found is not None and trimmed(found) not in ("", reading.currency):
            reading.fault("line_currency", found, found=trimmed(found)[:3], expected=reading.currency or "–")

    def write(_document: Any, _node: Node) -> None:
        return

    return Rule({}, read, write)


def total_of(amounts: list[Amount]) -> Amount:
    """The sum of amounts in one currency; there has to be one at least."""
    return Amount(sum((each.value for each in amounts), Decimal(0)), amounts[0].currency)
