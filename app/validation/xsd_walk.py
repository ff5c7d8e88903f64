"""Every fault of an invalid UBL document, found by walking it along the fact table.

libxml2 stops at the first fault among an element's children; a sender wants all of them at once. The walk judges what
is a plain sequence or a text, which is all of UBL; the insides of XML signatures it leaves to libxml2 and remembers
where they are. It is for documents already known to be invalid: a valid one isn't walked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

from lxml import etree

from app.safe.facts import Attribute, Child, UblType, documents, facts, prefixed
from app.validation.xsd_sequence import Fit, Kind, fits_of, missing
from app.validation.xsd_values import EXAMPLES, is_value

MOST_FAULTS = 500
MOST_NAMES_SHOWN = 12
MOST_TEXT_SHOWN = 80

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
ANY_ELEMENT = "*"


class Place(NamedTuple):
    """Where an element is: its parent's place, and the how-manieth of its name it is there (0: the only one).

    A path is written only when there is something to say; most elements are passed without a word.
    """

    node: etree._Element
    above: "Place | None" = None
    number: int = 0

    def __str__(self) -> str:
        step = f"/{shown(self.node)}[{self.number}]" if self.number else f"/{shown(self.node)}"
        return f"{self.above}{step}" if self.above else step

    @property
    def parent(self) -> str:
        """The shown name of the element that it is in."""
        return shown(self.above.node) if self.above else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding to be; its element is kept, so that its line can be looked up exactly."""

    code: str
    node: etree._Element
    path: str
    params: Mapping[str, object]


class TooManyFaults(Exception):
    """The walk has seen enough."""


class Walk:
    """One document's walk.

    Attributes:
        faults: in document order.
        opaque: the elements that libxml2 has to judge.
        embedded: roots of other document types inside an extension. The standard has a schema a document type, which
            doesn't know the other types and so lets them pass; the one set of all types here knows them.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.opaque: list[etree._Element] = []
        self.embedded: list[etree._Element] = []
        self._foreign_roots: frozenset[str] = frozenset()
        self._facts = facts()

    def document(self, root: etree._Element) -> None:
        """Walk all of a document; raises TooManyFaults where there are more than MOST_FAULTS."""
        self._foreign_roots = frozenset(documents().values()) - {name_of(root)}
        self._lax(Place(root))

    def _fault(self, code: str, place: Place, attribute: str = "", **params: Any) -> None:
        if len(self.faults) >= MOST_FAULTS:
            raise TooManyFaults
        path = f"{place}/@{cut(attribute)}" if attribute else str(place)
        self.faults.append(Fault(code, place.node, path, params))

    def _lax(self, place: Place) -> None:
        # what a wildcard lets in is judged where UBL knows it and passed where it doesn't; so are its children
        name = name_of(place.node)
        type_name = self._facts.elements.get(name)
        if name in self._foreign_roots:
            self.embedded.append(place.node)
        elif type_name:
            self._element(place, self._facts.types[type_name])
            return
        for inner in inside(place):
            self._lax(inner)

    def _element(self, place: Place, declared: UblType) -> None:
        if declared.name == "ext:ExtensionContentType":
            self._extension(place)
        elif declared.children is not None:
            self._attributes(place, declared.attributes)
            self._text_between(place)
            self._children(place, declared.children)
        elif declared.kind in ("elements", "mixed", "simple"):
            self.opaque.append(place.node)
        else:
            self._attributes(place, declared.attributes)
            self._text(place, declared.kind)

    def _extension(self, place: Place) -> None:
        self._attributes(place, {})
        self._text_between(place)
        content = inside(place)
        if not content:
            self._fault("schema.missing_element", place, parent=shown(place.node), expected=ANY_ELEMENT)
        for number, inner in enumerate(content, 1):
            if number > 1:
                self._surplus(inner, 1, number)
            elif name_of(inner.node).startswith(f"{{{self._facts.namespaces['ext']}}}"):
                self._stranger(inner, [ANY_ELEMENT])
            else:
                self._lax(inner)

    def _children(self, place: Place, allowed: Mapping[str, Child]) -> None:
        content = inside(place)
        names = [name_of(inner.node) for inner in content]
        fits = fits_of(names, [inner.number or 1 for inner in content], allowed)
        for inner, name, fit in zip(content, names, fits, strict=True):
            if fit.kind is not Kind.FITS:
                self._misfit(inner, fit, allowed)
            if name in allowed:
                self._lax(inner)
        for name in missing(names, allowed):
            self._fault("schema.missing_element", place, parent=shown(place.node), expected=prefixed(name))

    def _misfit(self, place: Place, fit: Fit, allowed: Mapping[str, Child]) -> None:
        if fit.kind is Kind.STRANGER:
            self._stranger(place, fit.names, allowed)
        elif fit.kind is Kind.SURPLUS:
            self._surplus(place, allowed[name_of(place.node)].most, place.number)
        else:
            order = " → ".join(map(prefixed, fit.names))
            self._fault("schema.wrong_order", place, found=shown(place.node), parent=place.parent, order=order)

    def _surplus(self, place: Place, most: int | None, number: int) -> None:
        self._fault("schema.too_many", place, found=shown(place.node), parent=place.parent, most=most, count=number)

    def _stranger(self, place: Place, expected: Iterable[str], allowed: Iterable[str] = ()) -> None:
        found = etree.QName(place.node)
        meant = next((name for name in allowed if name.endswith(f"}}{found.localname}")), "")
        names = {"found": shown(place.node), "parent": place.parent}
        if meant:
            right = f"{prefixed(meant)} ({etree.QName(meant).namespace})"
            self._fault("schema.wrong_namespace", place, namespace=cut(found.namespace or "–"), expected=right, **names)
        else:
            self._fault("schema.unexpected_element", place, expected=listed(map(prefixed, expected)), **names)

    def _attributes(self, place: Place, allowed: Mapping[str, Attribute]) -> None:
        present = {str(name): str(value) for name, value in place.node.items()}
        for name, value in present.items():
            if name in allowed:
                self._value(place, allowed[name].type, value, name)
            elif not name.startswith(XSI):
                params = {"parent": shown(place.node), "found": cut(name), "expected": listed(allowed)}
                self._fault("schema.unknown_attribute", place, name, **params)
        for each in allowed.values():
            if each.required and each.name not in present:
                self._fault("schema.missing_attribute", place, parent=shown(place.node), expected=each.name)

    def _text_between(self, place: Place) -> None:
        texts = (text.strip() for text in (place.node.text, *(child.tail for child in place.node)) if text)
        found = next(filter(None, texts), None)
        if found:
            self._fault("schema.unexpected_text", place, parent=shown(place.node), value=cut(found))

    def _text(self, place: Place, type_name: str) -> None:
        if len(place.node):
            for inner in inside(place):
                self._stranger(inner, ())
        else:
            self._value(place, type_name, place.node.text or "")

    def _value(self, place: Place, type_name: str, value: str, attribute: str = "") -> None:
        if is_value(type_name, value):
            return
        name = f"@{attribute}" if attribute else shown(place.node)
        code = "schema.bad_value" if value.strip() else "schema.empty_value"
        params = {"name": name, "type": type_name.removeprefix("xsd:"), "expected": EXAMPLES[type_name]}
        self._fault(code, place, attribute, value=cut(value), **params)


def inside(place: Place) -> list[Place]:
    """The places of the child elements; they are numbered where there are several of a name."""
    children = [(child, name_of(child)) for child in place.node.iterchildren(tag=etree.Element)]
    several = Counter(name for _, name in children)
    numbers = {name: count(1) for name, of_that_name in several.items() if of_that_name > 1}
    return [Place(child, place, next(numbers[name]) if name in numbers else 0) for child, name in children]


def name_of(node: etree._Element) -> str:
    """The element's name as `{urn:…}Party`."""
    return str(node.tag)


def shown(node: etree._Element) -> str:
    """The element's name as a reader knows it: with UBL's usual prefix, or with the sender's for what isn't UBL's."""
    known = etree.QName(node).namespace in facts().prefixes
    return prefixed(name_of(node)) if known or not node.prefix else f"{node.prefix}:{etree.QName(node).localname}"


def line_of(node: etree._Element) -> int | None:
    """The line of the element's start tag, as far as libxml2 knows it."""
    line: object = node.sourceline
    return line if isinstance(line, int) else None


def cut(text: str) -> str:
    """`text` short enough to be shown."""
    return text if len(text) <= MOST_TEXT_SHOWN else f"{text[:MOST_TEXT_SHOWN]}…"


def listed(names: Iterable[str]) -> str:
    """Names for a message, the first few of many; a dash for none."""
    found = list(names)
    more = ["…"] if len(found) > MOST_NAMES_SHOWN else []
    return ", ".join(found[:MOST_NAMES_SHOWN] + more) or "–"
