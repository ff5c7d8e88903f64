"""Interchanges of X12 and EDIFACT: the list, one of them segment by segment, any other explained and not kept."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access.roles import Permission
from app.domain.findings import Finding, finding
from app.formats.edi.anatomy import Anatomy, anatomy
from app.pipeline.edi_interchanges import INBOUND, OUTBOUND, find_interchange, interchanges_of, partner_of
from app.pipeline.edi_outgoing import content_of
from app.pipeline.receive_interchange import unreadable
from app.storage.models import DocumentRecord, EdiInterchange
from app.storage.payloads import SealBroken
from app.web.blueprint import blueprint, db, ports
from app.web.findings import grouped
from app.web.guard import needs, not_found, organisation_id
from app.web.language import language
from app.web.queries import documents_of, page_of
from app.web.views.documents import as_file

MEDIA_TYPES = {"x12": "application/edi-x12", "edifact": "application/edifact"}
SUFFIXES = {"x12": ".x12", "edifact": ".edi"}
MOST_LISTED = 1_000
"""Messages of an interchange."""


@blueprint.get("/edi/interchanges")
@needs(Permission.VIEW)
def interchanges() -> ResponseReturnValue:
    """Received and sent, the newest first."""
    return _listed()


@blueprint.post("/edi/explain")
@needs(Permission.VIEW)
def explain_interchange() -> ResponseReturnValue:
    """Explain a file or a text that somebody has; nothing of it is kept."""
    file, limit = request.files.get("file"), ports().settings.max_document_bytes
    raw = file.read(limit + 1) if file else b""
    raw = raw or request.form.get("text", "").encode()
    if len(raw) > limit:
        return _listed(finding("message.too_large", size=len(raw), limit=limit)), 413
    found = anatomy(raw, language())
    if not found.count:
        return _listed(unreadable(raw)), 422
    return render_template("interchange.html", interchange=None, anatomy=found, answer=None, documents={}, partner=None)


@blueprint.get("/edi/interchanges/<interchange_id>")
@needs(Permission.VIEW)
def interchange(interchange_id: str) -> ResponseReturnValue:
    """One interchange as people read it, with what was answered."""
    row = _own(interchange_id)
    raw = _bytes(row)
    found = anatomy(raw, language(), max(1, request.args.get("from", 1, int))) if raw else None
    return render_template(
        "interchange.html",
        interchange=row,
        anatomy=found,
        answer=_answer(row),
        messages=row.messages[:MOST_LISTED],
        documents=_documents(row),
        partner=partner_of(row),
    )


@blueprint.get("/edi/interchanges/<interchange_id>/<any(original, acknowledgement):part>")
@needs(Permission.VIEW)
def interchange_file(interchange_id: str, part: str) -> ResponseReturnValue:
    """The bytes that were received or sent, or those that were answered."""
    row = _own(interchange_id)
    content = _bytes(row) if part == "original" else row.acknowledgement
    if not content:
        not_found()
    number = "".join(each for each in row.control_number if each.isascii() and each.isalnum())
    return as_file(content, MEDIA_TYPES[row.standard], f"{row.direction}-{number}-{part}{SUFFIXES[row.standard]}")


def _listed(problem: Finding | None = None) -> str:
    direction = request.args.get("direction", "")
    query = interchanges_of(organisation_id())
    if direction in (INBOUND, OUTBOUND):
        query = query.where(EdiInterchange.direction == direction)
    page = page_of(db(), query, request.args.get("page", 1, int))
    partners = {each.id: partner_of(each) for each in page.rows}
    groups = grouped([problem]) if problem else []
    return render_template("interchanges.html", page=page, direction=direction, partners=partners, groups=groups)


def _own(interchange_id: str) -> EdiInterchange:
    return find_interchange(db(), organisation_id(), interchange_id) or not_found()


def _bytes(row: EdiInterchange) -> bytes:
    """The file that it was in; empty where it wasn't kept or can't be opened."""
    try:
        return content_of(db(), row, ports())
    except (SealBroken, OSError):
        return b""


def _answer(row: EdiInterchange) -> Anatomy | None:
    return anatomy(row.acknowledgement, language()) if row.acknowledgement else None


def _documents(row: EdiInterchange) -> dict[str, str]:
    """Numbers of the documents that the reader may open, by id."""
    ids = [each.document_id for each in row.messages[:MOST_LISTED] if each.document_id]
    found = db().scalars(documents_of(organisation_id()).where(DocumentRecord.id.in_(ids)))
    return {each.id: each.number for each in found}
