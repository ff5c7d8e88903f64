"""What every message has around its business: number and time of the message, from whom it is, and to whom."""

import re
from typing import Any

from app.domain.documents import Document, DocumentType
from app.formats.cxml.codecs import MOMENT, Moment
from app.formats.cxml.parties import sender, trader
from app.formats.cxml.rules import put_attribute
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values

_OURS = re.compile(r"([a-z_]+)\.(.*)@countersign", re.DOTALL)
_PAYLOAD = "payloadID"


def payload_id(document: Document) -> str:
    """The number of the message: the document's universal id, or one that follows from its type and number."""
    return document.uuid or f"{document.type}.{document.number}@countersign"


def document_named(payload: str) -> tuple[DocumentType, str] | None:
    """The type and number in a `payload_id` that was made of them; None for any other."""
    matched = _OURS.fullmatch(payload)
    if matched is None or matched[1] not in set(DocumentType):
        return None
    return DocumentType(matched[1]), matched[2]


def envelope(type_: DocumentType) -> Rule:
    """`uuid` is the payloadID; the time of the message is the document's own where nobody said another one.

    A payloadID that was made of a type and a number, because there was no universal id, is none.
    """

    def read(node: Node, values: Values, _reading: Reading) -> None:
        payload = node.attributes.get(_PAYLOAD, "").strip()
        named = document_named(payload)
        if payload and (named is None or named[0] is not type_):
            values["uuid"] = payload

    def write(document: Any, node: Node) -> None:
        node.put(_PAYLOAD, payload_id(document))
        put_attribute(node, "timestamp", Moment(document.issued, document.issued_at), MOMENT)

    return Rule({"uuid": (f"@{_PAYLOAD}",)}, read, write)


def head(type_: DocumentType, buyer: Rule, seller: Rule) -> tuple[Rule, ...]:
    """The envelope of a message from the seller and the two traders, with what the rules tell of them besides."""
    return (envelope(type_), trader("buyer", "To", buyer), trader("seller", "From", seller), sender())
