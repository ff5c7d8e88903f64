"""What a partner's 824 or APERAK says of documents that were sent to him: taken or not, and why; as plain values.

Only what is written is read: which document is meant is looked up elsewhere. Never raises for what a message holds.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from app.formats.edi.acknowledged import Answer, Elements
from app.formats.edi.interchange import MessageRead
from app.formats.edi.mirror import elements_of

KINDS = frozenset(("824", "APERAK"))
MOST_WORDS = 100
_OF_ACTION = {"A": Answer.ACCEPTED, "R": Answer.REJECTED}
"""OTI01 (110) by its second letter; the first one says of what: a transaction set, a group, an item, a batch."""
_OF_RESPONSE = {
    **dict.fromkeys(("AD", "AP"), Answer.ACCEPTED),
    **dict.fromkeys(("AC", "CA"), Answer.ACCEPTED_WITH_ERRORS),
    "RE": Answer.REJECTED,
}
"""BGM 4343: taken as it is, with changes or on conditions, or not. Its other codes say what is acknowledged or asked
for, not how: then the kind of message and its errors tell."""
_ERROR_MESSAGE = "313"
_PREVIOUS_MESSAGE = "ACW"


@dataclass(slots=True)
class Advised:
    """What is said of one document.

    Attributes:
        kind: `824`, `APERAK`.
        numbers: by which it may be known, as written (OTI03; RFF 1154 but for ACW).
        group, control: of the message that brought it; "" where they aren't named (OTI08, OTI09; RFF+ACW).
        words: what is wrong with it, one entry a fault.
    """

    kind: str
    answer: Answer
    numbers: list[str] = field(default_factory=list)
    group: str = ""
    control: str = ""
    words: list[str] = field(default_factory=list)


def advised(message: MessageRead) -> list[Advised]:
    """What an application advice says, a value for each document; nothing for other messages."""
    if message.name not in KINDS or message.loop is None:
        return []
    reading = _Aperak() if message.name == "APERAK" else _Advice()
    marks = message.group.interchange.marks
    for raw in message.loop.flat():
        reading.take(raw[:3].rstrip(marks.element), Elements(elements_of(raw, marks)))
    return reading.found


class _Reading(ABC):
    """Gathers faults, whose words may go on in further segments."""

    found: list[Advised]

    @abstractmethod
    def take(self, tag: str, elements: Elements) -> None:
        """Go on with the next segment."""

    def _fault(self, *words: str) -> None:
        if self.found and len(self.found[-1].words) < MOST_WORDS:
            self.found[-1].words.append(" ".join(each.strip() for each in words if each.strip()))

    def _more(self, *words: str) -> None:
        if self.found and self.found[-1].words:
            said = (self.found[-1].words[-1], *words)
            self.found[-1].words[-1] = " ".join(each.strip() for each in said if each.strip())


class _Advice(_Reading):
    """An 824: OTI for each document, TED for each fault of it, NTE and RED with more words."""

    def __init__(self) -> None:
        self.found = []

    def take(self, tag: str, elements: Elements) -> None:
        if tag == "OTI":
            answer = _OF_ACTION.get(elements[1][1:2], Answer.ACCEPTED_WITH_ERRORS)
            self.found.append(Advised("824", answer, [elements[3]], elements[8], elements[9]))
        elif tag == "TED":
            self._fault(elements[1], elements[2], elements[7])
        elif tag == "NTE":
            self._more(elements[2])
        elif tag == "RED":
            self._more(elements[1])


class _Aperak(_Reading):
    """An APERAK: one document, named before the first ERC; ERC for each fault, FTX with its words."""

    def __init__(self) -> None:
        self.found = [Advised("APERAK", Answer.ACCEPTED)]
        self._has_faults = self._is_said = False

    def take(self, tag: str, elements: Elements) -> None:
        about = self.found[0]
        if tag == "BGM":
            self._begin(elements)
        elif tag == "RFF" and not self._has_faults:
            self._refer(elements.part(1, 1), elements.part(1, 2))
        elif tag == "ERC":
            self._has_faults = True
            about.answer = about.answer if self._is_said else Answer.REJECTED
            self._fault(elements[1])
        elif tag == "FTX" and self._has_faults:
            self._more(*(elements.part(4, number) for number in range(1, 6)))

    def _begin(self, elements: Elements) -> None:
        if elements[4] in _OF_RESPONSE:
            self.found[0].answer, self._is_said = _OF_RESPONSE[elements[4]], True
        elif elements[1] == _ERROR_MESSAGE:
            self.found[0].answer = Answer.REJECTED

    def _refer(self, qualifier: str, number: str) -> None:
        if qualifier == _PREVIOUS_MESSAGE:
            self.found[0].control = number
        elif number:
            self.found[0].numbers.append(number)
