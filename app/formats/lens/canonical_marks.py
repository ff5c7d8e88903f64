"""Leftovers in the standard's own delimiters, so that a message sent with other ones is the same document.

Where that can't be undone exactly (a `*` in a text of a message that is delimited by `|`), the leftovers stay as they
were, and one more says which delimiters they have.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import astuple, replace
from functools import lru_cache

from app.domain.documents import Leftover
from app.formats.edi.delimiters import EDIFACT, X12, Delimiters

CANONICAL = {"x12": X12, "edifact": EDIFACT}
_COUNTED = frozenset({"order", "length", "delimiters"})


def canonical(items: list[Leftover], standard: str, marks: Delimiters, name: str) -> list[Leftover]:
    """The leftovers of a message with these delimiters, as they are kept."""
    own = CANONICAL[standard]
    if _same(marks, own):
        return items
    differing = _differing(marks, own)
    if not any(differing.search(each.content) for each in items if each.kind not in _COUNTED):
        return items
    moved = [_moved(each, marks, own) for each in items]
    if all(_moved(one, own, marks) == each for one, each in zip(moved, items, strict=True)):
        return moved
    return [Leftover("delimiters", name, json.dumps(astuple(marks)[:6])), *items]


def for_marks(items: Iterable[Leftover], standard: str, marks: Delimiters) -> list[Leftover]:
    """Kept leftovers, as they are written with these delimiters."""
    own, found = CANONICAL[standard], []
    for each in items:
        if each.kind == "delimiters":
            own = _read_marks(each.content, own)
        else:
            found.append(each)
    return found if _same(own, marks) else [_moved(each, own, marks) for each in found]


@lru_cache(maxsize=128)
def _same(one: Delimiters, other: Delimiters) -> bool:
    return one.special == other.special or replace(one, terminator="") == replace(other, terminator="")


def _read_marks(content: str, otherwise: Delimiters) -> Delimiters:
    try:
        return Delimiters(*(str(each) for each in json.loads(content)))
    except (ValueError, TypeError, RecursionError):
        return otherwise


def _moved(item: Leftover, one: Delimiters, other: Delimiters) -> Leftover:
    if item.kind in _COUNTED or not _differing(one, other).search(item.content):
        return item
    return replace(item, content=translated(item.content, one, other))


@lru_cache(maxsize=128)
def _differing(one: Delimiters, other: Delimiters) -> re.Pattern[str]:
    """The characters that mean something else in the other delimiters, and those that release others."""
    pairs = _pairs(one, other)
    marks = {each for pair in pairs if pair[0] != pair[1] for each in pair} | {one.release, other.release}
    return re.compile("|".join(re.escape(each) for each in sorted(marks) if each) or "(?!)")


def translated(text: str, one: Delimiters, other: Delimiters) -> str:
    """Text with the delimiters of `one`, in those of `other`; what can't be released there becomes a space."""
    turned = {mine: theirs for mine, theirs in _pairs(one, other) if mine}
    found, characters, special = "", iter(text), other.special
    for each in characters:
        if each in turned:
            found += turned[each]
            continue
        if each == one.release:
            each = next(characters, each)
        if each in special:
            found += other.release + each if other.release else " "
        else:
            found += each
    return found


def _pairs(one: Delimiters, other: Delimiters) -> list[tuple[str, str]]:
    return [
        (one.element, other.element),
        (one.component, other.component),
        (one.repetition, other.repetition),
        (one.terminator, other.terminator),
    ]
