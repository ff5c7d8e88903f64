"""What is answered to a sender who speaks cXML: cXML's own Response, with the same status of HTTP."""

from flask import Response, request

from app.api.context import ports
from app.api.problems import language
from app.formats.cxml.response import MEDIA_TYPE, Answer, response
from app.pipeline.messages import Outcome, Verdict

_ASKS = "application/cxml+xml"
_CODES = {
    Verdict.ACCEPTED: 200,
    Verdict.DUPLICATE: 200,
    Verdict.QUARANTINED: 201,
    Verdict.REJECTED: 406,
    Verdict.CONFLICT: 409,
    Verdict.TOO_LARGE: 406,
}


def is_wanted() -> bool:
    """Whether the sender declared its message as cXML, or asks for cXML as the answer."""
    return request.mimetype == _ASKS or request.accept_mimetypes.quality(_ASKS) > request.accept_mimetypes.quality(
        "application/json"
    )


def cxml_answer(outcome: Outcome, status: int) -> Response:
    """The outcome as a Response; its words are the findings, a line each."""
    words = "\n".join(f"{each.code}: {each.message(language())}" for each in outcome.findings)
    told = Answer(_CODES[outcome.verdict], words, language(), outcome.document_id or "")
    return Response(response(told, ports().clock()), status, content_type=MEDIA_TYPE)
