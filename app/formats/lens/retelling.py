"""Segments that say what their rule writes, but not as it writes it: pairs in another order, other codes, more texts.

A steady rule writes its constants, and each text that it read as it was. So where the texts of one segment go holds for
all that look like it, and what is said otherwise is told by the numbers of cells, without writing anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.formats.edi.delimiters import Delimiters
from app.formats.lens.bound import At, BoundElement, BoundRule, label_of
from app.formats.lens.lesson import Comparing, Step
from app.formats.lens.sketch import Spots


@dataclass(frozen=True, slots=True)
class Retold:
    """An element or component that is said otherwise than it is written.

    Attributes:
        spelt: the cells that have what the message says.
        moved: the cell of the text that is written; None where `written` is, whatever the texts are.
    """

    path: str
    spelt: range
    moved: int | None = None
    written: str = ""


class Both:
    """A segment as the message has it, and as its rule writes it.

    Attributes:
        spelt, written: the elements, the first of which is the tag.
    """

    def __init__(self, spots: Spots, at: int, marks: Delimiters, segments: tuple[str, str]) -> None:
        self.spelt, self.written = (each.split(marks.element) for each in segments)
        self.component = marks.component
        self._spots = spots
        self._at = at

    def pieces(self, at: At) -> tuple[str, str]:
        """What the message says at an element or component, and what is written there."""
        return self._piece(self.spelt, *at), self._piece(self.written, *at)

    def cells(self, at: At) -> range:
        """The cells of an element or component among those of the row."""
        return self._spots.cells(self._at, at)

    def _piece(self, elements: Sequence[str], number: int, place: int) -> str:
        element = elements[number] if number < len(elements) else ""
        if not place:
            return element
        parts = element.split(self.component)
        return parts[place - 1] if place <= len(parts) else ""


def retelling(rule: BoundRule, both: Both, path: str) -> Step | None:
    """What tells how segments that look like one differ from what a steady rule writes; None if nobody knows."""
    try:
        found = tuple(_Retelling(rule, both, path).elements())
    except _Untold:
        return None
    component, length = both.component, str(len(both.spelt)) if both.spelt[-1] == "" else ""

    def step(comparing: Comparing) -> None:
        cells, difference = comparing.cells, comparing.difference
        for each in found:
            spelt = component.join(cells[each.spelt.start : each.spelt.stop])
            written = each.written if each.moved is None else cells[each.moved]
            if spelt != written:
                difference.value(comparing.path + each.path, spelt, written)
        if length:
            difference.items.append(("length", f"{comparing.path}{path}/{rule.place.segment.tag}", length))

    return step


class _Untold(Exception):
    """What is written for a segment isn't known to be the same for all that look like it."""


class _Retelling:
    def __init__(self, rule: BoundRule, both: Both, path: str) -> None:
        self._both = both
        self._elements = rule.place.segment.elements
        self._path = f"{path}/{rule.place.segment.tag}-"
        self._pairs = rule.pairs
        self._values = {value: code for code, value in rule.pairs.cells} if rule.pairs else {}
        self._constants = {*rule.puts, *(each.at for each in rule.guards), *self._values.values()}

    def elements(self) -> Iterator[Retold]:
        """What differs, or may differ in a segment that looks like this one."""
        for number in range(1, max(len(self._both.spelt), len(self._both.written))):
            spelt, written = self._both.pieces((number, 0))
            if written and self._is_composite(number):
                yield from self._components(number, spelt, written)
            else:
                yield from self._one((number, 0))

    def _is_composite(self, number: int) -> bool:
        return number <= len(self._elements) and bool(self._elements[number - 1].components)

    def _components(self, number: int, spelt: str, written: str) -> Iterator[Retold]:
        mark = self._both.component
        if not spelt or spelt.endswith(mark):
            raise _Untold
        for place in range(1, max(spelt.count(mark), written.count(mark)) + 2):
            yield from self._one((number, place))

    def _one(self, at: At) -> Iterator[Retold]:
        spelt, written = self._both.pieces(at)
        path, cells = self._path + label_of(at), self._both.cells(at)
        if at in self._values and written:
            origin = self._origin(at, written)
            if origin != cells:
                yield Retold(path, cells, moved=origin.start)
        elif spelt == written:
            return
        elif written and at not in self._constants:
            raise _Untold
        else:
            yield Retold(path, cells, written=written)

    def _origin(self, at: At, written: str) -> range:
        """The cell that a pair's value was read from."""
        kind = self._kind(self._both.pieces(self._values[at])[1])
        said = [value for value, code in self._values.items() if self._says(value, code, kind)]
        if kind is None or len(said) != 1 or self._both.pieces(said[0])[0] != written:
            raise _Untold
        return self._both.cells(said[0])

    def _says(self, value: At, code: At, kind: BoundElement | None) -> bool:
        """Whether the message has a value of a kind at a place."""
        return bool(self._both.pieces(value)[0]) and self._kind(self._both.pieces(code)[0]) is kind

    def _kind(self, code: str) -> BoundElement | None:
        assert self._pairs is not None
        return next((one for codes, one in self._pairs.by.items() if code in codes.split("|")), None)
