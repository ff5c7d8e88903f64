"""The first page: what waits for the reader's organisation."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.access.roles import Permission
from app.pipeline.edi_tasks import count_open
from app.storage.models import Delivery, DocumentRecord, Negotiation
from app.web.blueprint import blueprint, db
from app.web.guard import needs, organisation_id, visitor
from app.web.labels import KIND
from app.web.queries import (
    count_by_kind,
    current_documents,
    documents_of,
    matching_negotiations,
    page_of,
    partner_in,
    waiting_for,
)

LATEST = 8
TROUBLED = ("parked", "failed")


@blueprint.get("/")
@needs(Permission.VIEW)
def work_list() -> ResponseReturnValue:
    """What waits for us, the trouble that somebody should look at, and what came last."""
    own = organisation_id()
    words = request.args.get("q", "").strip()
    kind = request.args.get("kind", "")
    waiting = matching_negotiations(waiting_for(own), words)
    shown = waiting.where(Negotiation.kind == kind) if kind in KIND else waiting
    page = page_of(db(), shown, request.args.get("page", 1, int))
    return render_template(
        "work_list.html",
        page=page,
        partners={each.id: partner_in(each, own) for each in page.rows},
        documents=current_documents(db(), page.rows),
        counts=count_by_kind(db(), waiting),
        kinds=KIND,
        kind=kind,
        words=words,
        latest=_latest(own),
        quarantined=_quarantined(own) if visitor().may("replay_quarantine") else 0,
        troubled=_troubled(own) if visitor().may("retry_deliveries") else 0,
        edi_tasks=count_open(db(), own) if visitor().may("retry_deliveries") else 0,
    )


def _latest(own: str) -> list[DocumentRecord]:
    newest = (
        documents_of(own)
        .where(DocumentRecord.state != "rejected")
        .order_by(DocumentRecord.received_at.desc(), DocumentRecord.id.desc())
    )
    return list(db().scalars(newest.limit(LATEST)))


def _quarantined(own: str) -> int:
    inner = documents_of(own).where(DocumentRecord.state == "quarantined").with_only_columns(DocumentRecord.id)
    return db().scalar(select(func.count()).select_from(inner.subquery())) or 0


def _troubled(own: str) -> int:
    wanted = select(func.count(Delivery.id)).where(Delivery.organisation_id == own, Delivery.state.in_(TROUBLED))
    return db().scalar(wanted) or 0
