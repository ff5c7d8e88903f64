"""Messages for the tests of mappings: trees of given segments, and random ones that follow a grammar."""

from collections.abc import Sequence
from random import Random

from app.formats.edi.delimiters import Delimiters, released
from app.formats.edi.grammar import Element, LoopRule, Message, Place
from app.formats.edi.loops import Loop


def tree_of(message: Message, segments: Sequence[str], mark: str) -> Loop:
    """The message that `segments` are, each at the first place that it can have; raises LookupError for a stray one."""
    root = Loop(0, 1)
    path: list[tuple[Loop, LoopRule, int]] = [(root, message.root, 0)]
    for segment in segments:
        tag = segment.split(mark)[0]
        depth, part = next(
            (
                (depth, part)
                for depth in reversed(range(len(path)))
                for part in path[depth][1].parts[1 if depth else 0 :]
                if _place(part).tag == tag and _place(part).index >= path[depth][2]
            ),
            (-1, None),
        )
        if part is None:
            raise LookupError(segment)
        loop, rule, _ = path[depth]
        path[depth:] = [(loop, rule, _place(part).index)]
        if isinstance(part, Place):
            loop.add(part.index, segment)
        else:
            inner = Loop.begun(part.first.index, 0, segment)
            loop.loops.append(inner)
            path.append((inner, part, part.first.index))
    return root


def _place(part: Place | LoopRule) -> Place:
    return part if isinstance(part, Place) else part.first


_RARE = 0.12
"""How likely a segment is that no rule reads."""


class RandomMessage:
    """Random messages of a grammar, with spellings that nobody would choose.

    Args:
        likely: values that are more likely than others for a data element (`{"128": ["DP", "ZZ"]}`).
        required: segments that must be there, by their tags; wanted: tags of segments that shall come often.
    """

    def __init__(
        self, seed: int, marks: Delimiters, likely: dict[str, list[str]], required: dict[str, str], wanted: set[str]
    ) -> None:
        self._random = Random(seed)
        self._marks = marks
        self._likely = likely
        self._required = required
        self._wanted = wanted

    def of(self, message: Message) -> Loop:
        root = Loop(0, 1)
        self._fill(root, message.root)
        return root

    def _fill(self, loop: Loop, rule: LoopRule, depth: int = 0) -> None:
        for part in rule.parts[1 if rule.parent else 0 :]:
            if isinstance(part, Place):
                for _ in range(self._times(part.tag, part.repeats, depth)):
                    loop.add(part.index, self._segment(part))
            else:
                for _ in range(self._times(part.first.tag, part.repeats, depth)):
                    inner = Loop.begun(part.first.index, 0, self._segment(part.first))
                    self._fill(inner, part, depth + 1)
                    loop.loops.append(inner)

    def _times(self, tag: str, most: int, depth: int) -> int:
        likely = tag in self._wanted
        wanted = self._random.choice((0, 1, 1, 2, 3)) if likely else self._random.random() < _RARE / (1 + depth)
        wanted = 1 if tag in self._required else int(wanted)
        return min(wanted, most) if most else wanted

    def _segment(self, place: Place) -> str:
        if place.tag in self._required and place.loop.parent is None:
            return self._required[place.tag]
        cells = [place.tag]
        for element in place.segment.elements:
            if self._random.random() < 0.45 and not element.required:
                cells.append("")
            elif element.components:
                parts = [self._value(each) if self._random.random() < 0.7 else "" for each in element.components]
                cells.append(self._trimmed(self._marks.component.join(parts), self._marks.component))
            else:
                cells.append(self._value(element))
        return self._trimmed(self._marks.element.join(cells), self._marks.element)

    def _trimmed(self, text: str, mark: str) -> str:
        return text if self._random.random() < 0.05 else text.rstrip(mark)

    def _value(self, element: Element) -> str:
        choose = self._random.choice
        if element.number in self._likely and self._random.random() < 0.85:
            return choose(self._likely[element.number])
        if element.type[:1] in ("N", "R", "n"):
            return choose(["1", "2.50", "010", "-3", ".5", "7.", "1,5", "0", "12.340", "x"])
        if element.type == "DT":
            return choose(["20260302", "20260401", "20269999", "260302"])
        if element.type == "TM":
            return choose(["1200", "120000", "9999"])
        text = choose(["A", "AB", "abc", "Main street 1", "x y", "ABCD", " lead", "1234567890123", "??", "Zoë", "a'b"])
        return released(text, self._marks) if self._marks.release else text.replace("'", "")
