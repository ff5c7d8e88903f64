"""What one loop teaches about all that look like it: how they are read, and where they say more than their object.

Which cells are filled, and with which qualifiers, is the same in loops that look alike. So the same rules take the same
segments, the same values are there, and the same segments are written for them: all that depends on what a value *is*
has to be seen. A value's text is seen to come back as it was (`known`); a rule that writes otherwise for one value
than for another isn't steady, and what it writes is compared each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.formats.edi.grammar import LoopRule
from app.formats.edi.loops import Loop
from app.formats.lens.compiling import Act, Level
from app.formats.lens.filling import Filling
from app.formats.lens.lesson import Lesson, Step, Subject, absent, beyond, compared, nothing, standing_apart
from app.formats.lens.memory import Sight
from app.formats.lens.rendering import write_act
from app.formats.lens.retelling import Both, retelling
from app.formats.lens.sketch import Cutter, Spots, Unlearnable
from app.formats.lens.state import WriteState
from app.formats.lens.stations import Station
from app.formats.lens.steady import Filled, is_plain, meets, parts_of_one, touched, touched_within
from app.formats.lens.steps import Steps, steps_of


@dataclass(slots=True)
class _Node:
    """A loop of the message: which rule takes which of its segments.

    Attributes:
        at: numbers of its segments in the row; takers: the rules that take them, None where none does.
    """

    loop: Loop
    rule: LoopRule
    level: Level | None
    act: Act | None
    at: list[int]
    takers: list[Act | None] = field(default_factory=list)
    inner: "list[_Node]" = field(default_factory=list)


def learned(subject: Subject, sight: Sight, value: Any, currency: str, loop: Loop) -> Lesson | None:
    """What a loop teaches that `value` was read from; None where that is nothing."""
    try:
        return _Learning(subject, sight, value, currency).lesson(loop)
    except Unlearnable:
        return None


class _Learning:
    def __init__(self, subject: Subject, sight: Sight, value: Any, currency: str) -> None:
        self._subject = subject
        self._sight = sight
        self._value = value
        self._currency = currency
        self._spots = Spots(sight.row.segments, Cutter(subject.marks))
        self._count = 0
        self._filled: list[Filled] = []
        self._wilful: set[int] = set()
        self._top: _Node | None = None

    def lesson(self, loop: Loop) -> Lesson:
        subject = self._subject
        top = self._node(loop, subject.rule, subject.level, subject.act)
        self._top = top
        filling = Filling(self._spots, self._sight.cells, subject.shape, subject.act, self._currency)
        for act, at in _taken(top):
            filling.take(act, at)
        self._filled, self._wilful = filling.filled + self._lists(), filling.wilful
        steps = tuple(self._compare(top, ""))
        return Lesson(subject, len(subject.shape.frame()), filling.compiled(), steps)

    def _lists(self) -> list[Filled]:
        """The lists of loops that stand apart, which mustn't be reached by any other way."""
        found = []
        for place in {each.place for each in self._sight.row.apart}:
            act = self._subject.level.loops[place].acts[0]
            if not act.counted:
                raise Unlearnable
            found.append(Filled(act, act.rule.each.steps if act.rule.each else ()))
        return found

    def _node(self, loop: Loop, rule: LoopRule, level: Level | None, act: Act | None) -> _Node:
        at = list(range(self._count, self._count + len(loop.segments)))
        self._count += len(at)
        node = _Node(loop, rule, level, act, at)
        node.takers = self._takers(level.segments if level else {}, loop.places, at, opens=act is not None)
        self._loops(node, [each for each in loop.loops if each.place not in self._subject.apart])
        return node

    def _loops(self, node: _Node, inner: list[Loop]) -> None:
        steps, used = steps_of(node.rule), node.level.barred(node.loop) if node.level else 0
        for each in inner:
            station = node.level.loops.get(each.place) if node.level else None
            act = self._taker(station, self._count, used) if station else None
            used |= act.once if act else 0
            rule = steps.parts[steps.by_loop[each.place]]
            assert isinstance(rule, LoopRule)
            node.inner.append(self._node(each, rule, act.level if act else None, act))

    def _takers(self, stations: dict[int, Station], places: list[int], at: list[int], opens: bool) -> list[Act | None]:
        found: list[Act | None] = []
        used = 0
        for index, (place, number) in enumerate(zip(places, at, strict=True)):
            station = None if opens and index == 0 else stations.get(place)
            act = self._taker(station, number, used) if station else None
            used |= act.once if act else 0
            found.append(act)
        return found

    def _taker(self, station: Station, at: int, used: int) -> Act | None:
        return station.taker(station.cut(self._sight.row.segments[at]), used)

    # what is written for it

    def _compare(self, node: _Node, path: str) -> Iterator[Step]:
        steps = steps_of(node.rule)
        first = 0 if node.act is None else 1
        if node.act is not None:
            yield from self._one(node.act, node.at[0], path, opens=True)
        acts = [each for each in node.level.acts if each.level is None] if node.level else []
        taken = list(zip(node.loop.places, node.at, node.takers, strict=True))[first:]
        for place in sorted({*(each for each, _, _ in taken), *(each.place for each in acts)}):
            here = [(at, taker) for each, at, taker in taken if each == place]
            label = f"{path}/{steps.by_place[place]}"
            yield from self._segments(here, [each for each in acts if each.place == place], label)
        yield from self._inner(node, steps, path)

    def _segments(self, here: list[tuple[int, Act | None]], acts: list[Act], label: str) -> Iterator[Step]:
        """The segments at one place: those that the message lacks, those that no rule writes, those that differ."""
        written = [act for _, act in here if act is not None and act in acts]
        self._check_order(written)
        for act in acts:
            if act not in written:
                yield from self._unsaid(act, label, sum(each.order < act.order for each in written))
        numbered = list(enumerate(here, 1))
        for number, (at, taker) in numbered:
            if taker not in written:
                yield beyond("segment", at, f"{label}[{number}]")
        for number, (at, taker) in numbered:
            if taker is not None and taker in written:
                yield from self._one(taker, at, f"{label}[{number}]", opens=False)

    def _check_order(self, written: list[Act]) -> None:
        """What is at one place must be in the order of writing, and no more than is written."""
        if [each.order for each in written] != sorted(each.order for each in written):
            raise Unlearnable
        for act in set(written):
            repeated = written.count(act) > 1
            if (repeated and act.rule.each is None) or (act.most and len(written) > act.most):
                raise Unlearnable

    def _one(self, act: Act, at: int, path: str, opens: bool) -> Iterator[Step]:
        """A segment that a rule takes."""
        if act.rule.each is not None and not opens:
            self._items(act, at)
            return
        segment = self._sight.row.segments[at]
        written = act.segment(self._value, WriteState(self._currency))
        if written is None and opens:
            written = act.opening()
        is_steady = self._is_steady(act, touched_within(act.rule) if not opens else _own(act))
        if is_steady and written == segment:
            return
        told = None
        if is_steady and written is not None:
            told = retelling(act.rule, Both(self._spots, at, self._subject.marks, (segment, written)), path)
        yield told or compared(act, at, act.rule.place.segment, path, opens)

    def _items(self, act: Act, at: int) -> None:
        """A segment that is an item of a list: it must be written as it is, or nothing is learned."""
        if not is_plain(act.rule) or not act.counted or len(act.family) != 1:
            raise Unlearnable
        others = [each for each in self._filled if each.act is not act]
        if meets(touched(act.rule), others):
            raise Unlearnable
        scratch = Loop(0)
        write_act(act, self._value, scratch, WriteState(self._currency))
        written = [*scratch.segments, *(one for each in scratch.loops for one in each.flat())]
        if self._sight.row.segments[at] not in written:
            raise Unlearnable

    def _unsaid(self, act: Act, label: str, index: int) -> Iterator[Step]:
        """A rule that takes nothing: what it writes, if anything."""
        scratch = Loop(0)
        write_act(act, self._value, scratch, WriteState(self._currency))
        if scratch.loops or len(scratch.segments) > 1:
            raise Unlearnable
        if scratch.segments:
            yield absent(act, f"{label}[{index + 1}]")
        elif not self._is_steady_in_silence(act):
            yield nothing(act)

    def _inner(self, node: _Node, steps: Steps, path: str) -> Iterator[Step]:
        acts = [each for each in node.level.acts if each.level is not None] if node.level else []
        apart = {each.place for each in self._sight.row.apart} if node is self._top else set()
        for place in sorted({*(each.loop.place for each in node.inner), *(each.place for each in acts)}):
            label = f"{path}/{steps.by_loop[place]}"
            own = [each for each in acts if each.place == place]
            if place in apart:
                yield standing_apart(own[0], label)
            else:
                yield from self._loops_at([each for each in node.inner if each.loop.place == place], own, label)

    def _loops_at(self, here: list[_Node], acts: list[Act], label: str) -> Iterator[Step]:
        written = [each.act for each in here if each.act is not None and each.act in acts]
        self._check_order(written)
        for act in acts:
            if act not in written:
                yield from self._unsaid(act, label, 0)
        numbered = list(enumerate(here, 1))
        for number, each in numbered:
            if each.act not in written:
                yield from self._whole(each, f"{label}[{number}]")
        for number, each in numbered:
            if each.act is not None and each.act in written:
                yield from self._loop(each, each.act, f"{label}[{number}]")

    def _loop(self, node: _Node, act: Act, path: str) -> Iterator[Step]:
        """A loop that a rule takes."""
        if act.rule.each is None:
            yield from self._compare(node, path)
        else:
            self._item_loop(node, act)

    def _item_loop(self, node: _Node, act: Act) -> None:
        if len(node.loop.segments) > 1 or node.loop.loops:
            raise Unlearnable
        own = [Filled(act, each.path.steps) for each in act.rule.elements]
        if any(meets(touched_within(each), own) for each in act.rule.children):
            raise Unlearnable
        self._items(act, node.at[0])

    def _whole(self, node: _Node, path: str) -> Iterator[Step]:
        """A loop that no rule writes, with everything in it."""
        steps = steps_of(node.rule)
        yield beyond("loop", node.at[0], path)
        for label, numbers in _numbered(steps.by_place, node.loop.places[1:], node.at[1:]):
            yield from (beyond("segment", at, f"{path}/{label}[{number}]") for number, at in enumerate(numbers, 1))
        for label, loops in _numbered(steps.by_loop, [each.loop.place for each in node.inner], node.inner):
            for number, each in enumerate(loops, 1):
                yield from self._whole(each, f"{path}/{label}[{number}]")

    def _is_steady(self, act: Act, paths: Iterator[Any]) -> bool:
        """Whether what is written for a segment that the rule took is the same for all values."""
        if not is_plain(act.rule) or id(act) in self._wilful:
            return False
        return not meets(paths, [each for each in self._filled if each.act is not act])

    def _is_steady_in_silence(self, act: Act) -> bool:
        """Whether a rule that took nothing writes nothing, whatever the values are."""
        acts = {each.act for each in meets(touched_within(act.rule), self._filled)}
        return not acts or (len(acts) == 1 and all(parts_of_one(act.rule, each.rule) for each in acts))


def _own(act: Act) -> Iterator[Any]:
    """What the segment that opens a loop is written from; a list's item from itself."""
    for each in act.rule.elements:
        yield each.path.steps
        if each.time is not None:
            yield each.time.steps
    for each in act.rule.pairs.by.values() if act.rule.pairs else ():
        yield each.path.steps


def _taken(node: _Node) -> Iterator[tuple[Act, int]]:
    """The rules that take something, and the numbers of the segments, in the order of reading."""
    if node.act is not None:
        yield node.act, node.at[0]
    for at, act in zip(node.at, node.takers, strict=True):
        if act is not None:
            yield act, at
    for each in node.inner:
        if each.act is not None:
            yield from _taken(each)


def _numbered(labels: dict[int, str], places: list[int], things: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    found: dict[str, list[Any]] = {}
    for place, thing in zip(places, things, strict=True):
        found.setdefault(labels[place], []).append(thing)
    yield from found.items()
