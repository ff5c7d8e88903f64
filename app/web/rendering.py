"""What templates can call: words, numbers, times, and the request's visitor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, request
from flask_babel import gettext
from markupsafe import Markup

from app.domain.findings import Finding
from app.web import actions, formatting
from app.web.amounts import worth
from app.web.blueprint import blueprint
from app.web.guard import form_token
from app.web.labels import label
from app.web.language import HTML_LANGUAGES, LANGUAGES, language
from app.web.notices import notice


def short(digest: str) -> Markup:
    """The beginning of a digest, with the whole of it for the pointer; the whole is on the document's own page."""
    return Markup('<code title="{}">{}…</code>').format(digest, digest[:12])


FILTERS: dict[str, Callable[..., Any]] = {
    "shown": formatting.shown,
    "day": formatting.day,
    "moment": formatting.moment,
    "precise": formatting.precise,
    "claimed": formatting.claimed,
    "short": short,
    "machine_time": formatting.machine_time,
    "size": formatting.size,
    "number": formatting.number,
    "move_words": actions.button,
}


def install_rendering(flask_app: Flask) -> None:
    """Add the pages' filters to the application's templates."""
    flask_app.jinja_env.filters.update(FILTERS)
    flask_app.jinja_env.add_extension("jinja2.ext.do")
    flask_app.jinja_env.trim_blocks = True
    flask_app.jinja_env.lstrip_blocks = True


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {
        "_": gettext,
        "label": label,
        "button": actions.button,
        "happened": actions.happened,
        "dangerous": actions.DANGEROUS,
        "visitor": g.get("visitor"),
        "form_token": form_token,
        "languages": LANGUAGES,
        "language": language(),
        "html_language": HTML_LANGUAGES[language()],
        "notice": notice(request.args.get("done", "")),
        "word_of": word_of,
        "worth": worth,
        "country_name": formatting.country,
        "query_for": query_for,
    }


def query_for(**changes: object) -> str:
    """The page's query with some parameters changed, or left out where they are None."""
    wanted = {**request.args.to_dict(), **changes}
    return urlencode({name: value for name, value in wanted.items() if value is not None and name != "done"})


def word_of(stored: dict[str, Any]) -> dict[str, Any]:
    """A stored finding in the reader's language."""
    return Finding.from_dict(stored).as_dict(language())
