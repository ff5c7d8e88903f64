"""Which rules a node is shown to: the first of each pattern that matches it.

Elements are dispatched by their name and their parent's. Which rules may match elements of a name is the same in every
document: it is worked out when the name is met first, and kept for so many names that strangers can't fill the memory
with more.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.safe.tree import Element
from app.validation.schematron.judgement import Judgement, Row, matches, nodes_for

Tries = tuple[tuple[Any, Any], ...]
"""Tests and rules, in the order of trying; a test is None where nothing is left to test."""

_FEWEST_BY_KEY = 3
_AT_ONCE = 32
_MOST_PLANS = 5000


class Chain:
    """Rules that may match a node, in the order of trying.

    Attributes:
        key: a function whose text decides which are tried at all; None where all are.
        by_key: the tries by that text; `tries` for every other text.
        pick: where there is but one rule, what gives the nodes that it matches; None where that isn't to be had.
    """

    __slots__ = ("by_key", "key", "pick", "tries")

    def __init__(self, rows: Sequence[Row]) -> None:
        keys = Counter(row[6] for row in rows if row[6] is not None)
        key, count = keys.most_common(1)[0] if keys else (None, 0)
        self.key = key if count >= _FEWEST_BY_KEY else None
        self.by_key: dict[str, Tries] = {}
        self.pick = rows[0][9] if len(rows) == 1 else None
        if self.key is None:
            self.tries: Tries = tuple((row[4], row[5]) for row in rows)
        else:
            self.tries = self._tries(rows, None)
            self.by_key = {row[7]: self._tries(rows, row[7]) for row in rows if row[6] is self.key}

    def _tries(self, rows: Sequence[Row], value: str | None) -> Tries:
        return tuple(
            (row[8] if row[6] is self.key else row[4], row[5])
            for row in rows
            if row[6] is not self.key or row[7] == value
        )


class Plan:
    """The rules that may match elements of one name: a list of rows for each pattern that has any."""

    __slots__ = ("_chains", "_parents", "_patterns", "by_parent", "chains")

    def __init__(self, patterns: Sequence[Sequence[Row]]) -> None:
        self._patterns = [rows for rows in patterns if rows]
        self._parents = {row[2] for rows in self._patterns for row in rows} - {None}
        self._chains: dict[str, list[Chain]] = {}
        self.by_parent = bool(self._parents)
        self.chains = [] if self.by_parent else [Chain(rows) for rows in self._patterns]

    def chains_under(self, parent: str) -> list[Chain]:
        """The rules that may match under a parent of that name."""
        known = parent if parent in self._parents else ""
        found = self._chains.get(known)
        if found is None:
            rows = ([row for row in each if row[2] in (None, known)] for each in self._patterns)
            found = self._chains[known] = [Chain(each) for each in rows if any(row[5] is not None for row in each)]
        return found


class Dispatcher:
    """The rules of all patterns, sorted by what they may match."""

    def __init__(self, patterns: Sequence[Sequence[Row]]) -> None:
        self._elements = [[row for row in rows if row[0] in ("element", "node")] for rows in patterns]
        self._others = [[row for row in rows if row[0] != "element"] for rows in patterns]
        self._plans: dict[str, Plan] = {}

    def judge(self, d: Judgement) -> None:
        """Show all nodes of a document to the rules; raises Enough, Refused."""
        for name, elements in d.by_name.items():
            plan = self._plans.get(name) or self._plan(name, elements[0], d)
            if plan.by_parent:
                for parent, children in d.by_parent(name).items():
                    for chain in plan.chains_under(parent):
                        _judge_all(chain, children, d)
            else:
                for chain in plan.chains:
                    _judge_all(chain, elements, d)
        for rows in self._others:
            if rows:
                _judge_others(rows, d)

    def _plan(self, name: str, first: Element, d: Judgement) -> Plan:
        """The plan for elements of that name, `first` being one."""
        plan = Plan([[row for row in rows if _may_match(row, name, first, d)] for rows in self._elements])
        if len(self._plans) < _MOST_PLANS:
            self._plans[name] = plan
        return plan


def _may_match(row: Row, name: str, first: Element, d: Judgement) -> bool:
    return row[1] in (None, name) and (row[3] is None or row[3](d, first))


def _judge_all(chain: Chain, elements: Sequence[Element], d: Judgement) -> None:
    """Show each element to the first rule that matches it."""
    tries = chain.tries
    if chain.pick is not None:
        elements = chain.pick(d, elements)
        tries = ((None, tries[0][1]),)
    if len(elements) <= _AT_ONCE:
        _judge_some(chain, tries, elements, d)
        return
    for start in range(0, len(elements), _AT_ONCE):
        d.check_patience()
        _judge_some(chain, tries, elements[start : start + _AT_ONCE], d)


def _judge_some(chain: Chain, tries: Tries, elements: Sequence[Element], d: Judgement) -> None:
    key, others = chain.key, tries
    for element in elements:
        if key is not None:
            tries = chain.by_key.get(key(d, element), others)
        for test, rule in tries:
            if test is None or test(d, element):
                if rule is not None:
                    rule(d, element)
                break


def _judge_others(rows: Sequence[Row], d: Judgement) -> None:
    """Attributes, texts and the document node, which few rules have as their context."""
    judged: set[Any] = set()
    for row in rows:
        for node in nodes_for(d, row):
            is_new = not isinstance(node, Element) and node not in judged
            if is_new and matches(d, node, row):
                judged.add(node)
                if row[5] is not None:
                    row[5](d, node)
