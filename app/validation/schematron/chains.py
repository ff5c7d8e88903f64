"""Rules of one pattern that may match the same nodes: each node is shown to the first that does."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from typing import Any, NamedTuple

from app.safe.tree import Element
from app.validation.schematron.judgement import Judgement

Test = Callable[[Any, Any], Any]
Tries = tuple[tuple[Test | None, Test | None], ...]
"""Tests and rules, in the order of trying; a test is None where nothing is left to test."""

_FEWEST_BY_KEY = 3
_AT_ONCE = 32
_SWEPT_AT_ONCE = 1_000


class Row(NamedTuple):
    """What a compiled module says of one alternative of a rule's context; see `match_patterns.Candidate`.

    Attributes:
        rule: None where the rule asserts nothing.
    """

    kind: str
    name: str | None
    parent: str | None
    by_name: Test | None
    test: Test | None
    rule: Test | None
    key: Test | None
    value: str
    rest: Test | None
    path: tuple[tuple[str | None, str | None, str], ...]
    own: Test | None
    own_rest: Test | None
    all: Callable[[Any, Sequence[Element]], Sequence[Element]] | None

    def on_route(self) -> "Row":
        """What is left where the path of names is right."""
        return self._replace(test=self.own, rest=self.own_rest)

    @property
    def is_sweep(self) -> bool:
        """Whether this is a rule for elements of any name, whose context a condition alone decides."""
        return self.path == ((None, None, ""),) and self.by_name is None and self.all is not None


class Chain:
    """Rules that may match a node.

    Attributes:
        key: a function whose text decides which are tried at all; None where all are.
        by_key: the tries by that text; `tries` for every other text.
        pick: where there is but one rule, what gives the nodes that it matches; None where that isn't to be had.
        rule: what every node is shown to, after `pick`; None where there are tests.
    """

    __slots__ = ("by_key", "key", "pick", "rule", "tries")

    def __init__(self, rows: Sequence[Row], *, is_on_route: bool = False) -> None:
        keys = Counter(row.key for row in rows if row.key is not None)
        key, count = keys.most_common(1)[0] if keys else (None, 0)
        self.key = key if count >= _FEWEST_BY_KEY else None
        self.by_key: dict[str, Tries] = {}
        self.pick = rows[0].all if is_on_route and len(rows) == 1 else None
        self.rule = rows[0].rule if self.pick is not None or rows[0].test is None else None
        if self.key is None:
            self.tries: Tries = tuple((row.test, row.rule) for row in rows)
        else:
            self.tries = self._tries(rows, None)
            self.by_key = {row.value: self._tries(rows, row.value) for row in rows if row.key is self.key}

    def _tries(self, rows: Sequence[Row], value: str | None) -> Tries:
        return tuple(
            (row.rest if row.key is self.key else row.test, row.rule)
            for row in rows
            if row.key is not self.key or row.value == value
        )

    def parts(self) -> "Iterator[Chain]":
        """The same in parts: for each assert of a long rule one that is for it alone."""
        rules = getattr(self.rule, "parts", ())
        if not rules:
            yield self
        for rule in rules:
            part = copy(self)
            part.rule = rule
            yield part

    def judge(self, elements: Sequence[Element], d: Judgement) -> None:
        """Show each element to the first rule that matches it; raises Enough, Refused."""
        if self.pick is not None:
            elements = self.pick(d, elements)
        if len(elements) <= _AT_ONCE:
            if self.rule is None:
                self._judge(elements, d)
            else:
                for element in elements:
                    self.rule(d, element)
            return
        for start in range(0, len(elements), _AT_ONCE):
            d.check_patience()
            self._judge(elements[start : start + _AT_ONCE], d)

    def _judge(self, elements: Sequence[Element], d: Judgement) -> None:
        rule, key, tries = self.rule, self.key, self.tries
        if rule is not None:
            for element in elements:
                rule(d, element)
            return
        for element in elements:
            if key is not None:
                tries = self.by_key.get(key(d, element), self.tries)
            for test, rule in tries:
                if test is None or test(d, element):
                    if rule is not None:
                        rule(d, element)
                    break


def chains(patterns: Iterable[Sequence[Row]], *, is_on_route: bool = False) -> list[Chain]:
    """A chain for each pattern that has any rule for some nodes."""
    reachable = (_reachable(rows) for rows in patterns)
    return [Chain(rows, is_on_route=is_on_route) for rows in reachable if any(row.rule is not None for row in rows)]


def _reachable(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows up to the first that matches in any case."""
    end = next((place for place, row in enumerate(rows, 1) if row.test is None), len(rows))
    return rows[:end]


def sweep(row: Row, d: Judgement) -> None:
    """Show all elements that its condition holds for to a rule for elements of any name."""
    assert row.all is not None
    assert row.rule is not None
    for start in range(0, len(d.elements), _SWEPT_AT_ONCE):
        d.check_patience()
        for element in row.all(d, d.elements[start : start + _SWEPT_AT_ONCE]):
            row.rule(d, element)
