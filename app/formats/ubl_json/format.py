"""UBL-JSON as a syntax: by way of UBL's XML, whose reader and writer know what a document means."""

from typing import Any

from lxml import etree

from app.domain.documents import Document, DocumentType
from app.domain.findings import rejects
from app.formats.base import Parsed
from app.formats.json.format import MARKER
from app.formats.ubl import Ubl
from app.formats.ubl_json.dialect import DOCUMENT, Dialect, dialect_of
from app.formats.ubl_json.library import document_tag
from app.formats.ubl_json.reading import convert
from app.formats.ubl_json.text import to_lines
from app.formats.ubl_json.writing import from_xml
from app.safe import Body, JsonBody, XmlBody
from app.safe.xml import parse_xml


class UblJson:
    """The Format of UBL-JSON: reads both dialects, recognises and writes one of them."""

    media_type = "application/json"
    types = Ubl.types

    def __init__(self, name: str, dialect: Dialect) -> None:
        self.name = name
        self._dialect = dialect
        self._ubl = Ubl()

    def recognises(self, body: Body) -> bool:
        """Whether `body` has the head of UBL-JSON, and is in this dialect."""
        value = _object(body)
        return value is not None and dialect_of(value) is self._dialect

    def document_type(self, body: Body) -> DocumentType | None:
        """The type that the document's member names; None for a UBL document that has no place in the model."""
        value = _object(body)
        tag = next(filter(None, map(document_tag, value or ())), None)
        return self._ubl.document_type(XmlBody(b"", etree.Element(tag))) if tag else None

    def read(self, body: Body) -> Parsed:
        """The document in `body`, and what is wrong with it, by JSON Pointers."""
        converted = convert(body.value if isinstance(body, JsonBody) else None)
        if converted.body is None:
            return Parsed(None, converted.findings)
        parsed = self._ubl.read(converted.body)
        places = {each.path for each in converted.findings}
        found = [each for each in map(converted.located, parsed.findings) if each.path not in places]
        findings = (*converted.findings, *found)
        return Parsed(None if rejects(findings) else parsed.document, findings)

    def render(self, document: Document) -> bytes:
        """`document` as UTF-8 text in this dialect, what UBL keeps in its complement included.

        Raises:
            NotRenderable: UBL has no such document, or can't carry a character of it.
        """
        root = parse_xml(self._ubl.render(document)).root
        # a time of day without a zone stays one: a Z would say what its sender didn't
        return (to_lines(from_xml(root, self._dialect, assume_utc=False)) + "\n").encode()


def _object(body: Body) -> dict[str, Any] | None:
    """The whole text of a body that claims to be UBL-JSON."""
    value = body.value if isinstance(body, JsonBody) else None
    return value if isinstance(value, dict) and DOCUMENT in value and MARKER not in value else None
