"""A loop of a message read into a frame, by the rules of a level, or as it was learned from others like it."""

from typing import Any

from app.formats.edi.loops import Loop
from app.formats.lens.compiling import Act, Level
from app.formats.lens.difference import Difference
from app.formats.lens.frames import Frame
from app.formats.lens.learning import learned
from app.formats.lens.lesson import Comparing, Lesson
from app.formats.lens.memory import Memory, Sight
from app.formats.lens.reckoning import verified
from app.formats.lens.rendering import write_one
from app.formats.lens.sketch import Unlike
from app.formats.lens.state import ReadState, Told, WriteState


def read_level(level: Level, loop: Loop, frame: Frame, state: ReadState) -> None:
    """Read a loop's segments and inner loops into the frame, by the first rule that takes each."""
    used = 0
    stations = level.segments
    for index, place in enumerate(loop.places):
        station = stations.get(place)
        if station is None:
            continue
        state.loop, state.index = loop, index
        cells = station.cut(loop.segments[index])
        act = station.taker(cells, used)
        if act is not None:
            used |= act.once
            _read_segment(act, cells, frame, state)
    if loop.loops:
        _read_loops(level, loop, frame, state)


def _read_loops(level: Level, loop: Loop, frame: Frame, state: ReadState) -> None:
    used = level.barred(loop) if level.wary else 0
    stations = level.loops
    for inner in loop.loops:
        station = stations.get(inner.place)
        if station is None:
            continue
        state.loop, state.index = inner, 0
        cells = station.cut(inner.segments[0])
        act = station.taker(cells, used)
        if act is not None:
            used |= act.once
            _read_loop(act, cells, inner, frame, state)


def _read_segment(act: Act, cells: list[str], frame: Frame, state: ReadState) -> None:
    if act.shape is None:
        _fill(act, cells, frame, state)
        return
    assert act.slot is not None
    if act.rule.far:
        frame = state.root
    already = len(frame[act.slot] or ())
    for number, one in enumerate(act.row(cells, already, state) if act.row else (cells,), already + 1):
        state.position = number
        item = act.shape.frame()
        _fill(act, one, item, state)
        _append(act.shape.build(item) if any(each is not None for each in item) else None, act.slot, frame)


def _read_loop(act: Act, cells: list[str], loop: Loop, frame: Frame, state: ReadState) -> None:
    assert act.level is not None
    if act.shape is None:
        _fill(act, cells, frame, state)
        read_level(act.level, loop, frame, state)
    elif act.row:
        _read_segment(act, cells, frame, state)
    elif act.rule.group is not None:
        _read_group(act, cells, loop, frame, state)
    elif act.grouped:
        state.position = len(state.group) + 1
        built = _by_rules(act, cells, loop, frame[:], state)
        if built is not None:
            state.group.append(built)
    else:
        assert act.slot is not None
        state.position = len(frame[act.slot] or ()) + 1
        _append(_item(act, loop, state), act.slot, frame)


def _item(act: Act, loop: Loop, state: ReadState) -> Any:
    """The item of a list that a loop is; None, with a finding, where it lacks something."""
    assert act.shape is not None
    sight = act.memory.sight(loop) if act.memory else None
    position = state.position
    built = _as_learned(act, sight, loop, state) if sight else None
    if built is None:
        state.position, state.loop, state.index = position, loop, 0
        built = _by_rules(act, act.cut(loop.segments[0]), loop, act.shape.frame(), state)
        if built is not None and act.memory and state.compares:
            is_known = _compare(act, act.memory, loop, built, state)
            if sight and is_known and act.memory.is_due(sight):
                state.position = position
                _learn(act, sight, loop, built, state)
    return built


def _by_rules(act: Act, cells: list[str], loop: Loop, item: Frame, state: ReadState) -> Any:
    assert act.level is not None
    assert act.shape is not None
    position = state.position
    _fill(act, cells, item, state)
    read_level(act.level, loop, item, state)
    if act.numbered is not None and item[act.numbered] is None:
        item[act.numbered] = str(position)
    built = act.shape.build(item)
    if built is None and act.must:
        state.loop, state.index = loop, 0
        state.fault("lens.incomplete", "", cells[0], missing=", ".join(act.shape.missing(item)))
    return built


def _compare(act: Act, memory: Memory, loop: Loop, built: Any, state: ReadState) -> bool:
    """Compare an item's loop with what is written for it; False where that takes all items of the list."""
    subject, scratch, writing = memory.subject, Loop(0), WriteState(state.currency, state)
    if act.conditions is None or act.conditions(built):
        write_one(act, built, scratch, writing)
    if len(scratch.loops) != 1:
        return False
    difference = Difference(subject.marks, state.beyond)
    difference.compare(subject.level, subject.rule, loop, scratch.loops[0], "")
    if difference.has_all(writing.reused):
        state.settle(built, loop, difference.items)
    return difference.has_all(writing.reused)


def _as_learned(act: Act, sight: Sight, loop: Loop, state: ReadState) -> Any:
    """The item, as it was learned; None where it says something else than others like it."""
    assert act.shape is not None
    lesson, told = sight.lesson, len(state.findings)
    if lesson is None:
        return None
    try:
        built = act.shape.build(filled(lesson, sight, state))
        if built is not None and state.compares:
            state.settle(built, loop, beyond(lesson, sight, built, state))
        return built
    except Unlike:
        del state.findings[told:]
        return None


def filled(lesson: Lesson, sight: Sight, state: ReadState) -> Frame:
    """A frame with all that a loop says; raises Unlike."""
    frame: Frame = [None] * lesson.size
    lesson.fill(sight.cells, frame, state.currency, state.position)
    for each in sight.row.apart:
        act = lesson.subject.level.loops[each.place].acts[0]
        assert act.slot is not None
        if act.guards and not act.takes(act.cut(each.segments[0])):
            raise Unlike
        found = frame[act.slot]
        state.position = len(found) + 1 if found else 1
        item = _item(act, each, state)
        if item is None:
            raise Unlike
        _append(item, act.slot, frame)
    return frame


def beyond(lesson: Lesson, sight: Sight, value: Any, state: ReadState, path: str = "") -> list[Told]:
    """What a loop says beyond its object; raises Unlike."""
    if not lesson.steps:
        return []
    difference, row = Difference(lesson.subject.marks, state.beyond), sight.row
    writing = WriteState(state.currency)
    return lesson.compare(
        Comparing(value, row.segments, sight.cells, row.apart, path, writing, state.beyond, difference)
    )


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


def _learn(act: Act, sight: Sight, loop: Loop, built: Any, state: ReadState) -> None:
    """Learn of an item, if that gives of its loop just what the rules gave."""
    assert act.memory is not None
    sight.lesson = learned(act.memory.subject, sight, built, state.currency, loop)
    trying = ReadState(loop, "", state.currency)
    trying.position = state.position
    again = _as_learned(act, sight, loop, trying)
    same = repr(again) == repr(built) and trying.beyond.get(id(loop)) == state.beyond[id(loop)]
    act.memory.keep(sight, sight.lesson if same else None)


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
