"""Segments cut into cells, and cells put together again: one layout a place, made for a message's delimiters.

The cells of a segment are its elements, by number (0 is the tag), and behind them the components that a mapping asks
for. What a mapping doesn't ask for isn't cut.
"""

from collections.abc import Callable, Iterable

from app.formats.edi.delimiters import Delimiters, released, split_released, unreleased
from app.formats.lens.bound import At

Cut = Callable[[str], list[str]]
Join = Callable[[list[str]], str]


class Layout:
    """The cells of the segments at one place."""

    def __init__(self, tag: str, positions: Iterable[At], marks: Delimiters) -> None:
        wanted = sorted(positions)
        self._tag = tag
        self._marks = marks
        self._size = 1 + max((element for element, _ in wanted), default=0)
        self._composites: list[tuple[int, int, int]] = []  # element, first cell, number of components
        at = self._size
        for element in sorted({each for each, component in wanted if component}):
            count = max(component for each, component in wanted if each == element)
            self._composites.append((element, at, count))
            at += count
        self.cells = at
        self._starts = {element: first for element, first, _ in self._composites}

    def cell(self, at: At) -> int:
        """The number of a position's cell."""
        element, component = at
        return self._starts[element] + component - 1 if component else element

    def cells_of(self, element: int) -> list[int]:
        """All cells of an element: its own, and those of its components; none where the layout doesn't reach."""
        inner = [
            cell for each, first, count in self._composites if each == element for cell in range(first, first + count)
        ]
        return [element, *inner] if element < self._size else []

    def blank(self) -> list[str]:
        """The cells of an empty segment."""
        return [self._tag, *([""] * (self.cells - 1))]

    def cutter(self) -> Cut:
        """What cuts a raw segment into cells; there are always as many as the layout has."""
        mark, release = self._marks.element, self._marks.release
        padding = mark * self._size
        size, composites, component = self._size, self._composites, self._marks.component
        plan = [(element, component * count, count) for element, _, count in composites]

        def cut(raw: str) -> list[str]:
            if release and release in raw:
                return released_cut(raw)
            cells = (raw + padding).split(mark)
            if plan:
                del cells[size:]
                for element, pad, count in plan:
                    # an ISA may end before its component separator: a composite has its first component only then
                    parts = (cells[element] + pad).split(component) if component else [cells[element]] + [""] * count
                    cells += parts[:count]
            return cells

        def released_cut(raw: str) -> list[str]:
            cells = (split_released(raw, mark, release) + [""] * size)[:size]
            for element, _, count in plan:
                cells += (split_released(cells[element], component, release) + [""] * count)[:count]
            return [unreleased(each, release) for each in cells]

        return cut

    @property
    def unwritable(self) -> frozenset[str]:
        """Delimiters that can't stand in a value, for none can be released."""
        return frozenset() if self._marks.release else frozenset(self._marks.special)

    def joiner(self) -> Join:
        """What makes a raw segment of cells; characters that would cut it are released, or blanked where they can't."""
        mark, component, size = self._marks.element, self._marks.component, self._size
        composites = self._composites
        harmful = [each for each in self._marks.special if each not in (mark, component)]

        def join(cells: list[str]) -> str:
            if not _is_harmless(cells):
                return careful([self._safe(each) for each in cells])
            for element, first, count in composites:
                cells[element] = component.join(cells[first : first + count]).rstrip(component)
            return mark.join(cells[:size]).rstrip(mark)

        def careful(cells: list[str]) -> str:
            for element, first, count in composites:
                cells[element] = _joined(cells[first : first + (count if component else 1)], component)
            return _joined(cells[:size], mark)

        def _is_harmless(cells: list[str]) -> bool:
            text = "".join(cells)
            if mark in text or component in text or not text.isprintable():
                return False
            return not any(each in text for each in harmful)

        return join

    def _safe(self, value: str) -> str:
        marks = self._marks
        value = "".join(" " if each < " " else each for each in value)
        if marks.release:
            return released(value, marks)
        return "".join(" " if each in marks.special else each for each in value)


def _joined(parts: list[str], mark: str) -> str:
    """The parts with the mark between them, without empty ones at the end; a part may end with a released mark."""
    text = mark.join(parts)
    if not text.endswith(mark):
        return text
    last = max((number for number, each in enumerate(parts, 1) if each), default=0)
    return mark.join(parts[:last])
