"""Documents: submitting them, and seeing what was submitted."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint
from sqlalchemy import Select, select

from app.access.clients import Scope
from app.api import cxml_answers, shapes
from app.api.batches import idocs_answer
from app.api.context import client, find_document, own, ports
from app.api.guard import requires
from app.api.intake import LONGEST_KEY, document_body, idempotency_key
from app.api.interchanges import interchanges_answer
from app.api.paging import page_of
from app.api.problems import language, of_findings, problem
from app.api.schemas import Accepted, DocumentPage, DocumentQuery, DocumentShape, Problem
from app.pipeline.body import edi_standard
from app.pipeline.convert import NotConvertible, original_for, render_as
from app.pipeline.edi_advice import advice_on
from app.pipeline.messages import MEDIA_TYPES, Outcome, RawMessage, Verdict
from app.pipeline.receive import receive
from app.pipeline.receive_idocs import receive_idocs
from app.pipeline.visibility import document_seen_by
from app.storage.models import DocumentRecord

blueprint = Blueprint("documents", __name__, url_prefix="/api/v1", description="Documents")

STATUS = {
    Verdict.ACCEPTED: 201,
    Verdict.DUPLICATE: 200,
    Verdict.QUARANTINED: 202,
    Verdict.REJECTED: 422,
    Verdict.CONFLICT: 409,
    Verdict.TOO_LARGE: 413,
}


@blueprint.route("/documents", methods=["POST"])
@blueprint.doc(
    summary="Submit a document",
    description="The body is the document: XML or JSON, signed or bare (the receiver's policy says what must be "
    "signed). X12 and EDIFACT bring interchanges: each document in them is taken or refused by itself, and the answer "
    "tells of each, with the acknowledgement (997, 999, TA1, CONTRL). So does the answer to a file with several "
    "IDocs. The same again, by `Idempotency-Key` or by its "
    "business number, is answered with the same bytes.",
    parameters=[
        {
            "in": "header",
            "name": "Idempotency-Key",
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
            "description": "the sender's own id of this message",
        }
    ],
    requestBody={"required": True, "content": {each: {"schema": {"type": "string"}} for each in MEDIA_TYPES}},
)
@blueprint.response(201, Accepted, description="accepted; with the signed receipt")
@blueprint.alt_response(200, schema=Accepted, description="the same again: the first answer, byte for byte")
@blueprint.alt_response(202, schema=Accepted, description="kept, but quarantined by an unexpected fault")
@blueprint.alt_response(409, schema=Problem, description="the key or the number was used for another content")
@blueprint.alt_response(413, schema=Problem, description="too large")
@blueprint.alt_response(415, schema=Problem, description="neither XML nor JSON of a known syntax")
@blueprint.alt_response(422, schema=Problem, description="refused; with all findings")
@blueprint.alt_response(429, schema=Problem, description="too many requests; Retry-After says when to go on")
@requires(Scope.DOCUMENTS_WRITE)
def submit() -> Response:
    """Submit a document, an interchange of X12 or EDIFACT with any number of them, or a file of IDocs."""
    message = RawMessage(
        organisation_id=own(),
        channel="api",
        body=document_body(),
        media_type=request.mimetype,
        message_id=idempotency_key(),
        actor=f"client:{client().name}",
    )
    if edi_standard(message.body):
        return interchanges_answer(message)
    idocs = receive_idocs(message, ports())
    return idocs_answer(idocs) if idocs else _answer(receive(message, ports()))


def _answer(outcome: Outcome) -> Response:
    status = STATUS[outcome.verdict]
    if cxml_answers.is_wanted():
        return cxml_answers.cxml_answer(outcome, status)
    if outcome.verdict in (Verdict.REJECTED, Verdict.CONFLICT, Verdict.TOO_LARGE):
        if any(each.code == "message.unrecognised" for each in outcome.findings):
            status = 415
        return of_findings(outcome.findings, status, outcome.document_id)
    response = Response(outcome.answer, status, mimetype="application/json")
    response.headers["Location"] = f"/api/v1/documents/{outcome.document_id}"
    if outcome.verdict is Verdict.DUPLICATE:
        response.headers["Countersign-Duplicate"] = "true"
    return response


@blueprint.route("/documents", methods=["GET"])
@blueprint.doc(summary="List documents")
@blueprint.arguments(DocumentQuery, location="query")
@blueprint.response(200, DocumentPage)
@requires(Scope.DOCUMENTS_READ)
def listing(query: dict[str, Any]) -> dict[str, Any]:
    """What the organisation sent and received, the newest first."""
    with ports().database.reading() as session:
        wanted = _filtered(select(DocumentRecord).where(document_seen_by(own())), query)
        rows, following = page_of(session, wanted, DocumentRecord.received_at, DocumentRecord.id, query)
        return {"documents": [shapes.document(each, language()) for each in rows], "next": following}


def _filtered(wanted: Select[DocumentRecord], query: dict[str, Any]) -> Select[DocumentRecord]:
    for name in ("type", "state", "number"):
        if name in query:
            wanted = wanted.where(getattr(DocumentRecord, name) == query[name])
    sides = {"sent": DocumentRecord.sender_id, "received": DocumentRecord.receiver_id}
    return wanted.where(sides[query["direction"]] == own()) if "direction" in query else wanted


@blueprint.route("/documents/<document_id>", methods=["GET"])
@blueprint.doc(summary="See a document's record")
@blueprint.response(200, DocumentShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.DOCUMENTS_READ)
def one(document_id: str) -> dict[str, Any]:
    """A document's record, with its findings, its receipt, and what the partner's system says of it."""
    with ports().database.reading() as session:
        shown = shapes.document(find_document(session, document_id, own()), language())
        return {**shown, "advice": [shapes.advice(each) for each in advice_on(session, own(), document_id)]}


@blueprint.route("/documents/<document_id>/content", methods=["GET"])
@blueprint.doc(
    summary="Get a document's content",
    description="The original bytes; with `format` (ubl, ubl-json, cii, json, contract-xml …) another syntax.",
    parameters=[{"in": "query", "name": "format", "schema": {"type": "string"}}],
)
@blueprint.response(200, description="the content", content_type="application/octet-stream")
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.DOCUMENTS_READ)
def content(document_id: str) -> Response:
    """The original bytes, or the document in another syntax."""
    wanted = request.args.get("format", "")
    with ports().database.reading() as session:
        row = find_document(session, document_id, own())
        raw = ports().payloads.open(session, row.payload, row.id)
        if not wanted:
            return _file(original_for(raw, row, own()), row.media_type or "application/octet-stream", row)
        try:
            rendered = render_as(raw, row, wanted, ports())
        except NotConvertible as error:
            return problem("api.not_convertible", 422, syntax=wanted, detail=str(error))
    return _file(rendered.content, rendered.media_type, row)


def _file(raw: bytes, media_type: str, row: DocumentRecord) -> Response:
    response = Response(raw, 200, mimetype=media_type)
    response.headers["Content-Disposition"] = "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["ETag"] = f'"{row.sha256}"'
    return response
