"""Which rules a node is shown to: the first of each pattern that matches it.

Elements are dispatched by the names that lead to them (see `routes.py`), other nodes one by one.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from app.safe.tree import Element
from app.validation.schematron.chains import Chain, Row, sweep
from app.validation.schematron.judgement import Judgement, matches, nodes_for
from app.validation.schematron.routes import Routes, Trie
from app.validation.schematron.sight import Check


class Dispatcher:
    """The rules of all patterns, sorted by what they may match."""

    def __init__(self, patterns: Sequence[Sequence[tuple[Any, ...]]], tries: Sequence[Trie]) -> None:
        all_rows = [[Row(*row) for row in rows] for rows in patterns]
        self._sweeps = [
            rows[0] for rows in all_rows if len(rows) == 1 and rows[0].is_sweep and rows[0].rule is not None
        ]
        self._elements = [
            [row for row in rows if row.kind in ("element", "node")]
            for rows in all_rows
            if not (len(rows) == 1 and rows[0].is_sweep)
        ]
        self._others = [rows for each in all_rows if (rows := [row for row in each if row.kind != "element"])]
        self._routes = Routes(self._rows_for, tries)

    def judge(self, d: Judgement) -> None:
        """Show all nodes of a document to the rules; raises Enough, Refused."""
        for row in self._sweeps:
            sweep(row, d)
        for chain, elements in self._shown(d):
            chain.judge(elements, d)
        for rows in self._others:
            _judge_others(rows, d)

    def checks(self, d: Judgement) -> Iterator[Check]:
        """All that `judge` does, in parts that know nothing of each other: an element at a time, mostly.

        Each is for judgements of this document only, with the routes that `d` is given here.
        """
        yield from (partial(sweep, row) for row in self._sweeps)
        shown = ((part, each) for chain, elements in self._shown(d) for part in chain.parts() for each in elements)
        yield from (partial(part.judge, (each,)) for part, each in shown)
        yield from (partial(_judge_others, rows) for rows in self._others)

    def _shown(self, d: Judgement) -> Iterator[tuple[Chain, Sequence[Element]]]:
        """Rules and the elements that they are shown."""
        d.routes = self._routes.of(d)
        found = self._routes.coarse(d) if d.routes is None else ((route.chains, same) for route, same in d.routes)
        return ((chain, elements) for chains, elements in found for chain in chains)

    def _rows_for(self, first: Element, d: Judgement) -> Iterator[list[Row]]:
        """For each pattern, the rows that may match elements of the name that `first` has."""
        for rows in self._elements:
            yield [row for row in rows if _may_match(row, first, d)]


def _may_match(row: Row, first: Element, d: Judgement) -> bool:
    return row.name in (None, first.name) and (row.by_name is None or bool(row.by_name(d, first)))


def _judge_others(rows: Sequence[Row], d: Judgement) -> None:
    """Attributes, texts and the document node, which few rules have as their context."""
    judged: set[Any] = set()
    for row in rows:
        for node in nodes_for(d, row):
            is_new = not isinstance(node, Element) and node not in judged
            if is_new and matches(d, node, row):
                judged.add(node)
                if row.rule is not None:
                    row.rule(d, node)
