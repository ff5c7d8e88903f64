"""The answer to a cXML sender: a Response with a Status, in the same HTTP exchange (cXML 1.2, element Response).

Its code has HTTP's classes: 2xx is taken, 4xx is not and will not be however often it is sent, 5xx may be sent again.
It is an answer about the message, given at once; what the business says of the document comes as a document.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from app.domain.clock import iso
from app.formats.cxml.format import DTD, ROOT, VERSION

MEDIA_TYPE = "text/xml; charset=UTF-8"
"""What senders of cXML expect of an answer."""

TEXTS: Mapping[int, str] = {
    200: "OK",
    201: "Accepted",
    204: "No Content",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    406: "Not Acceptable",
    409: "Conflict",
    412: "Precondition Failed",
    417: "Expectation Failed",
    450: "Not Implemented",
    475: "Signature Required",
    476: "Signature Verification Failed",
    500: "Internal Server Error",
    550: "Unable to reach cXML server",
    551: "Unable to forward request",
    560: "Temporary server error",
}
"""The text that belongs to a code. 450 and above are cXML's own."""

_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_CLASSES = {2: "OK", 4: "Bad Request", 5: "Internal Server Error"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered.

    Attributes:
        code: the status, such as 200, 406 or 560.
        words: what a person should know; findings, a line each.
        language: of the words.
        in_reply_to: what sets the answer's own number apart: the document's id here, or the request's payloadID.
    """

    code: int
    words: str = ""
    language: str = "en"
    in_reply_to: str = ""


def response(answer: Answer, now: datetime) -> bytes:
    """`answer` as a cXML message in UTF-8; the same bytes for the same answer and time."""
    number = _clean(f"response.{answer.in_reply_to or iso(now)}@countersign")
    root = etree.Element(ROOT, {"payloadID": number, "timestamp": now.isoformat(timespec="seconds")})
    status = etree.SubElement(etree.SubElement(root, "Response"), "Status")
    status.set("code", str(answer.code))
    status.set("text", TEXTS.get(answer.code) or _CLASSES.get(answer.code // 100, "Unknown"))
    status.set("{http://www.w3.org/XML/1998/namespace}lang", _clean(answer.language))
    status.text = _clean(answer.words)
    doctype = f'<!DOCTYPE {ROOT} SYSTEM "{DTD.format(VERSION, "cXML.dtd")}">'
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=doctype)


def payload_id_of(root: etree._Element) -> str:
    """The number of a cXML message; "" where it has none."""
    return (root.get("payloadID") or "").strip()


def _clean(text: str) -> str:
    return _NOT_XML.sub("�", text)
