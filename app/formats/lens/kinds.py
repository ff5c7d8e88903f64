"""Which of a mapping's documents a message is, and whether it is any: by its type and function (`BEG 1`, `BGM 3`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.documents import Document
from app.domain.findings import Finding
from app.formats.edi.delimiters import Delimiters, split_released
from app.formats.edi.loops import Loop
from app.formats.lens.bound import At, BoundRule, label_of
from app.formats.lens.state import ReadState, tag_of


@dataclass(frozen=True, slots=True)
class Sign:
    """What an element of the heading must be; the first of its values is the one that is written."""

    place: int
    at: At
    values: tuple[str, ...]

    def found(self, message: Loop, marks: Delimiters) -> str | None:
        """What the element is; None where the message lacks its segment."""
        for place, segment in zip(message.places, message.segments, strict=True):
            if place == self.place:
                text = _part(segment, self.at[0], marks.element, marks.release)
                return _part(text, self.at[1] - 1, marks.component, marks.release) if self.at[1] else text
        return None


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of document that a message may be, and what it is told by."""

    cls: type[Document]
    rules: list[BoundRule]
    signs: tuple[Sign, ...] = ()


def kind_of(kinds: Sequence[Kind], message: Loop, marks: Delimiters) -> Kind:
    """The first kind that a message is; the last one where it is none."""
    for each in kinds:
        if all(sign.found(message, marks) in sign.values for sign in each.signs):
            return each
    return kinds[-1]


def refused(kinds: Sequence[Kind], body: Loop, marks: Delimiters, name: str) -> Finding | None:
    """What keeps a message from being any kind, such as that it is a copy; None where it is one."""
    for sign in kind_of(kinds, body, marks).signs:
        found = sign.found(body, marks)
        if found and found not in sign.values:
            return _unlike(kinds, body, sign, found, name)
    return None


def _unlike(kinds: Sequence[Kind], body: Loop, failed: Sign, found: str, name: str) -> Finding:
    """At the element, with all values that would have been taken."""
    state = ReadState(body, name, "")
    state.index = body.places.index(failed.place)
    signs = [each for kind in kinds for each in kind.signs if (each.place, each.at) == (failed.place, failed.at)]
    taken = dict.fromkeys(value for each in signs for value in each.values if value)
    element = f"{tag_of(body.segments[state.index])}-{label_of(failed.at)}"
    state.fault("lens.function", label_of(failed.at), found, element=element, taken=", ".join(taken))
    return state.findings[0]


def _part(text: str, number: int, mark: str, release: str) -> str:
    parts = split_released(text, mark, release)
    return parts[number] if number < len(parts) else ""
