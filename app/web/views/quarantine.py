"""Quarantine: documents that an unexpected fault stopped; nothing of them is lost."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access.roles import Permission
from app.pipeline.messages import Verdict
from app.pipeline.replay import replay
from app.storage.models import DocumentRecord
from app.web.acting import acting, back_to
from app.web.blueprint import blueprint, db, ports
from app.web.guard import needs, organisation_id
from app.web.queries import documents_of, page_of
from app.web.views.documents import own_document


@blueprint.get("/quarantine")
@needs(Permission.VIEW)
def quarantine() -> ResponseReturnValue:
    """What lies in quarantine, the newest first."""
    query = documents_of(organisation_id()).where(DocumentRecord.state == "quarantined")
    page = page_of(db(), query.order_by(DocumentRecord.received_at.desc()), request.args.get("page", 1, int))
    return render_template("quarantine.html", page=page)


@blueprint.post("/quarantine/<document_id>/replay")
@needs(Permission.REPLAY_QUARANTINE)
def replay_document(document_id: str) -> ResponseReturnValue:
    """Process it again; what comes of it is on the document's page."""
    record = own_document(document_id)
    outcome = replay(record.id, ports())
    verdict = outcome.verdict if outcome else ""
    with acting("document.replay", f"document:{record.id}", verdict=verdict):
        pass
    done = "replay-failed" if verdict == Verdict.QUARANTINED else "replayed"
    return back_to("document", done, document_id=record.id)
