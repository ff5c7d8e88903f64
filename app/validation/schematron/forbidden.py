"""Asserts that something isn't there, which official rules have by the hundred: all looked for at once.

A table holds the paths of names that mustn't be there. Where its context is the document's root, it is the routes of
the document that are looked up in it, and not the elements: in a good document none of them is forbidden.
"""

from collections.abc import Sequence

from app.safe.tree import Element
from app.validation.schematron.judgement import Judgement
from app.validation.schematron.routes import Trie


def find_forbidden(d: Judgement, node: Element, trie: Trie, number: int) -> set[int]:
    """The asserts (by number) that something mustn't be there, of which it is there.

    Args:
        number: the table's place among those of the module.
    """
    found: set[int] = set()
    if node is not d.top or d.routes is None:
        _find(node, trie, found)
        return found
    for route, elements in d.routes:
        for mark in route.marks:
            if mark.table == number and (not mark.attribute or _has_any(elements, mark.attribute)):
                found.add(mark.number)
    return found


def _has_any(elements: Sequence[Element], attribute: str) -> bool:
    return any(each.get(attribute) is not None for each in elements)


def _find(node: Element, trie: Trie, found: set[int]) -> None:
    for name, same in node.children.items():
        mark = trie.get(name)
        if mark is None:
            continue
        numbers, attributes, below = mark
        found.update(numbers)
        found.update(number for attribute, number in attributes if _has_any(same, attribute))
        if below:
            for each in same:
                if each.children:
                    _find(each, below, found)
