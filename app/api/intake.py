"""What every request must be before an endpoint looks at it: plain, of bounded size, and of text that can be stored.

Documents are another matter: their bytes go to the pipeline as they are, under the pipeline's own limits.
"""

from collections.abc import Iterator
from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from app.api.context import ports
from app.api.guard import scope_of
from app.api.problems import language
from app.errors import CountersignError, Refused
from app.pipeline.messages import MEDIA_TYPES
from app.safe import Limits
from app.safe.json import parse_json

LIMITS = Limits(size=256 * 1024, depth=16, elements=10_000)
"""What a management call may hold: some thousand times what any of them needs."""
DISCARDED = 8 * 1024 * 1024
"""How many bytes of a body that is too large are read and dropped."""
DOCUMENTS = ("documents.submit", "validation.validate")
"""The endpoints whose body is a document."""
LONGEST_KEY = 255


def check_request() -> None:
    """Before every request of the API, after the caller is known.

    Raises:
        CountersignError: api.unsupported_encoding, api.unsupported_media_type, api.bad_request, message.too_large.
    """
    if scope_of(request.endpoint) is None:
        return
    _check_encoding()
    _check_text(request.path, *request.args.keys(), *request.args.values())
    if request.method in ("POST", "PATCH") and request.endpoint not in DOCUMENTS:
        _check_json_body()


def idempotency_key() -> str:
    """The sender's own id of this request; "" where there is none. Raises CountersignError (message.bad_key)."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return ""
    if not 1 <= len(key) <= LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise CountersignError("message.bad_key", length=len(key))
    return key


def document_body() -> bytes:
    """The body of a request that brings a document, read under the limit whether or not its length was announced.

    Raises:
        CountersignError: api.unsupported_media_type, message.too_large.
    """
    if request.mimetype not in MEDIA_TYPES:
        shown = request.mimetype or "-"
        raise CountersignError("api.unsupported_media_type", media_type=shown, allowed=", ".join(MEDIA_TYPES))
    limit = ports().settings.max_document_bytes
    announced = request.content_length or 0
    body = b"" if announced > limit else request.stream.read(limit + 1)
    size = max(announced, len(body))
    if size > limit:
        raise too_large(size, limit)
    return body


def _check_encoding() -> None:
    encoding = request.headers.get("Content-Encoding", "").strip() or "identity"
    if encoding.lower() != "identity":
        raise CountersignError("api.unsupported_encoding", encoding=encoding)


def _check_json_body() -> None:
    raw = _bounded_body()
    if not raw:
        return
    if not request.is_json:
        shown = request.mimetype or "-"
        raise CountersignError("api.unsupported_media_type", media_type=shown, allowed="application/json")
    try:
        value = parse_json(raw, LIMITS).value
    except Refused as refusal:
        raise CountersignError("api.bad_request", detail=refusal.message(language())) from None
    _check_text(*_texts(value))


def _bounded_body() -> bytes:
    """The body, where it is within `LIMITS`; one of unannounced length is cut off just above them, and seen to be."""
    request.max_content_length = LIMITS.size + 1
    try:
        raw = request.get_data()
    except RequestEntityTooLarge:
        raise too_large(request.content_length or 0, LIMITS.size) from None
    if len(raw) > LIMITS.size:
        raise too_large(len(raw), LIMITS.size)
    return raw


def too_large(size: int, limit: int) -> CountersignError:
    """The error to raise for a body of `size` bytes or more. What is left of it is dropped, up to a bound.

    A web server hangs up where a body was not read to its end, and the client's next request on that connection fails.
    """
    left, rest = DISCARDED, request.environ["wsgi.input"]
    while left > 0 and (piece := rest.read(min(left, 64 * 1024))):
        left -= len(piece)
    return CountersignError("message.too_large", size=size, limit=limit)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, the names of members included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _check_text(*texts: str) -> None:
    """PostgreSQL keeps no U+0000, and nobody needs one."""
    if any("\0" in each for each in texts):
        raise CountersignError("api.bad_request", detail="U+0000")
