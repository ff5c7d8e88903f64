"""Nodes as XPath sees them: the elements of a Tree, and beside them the document, attributes and texts.

A document node is also where a judgement keeps what it has worked out once for the whole document (`once`). Attributes
and texts are made when something asks for them as nodes; who only asks for their values doesn't make any.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter, lt
from types import MappingProxyType
from typing import Any

from app.safe.tree import Element, Tree
from app.validation.schematron.runtime_values import DynamicError

_index = attrgetter("index")
_attributes = attrgetter("attributes")

NONE: tuple[Any, ...] = ()
_NOTHING: Mapping[str, Any] = MappingProxyType({})
ERRORS = (DynamicError, ArithmeticError, ValueError, RecursionError)
"""What evaluating an expression may raise because of what a document says."""


class Attribute:
    """An attribute; two of the same element and name are the same node."""

    __slots__ = ("name", "parent", "text")
    attributes = _NOTHING
    children = _NOTHING
    texts = NONE

    def __init__(self, parent: Element, name: str, text: str) -> None:
        self.parent = parent
        self.name = name
        self.text = text

    @property
    def line(self) -> int | None:
        """The line of its element's start tag."""
        return self.parent.line

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Attribute) and other.parent is self.parent and other.name == self.name

    def __hash__(self) -> int:
        return hash((id(self.parent), self.name))


class Text:
    """A text node: the one before the first child of its element (`after` is None), or the one behind a child."""

    __slots__ = ("after", "parent", "text")
    attributes = _NOTHING
    children = _NOTHING
    texts = NONE
    name = ""

    def __init__(self, parent: Element, after: Element | None, text: str) -> None:
        self.parent = parent
        self.after = after
        self.text = text

    @property
    def line(self) -> int | None:
        """The line of its element's start tag."""
        return self.parent.line

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and other.parent is self.parent and other.after is self.after

    def __hash__(self) -> int:
        return hash((id(self.parent), id(self.after)))


class once:  # noqa: N801  # it is used as a decorator
    """A method without arguments whose answer, or error, is kept for as long as its object."""

    def __init__(self, method: Callable[[Any], Any]) -> None:
        self._method = method
        self._name = ""

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, owner: Any, _kind: type | None = None) -> Any:
        # not a data descriptor: once the answer is in the object's dictionary, this isn't asked any more
        if owner.failed is not None and self._name in owner.failed:
            raise owner.failed[self._name]
        try:
            answer = owner.__dict__[self._name] = self._method(owner)
        except ERRORS as error:
            owner.failed = {**(owner.failed or {}), self._name: _without_traceback(error)}
            raise
        return answer


def _without_traceback(error: Exception) -> DynamicError:
    return DynamicError(str(error) if isinstance(error, DynamicError) else "a value is out of every bound")


class Frame:
    """What a rule's lets and shared expressions are kept on, for one context node.

    Attributes:
        failed: the errors of those that can't be evaluated, by name.
    """

    failed: Mapping[str, Exception] | None = None

    def __init__(self, d: Any, c: Any) -> None:
        self.d = d
        self.c = c


class ByAttribute:
    """Elements by the names of their attributes; most of what rules ask for isn't there."""

    def __init__(self, elements: list[Element]) -> None:
        self._elements = elements
        self._attributes = list(map(_attributes, elements))
        # most have none, and many share what they have, where it was written alike
        some = list(filter(None, self._attributes))
        different = dict(zip(map(id, some), some, strict=True))
        self._names = set[str]().union(*different.values())

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def get(self, name: str, otherwise: Sequence[Element]) -> Sequence[Element]:
        """The elements that have an attribute of that name, in document order."""
        if name not in self._names:
            return otherwise
        pairs = zip(self._elements, self._attributes, strict=True)
        return [element for element, attributes in pairs if name in attributes]


class Document:
    """The document node of one judgement.

    Attributes:
        elements: all of them, in document order.
        by_name: the same, by name.
        now: what fn:current-dateTime answers, with a time zone.
        failed: the errors of what is kept and can't be evaluated, by name.
    """

    failed: Mapping[str, Exception] | None = None
    attributes = _NOTHING
    texts = NONE
    parent = None
    name = ""
    index = -1
    line = 1

    def __init__(self, tree: Tree, now: datetime) -> None:
        self.elements = tree.elements
        self.by_name = tree.by_name
        self.top = tree.root
        self.children = {tree.root.name: [tree.root]}
        self.end = len(tree.elements)
        self.now = now

    @property
    def text(self) -> str:
        """All text of the document."""
        return self.top.text

    @once
    def by_attribute(self) -> "ByAttribute":
        """The elements that have an attribute, by its name."""
        return ByAttribute(self.elements)

    @once
    def ends(self) -> dict[str, dict[str, int]]:
        """What `is_preceded_by` and `has_sibling_before` keep."""
        return {}


# ---- order and identity


def order_of(node: Any) -> tuple[float, int, int]:
    """A key that sorts nodes of one document into document order."""
    kind = type(node)
    if kind is Attribute:
        return (node.parent.index, 1, 0)
    if kind is not Text:
        return (node.index, 0, 0)
    if node.after is None:
        return (node.parent.index, 2, 0)
    return (node.after.end - 1, 3, -depth_of(node.after))


def depth_of(element: Element) -> int:
    """How many elements an element is inside of."""
    return sum(1 for _ in element.ancestors())


def in_order(nodes: Iterable[Any]) -> list[Any]:
    """`nodes` in document order, each once."""
    found = nodes if isinstance(nodes, list) else list(nodes)
    try:
        places = list(map(_index, found))
    except AttributeError:  # attributes and texts have none
        return sorted(dict.fromkeys(found), key=order_of)
    if all(map(lt, places, places[1:])):
        return found
    return sorted(dict.fromkeys(found), key=_index)


def are_same(left: Any, right: Any) -> bool:
    """Whether both are one node."""
    return left is right or (type(left) in (Attribute, Text) and left == right)


def is_node(value: Any) -> bool:
    """Whether `value` is a node, and no atomic value."""
    return isinstance(value, Element | Attribute | Text | Document)


def local_name(node: Any) -> str:
    """fn:local-name; "" for what has no name, and for None."""
    return node.name.rpartition("}")[2] if node is not None else ""


def namespace_uri(node: Any) -> str:
    """fn:namespace-uri."""
    return node.name.rpartition("}")[0][1:] if node is not None else ""


def name_of(node: Any) -> str:
    """fn:name: with the prefix that the document uses."""
    if node is None or not node.name:
        return ""
    local = local_name(node)
    prefix = node.source.prefix if isinstance(node, Element) else _prefix_of_attribute(node)
    return f"{prefix}:{local}" if prefix else local


def _prefix_of_attribute(node: Attribute) -> str:
    uri = namespace_uri(node)
    if uri == "http://www.w3.org/XML/1998/namespace":
        return "xml"
    known: Mapping[str | None, str] = node.parent.source.nsmap
    return next((prefix for prefix, bound in known.items() if prefix and bound == uri), "") if uri else ""
