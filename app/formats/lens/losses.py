"""What a document says and a message made of it doesn't: told by reading the message back, and so never forgotten."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from difflib import SequenceMatcher
from itertools import product
from typing import Any

from app.domain.documents import Document

_MOST_COMPARED = 10_000
"""Pairs of items that are compared to find out which belong together."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that the target didn't take.

    Attributes:
        path: in the document (`/lines/2/notes/0/text`), or of a complement's item.
        value: all of it, also where only a part was cut off.
        kind: `unmapped`; `cut`: the target has the beginning; `too_long`, `too_short`, `code`: left out, since an
            identifier isn't cut or filled up and a code isn't guessed; `changed`: the target has something else;
            `rounded`: a price for several that can only be said for one; `complement`: what another syntax said beyond
            the model.
    """

    path: str
    value: str
    kind: str = "unmapped"


def losses_between(document: Document, read_back: Document | None, remarks: list[tuple[str, str]]) -> Iterator[Loss]:
    """What `document` has and the document read back from the message doesn't."""
    said: dict[str, str] = {}
    for kind, path in remarks:
        said.setdefault(_normal(path), kind)
    for loss in _compare(document, read_back, ""):
        kind = said.get(_normal(loss.path), loss.kind)
        yield Loss(loss.path, loss.value, kind)


def _normal(path: str) -> str:
    """A path as both sides of the comparison can say it: no item picked, no value within an amount."""
    parts = path.replace(".", "/").replace("[", "/").replace("]", "").split("/")
    words = (each for each in parts if each and "=" not in each and each != "value")
    return "/".join(words)


def _compare(one: Any, other: Any, path: str) -> Iterator[Loss]:
    if one == other or _is_nothing(one):
        return
    if is_dataclass(one) and not isinstance(one, type):
        for each in fields(one):
            if each.name != "complement":
                yield from _compare(getattr(one, each.name), getattr(other, each.name, None), f"{path}/{each.name}")
    elif isinstance(one, tuple):
        yield from _compare_lists(one, other if isinstance(other, tuple) else (), path)
    else:
        yield Loss(path, str(one), _kind(one, other))


def _kind(one: Any, other: Any) -> str:
    if _is_nothing(other):
        return "unmapped"
    cut = isinstance(one, str) and isinstance(other, str) and one.startswith(other)
    return "cut" if cut else "changed"


def _is_nothing(value: Any) -> bool:
    return value is None or value == "" or value == ()


def _compare_lists(one: tuple[Any, ...], other: tuple[Any, ...], path: str) -> Iterator[Loss]:
    for index, counterpart in _counterparts(one, other):
        yield from _compare(one[index], counterpart, f"{path}/{index}")


def _counterparts(one: tuple[Any, ...], other: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
    if len(one) == len(other):
        yield from enumerate(other)
        return
    mine, theirs = [repr(each) for each in one], [repr(each) for each in other]
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    for word, start, end, at, until in matcher.get_opcodes():
        if word != "equal":
            pairs = dict(_alike(one[start:end], other[at:until])) if word == "replace" else {}
            for offset, index in enumerate(range(start, end)):
                yield index, other[at + pairs[offset]] if offset in pairs else None


def _alike(one: Sequence[Any], other: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Pairs of what has most in common, in their order; in a row where there is too much to compare."""
    if len(one) == len(other) or len(one) * len(other) > _MOST_COMPARED:
        yield from ((index, index) for index in range(min(len(one), len(other))))
        return
    mine, theirs = [_leaves(each) for each in one], [_leaves(each) for each in other]
    # one more for being a pair: an item of which nothing is left to tell it by is still somebody's
    common = [[1 + 2 * len(here & there) for there in theirs] for here in mine]
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for row, column in product(reversed(range(len(one))), reversed(range(len(other)))):
        paired = best[row + 1][column + 1] + common[row][column]
        best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    row = column = 0
    while row < len(one) and column < len(other):
        if best[row][column] == best[row + 1][column + 1] + common[row][column]:
            yield row, column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1


def _leaves(value: Any, path: str = "") -> frozenset[tuple[str, str]]:
    """All that a value says."""
    if is_dataclass(value) and not isinstance(value, type):
        return frozenset().union(*(_leaves(getattr(value, each.name), f"{path}/{each.name}") for each in fields(value)))
    if isinstance(value, tuple):
        return frozenset().union(*(_leaves(each, path) for each in value))
    return frozenset() if _is_nothing(value) else frozenset({(path, str(value))})
