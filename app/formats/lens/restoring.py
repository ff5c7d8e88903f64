"""Leftovers put back into what the rules wrote, so that a message is again what it was.

Applied to a document that was changed since, the model wins: what doesn't fit its place any more is left out.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.domain.documents import Leftover
from app.formats.edi.delimiters import Delimiters, split_released
from app.formats.edi.grammar import LoopRule, Place
from app.formats.edi.loops import Loop
from app.formats.lens.steps import steps_of

_STEP = re.compile(r"([A-Z0-9]{2,3}(?:~\d+)?)\[(\d{1,7})\]")
_MOST_ELEMENTS = 200
_ELEMENT = re.compile(r"[A-Z0-9]{2,3}(?:-(\d{2})(?:\.(\d{1,2}))?)?")


@dataclass(slots=True)
class _Node:
    """What is to be done to one segment or loop of the message."""

    patches: list[Leftover] = field(default_factory=list)
    inserted: Leftover | None = None
    absent: dict[str, set[int]] = field(default_factory=dict)
    order: dict[str, list[int]] = field(default_factory=dict)
    inner: "dict[str, dict[int, _Node]]" = field(default_factory=dict)


def restore(items: Iterable[Leftover], loop: Loop, rule: LoopRule, marks: Delimiters) -> list[Leftover]:
    """Put `items` into a message of that grammar; gives those that have no place in it."""
    root, homeless = _Node(), []
    for item in items:
        if item.kind != "tree" and not (_is_sound(item, marks) and _plant(root, item, rule)):
            homeless.append(item)
    _Restoring(marks).restore(root, loop, rule)
    return homeless


def _plant(node: _Node, item: Leftover, rule: LoopRule) -> bool:
    """Hang an item where it belongs; False where the grammar has no such place."""
    name, *steps = item.path.split("/")
    if name != rule.name or not steps:
        return False
    here: LoopRule | Place = rule
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        if last and item.kind == "order":
            if not isinstance(here, LoopRule) or step not in steps_of(here).parts:
                return False
            node.order[step] = [int(each) - 1 for each in item.content.split()]
            return True
        found = _STEP.fullmatch(step)
        if not found:
            node.patches.append(item)
            return last and bool(_ELEMENT.fullmatch(step))
        if not isinstance(here, LoopRule) or found[1] not in steps_of(here).parts:
            return False
        label, index = found[1], int(found[2]) - 1
        if last and item.kind == "absent":
            node.absent.setdefault(label, set()).add(index)
            return True
        here = steps_of(here).parts[label]
        node = node.inner.setdefault(label, {}).setdefault(index, _Node())
    node.inserted = item
    return item.kind in ("segment", "loop")


def _is_sound(item: Leftover, marks: Delimiters) -> bool:
    """Whether an item is no more than one segment or element, for complements may be forged.

    What it says is its sender's matter; but it mustn't end its segment and go on with another one.
    """
    content = "".join(_two(item.content)) if item.kind == "lexical" else item.content
    if item.kind == "absent":
        return True
    if item.kind == "order":
        return all(each.isascii() and each.isdigit() for each in content.split())
    if item.kind == "length":
        return content.isascii() and content.isdigit() and int(content[:5]) <= _MOST_ELEMENTS and len(content) < 5
    if len(split_released(content, marks.terminator, marks.release)) > 1 or any(each < " " for each in content):
        return False
    if item.kind in ("segment", "loop"):
        label = item.path.rpartition("/")[2]
        return content.split(marks.element)[0] == re.split(r"[~\[]", label)[0]
    return len(split_released(content, marks.element, marks.release)) == 1


class _Restoring:
    def __init__(self, marks: Delimiters) -> None:
        self._marks = marks

    def restore(self, node: _Node, loop: Loop, rule: LoopRule) -> None:
        steps = steps_of(rule)
        if rule.parent is not None and node.patches:
            loop.segments[0] = self._patched(loop.segments[0], node.patches)
        segments = dict(_grouped(loop.places, loop.segments))
        loops = dict(_grouped([each.place for each in loop.loops], loop.loops))
        changed = node.inner.keys() | node.absent.keys() | node.order.keys()
        for label in changed:
            part = steps.parts[label]
            inner = node.inner.get(label, {})
            if isinstance(part, LoopRule):
                place = part.first.index
                loops[place] = self._loops(node, label, inner, part, loops.get(place, []))
            else:
                segments[part.index] = self._segments(node, label, inner, segments.get(part.index, []))
        if changed:
            _refill(loop, segments, loops)

    def _segments(self, node: _Node, label: str, inner: dict[int, _Node], here: list[str]) -> list[str]:
        inserted = {
            index: each.inserted.content
            for index, each in inner.items()
            if each.inserted is not None and each.inserted.kind == "segment"
        }
        found = _arranged(here, node.absent.get(label, set()), node.order.get(label), inserted)
        for index, each in inner.items():
            if each.patches and index < len(found):
                found[index] = self._patched(found[index], each.patches)
        return found

    def _loops(self, node: _Node, label: str, inner: dict[int, _Node], rule: LoopRule, here: list[Loop]) -> list[Loop]:
        inserted = {}
        for index, each in inner.items():
            if each.inserted is not None and each.inserted.kind == "loop":
                inserted[index] = Loop(rule.first.index)
                inserted[index].add(rule.first.index, each.inserted.content)
        found = _arranged(here, node.absent.get(label, set()), node.order.get(label), inserted)
        for index, each in inner.items():
            if index < len(found):
                self.restore(each, found[index], rule)
        return found

    def _patched(self, segment: str, patches: list[Leftover]) -> str:
        marks = self._marks
        elements = split_released(segment, marks.element, marks.release)
        for item in patches:
            found = _ELEMENT.fullmatch(item.path.rpartition("/")[2])
            if found and found[1] is not None:
                self._patch(elements, int(found[1]), int(found[2] or 0), item)
        while len(elements) > 1 and not elements[-1]:
            elements.pop()
        for item in patches:
            if item.kind == "length":
                elements += [""] * (int(item.content) - len(elements))
        return marks.element.join(elements)

    def _patch(self, elements: list[str], number: int, component: int, item: Leftover) -> None:
        elements += [""] * (number + 1 - len(elements))
        if not component:
            elements[number] = _value(elements[number], item)
            return
        mark = self._marks.component
        components = split_released(elements[number], mark, self._marks.release)
        components += [""] * (component - len(components))
        components[component - 1] = _value(components[component - 1], item)
        elements[number] = mark.join(components).rstrip(mark)


def _value(now: str, item: Leftover) -> str:
    """The text of an element with a leftover applied, where it is still what the leftover was found beside."""
    if item.kind == "lexical":
        written, spelt = _two(item.content)
        return spelt if now == written else now
    if item.kind == "absent":
        return "" if now == item.content else now
    return item.content if not now and item.kind == "element" else now


def _two(content: str) -> tuple[str, str]:
    try:
        written, spelt = json.loads(content)
        return str(written), str(spelt)
    except (ValueError, TypeError, RecursionError):
        return "", ""


def _arranged(here: list[Any], absent: set[int], order: list[int] | None, inserted: dict[int, Any]) -> list[Any]:
    """What the rules wrote, without what was absent, in the order that it had, with the rest in between."""
    kept = [each for index, each in enumerate(here) if index not in absent]
    if order and len(order) == len(kept):
        kept = [each for _, each in sorted(zip(order, kept, strict=True), key=lambda pair: pair[0])]
    rest, found = iter(kept), []
    for index in range(len(kept) + len(inserted)):
        found.append(inserted.pop(index) if index in inserted else next(rest, None))
        if found[-1] is None:
            found.pop()
    found.extend(rest)
    found.extend(inserted[index] for index in sorted(inserted))
    return found


def _grouped(places: Iterable[int], things: Iterable[Any]) -> Iterator[tuple[int, list[Any]]]:
    found: dict[int, list[Any]] = {}
    for place, thing in zip(places, things, strict=True):
        found.setdefault(place, []).append(thing)
    yield from found.items()


def _refill(loop: Loop, segments: dict[int, list[str]], loops: dict[int, list[Loop]]) -> None:
    loop.places, loop.segments = [], []
    for place in sorted(segments):
        for each in segments[place]:
            loop.add(place, each)
    loop.loops = [each for place in sorted(loops) for each in loops[place]]
