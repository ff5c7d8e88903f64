"""Segments and envelopes as they are written, in X12 and EDIFACT: the delimiters and character set of the partner.

Everything here streams: what is written is never in memory as a whole. Nothing here knows what a message means, nor
where control numbers come from.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice

from app.formats.edi.delimiters import EDIFACT, EDIFACT_4, Delimiters, released
from app.formats.edi.text import GUESS

AT_ONCE = 1_000
"""Segments that are joined in one piece."""
_REPETITION_SINCE = "00402"
_ISA_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


class Unwritable(ValueError):
    """X12 has no way to write a value that holds one of the delimiters; `value` is the value."""

    def __init__(self, value: str) -> None:
        super().__init__("a value holds a delimiter")
        self.value = value


class Repeated(tuple[str | tuple[str, ...], ...]):
    """The occurrences of a repeated element."""

    __slots__ = ()


Value = str | tuple[str, ...] | Repeated
"""A simple element, a composite's components, or the occurrences of either."""


class Writer:
    """Writes segments with certain delimiters in a certain character set.

    Args:
        marks: the delimiters.
        charset: Python's name of the character set, or `text.GUESS` for UTF-8.
        replacement: what stands for a delimiter within a value where none can be released; None to raise Unwritable.
            Characters that the set doesn't have become `?`, controls become a blank.
    """

    def __init__(self, marks: Delimiters, charset: str = GUESS, replacement: str | None = " ") -> None:
        self.marks = marks
        self.codec = codec_of(charset)
        self._replacement = replacement
        self._separator = marks.element
        self._end = marks.terminator + marks.ending
        self._component = marks.component
        self._is_unicode = self.codec == "utf-8"
        # a character that can't stand in anything printable, where the standard has no such delimiter
        self._others = tuple(each or "\x00" for each in (marks.terminator, marks.repetition, marks.release))
        self._delimiter = re.compile(f"[{re.escape(marks.special)}]")

    def segment(self, tag: str, *elements: Value) -> str:
        """A segment without its terminator; empty elements at its end are left out.

        Raises:
            Unwritable: a value holds a delimiter, and the writer was told not to replace it.
        """
        if not self.marks.release:
            try:  # X12's composites are few
                text = self._separator.join((tag, *elements))  # type: ignore[arg-type]  # that is what is tried
            except TypeError:
                return self._with_composites(tag, elements)
            if text.count(self._separator) != len(elements) or self._component in text or not self._is_plain(text):
                return self._carefully(tag, elements)
            return text.rstrip(self._separator)
        return self._with_composites(tag, elements)

    def _with_composites(self, tag: str, elements: Sequence[Value]) -> str:
        pieces, inner, component = [tag], 0, self._component
        for each in elements:
            if each.__class__ is not str:
                if isinstance(each, Repeated):
                    return self._carefully(tag, elements)
                while each and not each[-1]:
                    each = each[:-1]
                inner += len(each) - 1 if each else 0
                each = component.join(each)
            pieces.append(each)
        text = self._separator.join(pieces)
        if text.count(self._separator) != len(elements) or text.count(component) != inner or not self._is_plain(text):
            return self._carefully(tag, elements)
        return text.rstrip(self._separator)

    def _is_plain(self, text: str) -> bool:
        """Whether nothing in a segment needs looking at, its separators apart."""
        if not text.isprintable() or not (text.isascii() or self._is_unicode):
            return False
        terminator, repetition, release = self._others
        return terminator not in text and repetition not in text and release not in text

    def _carefully(self, tag: str, elements: Sequence[Value]) -> str:
        pieces = [tag, *(self._element(each) for each in elements)]
        return _joined(self._separator, pieces)

    def _element(self, element: Value) -> str:
        if isinstance(element, str):
            return self.value(element)
        if isinstance(element, Repeated):
            return _joined(self.marks.repetition, [self._element(each) for each in element])
        return _joined(self.marks.component, [self.value(each) for each in element])

    def value(self, text: str) -> str:
        """A value as it is written, delimiters within it released or replaced."""
        text = _CONTROLS.sub(" ", text)
        if not text.isascii():
            text = text.encode(self.codec, "replace").decode(self.codec)
        if self.marks.release:
            return released(text, self.marks)
        if not self._delimiter.search(text):
            return text
        if self._replacement is None:
            raise Unwritable(text)
        return self._delimiter.sub(self._replacement, text)

    def ended(self, segments: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Segments with their terminators, some at a time, and how many these are."""
        source = iter(segments)
        while batch := list(islice(source, AT_ONCE)):
            yield self._end.join(batch) + self._end, len(batch)


def _joined(separator: str, pieces: list[str]) -> str:
    while len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    return separator.join(pieces)


def codec_of(charset: str) -> str:
    """What a character set is written with: UTF-8 where the standard names none."""
    return "utf-8" if charset in ("", GUESS) else charset


@lru_cache(maxsize=64)
def writer_for(marks: Delimiters, charset: str) -> Writer:
    """A writer that replaces what it can't write; partners have the same delimiters for years."""
    return Writer(marks, charset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What an interchange says of itself.

    Attributes:
        standard: x12 or edifact.
        sender, receiver: identifiers, each with its qualifier and, in EDIFACT, its routing address (0008, 0014).
        version: ISA12 (`00401`), or UNB's syntax identifier and version (`UNOC:3`).
        control: the interchange's control number.
        at: when it is written, with its time zone; it is told in that zone.
        marks, charset: as in Writer.
        test: whether it is a test. acknowledge: whether to ask for a TA1 or CONTRL.
        application: EDIFACT's application reference (0026); agreement: 0032.
    """

    standard: str
    sender: str
    receiver: str
    version: str
    control: str
    at: datetime
    marks: Delimiters
    charset: str = GUESS
    sender_qualifier: str = ""
    receiver_qualifier: str = ""
    sender_routing: str = ""
    receiver_routing: str = ""
    test: bool = False
    acknowledge: bool = False
    application: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message to be written.

    Attributes:
        name: `850`, `ORDERS`.
        control: its control number.
        segments: without header and trailer, as `Writer.segment` makes them; read once.
        version: X12: ST03 or ""; EDIFACT: the rest of S009 (`D:96A:UN:EAN008`).
    """

    name: str
    control: str
    segments: Iterable[str]
    version: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingGroup:
    """A functional group to be written. EDIFACT's messages need none: without `control`, none is written.

    Attributes:
        messages: in order; read once.
        code: GS01, or the message type of UNG.
        version: GS08, or UNG's S008 (`D:96A:UN`).
        sender, receiver: application identifiers.
    """

    messages: Iterable[OutgoingMessage]
    code: str = ""
    control: str = ""
    version: str = ""
    sender: str = ""
    receiver: str = ""


def enveloped(parameters: Parameters, groups: Iterable[OutgoingGroup], notices: Sequence[str] = ()) -> Iterator[str]:
    """An interchange around messages, piece by piece; every piece ends with a segment.

    Args:
        notices: X12's segments between ISA and the first group (TA1).
    """
    writer = writer_for(parameters.marks, parameters.charset)
    yield from _Envelope(parameters, writer).interchange(groups, notices)


def encoded(pieces: Iterable[str], charset: str) -> Iterator[bytes]:
    """The bytes of what was written."""
    codec = codec_of(charset)
    for each in pieces:
        yield each.encode(codec, "replace")


class _Envelope:
    """One interchange being written."""

    def __init__(self, parameters: Parameters, writer: Writer) -> None:
        self._about = parameters
        self._writer = writer
        self._end = writer.marks.terminator + writer.marks.ending
        self._is_x12 = parameters.standard == "x12"

    def interchange(self, groups: Iterable[OutgoingGroup], notices: Sequence[str]) -> Iterator[str]:
        """All of it."""
        yield self._isa() if self._is_x12 else self._una() + self._unb()
        for each in notices:
            yield each + self._end
        there = messages = 0
        for group in groups:
            there += bool(self._is_x12 or group.control)
            counted = yield from self._group(group)
            messages += counted
        count = there if self._is_x12 else there or messages
        yield self._line("IEA" if self._is_x12 else "UNZ", str(count), self._control())

    def _line(self, tag: str, *elements: Value) -> str:
        return self._writer.segment(tag, *elements) + self._end

    def _control(self) -> str:
        return self._about.control.zfill(9) if self._is_x12 else self._about.control

    def _group(self, group: OutgoingGroup) -> Generator[str, None, int]:
        """Yields what is written; returns how many messages there were."""
        has_header = self._is_x12 or bool(group.control)
        if has_header:
            yield self._gs(group) if self._is_x12 else self._ung(group)
        count = 0
        for message in group.messages:
            count += 1
            yield from self._message(message)
        if has_header:
            yield self._line("GE" if self._is_x12 else "UNE", str(count), group.control)
        return count

    def _message(self, message: OutgoingMessage) -> Iterator[str]:
        if self._is_x12:
            yield self._line("ST", message.name, message.control, message.version)
        else:
            yield self._line("UNH", message.control, (message.name, *message.version.split(":")))
        count = 2
        for text, segments in self._writer.ended(message.segments):
            count += segments
            yield text
        yield self._line("SE" if self._is_x12 else "UNT", str(count), message.control)

    def _isa(self) -> str:
        about = self._about
        marks = self._writer.marks
        values = ["00", "", "00", "", about.sender_qualifier, about.sender, about.receiver_qualifier, about.receiver]
        values += [f"{about.at:%y%m%d}", f"{about.at:%H%M}"]
        values += ["U", about.version, self._control()]
        values += ["1" if about.acknowledge else "0", "T" if about.test else "P", marks.component]
        fixed = [self._fixed(value, width) for value, width in zip(values, _ISA_WIDTHS, strict=True)]
        if about.version >= _REPETITION_SINCE and marks.repetition:
            fixed[10] = marks.repetition
        fixed[15] = marks.component
        return marks.element.join(("ISA", *fixed)) + self._end

    def _fixed(self, value: str, width: int) -> str:
        """Blanks fill up to a width that is counted in bytes."""
        text = self._writer.value(value)
        while len(text.encode(self._writer.codec)) > width:
            text = text[:-1]
        return text + " " * (width - len(text.encode(self._writer.codec)))

    def _gs(self, group: OutgoingGroup) -> str:
        at = self._about.at
        when = (f"{at:%Y%m%d}", f"{at:%H%M}")
        return self._line("GS", group.code, group.sender, group.receiver, *when, group.control, "X", group.version)

    def _una(self) -> str:
        """Only where the delimiters aren't what is taken without it."""
        marks = self._writer.marks
        default = EDIFACT_4 if self._syntax() >= 4 else EDIFACT
        fields = ("component", "element", "release", "repetition", "terminator")
        if all(getattr(marks, each) == getattr(default, each) for each in fields) and marks.decimal in (".", ","):
            return ""
        last = f"{marks.release or ' '}{marks.repetition or ' '}{marks.terminator}{marks.ending}"
        return f"UNA{marks.component}{marks.element}{marks.decimal}{last}"

    def _syntax(self) -> int:
        version = self._about.version.partition(":")[2][:1]
        return int(version) if version.isdigit() else 3

    def _unb(self) -> str:
        about = self._about
        when = f"{about.at:%Y%m%d}" if self._syntax() >= 4 else f"{about.at:%y%m%d}"
        return self._line(
            "UNB",
            tuple(about.version.split(":")),
            (about.sender, about.sender_qualifier, about.sender_routing),
            (about.receiver, about.receiver_qualifier, about.receiver_routing),
            (when, f"{about.at:%H%M}"),
            about.control,
            "",
            about.application,
            "",
            "1" if about.acknowledge else "",
            about.agreement,
            "1" if about.test else "",
        )

    def _ung(self, group: OutgoingGroup) -> str:
        at = self._about.at
        when = (f"{at:%Y%m%d}" if self._syntax() >= 4 else f"{at:%y%m%d}", f"{at:%H%M}")
        version, directory, *agency = [*group.version.split(":"), ""]
        controlling = agency[0] if agency else ""
        return self._line(
            "UNG",
            group.code,
            (group.sender,),
            (group.receiver,),
            when,
            group.control,
            controlling or "UN",
            (version, directory, *agency[1:]),
        )
