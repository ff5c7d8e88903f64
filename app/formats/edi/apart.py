"""An interchange taken apart: each message in an interchange of its own, its bytes untouched."""

from app.formats.edi.delimiters import Delimiters, released
from app.formats.edi.interchange import MessageRead
from app.formats.edi.text import GUESS


def alone(message: MessageRead, raw: bytes) -> bytes:
    """The message with its own headers around it, and trailers that count one; `raw` is the file that it was read from.

    The message's bytes are those of the file. Messages without a trailer can't be had so, and are rejected anyway.
    """
    group, interchange = message.group, message.group.interchange
    marks, charset = interchange.marks, interchange.charset
    end = marks.terminator + marks.ending
    head = _una(marks) if interchange.standard == "edifact" else ""
    head += interchange.header + end + (group.header + end if group.header else "")
    body = raw[message.offset : message.end]
    counted = {"x12": ("GE", "IEA"), "edifact": ("UNE", "UNZ")}[interchange.standard]
    tail = marks.ending
    if group.header:
        tail += marks.element.join((counted[0], "1", released(group.control, marks))) + end
    tail += marks.element.join((counted[1], "1", released(interchange.control, marks))) + end
    return _bytes(head, marks, charset) + body + _bytes(tail, marks, charset)


def _una(marks: Delimiters) -> str:
    rest = f"{marks.release or ' '}{marks.repetition or ' '}{marks.terminator}{marks.ending}"
    return f"UNA{marks.component}{marks.element}{marks.decimal}{rest}"


def _bytes(text: str, marks: Delimiters, charset: str) -> bytes:
    """Terminators beyond ASCII are known as the bytes that they are."""
    codec = "utf-8" if charset in (GUESS, "", "ascii") else charset
    pieces = text.split(marks.terminator)
    return marks.terminator.encode("latin-1").join(each.encode(codec, "replace") for each in pieces)
