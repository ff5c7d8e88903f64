"""XPath's axes: each a function that gives nodes in document order."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from app.safe.tree import Element
from app.validation.schematron.runtime_nodes import NONE, Attribute, Document, Text, depth_of, in_order, order_of

_index = attrgetter("index")


def children(d: Document, node: Any) -> Sequence[Element]:
    """child::*"""
    if node is d:
        return [d.top]
    by_name = node.children
    if len(by_name) == 1:
        return next(iter(by_name.values()))
    found = []
    if by_name:
        elements, at, end = d.elements, node.index + 1, node.end
        while at < end:
            child = elements[at]
            found.append(child)
            at = child.end
    return found


def texts(d: Document, node: Any) -> list[Text]:
    """child::text()"""
    if not node.children:
        return [Text(node, None, each) for each in node.texts]
    if node is d:
        return []
    found = []
    first = node.source.text
    if first:
        found.append(Text(node, None, first))
    for child in children(d, node):
        tail = child.source.tail
        if tail:
            found.append(Text(node, child, tail))
    return found


def text_values(d: Document, node: Any) -> Sequence[str]:
    """The values of child::text()."""
    return node.texts if node is not d else NONE


def child_nodes(d: Document, node: Any) -> list[Any]:
    """child::node()"""
    return in_order([*children(d, node), *texts(d, node)])


def attributes(node: Any) -> list[Attribute]:
    """attribute::*"""
    return [Attribute(node, name, text) for name, text in node.attributes.items()]


def descendants(d: Document, node: Any) -> Sequence[Element]:
    """descendant::*"""
    if type(node) is Attribute or type(node) is Text:
        return NONE
    return d.elements[node.index + 1 : node.end]


def descendant_texts(d: Document, node: Any) -> list[Text]:
    """descendant::text()"""
    return in_order([text for element in _with_self(d, node) for text in texts(d, element)])


def descendant_nodes(d: Document, node: Any) -> list[Any]:
    """descendant::node()"""
    return in_order([*descendants(d, node), *descendant_texts(d, node)])


def _with_self(d: Document, node: Any) -> list[Element]:
    return [*([node] if isinstance(node, Element) else ()), *descendants(d, node)]


def named_descendants(d: Document, node: Any, name: str) -> Sequence[Element]:
    """descendant::name"""
    same: Sequence[Element] = d.by_name.get(name, NONE)
    if node is d:
        return same
    if not isinstance(node, Element):
        return NONE
    return same[_place(same, node.index + 1) : _place(same, node.end)]


def ancestors(d: Document, node: Any) -> list[Any]:
    """ancestor::node()"""
    found = []
    each = parent(d, node)
    while each is not None:
        found.append(each)
        each = parent(d, each)
    found.reverse()
    return found


def named_ancestors(_d: Document, node: Any, name: str) -> list[Any]:
    """ancestor::name"""
    found = []
    each = node.parent
    while each is not None:
        if each.name == name:
            found.append(each)
        each = each.parent
    found.reverse()
    return found


def parent(d: Document, node: Any) -> Any:
    """parent::node(): None only for the document."""
    return node.parent or (None if node is d else d)


def following_siblings(d: Document, node: Any) -> list[Any]:
    """following-sibling::node()"""
    if not isinstance(node, Element | Text):
        return []
    mine = order_of(node)
    return [each for each in child_nodes(d, parent(d, node)) if order_of(each) > mine]


def preceding_siblings(d: Document, node: Any) -> list[Any]:
    """preceding-sibling::node()"""
    if not isinstance(node, Element | Text):
        return []
    mine = order_of(node)
    return [each for each in child_nodes(d, parent(d, node)) if order_of(each) < mine]


def named_following_siblings(d: Document, node: Any, name: str) -> Sequence[Element]:
    """following-sibling::name"""
    if not isinstance(node, Element):
        return [each for each in following_siblings(d, node) if each.name == name]
    same = node.parent.children.get(name, NONE) if node.parent is not None else NONE
    return same[_place(same, node.end) :]


def named_preceding_siblings(d: Document, node: Any, name: str) -> Sequence[Element]:
    """preceding-sibling::name"""
    if not isinstance(node, Element):
        return [each for each in preceding_siblings(d, node) if each.name == name]
    same = node.parent.children.get(name, NONE) if node.parent is not None else NONE
    return same[: _place(same, node.index)]


def following(d: Document, node: Any) -> list[Any]:
    """following::node()"""
    if node is d:
        return []
    if isinstance(node, Element):
        behind: Sequence[Element] = d.elements[node.end :]
    else:
        mine = order_of(node)
        behind = [each for each in d.elements if order_of(each) > mine]
    mine = order_of(d.elements[node.end - 1]) if isinstance(node, Element) else order_of(node)
    late = [text for text in descendant_texts(d, d) if order_of(text) > mine and _is_outside(text, node)]
    return in_order([*behind, *late])


def preceding(d: Document, node: Any) -> list[Any]:
    """preceding::node()"""
    mine = order_of(node)
    above = set(ancestors(d, node))
    before = [each for each in descendant_nodes(d, d) if order_of(each) < mine]
    return [each for each in before if each not in above]


def named_following(d: Document, node: Any, name: str) -> Sequence[Element]:
    """following::name"""
    same = d.by_name.get(name, NONE)
    if isinstance(node, Element):
        return same[_place(same, node.end) :]
    return [each for each in same if order_of(each) > order_of(node)]


def named_preceding(d: Document, node: Any, name: str) -> Sequence[Element]:
    """preceding::name"""
    same = d.by_name.get(name, NONE)
    mine = node.index if isinstance(node, Element) else order_of(node)[0] + 0.5
    return [each for each in same[: _place(same, mine)] if each.end <= mine]


def is_preceded_by(d: Document, node: Any, name: str, text: str) -> bool:
    """Whether a preceding::name has that string value; without looking at each of them every time."""
    if not isinstance(node, Element):
        return any(each.text == text for each in named_preceding(d, node, name))
    ends: dict[str, int] | None = d.ends.get(name)
    if ends is None:
        ends = {}
        d.ends[name] = ends
        for each in d.by_name.get(name, NONE):
            value = each.text
            ends[value] = min(each.end, ends.get(value, each.end))
    return bool(ends.get(text, d.end + 1) <= node.index)


def has_sibling_before(d: Document, node: Any, name: str, text: str) -> bool:
    """Whether a preceding-sibling::name has that string value; likewise."""
    if not isinstance(node, Element) or node.parent is None:
        return any(each.text == text for each in named_preceding_siblings(d, node, name))
    key = f"{node.parent.index} {name}"
    firsts: dict[str, int] | None = d.ends.get(key)
    if firsts is None:
        firsts = {}
        d.ends[key] = firsts
        for each in node.parent.children.get(name, NONE):
            firsts.setdefault(each.text, each.index)
    return firsts.get(text, node.index) < node.index


def _is_outside(text: Text, node: Any) -> bool:
    return not isinstance(node, Element) or order_of(text) >= (node.end - 1, 3, -depth_of(node))


def _place(same: Sequence[Element], index: float) -> int:
    """The place of the first of `same` (in document order) whose index isn't below `index`."""
    return bisect_left(same, index, key=_index)
