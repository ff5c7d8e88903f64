"""What every syntax offers: reading a verified body into a document, and rendering a document again."""

from dataclasses import dataclass
from typing import Protocol

from app.domain.documents import Document, DocumentType
from app.domain.findings import Finding
from app.safe import Body


@dataclass(frozen=True, slots=True)
class Parsed:
    """What reading gave: a document, or the findings that say why there is none (never neither)."""

    document: Document | None
    findings: tuple[Finding, ...] = ()


class Format(Protocol):
    """A syntax. Its registry name is what `?format=` takes and what a document record's `syntax` holds."""

    name: str
    media_type: str
    types: frozenset[DocumentType]

    def recognises(self, body: Body) -> bool:
        """Whether `body` claims to be of this syntax (by namespace or marker; not whether it is valid)."""

    def document_type(self, body: Body) -> DocumentType | None:
        """The type that a recognised body claims to be; None for one that this format can't read into the domain."""

    def read(self, body: Body) -> Parsed:
        """The document in `body`. Faults are findings, all of them; it does not raise for what a sender wrote."""

    def render(self, document: Document) -> bytes:
        """`document` in this syntax, its complement included where that came from this syntax.

        Raises:
            NotRenderable: the syntax has no such document type.
        """


class NotRenderable(ValueError):
    """A format was asked for a document type that it doesn't have."""
