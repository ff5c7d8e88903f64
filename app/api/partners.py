"""Partners: with whom the organisation trades, and how."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from app.access import audit
from app.access.clients import Scope
from app.access.organisations import NewPartnership, link, organisation_for, partnerships_of
from app.api import shapes
from app.api.context import NotFound, client, own, ports
from app.api.guard import requires
from app.api.record_schemas import NewPartner, PartnerChange, PartnershipShape
from app.api.schemas import Problem
from app.domain.identifiers import Identifier
from app.domain.negotiation.policy import Policy as Rules
from app.errors import CountersignError
from app.pipeline.policy import policy_of
from app.storage.models import Partnership
from app.validation.rulesets import is_known

blueprint = Blueprint("partners", __name__, url_prefix="/api/v1", description="Partners")


@blueprint.route("/partners", methods=["GET"])
@blueprint.doc(summary="List partners")
@blueprint.response(200, PartnershipShape(many=True))
@requires(Scope.PARTNERS)
def listing() -> list[dict[str, Any]]:
    """Everybody that the organisation trades with."""
    with ports().database.reading() as session:
        return [shapes.partnership(each) for each in partnerships_of(session, own())]


@blueprint.route("/partners", methods=["POST"])
@blueprint.doc(summary="Begin to trade with an organisation of this server")
@blueprint.arguments(NewPartner)
@blueprint.response(201, PartnershipShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.PARTNERS)
def add(body: dict[str, Any]) -> dict[str, Any]:
    """Take an organisation as a partner, or go on with another policy."""
    _check_policy(body["policy"])
    with ports().database.unit_of_work() as uow:
        wanted = Identifier(body["identifier"]["value"], body["identifier"]["scheme"])
        partner = organisation_for(uow.session, (wanted,))
        if partner is None or partner.id == own():
            raise NotFound
        row = link(uow.session, NewPartnership(own(), partner.id, body["policy"]), ports().clock())
        _record(uow.session, "partner.add", partner.name)
        uow.commit()
        return shapes.partnership(row)


@blueprint.route("/partners/<partnership_id>", methods=["PATCH"])
@blueprint.doc(summary="Change a partner's policy, or stop trading")
@blueprint.arguments(PartnerChange)
@blueprint.response(200, PartnershipShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.PARTNERS)
def change(body: dict[str, Any], partnership_id: str) -> dict[str, Any]:
    """Change how the organisation trades with a partner."""
    _check_policy(body.get("policy", {}))
    with ports().database.unit_of_work() as uow:
        row = uow.session.get(Partnership, partnership_id)
        if row is None or row.organisation_id != own():
            raise NotFound
        for name, value in body.items():
            setattr(row, name, value)
        _record(uow.session, "partner.change", row.partner.name)
        uow.commit()
        return shapes.partnership(row)


def _check_policy(policy: dict[str, Any]) -> None:
    try:
        rulesets = policy_of(policy).rulesets
        Rules.of(policy)
    except (ValueError, TypeError, AttributeError) as error:
        raise CountersignError("api.invalid", detail=f"policy: {error}") from None
    syntax = policy.get("syntax", "")
    if syntax != "" and (not isinstance(syntax, str) or syntax not in ports().formats):
        raise CountersignError("api.invalid", detail=f"policy: no syntax {syntax!r}")
    unknown = [each for each in rulesets if not is_known(each, ports().rules)]
    if unknown:
        raise CountersignError("api.invalid", detail=f"policy: no rules {unknown[0][:100]!r}")


def _record(session: Session, action: str, subject: str) -> None:
    audit.record(session, audit.Actor.client(client()), action, subject, ports().clock())
