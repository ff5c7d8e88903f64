"""Documents: the list, and one document with its original, its signature, its receipt and what became of it."""

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access.key_material import certificate_facts
from app.access.roles import Permission
from app.domain.documents import Document
from app.pipeline.convert import NotConvertible, original_for, read_again, render_as
from app.pipeline.edi_advice import advice_on
from app.pipeline.rows import findings_of
from app.storage.models import Delivery, DocumentRecord, FeedEntry, Negotiation
from app.storage.payloads import SealBroken
from app.web.blueprint import blueprint, db, ports
from app.web.findings import grouped
from app.web.guard import needs, not_found, organisation_id
from app.web.labels import DOCUMENT_STATE, TYPE
from app.web.originals import lines_of, suffix_of
from app.web.queries import document_of, documents_of, matching_documents, negotiation_of, page_of, signing_key
from app.web.sheets import sheet_of


@blueprint.get("/documents")
@needs(Permission.VIEW)
def documents() -> ResponseReturnValue:
    """All documents, the newest first, by type, state and words."""
    type_, state = request.args.get("type", ""), request.args.get("state", "")
    words = request.args.get("q", "").strip()
    query = matching_documents(documents_of(organisation_id()), words)
    query = query.where(DocumentRecord.type == type_) if type_ in TYPE else query
    query = query.where(DocumentRecord.state == state) if state in DOCUMENT_STATE else query
    newest_first = query.order_by(DocumentRecord.received_at.desc(), DocumentRecord.id.desc())
    page = page_of(db(), newest_first, request.args.get("page", 1, int))
    return render_template(
        "documents.html", page=page, type=type_, state=state, words=words, types=TYPE, states=DOCUMENT_STATE
    )


@blueprint.get("/documents/<document_id>")
@needs(Permission.VIEW)
def document(document_id: str) -> ResponseReturnValue:
    """One document as people read it, with everything that the server knows of it."""
    record = own_document(document_id)
    read, key = _read(record), signing_key(db(), record)
    return render_template(
        "document.html",
        record=record,
        document=read,
        sheet=sheet_of(read) if read else None,
        key=key,
        certificate=certificate_facts(key.certificate) if key else None,
        negotiation=_negotiation(record),
        deliveries=_deliveries(record),
        feed=_feed(record),
        formats=_formats(read),
        groups=grouped(findings_of(record)),
        advice=advice_on(db(), organisation_id(), record.id),
    )


@blueprint.get("/documents/<document_id>/original")
@needs(Permission.VIEW)
def original(document_id: str) -> ResponseReturnValue:
    """The bytes as they came, escaped, with line numbers."""
    record = own_document(document_id)
    text = lines_of(_bytes(record))
    return render_template("original.html", record=record, lines=text.lines, cut=text.cut)


@blueprint.get("/documents/<document_id>/download")
@needs(Permission.VIEW)
def download(document_id: str) -> ResponseReturnValue:
    """The original to keep, or the document in another syntax."""
    record = own_document(document_id)
    syntax = request.args.get("format", "")
    raw = _bytes(record)
    if not syntax:
        return as_file(raw, record.media_type, f"{_name(record)}{suffix_of(record.media_type)}")
    try:
        rendered = render_as(raw, record, syntax, ports())
    except NotConvertible:
        not_found()
    return as_file(rendered.content, rendered.media_type, f"{_name(record)}-{syntax}{suffix_of(rendered.media_type)}")


@blueprint.get("/documents/<document_id>/receipt")
@needs(Permission.VIEW)
def receipt(document_id: str) -> ResponseReturnValue:
    """The signed receipt that the sender got."""
    record = own_document(document_id)
    if not record.receipt:
        not_found()
    return as_file(record.receipt.encode(), "application/jose", f"{_name(record)}-receipt.jws")


def own_document(document_id: str) -> DocumentRecord:
    """The organisation's document, or 404."""
    return document_of(db(), organisation_id(), document_id) or not_found()


def as_file(content: bytes, media_type: str, name: str) -> Response:
    """A download: never shown in the page's own origin, whatever the bytes are."""
    response = make_response(content)
    response.headers["Content-Type"] = media_type or "application/octet-stream"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _name(record: DocumentRecord) -> str:
    """A file name from the document's type and number, with nothing in it that a file system minds."""
    number = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "_" for char in record.number)
    return f"{record.type or 'document'}-{number[:80] or record.id}"


def _bytes(record: DocumentRecord) -> bytes:
    return original_for(ports().payloads.open(db(), record.payload, record.id), record, organisation_id())


def _read(record: DocumentRecord) -> Document | None:
    """The document; None for an original that can't be read or opened (the page then shows everything else).

    One in quarantine isn't read: reading may be the very thing that failed.
    """
    if record.state == "quarantined":
        return None
    try:
        return read_again(_bytes(record), record, ports())
    except (NotConvertible, SealBroken):
        return None


def _negotiation(record: DocumentRecord) -> Negotiation | None:
    return negotiation_of(db(), organisation_id(), record.negotiation_id) if record.negotiation_id else None


def _deliveries(record: DocumentRecord) -> list[Delivery]:
    own = (Delivery.document_id == record.id, Delivery.organisation_id == organisation_id())
    return list(db().scalars(select(Delivery).where(*own).order_by(Delivery.created_at)))


def _feed(record: DocumentRecord) -> FeedEntry | None:
    return db().scalar(select(FeedEntry).where(FeedEntry.document_id == record.id).order_by(FeedEntry.offer.desc()))


def _formats(read: Document | None) -> list[str]:
    return [name for name, each in ports().formats.items() if read is not None and read.type in each.types]
