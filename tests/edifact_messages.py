"""Billing messages of EDIFACT for tests: in full, read through the envelope as they come."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.documents import Document
from app.formats.edi.delimiters import EDIFACT
from app.formats.edi.interchange import MessageRead, Verdict
from app.formats.edi.reader import Options, read
from app.formats.lens import Lens, Reading, Writing, lens
from app.formats.lens import read as read_by
from app.formats.lens import write as write_by
from app.formats.lens.difference import body_of
from tests.edi_documents import edifact


def messages_in(raw: bytes) -> list[MessageRead]:
    """The messages in an interchange."""
    return [each for each in read(io.BytesIO(raw), Options(keep=True)) if isinstance(each, MessageRead)]


def faultless(name: str, version: str, body: Sequence[str]) -> MessageRead:
    """A message of that body, which our own reader finds nothing wrong with."""
    (message,) = messages_in(edifact(name, version, body).raw())
    told = [(each.kind.code, each.tag, each.element, each.component, each.value) for each in message.faults]
    assert not told, told
    return message


def lens_of(message: MessageRead) -> Lens:
    """Its lens."""
    return lens("edifact", message.version, message.name)


def reading_of(message: MessageRead) -> Reading:
    """It, read."""
    assert message.loop is not None
    return read_by(message.loop, message.group.interchange.marks, lens_of(message))


def body_segments(message: MessageRead) -> list[str]:
    """Its segments without UNH and UNT."""
    assert message.loop is not None
    return list(body_of(message.loop, len(lens_of(message).message.places) - 1).flat())


def written(document: Document, name: str, version: str) -> Writing:
    """A document as a message."""
    return write_by(document, lens("edifact", version, name), EDIFACT)


def segments(writing: Writing) -> list[str]:
    """What was written."""
    return list(writing.loop.flat())


def comes_back(message: MessageRead) -> Document:
    """Read it and write it again: the same segments, and nothing lost. Gives the document."""
    found = reading_of(message)
    assert found.document is not None, found.findings
    marks = message.group.interchange.marks
    again = write_by(found.document, lens_of(message), marks)
    assert segments(again) == body_segments(message)
    assert not again.losses
    return found.document


def valid_messages(corpus: Path, name: str) -> Iterator[tuple[str, MessageRead]]:
    """The messages of that name in the corpus that aren't rejected, and for which there is a mapping."""
    for path in sorted((corpus / "edi").glob("*/*")):
        raw = path.read_bytes()
        if name.encode() not in raw:
            continue
        for message in messages_in(raw):
            if message.name == name and message.loop is not None and message.verdict is not Verdict.REJECTED:
                yield path.name, message
