"""A compiled Schematron at work: every node is shown to the first rule of each pattern that matches it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import localcontext
from functools import lru_cache
from types import CodeType
from typing import Any

from app.domain.findings import Finding, Severity
from app.safe.tree import Element, Tree, path_of
from app.validation.schematron.judgement import (
    Enough,
    Judgement,
    Row,
    find_forbidden,
    index_of,
    indexed,
    matches,
    nodes_for,
)
from app.validation.schematron.runtime import names
from app.validation.schematron.runtime_nodes import ERRORS, NONE, Attribute, Text, local_name, namespace_uri, order_of
from app.validation.schematron.runtime_values import CONTEXT

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
    """The rules of one pattern that may match elements of one name."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.by_parent = any(row[2] is not None for row in rows)
        self.chain = Chain(rows)
        self._chains: dict[str, Chain] = {}
        self._parents = {row[2] for row in rows} - {None}

    def chain_under(self, parent: str) -> Chain:
        """Those of them that may match under a parent of that name."""
        known = parent if parent in self._parents else ""
        found = self._chains.get(known)
        if found is None:
            found = self._chains[known] = Chain([row for row in self.rows if row[2] in (None, known)])
        return found


class PatternPlan:
    """One pattern's rules, sorted by what they may match.

    Which rules may match elements of a name is the same in every document: it is worked out when the name is met
    first, and kept for so many names that strangers can't fill the memory with more.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = [row for row in rows if row[0] in ("element", "node")]
        self._names = {row[1] for row in self._rows if row[1] is not None}
        self._is_open = any(row[1] is None for row in self._rows)
        self._plans: dict[str, Plan | None] = {}
        self.others = [row for row in rows if row[0] != "element"]

    def names(self, d: Judgement) -> Iterable[str]:
        """The names of elements that any rule may match."""
        return d.by_name if self._is_open else self._names & d.by_name.keys()

    def plan(self, name: str, first: Element, d: Judgement) -> Plan | None:
        """The plan for elements of that name, `first` being one; None where no rule may match one."""
        if name in self._plans:
            return self._plans[name]
        rows = [row for row in self._rows if row[1] in (None, name) and (row[3] is None or row[3](d, first))]
        plan = Plan(rows) if rows else None
        if len(self._plans) < _MOST_PLANS:
            self._plans[name] = plan
        return plan


class CompiledRules:
    """A loaded set of rules. It holds nothing of any document: threads and processes may share it."""

    def __init__(self, module: Mapping[str, Any], name: str) -> None:
        self.name = name
        self._rules: type[Judgement] = module["Rules"]
        self._asserts: Sequence[tuple[str, Severity, str]] = [
            (id_, Severity(severity), text) for id_, severity, text in module["ASSERTS"]
        ]
        self._patterns = [PatternPlan(rows) for rows in module["PATTERNS"]]
        self._prefixes: Mapping[str, str] = module["PREFIXES"]

    @classmethod
    def load(cls, source: str | CodeType, name: str) -> "CompiledRules":
        """The rules that `compile_schema` has written.

        Args:
            source: Python or its bytecode, which is executed: it has to come from where only the compiler writes.
            name: what findings call the set.
        """
        module = dict(_names())
        code = compile(source, f"<rules {name}>", "exec") if isinstance(source, str) else source
        exec(code, module)  # noqa: S102  # see `source`
        return cls(module, name)

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The asserts' ids, in the order of the schema."""
        return tuple(id_ for id_, _, _ in self._asserts)

    def judge(self, tree: Tree, limit: int = 1000, now: datetime | None = None) -> list[Finding]:
        """What the rules find in a document, in the order of the document.

        Args:
            limit: how many findings at most; where there are more, the last one says so.
            now: what rules take for the present; an aware time.

        Raises:
            Refused: `schematron.too_slow`: the document is made so that rules take far longer than its size explains.
        """
        d = self._rules(tree, now or datetime.now(UTC), limit)
        with localcontext(CONTEXT):
            try:
                for pattern in self._patterns:
                    _judge_by(pattern, d)
                is_complete = True
            except Enough:
                is_complete = False
            fired = sorted(d.fired, key=lambda each: (order_of(each[1]), each[0]))
            findings = [self._finding(*each) for each in fired]
        return findings if is_complete else [*findings, self._more(limit)]

    # ---- findings

    def _finding(self, number: int, node: Any, words: list[str], reason: str) -> Finding:
        id_, severity, text = self._asserts[number]
        said = " ".join(_filled(text, words).split())
        params = {"text": said, "rule": id_, "ruleset": self.name}
        if reason:
            params["reason"] = reason
        return Finding(
            id_,
            self._path(node),
            node.line,
            severity,
            params,
            entry="rules.not_evaluable" if reason else "rules.installed",
            ruleset=self.name,
        )

    def _more(self, limit: int) -> Finding:
        return Finding("rules.more", severity=Severity.INFORMATION, params={"limit": str(limit)}, ruleset=self.name)

    def _path(self, node: Any) -> str:
        if isinstance(node, Element):
            return path_of(node, self._prefixes)
        if isinstance(node, Attribute):
            prefix = self._prefixes.get(namespace_uri(node), "")
            return f"{path_of(node.parent, self._prefixes)}/@{prefix + ':' if prefix else ''}{local_name(node)}"
        return f"{path_of(node.parent, self._prefixes)}/text()" if isinstance(node, Text) else "/"


@lru_cache(1)
def _names() -> dict[str, Any]:
    here = {each.__name__: each for each in (Judgement, find_forbidden, index_of, indexed)}
    return names() | here | {"ERRORS": ERRORS, "NONE": NONE}


def _filled(text: str, words: list[str]) -> str:
    parts = text.split("\0")
    return "".join(part + word for part, word in zip(parts, [*words, ""], strict=False))


def _judge_by(pattern: PatternPlan, d: Judgement) -> None:
    for name in pattern.names(d):
        elements = d.by_name[name]
        plan = pattern.plan(name, elements[0], d)
        if plan is None:
            continue
        if plan.by_parent:
            for parent, children in d.by_parent(name).items():
                _judge_all(plan.chain_under(parent), children, d)
        else:
            _judge_all(plan.chain, elements, d)
    if pattern.others:
        _judge_others(pattern.others, d)


def _judge_all(chain: Chain, elements: Sequence[Element], d: Judgement) -> None:
    """Show each element to the first rule that matches it."""
    if chain.pick is not None:
        elements = chain.pick(d, elements)
        tries: Tries = ((None, chain.tries[0][1]),)
    else:
        tries = chain.tries
    if tries or chain.key is not None:
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
