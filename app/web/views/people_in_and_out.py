"""Log-in, log-out, language, and the person's own page."""

from urllib.parse import urlsplit

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from app.access import audit
from app.access.login import Attempt, Denied, check
from app.access.login import log_in as settle
from app.access.passwords import PasswordRefused
from app.access.people import set_password
from app.access.roles import Permission
from app.access.sessions import close_all, close_session, forget_expired, open_session
from app.errors import CountersignError, message
from app.errors.access import LOGIN_FAILED, PASSWORD_WRONG
from app.storage.models import Person
from app.web.blueprint import blueprint, db, ports, throttle
from app.web.confirming import require_password
from app.web.guard import FORM_COOKIE, SESSION_COOKIE, needs, set_cookie, visitor
from app.web.language import COOKIE, LANGUAGES, language

YEAR_S = 365 * 24 * 3600


@blueprint.get("/login")
def log_in() -> ResponseReturnValue:
    """The log-in form."""
    if g.visitor is not None:
        return redirect(url_for("web.work_list"))
    return render_template("login.html", email="", wanted=_own_page(request.args.get("next", "")))


@blueprint.post("/login")
def try_log_in() -> ResponseReturnValue:
    """Check e-mail address and password; on success a fresh session begins (never the one that was brought)."""
    form = request.form
    attempt = Attempt(form.get("email", "")[:254], form.get("password", ""), request.remote_addr or "", ports().clock())
    answer = _answer(attempt)
    wanted = _own_page(form.get("next", ""))
    if isinstance(answer, Denied):
        error = message(answer.code, language(), {"minutes": answer.minutes})
        return render_template("login.html", email=attempt.email, wanted=wanted, error=error), 401
    return _begin(answer, wanted)


def _answer(attempt: Attempt) -> Person | Denied:
    right = check(db(), attempt, throttle())
    if isinstance(right, Denied):
        return right
    with ports().database.unit_of_work() as uow:
        answer = settle(uow.session, attempt, right, throttle())
        uow.commit()
    return answer


def _begin(person: Person, wanted: str) -> AnyResponse:
    now = ports().clock()
    with ports().database.unit_of_work() as uow:
        if g.visitor is not None:
            close_session(uow.session, g.visitor.token)
        forget_expired(uow.session, now)
        opened = open_session(uow.session, uow.session.get_one(Person, person.id), now)
        uow.commit()
    response = redirect(wanted or url_for("web.work_list"))
    set_cookie(response, SESSION_COOKIE, opened.token)
    response.delete_cookie(FORM_COOKIE)
    return response


def _own_page(wanted: str) -> str:
    """`wanted`, if it is a page of this server: a link must not lead a person who just logged in elsewhere."""
    parts = urlsplit(wanted)
    safe = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if safe and "\\" not in wanted and wanted.isprintable() else ""


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """End this session, or with `everywhere` all of the person's."""
    everywhere = "everywhere" in request.form
    if g.visitor is not None:
        with ports().database.unit_of_work() as uow:
            if everywhere:
                close_all(uow.session, g.visitor.person.id)
            close_session(uow.session, g.visitor.token)
            uow.commit()
    response = redirect(url_for("web.log_in", done="logged-out-everywhere" if everywhere else "logged-out"))
    response.delete_cookie(SESSION_COOKIE)
    return response


@blueprint.post("/language")
def set_language() -> ResponseReturnValue:
    """Show everything in another language from now on; a person's choice is kept with the person."""
    chosen = request.form.get("language", "")
    response = redirect(_own_page(request.form.get("back", "")) or url_for("web.work_list"))
    if chosen not in LANGUAGES:
        return response
    if g.visitor is not None:
        with ports().database.unit_of_work() as uow:
            uow.session.get_one(Person, g.visitor.person.id).language = chosen
            uow.commit()
    set_cookie(response, COOKIE, chosen, YEAR_S)
    return response


@blueprint.get("/me")
@needs(Permission.VIEW)
def me() -> ResponseReturnValue:
    """The person's own page."""
    return render_template("me.html", problems={})


@blueprint.post("/me/password")
@needs(Permission.VIEW)
def change_password() -> ResponseReturnValue:
    """A new password, against the old one; every session ends."""
    person, form = visitor().person, request.form
    try:
        require_password("old")
    except CountersignError as refused:
        wrong = refused.code == PASSWORD_WRONG
        return _refused("old", message(LOGIN_FAILED, language()) if wrong else refused.message(language()))
    try:
        with ports().database.unit_of_work() as uow:
            set_password(uow.session, uow.session.get_one(Person, person.id), form.get("new", ""))
            audit.record(
                uow.session, audit.Actor.person(person), "person.password", f"person:{person.id}", ports().clock()
            )
            uow.commit()
    except PasswordRefused as refused:
        return _refused("new", f"{refused.message(language())} {refused.hint(language())}")
    return redirect(url_for("web.log_in", done="password-changed"))


def _refused(field: str, words: str) -> ResponseReturnValue:
    return render_template("me.html", problems={field: words}), 422
