"""Rules for what cXML says in attributes, and in one of several elements of a name that an attribute tells apart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.formats.cxml.codecs import MOMENT, Moment
from app.formats.xml.codecs import TEXT, Codec
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SAID_WITHOUT_LANGUAGE = "en"
"""The DTD demands a language of names and descriptions, and the model knows none."""


def as_node(node: Node, attribute: str) -> Node | None:
    """An attribute in the guise of an element, for codecs; None where there is none, or nothing in it."""
    value = node.attributes.get(attribute, "")
    return Node(f"@{attribute}", value, node.source) if value.strip() else None


def put_attribute(node: Node, attribute: str, value: Any, codec: Codec = TEXT) -> None:
    """The inverse of reading `as_node`."""
    written = Node(f"@{attribute}")
    codec.write(written, value)
    node.put(attribute, written.text)


def attr(field: str, path: str, codec: Codec = TEXT, *, always: bool = False) -> Rule:
    """`field` is an attribute, named by the last step: `OrderRequestHeader/@orderID`.

    `always` writes it where there is nothing to say, since the DTD demands it.
    """
    *way, name = path.split("/")
    here, attribute = steps("/".join(way)) if way else (), name.removeprefix("@")

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(here)
        found = None if holder is None else as_node(holder, attribute)
        if found is not None:
            value = codec.read(found, reading)
            # a faulty value was reported and there will be no document: that it is missing isn't to be said, too
            if value is not None or reading.found_fault_in(found):
                values[field] = value

    def write(document: Any, node: Node) -> None:
        value = getattr(document, field)
        if value is not None and value != "":
            put_attribute(node.ensure(here), attribute, value, codec)
        elif always:
            node.ensure(here).put(attribute, "")

    return Rule({field: (*here, name)}, read, write)


def moment(day_field: str, time_field: str, path: str) -> Rule:
    """A date and a time of day in one attribute; midnight stands for a day of which no time is told."""
    both = attr("", path, MOMENT)
    place = both.places[""]

    def read(node: Node, values: Values, reading: Reading) -> None:
        found: Values = {}
        both.read(node, found, reading)
        if "" in found:
            told = found[""] or Moment(date.min)
            values[day_field] = told.day
            if told.at is not None:
                values[time_field] = told.at

    def write(document: Any, node: Node) -> None:
        told = Moment(getattr(document, day_field), getattr(document, time_field))
        put_attribute(node.ensure(place[:-1]), place[-1].removeprefix("@"), told, MOMENT)

    return Rule({day_field: place, time_field: place}, read, write)


def given(path: str, value: str) -> Rule:
    """An attribute that says the same in every message; where a message says something else, that is kept."""
    *way, name = path.split("/")
    here = steps("/".join(way)) if way else ()

    def read(_node: Node, _values: Values, _reading: Reading) -> None:
        return

    def write(_document: Any, node: Node) -> None:
        node.ensure(here).put(name.removeprefix("@"), value)

    return Rule({}, read, write)


def said(node: Node, tag: str, attribute: str, values: Sequence[str]) -> Node | None:
    """The first child of that name whose attribute has one of the values; the earlier value goes first."""
    group = node.groups.get(tag, ())
    found = (each for value in values for each in group if each.attributes.get(attribute, "").strip() == value)
    return next(found, None)


def picked(field: str, path: str, attribute: str, values: Sequence[str], codec: Codec) -> Rule:
    """`field` is that of several elements at `path` whose attribute has one of `values`; the first one is written."""
    *way, tag = steps(path)
    here = tuple(way)

    def read(node: Node, found: Values, reading: Reading) -> None:
        holder = node.first(here)
        place = None if holder is None else said(holder, tag, attribute, values)
        value = None if place is None else codec.read(place, reading)
        if value is not None and value != "":
            found[field] = value

    def write(document: Any, node: Node) -> None:
        value = getattr(document, field)
        if value is not None and value != "":
            place = node.ensure(here).add(tag)
            place.put(attribute, values[0])
            codec.write(place, value)

    return Rule({field: steps(path)}, read, write)


def extrinsic(field: str, path: str, name: str, codec: Codec = TEXT) -> Rule:
    """`field` is an Extrinsic by name: the place that cXML has for what trading partners agree upon."""
    return picked(field, f"{path}/Extrinsic" if path else "Extrinsic", "name", (name,), codec)


def first_of(field: str, rules: Sequence[Rule]) -> Rule:
    """`field` by the first rule that finds it; written by the first."""

    def read(node: Node, values: Values, reading: Reading) -> None:
        for rule in rules:
            if field not in values:
                rule.read(node, values, reading)

    return replace(rules[0], read=read)


def described(node: Node, tag: str, text: str) -> Node:
    """A new child with a text in a language that nobody told."""
    child = node.add(tag)
    child.text = text
    child.put(LANGUAGE, SAID_WITHOUT_LANGUAGE)
    return child


def filled(path: str, *attributes: str) -> Rule:
    """An element that the DTD demands, with its attributes, though there be nothing to say in it."""
    here = steps(path) if path else ()

    def read(_node: Node, _values: Values, _reading: Reading) -> None:
        return

    def write(_document: Any, node: Node) -> None:
        place = node.ensure(here)
        for each in attributes:
            if each not in place.attributes:
                place.put(each, "")

    return Rule({}, read, write)
