"""Problems (RFC 9457): every refusal has a code, words in the caller's language, and all findings."""

import json
import math
import uuid
from collections.abc import Iterable, Mapping

import structlog
from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from app.api.context import ports
from app.api.guard import TooManyRequests
from app.domain.findings import Finding
from app.errors import CountersignError, hint, message

log = structlog.get_logger(__name__)

STATUS = {
    "api.unauthenticated": 401,
    "api.scope_missing": 403,
    "api.not_found": 404,
    "api.method_not_allowed": 405,
    "api.rate_limited": 429,
    "api.unsupported_media_type": 415,
    "api.unsupported_encoding": 415,
    "message.bad_key": 400,
    "api.bad_request": 400,
    "feed.cursor_gone": 410,
    "message.too_large": 413,
    "message.unrecognised": 415,
    "message.key_reused": 409,
    "document.number_conflict": 409,
    "negotiation.not_found": 404,
    "negotiation.version_conflict": 409,
    "negotiation.key_reused": 409,
    "negotiation.illegal_move": 409,
    "negotiation.wrong_party": 409,
    "negotiation.out_of_turn": 409,
    "access.not_found": 404,
    "access.forbidden": 403,
    "access.identifier_taken": 409,
    "access.key_taken": 409,
}
"""The HTTP status of a code; every other one is 422: understood, and refused for what it says."""

COME_BACK_AFTER_S = 5


def language() -> str:
    """The caller's language: "zh" where Accept-Language prefers Chinese, else "en"."""
    for tag, _ in request.accept_languages:  # the best first
        primary = tag.partition("-")[0].lower()
        if primary in ("en", "zh"):
            return primary
    return "en"


def problem(
    code: str,
    status: int,
    findings: Iterable[Finding] = (),
    extra: Mapping[str, object] | None = None,
    **params: object,
) -> Response:
    """An application/problem+json answer."""
    spoken = language()
    body = {
        "type": f"{ports().settings.public_url}/api/v1/problems/{code}",  # not by the Host header: anybody writes that
        "title": message(code, spoken, params),
        "status": status,
        "detail": hint(code, spoken, params),
        "code": code,
        "instance": request.path,
        **(extra or {}),
        "findings": [each.as_dict(spoken) for each in findings],
    }
    response = Response(json.dumps(body, ensure_ascii=False).encode(), status, mimetype="application/problem+json")
    response.headers["Content-Language"] = "zh-Hans" if spoken == "zh" else "en"
    return response


def of_error(error: CountersignError) -> Response:
    """The problem that says what `error` says."""
    extra = {"path": error.path} if error.path else None
    return problem(error.code, STATUS.get(error.code, 422), (), extra, **error.params)


def of_haste(error: TooManyRequests) -> Response:
    """429, and when to go on."""
    response = of_error(error)
    response.headers["Retry-After"] = str(math.ceil(error.seconds))
    return response


def of_findings(findings: tuple[Finding, ...], status: int, document_id: str | None) -> Response:
    """The problem of a document that was not taken: its first error's code, and all findings."""
    first = next((each for each in findings if each.severity == "error"), findings[0])
    return problem(first.code, status, findings, {"document_id": document_id}, **first.params)


def register(app: Flask) -> None:
    """Make every error under /api a problem; the pages keep their own."""
    app.register_error_handler(CountersignError, of_error)
    app.register_error_handler(TooManyRequests, of_haste)
    app.register_error_handler(HTTPException, _of_http)
    for kind in (OperationalError, NoConnection):
        app.register_error_handler(kind, _of_absence)
    app.register_error_handler(Exception, _of_fault)


def _of_http(error: HTTPException) -> Response | HTTPException:
    if not request.path.startswith("/api/"):
        return error
    known = {404: "api.not_found", 405: "api.method_not_allowed", 413: "message.too_large"}
    data = getattr(error, "data", None) or {}
    detail = json.dumps(data.get("messages") or error.description, ensure_ascii=False, default=str)
    code = known.get(error.code or 500, "api.invalid" if error.code == 422 else "api.bad_request")
    params = {"detail": detail, "method": request.method, "size": request.content_length or 0, "limit": "-"}
    answer = problem(code, error.code or 500, (), None, **params)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _of_absence(error: Exception) -> Response:
    """The database is away or too busy: nothing was done, and it is worth trying again."""
    log.error("database unavailable", path=request.path, error=str(error))
    response = problem("api.unavailable", 503)
    response.headers["Retry-After"] = str(COME_BACK_AFTER_S)
    return response


def _of_fault(_error: Exception) -> Response:
    reference = uuid.uuid4().hex
    log.exception("request failed", reference=reference, path=request.path)
    return problem("api.fault", 500, reference=reference)
