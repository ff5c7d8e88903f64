"""The function that fills a frame from the cells of a loop: written for one structure, so that nothing is looked up."""

from collections.abc import Sequence
from typing import Any

from app.formats.lens.bound import At, BoundElement
from app.formats.lens.compiling import Act, pair_value
from app.formats.lens.elements import moment_slots
from app.formats.lens.frames import Shape
from app.formats.lens.generated import generated
from app.formats.lens.known import (
    Known,
    is_moment,
    is_of_currency,
    is_text,
    key_of,
    known_element,
    known_pair,
    texts_of,
)
from app.formats.lens.lesson import Fill
from app.formats.lens.sketch import Spots, Unlearnable, Unlike
from app.formats.lens.steady import Filled, Steps


class Filling:
    """A function being written.

    Attributes:
        filled: what was read, in order.
        wilful: ids of rules that don't write again what they read, whatever it is.
    """

    def __init__(self, spots: Spots, cells: Sequence[str], shape: Shape, item: Act | None, currency: str) -> None:
        self.filled: list[Filled] = []
        self.wilful: set[int] = set()
        self._spots = spots
        self._cells = cells
        self._shape = shape
        self._item = item
        self._currency = currency
        self._names: dict[str, Any] = {"Unlike": Unlike}
        self._tests: list[str] = []
        self._lines: list[str] = []
        self._lists: dict[int, list[str]] = {}

    def take(self, act: Act, at: int) -> None:
        """Read a segment by a rule; raises Unlearnable."""
        if act.inner is self._shape:
            self._segment(act, at, "f", "position" if act is self._item else "")
        else:
            self._take_item(act, at)

    def _take_item(self, act: Act, at: int) -> None:
        """A segment that is an item of a list; what an item's loop says beyond its first segment isn't learned."""
        if act.slot is None or act.shape is None or act.rule.each is None:
            raise Unlearnable
        if act.shape.implied or act.rule.conditions or self._has_several(act, at):
            raise Unlearnable
        items = self._lists.setdefault(act.slot, [])
        item = f"i{sum(map(len, self._lists.values()))}"
        self._lines.append(f"{item} = [None] * {len(act.shape.frame())}")
        outer, self.filled = self.filled, []
        self._segment(act, at, item, str(len(items) + 1))
        if not self.filled:
            raise Unlearnable
        self.filled = outer
        self._lines.append(f"{item} = {self._name('build', act.shape.build)}({item})")
        self._lines.append(f"if {item} is None: raise Unlike")
        items.append(item)
        if len(items) == 1:
            self.filled.append(Filled(act, act.rule.each.steps, (act.slot,)))

    def _has_several(self, act: Act, at: int) -> bool:
        """Whether a segment has more items than one."""
        rows = act.rule.row.cells if act.rule.row else ()
        further = [place for row in rows for place in row][1:]
        return any(self._said(self._spots.cell(at, each)) for each in further)

    def compiled(self) -> Fill:
        """The function."""
        tests = [f"if {' or '.join(self._tests)}: raise Unlike"] if self._tests else []
        lists = [f"f[{slot}] = [{', '.join(items)}]" for slot, items in self._lists.items()]
        lines = [*tests, *self._lines, *lists] or ["pass"]
        fill: Fill = generated("fill", "c, f, currency, position", lines, self._names)
        return fill

    def _segment(self, act: Act, at: int, frame: str, position: str) -> None:
        for slot, value in act.starting:
            self._put(act, (), frame, [slot], self._name("value", value))
        for number, each in enumerate(act.rule.elements):
            own = [self._spots.cell(at, one) for one in texts_of(each)]
            if any(self._said(one) for one in own[: len(each.cells)]):
                self._element(act, number, frame, own)
            elif each.otherwise:
                self._otherwise(act, each, frame, position)
        if act.rule.pairs:
            self._pairs(act, at, frame)
        slots = [slot for each in self.filled for slot in each.slots]
        if len(set(slots)) < len(slots):
            raise Unlearnable  # of what is said twice, which one counts may depend on what they are

    def _element(self, act: Act, number: int, frame: str, own: Sequence[int | None]) -> None:
        element = act.rule.elements[number]
        if element.apart:
            raise Unlearnable  # whether it counts depends on its currency
        slots = _slots(act, element)
        if is_text(element):
            self._put(act, element.path.steps, frame, slots, self._plain(_text(own[0]), element))
        else:
            texts = [_text(each) for each in own] + (["currency"] if is_of_currency(element) else [])
            known = self._known(act, number, [self._said(each) for each in own])
            self._put(act, element.path.steps, frame, slots, f"{self._name('known', known)}[{', '.join(texts)}]")
        if element.time is not None:
            self.filled.append(Filled(act, element.time.steps))

    def _known(self, act: Act, number: int, texts: Sequence[str]) -> Known:
        """The values of an element; also those that don't come back, where that of the loop doesn't."""
        element = act.rule.elements[number]
        strict = act.known.setdefault((number, True), known_element(element, act.layout, is_strict=True))
        try:
            strict[key_of(element, texts, self._currency)]
        except Unlike:
            self.wilful.add(id(act))
            return act.known.setdefault((number, False), known_element(element, act.layout, is_strict=False))
        return strict

    def _otherwise(self, act: Act, element: BoundElement, frame: str, position: str) -> None:
        if not position:
            raise Unlearnable
        self.wilful.add(id(act))
        value = f"str({position})" if element.otherwise == "position" else self._name("value", element.otherwise)
        self._put(act, element.path.steps, frame, _slots(act, element), value)

    def _pairs(self, act: Act, at: int, frame: str) -> None:
        assert act.rule.pairs is not None
        by = {code: one for codes, one in act.rule.pairs.by.items() for code in codes.split("|")}
        taken = set()
        for code_at, value_at in act.rule.pairs.cells:
            cell = self._spots.cell(at, value_at)
            element = by.get(self._said(self._spots.cell(at, code_at)))
            if element is None or not self._said(cell) or (slot := act.inner.slot(element.path)) in taken:
                continue
            taken.add(slot)
            self._put(act, element.path.steps, frame, [slot], self._pair(act, element, _text(cell), value_at))

    def _pair(self, act: Act, element: BoundElement, text: str, at: At) -> str:
        if is_text(element):
            return self._plain(text, element)
        key = (element.path.text, element.length, element.constant)
        known = act.known.setdefault(key, known_pair(element, pair_value(element), act.layout, at))
        return f"{self._name('known', known)}[{text}]"

    def _plain(self, text: str, element: BoundElement) -> str:
        """A text must be as long as the grammar has it, or it isn't written as it is."""
        if element.grammar.min > 1:
            self._tests.append(f"len({text}) < {element.grammar.min}")
        self._tests.append(f"len({text}) > {element.grammar.max}")
        return text

    def _put(self, act: Act, steps: Steps, frame: str, slots: Sequence[int], value: str) -> None:
        self._lines.append(f"{', '.join(f'{frame}[{slot}]' for slot in slots)} = {value}")
        self.filled.append(Filled(act, steps, tuple(slots)))

    def _said(self, cell: int | None) -> str:
        return "" if cell is None else self._cells[cell]

    def _name(self, kind: str, value: Any) -> str:
        name = f"{kind}{len(self._names)}"
        self._names[name] = value
        return name


def _text(cell: int | None) -> str:
    """The expression for a cell's text."""
    return "''" if cell is None else f"c[{cell}]"


def _slots(act: Act, element: BoundElement) -> list[int]:
    if not is_moment(element):
        return [act.inner.slot(element.path)]
    return [each for each in moment_slots(element, act.inner) if each is not None]
