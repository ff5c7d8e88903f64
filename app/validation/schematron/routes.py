"""Routes: the names that lead to elements, as far as rules ask for them.

Whether a rule's context has the names that lead to an element is decided once for all elements of a route, and not for
each of them: an invoice of a thousand lines has a hundred routes. A route begins with an element's own name and goes
up only as far as it has to, until no rule asks for more. The next document has mostly the same routes, so they are
kept, up to a bound that strangers can't exceed. Rules hold nothing of any document, and neither do routes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from app.safe.tree import Element
from app.validation.schematron.chains import Chain, Row, chains
from app.validation.schematron.judgement import TOP, Judgement

MOST_KEPT = 5_000
"""Routes at a time."""

_FEW = 8
_parent = attrgetter("parent")
_name = attrgetter("name")

MOST_OF_ONE_DOCUMENT = 2_000
"""A document with more of them has been made to have them: more is tested for each of its elements."""

Path = Sequence[tuple[str | None, str | None, str]]
Trie = Mapping[str, tuple[Sequence[int], Sequence[tuple[str, int]], Any]]
"""By name: the asserts that forbid it, the attributes that are forbidden there and by which, and what is below."""

Found = list[tuple["Route", list[Element]]]
Branch = tuple["Route", list[Element], list[Any]]
RowsFor = Callable[[Element, Judgement], Iterable[Sequence[Row]]]
"""Gives for each pattern the rows that may match elements of the given one's name."""


class Mark(NamedTuple):
    """Something that mustn't be there: by which table and assert, and the attribute's name ("" for the element)."""

    path: Path
    table: int
    number: int
    attribute: str


class Sought(NamedTuple):
    """How far a path has been followed upwards.

    Attributes:
        here: the steps one of which the next name has to pass; the number of all steps stands for the document.
        anywhere: those that any of the next names may pass.
        is_done: whether the whole path has been found.
    """

    here: frozenset[int]
    anywhere: frozenset[int]
    is_done: bool = False

    def after(self, name: str, path: Path) -> "Sought | None":
        """The same one name further up; None where the path isn't to be found any more."""
        if self.is_done:
            return self
        if name == TOP:
            return _DONE if len(path) in self.here else None
        here, anywhere = set[int](), set(self.anywhere)
        for place in self.here | self.anywhere:
            if place == len(path) or not _passes(name, *path[place][:2]):
                continue
            link = path[place][2]
            if link == "":
                return _DONE
            (anywhere if link == "descendant" else here).add(len(path) if link == "root" else place + 1)
        return Sought(frozenset(here), frozenset(anywhere)) if here or anywhere else None


_DONE = Sought(frozenset(), frozenset(), is_done=True)
_FIRST = Sought(frozenset((0,)), frozenset())


def _passes(name: str, uri: str | None, local: str | None) -> bool:
    its_uri, _, its_local = name.rpartition("}")
    return local in (None, its_local) and uri in (None, its_uri[1:])


class Route:
    """Elements of one name whose next ancestors have certain names.

    Attributes:
        chains: the rules that may match here: one for each pattern that has any.
        marks: what is forbidden here.
        is_decided: whether no rule asks for more names.
        is_idle: whether no rule asks for anything.
        above: the routes that have been met so far, by one name more.
    """

    __slots__ = ("_marks", "_patterns", "above", "chains", "is_decided", "is_idle", "marks")

    def __init__(
        self, patterns: Iterable[Sequence[tuple[Row, Sought]]], marks: Iterable[tuple[Mark, Sought]], name: str
    ) -> None:
        followed = (list(_followed(rows, name)) for rows in patterns)
        self._patterns = [_reachable(rows) for rows in followed if rows]
        self._marks = list(_followed(marks, name))
        self.is_decided = all(sought.is_done for rows in (*self._patterns, self._marks) for _, sought in rows)
        self.chains: list[Chain] = self.coarse_chains() if self.is_decided else []
        self.marks = [mark for mark, sought in self._marks if sought.is_done]
        self.is_idle = self.is_decided and not self.chains and not self.marks
        self.above: dict[str, Route] = {}

    def under(self, name: str) -> "Route":
        """The route whose elements have an ancestor of that name next."""
        return Route(self._patterns, self._marks, name)

    def coarse_chains(self) -> list[Chain]:
        """The rules that may match here, where those that ask for more names test every element."""
        rows = ([row.on_route() if sought.is_done else row for row, sought in each] for each in self._patterns)
        return chains(rows, is_on_route=self.is_decided)


def _followed(paths: Iterable[tuple[Any, Sought]], name: str) -> Iterator[tuple[Any, Sought]]:
    for each, sought in paths:
        after = sought.after(name, each.path)
        if after is not None:
            yield each, after


def _reachable(rows: list[tuple[Row, Sought]]) -> list[tuple[Row, Sought]]:
    """The rows up to the first that matches in any case."""
    end = next((place for place, (row, sought) in enumerate(rows, 1) if sought.is_done and row.own is None), len(rows))
    return rows[:end]


class Routes:
    """The routes that have been met."""

    def __init__(self, rows_for: RowsFor, tries: Sequence[Trie]) -> None:
        self._rows_for = rows_for
        self._forbidden: dict[str, list[Mark]] = {}
        for table, trie in enumerate(tries):
            for name, mark in _marks(trie, table, ((None, None, "root"),)):
                self._forbidden.setdefault(name, []).append(mark)
        self._first: dict[str, Route] = {}
        self._count = 0

    def of(self, d: Judgement) -> Found | None:
        """The routes of a document where rules ask for something, with their elements in document order.

        None where the document has too many routes.
        """
        if self._count > MOST_KEPT:
            self._first, self._count = {}, 0
        found: Found = []
        for name, elements in d.by_name.items():
            route = self._first.get(name) or self._met(name, elements[0], d)
            if route.is_idle:
                continue
            if route.is_decided:
                found.append((route, elements))
            else:
                self._follow(route, elements, found)
                if len(found) > MOST_OF_ONE_DOCUMENT:
                    return None
        return found

    def coarse(self, d: Judgement) -> Iterator[tuple[list[Chain], list[Element]]]:
        """Rules and elements of a document with too many routes: they are told apart by their parents' names alone."""
        for name, elements in d.by_name.items():
            route = self._first.get(name) or self._met(name, elements[0], d)
            if not route.is_idle:
                by_parent: dict[str, list[Element]] = {}
                for each in elements:
                    by_parent.setdefault(_name_of(each.parent), []).append(each)
                for parent, same in by_parent.items():
                    known = route.above.get(parent)
                    yield (known or route.under(parent)).coarse_chains(), same

    def _follow(self, route: Route, elements: list[Element], found: Found) -> None:
        """Tell elements apart by their ancestors' names as far as rules ask for them."""
        if len(elements) <= _FEW:
            self._climb(route, elements, found)
            return
        todo: list[Branch] = [(route, elements, elements)]
        while todo and len(found) <= MOST_OF_ONE_DOCUMENT:
            route, same, below = todo.pop()
            for above, those, parents in self._split(route, same, below):
                if not above.is_decided:
                    todo.append((above, those, parents))
                elif not above.is_idle:
                    found.append((above, those))

    def _split(self, route: Route, same: list[Element], below: list[Any]) -> Iterable[Branch]:
        """The routes that lead on, with their elements and the ancestors that these have there.

        Args:
            below: the ancestors that they have here, one for each element; or one for all.
        """
        parents = list(map(_parent, below))
        names = _names_of(parents)
        if names.count(names[0]) == len(names):
            is_one = parents[0] is parents[-1] and parents.count(parents[0]) == len(parents)
            return [(self._under(route, names[0]), same, parents[:1] if is_one else parents)]
        met = ((name, self._under(route, name)) for name in dict.fromkeys(names))
        found: dict[str, Branch] = {name: (above, [], []) for name, above in met if not above.is_idle}
        for name, element, parent in zip(names, same, parents, strict=True):
            if name in found:
                _, those, theirs = found[name]
                those.append(element)
                theirs.append(parent)
        return found.values()

    def _climb(self, first: Route, elements: list[Element], found: Found) -> None:
        """The same for a few elements, one by one."""
        places: dict[Route, list[Element]] = {}
        for element in elements:
            route, above = first, element.parent
            while not route.is_decided:
                name = above.name if above is not None else TOP
                route = route.above.get(name) or self._under(route, name)
                above = above.parent if above is not None else None
            if route in places:
                places[route].append(element)
            elif not route.is_idle:
                places[route] = [element]
        found += places.items()

    def _under(self, route: Route, name: str) -> Route:
        above = route.above.get(name)
        if above is None:
            self._count += 1
            above = route.above[name] = route.under(name)
        return above

    def _met(self, name: str, first: Element, d: Judgement) -> Route:
        patterns = ([(row, _FIRST) for row in rows] for rows in self._rows_for(first, d))
        route = Route(patterns, [(mark, _FIRST) for mark in self._forbidden.get(name, ())], name)
        self._first[name] = route
        self._count += 1
        return route


def _marks(trie: Trie, table: int, above: Path) -> Iterator[tuple[str, Mark]]:
    """What a table forbids, each with the name of the elements that are or have it."""
    for name, (numbers, attributes, below) in trie.items():
        uri, _, local = name.rpartition("}")
        path = ((uri[1:], local, "child"), *above)
        for number in numbers:
            yield name, Mark(path, table, number, "")
        for attribute, number in attributes:
            yield name, Mark(path, table, number, attribute)
        yield from _marks(below, table, path)


# ---- ancestors


def _names_of(parents: list[Any]) -> list[str]:
    try:
        return list(map(_name, parents))
    except AttributeError:  # one is the document
        return list(map(_name_of, parents))


def _name_of(element: Element | None) -> str:
    return element.name if element is not None else TOP
