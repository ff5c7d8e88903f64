"""For administrators: people, API clients, and the audit trail."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.clients import NewClient, Registered, Scope, register_client, revoke_client, scopes_from
from app.access.people import NewPerson, add_person, change_role, set_active, set_password
from app.access.roles import PERMISSIONS, Permission
from app.errors import CountersignError
from app.storage.models import ApiClient, AuditEntry, Person
from app.web.acting import acting, back_to
from app.web.blueprint import blueprint, db, ports
from app.web.forms.reading import FormReader
from app.web.guard import needs, not_found, organisation_id
from app.web.labels import ROLE
from app.web.language import LANGUAGES, language
from app.web.queries import page_of


@blueprint.get("/people")
@needs(Permission.MANAGE_PEOPLE)
def people() -> ResponseReturnValue:
    """The organisation's staff."""
    return _people({})


def _people(problems: dict[str, str]) -> str:
    rows = db().scalars(select(Person).where(Person.organisation_id == organisation_id()).order_by(Person.name)).all()
    return render_template(
        "people.html", rows=rows, roles=ROLE, permissions=PERMISSIONS, problems=problems, form=request.form
    )


@blueprint.post("/people")
@needs(Permission.MANAGE_PEOPLE)
def new_person() -> ResponseReturnValue:
    """Add somebody."""
    reader = FormReader(request.form, language())
    new = NewPerson(
        organisation_id=organisation_id(),
        email=reader.text("email", 254),
        name=reader.text("name"),
        role=reader.choice("role", ROLE),
        password=request.form.get("password", ""),
        language=reader.choice("language", LANGUAGES),
    )
    if not reader.problems:
        try:
            with acting("person.add", new.email, role=new.role) as uow:
                add_person(uow.session, new, ports().clock())
        except CountersignError as refused:
            reader.note("password" if "password" in refused.code else "email", refused)
    return (_people(reader.problems), 422) if reader.problems else back_to("people", "person-added")


@blueprint.post("/people/<person_id>")
@needs(Permission.MANAGE_PEOPLE)
def change_person(person_id: str) -> ResponseReturnValue:
    """Another role, a new password, in or out of action."""
    reader = FormReader(request.form, language())
    change = reader.choice("change", {"role": 1, "password": 1, "in": 1, "out": 1})
    if not reader.problems:
        try:
            with acting(f"person.{change}", f"person:{person_id}") as uow:
                _apply(uow.session, _own_person(uow.session, person_id), change)
        except CountersignError as refused:
            reader.note(f"person-{person_id}", refused)
    return (_people(reader.problems), 422) if reader.problems else back_to("people", "person-changed")


def _apply(session: Session, person: Person, change: str) -> None:
    if change == "role":
        change_role(session, person, request.form.get("role", ""))
    elif change == "password":
        set_password(session, person, request.form.get("password", ""))
    else:
        set_active(session, person, change == "in")


def _own_person(session: Session, person_id: str) -> Person:
    person = session.get(Person, person_id)
    return person if person is not None and person.organisation_id == organisation_id() else not_found()


@blueprint.get("/clients")
@needs(Permission.MANAGE_PEOPLE)
def clients() -> ResponseReturnValue:
    """The organisation's programs."""
    return _clients({})


def _clients(problems: dict[str, str], registered: Registered | None = None) -> str:
    query = select(ApiClient).where(ApiClient.organisation_id == organisation_id()).order_by(ApiClient.name)
    return render_template(
        "clients.html",
        rows=db().scalars(query).all(),
        scopes=list(Scope),
        problems=problems,
        registered=registered,
        form=request.form,
    )


@blueprint.post("/clients")
@needs(Permission.MANAGE_PEOPLE)
def new_client() -> ResponseReturnValue:
    """Make a client; its key is on the page that answers, and nowhere else ever again."""
    reader = FormReader(request.form, language())
    name = reader.text("name")
    registered = None
    if not reader.problems:
        try:
            with acting("client.add", name) as uow:
                new = NewClient(organisation_id(), name, scopes_from(request.form.getlist("scopes")))
                registered = register_client(uow.session, new, client_secret(), ports().clock())
        except CountersignError as refused:
            reader.note("scopes", refused)
    return _clients(reader.problems, registered), 422 if reader.problems else 200


@blueprint.post("/clients/<client_id>/revoke")
@needs(Permission.MANAGE_PEOPLE)
def end_client(client_id: str) -> ResponseReturnValue:
    """Its key opens nothing any more."""
    with acting("client.revoke", f"client:{client_id}") as uow:
        client = uow.session.get(ApiClient, client_id)
        if client is None or client.organisation_id != organisation_id():
            not_found()
        revoke_client(client)
    return back_to("clients", "client-revoked")


@blueprint.get("/audit")
@needs(Permission.MANAGE_PEOPLE)
def audit_trail() -> ResponseReturnValue:
    """Who did what, the newest first."""
    query = select(AuditEntry).where(AuditEntry.organisation_id == organisation_id())
    who = request.args.get("who", "").strip()
    query = query.where(AuditEntry.actor.icontains(who[:100], autoescape=True)) if who else query
    page = page_of(db(), query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()), request.args.get("page", 1, int))
    return render_template("audit.html", page=page, who=who)


def client_secret() -> bytes:
    """The secret under which clients' keys are hashed: derived from the root key, for this purpose only."""
    return ports().payloads.keys.derived("api-keys")
