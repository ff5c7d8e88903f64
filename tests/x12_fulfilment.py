"""Ship notices, receipts, remittances and offers in X12 for tests, and what it takes to read and write them."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from app.domain.documents import Document, DocumentType
from app.domain.quantities import Quantity
from app.formats.edi.interchange import MessageRead, Verdict
from app.formats.edi.reader import Options
from app.formats.edi.reader import read as interchange
from app.formats.lens import Reading, lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_documents import x12
from tests.x12_messages import MARKS, Clerk, is_address, message_in, plain, unaccounted

GROUPS = {"856": "SH", "861": "RC", "820": "RA", "832": "SC", "840": "RQ", "843": "RR"}
VERSIONS = ["004010", "005010"]
FOLLOWING = {
    # what an element that X12 demands is given where the document says nothing, and what can't be told from it again
    "scheme": "an identifier without a scheme has the scheme ZZ",
    "unit": "a quantity without a unit is of pieces",
    "name": "a party without a name has its legal name or its street for one",
    "street": "the first line of an address is its street",
    "additional_street": "as above",
}


class Storeman(Clerk):
    """Invents what a storeman or a book-keeper would enter."""

    CHOICES: ClassVar = {
        **Clerk.CHOICES,
        "number": ("20", "PO-4711", "AB"),
        "type_code": ("220", "221", "320", "271", "380", "381", "705"),
        "line": ("", "1", "20"),
        "packages": ("", "3", "12"),
        "reject_reason_code": ("", "01", "02", "16", "99"),
        "code": ("30", "20", "31", "42", "48", "ZZZ"),
        "origin_country": ("", "US", "CN"),
        "advice_type": ("", "2", "A", "other"),
    }

    def _special(self, cls: type) -> Any:
        if cls is Quantity:
            return Quantity(abs(self._decimal()), self.random.choice(("", "C62", "EA", "KGM")))
        return super()._special(cls)


def messages_in(raw: bytes) -> Iterator[MessageRead]:
    """The messages in an interchange."""
    for event in interchange(io.BytesIO(raw), Options(keep=True)):
        if isinstance(event, MessageRead):
            yield event


def of_the_corpus(corpus: Path, name: str) -> Iterator[MessageRead]:
    """The accepted messages of that name in the corpus for which there is a mapping."""
    for path in sorted((corpus / "edi").glob("*/*")):
        raw = path.read_bytes()
        for each in messages_in(raw) if name.encode() in raw else ():
            if each.name == name and each.verdict is Verdict.ACCEPTED and each.version in VERSIONS:
                yield each


def came_back(message: MessageRead) -> bool:
    """Read it and write it again: it must have the same segments, and nothing lost."""
    assert message.loop is not None
    found, marks = lens("x12", message.version, message.name), message.group.interchange.marks
    reading = read(message.loop, marks, found)
    assert reading.document is not None
    written = write(reading.document, found, marks)
    assert list(written.loop.flat()) == list(body_of(message.loop, len(found.message.places) - 1).flat())
    assert not written.losses
    return True


def reading_of(name: str, body: list[str], version: str) -> Reading:
    """What a message says that must be without faults, and come back."""
    message = message_in(x12(name, GROUPS[name], body, version))
    assert not message.faults, [(each.kind.code, each.tag, each.element, each.value) for each in message.faults]
    assert came_back(message)
    assert message.loop is not None
    return read(message.loop, message.group.interchange.marks, lens("x12", version, name))


def lines_of(document: Document, name: str, version: str) -> list[str]:
    """A document's segments."""
    return list(write(document, lens("x12", version, name), MARKS[version]).loop.flat())


def was_kept(type_: DocumentType, name: str, seed: int, version: str, *following: str) -> None:
    """A document that was invented is written, is a good message, and read it is what it was less the losses.

    What it may say more at is `following`, paths, and what X12 demands of every message.
    """
    storeman = Storeman(seed)
    storeman.at_least_one |= {"lines"} if name in ("840", "856") else set()  # X12 has none for nothing
    document = storeman.document(type_)
    writing = write(document, lens("x12", version, name), MARKS[version])
    message = message_in(x12(name, GROUPS[name], list(writing.loop.flat()), version))
    # X12 has no characters for what the inventor writes, which is told and taken
    wrong = [each for each in message.faults if each.is_error]
    assert not wrong, [(each.kind.code, each.tag, each.element, each.value) for each in wrong]
    assert message.loop is not None
    reading = read(message.loop, message.group.interchange.marks, lens("x12", version, name))
    assert reading.findings == ()
    assert reading.document is not None
    missing, more = unaccounted(document, reading.document, writing)
    allowed = {plain(each.path) for each in writing.losses} | set(following)
    allowed |= {path for path, _ in more if is_address(path)}
    assert not missing
    assert not {path for path, _ in more if path not in allowed and path.rpartition("/")[2] not in FOLLOWING}
