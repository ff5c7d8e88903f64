"""Bound rules compiled: the closures that read a message of given delimiters into frames, and write it from objects.

`Act` is a rule's two directions, `Level` what may be in one loop. Nothing here is looked up by name any more.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.formats.edi.delimiters import Delimiters
from app.formats.edi.loops import Loop
from app.formats.lens.bound import BoundElement, BoundPairs, BoundRule, Calc
from app.formats.lens.claiming import claim
from app.formats.lens.codecs import words_nothing
from app.formats.lens.currencies import apart_reader, apart_writer
from app.formats.lens.element_writers import Write, writer_of
from app.formats.lens.elements import CODED, Read, reader_of
from app.formats.lens.frames import Aside, Frame, Shape
from app.formats.lens.known import Known
from app.formats.lens.layout import Layout
from app.formats.lens.parts import Parts
from app.formats.lens.reckoning import reckoning
from app.formats.lens.serials import row_of
from app.formats.lens.soundness import tidier
from app.formats.lens.speaking import Speaking, speaking
from app.formats.lens.state import ReadState, WriteState
from app.formats.lens.stations import Guards, Station

if TYPE_CHECKING:
    from app.formats.lens.memory import Memory


class Act:
    """A rule, ready to be run.

    Attributes:
        bit: its own among those of its level; once: the same where it takes one segment of a loop only, else 0.
        slot: of the list that its items go to, None where it reads into the frame that is there.
        family: rules for the same list at the same place, of which each item is written by the first that is for it;
            empty where another one of them has the family.
        numbered: the slot of an item that its position goes to, None where there is none.
        order: of writing, within its level.
        inner: the shape that its elements are read into.
        items: fetches the list when writing; those that other rules write are left out.
        counted: whether all of the list's items are the rule's, whatever they say.
        memory: what was learned of the loops that are its items, None where nothing can be.
        known: what was learned of its elements' texts.
        row: what cuts a segment with several items, None where it is one.
    """

    __slots__ = (
        "always", "bit", "blank", "calc_cells", "conditions", "counted", "cut", "family", "grouped", "guards", "inner",
        "items", "join", "known", "layout", "level", "memory", "most", "must", "needed", "numbered",
        "once", "order", "place", "readers", "row", "rule", "shape", "slot", "starting", "tidy", "unless", "writers",
    )  # fmt: skip

    def __init__(self, rule: BoundRule, layout: Layout, inner: Shape) -> None:
        self.rule = rule
        self.layout = layout
        self.inner = inner
        self.memory: Memory | None = None
        self.known: dict[object, Known] = {}
        self.counted = False
        self.place = rule.place.index
        self.guards: Guards = tuple((layout.cell(each.at), frozenset(each.values)) for each in rule.guards)
        self.unless: Guards = tuple((layout.cell(each.at), frozenset(each.values)) for each in rule.unless)
        self.cut = layout.cutter()
        self.join = layout.joiner()
        self.blank = layout.blank()
        for each in rule.guards:
            if each.written:
                self.blank[layout.cell(each.at)] = each.values[0]
        for at, text in rule.puts.items():
            self.blank[layout.cell(at)] = text
        self.readers: tuple[Read, ...] = ()
        self.writers: tuple[Write, ...] = ()
        self.conditions: Callable[[Any], bool] | None = None
        self.starting: tuple[tuple[int, Any], ...] = ()
        self.slot: int | None = None
        self.items: Callable[[Any], Any] | None = None
        self.shape: Shape | None = None
        self.level: Level | None = None
        self.must = bool(rule.each and rule.children)
        self.grouped = False
        self.family: tuple[Act, ...] = (self,)
        self.numbered: int | None = None
        self.always = rule.always or self.must or _only_constants(rule)
        self.bit = self.once = self.order = 0
        self.needed = self.always or (rule.loop or rule.place).required
        self.most = rule.loop.repeats if rule.loop else rule.place.repeats
        self.tidy = tidier(rule.place.segment, layout)
        self.row = row_of(rule.row, rule.elements[0].cells[0], layout) if rule.row else None
        self.calc_cells = [layout.cell(each.at) for each in rule.calcs]

    def takes(self, cells: list[str]) -> bool:
        """Whether a segment is the rule's."""
        return all(cells[cell] in values for cell, values in self.guards)

    def segment(self, value: Any, state: WriteState) -> str | None:
        """The segment for an object; None where there is nothing to say."""
        cells = self.blank[:]
        for write in self.writers:
            write(value, cells, state)
        if cells == self.blank and not self.always:
            return None
        sound = self.tidy(cells) and cells != self.blank
        return self.join(cells) if sound or self.needed else None

    def opening(self) -> str | None:
        """The segment of a loop that has nothing to say itself; None where there is no such segment."""
        cells = self.blank[:]
        return self.join(cells) if self.tidy(cells) or self.needed else None


class Level:
    """What may be in one loop: stations for reading, and acts in the order in which they are written.

    Attributes:
        speaking: gives those acts that may have something to write for an object.
        wary: stations of loops, with their places, where rules are only for want of a better segment.
    """

    __slots__ = ("acts", "loops", "segments", "speaking", "wary")

    def __init__(self) -> None:
        self.speaking: Speaking = speaking(())
        self.segments: dict[int, Station] = {}
        self.loops: dict[int, Station] = {}
        self.acts: list[Act] = []
        self.wary: list[tuple[int, Station]] = []

    def barred(self, loop: Loop) -> int:
        """The rules for loops within a loop, as bits, that take none of them."""
        found = 0
        for place, station in self.wary:
            found |= station.barred(each.segments[0] for each in loop.loops if each.place == place)
        return found

    def station(self, loop: bool, place: int) -> Station | None:
        """The station at a place."""
        return (self.loops if loop else self.segments).get(place)


def compiled(rules: list[BoundRule], shape: Shape, marks: Delimiters) -> Level:
    """A level of rules, which read into frames of `shape`."""
    level = Level()
    # a lens knows one value a place: where there may be several, they stay together beside the document
    rules = [each for each in rules if not (marks.repetition and _repeats(each))]
    layouts = _layouts(rules, marks)
    for number, rule in enumerate(rules):
        layout = layouts[_key(rule)]
        act = _act(rule, layout, shape, marks)
        act.bit = 1 << number
        act.once = 0 if rule.each or rule.again else act.bit
        claim(act, rules)
        if rule.only != "write":
            stations = level.loops if rule.loop else level.segments
            stations.setdefault(rule.place.index, Station(layout.cutter())).acts.append(act)
        if rule.only != "read":
            level.acts.append(act)
    level.wary = [each for each in level.loops.items() if any(act.unless for act in each[1].acts)]
    level.acts.sort(key=lambda each: each.place)
    _unite(level.acts)
    for order, each in enumerate(level.acts):
        each.order = order
    level.speaking = speaking(level.acts)
    return level


def _repeats(rule: BoundRule) -> bool:
    """Whether an element that it looks at may be repeated, as in directories that were imported."""
    elements = rule.place.segment.elements
    return any(elements[number - 1].repeats != 1 for number, _ in rule.positions)


def _unite(acts: list[Act]) -> None:
    """Let rules for one list at one place write its items together, so that they stay in their order."""
    families: dict[tuple[int, str], list[Act]] = {}
    for each in acts:
        if each.rule.each is not None and each.rule.group is None:
            families.setdefault((each.place, each.rule.each.text), []).append(each)
    for first, *others in families.values():
        first.family = (first, *others)
        for each in others:
            each.family = ()


def _key(rule: BoundRule) -> tuple[bool, int]:
    return (rule.loop is not None, rule.place.index)


def _layouts(rules: list[BoundRule], marks: Delimiters) -> dict[tuple[bool, int], Layout]:
    at: dict[tuple[bool, int], list[BoundRule]] = {}
    for rule in rules:
        at.setdefault(_key(rule), []).append(rule)
    return {
        key: Layout(group[0].place.tag, set().union(*(each.positions for each in group)), marks)
        for key, group in at.items()
    }


def _act(rule: BoundRule, layout: Layout, shape: Shape, marks: Delimiters) -> Act:
    act = Act(rule, layout, shape)
    inner = shape
    if rule.each is not None and not rule.each.steps:
        # the items of a group: they begin as what was read for the group, and so have its shape
        act.grouped, act.shape = True, shape
        act.level = compiled(rule.children, shape, marks) if rule.loop else None
    elif rule.each is not None:
        assert rule.item is not None
        inner = act.inner = act.shape = Shape(rule.item, shape.root)
        act.slot = (shape.root if rule.far else shape).slot(rule.each)
    act.numbered = inner.slot(rule.numbered) if rule.numbered else None
    act.readers = tuple(_readers(rule, layout, inner))
    act.writers = tuple(_writers(rule, layout))
    for path, formula in rule.implied:
        shape.imply(path, formula)
    exact = [each for each in rule.conditions if each.value not in ("*", "")]
    act.starting = tuple((inner.slot(each.path), each.value) for each in exact)
    if rule.conditions:
        act.conditions = _condition(rule)
    if (rule.children or rule.loop) and not act.grouped:
        act.level = compiled(rule.children, inner, marks)
    if act.shape and not act.grouped:
        act.shape.finish()
    return act


def _readers(rule: BoundRule, layout: Layout, shape: Shape) -> list[Read]:
    readers = [_reader(rule, each, layout, shape) for each in rule.elements]
    for each in rule.elements:
        if each.implied:
            shape.imply(each.path, each.implied)
    if rule.parts:
        readers = [_part_reader(readers, rule, rule.parts, shape)]
    if rule.pairs:
        readers.append(_pairs_reader(rule.pairs, layout, shape))
    return readers


def _reader(rule: BoundRule, element: BoundElement, layout: Layout, shape: Shape) -> Read:
    where = Aside(shape, element.unless) if element.echo else shape
    read = reader_of(element, layout, where)
    if element.apart:
        return apart_reader(read, element, where)
    return _if_free(read) if (rule.only == "read" and not rule.wins) or rule.again else read


def _if_free(read: Read) -> Read:
    """A rule that is only read fills what is empty still."""

    def careful(cells: list[str], frame: Frame, state: ReadState) -> None:
        found: Frame = [None] * len(frame)
        read(cells, found, state)
        for index, value in enumerate(found):
            if value is not None and frame[index] is None:
                frame[index] = value

    return careful


def _part_reader(readers: list[Read], rule: BoundRule, parts: Parts, shape: Shape) -> Read:
    """What reads a segment that says a part of a quantity; all parts have one unit, or don't add up."""
    spare, total, by = shape.parts(parts), shape.slot(parts.sum), shape.slot(parts.by)
    label = next((each.label for each in rule.elements if each.path == parts.sum), "")

    def read(cells: list[str], frame: Frame, state: ReadState) -> None:
        for each in readers:
            each(cells, frame, state)
        part, frame[total], frame[by] = (frame[by], frame[total]), None, None
        found = frame[spare] = frame[spare] or []
        unit = next((each.unit for _, each in found if each is not None), None)
        if part[1] is not None and unit not in (None, part[1].unit):
            state.fault("lens.parts", label, part[1].unit, unit=unit)
        found.append(part)

    return read


def _writers(rule: BoundRule, layout: Layout) -> list[Write]:
    writers = [one for each in rule.elements for one in _element_writers(each, layout)]
    if rule.pairs:
        writers.append(_pairs_writer(rule.pairs, layout))
    writers.extend(_calc_writer(each, layout) for each in rule.calcs)
    return writers


def _element_writers(element: BoundElement, layout: Layout) -> list[Write]:
    """The element's writer, behind that of what is written in its stead where it says nothing."""
    writer, formula, get = writer_of(element, layout), element.implied, element.path.get
    if formula is not None:
        plain = writer

        def unless_implied(value: Any, cells: list[str], state: WriteState) -> None:
            if get(value) != formula.of(value):
                plain(value, cells, state)

        writer = unless_implied
    if element.apart:
        writer = apart_writer(writer, element)
    if element.instead is None:
        return [writer]
    other = writer_of(replace(element, path=element.instead), layout)

    def first(value: Any, cells: list[str], state: WriteState) -> None:
        if get(value) in (None, ""):
            other(value, cells, WriteState(state.currency))

    return [first, writer]


def _pairs_reader(pairs: BoundPairs, layout: Layout, shape: Shape) -> Read:
    rows = [(layout.cell(code), layout.cell(value)) for code, value in pairs.cells]
    by = {code: (shape.slot(one.path), pair_value(one)) for codes, one in pairs.by.items() for code in codes.split("|")}

    def read(cells: list[str], frame: Frame, state: ReadState) -> None:  # noqa: ARG001 (every reader is called so)
        for code_cell, value_cell in rows:
            code = cells[code_cell]
            if code in by:
                slot, convert = by[code]
                if frame[slot] is None and cells[value_cell]:
                    frame[slot] = convert(cells[value_cell])

    return read


def pair_value(element: Any) -> Callable[[str], Any]:
    length, constant = element.length, element.constant
    if element.path.type in CODED:
        make, _ = CODED[element.path.type]
        return lambda text: None if length and len(text) != length else make(text, constant)
    return lambda text: None if length and len(text) != length else text


def _pairs_writer(pairs: BoundPairs, layout: Layout) -> Write:
    rows = [(layout.cell(code), layout.cell(value)) for code, value in pairs.cells]
    scratch_cell = layout.cell(pairs.cells[0][1])
    nothing = () if any(words_nothing(each.codec) for each in pairs.by.values()) else (None, "")
    writers = [(codes.split("|")[0], one.path.get, writer_of(one, layout)) for codes, one in pairs.by.items()]

    def write(value: Any, cells: list[str], state: WriteState) -> None:
        free = iter(rows)
        for code, get, write_value in writers:
            if get(value) in nothing:
                continue
            scratch = [""] * len(cells)
            write_value(value, scratch, state)
            if scratch[scratch_cell]:
                row = next(free, None)
                if row is None:
                    return
                cells[row[0]], cells[row[1]] = code, scratch[scratch_cell]

    return write


def _calc_writer(calc: Calc, layout: Layout) -> Write:
    cell, reckon = layout.cell(calc.at), reckoning(calc)

    def write(value: Any, cells: list[str], state: WriteState) -> None:  # noqa: ARG001 (every writer is called so)
        cells[cell] = format(reckon(value), "f")

    return write


def _condition(rule: BoundRule) -> Callable[[Any], bool]:
    tests = [(each.path.get, each.value) for each in rule.conditions]

    def holds(value: Any) -> bool:
        return all(_holds(get(value), wanted) for get, wanted in tests)

    return holds


def _holds(found: Any, wanted: Any) -> bool:
    there = found is not None and found != "" and found != ()
    if wanted in ("*", ""):
        return there is (wanted == "*")
    return bool(found == wanted)


def _only_constants(rule: BoundRule) -> bool:
    """Whether a rule says nothing but constants, such as UNS+S: it is always written."""
    return bool(rule.puts or rule.calcs) and not (rule.elements or rule.pairs or rule.children or rule.guards)
