"""What a partner's 997, 999, TA1 or CONTRL says, as plain values: what is answered, how, and with which codes.

Only what is written is read: whether it fits anything that was sent is looked at elsewhere. Never raises for what a
document holds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from app.formats.edi.interchange import Interchange, MessageRead
from app.formats.edi.mirror import elements_of

KINDS = frozenset(("997", "999", "CONTRL"))


class Answer(StrEnum):
    """What is said of an interchange, a group or a message."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_ERRORS = "accepted_with_errors"
    PARTIALLY = "partially"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Noted:
    """A fault that is named.

    Attributes:
        code: the standard's. source: the element it stood in (`AK304`, `IK502`, `TA105`), "" for EDIFACT's 0085.
        position: the segment's in the message, from 1 for ST or UNH; 0 where it isn't one segment's. For a missing
            segment, EDIFACT names the one before.
        tag: the segment's, where it is named.
        element, component, repetition: from 1, the segment's first element being 1; 0 where there is none.
        value: what was wrong, where it is repeated.
    """

    code: str
    source: str = ""
    position: int = 0
    tag: str = ""
    element: int = 0
    component: int = 0
    repetition: int = 0
    value: str = ""

    def __str__(self) -> str:
        return f"{self.source}:{self.code}" if self.source else self.code


@dataclass(slots=True)
class Said:
    """The answer to one thing by its control number; `name` is its type (ST01, 0065; GS01 of a group).

    `answer` is None where it is only named, to say something of what is in it, or where the code is none.
    """

    number: str
    answer: Answer | None = None
    name: str = ""
    noted: list[Noted] = field(default_factory=list)

    @property
    def faults(self) -> tuple[str, ...]:
        """The codes, each with the element it stood in: `AK502:5`, `18`."""
        return tuple(str(each) for each in self.noted)


class Counts(NamedTuple):
    """Messages of a group: AK902 (as its trailer said), AK903 and AK904; -1 for what is no number."""

    included: int
    received: int
    accepted: int


@dataclass(slots=True, kw_only=True)
class Acknowledged:
    """An acknowledgement that came in, one value for each group that it speaks of.

    Attributes:
        kind: `997`, `999`, `TA1`, `CONTRL`. number: the control number of the interchange that brought it.
        sender, receiver: of the acknowledgement: the partner, and us; their qualifiers beside them.
        interchange: of what is acknowledged: TA101, UCI; None in a 997 or 999.
        group: AK1 and AK9, UCF; None in a TA1 and without groups. messages: AK2 to AK5, UCM.
        counts: of AK9; None without it.
        parties: the identifiers of sender and receiver in UCI.
        test: whether it came in a test.
    """

    standard: str
    kind: str
    number: str
    sender: str
    sender_qualifier: str
    receiver: str
    receiver_qualifier: str
    interchange: Said | None = None
    group: Said | None = None
    messages: list[Said] = field(default_factory=list)
    counts: Counts | None = None
    parties: tuple[str, ...] = ()
    test: bool = False


def acknowledged(message: MessageRead) -> list[Acknowledged]:
    """What an acknowledgement says; nothing for other messages, and where its segments were not kept."""
    if message.name not in KINDS or message.loop is None:
        return []
    reading = _Edifact(message) if message.name == "CONTRL" else _X12(message)
    marks = message.group.interchange.marks
    for raw in message.loop.flat():
        tag = raw[:3].rstrip(marks.element)
        take = reading.takes.get(tag)
        if take is not None:
            take(Elements(elements_of(raw, marks)), tag)
    return reading.found


def notices(interchange: Interchange) -> Iterator[Acknowledged]:
    """What the TA1 segments of an interchange say."""
    for raw in interchange.notices:
        elements = Elements(elements_of(raw, interchange.marks))
        code = elements[5]
        noted = [Noted(code, "TA105")] if code not in ("", "000") else []
        told = _empty("TA1", interchange)
        told.interchange = Said(elements[1], _OF_TA1.get(elements[4]), noted=noted)
        yield told


_OF_TA1 = {"A": Answer.RECEIVED, "E": Answer.RECEIVED, "R": Answer.REJECTED}
_OF_X12 = {
    "A": Answer.ACCEPTED,
    "E": Answer.ACCEPTED_WITH_ERRORS,
    "P": Answer.PARTIALLY,
    **dict.fromkeys("MRWX", Answer.REJECTED),
}
_OF_EDIFACT = {"4": Answer.REJECTED, "7": Answer.ACCEPTED, "8": Answer.RECEIVED}
_Take = Callable[["Elements", str], None]


class Elements:
    """A segment's elements by number; "" and 0 for what isn't there."""

    def __init__(self, elements: list[tuple[str, ...]]) -> None:
        self._elements = elements

    def __getitem__(self, number: int) -> str:
        return self.part(number, 1)

    def part(self, number: int, component: int) -> str:
        element = self._elements[number - 1] if number <= len(self._elements) else ()
        return element[component - 1] if component <= len(element) else ""

    def number(self, number: int, component: int = 1, default: int = 0) -> int:
        text = self.part(number, component)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else default

    def codes(self, first: int, source: str) -> list[Noted]:
        """All codes from an element on."""
        return [Noted(each[0], source) for each in self._elements[first - 1 :] if each[0]]


def _empty(kind: str, interchange: Interchange) -> Acknowledged:
    return Acknowledged(
        standard=interchange.standard,
        kind=kind,
        number=interchange.control,
        sender=interchange.sender,
        sender_qualifier=interchange.sender_qualifier,
        receiver=interchange.receiver,
        receiver_qualifier=interchange.receiver_qualifier,
        test=interchange.test,
    )


class _X12:
    """A 997 or 999."""

    def __init__(self, message: MessageRead) -> None:
        self.found: list[Acknowledged] = []
        self._about = message
        self._set = Said("")
        self._place = (0, "")
        self.takes: Mapping[str, _Take] = {
            "AK1": self._group,
            "AK2": self._named,
            "AK3": self._segment,
            "IK3": self._segment,
            "AK4": self._element,
            "IK4": self._element,
            "AK5": self._answered,
            "IK5": self._answered,
            "AK9": self._group_answered,
        }

    def _group(self, elements: Elements, _tag: str) -> None:
        told = _empty(self._about.name, self._about.group.interchange)
        told.group = Said(elements[2], name=elements[1])
        self.found.append(told)

    def _named(self, elements: Elements, _tag: str) -> None:
        self._set, self._place = Said(elements[2], name=elements[1]), (0, "")
        if self.found:
            self.found[-1].messages.append(self._set)

    def _segment(self, elements: Elements, tag: str) -> None:
        self._place = (elements.number(2), elements[1])
        if elements[4]:
            self._set.noted.append(Noted(elements[4], f"{tag}04", *self._place))

    def _element(self, elements: Elements, tag: str) -> None:
        place = (elements.number(1), elements.number(1, 2), elements.number(1, 3))
        self._set.noted.append(Noted(elements[3], f"{tag}03", *self._place, *place, elements[4]))

    def _answered(self, elements: Elements, tag: str) -> None:
        self._set.answer = _OF_X12.get(elements[1])
        self._set.noted += elements.codes(2, f"{tag}02")

    def _group_answered(self, elements: Elements, tag: str) -> None:
        told = self.found[-1] if self.found else None
        if told is not None and told.group is not None:
            told.group.answer = _OF_X12.get(elements[1])
            told.group.noted += elements.codes(5, f"{tag}05")
            told.counts = Counts(*(elements.number(each, default=-1) for each in (2, 3, 4)))


class _Edifact:
    """A CONTRL. The messages of the group that is spoken of follow it."""

    def __init__(self, message: MessageRead) -> None:
        self.found: list[Acknowledged] = []
        self._about = message.group.interchange
        self._interchange: Said | None = None
        self._parties: tuple[str, ...] = ()
        self._message = Said("")
        self._position = 0
        self.takes: Mapping[str, _Take] = {
            "UCI": self._of_interchange,
            "UCF": self._of_group,
            "UCM": self._of_message,
            "UCS": self._of_segment,
            "UCD": self._of_element,
        }

    def _begin(self) -> Acknowledged:
        told = _empty("CONTRL", self._about)
        told.interchange, told.parties = self._interchange, self._parties
        self.found.append(told)
        return told

    def _of_interchange(self, elements: Elements, _tag: str) -> None:
        self._interchange, self._parties = _said(elements, 4), (elements[2], elements[3])
        self._begin()

    def _of_group(self, elements: Elements, _tag: str) -> None:
        last = self.found[-1] if self.found else None
        fresh = last is not None and last.group is None and not last.messages
        told = last if fresh and last is not None else self._begin()
        told.group = _said(elements, 4)

    def _of_message(self, elements: Elements, _tag: str) -> None:
        self._message, self._position = _said(elements, 3), 0
        self._message.name = elements.part(2, 1)
        if self.found:
            self.found[-1].messages.append(self._message)

    def _of_segment(self, elements: Elements, _tag: str) -> None:
        self._position = elements.number(1)
        if elements[2]:
            self._message.noted.append(Noted(elements[2], position=self._position))

    def _of_element(self, elements: Elements, _tag: str) -> None:
        self._message.noted.append(_noted(elements, 1, 2, self._position))


def _said(elements: Elements, action: int) -> Said:
    """UCI, UCF or UCM: action, fault, segment and element stand together in all of them."""
    said = Said(elements[1], _OF_EDIFACT.get(elements[action]))
    if elements[action + 1]:
        said.noted.append(_noted(elements, action + 1, action + 3, 0, elements[action + 2]))
    return said


def _noted(elements: Elements, code: int, place: int, position: int, tag: str = "") -> Noted:
    # the tag is EDIFACT's element number 1
    element = max(elements.number(place) - 1, 0)
    where = (element, elements.number(place, 2), elements.number(place, 3))
    return Noted(elements[code], "", position, tag, *where)
