"""How an interchange begins: ISA or UNA or UNB, and the delimiters and character set that follow from it.

ISA has a fixed width; real ones come with their blanks trimmed, or with line breaks within.
"""

import re
from dataclasses import dataclass, replace

from app.formats.edi import delimiters
from app.formats.edi.delimiters import Delimiters
from app.formats.edi.text import CHARSETS, GUESS, Repertoire, repertoire

ISA_ELEMENTS = 16
ISA_LENGTH = 105
"""Characters of an ISA, its terminator not counted."""
_NO_MARK = re.compile(r"[A-Za-z0-9 \r\n]")
"""Control characters separate, too: 1C to 1F are there for that."""
_BREAKS = re.compile(r"[\r\n]+")


class NoHeader(ValueError):
    """There is no interchange here; `reason` says why in one word of the catalogue (`edi.unreadable_…`)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Header:
    """What the beginning says.

    Attributes:
        standard: x12 or edifact.
        marks: the delimiters.
        charset: Python's name for the character set, or `text.GUESS`.
        repertoire: the characters that it may have.
        skipped: characters before the first segment that are none (a UNA).
        trimmed: an ISA whose blanks were left out.
        envelope: False where the interchange has no header at all and begins with its first message.
    """

    standard: str
    marks: Delimiters
    charset: str
    repertoire: Repertoire
    skipped: int = 0
    trimmed: bool = False
    envelope: bool = True
    next_header: re.Pattern[str] | None = None


def header_at(text: str, before: Delimiters | None = None) -> Header:
    """The header that `text` begins with; `before` are the delimiters of the interchange in front of it.

    Raises:
        NoHeader: there is none.
    """
    if text.startswith("ISA"):
        return _isa(text)
    if text.startswith("UNA"):
        return _una(text)
    if text.startswith("UNB"):
        return _edifact(text, _marks_of(text, before), 0)
    if text.startswith("UIB+"):
        raise NoHeader("interactive")
    if text.startswith(("UNH+", "UNG+")):
        return _edifact(text, delimiters.EDIFACT, 0, envelope=False)
    raise NoHeader("empty" if not text else "unknown")


def _isa(text: str) -> Header:
    element = text[3:4]
    if not _is_mark(element):
        raise NoHeader("isa")
    last = _end_of_element(text, element, ISA_ELEMENTS - 1)
    if last is None:
        raise NoHeader("isa")
    component, after = text[last + 1 : last + 2], last + 2
    if not _is_mark(component) and component != " ":
        raise NoHeader("isa")
    terminator = _terminator(text, after)
    if component == " ":
        # a blank fills ISA16 up: it names no separator
        component = ""
    elif not terminator or text.startswith(("GS" + element, "TA1" + element), after):
        # ISA16 was left out: what stands there ends the segment
        component, terminator, after = "", component, last + 1
    elif terminator in "\r\n" and _ends_lines(text[after:], component, terminator):
        component, terminator, after = "", component, last + 1
    ending = _ending(text, after + len(terminator), terminator)
    repetition = _repetition(text, element)
    if terminator in ("", " ", element):
        raise NoHeader("isa")
    marks = Delimiters(element, component, terminator, repetition, ending=ending)
    return Header("x12", marks, GUESS, repertoire("X12", marks.special), trimmed=last != ISA_LENGTH - 2)


def _is_mark(character: str) -> bool:
    return bool(character) and not _NO_MARK.match(character)


def _ends_lines(text: str, candidate: str, terminator: str) -> bool:
    """Whether the next line ends in the character that stands in ISA16's place: then that one ends segments."""
    line = text.lstrip("\r\n").partition(terminator)[0]
    return line.endswith(candidate)


def _end_of_element(text: str, element: str, count: int) -> int | None:
    at = 3
    for _ in range(count):
        at = text.find(element, at + 1)
        if at < 0 or at > 400:
            return None
    return at


def _terminator(text: str, at: int) -> str:
    character = text[at : at + 1]
    if character >= "\x80":
        # a character of several bytes in UTF-8 ends segments, too
        for width in (2, 3, 4):
            piece = text[at : at + width].encode("latin-1")
            try:
                return piece.decode("utf-8") and text[at : at + width]
            except UnicodeDecodeError:
                continue
    return "" if character.isalnum() else character


def _ending(text: str, at: int, terminator: str) -> str:
    if terminator == "\n":
        return ""
    if text.startswith("\r\n", at):
        return "\r\n"
    if text.startswith("\n", at):
        return "\n"
    return "\r" if text.startswith("\r", at) else ""


def _repetition(text: str, element: str) -> str:
    parts = _BREAKS.sub("", text[:400]).split(element)
    version, mark = parts[12], parts[11]
    return mark if version >= "00402" and len(mark) == 1 and _is_mark(mark) else ""


def _una(text: str) -> Header:
    marks = text[3:9]
    if len(marks) < 6 or any(each.isalnum() for each in marks) or len(set(marks[:2] + marks[5])) < 3:
        raise NoHeader("una")
    component, element, decimal, release, repetition, terminator = list(marks)
    rest = text[9:]
    skipped = 9 + len(rest) - len(rest.lstrip(" \t\r\n"))
    begun = text[skipped:]
    if begun.startswith("UIB" + element):
        raise NoHeader("interactive")
    if not begun.startswith(("UNB" + element, "UNG" + element, "UNH" + element)):
        raise NoHeader("una")
    version = _syntax_version(begun, element, component)
    if repetition == " " or version < 4:
        repetition = ""
    found = Delimiters(element, component, terminator, repetition, release.strip(" "), decimal)
    return _edifact(begun, found, skipped, envelope=begun.startswith("UNB"))


def _marks_of(text: str, before: Delimiters | None) -> Delimiters:
    """Of an interchange without UNA; level B has characters of its own, which hardly anybody uses.

    Some senders write UNA once, and several interchanges behind it.
    """
    if text[3:4] == delimiters.EDIFACT_B.element:
        return delimiters.EDIFACT_B
    if before is not None and text[3:4] == before.element != delimiters.EDIFACT.element:
        return before
    version = _syntax_version(text, "+", ":")
    return delimiters.EDIFACT_4 if version >= 4 else delimiters.EDIFACT


def _syntax_version(text: str, element: str, component: str) -> int:
    match = re.match(rf"UNB{re.escape(element)}[A-Z]{{4}}{re.escape(component)}([0-9])", _BREAKS.sub("", text[:40]))
    return int(match[1]) if match else 3


def _edifact(text: str, marks: Delimiters, skipped: int, *, envelope: bool = True) -> Header:
    at = text.find(marks.terminator)
    line = "\n" if "\n" in text else "\r"
    first_line = text.find(line)
    next_line = re.compile(rf"[A-Z]{{3}}{re.escape(marks.element)}")
    if at < 0 or (0 <= first_line < at and next_line.match(text, first_line + 1)):
        # each segment on a line of its own, and nothing else that ends it
        marks = replace(marks, terminator=line)
        at = first_line
    ending = _ending(text, at + 1, marks.terminator) if at >= 0 else ""
    name = _BREAKS.sub("", text[4:12])[:4] if envelope else ""
    full = replace(marks, ending=ending)
    allowed = repertoire(name, full.special + full.decimal)
    return Header("edifact", full, CHARSETS.get(name, GUESS), allowed, skipped, envelope=envelope)
