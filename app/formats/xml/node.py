"""A light tree between lxml and the rules: children by name, so that a rule finds its element with one look-up.

A tree is made either from a message (`from_element`, every node then knows its `source`) or by the rules (no sources).
Text is an element's own, exactly as written; white space between elements isn't kept.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from app.formats.xml.order import ranks
from app.safe.xml import text_of

_LAST = 1 << 30
# most elements have no attributes or no children: they share this, and get their own when something is put in
_EMPTY: Any = MappingProxyType({})


class Node:
    """An element: its name, text, attributes, and children grouped by name.

    Attributes:
        source: the element that it was made from, which is also what is written for it; None where rules made it.
        scattered: whether children of one name are apart from each other in the source.
        sequence: the names of all children in order, where that isn't the schema's order.
    """

    __slots__ = ("attributes", "groups", "scattered", "sequence", "source", "tag", "text")

    def __init__(self, tag: str, text: str = "", source: etree._Element | None = None) -> None:
        self.tag = tag
        self.text = text
        self.attributes: dict[str, str] = _EMPTY
        self.groups: dict[str, list[Node]] = _EMPTY
        self.scattered = False
        self.sequence: list[str] | None = None
        self.source = source

    def first(self, path: tuple[str, ...]) -> "Node | None":
        """The first node at `path`, taking the first of every name on the way."""
        node = self
        for tag in path:
            found = node.groups.get(tag)
            if not found:
                return None
            node = found[0]
        return node

    def ensure(self, path: tuple[str, ...]) -> "Node":
        """Like `first`, making what isn't there."""
        node = self
        for tag in path:
            found = node.groups.get(tag)
            node = found[0] if found else node.add(tag)
        return node

    def add(self, tag: str) -> "Node":
        """A new last child of that name."""
        child = Node(tag)
        self.attach(child)
        return child

    def attach(self, child: "Node") -> None:
        """Take in `child` as the last of its name."""
        if not self.groups:
            self.groups = {child.tag: [child]}
        else:
            self.groups.setdefault(child.tag, []).append(child)

    def put(self, attribute: str, value: str) -> None:
        """Set an attribute."""
        if not self.attributes:
            self.attributes = {attribute: value}
        else:
            self.attributes[attribute] = value

    def remove(self, tag: str, index: int = 0) -> None:
        """Take out a child, by its index among those of its name."""
        del self.groups[tag][index]
        if not self.groups[tag]:
            del self.groups[tag]

    def children(self) -> Iterator["Node"]:
        """All children, in `sequence` where there is one, in the schema's order where not."""
        if self.sequence is not None:
            waiting = {tag: iter(group) for tag, group in self.groups.items()}
            return (next(waiting[tag]) for tag in self.sequence)
        return (child for tag in self.names_in_order() for child in self.groups[tag])

    def names_in_order(self) -> list[str]:
        """The children's names in the schema's order; names that the schema doesn't have come last, as they came."""
        known = ranks(self.tag)
        return sorted(self.groups, key=lambda tag: known.get(tag, _LAST))

    def all_text(self) -> str:
        """The text of this node and everything below it."""
        return self.text + "".join(child.all_text() for child in self.children())

    def is_empty(self) -> bool:
        """Whether the node says nothing at all."""
        return not (self.text or self.attributes or self.groups)


def from_element(element: etree._Element, stray: list[tuple[Node, str]] | None = None) -> Node:
    """The tree of a message's element; comments and processing instructions are passed over.

    Text beside child elements is not part of the tree: the elements that have such go into `stray`, with the text.
    """
    node = Node(element.tag, element.text or "", element)
    attributes: Any = element.attrib
    if attributes:
        node.attributes = dict(attributes)
    if len(element):
        _take_children(node, element, [] if stray is None else stray)
    return node


def _take_children(node: Node, element: etree._Element, stray: list[tuple[Node, str]]) -> None:
    groups: dict[str, list[Node]] = {}
    last, between = None, ""
    child: Any
    for child in element:
        tag, tail = child.tag, child.tail
        if not isinstance(tag, str):
            node.text = text_of(element)
            continue
        if tail and not tail.isspace():
            between += tail
        group = groups.setdefault(tag, [])
        node.scattered = node.scattered or bool(group and tag != last)
        group.append(from_element(child, stray))
        last = tag
    if groups:
        node.groups = groups
        between = node.text + between
        node.text = node.text if node.text.strip() else ""
    if between and not between.isspace():
        stray.append((node, between))


def to_element(node: Node, namespaces: Mapping[str | None, str]) -> etree._Element:
    """The element that a tree stands for, with `namespaces` declared on it."""
    declared: Any = dict(namespaces)
    root = etree.Element(node.tag, nsmap=declared)
    _fill(root, node)
    return root


def _fill(element: etree._Element, node: Node) -> None:
    if node.text:
        element.text = node.text
    for name, value in node.attributes.items():
        element.set(name, value)
    for child in node.children():
        if child.source is not None:
            element.append(child.source)
        else:
            _fill(etree.SubElement(element, child.tag), child)
