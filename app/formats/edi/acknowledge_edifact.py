"""CONTRL: what EDIFACT's acknowledgement says of an interchange, its groups and messages (ISO 9735, part 4).

One CONTRL answers one interchange. Where the interchange is rejected it says so and no more.
"""

from collections.abc import Iterator, Sequence

from app.formats.edi import faults
from app.formats.edi.acknowledge import MOST_LISTED, Acknowledgement, Listed, On, Policy, Segments
from app.formats.edi.acknowledge_x12 import MOST_DETAILS, in_segments
from app.formats.edi.faults import Fault, Level
from app.formats.edi.fitting import fitted
from app.formats.edi.interchange import Group, Interchange, MessageRead, Verdict
from app.formats.edi.mirror import charset_of, elements_of, service, sound, syntax_of
from app.formats.edi.writing import OutgoingGroup, Value, writer_for

_REJECTED = "4"
_ACKNOWLEDGED = "7"
_NAME = "CONTRL"
_VERSIONS = {"4": "4:1:UN"}
_VERSION = "D:3:UN"
"""Of the message, with syntax 1 to 3."""
_ENVELOPE_OF_MESSAGE = ("UNH", "UNT")
_MOST_SEGMENTS = 999
_MOST_ELEMENTS = 99
_UNSPECIFIED = "18"
_STANDS_FOR = {"45": "18", "46": "2", "47": "18", "48": "13"}
"""Codes of version 4, and what version 3 has instead."""


class EdifactAnswering:
    """Answers one interchange."""

    def __init__(self, interchange: Interchange, policy: Policy) -> None:
        self._interchange = interchange
        self._policy = policy
        self._grammar = service(interchange)
        self._writer = writer_for(sound(interchange.marks, "edifact"), charset_of(interchange))
        self._most = MOST_LISTED if policy.every_message else 0
        self._listed = Listed(self._most)
        self._groups = Segments()
        self._messages = self._refused = self._details = 0
        self._in_group = 0

    def begin_group(self, group: Group) -> None:  # noqa: ARG002  what there is to say of it is known at its end
        """A group's messages are listed behind what is said of `group` itself."""
        self._listed = Listed(self._most)
        self._in_group = 0

    def message(self, message: MessageRead) -> None:
        """UCM, UCS and UCD for each fault; nothing for a CONTRL."""
        if message.name == _NAME:
            return
        self._messages += 1
        self._in_group += 1
        errors = [each for each in message.faults if each.is_error]
        rejected = message.verdict is Verdict.REJECTED
        if not self._listed.wants(faulty=rejected):
            return
        own = [each for each in errors if _is_of_envelope(each)] if rejected else []
        segments = [self._ucm(message, own[0] if own else None, rejected=rejected)]
        if rejected and self._details < MOST_DETAILS:
            segments += self._places(message, [each for each in errors if not _is_of_envelope(each)])
        self._details += len(segments) - 1
        self._refused += rejected
        self._listed.add(segments, faulty=rejected)

    def end_group(self, group: Group) -> None:
        """UCF, and the group's UCMs."""
        listed, self._listed = self._listed, Listed(self._most)
        if not self._in_group and not group.faults:
            return
        own = [each for each in group.faults if each.is_error]
        rejected = group.is_broken
        self._refused += rejected
        parts = [*elements_of(group.header, group.interchange.marks), *[("",)] * 8]
        sender = parts[1] if parts[1][0] else (self._interchange.sender,)
        receiver = parts[2] if parts[2][0] else (self._interchange.receiver,)
        action = _REJECTED if rejected else _ACKNOWLEDGED
        self._groups.add([self._segment("UCF", group.control, sender, receiver, action, *self._fault(own))])
        self._groups.add(listed.told(faulty_only=rejected))

    def answers(self) -> list[Acknowledgement]:
        """The CONTRL; none where there was nothing but CONTRL."""
        interchange = self._interchange
        broken = interchange.is_broken
        if (interchange.messages and not self._messages) or not self._is_wanted(broken):
            return []
        body = Segments()
        body.add([self._uci(broken)])
        if not broken:
            body.add(self._listed.told())
            body.add(self._groups)
        version = _VERSIONS.get(syntax_of(interchange), _VERSION)
        group = OutgoingGroup((), _NAME)
        return [Acknowledgement(_NAME, interchange, group, [body], message_version=version)]

    def _is_wanted(self, broken: bool) -> bool:
        return broken or self._refused > 0 or self._policy.on is On.ALWAYS

    def _segment(self, tag: str, *values: Value) -> str:
        segment = self._grammar[tag]
        special = "" if self._writer.marks.release else self._writer.marks.special
        return self._writer.segment(tag, *fitted(values[: len(segment.elements)], segment, special))

    def _uci(self, broken: bool) -> str:
        interchange = self._interchange
        parts = [*elements_of(interchange.header, interchange.marks), *[("",)] * 5]
        errors = [each for each in interchange.faults if each.is_error]
        action = _REJECTED if broken else _ACKNOWLEDGED
        return self._segment("UCI", interchange.control, parts[1], parts[2], action, *self._fault(errors))

    def _ucm(self, message: MessageRead, fault: Fault | None, *, rejected: bool) -> str:
        parts = [*elements_of(message.header, message.group.interchange.marks), ("",), ("",)]
        action = _REJECTED if rejected else _ACKNOWLEDGED
        return self._segment("UCM", message.control, parts[1], action, *self._fault([fault] if fault else []))

    def _fault(self, errors: Sequence[Fault]) -> list[Value]:
        """0085, the segment and the element of the first fault: there is room for one."""
        if not errors:
            return []
        first = errors[0]
        return [self._code(first), first.tag, _place(first)]

    def _code(self, fault: Fault) -> str:
        known = self._grammar["UCD"].elements[0].codes or frozenset()
        code = fault.code_in("edifact")
        return code if code in known else _STANDS_FOR.get(code, _UNSPECIFIED)

    def _places(self, message: MessageRead, errors: Sequence[Fault]) -> Iterator[str]:
        for number, (first, elements) in enumerate(in_segments(errors)):
            if number == _MOST_SEGMENTS:
                return
            position = str(_position(first, message))
            yield self._segment("UCS", position, "" if elements else self._code(first))
            for each in elements[:_MOST_ELEMENTS]:
                yield self._segment("UCD", self._code(each), _place(each))


def _is_of_envelope(fault: Fault) -> bool:
    """Whether a fault is told with the message (UCM): it is in UNH or UNT, or of the message as a whole."""
    return fault.kind.level is Level.MESSAGE or fault.tag in _ENVELOPE_OF_MESSAGE


def _position(fault: Fault, message: MessageRead) -> int:
    """0096. A missing segment is told by the one before the place where it should be."""
    if fault.kind is not faults.SEGMENT_MISSING:
        return fault.position
    noticed_at_end = not message.trailer and fault.position == message.segments
    return fault.position if noticed_at_end else fault.position - 1


def _place(fault: Fault) -> Value:
    """S011: elements are counted from the tag, which is number 1; components and repetitions from 1."""
    if not fault.element:
        return ""
    return str(fault.element + 1), str(fault.component or ""), str(fault.repetition or "")
