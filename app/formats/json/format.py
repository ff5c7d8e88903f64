"""Countersign JSON as a syntax: what says that a body is of it, and the way in and out."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from app.domain.documents import DOCUMENTS, Document, DocumentType
from app.formats.base import Parsed
from app.formats.json.members import members_of, put_back, with_members, without_members
from app.formats.json.reading import FAULTY, MEMBER, Reading, TooManyFaults, shown, type_name
from app.formats.json.structure import compiled
from app.formats.json.text import to_lines
from app.safe import Body, JsonBody

MARKER = "countersign"
VERSION = "1.0"
HEAD = frozenset({MARKER, "type"})


class CountersignJson:
    """The Format of Countersign JSON, for every document type."""

    name = "json"
    media_type = "application/vnd.countersign+json"
    types = frozenset(DOCUMENTS)

    def recognises(self, body: Body) -> bool:
        """Whether `body` is a JSON object with the marker member."""
        return isinstance(body, JsonBody) and isinstance(body.value, dict) and MARKER in body.value

    def document_type(self, body: Body) -> DocumentType | None:
        """The type that the member `type` names."""
        value = body.value.get("type") if isinstance(body, JsonBody) and isinstance(body.value, dict) else None
        return DocumentType(value) if isinstance(value, str) and value in set(DocumentType) else None

    def read(self, body: Body) -> Parsed:
        """The document in `body`; what it says beyond the model is in its complement, with a warning each."""
        reading = Reading()
        document: Any = FAULTY
        with suppress(TooManyFaults):
            document = self._document(body.value if isinstance(body, JsonBody) else None, reading)
        if document is FAULTY or reading.rejected():
            return Parsed(None, tuple(reading.findings))
        return Parsed(with_members(document, reading.members), tuple(reading.findings))

    def render(self, document: Document) -> bytes:
        """`document` as UTF-8 text, the same bytes for the same document."""
        return (to_lines(document_tree(document)) + "\n").encode()

    def _document(self, value: Any, reading: Reading) -> Any:
        if not isinstance(value, dict):
            return reading.fault("document.not_object", "", found=type_name(value))
        if value.get(MARKER) != VERSION:
            reading.fault("document.version", f"/{MARKER}", found=shown(value.get(MARKER)), expected=VERSION)
        if "type" not in value:
            return reading.fault("document.missing", "/type", member="type")
        cls = _class_of(value["type"])
        if cls is None:
            return reading.fault(
                "document.unknown_type", "/type", found=shown(value["type"]), expected=", ".join(DocumentType)
            )
        return _body_of(cls, value, reading)


def document_tree(document: Document, normalising: bool = False) -> dict[str, Any]:
    """`document` as JSON values; with `normalising`, decimals by value and no complement, as digests need it."""
    complement = None if normalising else without_members(document.complement)
    codec = compiled(type(document), normalising)
    written = {
        MARKER: VERSION,
        "type": str(document.type),
        **codec.write(replace(document, complement=complement)),
    }
    if not normalising:
        put_back(written, members_of(document.complement))
    return written


def _class_of(value: Any) -> type[Document] | None:
    return DOCUMENTS[DocumentType(value)] if isinstance(value, str) and value in set(DocumentType) else None


def _body_of(cls: type[Document], value: dict[str, Any], reading: Reading) -> Any:
    document = compiled(cls).read({name: each for name, each in value.items() if name not in HEAD}, "", reading)
    if isinstance(document, Document) and document.complement:
        for index, item in enumerate(document.complement.items):
            if item.kind == MEMBER:
                reading.fault("document.reserved_kind", f"/complement/items/{index}/kind")
    return document
