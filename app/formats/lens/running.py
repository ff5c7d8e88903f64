"""Levels run: a loop of a message read into a frame, and an object written as a loop."""

from itertools import groupby
from typing import Any

from app.formats.edi.loops import Loop
from app.formats.lens.compiling import Act, Level, Station
from app.formats.lens.frames import Frame
from app.formats.lens.reckoning import verified
from app.formats.lens.state import ReadState, WriteState


def read_level(level: Level, loop: Loop, frame: Frame, state: ReadState) -> None:
    """Read a loop's segments and inner loops into the frame, by the first rule that takes each."""
    tally = Tally() if state.exact else None
    used = 0
    stations = level.segments
    for index, place in enumerate(loop.places):
        station = stations.get(place)
        if station is None:
            if tally is not None and place != loop.place:
                tally.exact = False
            continue
        state.loop, state.index = loop, index
        cells = station.cut(loop.segments[index])
        act = taker(station, cells, used)
        if tally is not None:
            tally.count(act, loop.segments[index], cells)
        if act is not None:
            used |= act.once
            _read_segment(act, cells, frame, state)
    if loop.loops:
        _read_loops(level, loop, frame, state, tally)
    if tally is not None:
        state.exact = state.exact and tally.exact and not level.musts & ~tally.hit


def _read_loops(level: Level, loop: Loop, frame: Frame, state: ReadState, tally: "Tally | None") -> None:
    used = 0
    stations = level.loops
    if tally is not None:
        tally.last = None
    for inner in loop.loops:
        station = stations.get(inner.place)
        if station is None:
            if tally is not None:
                tally.exact = False
            continue
        state.loop, state.index = inner, 0
        cells = station.cut(inner.segments[0])
        act = taker(station, cells, used)
        if tally is not None:
            tally.count(act, inner.segments[0], cells)
        if act is not None:
            used |= act.once
            _read_loop(act, cells, inner, frame, state)


class Tally:
    """Whether a loop's segments are just what is written for them: each one proved, and all in the rules' order."""

    __slots__ = ("exact", "hit", "last", "row")

    def __init__(self) -> None:
        self.exact = True
        self.hit = self.row = 0
        self.last: Act | None = None

    def count(self, act: Act | None, raw: str, cells: list[str]) -> None:
        """Take a segment into account, and the rule that takes it."""
        if act is None or not self.exact:
            self.exact = False
            return
        last = self.last
        if last is None or last.place != act.place:
            self.row = 0
        self.row += 1
        self.exact = (
            act.proof is not None
            and not (act.clash & self.hit)
            and (last is None or act.order > last.order or (act is last and act.slot is not None))
            and not (act.most and self.row > act.most)
            and act.proof(raw, cells)
        )
        self.hit |= act.bit
        self.last = act


def taker(station: Station, cells: list[str], used: int) -> Act | None:
    """The rule that takes a segment: the first one whose guards hold, and that hasn't had its only one yet."""
    for act in station.acts:
        if not used & act.bit:
            if not act.guards:
                return act
            for cell, values in act.guards:
                if cells[cell] not in values:
                    break
            else:
                return act
    return None


def _read_segment(act: Act, cells: list[str], frame: Frame, state: ReadState) -> None:
    if act.shape is None:
        _fill(act, cells, frame, state)
        return
    assert act.slot is not None
    if act.rule.far:
        frame = state.root
    state.position = len(frame[act.slot] or ()) + 1
    item = act.shape.frame()
    _fill(act, cells, item, state)
    built = act.shape.build(item) if any(each is not None for each in item) else None
    if built is None:
        state.exact = False
    _append(built, act.slot, frame)


def _read_loop(act: Act, cells: list[str], loop: Loop, frame: Frame, state: ReadState) -> None:
    assert act.level is not None
    if act.shape is None:
        _fill(act, cells, frame, state)
        read_level(act.level, loop, frame, state)
    elif act.rule.group is not None:
        _read_group(act, cells, loop, frame, state)
    elif act.grouped:
        state.position = len(state.group) + 1
        built = _item(act, cells, loop, frame[:], state)
        if built is not None:
            state.group.append(built)
    else:
        assert act.slot is not None
        state.position = len(frame[act.slot] or ()) + 1
        _append(_item(act, cells, loop, act.shape.frame(), state), act.slot, frame)


def _item(act: Act, cells: list[str], loop: Loop, item: Frame, state: ReadState) -> Any:
    """The item of a list that a loop is; None, with a finding, where it lacks something."""
    assert act.level is not None
    assert act.shape is not None
    position, outer = state.position, state.exact
    state.exact = act.provable and act.proof is not None and act.proof(loop.segments[0], cells)
    _fill(act, cells, item, state)
    read_level(act.level, loop, item, state)
    if act.numbered is not None and item[act.numbered] is None:
        item[act.numbered] = str(position)
    built = act.shape.build(item)
    if built is None:
        state.exact = False
    elif state.exact:
        state.known[id(built)] = loop
    state.exact = outer and state.exact
    if built is None and act.must:
        state.loop, state.index = loop, 0
        state.fault("lens.incomplete", "", cells[0], missing=", ".join(act.shape.missing(item)))
    return built


def _read_group(act: Act, cells: list[str], loop: Loop, frame: Frame, state: ReadState) -> None:
    """Read what the items of a group have in common, and then these."""
    assert act.level is not None
    assert act.shape is not None
    assert act.slot is not None
    common = act.shape.frame()
    _fill(act, cells, common, state)
    state.group = list(frame[act.slot] or ())
    read_level(act.level, loop, common, state)
    frame[act.slot] = state.group or None


def _fill(act: Act, cells: list[str], frame: Frame, state: ReadState) -> None:
    for slot, value in act.starting:
        frame[slot] = value
    for read in act.readers:
        read(cells, frame, state)


def _append(value: Any, slot: int, frame: Frame) -> None:
    if value is None:
        return
    if frame[slot] is None:
        frame[slot] = [value]
    else:
        frame[slot].append(value)


def write_level(level: Level, value: Any, loop: Loop, state: WriteState) -> None:
    """Write an object's segments and inner loops, in the order of the grammar."""
    for act in level.acts:
        if act.rule.group is not None:
            _write_groups(act, value, loop, state)
        elif act.items is not None or act.grouped:
            _write_items(act, value, loop, state)
        elif act.conditions is None or act.conditions(value):
            _write_one(act, value, loop, state)


def _write_items(act: Act, value: Any, loop: Loop, state: WriteState) -> None:
    assert act.rule.each is not None
    found, first = (act.items(value) or (), 0) if act.items is not None else state.group
    state.trail.append("")
    for number, item in enumerate(found, first):
        one = next((each for each in act.family if each.conditions is None or each.conditions(item)), None)
        proved = state.known.get(id(item))
        if one is not None and proved is not None and proved.place == one.place:
            loop.loops.append(proved)
        elif one is not None:
            state.trail[-1] = f"{act.rule.each.text}/{number}"
            _write_one(one, item, loop, state)
    state.trail.pop()


def _write_groups(act: Act, value: Any, loop: Loop, state: WriteState) -> None:
    """Write an occurrence for each row of items that have the same in common, filled from the first of them."""
    assert act.items is not None
    assert act.rule.group is not None
    getters, first = [each.get for each in act.rule.group], 0
    for _, row in groupby(act.items(value) or (), lambda item: [get(item) for get in getters]):
        items = list(row)
        state.group = (items, first)
        _write_one(act, items[0], loop, state)
        first += len(items)


def _write_one(act: Act, value: Any, loop: Loop, state: WriteState) -> None:
    segment = act.segment(value, state)
    if act.level is None:
        if segment is not None and not (act.most and loop.places.count(act.place) >= act.most):
            loop.add(act.place, segment)
        return
    opening = segment if segment is not None else act.opening()
    if opening is None:
        return
    inner = Loop(act.place)
    inner.add(act.place, opening)
    write_level(act.level, value, inner, state)
    full = act.most and len(loop.loops) >= act.most and _count(loop, act.place) >= act.most
    if not full and (segment is not None or inner.loops or len(inner.segments) > 1):
        loop.loops.append(inner)


def _count(loop: Loop, place: int) -> int:
    return sum(each.place == place for each in loop.loops)


def verify_level(level: Level, loop: Loop, value: Any, state: ReadState) -> None:
    """Compare the message's own counts and sums with what they come to."""
    for act in level.acts:
        if act.rule.calcs:
            for found, index in _segments_at(act, loop):
                state.loop, state.index = found, index
                _verify(act, level, found.segments[index], value, state)


def _segments_at(act: Act, loop: Loop) -> list[tuple[Loop, int]]:
    if act.level is not None:
        return [(each, 0) for each in loop.loops if each.place == act.place]
    return [(loop, index) for index, place in enumerate(loop.places) if place == act.place]


def _verify(act: Act, level: Level, segment: str, value: Any, state: ReadState) -> None:
    station = level.station(act.level is not None, act.place)
    if station is None:
        return
    cells = station.cut(segment)
    for calc, cell in zip(act.rule.calcs, act.calc_cells, strict=True):
        text = cells[cell]
        if text and act.takes(cells) and not verified(calc, text, value):
            state.doubt("lens.calc", f"{calc.at[0]:02}", text, formula=calc.kind)
