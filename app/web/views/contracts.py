"""Contracts: the redline between versions, and signing exactly one version with one's own password."""

from dataclasses import replace
from uuid import uuid4

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access import audit
from app.access.roles import Permission
from app.domain.documents import Contract
from app.errors import CountersignError
from app.pipeline.act import act, offered_actions
from app.pipeline.convert import NotConvertible, read_again
from app.pipeline.signing import signed_in_browser
from app.storage.models import DocumentRecord, Negotiation
from app.web.acting import back_to
from app.web.blueprint import blueprint, db, ports
from app.web.confirming import require_password
from app.web.guard import needs, not_found, organisation_id, visitor
from app.web.history import revisions_of
from app.web.redline import redline_clauses, redline_fields
from app.web.sheets import sheet_of
from app.web.views.documents import own_document
from app.web.views.negotiations import CONFLICT, asked_of, own_negotiation, show


@blueprint.get("/negotiations/<negotiation_id>/redline")
@needs(Permission.VIEW)
def redline(negotiation_id: str) -> ResponseReturnValue:
    """What differs between two versions."""
    versions = _versions(own_negotiation(negotiation_id))
    if len(versions) < 2:
        not_found()
    newest = int(versions[0].revision)
    after = _version(versions, request.args.get("after", newest, int))
    before = _version(versions, request.args.get("before", newest - 1, int))
    old, new = _read(before), _read(after)
    return render_template(
        "redline.html",
        negotiation=own_negotiation(negotiation_id),
        versions=versions,
        before=before,
        after=after,
        fields=redline_fields(old, new),
        clauses=redline_clauses(old, new),
    )


@blueprint.get("/negotiations/<negotiation_id>/sign")
@needs(Permission.SIGN_CONTRACTS)
def confirm_signature(negotiation_id: str) -> ResponseReturnValue:
    """Show what would be signed, with its digest, and ask for the password."""
    return _confirmation(_signable(negotiation_id))


def _confirmation(found: Negotiation, error: CountersignError | None = None) -> str:
    version = _versions(found)[0]
    return render_template(
        "sign.html",
        negotiation=found,
        version=version,
        sheet=sheet_of(_read(version)),
        request_key=str(uuid4()),
        error=error,
    )


@blueprint.post("/negotiations/<negotiation_id>/sign")
@needs(Permission.SIGN_CONTRACTS)
def sign(negotiation_id: str) -> ResponseReturnValue:
    """Sign exactly the version whose digest was shown, after the password was given again."""
    found = _signable(negotiation_id)
    digest = request.form.get("digest", "")
    asked = replace(asked_of(found, "sign"), detail={"digest": f"sha-256:{digest}"})
    try:
        _check_digest(_versions(found)[0], digest)
        require_password("password")
        act(signed_in_browser(asked, ports()), ports())
    except CountersignError as refused:
        db().expire_all()
        if refused.code == CONFLICT:
            return show(own_negotiation(negotiation_id), refused), 409
        return _confirmation(own_negotiation(negotiation_id), refused), 422
    _record(found, digest)
    return back_to("negotiation", "signed", negotiation_id=negotiation_id)


def _check_digest(version: DocumentRecord, digest: str) -> None:
    if version.sha256 != digest:
        raise CountersignError(CONFLICT, current=version.revision, expected="–")


def _record(found: Negotiation, digest: str) -> None:
    by = audit.Actor.person(visitor().person)
    with ports().database.unit_of_work() as uow:
        audit.record(uow.session, by, "contract.sign", f"contract:{found.number}", ports().clock(), sha256=digest)
        uow.commit()


def _signable(negotiation_id: str) -> Negotiation:
    found = own_negotiation(negotiation_id)
    possible = any(each.event == "sign" for each in offered_actions(found, organisation_id()))
    return found if possible and _versions(found) else not_found()


def _versions(found: Negotiation) -> list[DocumentRecord]:
    """The contract's versions, the newest first."""
    documents = revisions_of(db(), found, organisation_id())
    versions = [each for each in documents if each.type == "contract" and each.revision.isdecimal()]
    return sorted(versions, key=lambda each: int(each.revision), reverse=True)


def _version(versions: list[DocumentRecord], number: int) -> DocumentRecord:
    return next((each for each in versions if each.revision == str(number)), None) or not_found()


def _read(record: DocumentRecord) -> Contract:
    raw = ports().payloads.open(db(), own_document(record.id).payload, record.id)
    try:
        document = read_again(raw, record, ports())
    except NotConvertible:
        not_found()
    return document if isinstance(document, Contract) else not_found()
