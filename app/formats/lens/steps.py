"""How leftovers say where they belong: `850/PO1[3]/REF[2]/REF-03.1`, in names that every version's grammar can find.

A step is a segment's tag, or that of the segment that opens a loop. Where a loop of the grammar has a tag at several
places, the second one is `MOA~2`. Indexes count what stands at one place, from 1.
"""

from functools import lru_cache

from app.formats.edi.grammar import LoopRule, Place


class Steps:
    """The names of a loop's parts, both ways."""

    __slots__ = ("by_loop", "by_place", "parts")

    def __init__(self, loop: LoopRule) -> None:
        self.parts: dict[str, Place | LoopRule] = {}
        self.by_place: dict[int, str] = {}
        self.by_loop: dict[int, str] = {}
        seen: dict[str, int] = {}
        for each in loop.parts:
            place = each if isinstance(each, Place) else each.first
            seen[place.tag] = seen.get(place.tag, 0) + 1
            label = place.tag if seen[place.tag] == 1 else f"{place.tag}~{seen[place.tag]}"
            self.parts[label] = each
            (self.by_place if isinstance(each, Place) else self.by_loop)[place.index] = label
        if loop.parent is not None:
            # in a hierarchy, a loop has others of its kind in it
            self.parts[loop.first.tag] = loop
            self.by_loop[loop.first.index] = loop.first.tag


@lru_cache(4096)
def steps_of(loop: LoopRule) -> Steps:
    """The names of a loop's parts."""
    return Steps(loop)
