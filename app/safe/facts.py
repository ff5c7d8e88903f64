"""What UBL 2.1 says about names, order, cardinality and types: the fact table in `schemas/ubl/2.1`, loaded once.

It lies here so that the readers and writers of formats can place elements in schema order, and the validation can
judge them, by the same facts. It knows no document of anybody and judges nothing.

Types are named as in the table: `cac:PartyType`, `udt:AmountType`, `Order:OrderType` (a document's own prefix is its
name). Elements are named as lxml names them: `{urn:…}Party`. The notation of the table is described in
docs/decisions/0003-ubl-schemas.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "ubl" / "2.1"
XSD_NAMESPACE = "http://www.w3.org/2001/XMLSchema"

_OCCURRENCE: Mapping[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_NEEDS_GRAMMAR = frozenset("(|{=")


@dataclass(frozen=True, slots=True)
class Child:
    """An element's place in its parent: at least `least` and at most `most` times (None: any number)."""

    name: str
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute that an element may (or, `required`, must) have, with its XSD type (`xsd:language`)."""

    name: str
    type: str
    required: bool


@dataclass(frozen=True)
class UblType:
    """A row of the table of types.

    Attributes:
        kind: "elements", "mixed" (both have `content`), "simple" (an XSD simple type), or the XSD type of a text.
        attribute_text, content: as in the table.
    """

    name: str
    kind: str
    attribute_text: str
    content: str

    @cached_property
    def attributes(self) -> Mapping[str, Attribute]:
        """By name, without wildcards."""
        return {each.name: each for each in map(_attribute, self.attribute_text.split()) if each}

    @cached_property
    def children(self) -> Mapping[str, Child] | None:
        """By name and in schema order; None where the content is not a plain sequence (parts of XML signatures)."""
        if self.kind != "elements" or _NEEDS_GRAMMAR.intersection(self.content):
            return None
        return {each.name: each for each in map(_child, self.content.split())}


@dataclass(frozen=True)
class Facts:
    """The whole table."""

    namespaces: Mapping[str, str]
    elements: Mapping[str, str]
    types: Mapping[str, UblType]

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Prefix by namespace."""
        return {uri: prefix for prefix, uri in self.namespaces.items()}

    @cached_property
    def documents(self) -> Mapping[str, str]:
        """The root element's name by document type: all 65 ("Order", "Invoice" …)."""
        pairs = ((prefix, f"{{{uri}}}{prefix}") for prefix, uri in self.namespaces.items())
        return {name: root for name, root in pairs if root in self.elements}


@cache
def facts() -> Facts:
    """The table, read from its files at the first call."""
    namespaces = dict(_rows("namespaces.tsv", 2))
    elements = {_expanded(name, namespaces): type_name for name, type_name in _rows("elements.tsv", 2)}
    return Facts(namespaces, elements, {row[0]: UblType(*row) for row in _rows("types.tsv", 4)})


def documents() -> Mapping[str, str]:
    """The root element by UBL 2.1 document type, all 65."""
    return facts().documents


def type_of(element: str) -> str | None:
    """The type of a UBL 2.1 element; None for a name that UBL 2.1 doesn't have."""
    return facts().elements.get(element)


def child_order(type_name: str) -> tuple[str, ...]:
    """The child elements of a type in the order of the schema; none for texts and for what is not a plain sequence.

    Raises:
        KeyError: there is no such type.
    """
    return tuple(facts().types[type_name].children or ())


def is_repeatable(type_name: str, child: str) -> bool:
    """Whether `child` may occur more than once in `type_name`; raises KeyError where it may not occur at all."""
    children = facts().types[type_name].children or {}
    return children[child].most is None


def data_type(element: str) -> str:
    """The unqualified data type of a basic element ("udt:AmountType"); "" for aggregates and unknown names."""
    name = type_of(element) or ""
    return name if name.startswith("udt:") else ""


def prefixed(name: str) -> str:
    """`{urn:…}Party` as `cac:Party`; names in a document's own namespace, or in an unknown one, go without a prefix."""
    uri, _, local = name.rpartition("}")
    prefix = facts().prefixes.get(uri.removeprefix("{"), "")
    return f"{prefix}:{local}" if prefix and prefix not in documents() else local


def _rows(file: str, columns: int) -> list[list[str]]:
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [(line + "\t" * columns).split("\t")[:columns] for line in lines]


def _expanded(name: str, namespaces: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{namespaces[prefix]}}}{local}"


def _child(token: str) -> Child:
    least, most = _OCCURRENCE.get(token[-1], (1, 1))
    return Child(_expanded(token.rstrip("?*+"), facts().namespaces), least, most)


def _attribute(token: str) -> Attribute | None:
    name, found, type_name = token.partition("=")
    return Attribute(name, type_name.rstrip("!"), token.endswith("!")) if found else None
