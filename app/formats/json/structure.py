"""Objects and lists of Countersign JSON, compiled once from the domain's dataclasses and their type hints.

There is no table of members: a dataclass's fields are an object's members, in their order, under their names. What has
the default value is left out. A new field or document type needs nothing here.
"""

import types
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from inspect import getdoc
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.domain.documents import DOCUMENTS, Document
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.json.reading import FAULTY, Reading
from app.formats.json.scalars import (
    Choice,
    Clock,
    Codec,
    Day,
    NormalSpelling,
    Number,
    Schema,
    Spelling,
    Text,
    Truth,
    Whole,
    as_it_is,
    normal,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an object: its name, its codec, how to get its value, and the default (MISSING where required)."""

    name: str
    codec: Codec
    get: Callable[[Any], Any]
    default: Any


class Many:
    """A list of one kind of thing."""

    def __init__(self, each: Codec) -> None:
        self._each = each

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        if not isinstance(value, list):
            return reading.wrong_type(path, "array", value)
        found = tuple(self._each.read(each, f"{path}/{index}", reading) for index, each in enumerate(value))
        return FAULTY if FAULTY in found else found

    def write(self, value: tuple[Any, ...]) -> list[Any]:
        return [self._each.write(each) for each in value]

    def schema(self, definitions: Schema) -> Schema:
        return {"type": "array", "items": self._each.schema(definitions)}


class Object:
    """A value of `cls`. It is filled with its members after it is made, since a clause has clauses."""

    def __init__(self, cls: type, make: Callable[..., Any]) -> None:
        self.cls = cls
        self.members: tuple[Member, ...] = ()
        self.required: tuple[str, ...] = ()
        self._by_name: dict[str, Member] = {}
        self._make = make

    def fill(self, members: tuple[Member, ...]) -> None:
        """Set the members, in the order in which they are written."""
        self.members = members
        self.required = tuple(member.name for member in members if member.default is MISSING)
        self._by_name = {member.name: member for member in members}

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        if not isinstance(value, dict):
            return reading.wrong_type(path, "object", value)
        found: dict[str, Any] = {}
        for name, content in value.items():
            if name in self._by_name:
                found[name] = self._by_name[name].codec.read(content, f"{path}/{name}", reading)
            else:
                reading.unknown(path, name, content)
        for name in self.required:
            if name not in found:
                found[name] = reading.fault("document.missing", f"{path}/{name}", member=name)
        return FAULTY if FAULTY in found.values() else self._make(**found)

    def write(self, value: Any) -> dict[str, Any]:
        written = {}
        for member in self.members:
            content = member.get(value)
            if content != member.default:
                written[member.name] = member.codec.write(content)
        return written

    def schema(self, definitions: Schema) -> Schema:
        name = self.cls.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name].update(self.described(definitions))
        return {"$ref": f"#/$defs/{name}"}

    def described(self, definitions: Schema) -> Schema:
        """The object's own schema, not a reference to it."""
        return {
            "description": (getdoc(self.cls) or "").split("\n\n")[0].replace("\n", " "),
            "type": "object",
            "required": list(self.required),
            "properties": {member.name: member.codec.schema(definitions) for member in self.members},
        }


class Compiler:
    """Makes codecs of type hints. A `normalising` one writes decimals by value, the other as they were spelt."""

    def __init__(self, normalising: bool) -> None:
        self._normalising = normalising
        self._objects: dict[type, Object] = {}
        self._scalars: dict[type, Codec] = {
            str: Text(),
            bool: Truth(),
            int: Whole(),
            date: Day(),
            time: Clock(),
            Decimal: Number(normal if normalising else as_it_is),
        }

    def codec(self, hint: Any) -> Codec:
        """The codec of a field's type hint."""
        origin = get_origin(hint)
        if origin in {Union, types.UnionType}:
            return self.codec(next(each for each in get_args(hint) if each is not type(None)))
        if origin is tuple:
            return Many(self.codec(get_args(hint)[0]))
        if is_dataclass(hint) and isinstance(hint, type):
            return self.object(hint)
        return Choice(hint) if issubclass(hint, StrEnum) else self._scalars[hint]

    def object(self, cls: type) -> Object:
        """The codec of a dataclass."""
        if cls not in self._objects:
            made = self._objects[cls] = Object(cls, _MEASURES.get(cls, cls))
            made.fill(self._measured(cls) if cls in _MEASURES else self._members(cls))
        return self._objects[cls]

    def _members(self, cls: type) -> tuple[Member, ...]:
        hints = get_type_hints(cls)
        return tuple(
            Member(each.name, self.codec(hints[each.name]), attrgetter(each.name), each.default)
            for each in sorted(fields(cls), key=_complement_last)
        )

    def _measured(self, cls: type) -> tuple[Member, ...]:
        unit = fields(cls)[1]
        spelling = NormalSpelling() if self._normalising else Spelling()
        value = Member("value", spelling, attrgetter("value" if self._normalising else "text"), MISSING)
        return (value, Member(unit.name, Text(), attrgetter(unit.name), unit.default))


def _amount(value: str, currency: str) -> Amount:
    return Amount.of(value, currency)


def _quantity(value: str, unit: str = "") -> Quantity:
    return Quantity.of(value, unit)


_MEASURES: dict[type, Callable[..., Any]] = {Amount: _amount, Quantity: _quantity}
"""Decimals with a unit, which keep the sender's spelling: `value` is the spelling."""


def _complement_last(each: Field[Any]) -> bool:
    return each.name == "complement"


def _compile_all(normalising: bool) -> dict[type[Document], Object]:
    compiler = Compiler(normalising)
    return {cls: compiler.object(cls) for cls in DOCUMENTS.values()}


# made when this module is loaded: a codec half made by one thread must never be seen by another
_AS_WRITTEN = _compile_all(normalising=False)
_NORMAL = _compile_all(normalising=True)


def compiled(cls: type[Document], normalising: bool = False) -> Object:
    """The codec of a document class."""
    return (_NORMAL if normalising else _AS_WRITTEN)[cls]
