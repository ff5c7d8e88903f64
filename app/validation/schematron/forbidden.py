"""Asserts that something isn't there, which official rules have by the hundred: all looked for at once.

A table holds the paths of names that mustn't be there. Where its context is the document's root, it is the routes of
the document that are looked up in it, and not the elements: in a good document none of them is forbidden.
"""

from collections.abc import Sequence
from typing import Any

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
        if route.is_marked and number in route.marks:
            _note(route.marks[number], elements, found)
    return found


def _note(mark: tuple[Sequence[int], Sequence[tuple[str, int]], Any], same: Sequence[Element], found: set[int]) -> None:
    numbers, forbidden_attributes, _ = mark
    found.update(numbers)
    for attribute, number in forbidden_attributes:
        if number not in found and any(each.get(attribute) is not None for each in same):
            found.add(number)


def _find(node: Element, trie: Trie, found: set[int]) -> None:
    for name, same in node.children.items():
        mark = trie.get(name)
        if mark is None:
            continue
        _note(mark, same, found)
        if mark[2]:
            for each in same:
                if each.children:
                    _find(each, mark[2], found)
