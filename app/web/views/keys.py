"""The organisation's keys: what its signatures are verified with."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.access.key_material import describe
from app.access.keys import NewKey, is_active, keys_of, register_key, revoke_key
from app.access.roles import Permission
from app.errors import CountersignError
from app.storage.models import RegisteredKey
from app.web.acting import acting, back_to
from app.web.blueprint import blueprint, db, ports
from app.web.forms.reading import FormReader
from app.web.guard import needs, not_found, organisation_id, visitor
from app.web.labels import KEY_ROLE
from app.web.language import language


@blueprint.get("/keys")
@needs(Permission.VIEW)
def keys() -> ResponseReturnValue:
    """All keys, the revoked and the expired too."""
    return _page({})


def _page(problems: dict[str, str]) -> str:
    rows, now = keys_of(db(), organisation_id()), ports().clock()
    return render_template(
        "keys.html",
        rows=rows[::-1],
        kinds={each.id: describe(each.public_key) for each in rows},
        active={each.id: is_active(each, now) for each in rows},
        roles=KEY_ROLE,
        problems=problems,
        form=request.form,
    )


@blueprint.post("/keys")
@needs(Permission.MANAGE)
def add_key() -> ResponseReturnValue:
    """Register a certificate or a public key."""
    reader = FormReader(request.form, language())
    zone = visitor().organisation.time_zone
    new = NewKey(
        organisation_id=organisation_id(),
        material=reader.text("material", 64_000).encode(),
        kid=reader.text("kid", 128, required=False),
        role=reader.choice("role", KEY_ROLE),
        active_from=reader.day("active_from", zone),
        active_to=reader.day("active_to", zone),
    )
    if not reader.problems:
        _register(new, reader)
    return (_page(reader.problems), 422) if reader.problems else back_to("keys", "key-registered")


def _register(new: NewKey, reader: FormReader) -> None:
    try:
        with acting("key.register", new.kid or "–") as uow:
            register_key(uow.session, new, ports().clock())
    except CountersignError as refused:
        reader.note("material", refused)


@blueprint.get("/keys/<key_id>/revoke")
@needs(Permission.MANAGE)
def confirm_revocation(key_id: str) -> ResponseReturnValue:
    """Ask before revoking: it can't be taken back."""
    return render_template("revoke_key.html", key=_own(db(), key_id))


@blueprint.post("/keys/<key_id>/revoke")
@needs(Permission.MANAGE)
def revoke(key_id: str) -> ResponseReturnValue:
    """From now on nothing that the key signs is accepted."""
    with acting("key.revoke", f"key:{key_id}", reason=request.form.get("reason", "")[:1000]) as uow:
        revoke_key(_own(uow.session, key_id), request.form.get("reason", "")[:1000], ports().clock())
    return back_to("keys", "key-revoked")


def _own(session: Session, key_id: str) -> RegisteredKey:
    key = session.get(RegisteredKey, key_id)
    return key if key is not None and key.organisation_id == organisation_id() else not_found()
