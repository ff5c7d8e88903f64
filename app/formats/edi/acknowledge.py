"""Acknowledgements of what was read: fed with the reader's events, they answer each interchange when it is complete.

Good and bad input is answered alike, as the partner's policy has it. An acknowledgement is never acknowledged. What is
kept of a file is what its faults need, packed; control numbers and the time come from whoever sends the answer.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Protocol

from app.formats.edi.delimiters import Delimiters
from app.formats.edi.interchange import Group, Interchange, MessageRead
from app.formats.edi.mirror import Numbers, answer, sound
from app.formats.edi.reader import Began, Ended, Event
from app.formats.edi.writing import OutgoingGroup, OutgoingMessage, encoded, enveloped

MOST_LISTED = 10_000
"""Messages of an interchange, beyond which the good ones are no longer named."""
_PACKED_FROM = 1_000
_BREAK = "\x00"


class On(StrEnum):
    """When to acknowledge."""

    ALWAYS = "always"
    ERRORS = "errors"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Policy:
    """How a partner wants to be answered.

    Attributes:
        on: `errors`: only what has some; that holds against an interchange that asks for an answer, too.
        kind: `997` or `999` for X12 005010; "" for a 999 where GS08 names an implementation (`005010X…`), else a 997.
            There is no 999 in 004010, and nothing but CONTRL in EDIFACT.
        every_message: whether messages without faults are named, as long as there are no more than MOST_LISTED.
        lenient: whether messages with faults within segments are accepted, with errors; for the reader's Options.
    """

    on: On = On.ALWAYS
    kind: str = ""
    every_message: bool = True
    lenient: bool = False


class Segments:
    """Segments that are kept until an interchange is complete; many of them are packed."""

    def __init__(self) -> None:
        self._fresh: list[str] = []
        self._packed: list[bytes] = []

    def add(self, segments: Iterable[str]) -> None:
        """Put segments behind those that are there."""
        source = iter(segments)
        while batch := list(islice(source, _PACKED_FROM)):
            self._take(batch)

    def _take(self, batch: list[str]) -> None:
        self._fresh += batch
        if len(self._fresh) >= _PACKED_FROM:
            self._packed.append(zlib.compress(_BREAK.join(self._fresh).encode("utf-8", "surrogatepass"), 1))
            self._fresh = []

    def __iter__(self) -> Iterator[str]:
        for each in self._packed:
            yield from zlib.decompress(each).decode("utf-8", "surrogatepass").split(_BREAK)
        yield from self._fresh


class Listed:
    """What is said of messages: of all of them while they are few, of the faulty ones in any case."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._all: Segments | None = Segments() if most else None
        self._faulty = Segments()
        self._messages = 0

    def wants(self, *, faulty: bool) -> bool:
        """Count one more message; whether anything is to be said of it."""
        self._messages += 1
        if self._messages > self._most:
            self._all = None
        return faulty or self._all is not None

    def add(self, segments: list[str], *, faulty: bool) -> None:
        """Say it."""
        if self._all is not None:
            self._all.add(segments)
        if faulty:
            self._faulty.add(segments)

    def told(self, *, faulty_only: bool = False) -> Segments:
        """What is to be said."""
        return self._faulty if faulty_only or self._all is None else self._all


@dataclass(slots=True)
class Acknowledgement:
    """One answer: an interchange of its own, back to the sender.

    Attributes:
        kind: `997`, `999`, `TA1`, `CONTRL`, `824`, `APERAK`.
        interchange: what is answered.
        group: of the answer, its numbers left out; None for a TA1.
        bodies: of its messages, header and trailer left out.
        notices: segments before the group (TA1).
    """

    kind: str
    interchange: Interchange
    group: OutgoingGroup | None = None
    bodies: list[Iterable[str]] = field(default_factory=list)
    notices: tuple[str, ...] = ()
    message_version: str = ""

    @property
    def marks(self) -> Delimiters:
        """The delimiters it is written with."""
        return sound(self.interchange.marks, self.interchange.standard)

    def written(self, numbers: Numbers, at: datetime) -> Iterator[str]:
        """The answer, piece by piece; `at` is when it is written, with a time zone."""
        groups = [] if self.group is None else [self._group(self.group, numbers)]
        yield from enveloped(answer(self.interchange, numbers, at), groups, self.notices)

    def content(self, numbers: Numbers, at: datetime) -> bytes:
        """The answer's bytes."""
        charset = answer(self.interchange, numbers, at).charset
        return b"".join(encoded(self.written(numbers, at), charset))

    def _group(self, group: OutgoingGroup, numbers: Numbers) -> OutgoingGroup:
        is_x12 = self.interchange.standard == "x12"
        messages = (
            OutgoingMessage(self.kind, str(number).zfill(4) if is_x12 else str(number), body, self.message_version)
            for number, body in enumerate(self.bodies, numbers.message)
        )
        control = str(numbers.group) if is_x12 else ""
        return OutgoingGroup(messages, group.code, control, group.version, group.sender, group.receiver)


class Answering(Protocol):
    """Acknowledges one interchange."""

    def begin_group(self, group: Group) -> None:
        """A group begins."""

    def message(self, message: MessageRead) -> None:
        """A message was read."""

    def end_group(self, group: Group) -> None:
        """A group is complete."""

    def answers(self) -> list[Acknowledgement]:
        """The interchange is complete: what to answer."""


class Acknowledger:
    """Fed with the events of one file, in order."""

    def __init__(self, policy: Policy | None = None) -> None:
        self._policy = policy or Policy()
        self._answering: Answering | None = None

    def take(self, event: Event) -> list[Acknowledgement]:
        """What the event calls for: nothing, until an interchange is complete."""
        if self._policy.on is On.NEVER:
            return []
        if isinstance(event, Began):
            self._begin(event.what)
        elif isinstance(event, MessageRead):
            self._for(event.group.interchange).message(event)
        elif isinstance(event, Ended):
            return self._end(event.what)
        return []

    def _for(self, interchange: Interchange) -> Answering:
        from app.formats.edi.acknowledge_edifact import EdifactAnswering
        from app.formats.edi.acknowledge_x12 import X12Answering

        if self._answering is None:
            made = X12Answering if interchange.standard == "x12" else EdifactAnswering
            self._answering = made(interchange, self._policy)
        return self._answering

    def _begin(self, what: Interchange | Group) -> None:
        if isinstance(what, Group):
            self._for(what.interchange).begin_group(what)

    def _end(self, what: Interchange | Group) -> list[Acknowledgement]:
        if isinstance(what, Group):
            self._for(what.interchange).end_group(what)
            return []
        answering, self._answering = self._for(what), None
        # an interchange without a header names nobody to answer
        return answering.answers() if what.header else []


def acknowledgements(
    events: Iterable[Event], policy: Policy, numbers: Callable[[Acknowledgement], Numbers], at: datetime
) -> list[tuple[str, bytes]]:
    """All answers to a file, each with a name for it: its place, the answered control number, its kind.

    Args:
        events: of the reader, from the first one on.
        numbers: gives each answer its control numbers.
        at: when they are written, with a time zone.
    """
    acknowledger = Acknowledger(policy)
    found: list[tuple[str, bytes]] = []
    for event in events:
        for each in acknowledger.take(event):
            name = f"{len(found) + 1:03}-{_in_name(each.interchange.control)}-{each.kind.lower()}.edi"
            found.append((name, each.content(numbers(each), at)))
    return found


def _in_name(control: str) -> str:
    return "".join(each for each in control if each.isascii() and each.isalnum())[:20] or "none"
