"""Reads a file of interchanges as a stream of events: what begins, each message, what ends.

What the two standards share is here; what ISA, GS, ST or UNB, UNG, UNH mean is in `x12_envelope.py` and
`edifact_envelope.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, BinaryIO, Protocol

from app.formats.edi import faults
from app.formats.edi.characters import strange_in
from app.formats.edi.delimiters import split_released
from app.formats.edi.explain import LONGEST_QUOTED, explain
from app.formats.edi.faults import MOST_FAULTS, MOST_TOLD, Fault, Kind, tell
from app.formats.edi.grammar import Grammar, Message, Segment
from app.formats.edi.headers import Header, NoHeader
from app.formats.edi.interchange import Group, Interchange, MessageRead, Seen, has_error
from app.formats.edi.patterns import is_surely_good
from app.formats.edi.source import LONGEST_SEGMENT, Source
from app.formats.edi.steps import table_of
from app.formats.edi.walk import Walk

LONGEST_PARAMETER = 400
"""Characters of what a finding tells besides the value."""
_CONTROL_STRUCTURE = "022"
"""TA105 where the next interchange begins before this one has ended."""


@dataclass(slots=True)
class Began:
    """An interchange or a group begins; its header has been read."""

    what: Interchange | Group


@dataclass(slots=True)
class Ended:
    """It is complete: everything that there is to say about it is said."""

    what: Interchange | Group


@dataclass(slots=True)
class Unreadable:
    """The file has no interchange; `reason` as in NoHeader."""

    reason: str


Event = Began | Ended | MessageRead | Unreadable


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    Attributes:
        keep: whether messages come with their segments.
        lenient: whether messages with faults within segments are accepted, with errors.
    """

    keep: bool = False
    lenient: bool = False


class Envelope(Protocol):
    """What a standard's headers and trailers are."""

    standard: str
    interchange_tags: tuple[str, str]
    group_tags: tuple[str, str]
    message_tags: tuple[str, str]

    def begin_interchange(self, reading: "Reading", raw: str) -> Interchange:
        """From ISA or UNB."""

    def begin_group(self, reading: "Reading", interchange: Interchange, raw: str) -> Group:
        """From GS or UNG."""

    def begin_message(
        self, reading: "Reading", group: Group, raw: str
    ) -> tuple[MessageRead, Message | None, Grammar | None]:
        """From ST or UNH, with its grammar."""

    def end_message(self, reading: "Reading", message: MessageRead) -> None:
        """Compare trailer with header."""

    def end_group(self, reading: "Reading", group: Group, raw: str) -> None:
        """From GE or UNE; `raw` is "" where it is missing."""

    def end_interchange(self, reading: "Reading", interchange: Interchange, raw: str) -> None:
        """From IEA or UNZ."""

    def other(self, reading: "Reading", interchange: Interchange, raw: str) -> bool:
        """A segment of the envelope that is none of these (TA1, ISB …); whether it is one."""


class Reading:
    """One file being read."""

    def __init__(self, source: Source, options: Options, envelopes: dict[str, Envelope]) -> None:
        self.source = source
        self.options = options
        self.number = 0
        self._envelopes = envelopes
        self._segments = chain.from_iterable(source.lists())
        self._pushed = ""
        self.interchange: Interchange | None = None
        self.group: Group | None = None
        self.interchanges = Seen()
        self.groups = Seen()
        self.messages = Seen()
        self._header: Header = source.header  # of the interchange that is open
        self._is_trailing = self._is_behind = False  # whether what is open is no interchange; whether one came before

    @property
    def envelope(self) -> Envelope:
        """Of the standard that the segments are of now."""
        return self._envelopes[self.source.header.standard]

    def events(self) -> Iterator[Event]:
        """Everything in the file."""
        while raw := self._next():
            yield from self._take(raw)
        if not self.number:
            yield Unreadable("empty")
        if self.source.too_long:
            self._open_interchange(between=True)
        yield from self._end_interchange("", at_end=True)

    def _next(self) -> str:
        if self._pushed:
            raw, self._pushed = self._pushed, ""
            return raw
        raw = next(self._segments, "")
        self.number += bool(raw)
        return raw

    def _take(self, raw: str) -> Iterator[Event]:
        envelope = self.envelope
        tag = raw.split(self.source.header.marks.element, 1)[0]
        if tag == envelope.interchange_tags[0]:
            yield from self._end_interchange("")
            self._header = self.source.header
            self.interchange = envelope.begin_interchange(self, raw)
            if self._header.trimmed:
                self.add(self.interchange.faults, faults.HEADER_TRIMMED, tag)
            yield Began(self.interchange)
        elif tag == envelope.interchange_tags[1]:
            yield from self._end_interchange(raw)
        elif tag == envelope.group_tags[0]:
            yield from self._begin_group(raw)
        elif tag == envelope.group_tags[1]:
            yield from self._end_group(raw)
        elif tag == envelope.message_tags[0]:
            yield from self._message(raw)
        else:
            self._stray(raw, tag)

    def _stray(self, raw: str, tag: str) -> None:
        interchange = self._open_interchange(between=True)
        if self.envelope.other(self, interchange, raw):
            interchange.services += 1
            return
        found, kind = interchange.faults, faults.OUTSIDE_GROUP
        if self.group and self.group.header:
            found, kind = self.group.faults, faults.OUTSIDE_MESSAGE
        if not self._is_trailing and (len(found) < MOST_FAULTS or not found[-1].is_error):
            self.add(found, kind, tag[:10])

    def _open_interchange(self, *, between: bool = False) -> Interchange:
        """The interchange; one without a header where a file has none.

        Args:
            between: whether what comes is neither a group nor a message, so that behind an interchange it isn't one.
        """
        if self.interchange is None:
            header = self._header = self.source.header
            self.interchange = Interchange(header.standard, header.marks, header.charset, self.number, self.offset)
            self._is_trailing = between and self._is_behind
            kind = faults.TRAILING_DATA if self._is_trailing else faults.INTERCHANGE_HEADER
            self.add(self.interchange.faults, kind, self.envelope.interchange_tags[0])
        return self.interchange

    def _begin_group(self, raw: str) -> Iterator[Event]:
        interchange = self._open_interchange()
        yield from self._end_group("")
        self.messages = Seen()
        self.group = self.envelope.begin_group(self, interchange, raw)
        interchange.groups += 1
        yield Began(self.group)

    def _message(self, raw: str) -> Iterator[Event]:
        interchange, envelope = self._open_interchange(), self.envelope
        if self.group is None:
            self.group = Group(interchange, self.number, self.offset)
            if envelope.standard == "x12":
                self.add(interchange.faults, faults.GROUPS_MIXED, envelope.group_tags[0])
        message, definition, grammar = envelope.begin_message(self, self.group, raw)
        message.lenient = self.options.lenient or interchange.lenient
        message.definition = definition
        if definition is None or grammar is None:
            self._pass_over(message)
        else:
            self._walk(message, definition, grammar)
        if message.trailer:
            message.end = self.source.end_of(self.number)
        envelope.end_message(self, message)
        self._say_strange(message.number + message.segments, interchange, message)
        self.group.counted += 1
        self.group.verdicts[message.verdict] += 1
        interchange.messages += 1
        interchange.verdicts[message.verdict] += 1
        yield message

    def _walk(self, message: MessageRead, definition: Message, grammar: Grammar) -> None:
        table = table_of(definition, grammar, self.source.header.marks)
        walk = Walk(table, self.number, self.source.offset_of, self._foreign(), keep=self.options.keep)
        walked = walk.walk(message.header, self._segments)
        message.loop = walked.loop if self.options.keep else None
        message.faults += walked.faults
        message.more = walked.more
        message.segments, message.trailer = walked.count, walked.trailer
        self._pushed = walked.next
        self.number += walked.count - 1 + bool(walked.next)

    def _foreign(self) -> frozenset[str]:
        """What a message can't have within, by the first three characters."""
        envelope, separator = self.envelope, self.source.header.marks.element
        headers = (each.interchange_tags[0] for each in self._envelopes.values())
        tags = (*headers, envelope.interchange_tags[1], *envelope.group_tags, envelope.message_tags[0])
        return frozenset((tag + separator)[:3] for tag in tags)

    def _pass_over(self, message: MessageRead) -> None:
        """Count the segments of a message without a grammar."""
        foreign, separator = self._foreign(), self.source.header.marks.element
        end = self.envelope.message_tags[1]
        while raw := self._next():
            if raw[:3] in foreign:
                self._pushed = raw
                return
            message.segments += 1
            if raw.split(separator, 1)[0] == end:
                message.trailer = raw
                return

    def _end_group(self, raw: str) -> Iterator[Event]:
        group = self.group
        if group is None or not group.header:
            if raw:
                self._stray(raw, self.envelope.group_tags[1])
            else:
                self.group = None
            return
        self._envelopes[group.interchange.standard].end_group(self, group, raw)
        if raw and not group.counted and not has_error(group.faults):
            self.add(group.faults, faults.GROUP_EMPTY, self.envelope.group_tags[1])
        self.group = None
        if group.is_broken:
            group.reject()
        yield Ended(group)

    def _end_interchange(self, raw: str, *, at_end: bool = False) -> Iterator[Event]:
        if self.interchange is None and not raw:
            return
        interchange = self._open_interchange(between=True)
        yield from self._end_group("")
        if raw:
            self.envelope.end_interchange(self, interchange, raw)
            self._say_if_empty(interchange)
        elif not self._is_trailing or self.source.too_long:
            self._miss_trailer(interchange, at_end=at_end)
        self._say_strange(self.number + bool(raw or at_end), interchange)
        if not self._is_trailing:
            self._say_how_it_was_written(interchange, ended=bool(raw))
        self.interchange = None
        self.groups, self.messages = Seen(), Seen()
        self._is_trailing, self._is_behind = False, True
        yield Ended(interchange)

    def _say_if_empty(self, interchange: Interchange) -> None:
        there = interchange.groups or interchange.messages or interchange.services
        if interchange.header and not there and not any(each.is_error for each in interchange.faults):
            self.add(interchange.faults, faults.INTERCHANGE_EMPTY, self.envelope.interchange_tags[1])

    def _miss_trailer(self, interchange: Interchange, *, at_end: bool) -> None:
        """Say why there is none: the file ended too early, or the next interchange began."""
        source, tag = self.source, self._envelopes[interchange.standard].interchange_tags[1]
        if at_end and source.too_long:
            spot, params = source.too_long, {"limit": str(LONGEST_SEGMENT)}
            interchange.faults.append(
                Fault(faults.SEGMENT_TOO_LONG, spot.number, tag=tag, offset=spot.offset, params=params)
            )
        elif at_end and source.cut_off == self.number:
            self.add(interchange.faults, faults.CUT_OFF, tag)
        else:
            code = "" if at_end or interchange.standard != "x12" else _CONTROL_STRUCTURE
            self.add(interchange.faults, faults.INTERCHANGE_TRAILER_MISSING, tag, standard_code=code)

    def _say_strange(self, before: int, interchange: Interchange, message: MessageRead | None = None) -> None:
        """Tell of characters that don't belong to the character set, in segments before that number."""
        strange = self.source.strange
        if not strange or strange[0].number >= before:
            return
        while strange and strange[0].number < before:
            spot = strange.popleft()
            told = list(islice(strange_in(spot, self._header), MOST_TOLD))
            if message is None or spot.number < message.number:
                tell(interchange.faults, *told)
                continue
            for each in told:
                each.position = spot.number - message.number + 1
            tell(message.faults, *told)
        if message is not None:
            message.faults.sort(key=lambda each: each.number)

    def _say_how_it_was_written(self, interchange: Interchange, *, ended: bool) -> None:
        source = self.source
        for kind, spot in ((faults.WRAPPED, source.wrapped), (faults.SEGMENT_EMPTY, source.empty)):
            if spot is not None and interchange.number <= spot.number <= self.number:
                interchange.faults.append(Fault(kind, spot.number, offset=spot.offset))
        source.wrapped = source.empty = None
        if ended and source.cut_off == self.number:
            self.add(interchange.faults, faults.UNTERMINATED, self.envelope.interchange_tags[1])

    @property
    def offset(self) -> int:
        """Where the segment that was read last begins."""
        return self.source.offset_of(self.number)

    def add(self, found: list[Fault], kind: Kind, tag: str, element: int = 0, component: int = 0, **more: Any) -> None:
        """A fault of the segment that was read last."""
        fault = Fault(kind, self.number, tag=tag, element=element, component=component, offset=self.offset)
        for name, value in more.items():
            setattr(fault, name, value)
        fault.value = fault.value[:LONGEST_QUOTED]
        fault.params = {name: value[:LONGEST_PARAMETER] for name, value in fault.params.items()}
        tell(found, fault)

    def elements(self, raw: str) -> list[str]:
        """A segment's elements, its tag first."""
        marks = self.source.header.marks
        return split_released(raw, marks.element, marks.release)

    def explain(
        self,
        raw: str,
        segment: Segment,
        found: list[Fault],
        kinds: Sequence[Kind | None] = (),
        params: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Add what is wrong with a segment of the envelope.

        Args:
            kinds: those of its elements' faults, in their order; params: what these tell.
        """
        if is_surely_good(raw, segment, self.source.header.marks):
            return
        for wrong in explain(raw, segment, self.source.header.marks):
            own = kinds[wrong.element - 1] if wrong.element <= len(kinds) else None
            self.add(
                found,
                own or wrong.kind,
                segment.tag,
                wrong.element,
                wrong.component,
                reference=wrong.reference,
                value=wrong.value,
                params=dict(params) if own else {"expected": wrong.expected},
                standard_code="" if own else wrong.kind.edifact if self.envelope.standard == "edifact" else "",
            )

    def explain_trailer(self, message: MessageRead, segment: Segment) -> None:
        """Add what is wrong with the trailer of a message that has no grammar."""
        before = len(message.faults)
        self.explain(message.trailer, segment, message.faults)
        for each in message.faults[before:]:
            each.position = message.segments


def read(stream: BinaryIO, options: Options | None = None) -> Iterator[Event]:
    """Everything in a file, in order; faults are in what they are faults of. Never raises for what a file holds."""
    from app.formats.edi.edifact_envelope import EdifactEnvelope
    from app.formats.edi.x12_envelope import X12Envelope

    try:
        source = Source(stream)
    except NoHeader as none:
        yield Unreadable(none.reason)
        return
    envelopes: dict[str, Envelope] = {"x12": X12Envelope(), "edifact": EdifactEnvelope()}
    yield from Reading(source, options or Options(), envelopes).events()
