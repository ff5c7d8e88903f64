"""Agreements on X12 and EDIFACT with a partner."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from app.access import audit
from app.access.clients import Scope
from app.api.context import NotFound, client, own, ports
from app.api.guard import requires
from app.api.problems import problem
from app.api.schemas import OrganisationShape, Problem
from app.api.shapes import organisation
from app.domain.clock import iso
from app.pipeline.edi_agreements import Place, agreement_at, agreements_of, save, shown
from app.pipeline.edi_terms import DIRECTIONS, STANDARDS
from app.pipeline.transactions import in_transaction
from app.storage.models import EdiAgreement, Partnership
from app.storage.unit_of_work import UnitOfWork

blueprint = Blueprint("edi_agreements", __name__, url_prefix="/api/v1", description="Agreements on X12 and EDIFACT")

AT = "/partners/<partnership_id>/edi-agreements/<standard>/<direction>"
_ADDRESS = validate.Length(max=35)
_ONE = {"description": "one character, or its number as 0x1D"}


class Agreement(Schema):
    """Both addresses and the terms; what is absent takes the standard's default."""

    own_qualifier = fields.String(validate=_ADDRESS, metadata={"description": "ISA05 or ISA07; 0007"})
    own_id = fields.String(required=True, validate=_ADDRESS, metadata={"description": "ISA06 or ISA08; 0004 or 0010"})
    own_sub_address = fields.String(validate=_ADDRESS, metadata={"description": "EDIFACT 0008 or 0014"})
    own_group_id = fields.String(validate=_ADDRESS, metadata={"description": "GS02 or GS03; 0040 or 0044"})
    their_qualifier = fields.String(validate=_ADDRESS)
    their_id = fields.String(required=True, validate=_ADDRESS)
    their_sub_address = fields.String(validate=_ADDRESS)
    their_group_id = fields.String(validate=_ADDRESS)
    version = fields.String(metadata={"description": "ISA12 (00401); the syntax (UNOC:3)"})
    message_version = fields.String(metadata={"description": "GS08 (004010); D:96A:UN, D:96A:UN:EAN008"})
    element_separator = fields.String(metadata=_ONE)
    component_separator = fields.String(metadata=_ONE)
    repetition_separator = fields.String(metadata=_ONE)
    release_character = fields.String(metadata=_ONE)
    segment_terminator = fields.String(metadata=_ONE)
    line_break = fields.String(metadata={"description": "after each terminator: empty, lf or crlf"})
    decimal_mark = fields.String()
    character_set = fields.String(metadata={"description": "empty: the one that the syntax says"})
    test = fields.Boolean(metadata={"description": "ISA15 is T; UNB 0035 is 1"})
    ask_acknowledgement = fields.Boolean(metadata={"description": "ISA14; UNB 0031"})
    acknowledgement = fields.String(metadata={"description": "what is answered: 997, 999, contrl or none"})
    interchange_acknowledgement = fields.Boolean(metadata={"description": "a TA1 as well"})
    acknowledge = fields.String(metadata={"description": "always, errors or never"})
    application_advice = fields.String(metadata={"description": "824 or APERAK: never, of errors, or always"})
    batch_documents = fields.Integer(strict=True)
    batch_minutes = fields.Integer(strict=True)
    acceptance = fields.String(metadata={"description": "of a message with errors: reject or accept"})
    acknowledgement_minutes = fields.Integer(strict=True, metadata={"description": "0: no answer is awaited"})
    overlay = fields.String(metadata={"description": "the partner's mapping overlay"})
    currency = fields.String(metadata={"description": "of messages that name none"})
    duplicates = fields.String(metadata={"description": "control numbers are unique: forever, or within a day"})
    active = fields.Boolean()


class AgreementShape(Agreement):
    """An agreement with the partner that it is with."""

    id = fields.String(required=True)
    standard = fields.String(required=True, validate=validate.OneOf(STANDARDS))
    direction = fields.String(required=True, validate=validate.OneOf(DIRECTIONS))
    partner = fields.Nested(OrganisationShape)
    updated_at = fields.String()


@blueprint.route("/partners/<partnership_id>/edi-agreements", methods=["GET"])
@blueprint.doc(summary="List the agreements on X12 and EDIFACT with a partner")
@blueprint.response(200, AgreementShape(many=True))
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.PARTNERS)
def listing(partnership_id: str) -> list[dict[str, Any]]:
    """Every agreement with the partner."""
    with ports().database.reading() as session:
        partner_id = _partnership(session, partnership_id).partner_id
        return [_shape(each) for each in agreements_of(session, own(), partner_id)]


@blueprint.route(AT, methods=["GET"])
@blueprint.doc(summary="See an agreement on X12 or EDIFACT")
@blueprint.response(200, AgreementShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.PARTNERS)
def one(partnership_id: str, standard: str, direction: str) -> dict[str, Any]:
    """The agreement on one standard in one direction."""
    with ports().database.reading() as session:
        found = agreement_at(session, _place(session, partnership_id, standard, direction))
        if found is None:
            raise NotFound
        return _shape(found)


@blueprint.route(AT, methods=["PUT"])
@blueprint.doc(summary="Make or replace an agreement on X12 or EDIFACT")
@blueprint.arguments(Agreement)
@blueprint.response(200, AgreementShape)
@blueprint.alt_response(404, schema=Problem)
@blueprint.alt_response(422, schema=Problem)
@requires(Scope.PARTNERS)
def replace(body: dict[str, Any], partnership_id: str, standard: str, direction: str) -> dict[str, Any] | Response:
    """The agreement becomes what the body says; the answer to one that can't hold has every finding."""

    def work(uow: UnitOfWork) -> dict[str, Any] | Response:
        saved = save(uow.session, _place(uow.session, partnership_id, standard, direction), body, ports().clock())
        if saved.agreement is None:
            first = saved.findings[0]
            return problem(first.code, 422, saved.findings, None, **first.params)
        _record(uow.session, saved.agreement, saved.changed)
        return _shape(saved.agreement)

    return in_transaction(ports().database, work)


def _place(session: Session, partnership_id: str, standard: str, direction: str) -> Place:
    partner_id = _partnership(session, partnership_id).partner_id
    place = Place(organisation_id=own(), partner_id=partner_id, standard=standard, direction=direction)
    if not place.exists:
        raise NotFound
    return place


def _partnership(session: Session, partnership_id: str) -> Partnership:
    row = session.get(Partnership, partnership_id)
    if row is None or row.organisation_id != own():
        raise NotFound
    return row


def _shape(row: EdiAgreement) -> dict[str, Any]:
    return {
        "id": row.id,
        "standard": row.standard,
        "direction": row.direction,
        "partner": organisation(row.partner),
        "updated_at": iso(row.updated_at),
        **shown(row),
    }


def _record(session: Session, row: EdiAgreement, changed: tuple[str, ...]) -> None:
    subject = f"{row.partner.name} {row.standard} {row.direction}"
    by = audit.Actor.client(client())
    audit.record(session, by, "edi_agreement.set", subject, ports().clock(), changed=", ".join(changed))
