"""Agreements on X12 and EDIFACT with partners: seen, made, changed and tried, by administrators."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import audit
from app.access.organisations import partnerships_of
from app.access.roles import Permission
from app.domain.findings import Finding
from app.formats.edi.anatomy import anatomy
from app.pipeline.edi_agreements import Place, Saved, agreement_at, agreements_of, as_value, check, save, shown
from app.pipeline.edi_terms import DIRECTIONS, STANDARDS
from app.pipeline.edi_trying import Trial, try_sending, try_taking
from app.pipeline.transactions import in_transaction
from app.storage.models import Partnership
from app.storage.unit_of_work import UnitOfWork
from app.web.acting import back_to
from app.web.blueprint import blueprint, db, ports
from app.web.findings import grouped
from app.web.forms.edi_agreements import choices_of, defaults, given_in, problems_in, sections_for, written
from app.web.guard import needs, not_found, organisation_id, visitor
from app.web.language import language

AT = "/partners/<partnership_id>/edi/<standard>/<direction>"


@blueprint.get("/edi/agreements")
@needs(Permission.MANAGE)
def edi_agreements() -> ResponseReturnValue:
    """Every agreement, by partner."""
    partners = partnerships_of(db(), organisation_id())
    return render_template(
        "edi_agreements.html",
        rows=agreements_of(db(), organisation_id()),
        partnerships={each.partner_id: each.id for each in partners},
        partners={each.id: each.partner.name for each in partners},
        standards={"x12": "X12", "edifact": "EDIFACT"},
        directions=DIRECTIONS,
    )


@blueprint.get("/edi/agreements/new")
@needs(Permission.MANAGE)
def new_edi_agreement() -> ResponseReturnValue:
    """To the form of the agreement that was chosen: one that is there already is changed."""
    standard, direction = request.args.get("standard", ""), request.args.get("direction", "")
    partnership = _partnership(request.args.get("partner", ""))
    if standard not in STANDARDS or direction not in DIRECTIONS:
        not_found()
    return redirect(_address(partnership, standard, direction))


@blueprint.get(AT)
@needs(Permission.MANAGE)
def edi_agreement(partnership_id: str, standard: str, direction: str) -> ResponseReturnValue:
    """One agreement, there or to be made."""
    partnership = _partnership(partnership_id)
    return _page(partnership, _place(partnership, standard, direction), _now(partnership, standard, direction))


@blueprint.post(AT)
@needs(Permission.MANAGE)
def save_edi_agreement(partnership_id: str, standard: str, direction: str) -> ResponseReturnValue:
    """Save what the form says, or try it without saving."""
    partnership = _partnership(partnership_id)
    place = _place(partnership, standard, direction)
    given = given_in(request.form, _now(partnership, standard, direction), standard, direction)
    if "try" in request.form:
        return _tried(partnership, place, given)
    saved = in_transaction(ports().database, lambda uow: _saved(uow, partnership, place, given))
    if saved.findings:
        return _page(partnership, place, given, saved.findings), 422
    return back_to("edi_agreement", "edi-agreement-saved", **_parts(partnership, standard, direction))


def _saved(uow: UnitOfWork, partnership: Partnership, place: Place, given: dict[str, Any]) -> Saved:
    now = ports().clock()
    saved = save(uow.session, place, given, now)
    if saved.agreement is not None:
        subject = f"{partnership.partner.name} {place.standard} {place.direction}"
        by = audit.Actor.person(visitor().person)
        audit.record(uow.session, by, "edi_agreement.set", subject, now, changed=", ".join(saved.changed))
    return saved


def _tried(partnership: Partnership, place: Place, given: dict[str, Any]) -> ResponseReturnValue:
    wrong = check(db(), place, given)
    if wrong:
        return _page(partnership, place, given, tuple(wrong)), 422
    agreement = as_value(place, given, ports().clock())
    if place.direction == "outbound":
        trial = try_sending(db(), agreement, partnership.partner.name, ports())
    else:
        limit = ports().settings.max_document_bytes
        trial = try_taking(agreement, request.form.get("interchange", "").encode()[:limit], ports())
    return _page(partnership, place, given, trial=trial)


def _page(
    partnership: Partnership,
    place: Place,
    values: dict[str, Any],
    findings: tuple[Finding, ...] = (),
    trial: Trial | None = None,
) -> str:
    return render_template(
        "edi_agreement.html",
        partnership=partnership,
        place_of=place,
        is_there=agreement_at(db(), place) is not None,
        sections=sections_for(place.standard, place.direction),
        values={name: value if isinstance(value, bool) else written(value) for name, value in values.items()},
        choices_of=choices_of,
        problems=problems_in(findings, language()),
        trial=trial,
        tried=anatomy(trial.content, language()) if trial and trial.content else None,
        answered=anatomy(trial.answer, language()) if trial and trial.answer else None,
        groups=grouped(trial.findings) if trial else [],
        interchange=request.form.get("interchange", ""),
    )


def _now(partnership: Partnership, standard: str, direction: str) -> dict[str, Any]:
    row = agreement_at(db(), _place(partnership, standard, direction))
    return shown(row) if row is not None else defaults(standard)


def _place(partnership: Partnership, standard: str, direction: str) -> Place:
    own = organisation_id()
    place = Place(organisation_id=own, partner_id=partnership.partner_id, standard=standard, direction=direction)
    return place if place.exists else not_found()


def _partnership(partnership_id: str) -> Partnership:
    row = db().get(Partnership, partnership_id)
    return row if row is not None and row.organisation_id == organisation_id() else not_found()


def _parts(partnership: Partnership, standard: str, direction: str) -> dict[str, str]:
    return {"partnership_id": partnership.id, "standard": standard, "direction": direction}


def _address(partnership: Partnership, standard: str, direction: str) -> str:
    return url_for("web.edi_agreement", **_parts(partnership, standard, direction))  # type: ignore[arg-type]  # values of the path
