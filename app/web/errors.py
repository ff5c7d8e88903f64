"""What a page says when something can't be shown or done, in the reader's language and with the way back."""

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.errors import hint, message
from app.errors.access import CSRF, FORBIDDEN, FORM_TOO_LARGE, NOT_FOUND
from app.web.blueprint import blueprint
from app.web.guard import not_found
from app.web.language import language

CODES = {400: CSRF, 403: FORBIDDEN, 404: NOT_FOUND, 405: NOT_FOUND, 413: FORM_TOO_LARGE}


@blueprint.errorhandler(HTTPException)
def _explain(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if error.response is not None:
        return error.response
    code = CODES.get(status, NOT_FOUND if status < 500 else "")
    title = message(code, language()) if code else error.name
    page = render_template("error.html", status=status, title=title, hint=hint(code, language()) if code else "")
    return page, status


@blueprint.route("/<page:path>", methods=["GET", "POST"])
def elsewhere(path: str) -> ResponseReturnValue:  # noqa: ARG001  (the route's parameter)
    """An address that no page has."""
    not_found()
