"""The catalogue's mechanism: one entry a stable code, in English and in Simplified Chinese.

The entries themselves are in the family modules beside this one (`xml.py` holds every `xml.*` code, and so on).
A code, once released, keeps its meaning: partners' software branches on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one code says. `{name}` in a text is filled from the finding's parameters."""

    code: str
    en: str
    zh: str
    hint_en: str = ""
    hint_zh: str = ""


class UnknownCode(KeyError):
    """A code that no family module defines was used."""


_entries: dict[str, Entry] = {}


def define(code: str, en: str, zh: str, hint: str = "", hint_zh: str = "") -> str:
    """Enter a code into the catalogue and return it; a second definition of one code raises ValueError."""
    if code in _entries:
        raise ValueError(f"error code {code!r} is defined twice")
    _entries[code] = Entry(code, en, zh, hint, hint_zh)
    return code


def entry(code: str) -> Entry:
    """The catalogue's entry for `code`; raises UnknownCode."""
    try:
        return _entries[code]
    except KeyError:
        raise UnknownCode(code) from None


def is_known(code: str) -> bool:
    """Whether the catalogue has an entry for `code`."""
    return code in _entries


def entries() -> Iterator[Entry]:
    """Every entry, by code."""
    return iter(sorted(_entries.values(), key=lambda each: each.code))


class _Gaps(dict[str, str]):
    """Leaves a placeholder standing where a parameter is missing: a poor message beats a crash while reporting."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def message(code: str, language: str = "en", params: Mapping[str, object] | None = None) -> str:
    """What is wrong, in `language` ("en" or "zh"; anything else is taken as English)."""
    found = entry(code)
    return _fill(found.zh if language == "zh" else found.en, params)


def hint(code: str, language: str = "en", params: Mapping[str, object] | None = None) -> str:
    """How to repair it, in `language`; empty where the catalogue has no advice."""
    found = entry(code)
    return _fill(found.hint_zh if language == "zh" else found.hint_en, params)


def _fill(text: str, params: Mapping[str, object] | None) -> str:
    # format_map would evaluate attribute access on what a sender wrote only if values were not plain text: make them so
    return text.format_map(_Gaps({key: str(value) for key, value in (params or {}).items()}))
