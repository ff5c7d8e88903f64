"""What a file is made of: interchanges, groups, messages, each with what it says of itself and its faults."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.formats.edi.delimiters import Delimiters
from app.formats.edi.faults import Fault, Level
from app.formats.edi.grammar import Message
from app.formats.edi.loops import Loop

_UNIT = "\x1f"
_NUMBER = re.compile("-?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)")
"""No two parts may take the same digits: there may be a million of them."""


class Verdict(StrEnum):
    """What becomes of an interchange, a group or a message (AK501, AK901, UCI 0083)."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_ERRORS = "accepted_with_errors"
    PARTIALLY_ACCEPTED = "partially_accepted"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"


@dataclass(slots=True)
class Interchange:
    """An interchange.

    Attributes:
        standard: x12 or edifact.
        marks: its delimiters; charset: its character set, as Python names it.
        number: of its header in the file, from 1; offset: where that begins, in bytes.
        header: the header segment as it was written; trailer likewise, "" where it is missing.
        sender, receiver: identifiers; their qualifiers beside them.
        control: its control number, as written.
        date, time: as written. version: ISA12, or UNB's syntax identifier and version (`UNOC:3`).
        test: whether it is a test. acknowledge: whether the sender asks for an acknowledgement (TA1; CONTRL).
        lenient: for who reads it to say when it has begun, as Options do for all of a file.
        groups: how many groups there were (EDIFACT without groups: messages).
        verdicts: how many messages had which verdict.
        notices: X12's TA1 segments that stood in it, as written; the first ones, should there be very many.
        services: how many other segments of the envelope there were, TA1 included.
        refused: how many groups were rejected for their own faults.
        faults: of the envelope; those of messages are with these.
    """

    standard: str
    marks: Delimiters
    charset: str = ""
    number: int = 1
    offset: int = 0
    header: str = ""
    trailer: str = ""
    sender: str = ""
    sender_qualifier: str = ""
    receiver: str = ""
    receiver_qualifier: str = ""
    control: str = ""
    date: str = ""
    time: str = ""
    version: str = ""
    test: bool = False
    acknowledge: bool = False
    lenient: bool = False
    groups: int = 0
    messages: int = 0
    services: int = 0
    refused: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def identity(self, sub_addresses: Sequence[str] = ()) -> str:
        """By what it is told from others in its file: addresses, date and control number.

        Two of different days may have the same number, where that was agreed; who knows the agreement judges that.
        """
        addresses = (self.sender_qualifier, self.sender, self.receiver_qualifier, self.receiver, *sub_addresses)
        return _UNIT.join((*addresses, self.date, self.control))

    @property
    def is_broken(self) -> bool:
        """Whether nothing in it counts: any error of the envelope itself rejects it, and TA1 or UCI say so."""
        return has_error(self.faults)


@dataclass(slots=True)
class Group:
    """A functional group; EDIFACT's messages without one are in a group with no `header`.

    Attributes:
        code: GS01, or the message type of UNG.
        sender, receiver: application codes. control: its control number. version: GS08, or UNG's.
        counted: messages received.
    """

    interchange: Interchange
    number: int = 0
    offset: int = 0
    header: str = ""
    trailer: str = ""
    code: str = ""
    sender: str = ""
    receiver: str = ""
    control: str = ""
    version: str = ""
    counted: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        """Whether nothing in it counts: any error of its envelope rejects it, and AK9 or UCF say so.

        What is taken, what is reported and what is answered go by this alone.
        """
        return has_error(self.faults)

    def reject(self) -> None:
        """Count every message of it as rejected, as its envelope's faults demand."""
        self.interchange.refused += 1
        count = self.verdicts.total()
        self.interchange.verdicts.subtract(self.verdicts)
        self.interchange.verdicts[Verdict.REJECTED] += count
        self.verdicts = Counter({Verdict.REJECTED: count})


@dataclass(slots=True)
class MessageRead:
    """A transaction set or message.

    Attributes:
        group: where it stood.
        name: `850`, `ORDERS`; version: the grammar's (`004010`, `D96A`), "" where there is none for it;
            association: EDIFACT's association assigned code (`EAN008`), or X12's implementation (ST03).
        control: its control number.
        header, trailer: as written.
        number, offset: of the header. end: where what follows the message begins, in bytes; 0 without a trailer.
        segments: how many there were, header and trailer included.
        definition: its grammar's message; None where there is none.
        loop: its segments; None where they were not to be kept or no grammar was there.
        faults: all of them, in order. more: whether there were more than were kept.
    """

    group: Group
    name: str
    version: str
    control: str
    header: str
    number: int
    offset: int
    association: str = ""
    trailer: str = ""
    end: int = 0
    segments: int = 1
    definition: Message | None = None
    loop: Loop | None = None
    faults: list[Fault] = field(default_factory=list)
    more: bool = False
    lenient: bool = False

    @property
    def verdict(self) -> Verdict:
        """Accepted, or rejected; `lenient` receivers accept what is wrong only within segments, and say so."""
        errors = [each for each in self.faults if each.is_error]
        if not errors:
            return Verdict.ACCEPTED
        if self.lenient and all(each.kind.level in (Level.ELEMENT, Level.SEGMENT) for each in errors):
            return Verdict.ACCEPTED_WITH_ERRORS
        return Verdict.REJECTED


def together(verdicts: Counter[Verdict]) -> Verdict:
    """The verdict over several messages."""
    there = {each for each, count in verdicts.items() if count}
    if not there or there == {Verdict.ACCEPTED}:
        return Verdict.ACCEPTED
    if there == {Verdict.REJECTED}:
        return Verdict.REJECTED
    if Verdict.REJECTED in there or Verdict.PARTIALLY_ACCEPTED in there:
        return Verdict.PARTIALLY_ACCEPTED
    return Verdict.ACCEPTED_WITH_ERRORS


def verdict_of(interchange: Interchange) -> Verdict:
    """The verdict over an interchange."""
    verdict = Verdict.REJECTED if interchange.is_broken else together(interchange.verdicts)
    if not interchange.refused or verdict is Verdict.REJECTED:
        return verdict
    return Verdict.PARTIALLY_ACCEPTED if interchange.messages else Verdict.REJECTED


def has_error(found: Iterable[Fault]) -> bool:
    """Whether any of them is more than a warning."""
    return any(each.is_error for each in found)


def differs(said: str, counted: int) -> bool:
    """Whether a count that was sent is a number and another one; however many digits it has."""
    return _NUMBER.fullmatch(said) is not None and (said.lstrip("0") or "0") != str(counted)


class Seen:
    """Control numbers that were met. Numbers in order, as they nearly always are, cost one range."""

    def __init__(self) -> None:
        self._first = self._last = -1
        self._width = 0
        self._others: set[str] = set()

    def add(self, control: str) -> bool:
        """Remember a number; whether it was there before."""
        number = int(control) if control.isascii() and control.isdigit() and len(control) < 15 else -1
        if number >= 0 and self._first < 0:
            self._first, self._last, self._width = number, number, len(control)
            return False
        if number >= 0 and control == str(number).zfill(self._width):  # 0001 and 00001 are two numbers
            if self._first <= number <= self._last:
                return True
            if number == self._last + 1:
                self._last = number
                return False
        known = control in self._others
        self._others.add(control)
        return known
