"""Negotiations: where each stands, whose move it is, and the moves that can be made here."""

from uuid import uuid4

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access.roles import Permission
from app.domain.negotiation.facts import Facts
from app.errors import CountersignError
from app.pipeline.act import act, offered_actions
from app.pipeline.requests import Request
from app.storage.models import Negotiation
from app.web.acting import back_to
from app.web.actions import offers, permission_for
from app.web.axes import axes_of
from app.web.blueprint import blueprint, db, ports
from app.web.comparison import compare, ledger, ledger_headings
from app.web.guard import needs, not_found, organisation_id, visitor
from app.web.history import revisions_of, timeline_of
from app.web.labels import KIND
from app.web.queries import (
    current_documents,
    matching_negotiations,
    negotiation_of,
    negotiations_of,
    page_of,
    partner_in,
    side_of,
)
from app.web.signatures import signatures_of

CONFLICT = "negotiation.version_conflict"


@blueprint.get("/negotiations")
@needs(Permission.VIEW)
def negotiations() -> ResponseReturnValue:
    """Everything that is or was negotiated, the latest movement first."""
    kind = request.args.get("kind", "")
    return _list(kind if kind in KIND else "", "negotiations")


@blueprint.get("/contracts")
@needs(Permission.VIEW)
def contracts() -> ResponseReturnValue:
    """All contracts."""
    return _list("contract", "contracts")


def _list(kind: str, place: str) -> str:
    own = organisation_id()
    words = request.args.get("q", "").strip()
    query = matching_negotiations(negotiations_of(own), words)
    query = query.where(Negotiation.kind == kind) if kind else query
    latest_first = query.order_by(Negotiation.updated_at.desc(), Negotiation.id.desc())
    page = page_of(db(), latest_first, request.args.get("page", 1, int))
    return render_template(
        "negotiations.html",
        page=page,
        partners={each.id: partner_in(each, own) for each in page.rows},
        sides={each.id: side_of(each, own) for each in page.rows},
        documents=current_documents(db(), page.rows),
        kinds=KIND,
        kind=kind,
        words=words,
        place=place,
    )


@blueprint.get("/negotiations/<negotiation_id>")
@needs(Permission.VIEW)
def negotiation(negotiation_id: str) -> ResponseReturnValue:
    """One negotiation: the three axes, the moves, the comparison, revisions and timeline."""
    return show(own_negotiation(negotiation_id))


def show(found: Negotiation, error: CountersignError | None = None) -> str:
    """The negotiation's page, with what went wrong at its top."""
    own = organisation_id()
    facts = Facts.from_dict(found.facts)
    side = side_of(found, own)
    return render_template(
        "contract.html" if found.kind == "contract" else "negotiation.html",
        negotiation=found,
        side=side,
        ours=found.ball == side,
        partner=partner_in(found, own),
        axes=axes_of(db(), found, own),
        offers=offers(found.kind, offered_actions(found, own), visitor().person.role),
        revisions=revisions_of(db(), found, own),
        timeline=timeline_of(db(), found, own),
        signatures=signatures_of(db(), found),
        facts=facts,
        compared=compare(facts.order) if facts.order else [],
        ledger=list(ledger(facts.order)) if facts.order else [],
        ledger_headings=ledger_headings(),
        request_key=str(uuid4()),
        error=error,
        stale=error is not None and error.code == CONFLICT,
    )


@blueprint.post("/negotiations/<negotiation_id>/events")
@needs(Permission.VIEW)
def move(negotiation_id: str) -> ResponseReturnValue:
    """Make a move. Who saw another state than the present one is shown the present one, and asked again."""
    found = own_negotiation(negotiation_id)
    asked = asked_of(found, request.form.get("event", ""))
    if not visitor().may(permission_for(found.kind, asked.event)):
        error = CountersignError("access.forbidden")
        return show(found, error), 403
    try:
        act(asked, ports())
    except CountersignError as refused:
        db().expire_all()
        return show(own_negotiation(negotiation_id), refused), 409 if refused.code == CONFLICT else 422
    return back_to("negotiation", "moved", negotiation_id=negotiation_id)


def asked_of(found: Negotiation, event: str) -> Request:
    """The request that a form makes; a form without a readable version is one that saw nothing."""
    return Request(
        negotiation_id=found.id,
        event=event[:32],
        organisation_id=organisation_id(),
        person=visitor().person.email,
        expected_version=request.form.get("version", -1, int),
        reason=request.form.get("reason", "").strip()[:2000],
        idempotency_key=request.form.get("key", "")[:64],
    )


def own_negotiation(negotiation_id: str) -> Negotiation:
    """The organisation's negotiation, or 404."""
    return negotiation_of(db(), organisation_id(), negotiation_id) or not_found()
