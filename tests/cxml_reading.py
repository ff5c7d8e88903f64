"""cXML messages read and documents written, with what must hold of every one of them."""

from dataclasses import replace
from typing import Any

from lxml import etree

from app.formats.cxml import Cxml
from app.formats.cxml.secrets import readable
from app.pipeline.body import parsed
from app.safe import DEFAULT_LIMITS
from tests import cxml_messages as sent

CXML = Cxml()


def read(raw: bytes) -> Any:
    """The document in a message, which must come out again with all that was in it but the secret and card numbers."""
    body = parsed(raw, DEFAULT_LIMITS)
    found = CXML.read(body)
    assert found.document is not None, found.findings
    again = CXML.render(found.document)
    assert canonical(parsed(again, DEFAULT_LIMITS).root) == canonical(readable(body.root))  # type: ignore[union-attr]
    assert sent.SECRET.encode() not in again
    assert sent.SECRET not in repr(found)
    return found.document


def canonical(root: etree._Element) -> str:
    text: str = etree.canonicalize(etree.tostring(root, encoding="unicode"), strip_text=True)
    return text


def codes(raw: bytes) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in CXML.read(parsed(raw, DEFAULT_LIMITS)).findings]


def rendered(document: Any) -> etree._Element:
    body: Any = parsed(CXML.render(replace(document, complement=None)), DEFAULT_LIMITS)
    root: etree._Element = body.root
    return root
