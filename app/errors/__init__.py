"""Stable, dotted error codes (`signature.not_root`, `xml.doctype`), their messages and their repair hints.

A module of this package is a family of codes: `xml.py` defines `xml.*`. All families are loaded here, so adding a file
is all it takes to add a family. The words of business rules, whose codes are the rules' own ids (`BR-CO-10`), are in
the package `rules`.
"""

from importlib import import_module
from pkgutil import iter_modules

from app.errors.catalogue import LANGUAGES, Entry, UnknownCode, define, entries, entry, hint, is_known, message
from app.errors.exceptions import CountersignError, Refused

__all__ = [
    "LANGUAGES",
    "CountersignError",
    "Entry",
    "Refused",
    "UnknownCode",
    "define",
    "entries",
    "entry",
    "hint",
    "is_known",
    "message",
]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
