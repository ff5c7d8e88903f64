"""Which codec a type of the domain has in an element of a grammar."""

from datetime import date, time
from decimal import Decimal

from app.domain.documents.base import Period
from app.domain.identifiers import Identifier
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.edi.grammar import Element
from app.formats.lens.codecs import CODECS, DECIMAL, TEXT, WHOLE, Codec, implied_codec

_NUMBERS = (Decimal, Amount, Quantity)


def codec_for(named: str, kind: type, grammar: Element) -> Codec | None:
    """The codec for a type of the domain in an element of the grammar; None where they don't fit."""
    if kind is date or kind is Period:
        return _date_codec(named, grammar)
    if kind is time:
        return CODECS["time"]
    if kind in _NUMBERS:
        if grammar.type[:1] == "N" and grammar.type[1:].isdigit():
            return implied_codec(int(grammar.type[1:]))
        if named == "negated":
            return CODECS[named] if grammar.type == "R" else None
        return DECIMAL if grammar.type in ("R", "n", "an", "AN") else None
    if kind is int:
        return WHOLE
    if kind is Identifier and named:
        return CODECS.get(named) if named.startswith("sscc") else None
    return None if kind is bool or grammar.type in ("DT", "TM") else TEXT


def _date_codec(named: str, grammar: Element) -> Codec | None:
    if named == "dtm":
        return Codec("dtm", CODECS["date8"].read, CODECS["date8"].write)
    if named:
        return CODECS.get(named) if named.startswith("date") else None
    if grammar.type != "DT":
        return None
    return CODECS["date8" if grammar.max >= 8 else "date6"]
