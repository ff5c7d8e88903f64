"""One document being judged: the document node, what is kept of it, and the asserts that have fired."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from time import thread_time
from typing import Any

from app.errors import Refused
from app.safe.tree import Element, Tree
from app.validation.rule import MOST_OF_ONE
from app.validation.schematron.runtime_axes import attributes, child_nodes, texts
from app.validation.schematron.runtime_nodes import ERRORS, Document, in_order
from app.validation.schematron.runtime_values import DynamicError, string_of

MOST_CALLS = 200_000
"""Of functions that may call themselves, for one document."""

TOP = "/"
"""Stands for the document where a parent's name is asked for."""

PATIENCE = 1.0
PATIENCE_PER_ELEMENT = 30e-6
"""Seconds of work that a document is given: many times what a document takes that nobody has made to be slow."""

Words = Callable[[], str]
Row = tuple[Any, ...]
"""See `chains.Row`."""


class Enough(Exception):
    """As many asserts have fired as are asked for."""


class Judgement(Document):
    """The base of a compiled module's `Rules`.

    Attributes:
        fired: of each assert that has: its number, the node, the words that its message leaves open, and why it
            couldn't be evaluated ("" where it could).
        more: of each that has fired too often to list them all: its number, and the first node that isn't listed.
        routes: the document's routes and their elements (see `routes.py`); None where it has too many.
    """

    routes: "list[tuple[Any, list[Element]]] | None" = None

    def __init__(self, tree: Tree, now: datetime, limit: int) -> None:
        super().__init__(tree, now)
        self.fired: list[tuple[int, Any, list[str], str]] = []
        self.more: list[tuple[int, Any]] = []
        self._limit = limit
        self._counts: Counter[int] = Counter()
        self._calls = 0
        self._patience = PATIENCE + PATIENCE_PER_ELEMENT * len(tree.elements)
        self._until = thread_time() + self._patience
        self._memos: dict[tuple[Any, ...], Any] = {}

    def fire(self, number: int, node: Any, *words: Words) -> None:
        """An assert has fired."""
        self._note(number, node, "", words)

    def fire_all(self, numbers: Iterable[int], node: Any) -> None:
        """Several have."""
        for number in numbers:
            self._note(number, node, "", ())

    def fail(self, number: int, node: Any, error: Exception, *words: Words) -> None:
        """An assert can't be evaluated, which fires it."""
        reason = str(error) if isinstance(error, DynamicError) else "a value is out of every bound"
        self._note(number, node, reason, words)

    def _note(self, number: int, node: Any, reason: str, words: tuple[Words, ...]) -> None:
        self._counts[number] += 1
        if self._counts[number] > MOST_OF_ONE:
            if self._counts[number] == MOST_OF_ONE + 1:
                self.more.append((number, node))
            return
        if len(self.fired) >= self._limit:
            raise Enough
        self.fired.append((number, node, [_said(each) for each in words], reason))

    def check_patience(self) -> None:
        """Raise Refused where judging takes longer than any good document does."""
        if thread_time() > self._until:
            raise Refused("schematron.too_slow", seconds=round(self._patience, 1))

    def memo(self, function: Callable[..., Any], *values: Any) -> Any:
        """What `function` gives for the document and these values, worked out once."""
        key = (function, *values)
        if key not in self._memos:
            self._memos[key] = function(self, *values)
        return self._memos[key]

    def spend(self) -> None:
        """Count a call of a function of the schema that calls others; raises DynamicError where there are too many."""
        self._calls += 1
        if self._calls > MOST_CALLS:
            raise DynamicError("the rules' functions call each other without end")


def _said(words: Words) -> str:
    try:
        return words()
    except ERRORS:
        return ""


def note(index: dict[str, list[Any]], value: str, node: Any) -> None:
    """Enter a node into an index, once for each of its values."""
    same = index.get(value)
    if same is None:
        index[value] = [node]
    elif same[-1] is not node:
        same.append(node)


def indexed(d: Judgement, definitions: Iterable[tuple[Sequence[Row], Any]]) -> dict[str, list[Any]]:
    """The index of a key: nodes by the strings that its values have."""
    index: dict[str, list[Any]] = {}
    for rows, values_of in definitions:
        for node in _matched(d, rows):
            for value in values_of(d, node):
                index.setdefault(string_of(value), []).append(node)
    return index


def _matched(d: Judgement, rows: Sequence[Row]) -> list[Any]:
    found = (node for row in rows for node in nodes_for(d, row) if matches(d, node, row))
    return in_order(found)


def nodes_for(d: Judgement, row: Row) -> Iterable[Any]:
    """Nodes among which are all that a row of the dispatcher's table may match."""
    kind, name, *_ = row
    if kind == "document":
        return [d]
    if kind == "element":
        return d.by_name.get(name, ()) if name else d.elements
    if kind == "attribute":
        owners = d.by_attribute.get(name, ()) if name else d.elements
        return [each for owner in owners for each in attributes(owner) if name in (None, each.name)]
    if kind == "text":
        return [text for element in d.elements for text in texts(d, element)]
    return [d.top, *(node for element in d.elements for node in child_nodes(d, element))]


def matches(d: Judgement, node: Any, row: Row) -> bool:
    """Whether a row of the dispatcher's table matches a node."""
    _, name, parent, by_name, test, *_ = row
    if name is not None and node.name != name:
        return False
    if parent is not None and parent_name(node) != parent:
        return False
    return (by_name is None or by_name(d, node)) and (test is None or test(d, node))


def parent_name(node: Any) -> str:
    """The name of a node's parent."""
    return node.parent.name if node.parent is not None else TOP
