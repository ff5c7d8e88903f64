"""A parsed document as rules look at it: children, parents and every element of a name at one look-up each.

The tree of libxml2 answers such questions too, and makes a Python object anew for each answer; a thousand rules ask
them of every element. So the tree is walked once, into objects that stay. It is read and never changed, and it knows
no syntax.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from operator import attrgetter
from sys import intern
from types import MappingProxyType
from typing import Any, cast

from lxml import etree

_INDEX = attrgetter("index")
_new = object.__new__

# most elements have no children: they share this
_NONE: Any = MappingProxyType({})


class Element:
    """An element of a parsed document.

    Attributes:
        name: Clark's `{namespace}local`, as lxml has it.
        source: the element of libxml2's tree, for its attributes and its line.
        parent: None for the root.
        children: the child elements by name, in document order; a name that no child has is not there.
        index: the element's place in `Tree.elements`.
        end: the place behind its last descendant: `tree.elements[each.index + 1 : each.end]` are its descendants.
    """

    __slots__ = ("children", "end", "index", "name", "parent", "source")

    def __init__(self, name: str, source: etree._Element, parent: "Element | None", index: int) -> None:
        self.name = name
        self.source = source
        self.parent = parent
        self.index = index
        self.end = index + 1
        self.children: Mapping[str, list[Element]] = _NONE

    @property
    def text(self) -> str:
        """The string value (XPath 2.0 § 2.5.2): its own text and that of all its descendants, as written."""
        source = self.source
        if self.children:
            return etree.tostring(source, method="text", encoding="unicode", with_tail=False)
        return source.text or ""

    def get(self, attribute: str) -> str | None:
        """The attribute of that name; None where it has none."""
        return self.source.get(attribute)

    @property
    def line(self) -> int | None:
        """The line of the start tag in the message, from 1."""
        return cast("int | None", self.source.sourceline)

    def first(self, *path: str) -> "Element | None":
        """The first descendant at `path`, taking the first of every name on the way."""
        found: Element | None = self
        for name in path:
            found = found.children[name][0] if found is not None and name in found.children else None
        return found

    def all(self, *path: str) -> "list[Element]":
        """Every descendant at `path`, in document order."""
        found = [self]
        for name in path:
            if len(found) == 1:  # mostly so; and mostly there is nothing at the path
                found = found[0].children.get(name, [])
            else:
                found = [child for each in found for child in each.children.get(name, ())]
        return found.copy()

    def ancestors(self) -> "Iterator[Element]":
        """Its parent, and so on up to the root."""
        found = self.parent
        while found is not None:
            yield found
            found = found.parent


class Tree:
    """A document: its root, and all of its elements in document order.

    Whoever uses its elements keeps the tree: with it go their ways to their parents.

    Attributes:
        elements: every element, the root first; an element's `index` is its place here.
    """

    __slots__ = ("_by_name", "elements", "root")

    def __init__(self, source: etree._Element) -> None:
        self.elements: list[Element] = []
        self._by_name: dict[str, list[Element]] = {}
        self.root = Element(source.tag, source, None, 0)
        self.elements.append(self.root)
        _grow(self.root, self.elements)

    def __del__(self) -> None:
        # parents and children hold each other; let go here, they are freed at once and not by the garbage collector,
        # which halves the time of judging a document of a thousand lines
        for each in self.elements:
            each.parent = None

    def named(self, name: str) -> list[Element]:
        """Every element of that name, wherever it is, in document order (what `//name` selects)."""
        return (self._by_name or self.by_name).get(name, [])

    @property
    def by_name(self) -> Mapping[str, list[Element]]:
        """Every element, by name; made when it is first asked for."""
        index = self._by_name
        if not index:
            for each in self.elements:
                name = each.name
                if name in index:
                    index[name].append(each)
                else:
                    index[name] = [each]
        return index


def _grow(root: Element, elements: list[Element]) -> None:
    """Make elements of everything below `root`, in one walk in document order.

    Comments and processing instructions are left out by the parser. This is where a third of the time of judging goes,
    so it calls no function of ours, `Element` included.
    """
    sources = root.source.iter()
    next(sources)
    children: dict[str, list[Element]] = {}
    parent, left = root, len(root.source)
    above: list[tuple[Element, dict[str, list[Element]], int]] = []
    for source in sources:
        child = _new(Element)
        child.name = name = intern(source.tag)
        child.source = source
        child.parent = parent
        child.index = index = len(elements)
        elements.append(child)
        if name in children:
            children[name].append(child)
        else:
            children[name] = [child]
        left -= 1
        if within := len(source):
            above.append((parent, children, left))
            parent, children, left = child, {}, within
            continue
        child.children = _NONE
        child.end = index + 1
        while not left:
            parent.children = children
            parent.end = index + 1
            if not above:
                return
            parent, children, left = above.pop()


def path_of(element: Element, prefixes: Mapping[str, str]) -> str:
    """Where `element` is: `/Invoice/cac:InvoiceLine[2]/cbc:ID`, with an index wherever there are several of a name.

    Args:
        element: whose path to write.
        prefixes: prefix by namespace; a name in a namespace that isn't there is written without one.
    """
    steps = [_step(each, prefixes) for each in (element, *element.ancestors())]
    return "/" + "/".join(reversed(steps))


def _step(element: Element, prefixes: Mapping[str, str]) -> str:
    uri, _, local = element.name.rpartition("}")
    parent = element.parent
    if parent is None:
        return local
    prefix = prefixes.get(uri[1:], "")
    step = f"{prefix}:{local}" if prefix else local
    same = parent.children[element.name]
    # a hundred thousand siblings are not looked through for every finding: they are in order
    return step if len(same) == 1 else f"{step}[{bisect_left(same, element.index, key=_INDEX) + 1}]"
