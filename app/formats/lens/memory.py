"""What was learned of loops, kept for those that look like them.

The lines of a message, and the messages of a partner, have few structures. Of one that has come several times it is
worked out once what reading and writing it does (`learning`); what is like it is read by that alone (`lesson`). Nothing
is ever learned that doesn't give just what the rules give: a loop that says anything else goes the long way.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from app.formats.edi.delimiters import Delimiters
from app.formats.edi.grammar import LoopRule
from app.formats.edi.loops import Loop
from app.formats.lens.bound import At
from app.formats.lens.compiling import Act, Level
from app.formats.lens.frames import Shape
from app.formats.lens.known import is_moment
from app.formats.lens.lesson import Lesson, Subject
from app.formats.lens.sketch import BETWEEN, Cutter, Row, Spots, Unlearnable

_OFTEN = 6
"""How often a structure must have come before it is worth learning: learning takes as long as reading so many."""
_MOST = 500
"""Kinds of loops that a memory knows."""
_MOST_SEGMENTS, _LONGEST = 400, 20_000
"""Segments and characters of a row; one that is longer than that won't come again."""


class Look:
    """The loops with the same places and delimiters: what tells them apart, and how often each kind came."""

    __slots__ = ("lessons", "seen", "told")

    def __init__(self, told: Callable[[list[str]], Any] | None) -> None:
        self.told = told
        self.lessons: dict[Any, Lesson | None] = {}
        self.seen: dict[Any, int] = {}


class Sight:
    """A loop as it was looked at; `lesson` where there is one that it is like."""

    __slots__ = ("cells", "key", "lesson", "look", "row")

    def __init__(self, row: Row, cells: list[str], look: Look, key: Any) -> None:
        self.row, self.cells, self.look, self.key = row, cells, look, key
        self.lesson: Lesson | None = look.lessons.get(key)


class Memory:
    """What was learned about one subject; `size` is how many kinds of loops it knows."""

    __slots__ = ("_cutter", "_looks", "size", "subject")

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.size = 0
        self._cutter = Cutter(subject.marks)
        self._looks: dict[tuple[tuple[int, ...], bytes], Look] = {}

    def sight(self, loop: Loop) -> Sight | None:
        """The loop as it looks; None where nothing can be learned of such loops."""
        row = Row(loop, self.subject.apart)
        text = BETWEEN.join(row.segments)
        if len(row.segments) > _MOST_SEGMENTS or len(text) > _LONGEST:
            return None
        delimiters = self._cutter.delimiters(text)
        places = tuple(row.places)
        look = self._looks.get((places, delimiters)) or self._looked(row, places, delimiters)
        if look.told is None or not (text.isascii() or text.replace(BETWEEN, "").isprintable()):
            return None
        cells = self._cutter.cells(text)
        there = tuple(dict.fromkeys(each.place for each in row.apart)) if row.apart else ()
        return Sight(row, cells, look, (look.told(cells), bytes(map(bool, cells)), there))

    def is_due(self, sight: Sight) -> bool:
        """Whether it is time to learn of a loop."""
        look, key = sight.look, sight.key
        if key in look.lessons:
            return False
        if key not in look.seen:
            self._grow()
        look.seen[key] = look.seen.get(key, 0) + 1
        return look.seen[key] >= _OFTEN

    def keep(self, sight: Sight, lesson: Lesson | None) -> None:
        """Keep what was learned of a loop; None: that nothing can be."""
        sight.look.lessons[sight.key] = lesson

    def _looked(self, row: Row, places: tuple[int, ...], delimiters: bytes) -> Look:
        self._grow()
        look = self._looks[(places, delimiters)] = Look(self._told(row, delimiters))
        return look

    def _grow(self) -> None:
        """Forget everything when it becomes too much: what comes often is soon learned again."""
        self.size += 1
        if self.size > _MOST:
            self._looks.clear()
            self.size = 1

    def _told(self, row: Row, delimiters: bytes) -> Callable[[list[str]], Any] | None:
        """What fetches the cells that rows of one look differ in: qualifiers, and whatever else rules are told by."""
        if not self._cutter.can or not self._cutter.is_plain(row, delimiters):
            return None
        spots = Spots(row.segments, self._cutter)
        placed = enumerate(each for each in row.places if each >= 0)
        try:
            found = {spots.cell(at, one) for at, place in placed for one in self.subject.guards.get(place, ())}
        except Unlearnable:
            return None
        cells = sorted(each for each in found if each is not None)
        return itemgetter(*cells) if cells else lambda _cells: ()


def equip(level: Level, marks: Delimiters) -> None:
    """Give the rules of lists a memory where something can be learned of their items."""
    for act in acts_of(level):
        if act.level is None:
            continue
        equip(act.level, marks)
        if act.slot is not None and act.shape is not None and act.rule.loop is not None and act.rule.group is None:
            act.memory = memory_of(act.level, act.shape, act, act.rule.loop, marks)


def memory_of(level: Level, shape: Shape, act: Act | None, rule: LoopRule, marks: Delimiters) -> Memory | None:
    """A memory for the loops of a rule, or for messages; None where what they say depends on more than themselves."""
    inner = list(_within(level))
    if shape.implied or not shape.paths or "." in shape.slots or any(_is_far(each) for each in inner):
        return None
    if act is not None and (act.numbered is not None or len(act.family) != 1):
        return None
    apart = frozenset(place for place, station in level.loops.items() if _stands_apart(station.acts))
    guards: dict[int, set[At]] = {}
    for each in ([act] if act else []) + inner:
        guards.setdefault(each.place, set()).update(_told_by(each))
    return Memory(Subject(level, shape, act, rule, apart, guards, marks))


def acts_of(level: Level) -> list[Act]:
    """All rules of a level, also those that only read or only write."""
    found = {id(each): each for station in (*level.segments.values(), *level.loops.values()) for each in station.acts}
    return list((found | {id(each): each for each in level.acts}).values())


def _within(level: Level) -> list[Act]:
    """The rules of a level and of the loops within, but those of lists' items."""
    found = []
    for each in acts_of(level):
        found.append(each)
        if each.level is not None and each.shape is None:
            found.extend(_within(each.level))
    return found


def _is_far(act: Act) -> bool:
    return act.grouped or act.rule.far or act.rule.group is not None


def _stands_apart(acts: list[Act]) -> bool:
    return len(acts) == 1 and acts[0].memory is not None


def _told_by(act: Act) -> set[At]:
    """Where a rule's guards, constants and qualifiers are, and the formats of its dates."""
    rule = act.rule
    found = {each.at for each in (*rule.guards, *rule.unless)} | set(rule.puts)
    if rule.pairs:
        found |= {code for code, _ in rule.pairs.cells}
    return found | {each.beside for each in rule.elements if each.beside and is_moment(each)}
