"""A tree grown from libxml2's: what every document can be made into."""

from sys import intern
from typing import Any

from lxml import etree

from app.safe.element import NONE, Element

_new = object.__new__


class FromSource(Element):
    """An element that has its `source` from the beginning, and everything else from it when somebody asks."""

    __slots__ = ()

    def found(self, what: str) -> Any:
        """See `Element`."""
        source = self.source
        if what == "text":
            return _string_value(source) if self.children else source.text or ""
        if what == "attributes":
            return dict(source.attrib) if source.attrib else NONE
        return source.sourceline

    @property
    def texts(self) -> list[str]:
        """See `Element`."""
        source = self.source
        return [each for each in (source.text, *(child.tail for child in source)) if each]


def _string_value(source: etree._Element) -> str:
    return etree.tostring(source, method="text", encoding="unicode", with_tail=False)


def grow_from_source(source: etree._Element) -> list[Element]:
    """Elements of `source` and everything below it, in document order, made in one walk.

    Comments and processing instructions are left out by the parser. Calls no function of ours, `Element` included:
    the walk is a third of the time of judging a document.
    """
    root = FromSource()
    root.name, root.source, root.parent = source.tag, source, None
    root.index, root.end, root.children = 0, 1, NONE
    elements: list[Element] = [root]
    sources = source.iter()
    next(sources)
    children: dict[str, list[Element]] = {}
    parent: Element = root
    left = len(source)
    above: list[tuple[Element, dict[str, list[Element]], int]] = []
    for source in sources:
        child = _new(FromSource)
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
        child.children = NONE
        child.end = index + 1
        while not left:
            parent.children = children
            parent.end = index + 1
            if not above:
                return elements
            parent, children, left = above.pop()
    return elements
