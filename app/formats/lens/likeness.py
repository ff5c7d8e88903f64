"""A message of one directory beside that of another: where the segments and data elements of one are in the other.

A mapping that was written for one directory can so be bound for another. A place counts as the same only if the same
data element stands there; what is found nowhere has no counterpart, and is never guessed from its position.
"""

from app.formats.edi.grammar import Element, LoopRule, Message, Segment
from app.formats.lens.bound import At
from app.formats.lens.places import Part, tag_of


class Likeness:
    """Two messages of one type; `model` is the one that a mapping was written for, `other` the one it is bound for."""

    def __init__(self, model: Message, other: Message) -> None:
        self.model = model
        self._segments = {each.tag: each.segment for each in model.places}
        self._models: dict[Part, Part] = {other.root: model.root}
        self._others: dict[Part, Part] = {model.root: other.root}
        self._pair(model.root, other.root)

    def model_of(self, loop: LoopRule) -> LoopRule:
        """The model's loop for one of the other message that a rule was bound to."""
        found = self._models[loop]
        assert isinstance(found, LoopRule)
        return found

    def other_of(self, part: Part) -> Part | None:
        """The part of the other message for one of the model's; None where it has none."""
        return self._others.get(part)

    def width(self, segment: Segment) -> int:
        """How many elements the model's segment of that tag has."""
        return len(self._segments[segment.tag].elements)

    def found(self, segment: Segment, at: At) -> At | None:
        """Where in a segment of the other message the data element is that the model's has at that place."""
        model = self._segments[segment.tag].elements
        if not 0 < at[0] <= min(len(model), len(segment.elements)):
            return None
        theirs, ours = _leaves(model[at[0] - 1]), _leaves(segment.elements[at[0] - 1])
        component = max(at[1], 1)
        if component > len(theirs) or bool(at[1]) is not bool(model[at[0] - 1].components):
            return None
        number = theirs[component - 1]
        # of several of one kind (3036, five times in C080) it is the one with as many before it
        before = theirs[: component - 1].count(number)
        places = [index for index, each in enumerate(ours, 1) if each == number]
        if before >= len(places):
            return None
        return at[0], places[before] if segment.elements[at[0] - 1].components else 0

    def _pair(self, model: LoopRule, other: LoopRule) -> None:
        """Pair the parts of two loops: those with a tag that both have equally often, in order."""
        theirs, ours = _by_tag(model), _by_tag(other)
        for tag in theirs.keys() & ours.keys():
            if len(theirs[tag]) != len(ours[tag]):
                continue
            for one, another in zip(theirs[tag], ours[tag], strict=True):
                if isinstance(one, LoopRule) is not isinstance(another, LoopRule):
                    continue
                self._models[another], self._others[one] = one, another
                if isinstance(one, LoopRule) and isinstance(another, LoopRule):
                    self._pair(one, another)


def _leaves(element: Element) -> list[str]:
    """The numbers of the data elements in an element."""
    return [each.number for each in element.components] or [element.number]


def _by_tag(loop: LoopRule) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for each in loop.parts:
        found.setdefault(tag_of(each), []).append(each)
    return found
