"""What a mapping's words for places mean in a message's grammar: the parts of a loop, the elements of a segment."""

import re
from collections.abc import Mapping
from typing import Any

from app.formats.edi.grammar import Element, LoopRule, Place, Segment
from app.formats.lens.bound import At
from app.formats.lens.written import Written

Part = Place | LoopRule
_AT = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?")


def numbers(text: str) -> At:
    """`3` and `3.1` as element and component; (0, 0) for what is no place."""
    found = _AT.fullmatch(text)
    return (int(found[1]), int(found[2] or 0)) if found else (0, 0)


def tag_of(part: Part) -> str:
    """The tag of a segment's place, or of the segment that opens a loop."""
    return part.tag if isinstance(part, Place) else part.first.tag


def part_of(loop: LoopRule, written: Written) -> Part | None:
    """The part of a loop that a rule's segment is: a segment in it, or the loop that this one opens."""
    named = written.get("loop")
    found: list[Part] = [
        each
        for each in loop.parts[1 if loop.parent else 0 :]
        if tag_of(each) == written["seg"] and (not named or (isinstance(each, LoopRule) and each.name == named))
    ]
    if not found and loop.parent and loop.first.tag == written["seg"]:
        found = [loop]  # in a hierarchy, a loop has others of its kind in it
    return found[int(written.get("nth", 1)) - 1] if len(found) >= int(written.get("nth", 1)) else None


def element_at(segment: Segment, at: At) -> Element | None:
    """The element or component there; None where there is none, or where only one of its components can be meant."""
    number, component = at
    if not 0 < number <= len(segment.elements):
        return None
    element = segment.elements[number - 1]
    if not component:
        return None if element.components else element
    return element.components[component - 1] if component <= len(element.components) else None


def pairs_in(spec: Mapping[str, Any], width: int) -> list[tuple[At, At]]:
    """Places of two things that belong together, `from` one element `to` another: elements, or components `of` one."""
    first, last = int(spec["from"]), int(spec.get("to", width))
    if "of" not in spec:
        return [((number, 0), (number + 1, 0)) for number in range(first, last, 2)]
    one, other = (int(each) for each in spec["of"])
    return [((number, one), (number, other)) for number in range(first, last + 1)]
