"""What a loop looks like: its segments in a row, the delimiters between their cells, and the cells themselves.

Two loops with the same places and delimiters have the same cells, so that what was learned of one loop is said by the
numbers of cells. Loops whose own rule takes each of them stand apart: a message isn't told by how many lines it has.
"""

from collections.abc import Sequence

from app.formats.edi.delimiters import Delimiters
from app.formats.edi.loops import Loop
from app.formats.lens.bound import At

BETWEEN = "\n"
"""What stands between two segments; never in one, since a control has no place in a good one."""
INNER, OUTER = -1, -2
"""What stands before the loops in a loop, and behind them, among the places."""
_CONTROLS = frozenset(range(32)) | {127}


class Row:
    """The segments of a loop and of the loops in it, and the loops that stand apart."""

    __slots__ = ("apart", "places", "segments")

    def __init__(self, loop: Loop, apart: frozenset[int]) -> None:
        self.places, self.segments = loop.places, loop.segments
        self.apart: list[Loop] = []
        if loop.loops:
            self.places, self.segments = loop.places[:], loop.segments[:]
            self._take(loop.loops, apart)

    def _take(self, loops: list[Loop], apart: frozenset[int]) -> None:
        for each in loops:
            if each.place in apart:
                self.apart.append(each)
                continue
            self.places += each.places
            self.segments += each.segments
            if each.loops:
                self.places.append(INNER)
                self._take(each.loops, apart)
                self.places.append(OUTER)


class Cutter:
    """Cuts rows by a message's delimiters."""

    def __init__(self, marks: Delimiters) -> None:
        self.element, self.component = marks.element, marks.component
        self.can = marks.special.isascii() and marks.special.isprintable() and bool(marks.element and marks.component)
        kept = _CONTROLS | {ord(each) for each in marks.special if each.isascii()}
        self._others = bytes(each for each in range(256) if each not in kept)
        self._odd = frozenset(kept) - {ord(each) for each in marks.element + marks.component + BETWEEN}

    def delimiters(self, text: str) -> bytes:
        """All delimiters of a text, in their order, and whatever else must not be in a text."""
        return text.encode("utf-8", "replace").translate(None, self._others)

    def cells(self, text: str) -> list[str]:
        """What is between the delimiters."""
        return text.replace(self.component, self.element).replace(BETWEEN, self.element).split(self.element)

    def is_plain(self, row: Row, delimiters: bytes) -> bool:
        """Whether nothing in it must be looked at twice: nothing released or repeated, no control."""
        return not self._odd & set(delimiters) and delimiters.count(b"\n") == len(row.segments) - 1


class Spots:
    """Which cell of a row is which element or component of which segment."""

    def __init__(self, segments: Sequence[str], marks: Cutter) -> None:
        self._starts: list[list[tuple[int, int]]] = []  # of each segment's elements: first cell, number of cells
        at = 0
        for segment in segments:
            elements = []
            for each in segment.split(marks.element):
                width = each.count(marks.component) + 1
                elements.append((at, width))
                at += width
            self._starts.append(elements)

    def cell(self, segment: int, at: At) -> int | None:
        """The cell there; None where the segment ends before it. Raises Unlearnable where it is cut into several."""
        element, component = at
        elements = self._starts[segment]
        if element >= len(elements):
            return None
        first, width = elements[element]
        if not component:
            if width > 1:
                raise Unlearnable
            return first
        return first + component - 1 if component <= width else None

    def cells(self, segment: int, at: At) -> range:
        """All cells of an element, or the one of a component; none where the segment ends before it."""
        element, component = at
        first, width = self._starts[segment][element] if element < len(self._starts[segment]) else (0, 0)
        if not component:
            return range(first, first + width)
        return range(first + component - 1, first + component) if component <= width else range(0)


class Unlearnable(Exception):
    """Nothing can be learned of this loop that holds for all that look like it."""


class Unlike(Exception):
    """A loop says something that what was learned doesn't hold for."""
