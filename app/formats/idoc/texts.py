"""Texts: SAP keeps them in lines of 70 characters, with a mark beside each that says how it follows the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.domain.documents.base import Note
from app.domain.quantities import Quantity
from app.formats.idoc.codecs import number_of, sap_unit, text_of, unit_of
from app.formats.xml.codecs import Codec, reported, trimmed
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading

WIDTH = 70
_PARAGRAPH, _ON = "*", "="
_LINE, _MARK, _ID = "TDLINE", "TDFORMAT", "TDID"
_NEW_LINE = frozenset({"*", "/"})


@dataclass(frozen=True, slots=True)
class TextSegment:
    """How a text stands in a basic type: the segment of its lines, the field of its language, its usual id."""

    lines: str
    language: str
    id: str = "F01"

    @property
    def note(self) -> Codec:
        """The codec of a text in a language; the id is the usual one unless the message has another."""
        return Codec(self._read, self._write)

    @property
    def words(self) -> Codec:
        """The codec of a text without a language, in a segment whose name says its id."""
        return Codec(self._read_words, self._write_words)

    def _read(self, node: Node, _reading: Reading) -> Note | None:
        text = _joined(node.groups.get(self.lines, []))
        field = node.first((self.language,))
        return Note(text, _language(trimmed(field)) if field is not None else "") if text else None

    def _write(self, node: Node, value: Note) -> None:
        if "." not in node.tag:
            node.ensure((_ID,)).text = self.id
        if value.language:
            node.ensure((self.language,)).text = _sap_language(value.language)
        self._write_words(node, value.text)

    def _read_words(self, node: Node, _reading: Reading) -> str | None:
        return _joined(node.groups.get(self.lines, [])) or None

    def _write_words(self, node: Node, value: str) -> None:
        for mark, line in _cut(value):
            child = node.add(self.lines)
            child.ensure((_MARK,)).text = mark
            if line:
                child.ensure((_LINE,)).text = line


def _joined(lines: list[Node]) -> str:
    found = ""
    for index, line in enumerate(lines):
        text, mark = (_raw(line, name) for name in (_LINE, _MARK))
        if index and mark.strip() != _ON:
            found += "\n" if mark.strip() in _NEW_LINE else " "
        found += text
    return found


def _raw(node: Node, name: str) -> str:
    found = node.first((name,))
    return "" if found is None else found.text


def _cut(text: str) -> Iterator[tuple[str, str]]:
    for paragraph in text.split("\n"):
        yield _PARAGRAPH, paragraph[:WIDTH]
        for start in range(WIDTH, len(paragraph), WIDTH):
            yield _ON, paragraph[start : start + WIDTH]


def _language(code: str) -> str:
    return code.lower() if len(code) == 2 else code


def _sap_language(language: str) -> str:
    return language.upper() if len(language) == 2 else language


HEADER_TEXT = TextSegment("E1EDKT2", "TSSPRAS_ISO")
ITEM_TEXT = TextSegment("E1EDPT2", "TSSPRAS_ISO")
DELIVERY_TEXT = TextSegment("E1TXTP8", "LANGUA_ISO")
DELIVERY_ITEM_TEXT = TextSegment("E1TXTP9", "LANGUA_ISO")


def _quantity(node: Node) -> Quantity | None:
    number, _, unit = _joined(node.groups.get(ITEM_TEXT.lines, [])).partition(" ")
    return Quantity(number_of(number), unit_of(unit)) if number else None


def _write_quantity(node: Node, value: Quantity) -> None:
    ITEM_TEXT._write_words(node, f"{text_of(value.value)} {sap_unit(value.unit)}".rstrip())


QUANTITY_TEXT: Any = Codec(reported("decimal", _quantity), _write_quantity)
"""A quantity for which there is no field: `30 PCE`."""
