"""Which rules a node is shown to: the first of each pattern that matches it.

Elements are dispatched by the route that leads to them. In a document with more routes than any honest one has, they
are dispatched by their name and their parent's, and the rest is tested for each. Which rules may match elements of a
name is the same in every document: it is worked out when the name is met first, and kept for so many names that
strangers can't fill the memory with more.
"""

from collections.abc import Sequence
from typing import Any

from app.safe.tree import Element
from app.validation.schematron.chains import Chain, Row, chains, sweep
from app.validation.schematron.judgement import Judgement, matches, nodes_for
from app.validation.schematron.routes import Routes, Trie

_MOST_PLANS = 5000


class Plan:
    """The rules that may match elements of one name: a list of rows for each pattern that has any."""

    __slots__ = ("_chains", "_parents", "by_parent", "chains", "patterns")

    def __init__(self, patterns: Sequence[Sequence[Row]]) -> None:
        self.patterns = [rows for rows in patterns if rows]
        self._parents = {row.parent for rows in self.patterns for row in rows} - {None}
        self._chains: dict[str, list[Chain]] = {}
        self.by_parent = bool(self._parents)
        self.chains = [] if self.by_parent else chains(self.patterns)

    def chains_under(self, parent: str) -> list[Chain]:
        """The rules that may match under a parent of that name."""
        known = parent if parent in self._parents else ""
        found = self._chains.get(known)
        if found is None:
            rows = ([row for row in each if row.parent in (None, known)] for each in self.patterns)
            found = self._chains[known] = chains(rows)
        return found


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
        self._plans: dict[str, Plan] = {}
        self._routes = Routes(lambda first, d: self._plan(first, d).patterns, tries)

    def judge(self, d: Judgement) -> None:
        """Show all nodes of a document to the rules; raises Enough, Refused."""
        for row in self._sweeps:
            sweep(row, d)
        d.routes = self._routes.of(d)
        if d.routes is None:
            self._judge_by_names(d)
        else:
            for route, elements in d.routes:
                for chain in route.chains:
                    chain.judge(elements, d)
        for rows in self._others:
            _judge_others(rows, d)

    def _judge_by_names(self, d: Judgement) -> None:
        for elements in d.by_name.values():
            plan = self._plan(elements[0], d)
            if plan.by_parent:
                for parent, children in d.by_parent(elements[0].name).items():
                    for chain in plan.chains_under(parent):
                        chain.judge(children, d)
            else:
                for chain in plan.chains:
                    chain.judge(elements, d)

    def _plan(self, first: Element, d: Judgement) -> Plan:
        """The plan for elements of the name that `first` has."""
        plan = self._plans.get(first.name)
        if plan is None:
            plan = Plan([[row for row in rows if _may_match(row, first, d)] for rows in self._elements])
            if len(self._plans) < _MOST_PLANS:
                self._plans[first.name] = plan
        return plan


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
