"""An object written as a loop, by the rules of a level, in the order of the grammar."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from app.formats.edi.loops import Loop
from app.formats.lens.compiling import Act, Level
from app.formats.lens.state import Unsayable, WriteState


def write_level(level: Level, value: Any, loop: Loop, state: WriteState) -> None:
    """Write an object's segments and inner loops, in the order of the grammar."""
    for act in level.speaking(value):
        write_act(act, value, loop, state)


def write_act(act: Act, value: Any, loop: Loop, state: WriteState) -> None:
    """Write what one rule has to say of an object."""
    if act.rule.group is not None:
        _write_groups(act, value, loop, state)
    elif act.items is not None or act.grouped:
        _write_items(act, value, loop, state)
    elif act.conditions is None or act.conditions(value):
        write_one(act, value, loop, state)


def _write_items(act: Act, value: Any, loop: Loop, state: WriteState) -> None:
    assert act.rule.each is not None
    found, first = (act.items(value) or (), 0) if act.items is not None else state.group
    state.trail.append("")
    for number, item in enumerate(found, first):
        one = next((each for each in act.family if each.conditions is None or each.conditions(item)), None)
        _, known = state.known.get(id(item), (None, None))
        if one is not None and known is not None and known.place == one.place:
            loop.loops.append(known)
            if state.beyond[id(known)]:
                state.reused.add(id(known))
        elif one is not None:
            state.trail[-1] = f"{act.rule.each.text}/{number}"
            write_one(one, item, loop, state)
    state.trail.pop()


def _write_groups(act: Act, value: Any, loop: Loop, state: WriteState) -> None:
    """Write an occurrence for each row of items that have the same in common, filled from the first of them."""
    assert act.items is not None
    assert act.rule.group is not None
    getters, first = [each.get for each in act.rule.group], 0
    for _, row in groupby(_owned(act, value), lambda item: [get(item) for get in getters]):
        items = list(row)
        state.group = (items, first)
        write_one(act, items[0], loop, state)
        first += len(items)


def _owned(act: Act, value: Any) -> Sequence[Any]:
    """The items of a group; what doesn't say whose it is belongs to the document's only one."""
    assert act.items is not None
    items, sole = act.items(value) or (), act.rule.sole
    owners = sole.get(value) if sole else None
    if not act.rule.group or not owners or len(owners) > 1:
        return items
    first, *others = act.rule.group
    common = {path.steps[-1].field.name for path in (first, *others)}
    return [
        each if first.get(each) else _belonging(each, first.steps[0].field.name, owners[0], common) for each in items
    ]


def _belonging(item: Any, field: str, owner: Any, common: set[str]) -> Any:
    """An item with what it has in common with others of its owner, where it doesn't say that itself."""
    own = getattr(item, field)
    given = {name: (getattr(own, name) if own else None) or getattr(owner, name) for name in common}
    return replace(item, **{field: replace(own, **given) if own else type(owner)(**given)})


def write_one(act: Act, value: Any, loop: Loop, state: WriteState) -> None:
    """Write one segment, or one loop, of a rule that is for the object."""
    try:
        segment = act.segment(value, state)
    except Unsayable:
        return
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
