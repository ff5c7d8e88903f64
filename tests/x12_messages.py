"""Answers, changes and invoices in X12 for tests, complete and faultless, and what it takes to read and write them."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from random import Random
from typing import Any, ClassVar

from app.domain.documents import Document
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.edi.delimiters import X12
from app.formats.edi.interchange import MessageRead
from app.formats.edi.reader import Options
from app.formats.edi.reader import read as interchange
from app.formats.lens import Reading, Writing, lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_documents import Paper, x12
from tests.invented import Inventor

GROUPS = {"810": "IN", "855": "PR", "860": "PC", "865": "CA"}
MARKS = {"004010": replace(X12, repetition=""), "005010": X12}


def paper(name: str, body: list[str], version: str = "004010") -> Paper:
    """An interchange with that message; texts are MTX instead of MSG where the version has it so."""
    later = version == "005010" and name != "810"
    lines = [each.replace("MSG*", "MTX**", 1) if later and each.startswith("MSG*") else each for each in body]
    return x12(name, GROUPS[name], lines, version)


def message_in(source: Paper) -> MessageRead:
    """The message in an interchange."""
    events = interchange(io.BytesIO(source.raw()), Options(keep=True))
    return next(each for each in events if isinstance(each, MessageRead))


def reading_of(source: Paper) -> Reading:
    """What the message says; it must be without faults."""
    message = message_in(source)
    assert [f"{each.tag}-{each.element:02} {each.kind.code}" for each in message.faults] == []
    assert message.loop is not None
    return read(message.loop, message.group.interchange.marks, lens("x12", message.version, message.name))


def body_in(message: MessageRead) -> list[str]:
    """The message's segments but for its header and trailer."""
    assert message.loop is not None
    found = lens("x12", message.version, message.name).message
    return list(body_of(message.loop, len(found.places) - 1).flat())


def writing_of(document: Document, name: str, version: str = "004010") -> Writing:
    """The document as a message."""
    return write(document, lens("x12", version, name), MARKS[version])


def written_paper(document: Document, name: str, version: str = "004010") -> Paper:
    """The document as a message in an envelope."""
    return x12(name, GROUPS[name], list(writing_of(document, name, version).loop.flat()), version)


class Clerk(Inventor):
    """Invents what a clerk would enter: one currency, mostly known codes, numbers of few digits."""

    CHOICES: ClassVar = {
        "code": ("AB", "AP", "RE", "CA", "30"),
        "status": ("", "1", "2", "3", "5", "7", "42", "99"),
        "scheme": ("0088", "0060", "ZZZ", "VAT", "0192", ""),
        "number": ("1", "20", "PO-4711", "A"),
        "order_line": ("1", "20", ""),
        "sequence": ("1", "2"),
        "revision": ("1", "2"),
        "country": ("US", "CN"),
        "type_code": ("220", "320", "271", "380", "383"),
        "reason_code": ("95", "FC", "ZZZ", "1"),
        "id": ("EXW", "S", "E", "AE"),
    }

    def __init__(self, seed: int, **more: Any) -> None:
        super().__init__(Random(seed), fixed={"currency": "USD", "tax_currency": "EUR", **more})

    def _special(self, cls: type) -> Any:
        if cls is Amount:
            return Amount(self._decimal(), "USD")
        if cls is Quantity:
            return Quantity(abs(self._decimal()), self.random.choice(("", "C62", "EA", "KGM", "QQQ")))
        return super()._special(cls)

    def _field(self, hint: Any, field: Any, depth: int) -> Any:
        if field.name in self.CHOICES and hint is str and field.name not in self.fixed:
            return self.random.choice(self.CHOICES[field.name])
        return super()._field(hint, field, depth)


def said(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Everything that a document says: (path without the numbers of items, text)."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            if each.name not in ("complement", "lexical"):
                yield from said(getattr(value, each.name), f"{path}/{each.name}")
    elif isinstance(value, tuple):
        for each in value:
            yield from said(each, path)
    elif value is not None and value != "":
        yield path, _text(value)


def _text(value: Any) -> str:
    """A value in words; numbers without the zeros that don't count."""
    try:
        return format(Decimal(str(value)).normalize(), "f") if not isinstance(value, bool) else str(value)
    except InvalidOperation:
        return str(value)


def plain(path: str) -> str:
    """A path without the numbers of items."""
    return "/".join(each for each in path.split("/") if not each.isdecimal())


def is_address(path: str) -> bool:
    """Whether it is a party's identifier: one without any is known by its electronic address."""
    return path.endswith("/ids/value")


def unaccounted(document: Document, back: Document, writing: Writing) -> tuple[Counter[Any], Counter[Any]]:
    """What neither the document read back nor the losses have, and what the document read back has of its own."""
    lost = Counter(
        (plain(each.path), _text(each.value)) for each in writing.losses if not each.path.endswith("/lexical")
    )
    changed = {plain(each.path) for each in writing.losses if each.kind in ("cut", "changed")}
    left = Counter(said(document)) - lost
    found = Counter(said(back))
    return left - found, Counter({each: n for each, n in (found - left).items() if each[0] not in changed})
