"""Which language a page is in, and where its words come from.

The catalogue is read from its .po file when it is first needed: nothing compiled lies in the repository, and a fresh
clone needs no build step (docs/decisions/0010-pages.md).
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import Babel, Domain, get_locale

LANGUAGES = {"en": "English", "zh": "简体中文"}
HTML_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
COOKIE = "countersign_language"
FOLDER = Path(__file__).parent / "translations"


class PoDomain(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Translations straight from the .po files."""

    def get_translations(self) -> NullTranslations:
        """The words of the request's language."""
        return catalogue(language())


@cache
def catalogue(code: str) -> NullTranslations:
    """The translations into `code`; English is the language of the sources and has no file."""
    path = FOLDER / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return Translations(compiled)


_domain = PoDomain()


def language() -> str:
    """The request's language: "en" or "zh"."""
    return str(get_locale() or "en")


def choose_language() -> str:
    """The person's own choice, else the browser's last one, else what the browser asks for, else English."""
    visitor = g.get("visitor")
    chosen = visitor.person.language if visitor else request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(list(LANGUAGES)) or "en"


def use_our_words() -> None:
    """Before each request: the pages' catalogue, whatever other catalogues the application has."""
    _domain.as_default()


def install_languages(flask_app: Flask) -> None:
    """Set Flask-Babel up."""
    Babel(flask_app, locale_selector=choose_language, default_locale="en")
