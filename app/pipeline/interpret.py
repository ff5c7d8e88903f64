"""Step 2: what is it? From a verified body to a domain document. Between whom it is, is `address`'s matter."""

from dataclasses import dataclass

from app.domain.documents import Document
from app.domain.findings import Finding
from app.errors import Refused
from app.formats.base import Format
from app.formats.detect import detect
from app.registry import Registry
from app.safe import Body


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A body's syntax, and its document where it could be read; findings say why where it couldn't."""

    format: Format
    document: Document | None
    findings: tuple[Finding, ...]


def interpret(body: Body, formats: Registry[Format]) -> Interpreted:
    """Recognise the syntax and read the document.

    Raises:
        Refused: no registered syntax recognises the body, or it has no document of that type.
    """
    syntax = detect(body, formats)
    if syntax is None:
        raise Refused("message.unrecognised")
    if syntax.document_type(body) is None:
        raise Refused("message.unsupported_type", name=_own_name(body))
    parsed = syntax.read(body)
    return Interpreted(syntax, parsed.document, parsed.findings)


def _own_name(body: Body) -> str:
    root = getattr(body, "root", None)
    return str(root.tag).rpartition("}")[2] if root is not None else "JSON"
