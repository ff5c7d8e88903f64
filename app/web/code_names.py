"""What a code is called in a reader's language: by the code lists, and by CLDR for countries, currencies, languages.

CLDR's names come with Babel and stay there; the tables in `schemas/codelists` hold only names of this project's own.
"""

from functools import cache

from babel import Locale

from app.domain.codelists import code_list

_CLDR = {"iso3166": "territories", "iso4217": "currencies", "iso639": "languages"}


def code_name(list_name: str, code: str, language: str) -> str:
    """A short name in "en" or "zh"; the bare code where nobody has one. Raises UnknownCodeList."""
    return code_list(list_name).name_of(code, language) or _cldr_name(list_name, code, language) or code


def _cldr_name(list_name: str, code: str, language: str) -> str:
    kind = _CLDR.get(list_name)
    return str(getattr(_locale(language), kind).get(code, "")) if kind else ""


@cache
def _locale(language: str) -> Locale:
    return Locale(language)
