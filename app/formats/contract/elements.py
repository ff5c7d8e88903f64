"""Elements of Contract XML, compiled once from the domain's dataclasses, their type hints and the layout's names."""

import types
from collections import defaultdict
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from operator import attrgetter
from typing import Any, Protocol, Union, cast, get_args, get_origin, get_type_hints

from lxml import etree

from app.domain.documents import Contract
from app.formats.contract.layout import ALWAYS_WRITTEN, ATTRIBUTES, BESIDE, LABELLED, NAMESPACE, Labelled, name_of
from app.formats.contract.values import SIDE, TEXT, scalar
from app.formats.json.reading import FAULTY, Reading, shown
from app.formats.json.scalars import Value
from app.safe.xml import text_of

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


class Content(Protocol):
    """What an element has in it."""

    def read(self, element: etree._Element, path: str, reading: Reading) -> Any:
        """The domain's value; FAULTY where it was reported why there is none."""

    def write(self, element: etree._Element, value: Any) -> None:
        """Fill the empty `element`."""


class Leaf:
    """A text, a number, a day …"""

    def __init__(self, value: Value) -> None:
        self._value = value

    def read(self, element: etree._Element, path: str, reading: Reading) -> Any:
        _expect(element, set(), set(), path, reading)
        return self._value.read(text_of(element), path, reading)

    def write(self, element: etree._Element, value: Any) -> None:
        element.text = self._value.write(value)


class LabelledLeaf:
    """A text or number with the attribute that says of which unit, scheme or language it is."""

    def __init__(self, layout: Labelled) -> None:
        self._layout = layout

    def read(self, element: etree._Element, path: str, reading: Reading) -> Any:
        layout = self._layout
        _expect(element, set(), {layout.attribute}, path, reading)
        content = layout.value.read(text_of(element), path, reading)
        label = element.get(layout.attribute)
        if label is None and layout.required:
            label = _missing(f"{path}/@{layout.attribute}", reading)
        return FAULTY if FAULTY in (content, label) else layout.make(content, label or "")

    def write(self, element: etree._Element, value: Any) -> None:
        element.text = str(attrgetter(self._layout.content)(value))
        label = attrgetter(self._layout.label)(value)
        if label or self._layout.required:
            element.set(self._layout.attribute, label)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a field of a dataclass stands: in an attribute, in one element, or in any number of elements."""

    field: str
    name: str
    content: Content
    attribute: Value | None
    many: bool
    default: Any
    always: bool


class Nested:
    """A dataclass as an element with elements in it; children whose tags are `beside` it are somebody else's matter.

    `slots` is filled after making it, since a clause has clauses.
    """

    def __init__(self, make: Callable[..., Any], beside: frozenset[str] = frozenset()) -> None:
        self.slots: tuple[Slot, ...] = ()
        self._make = make
        self._beside = beside

    def read(self, element: etree._Element, path: str, reading: Reading) -> Any:
        children = defaultdict(list)
        for child in element.iterchildren(etree.Element):
            children[child.tag].append(child)
        attributes = {slot.name for slot in self.slots if slot.attribute}
        _expect(element, {_tag(slot.name) for slot in self.slots} | self._beside, attributes, path, reading)
        if text_of(element).strip():
            reading.fault("contract_xml.unexpected", path, name=shown(text_of(element).strip()))
        found = {slot.field: _read_slot(slot, element, children[_tag(slot.name)], path, reading) for slot in self.slots}
        return FAULTY if FAULTY in found.values() else self._make(**found)

    def write(self, element: etree._Element, value: Any) -> None:
        for slot in self.slots:
            content = getattr(value, slot.field)
            if slot.attribute:
                element.set(slot.name, slot.attribute.write(content))
            elif slot.many or content != slot.default or slot.always:
                for each in content if slot.many else (content,):
                    slot.content.write(etree.SubElement(element, _tag(slot.name)), each)


def _read_slot(slot: Slot, element: etree._Element, found: list[etree._Element], path: str, reading: Reading) -> Any:
    reading.line = _line(element)
    if slot.attribute:
        here = f"{path}/@{slot.name}"
        text = element.get(slot.name)
        return _missing(here, reading) if text is None else slot.attribute.read(text, here, reading)
    if slot.many:
        each = tuple(_read(slot, child, f"{path}/{slot.name}[{n}]", reading) for n, child in enumerate(found, 1))
        return FAULTY if FAULTY in each else each
    here = f"{path}/{slot.name}"
    if len(found) > 1:
        reading.line = _line(found[1])
        return reading.fault("contract_xml.repeated", here, name=slot.name)
    if found:
        return _read(slot, found[0], here, reading)
    return _missing(here, reading) if slot.default is MISSING else slot.default


def _read(slot: Slot, element: etree._Element, path: str, reading: Reading) -> Any:
    reading.line = _line(element)
    return slot.content.read(element, path, reading)


def _missing(path: str, reading: Reading) -> Any:
    return reading.fault("contract_xml.missing", path, name=path.rpartition("/")[2])


def _expect(element: etree._Element, tags: set[str], attributes: set[str], path: str, reading: Reading) -> None:
    """Report every child and attribute that has no place in `element`."""
    for name in element.attrib:
        if name not in attributes and not str(name).startswith(_XSI):
            reading.fault("contract_xml.unexpected", f"{path}/@{shown(name)}", name=shown(name))
    for child in element.iterchildren(etree.Element):
        if child.tag not in tags:
            reading.line = _line(child)
            reading.fault(
                "contract_xml.unexpected", f"{path}/{shown(etree.QName(child).localname)}", name=shown(child.tag)
            )
    reading.line = _line(element)


def _line(element: etree._Element) -> int | None:
    return cast("int | None", element.sourceline)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


class _Compiler:
    def __init__(self) -> None:
        self._nested: dict[type, Nested] = {}

    def nested(self, cls: type) -> Nested:
        if cls not in self._nested:
            made = self._nested[cls] = Nested(cls, BESIDE if cls is Contract else frozenset())
            hints = get_type_hints(cls)
            made.slots = tuple(
                self._slot(cls, each.name, hints[each.name], each.default)
                for each in fields(cls)
                if each.name != "complement"
            )
        return self._nested[cls]

    def _slot(self, cls: type, field: str, hint: Any, default: Any) -> Slot:
        many = get_origin(hint) is tuple
        is_attribute = (cls, field) in ATTRIBUTES
        return Slot(
            field,
            name_of(cls, field),
            Leaf(SIDE) if field == "proposed_by_buyer" else self._content(hint),
            TEXT if is_attribute else None,
            many,
            default,
            (cls, field) in ALWAYS_WRITTEN,
        )

    def _content(self, hint: Any) -> Content:
        if get_origin(hint) in {Union, types.UnionType}:
            return self._content(next(each for each in get_args(hint) if each is not type(None)))
        if get_origin(hint) is tuple:
            return self._content(get_args(hint)[0])
        if hint in LABELLED:
            return LabelledLeaf(LABELLED[hint])
        return self.nested(hint) if is_dataclass(hint) and isinstance(hint, type) else Leaf(scalar(hint))


CONTRACT = _Compiler().nested(Contract)
