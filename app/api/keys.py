"""Keys: what the organisation's signatures are verified with; and the server's own, for whoever verifies receipts."""

import json
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from app.access import audit
from app.access.clients import Scope
from app.access.keys import NewKey, keys_of, register_key, revoke_key
from app.access.revocation import lists_of, register_list
from app.api import shapes
from app.api.context import NotFound, client, own, ports
from app.api.guard import requires
from app.api.record_schemas import KeyShape, NewKeyShape, NewRevocationList, Revocation, RevocationListShape
from app.api.schemas import Problem
from app.errors import CountersignError
from app.storage.models import RegisteredKey

blueprint = Blueprint("keys", __name__, url_prefix="/api/v1", description="Keys and certificates")


@blueprint.route("/keys", methods=["GET"])
@blueprint.doc(summary="List the organisation's keys")
@blueprint.response(200, KeyShape(many=True))
@requires(Scope.KEYS)
def listing() -> list[dict[str, Any]]:
    """Every key, the revoked and the expired too."""
    with ports().database.reading() as session:
        return [shapes.key(each) for each in keys_of(session, own())]


@blueprint.route("/keys", methods=["POST"])
@blueprint.doc(summary="Register a certificate or a public key")
@blueprint.arguments(NewKeyShape)
@blueprint.response(201, KeyShape)
@blueprint.alt_response(422, schema=Problem, description="unreadable, private, weak, or its name is taken")
@requires(Scope.KEYS)
def add(body: dict[str, Any]) -> dict[str, Any]:
    """Register a key; several may be active at once, so that keys can be rolled over."""
    new = NewKey(
        organisation_id=own(),
        material=_material(body["material"]),
        kid=body["kid"],
        role=body["role"],
        active_from=body["active_from"],
        active_to=body["active_to"],
    )
    with ports().database.unit_of_work() as uow:
        row = register_key(uow.session, new, ports().clock())
        audit.record(uow.session, audit.Actor.client(client()), "key.register", row.kid, ports().clock())
        uow.commit()
        return shapes.key(row)


def _material(given: Any) -> bytes:
    if isinstance(given, str):
        return given.encode()
    if isinstance(given, dict):
        return json.dumps(given).encode()
    raise CountersignError("api.invalid", detail="material: PEM text or a JWK object")


@blueprint.route("/keys/<key_id>/revoke", methods=["POST"])
@blueprint.doc(summary="Revoke a key")
@blueprint.arguments(Revocation)
@blueprint.response(200, KeyShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.KEYS)
def revoke(body: dict[str, Any], key_id: str) -> dict[str, Any]:
    """From now on nothing that the key signs is accepted."""
    with ports().database.unit_of_work() as uow:
        row = uow.session.get(RegisteredKey, key_id)
        if row is None or row.organisation_id != own():
            raise NotFound
        revoke_key(row, body["reason"], ports().clock())
        audit.record(uow.session, audit.Actor.client(client()), "key.revoke", row.kid, ports().clock())
        uow.commit()
        return shapes.key(row)


@blueprint.route("/keys/revocation-lists", methods=["GET"])
@blueprint.doc(summary="List the organisation's certificate revocation lists")
@blueprint.response(200, RevocationListShape(many=True))
@requires(Scope.KEYS)
def revocation_lists() -> list[dict[str, Any]]:
    """The newest list of each issuer."""
    with ports().database.reading() as session:
        return [shapes.revocation_list(each) for each in lists_of(session, own())]


@blueprint.route("/keys/revocation-lists", methods=["POST"])
@blueprint.doc(summary="Hand in a certificate revocation list")
@blueprint.arguments(NewRevocationList)
@blueprint.response(201, RevocationListShape)
@blueprint.alt_response(
    422, schema=Problem, description="unreadable, not the authority's, or older than the present one"
)
@requires(Scope.KEYS)
def add_revocation_list(body: dict[str, Any]) -> dict[str, Any]:
    """From now on what the list names is refused, whatever chain it comes with."""
    with ports().database.unit_of_work() as uow:
        row = register_list(uow.session, own(), body["material"].encode(), ports().clock())
        audit.record(uow.session, audit.Actor.client(client()), "key.revocation_list", row.issuer, ports().clock())
        uow.commit()
        return shapes.revocation_list(row)


@blueprint.route("/jwks.json", methods=["GET"])
@blueprint.doc(summary="The server's public keys", description="A JWK Set: what receipts are verified with.")
@blueprint.response(200, description="a JWK Set (RFC 7517)")
def server_keys() -> Response:
    """The server's own public keys."""
    return Response(json.dumps(ports().signer.jwks()), mimetype="application/jwk-set+json")
