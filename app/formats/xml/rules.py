"""The language of the mapping tables: rules that read and write, so that the two directions can't drift.

A rule is *path ↔ field*. Run forwards it takes an element's value into the field, run backwards it puts the field's
value at the path. A `table` of rules over a dataclass is a codec like any other, so tables nest.

    ADDRESS = table(Address, one("city", "cbc:CityName"), many("lines", "cac:AddressLine/cbc:Line"))
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any

from app.formats.xml.codecs import TEXT, Codec
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading

Path = tuple[str, ...]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a table.

    Attributes:
        places: the fields that it fills and writes, each with its path below the table's element.
        read: takes what it finds in a node into the values.
        write: puts an object's fields into a node.
    """

    places: Mapping[str, Path]
    read: Callable[[Node, Values, Reading], None]
    write: Callable[[Any, Node], None]


def one(field: str, path: str, codec: Codec = TEXT, *, also: str = "", blank: Any = None) -> Rule:
    """`field` is the value of the first element at `path`.

    Where that says nothing, the value at `also` is taken, or `blank` where the element is there nevertheless.
    """
    here = steps(path)
    places = (here, steps(also)) if also else (here,)

    def said(found: Node, reading: Reading) -> Any:
        value = codec.read(found, reading)
        return blank if value is None or value == "" else value

    def read(node: Node, values: Values, reading: Reading) -> None:
        for place in places:
            found = node.first(place)
            value = None if found is None else said(found, reading)
            if value is not None:
                values[field] = value
                if place is not here:
                    reading.moved.append((node, here, place))
                return

    def write(document: Any, node: Node) -> None:
        value = getattr(document, field)
        if value is not None and value != "":
            codec.write(node.ensure(here), value)

    return Rule({field: here}, read, write)


def many(field: str, path: str, codec: Codec = TEXT) -> Rule:
    """`field` is a tuple: the values of all elements of the path's first name, the rest of the path within each."""
    each, *below = steps(path)
    inner = tuple(below)

    def read(node: Node, values: Values, reading: Reading) -> None:
        group = node.groups.get(each)
        if group is None:
            return
        ends = [child.first(inner) for child in group] if inner else group
        found = [codec.read(end, reading) for end in ends if end is not None]
        taken = tuple(value for value in found if value is not None)
        if taken:
            values[field] = taken

    def write(document: Any, node: Node) -> None:
        for value in getattr(document, field):
            codec.write(node.add(each).ensure(inner), value)

    return Rule({field: steps(path)}, read, write)


def sole(field: str, path: str, codec: Codec) -> Rule:
    """`field` is a tuple, but there is place for its first value only: the value of the first element at `path`."""
    here = steps(path)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        value = None if found is None else codec.read(found, reading)
        if value is not None:
            values[field] = (value,)

    def write(document: Any, node: Node) -> None:
        for value in getattr(document, field)[:1]:
            codec.write(node.ensure(here), value)

    return Rule({field: here}, read, write)


def spread(field: str, codec: Codec, *, blank: Any = None) -> Rule:
    """`field` has no element of its own: what `codec` reads and writes is spread over the table's own element."""

    def read(node: Node, values: Values, reading: Reading) -> None:
        value = codec.read(node, reading)
        if value is not None or blank is not None:
            values[field] = blank if value is None else value

    def write(document: Any, node: Node) -> None:
        value = getattr(document, field)
        if value is not None:
            codec.write(node, value)

    return Rule({field: ()}, read, write)


def inside(path: str, *rules: Rule) -> Rule:
    """Rules for fields of the same object that lie below the element at `path`."""
    here = steps(path)
    nothing = Node(here[-1])

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        for rule in rules:
            rule.read(nothing if found is None else found, values, reading)

    def write(document: Any, node: Node) -> None:
        child = node.ensure(here)
        for rule in rules:
            rule.write(document, child)

    places = {field: here + place for rule in rules for field, place in rule.places.items()}
    return Rule(places, read, write)


def demanded(path: str) -> Rule:
    """An element that the schema demands wherever its parent is, even where the model has nothing to say in it."""
    *parent, last = steps(path)
    way = tuple(parent)

    def read(_node: Node, _values: Values, _reading: Reading) -> None:
        return

    def write(_document: Any, node: Node) -> None:
        found = node.first(way)
        if found is not None:
            found.ensure((last,))

    return Rule({}, read, write)


def table(cls: type, *rules: Rule, absent: Values | None = None, unmapped: Collection[str] = ()) -> Codec:
    """The codec of a dataclass, from rules for its fields; reading an element that says nothing gives None.

    `absent` has the values of fields that the dataclass requires and a message may leave out; `unmapped` names the
    fields that this element has no place for. Raises TypeError at import where rules and fields don't match.
    """
    places = _checked(cls, rules, unmapped)
    given = absent or {}
    required = [each.name for each in fields(cls) if _is_required(each) and each.name not in given]
    readers = tuple(rule.read for rule in rules)
    writers = tuple(rule.write for rule in rules)

    def read(node: Node, reading: Reading) -> Any:
        values: Values = {}
        for reader in readers:
            reader(node, values, reading)
        if not values and not required:
            return None
        lacking = [name for name in required if name not in values]
        for name in lacking:
            _report(node, places[name], reading)
        return None if lacking else cls(**{**given, **values})

    def write(node: Node, value: Any) -> None:
        for writer in writers:
            writer(value, node)

    return Codec(read, write)


def _is_required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _checked(cls: type, rules: tuple[Rule, ...], unmapped: Collection[str]) -> Mapping[str, Path]:
    """The place of every field that the rules fill; raises TypeError where a field has no rule or several."""
    ruled = [field for rule in rules for field in rule.places]
    expected = {each.name for each in fields(cls)} - {"complement", *unmapped}
    if sorted(ruled) != sorted(expected):
        raise TypeError(f"{cls.__name__}: rules for {sorted(ruled)}, fields {sorted(expected)}")
    return {field: place for rule in rules for field, place in rule.places.items()}


def _report(node: Node, place: Path, reading: Reading) -> None:
    # what is there and was found faulty has been reported: "missing" would be a second report of one fault
    found = node.first(place)
    if found is None or not reading.found_fault_in(found):
        reading.missing(node, place)
