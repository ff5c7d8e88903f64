"""From a message's bytes to its body: what is XML, what is JSON, what an interchange, and what is none of them."""

import re
from collections.abc import Mapping
from dataclasses import replace

from app.errors import Refused
from app.safe import Body, EdiBody, Limits, XmlBody
from app.safe.doctype import without_cxml_doctype
from app.safe.json import parse_json
from app.safe.xml import parse_xml
from app.signatures.jws import looks_like_jws, payload_of
from app.signatures.xmldsig import without_signatures

_XML = (b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<")
"""How XML can begin: UTF-8 with or without its byte order mark, UTF-16 and UTF-32 with theirs, or without."""

_TEXT = re.compile(rb"\s*(?!true|false|null)[A-Za-z*+'#:;/=]")
"""How neither XML nor JSON can begin (RFC 8259, section 3), though something that somebody meant to send may."""

_EDI = {b"ISA": "x12", b"UNA": "edifact", b"UNB": "edifact", b"UNH": "edifact"}
"""How interchanges begin; no letter or digit can follow, since the separator stands there."""


def check_size(raw: bytes, limits: Limits) -> None:
    """Raises Refused: message.too_large, message.empty."""
    if len(raw) > limits.size:
        raise Refused("message.too_large", size=len(raw), limit=limits.size)
    if not raw.strip():
        raise Refused("message.empty")


def parsed(raw: bytes, limits: Limits) -> Body:
    """A message that is no JWS, parsed; raises Refused: hostile or unreadable input."""
    if standard := edi_standard(raw):
        return EdiBody(raw, standard)
    if raw.lstrip().startswith(_XML):
        return parse_xml(without_cxml_doctype(raw), limits)
    if _TEXT.match(raw):
        raise Refused("message.unrecognised")
    return parse_json(raw, limits)


def edi_standard(raw: bytes) -> str:
    """x12 or edifact where the message begins like one; "" for everything else."""
    begun = raw[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:4]
    return _EDI.get(begun[:3], "") if len(begun) == 4 and not begun[3:].isalnum() else ""


def agreed_body(body: Body, read_by: Mapping[str, str]) -> Body:
    """`body` as it was agreed to be read (`RawMessage.read_by`)."""
    if not isinstance(body, EdiBody):
        return body
    overlay, currency = read_by.get("overlay", ""), read_by.get("currency", "")
    return replace(body, overlay=overlay, currency=currency, lenient=read_by.get("acceptance") == "accept")


def bare_body(raw: bytes, limits: Limits) -> Body:
    """The body inside `raw` without looking at its signature: for showing and checking, never for accepting.

    Raises:
        Refused: hostile or unreadable input.
    """
    check_size(raw, limits)
    body = parsed(payload_of(raw) if looks_like_jws(raw) else raw, limits)
    return without_signatures(body) if isinstance(body, XmlBody) else body
