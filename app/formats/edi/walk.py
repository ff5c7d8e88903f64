"""The walk through a message: each segment finds its place, its loop and its faults, in one pass.

`walk` is the hot loop of reading: what a good segment costs is looked at here, what is wrong is told elsewhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.formats.edi import faults
from app.formats.edi.explain import Wrong, explain
from app.formats.edi.faults import MOST_FAULTS, Fault, Kind
from app.formats.edi.grammar import LoopRule, Place
from app.formats.edi.loops import Loop
from app.formats.edi.steps import Row, Step, Table

_KEY = 3


@dataclass(slots=True)
class Walked:
    """What a walk saw.

    Attributes:
        loop: the message; its segments are in it only where they were to be kept.
        count: segments, the header and the trailer included.
        trailer: the trailer, "" where there was none.
        next: the segment that ended the message without belonging to it; "" after a trailer or at the file's end.
        faults: in the order of the segments; more: whether there were more than are kept.
    """

    loop: Loop
    count: int = 1
    trailer: str = ""
    next: str = ""
    faults: list[Fault] = field(default_factory=list)
    more: bool = False


class Walk:
    """One walk.

    Args:
        table: the message's.
        number: the header's number in the file.
        offset_of: tells where a segment begins, of those read last.
        foreign: first three characters of segments that can't be in a message; they end it.
        keep: whether segments are kept in the loops. A file of a gigabyte may be one message.
    """

    def __init__(
        self, table: Table, number: int, offset_of: Callable[[int], int], foreign: frozenset[str], *, keep: bool
    ) -> None:
        self._table = table
        self._number = number
        self._offset_of = offset_of
        self._foreign = foreign
        self._keep = keep
        self._parents: list[Loop] = []  # of the loop that is open, outermost first
        self._occurrences: list[int] = []  # which one of its kind each open loop is
        self._detached: LoopRule | None = None
        self._astray: set[str] = set()  # tags of segments that stood in a wrong place
        self.walked = Walked(Loop(0, 1))

    def walk(self, header: str, segments: Iterator[str]) -> Walked:  # noqa: C901, PLR0915  # a call a segment costs
        """Take segments until the message's end."""
        loop = self.walked.loop
        keep, begun = self._keep, Loop.begun
        parents, occurrences = self._parents, self._occurrences
        row = self._table.row(self._table.message.places[0])
        loop.add(0, header)
        times, position = 1, 1
        for raw in segments:
            position += 1
            step = row[raw[:_KEY]]
            if step is None:
                if raw[:_KEY] in self._foreign:
                    self._end_without_trailer(row, raw, position - 1)
                    return self.walked
                self._stray(raw, position, row)
                continue
            if not step.test(raw) and not self._explain(raw, position, step):
                continue
            if step.plain:
                times = times + 1 if step.same else 1
                if times > step.most > 0:
                    step, times = self._too_often(raw, position, step, row, loop)
                elif keep:
                    loop.places.append(step.index)
                    loop.segments.append(raw)
            else:
                times = 1
                if step.missing:
                    self._say_missing(step, position)
                occurrence = 1
                if closes := step.closes:
                    loop = parents[-closes]
                    if step.again:
                        occurrence = occurrences[-closes] + 1
                    del parents[-closes:], occurrences[-closes:]
                if step.opens is not None:
                    parents.append(loop)
                    occurrences.append(occurrence)
                    if occurrence > step.limit > 0:
                        self._loop_too_often(step, position)
                    inner = begun(step.index, position, raw)
                    if keep:
                        loop.loops.append(inner)
                    loop = inner
                elif keep:
                    loop.places.append(step.index)
                    loop.segments.append(raw)
            row = step.row
            if step.last:
                self._finish(raw, position)
                return self.walked
        self._end_without_trailer(row, "", position)
        return self.walked

    def _say_missing(self, step: Step, position: int) -> None:
        for place in step.missing:
            self._add(faults.SEGMENT_MISSING, position, place.tag, loop=_name(place.loop))

    def _loop_too_often(self, step: Step, position: int) -> None:
        assert step.opens is not None
        self._add(faults.LOOP_TOO_OFTEN, position, step.place.tag, loop=step.opens.name, limit=step.limit)

    def _too_often(self, raw: str, position: int, step: Step, row: Row, loop: Loop) -> tuple[Step, int]:
        """A segment beyond its maximum may stand for a later place of that name; else it is one too many.

        Returns:
            Its place, and how many there are at it by now.
        """
        later, times = row.beyond(step.place.tag), 1
        if later is None or later.missing or not later.plain:
            name = _name(step.place.loop)
            self._add(faults.SEGMENT_TOO_OFTEN, position, step.place.tag, loop=name, limit=step.most)
            later, times = step, step.most
        if self._keep:
            loop.add(later.index, raw)
        return later, times

    def _explain(self, raw: str, position: int, step: Step) -> bool:
        """Say what is wrong within a segment; False where it isn't the segment that its first characters promised."""
        marks = self._table.marks
        tag = raw.split(marks.element, 1)[0]
        if tag != step.place.tag:
            self._stray(raw, position, step.row)
            return False
        for wrong in explain(raw, step.place.segment, marks):
            self._add_wrong(wrong, position, step.place)
        return True

    def _stray(self, raw: str, position: int, row: Row) -> None:
        """A segment that has no place here."""
        tag = raw.split(self._table.marks.element, 1)[0]
        if self._detached is not None and _has(self._detached, tag):
            return
        table = self._table
        if tag not in table.grammar.segments:
            kind = faults.SEGMENT_UNKNOWN
        elif tag not in table.tags:
            kind = faults.SEGMENT_NOT_IN_MESSAGE
        elif tag == row.place.tag:
            kind = faults.SEGMENT_TOO_OFTEN
        else:
            kind = faults.SEGMENT_OUT_OF_ORDER
            self._astray.add(tag)
            self._detached = _opened_by(table, tag)
        self._add(kind, position, tag[:10], loop=_name(row.place.loop), limit=row.place.repeats)

    def _add_wrong(self, wrong: Wrong, position: int, place: Place) -> None:
        self._add(
            wrong.kind,
            position,
            place.tag,
            loop=_name(place.loop),
            expected=wrong.expected,
            element=wrong.element,
            component=wrong.component,
            repetition=wrong.repetition,
            reference=wrong.reference,
            value=wrong.value,
        )

    def _add(self, kind: Kind, position: int, tag: str, *, limit: int = 0, expected: str = "", **where: object) -> None:
        found = self.walked.faults
        if len(found) >= MOST_FAULTS:
            self.walked.more = True
            return
        number = self._number + position - 1
        params = {"limit": str(limit)} if limit else {"expected": expected} if expected else {}
        fault = Fault(kind, number, position, tag, offset=self._offset_of(number), params=params, **where)  # type: ignore[arg-type]  # names of Fault's attributes
        found.append(fault)

    def _finish(self, trailer: str, position: int) -> None:
        walked = self.walked
        walked.count, walked.trailer = position, trailer
        if astray := self._astray:
            # what stands in the wrong place isn't missing in the right one
            walked.faults = [
                each for each in walked.faults if each.kind is not faults.SEGMENT_MISSING or each.tag not in astray
            ]

    def _end_without_trailer(self, row: Row, following: str, position: int) -> None:
        last = self._table.message.places[-1]
        step = row[last.tag]
        for place in step.missing if step is not None else ():
            self._add(faults.SEGMENT_MISSING, position, place.tag, loop=_name(place.loop))
        self._finish("", position)
        self.walked.next = following


def _name(loop: LoopRule) -> str:
    return "" if loop.parent is None else loop.name


def _has(loop: LoopRule, tag: str) -> bool:
    return any(each.tag == tag if isinstance(each, Place) else _has(each, tag) for each in loop.parts)


def _opened_by(table: Table, tag: str) -> LoopRule | None:
    places = [each for each in table.message.places if each.tag == tag]
    opened = [each.loop for each in places if each.loop.parent is not None and each.loop.first is each]
    return opened[0] if opened else None
