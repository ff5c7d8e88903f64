"""X12's syntax notes: which elements of a segment need, or exclude, each other (X12.6 § 3.8.3.3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NEIGHBOURS = frozenset("PREC")
"""Kinds whose notes about two neighbours fit into a segment's pattern."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note: `P` all or none, `R` at least one, `E` one at most, `C` the first needs all others, `L` the first needs
    one of the others. `elements` are numbers from 1, in the note's order."""

    kind: str
    elements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A note that doesn't hold; `element` is the one that is missing or, for E, one too many."""

    note: Note
    element: int


def parsed(text: str) -> Note:
    """`P0304` as a Note."""
    numbers = text[1:]
    return Note(text[0], tuple(int(numbers[at : at + 2]) for at in range(0, len(numbers), 2)))


def holds(note: Note, there: Sequence[bool]) -> bool:
    """Whether the note holds for a segment; `there` says which elements it has, its tag being the first."""
    first, *others = (number < len(there) and there[number] for number in note.elements)
    if note.kind == "P":
        return all(others) if first else not any(others)
    if note.kind == "R":
        return first or any(others)
    if note.kind == "E":
        return first + sum(others) <= 1
    return not first or (all(others) if note.kind == "C" else any(others))


def broken(notes: Sequence[str], elements: Sequence[str]) -> Iterator[Broken]:
    """The notes that don't hold."""
    there = list(map(bool, elements))
    for note in map(parsed, notes):
        if not holds(note, there):
            yield Broken(note, _culprit(note, elements))


def _culprit(note: Note, elements: Sequence[str]) -> int:
    there = [number for number in note.elements if number < len(elements) and elements[number] != ""]
    if note.kind == "E":
        return there[1]
    candidates = note.elements[1:] if note.kind in "CL" else note.elements
    return next(number for number in candidates if number not in there)
