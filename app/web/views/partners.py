"""Partners: with whom the organisation trades, and what it asks of each."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access.keys import keys_of
from app.access.organisations import (
    NewPartnership,
    are_partners,
    link,
    organisation_for,
    partnership,
    partnerships_of,
)
from app.access.roles import Permission
from app.domain.identifiers import Identifier
from app.errors import CountersignError, message
from app.errors.access import FIELD_INVALID
from app.pipeline.edi_agreements import agreements_of
from app.pipeline.policy import policy_of
from app.storage.models import Organisation, Partnership
from app.web.acting import acting, back_to
from app.web.blueprint import blueprint, db, ports
from app.web.forms.partners import policy_from
from app.web.guard import needs, not_found, organisation_id
from app.web.labels import TYPE
from app.web.language import language


@blueprint.get("/partners")
@needs(Permission.VIEW)
def partners() -> ResponseReturnValue:
    """Everybody that the organisation trades with."""
    return _page()


def _page(problems: dict[str, str] | None = None) -> str:
    own = organisation_id()
    rows = partnerships_of(db(), own)
    agreed = {each.id: are_partners(db(), own, each.partner_id) for each in rows}
    return render_template("partners.html", rows=rows, agreed=agreed, problems=problems or {}, form=request.form)


@blueprint.post("/partners")
@needs(Permission.MANAGE)
def add_partner() -> ResponseReturnValue:
    """Begin to trade with an organisation of this server, found by one of its identifiers."""
    given = Identifier(request.form.get("identifier", "")[:200], request.form.get("scheme", "")[:64])
    found = _find(given)
    if found is None or found.id == organisation_id():
        words = message(FIELD_INVALID, language(), {"field": "identifier", "value": str(given) or "–"})
        return _page({"identifier": words}), 422
    with acting("partner.add", found.name) as uow:
        row = link(uow.session, NewPartnership(organisation_id(), found.id), ports().clock())
    return back_to("partner", "partner-saved", partnership_id=row.id)


def _find(given: Identifier) -> Organisation | None:
    try:
        return organisation_for(db(), (given,))
    except CountersignError:
        return None


@blueprint.get("/partners/<partnership_id>")
@needs(Permission.VIEW)
def partner(partnership_id: str) -> ResponseReturnValue:
    """One partner: identifiers, keys, and the agreed policy."""
    row = _own(partnership_id)
    return render_template(
        "partner.html",
        row=row,
        policy=policy_of(row.policy),
        keys=keys_of(db(), row.partner_id),
        theirs=partnership(db(), row.partner_id, organisation_id()),
        now=ports().clock(),
        types=TYPE,
        syntaxes={name: name for name in ports().formats},
        agreed={(each.standard, each.direction) for each in agreements_of(db(), organisation_id(), row.partner_id)},
    )


@blueprint.post("/partners/<partnership_id>")
@needs(Permission.MANAGE)
def change_partner(partnership_id: str) -> ResponseReturnValue:
    """Another policy, or the end of trading."""
    row = _own(partnership_id)
    ends = "end" in request.form
    with acting("partner.end" if ends else "partner.change", row.partner.name) as uow:
        stored = uow.session.get_one(Partnership, row.id)
        if ends:
            stored.active = False
        else:
            stored.policy, stored.active = policy_from(request.form, stored.policy, ports().formats), True
    return back_to("partner", "partner-ended" if ends else "partner-saved", partnership_id=row.id)


def _own(partnership_id: str) -> Partnership:
    row = db().get(Partnership, partnership_id)
    return row if row is not None and row.organisation_id == organisation_id() else not_found()
