"""The body inside a message whose signature nobody needs: for looking at documents, in a terminal or again later."""

from app.safe import Body, Limits
from app.safe.json import parse_json
from app.safe.xml import parse_xml
from app.signatures.jws import looks_like_jws, payload_of
from app.signatures.xmldsig import without_signatures


def bare_body(raw: bytes, limits: Limits) -> Body:
    """The body inside `raw` without looking at its signature: for showing and checking, never for accepting.

    Raises:
        Refused: hostile or unreadable input.
    """
    content = payload_of(raw) if looks_like_jws(raw) else raw
    if content.lstrip()[:1] in (b"{", b"["):
        return parse_json(content, limits)
    return without_signatures(parse_xml(content, limits))
