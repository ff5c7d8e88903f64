"""A kept document in another syntax; the original stays what it is."""

from dataclasses import dataclass

from app.domain.documents import Document
from app.errors import Refused
from app.formats.base import NotRenderable
from app.formats.cxml import Cxml
from app.formats.cxml.secrets import handed_on
from app.pipeline.body import agreed_body, bare_body
from app.pipeline.interpret import interpret
from app.pipeline.ports import Ports
from app.safe import Limits
from app.storage.models import DocumentRecord


class NotConvertible(ValueError):
    """The document can't be had in the syntax asked for; the message says why."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document in a syntax."""

    content: bytes
    media_type: str


def original_for(raw: bytes, row: DocumentRecord, reader_id: str) -> bytes:
    """The original as an organisation may see it: its sender the very bytes, others without the sender's secrets.

    cXML carries its sender's password in every message; nobody else gets it.
    """
    return raw if row.syntax != Cxml.name or reader_id == row.sender_id else handed_on(raw)


def read_again(raw: bytes, row: DocumentRecord, ports: Ports) -> Document:
    """The document in an original that was verified when it came, read as then; its signature isn't looked at again.

    Raises:
        NotConvertible: it was kept although it can't be read (rejected, quarantined).
    """
    try:
        body = bare_body(raw, Limits(size=ports.settings.max_document_bytes))
        document = interpret(agreed_body(body, row.read_by), ports.formats).document
    except Refused as refusal:
        raise NotConvertible(str(refusal)) from None
    if document is None:
        raise NotConvertible("the original can't be read")
    return document


def render_as(raw: bytes, row: DocumentRecord, syntax: str, ports: Ports) -> Rendered:
    """The document of `row`, whose original is `raw`, in `syntax`; raises NotConvertible."""
    if syntax not in ports.formats:
        raise NotConvertible(f"there are: {', '.join(ports.formats)}")
    wanted = ports.formats.get(syntax)
    try:
        return Rendered(wanted.render(read_again(raw, row, ports)), wanted.media_type)
    except NotRenderable as error:
        raise NotConvertible(str(error) or f"{syntax} has no {row.type}") from None
