"""A parsed document as rules look at it: children, parents and every element of a name at one look-up each.

The tree of libxml2 answers such questions too, and makes a Python object anew for each answer; a thousand rules ask
them of every element. So the tree is walked once, into objects that stay. It is read and never changed, and it knows
no syntax.
"""

from bisect import bisect_left
from collections.abc import Mapping
from operator import attrgetter

from lxml import etree

from app.safe.cut import Cut
from app.safe.element import Element
from app.safe.grown_from_source import grow_from_source
from app.safe.grown_from_text import grow_from_text

_INDEX = attrgetter("index")

__all__ = ["Element", "Tree", "path_of"]


class Tree:
    """A document: its root, and all of its elements in document order.

    Whoever uses its elements keeps the tree: with it go their ways to their parents.

    Attributes:
        elements: every element, the root first; an element's `index` is its place here.
    """

    __slots__ = ("_by_name", "elements", "root")

    def __init__(self, source: etree._Element, cut: Cut | None = None) -> None:
        """A tree of what libxml2 has read; grown from `cut` where that is given, which is all of the same message."""
        self._by_name: dict[str, list[Element]] = {}
        self.elements = grow_from_source(source) if cut is None else grow_from_text(source, cut)
        self.root = self.elements[0]

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
