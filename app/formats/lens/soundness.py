"""What keeps a segment from being written that the standard doesn't allow: what can't stand without more is left out.

What is left out is not forgotten: it is among the losses, as everything is that the message doesn't say.
"""

from collections.abc import Callable, Mapping, Sequence

from app.formats.edi.grammar import Element, Segment
from app.formats.lens.layout import Layout

Tidy = Callable[[list[str]], bool]
Cells = Mapping[int, Sequence[int]]
_MOST_KNOWN = 200


def tidier(segment: Segment, layout: Layout) -> Tidy:
    """What makes cells sound by the segment's notes (X12's P, R, E, C, L); False where nothing sound is left."""
    cells_of = {number: layout.cells_of(number) for number in range(1, len(segment.elements) + 1)}
    notes = [(each[0], [int(each[at : at + 2]) for at in range(1, len(each), 2)]) for each in segment.notes]
    required = [number for number, each in enumerate(segment.elements, 1) if each.required and cells_of[number]]
    composites = [(cells_of[number], _needed(each)) for number, each in enumerate(segment.elements, 1)]
    demanding = [each for each in composites if each[1] and each[0]]

    known: dict[tuple[bool, ...], bool] = {}  # what is said of cells in which nothing has to be cleared

    def tidy(cells: list[str]) -> bool:
        filled = tuple(map(bool, cells))
        if filled in known:
            return known[filled]
        verdict = settled(cells)
        if len(known) < _MOST_KNOWN and filled == tuple(map(bool, cells)):
            known[filled] = verdict
        return verdict

    def settled(cells: list[str]) -> bool:
        while any(_settle(kind, numbers, cells, cells_of) for kind, numbers in notes if kind != "R"):
            pass
        for own, needed in demanding:
            _empty_where_lacking(own, needed, cells)
        if not all(_is_there(number, cells, cells_of) for number in required):
            return False
        return all(any(_is_there(each, cells, cells_of) for each in one) for kind, one in notes if kind == "R")

    return tidy


def _needed(element: Element) -> list[int]:
    """The components that the element can't be without, by their numbers."""
    return [number for number, each in enumerate(element.components, 1) if each.required]


def _empty_where_lacking(own: Sequence[int], needed: Sequence[int], cells: list[str]) -> None:
    """Clear a composite that lacks a component which it can't be without; `own` are its cell and its components'."""
    if len(own) > 1 and not all(number < len(own) and cells[own[number]] for number in needed):
        for each in own:
            cells[each] = ""


def _is_there(number: int, cells: list[str], cells_of: Cells) -> bool:
    return any(cells[each] for each in cells_of.get(number, ()))


def _settle(kind: str, numbers: list[int], cells: list[str], cells_of: Cells) -> bool:
    """Clear what the note doesn't let stand; False where there was nothing to clear."""
    there = [each for each in numbers if _is_there(each, cells, cells_of)]
    doomed: list[int] = []
    if kind == "P" and len(there) < len(numbers):
        doomed = there
    elif kind == "E":
        doomed = there[1:]
    elif numbers[0] in there and ((kind == "C" and len(there) < len(numbers)) or (kind == "L" and len(there) == 1)):
        doomed = there[:1]
    for number in doomed:
        for each in cells_of[number]:
            cells[each] = ""
    return bool(doomed)
