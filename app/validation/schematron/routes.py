"""Routes: the different paths of names in a document, and what rules may match at each.

An invoice of a thousand lines has two hundred routes. Whether a rule's context has the names that lead to a node is
decided once for a route, and not for every node; and the next document has mostly the same routes, so they are kept,
up to a bound that strangers can't exceed. Rules hold nothing of any document, and neither do routes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from app.safe.tree import Element
from app.validation.schematron.chains import Row, chains
from app.validation.schematron.judgement import Judgement

MOST_ROUTES = 5_000
"""Kept at a time."""

MOST_OF_ONE_DOCUMENT = 2_000
"""A document with more of them has been made to have them; it is judged without."""

Found = list[tuple["Route", list[Element]]]
RowsFor = Callable[[Element, Judgement], Iterable[Sequence[Row]]]
"""Gives for each pattern the rows that may match elements of the given one's name."""

Trie = Mapping[str, tuple[Sequence[int], Sequence[tuple[str, int]], Any]]
"""By name: the asserts that forbid it, the attributes that are forbidden there and by which, and what is below."""

_children = attrgetter("children")


class Route:
    """One path of names, from the document down.

    Attributes:
        chains: the rules that may match here: one for each pattern that has any.
        below: the routes that have been met so far, by one name more.
        marks: what tables of forbidden names have for this route, by table.
        is_marked: whether any of them forbids something here.
    """

    __slots__ = ("above", "below", "chains", "is_marked", "marks", "name")

    def __init__(
        self, name: str, above: "Route | None", patterns: Iterable[Sequence[Row]], tries: Sequence[Trie]
    ) -> None:
        self.name = name
        self.above = above
        self.below: dict[str, Route] = {}
        marks = ((number, self._mark(number, trie)) for number, trie in enumerate(tries))
        self.marks = {number: mark for number, mark in marks if mark is not None}
        self.is_marked = any(mark[0] or mark[1] for mark in self.marks.values())
        rows = ([here for row in each if (here := self._here(row)) is not None] for each in patterns)
        self.chains = chains(rows, is_on_route=True)

    def _mark(self, number: int, trie: Trie) -> Any:
        if self.above is None:
            return ((), (), trie)
        above = self.above.marks.get(number)
        return above[2].get(self.name) if above is not None else None

    def _here(self, row: Row) -> Row | None:
        """A row as far as it isn't decided by the names; None where they decide that it doesn't match."""
        if not row.path:
            return row
        return row.on_route() if self._leads(row.path) else None

    def _leads(self, path: Sequence[tuple[str | None, str | None, str]]) -> bool:
        """Whether the names are those of a path, its last step here."""
        route: Route | None = self
        here, anywhere = {0}, set[int]()
        while route is not None:
            passed = [place for place in here | anywhere if _passes(route.name, *path[place][:2])]
            here = set()
            for place in passed:
                link = path[place][2]
                if link == "" or (link == "root" and route.above is None):
                    return True
                if link != "root":
                    (here if link == "child" else anywhere).add(place + 1)
            route = route.above
        return False


def _passes(name: str, uri: str | None, local: str | None) -> bool:
    its_uri, _, its_local = name.rpartition("}")
    return local in (None, its_local) and uri in (None, its_uri[1:])


class Routes:
    """The routes that have been met."""

    def __init__(self, rows_for: RowsFor, tries: Sequence[Trie]) -> None:
        self._rows_for = rows_for
        self._tries = tries
        self._tops: dict[str, Route] = {}
        self._count = 0

    def of(self, d: Judgement) -> Found | None:
        """The routes of a document that have rules or marks, each with its elements in document order.

        None where the document has too many routes.
        """
        if self._count > MOST_ROUTES:
            self._tops, self._count = {}, 0
        found: Found = []
        seen = 0
        todo: Found = [(self._tops.get(d.top.name) or self._met(self._tops, d.top, None, d), [d.top])]
        while todo:
            route, same = todo.pop()
            if route.chains or route.is_marked:
                found.append((route, same))
            children = same[0].children if len(same) == 1 else _children_of(same)
            if not children:
                continue
            seen += len(children)
            if seen > MOST_OF_ONE_DOCUMENT:
                return None
            below = route.below
            for name, elements in children.items():
                todo.append((below.get(name) or self._met(below, elements[0], route, d), elements))
        return found

    def _met(self, routes: dict[str, Route], first: Element, above: Route | None, d: Judgement) -> Route:
        self._count += 1
        route = routes[first.name] = Route(first.name, above, self._rows_for(first, d), self._tries)
        return route


def _children_of(same: Sequence[Element]) -> Mapping[str, list[Element]]:
    """The children of elements of one route, by name."""
    found: dict[str, list[Element]] = {}
    for children in filter(None, map(_children, same)):
        for name, elements in children.items():
            if name in found:
                found[name] += elements
            else:
                found[name] = elements.copy()
    return found
