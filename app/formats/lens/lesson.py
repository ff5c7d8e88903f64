"""A lesson: how all loops that look like one are read, and what they say beyond the object that is made of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.formats.edi.delimiters import Delimiters
from app.formats.edi.grammar import LoopRule, Segment
from app.formats.edi.loops import Loop
from app.formats.lens.bound import At
from app.formats.lens.compiling import Act, Level
from app.formats.lens.difference import Difference
from app.formats.lens.frames import Frame, Shape
from app.formats.lens.rendering import write_act
from app.formats.lens.sketch import Unlike
from app.formats.lens.state import Beyond, Told, WriteState

Fill = Callable[[list[str], Frame, str, int], None]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is learned about: the loops of a list's rule, or whole messages.

    Attributes:
        act: the list's rule; None for messages. rule: the loop of the grammar.
        apart: places of loops that are learned about by themselves.
        guards: by place, what rules are told by there.
    """

    level: Level
    shape: Shape
    act: Act | None
    rule: LoopRule
    apart: frozenset[int]
    guards: dict[int, set[At]]
    marks: Delimiters


@dataclass(slots=True)
class Comparing:
    """One loop being compared with what the rules write for its object.

    Attributes:
        cells: what is between the delimiters of all its segments.
        beyond: what loops that stand apart say beyond their objects, by the loops' ids.
        found: what this one says, so far.
    """

    value: Any
    segments: Sequence[str]
    cells: Sequence[str]
    apart: Sequence[Loop]
    path: str
    writing: WriteState
    beyond: Beyond
    difference: Difference


Step = Callable[[Comparing], None]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned.

    Attributes:
        size: of the frame. fill: fills a frame from the cells, or raises Unlike.
        steps: what is to be compared, in the order of leftovers; most loops need none.
    """

    subject: Subject
    size: int
    fill: Fill
    steps: tuple[Step, ...]

    def compare(self, comparing: Comparing) -> list[Told]:
        """What the loop says beyond its object."""
        for step in self.steps:
            step(comparing)
        return comparing.difference.items


def compared(act: Act, at: int, segment: Segment, path: str, opens: bool) -> Step:
    """Compares a segment with the one that its rule writes."""

    def step(comparing: Comparing) -> None:
        value = comparing.value
        if act.conditions is not None and not act.conditions(value):
            raise Unlike
        written = act.segment(value, comparing.writing)
        if written is None and opens:
            written = act.opening()
        if written is None:
            raise Unlike
        comparing.difference.elements(segment, comparing.segments[at], written, comparing.path + path)

    return step


def nothing(act: Act) -> Step:
    """Makes sure that a rule has nothing to write."""

    def step(comparing: Comparing) -> None:
        scratch = Loop(0)
        write_act(act, comparing.value, scratch, comparing.writing)
        if scratch.segments or scratch.loops:
            raise Unlike

    return step


def absent(act: Act, path: str) -> Step:
    """Takes down a segment that the rule writes and the message doesn't have."""

    def step(comparing: Comparing) -> None:
        scratch = Loop(0)
        write_act(act, comparing.value, scratch, comparing.writing)
        if len(scratch.segments) != 1 or scratch.loops:
            raise Unlike
        comparing.difference.items.append(("absent", comparing.path + path, scratch.segments[0]))

    return step


def beyond(kind: str, at: int, path: str) -> Step:
    """Takes down a segment, or a loop's, that no rule writes."""

    def step(comparing: Comparing) -> None:
        comparing.difference.items.append((kind, comparing.path + path, comparing.segments[at]))

    return step


def standing_apart(act: Act, label: str) -> Step:
    """Takes down what the items of a list say beyond their objects."""
    place, most = act.place, act.most

    def step(comparing: Comparing) -> None:
        loops = [each for each in comparing.apart if each.place == place]
        if most and len(loops) > most:
            raise Unlike
        for index, each in enumerate(loops, 1):
            found = comparing.beyond.get(id(each))
            if found is None:
                raise Unlike
            if found:
                start = f"{comparing.path}{label}[{index}]"
                comparing.difference.items += [(kind, start + rest, content) for kind, rest, content in found]

    return step
