"""What a message says beyond its document: the difference between it and what the rules write for the document.

So a message comes back segment by segment whatever the rules took or left. Kinds of leftovers:

    segment, loop   850/REF[2]          one that the rules don't write, with its place among its like in the message
    absent          850/REF[1], …-03    a segment, loop or element that the rules write and the message doesn't have
    element         850/REF[2]/REF-03   its text, where the rules write none
    lexical         850/BEG[1]/BEG-02   [written, spelt]: what the rules write, and what the message has
    length          850/REF[2]          how many elements it has, where empty ones end it
    order           850/N1              where in the message each one is that the rules write
    tree            856/HL[1]/HL[2]     the segment, where a hierarchy isn't numbered plainly
    delimiters      850                 those of the contents, where they aren't the standard's own
"""

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from json.encoder import encode_basestring
from typing import Any

from app.formats.edi.delimiters import Delimiters, split_released
from app.formats.edi.grammar import LoopRule, Segment
from app.formats.edi.loops import Loop
from app.formats.lens.compiling import Act, Level
from app.formats.lens.state import Beyond, Told
from app.formats.lens.stations import Station
from app.formats.lens.steps import steps_of

Matches = list[tuple[int, int, Act | None]]


class Difference:
    """One comparison of a message with what the rules write.

    Args:
        beyond: what is known already of loops that are their own counterparts, by their ids.
    """

    def __init__(self, marks: Delimiters, beyond: Beyond | None = None) -> None:
        self._marks = marks
        self._beyond = beyond or {}
        self._told: set[int] = set()
        self.items: list[Told] = []

    def has_all(self, reused: set[int]) -> bool:
        """Whether what these loops say beyond their items was told."""
        return reused <= self._told

    def compared(self, loop: Loop, path: str) -> None:
        """Tell what a loop says that was compared before."""
        found = self._beyond.get(id(loop))
        if found:
            self._told.add(id(loop))
            self.items += [(kind, path + rest, content) for kind, rest, content in found]

    def compare(self, level: Level | None, rule: LoopRule, source: Loop, written: Loop, path: str) -> None:
        """Compare a loop with its counterpart, which has the same opening segment's place."""
        if source is written:
            self.compared(source, path)
            return
        if source.segments != written.segments or source.places != written.places:
            self._segments(level, rule, source, written, path)
        if source.loops or written.loops:
            self._loops(level, rule, source, written, path)

    def _segments(self, level: Level | None, rule: LoopRule, source: Loop, written: Loop, path: str) -> None:
        ours, theirs = _by_place(written.places, written.segments), _by_place(source.places, source.segments)
        steps = steps_of(rule)
        for place in sorted(ours.keys() | theirs.keys()):
            here, there = theirs.get(place, []), ours.get(place, [])
            if here == there:
                continue
            if place == source.place and rule.parent is not None:
                self.elements(rule.first.segment, here[0], there[0], path)
                continue
            segment = steps.parts[steps.by_place[place]]
            assert not isinstance(segment, LoopRule)
            label = f"{path}/{steps.by_place[place]}"
            station = level.segments.get(place) if level else None
            matches = self._matched(station, here, there, label, _itself)
            taken = {index for index, _, _ in matches}
            self._unsaid("segment", label, here, taken)
            for index, other, _ in matches:
                self.elements(segment.segment, here[index], there[other], f"{label}[{index + 1}]")

    def _loops(self, level: Level | None, rule: LoopRule, source: Loop, written: Loop, path: str) -> None:
        ours = _by_place([each.place for each in written.loops], written.loops)
        theirs = _by_place([each.place for each in source.loops], source.loops)
        steps = steps_of(rule)
        for place in sorted(ours.keys() | theirs.keys()):
            here, there = theirs.get(place, []), ours.get(place, [])
            label = f"{path}/{steps.by_loop[place]}"
            if here == there:  # the very same loops: they were compared while they were read
                for index, each in enumerate(here, 1):
                    self.compared(each, f"{label}[{index}]")
                continue
            inner = steps.parts[steps.by_loop[place]]
            assert isinstance(inner, LoopRule)
            station = level.loops.get(place) if level else None
            matches = self._matched(station, here, there, label, _opening)
            taken = {index for index, _, _ in matches}
            for index, each in enumerate(here):
                if index not in taken:
                    self._whole(inner, each, f"{label}[{index + 1}]")
            for index, other, act in matches:
                within = act.level if act else None
                self.compare(within, inner, here[index], there[other], f"{label}[{index + 1}]")

    def _unsaid(self, kind: str, label: str, here: Sequence[str], taken: set[int]) -> None:
        for index, each in enumerate(here):
            if index not in taken:
                self.items.append((kind, f"{label}[{index + 1}]", each))

    def _whole(self, rule: LoopRule, loop: Loop, path: str) -> None:
        """A loop that the rules don't write, with everything in it."""
        self.items.append(("loop", path, loop.segments[0]))
        steps = steps_of(rule)
        for place, segments in _by_place(loop.places[1:], loop.segments[1:]).items():
            self._unsaid("segment", f"{path}/{steps.by_place[place]}", segments, set())
        for place, loops in _by_place([each.place for each in loop.loops], loop.loops).items():
            inner = steps.parts[steps.by_loop[place]]
            assert isinstance(inner, LoopRule)
            for index, each in enumerate(loops):
                self._whole(inner, each, f"{path}/{steps.by_loop[place]}[{index + 1}]")

    def _matched(
        self, station: Station | None, here: list[Any], there: list[Any], label: str, opening: Callable[[Any], str]
    ) -> Matches:
        """Pairs of what is in the message and what the rules write, told by the rule that takes both."""
        if station is not None and len(here) == len(there) == 1:
            ours, theirs = _takers(station, [opening(here[0])]), _takers(station, [opening(there[0])])
            if ours == theirs and ours[0] is not None:
                return [(0, 0, ours[0])]
        matches = _pairs(station, [opening(each) for each in here], [opening(each) for each in there])
        survivors = {other for _, other, _ in matches}
        for other in range(len(there)):
            if other not in survivors:
                self.items.append(("absent", f"{label}[{other + 1}]", opening(there[other])))
        order = [index for index, _, _ in sorted(matches, key=lambda each: each[1])]
        if order != sorted(order):
            self.items.append(("order", label, " ".join(str(each + 1) for each in order)))
        return sorted(matches, key=lambda each: each[0])

    def elements(self, segment: Segment, spelt: str, written: str, path: str) -> None:
        """Compare a segment with the one that the rules write."""
        if spelt == written:
            return
        here, there = self._split(spelt, self._marks.element), self._split(written, self._marks.element)
        at = f"{path}/{segment.tag}"
        for number in range(max(len(here), len(there))):
            ours = there[number] if number < len(there) else ""
            theirs = here[number] if number < len(here) else ""
            if ours != theirs:
                composite = 0 < number <= len(segment.elements) and bool(segment.elements[number - 1].components)
                self._element(f"{at}-{number:02}", theirs, ours, composite)
        if here[-1] == "":
            self.items.append(("length", at, str(len(here))))

    def _element(self, path: str, theirs: str, ours: str, composite: bool) -> None:
        mark = self._marks.component
        if not composite or not theirs or not ours or theirs.endswith(mark) or self._repeats(theirs):
            self.value(path, theirs, ours)
            return
        here, there = self._split(theirs, mark), self._split(ours, mark)
        for number in range(max(len(here), len(there))):
            one = here[number] if number < len(here) else ""
            other = there[number] if number < len(there) else ""
            if one != other:
                self.value(f"{path}.{number + 1}", one, other)

    def _repeats(self, text: str) -> bool:
        return bool(self._marks.repetition) and self._marks.repetition in text

    def value(self, path: str, theirs: str, ours: str) -> None:
        """Tell of an element or component that isn't what the rules write."""
        if not ours:
            self.items.append(("element", path, theirs))
        elif not theirs:
            self.items.append(("absent", path, ours))
        else:
            self.items.append(("lexical", path, f"[{encode_basestring(ours)}, {encode_basestring(theirs)}]"))

    def _split(self, text: str, mark: str) -> list[str]:
        return split_released(text, mark, self._marks.release)


def body_of(message: Loop, last: int) -> Loop:
    """A message without its header and trailer, which belong to its envelope."""
    body = Loop(message.place, message.number)
    for place, segment in zip(message.places, message.segments, strict=True):
        if 0 < place < last:
            body.add(place, segment)
    body.loops = message.loops
    return body


def _by_place(places: Iterable[int], things: Sequence[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for place, thing in zip(places, things, strict=True):
        found.setdefault(place, []).append(thing)
    return found


def _itself(segment: str) -> str:
    return segment


def _opening(loop: Loop) -> str:
    return loop.segments[0]


def _takers(station: Station | None, segments: list[str]) -> list[Act | None]:
    if station is None:
        return [None] * len(segments)
    found, used = [], station.barred(segments)
    for each in segments:
        act = station.taker(station.cut(each), used)
        used |= act.once if act else 0
        found.append(act)
    return found


def _pairs(station: Station | None, here: list[str], there: list[str]) -> Matches:
    ours, theirs = _by_act(_takers(station, there)), _by_act(_takers(station, here))
    matches: Matches = []
    for act, indexes in theirs.items():
        others = ours.get(act, [])
        if act is not None and len(others) == len(indexes):
            matches.extend((index, other, act) for index, other in zip(indexes, others, strict=True))
        else:
            matches.extend(_alike(act, indexes, others, here, there))
    return matches


def _by_act(acts: list[Act | None]) -> dict[Act | None, list[int]]:
    found: dict[Act | None, list[int]] = {}
    for index, act in enumerate(acts):
        found.setdefault(act, []).append(index)
    return found


def _alike(act: Act | None, indexes: list[int], others: list[int], here: list[str], there: list[str]) -> Matches:
    """Where there are more on one side: what is equal belongs together, and what stands between equal ones in a row."""
    if not others:
        return []
    matcher = SequenceMatcher(None, [here[each] for each in indexes], [there[each] for each in others], autojunk=False)
    found: Matches = []
    for word, one, one_end, other, other_end in matcher.get_opcodes():
        if word == "equal" or (word == "replace" and act is not None):
            both = zip(indexes[one:one_end], others[other:other_end], strict=False)
            found.extend((index, counterpart, act) for index, counterpart in both)
    return found
