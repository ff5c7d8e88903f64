"""Regular expressions matched without backtracking: in time that grows with the text and with nothing else.

A pattern becomes a nondeterministic automaton; the sets of states that a text leads to are worked out when it does, and
kept for the next text up to a bound.
"""

import re
from functools import cache

from app.validation.schematron.regex_syntax import (
    Anchor,
    BadPattern,
    Chars,
    Choice,
    Group,
    Node,
    Reference,
    Repeat,
    Row,
)

MOST_STATES = 3000
MOST_KEPT = 20_000

States = frozenset[int]


class Automaton:
    """Answers whether a text has a part that a pattern matches."""

    def __init__(self, tree: Node, flags: re.RegexFlag) -> None:
        self._flags = flags
        self._chars: list[tuple[re.Pattern[str], int] | None] = []
        self._free: list[list[tuple[str, int]]] = []
        self._final = self._state()
        self._first = self._entry(tree, self._final)
        self._kept: dict[tuple[States, str], States] = {}

    def matches(self, text: str) -> bool:
        """fn:matches"""
        last = len(text)
        states = self._closure(frozenset((self._first,)), is_first=True, is_last=last == 0)
        for place, letter in enumerate(text, 1):
            if self._final in states:
                return True
            states = self._after(states, letter, is_last=place == last)
        return self._final in states

    def _after(self, states: States, letter: str, *, is_last: bool) -> States:
        """The states that a letter leads to, and the first one, for a match that begins here."""
        if is_last:
            return self._step(states, letter, is_last=True)
        key = (states, letter)
        found = self._kept.get(key)
        if found is None:
            found = self._step(states, letter, is_last=False)
            if len(self._kept) < MOST_KEPT:
                self._kept[key] = found
        return found

    def _step(self, states: States, letter: str, *, is_last: bool) -> States:
        reached = {self._first}
        for state in states:
            edge = self._chars[state]
            if edge is not None and edge[0].match(letter):
                reached.add(edge[1])
        return self._closure(frozenset(reached), is_first=False, is_last=is_last)

    def _closure(self, states: States, *, is_first: bool, is_last: bool) -> States:
        """With all states that can be reached without a letter."""
        open_ = {"": True, "^": is_first, "$": is_last}
        found, todo = set(states), list(states)
        while todo:
            for condition, target in self._free[todo.pop()]:
                if open_[condition] and target not in found:
                    found.add(target)
                    todo.append(target)
        return frozenset(found)

    # ---- building, from the end to the beginning

    def _state(self) -> int:
        if len(self._chars) >= MOST_STATES:
            raise BadPattern("it is too large")
        self._chars.append(None)
        self._free.append([])
        return len(self._chars) - 1

    def _entry(self, node: Node, target: int) -> int:
        """The state from which matching `node` leads to `target`."""
        if isinstance(node, Chars):
            state = self._state()
            self._chars[state] = (_one(node.python, self._flags), target)
            return state
        if isinstance(node, Anchor):
            if node.of_lines:
                raise BadPattern("it has the flag m, and repeats what is repeated")
            return self._fork((node.sign, target))
        if isinstance(node, Row):
            for part in reversed(node.parts):
                target = self._entry(part, target)
            return target
        if isinstance(node, Choice):
            return self._fork(*(("", self._entry(branch, target)) for branch in node.branches))
        return self._entry_of_group(node, target)

    def _entry_of_group(self, node: Node, target: int) -> int:
        if isinstance(node, Group):
            return self._entry(node.inner, target)
        if isinstance(node, Reference):
            raise BadPattern("it refers to a group, and repeats what is repeated")
        assert isinstance(node, Repeat)
        if node.most is None:
            loop = self._fork(("", target))
            self._free[loop].append(("", self._entry(node.inner, loop)))
            target = loop
        else:
            end = target
            for _ in range(node.most - node.least):
                target = self._fork(("", self._entry(node.inner, target)), ("", end))
        for _ in range(node.least):
            target = self._entry(node.inner, target)
        return target

    def _fork(self, *edges: tuple[str, int]) -> int:
        state = self._state()
        self._free[state] += edges
        return state


@cache
def _one(python: str, flags: re.RegexFlag) -> re.Pattern[str]:
    return re.compile(python, flags & ~re.MULTILINE)
