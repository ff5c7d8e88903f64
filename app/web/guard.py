"""At every page's door: who is it, did the form come from us, may he; and the headers that keep strangers' code out."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast

from flask import Response, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access.roles import Permission, may
from app.access.sessions import csrf_matches, find_session, needs_touch, touch
from app.storage.models import Organisation, Person, Session
from app.web.blueprint import blueprint, db, ports
from app.web.language import use_our_words

SESSION_COOKIE = "countersign_session"
FORM_COOKIE = "countersign_form"
LARGEST_FORM = 256 * 1024
UPLOADS = ("web.hand_in", "web.explain_interchange")
"""Where a form may bring a document."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is logged in, with his log-in and the token that brought it."""

    person: Person
    session: Session
    token: str = field(repr=False)

    @property
    def organisation(self) -> Organisation:
        """Whose data the pages show."""
        return self.person.organisation

    def may(self, permission: str) -> bool:
        """Whether his role allows `permission`."""
        return may(self.person.role, Permission(permission))


def visitor() -> Visitor:
    """Who is logged in; only for views that `needs` guards."""
    return cast(Visitor, g.visitor)


def organisation_id() -> str:
    """Whose records the request may see."""
    return visitor().person.organisation_id


def needs(permission: Permission) -> Callable[[View], View]:
    """Guards a view: who isn't logged in is sent to the log-in, who may not gets 403."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if g.visitor is None:
                return to_log_in()
            if not g.visitor.may(permission):
                abort(403)
            return view(*args, **kwargs)

        return cast(View, guarded)

    return guard


def to_log_in() -> AnyResponse:
    """To the log-in, and from there back to the page that was asked for (if it only shows something)."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else None
    return redirect(url_for("web.log_in", next=wanted))


def not_found() -> NoReturn:
    """The same answer for what isn't there and for what is somebody else's."""
    abort(404)


def form_token() -> str:
    """What every form sends back: the log-in's own token, or before log-in the one in a cookie of its own."""
    if g.visitor is not None:
        return str(g.visitor.session.csrf_token)
    if "form_token" not in g:
        g.form_token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
    return cast(str, g.form_token)


@blueprint.before_request
def _begin() -> None:
    g.visitor = None
    if request.endpoint == "web.static":
        return
    use_our_words()
    _refuse_nul()
    g.visitor = _recognise()
    if request.method == "POST":
        _check_form()


def _refuse_nul() -> None:
    """No text of ours has a NUL; PostgreSQL takes none, so that one would end in an error of the server's."""
    if "\x00" in request.path or any("\x00" in value for value in request.args.values()):
        not_found()


def _recognise() -> Visitor | None:
    token = request.cookies.get(SESSION_COOKIE, "")
    now = ports().clock()
    found = find_session(db(), token, now)
    if found is None:
        return None
    if needs_touch(found, now):
        with ports().database.unit_of_work() as uow:
            touch(uow.session, token, now)
            uow.commit()
    return Visitor(found.person, found, token)


def _check_form() -> None:
    uploads = request.endpoint in UPLOADS
    request.max_content_length = LARGEST_FORM + (ports().settings.max_document_bytes if uploads else 0)
    # a document may be typed or pasted, too
    request.max_form_memory_size = request.max_content_length
    if any("\x00" in value for values in request.form.listvalues() for value in values):
        abort(400, description="nul")
    expected = g.visitor.session.csrf_token if g.visitor else request.cookies.get(FORM_COOKIE, "")
    if not csrf_matches(expected, request.form.get("csrf", "")):
        abort(400, description="csrf")


@blueprint.after_request
def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "web.static":
        # what a page shows is confidential: neither proxies nor the browser's history on disk should keep it
        response.headers.setdefault("Cache-Control", "no-store")
    if "form_token" in g and not request.cookies.get(FORM_COOKIE):
        set_cookie(response, FORM_COOKIE, g.form_token)
    return response


def set_cookie(response: AnyResponse, name: str, value: str, max_age: int | None = None) -> None:
    """A cookie that scripts can't read and other sites can't send along with a form."""
    secure = ports().settings.cookie_secure
    response.set_cookie(name, value, max_age=max_age, secure=secure, httponly=True, samesite="Lax", path="/")
