"""The redline between two versions of a contract, made on its clause tree and never on rendered text.

Clauses are told apart by their ids, so that a clause that moved is not one removed and another added. Text is compared
word by word; Chinese, Japanese and Korean text, which has no blanks between words, by character.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import groupby, takewhile

from app.domain.documents.base import PaymentTerms, Price
from app.domain.documents.contract import Clause, Contract, PriceLine, Term

MOST_EDITS = 800
"""Texts further apart than so many words removed and added are shown as replaced: a redline may not take seconds."""

_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_WORDS = re.compile(rf"(?:[{_CJK}]|[^\W{_CJK}]+|[^\w\s])\s*|\s+")
"""A word, a CJK character or a punctuation mark, each with the blanks behind it."""


class ChangeKind(StrEnum):
    """What happened to a clause, a price line or a field."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text: `op` is "same", "removed" or "added"."""

    op: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference.

    Attributes:
        what: clause, price_line, term, payment_terms, or header.
        id: the clause's or price line's id; for the rest the field's name.
        field: which part of it (heading, text, price, end …); "" for the whole.
        before, after: the two texts; for a clause that moved, where it stood: `parent id/position from 1`.
        marks: the word-level redline, where words were changed.
    """

    kind: ChangeKind
    what: str
    id: str
    field: str = ""
    before: str = ""
    after: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    parent: str
    position: int
    clause: Clause


def redline(old: Contract, new: Contract) -> list[Change]:
    """Everything in which `new` differs from `old`: clauses in reading order, then prices, term and header."""
    return [
        *_clauses(old, new),
        *_price_lines(old.price_lines, new.price_lines),
        *_fields("term", old.term, new.term),
        *_fields("payment_terms", old.payment_terms, new.payment_terms),
        *_header(old, new),
    ]


def marks(before: str, after: str) -> tuple[Mark, ...]:
    """The redline of one text."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    start = _shared(zip(old, new, strict=False))
    end = _shared(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    middle = _compared(old[start : len(old) - end], new[start : len(new) - end])
    found = [("same", old[:start]), *middle, ("same", old[len(old) - end :])]
    told = groupby((each for each in found if each[1]), key=lambda each: each[0])
    return tuple(Mark(op, "".join(word for _, words in stretches for word in words)) for op, stretches in told)


def _shared(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _compared(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Stretches of equal, removed and added words, in order."""
    at_old = at_new = 0
    for here, there in (*_common(old, new), (len(old), len(new))):
        yield from (("removed", old[at_old:here]), ("added", new[at_new:there]))
        yield "same", old[here : here + 1]
        at_old, at_new = here + 1, there + 1


def _common(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """The indexes of a longest common subsequence, by E. Myers' O(ND) algorithm (1986); none above MOST_EDITS edits."""
    trail = _trail(old, new)
    x, y = len(old), len(new)
    common: list[tuple[int, int]] = []
    for edits, reach in reversed(list(enumerate(trail))):
        before = _from_diagonal(reach, x - y, edits)
        start = reach[before] if edits else 0
        end = (start, start - before) if edits else (0, 0)
        while x > end[0] and y > end[1]:
            x, y = x - 1, y - 1
            common.append((x, y))
        x, y = end
    return common[::-1]


def _trail(old: list[str], new: list[str]) -> list[dict[int, int]]:
    """How far each diagonal reached before each further edit, until both ends are; empty where that is too far."""
    reach, trail = {1: 0}, list[dict[int, int]]()
    for edits in range(MOST_EDITS + 1):
        trail.append(dict(reach))
        for diagonal in range(-edits, edits + 1, 2):
            before = _from_diagonal(reach, diagonal, edits)
            x = reach[before] + (before < diagonal)
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            reach[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return trail
    return []


def _from_diagonal(reach: Mapping[int, int], diagonal: int, edits: int) -> int:
    """The neighbour from which a diagonal is best entered: by adding a word (the one above) or by removing one."""
    adding = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
    return diagonal + 1 if adding else diagonal - 1


def _clauses(old: Contract, new: Contract) -> Iterator[Change]:
    before = {place.clause.id: place for place in _places(old.clauses)}
    after = {place.clause.id: place for place in _places(new.clauses)}
    moved = _moved(before, after)
    for id_, place in after.items():
        if id_ not in before:
            yield Change(kind=ChangeKind.ADDED, what="clause", id=id_, after=_words_of(place.clause))
            continue
        if id_ in moved:
            was, now = _where(before[id_]), _where(place)
            yield Change(kind=ChangeKind.MOVED, what="clause", id=id_, before=was, after=now)
        yield from _reworded(before[id_].clause, place.clause)
    for id_, place in before.items():
        if id_ not in after:
            yield Change(kind=ChangeKind.REMOVED, what="clause", id=id_, before=_words_of(place.clause))


def _places(clauses: Iterable[Clause], parent: str = "") -> Iterator[_Place]:
    for position, clause in enumerate(clauses, 1):
        yield _Place(parent, position, clause)
        yield from _places(clause.clauses, clause.id)


def _moved(before: Mapping[str, _Place], after: Mapping[str, _Place]) -> set[str]:
    """Clauses under another parent, and as few as possible of those that changed places among their siblings."""
    both = [id_ for id_ in after if id_ in before]
    moved = {id_ for id_ in both if before[id_].parent != after[id_].parent}
    siblings: dict[str, list[str]] = {}
    for id_ in both:
        if id_ not in moved:
            siblings.setdefault(after[id_].parent, []).append(id_)
    for ids in siblings.values():
        stayed = _longest_rising([before[id_].position for id_ in ids])
        moved |= {id_ for index, id_ in enumerate(ids) if index not in stayed}
    return moved


def _longest_rising(positions: list[int]) -> set[int]:
    """The indexes of a longest run of rising positions: what didn't move relative to each other."""
    tails: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, position in enumerate(positions):
        at = bisect_left(tails, position)
        previous.append(last[at - 1] if at else -1)
        tails[at : at + 1] = [position]
        last[at : at + 1] = [index]
    kept: set[int] = set()
    index = last[-1] if last else -1
    while index >= 0:
        kept.add(index)
        index = previous[index]
    return kept


def _reworded(old: Clause, new: Clause) -> Iterator[Change]:
    for field in ("heading", "text"):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Change(
                kind=ChangeKind.REWORDED,
                what="clause",
                id=new.id,
                field=field,
                before=before,
                after=after,
                marks=marks(before, after),
            )


def _price_lines(old: Iterable[PriceLine], new: Iterable[PriceLine]) -> Iterator[Change]:
    before, after = {line.id: line for line in old}, {line.id: line for line in new}
    for id_, line in after.items():
        if id_ not in before:
            yield Change(kind=ChangeKind.ADDED, what="price_line", id=id_, after=_text(line.price))
            continue
        yield from _fields("price_line", before[id_], line, id_)
    for id_, line in before.items():
        if id_ not in after:
            yield Change(kind=ChangeKind.REMOVED, what="price_line", id=id_, before=_text(line.price))


def _fields(
    what: str, old: PriceLine | Term | PaymentTerms | None, new: PriceLine | Term | PaymentTerms | None, id_: str = ""
) -> Iterator[Change]:
    names = [each.name for each in fields(new or old)] if new or old else []  # type: ignore[arg-type]  # one of them is there
    for name in names:
        before, after = getattr(old, name, None), getattr(new, name, None)
        if before != after:
            shown = (_text(before), _text(after))
            yield Change(
                kind=ChangeKind.CHANGED, what=what, id=id_ or name, field=name, before=shown[0], after=shown[1]
            )


def _header(old: Contract, new: Contract) -> Iterator[Change]:
    for name in ("title", "governing_law", "language", "currency", "framework", "buyer", "seller"):
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        texts = (_text(before), _text(after))
        found = marks(*texts) if name == "title" else ()
        yield Change(
            kind=ChangeKind.CHANGED, what="header", id=name, field=name, before=texts[0], after=texts[1], marks=found
        )


def _where(place: _Place) -> str:
    return f"{place.parent}/{place.position}"


def _words_of(clause: Clause) -> str:
    return "\n".join(part for part in (clause.heading, clause.text) if part)


def _text(value: object) -> str:
    """A field's value in words for a reader."""
    if value is None:
        return ""
    if isinstance(value, Price):
        base = f" / {value.base_quantity.text} {value.base_quantity.unit}" if value.base_quantity else ""
        return f"{value.amount.text} {value.amount.currency}{base}"
    for name in ("name", "number"):
        if hasattr(value, name) and not isinstance(value, StrEnum):
            return str(getattr(value, name))
    text = getattr(value, "text", None)
    return f"{text} {getattr(value, 'unit', '')}".strip() if text is not None else str(value)
