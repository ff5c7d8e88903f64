"""Elements compiled for writing: for each a closure that fills its cells from an object."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

from app.domain.documents.base import Period
from app.domain.money import Amount
from app.formats.edi.grammar import Element
from app.formats.lens.basis import basis_writer
from app.formats.lens.bound import BoundElement
from app.formats.lens.codecs import (
    CODECS,
    implied,
    is_number,
    offset_of,
    spelt,
    spelt_strictly,
    words_nothing,
)
from app.formats.lens.dates import text_of
from app.formats.lens.elements import CODED, MEASURES, implied_number
from app.formats.lens.layout import Layout
from app.formats.lens.spread import spread
from app.formats.lens.state import WriteState

Write = Callable[[Any, list[str], WriteState], None]


def writer_of(element: BoundElement, layout: Layout) -> Write:
    """What writes it."""
    if element.price is not None:
        return basis_writer(element, layout)
    if element.part or element.codec.name == "dtm":
        return _moment_writer(element, layout)
    if len(element.cells) > 1:
        return _spread_writer(element, layout)
    kind = element.path.type
    if kind in MEASURES:
        return _measure_writer(element, layout)
    if kind in CODED:
        return _coded_writer(element, layout)
    if kind is time and element.beside is not None and element.beside_codec:
        return _time_writer(element, layout)
    return _plain_writer(element, layout)


def _plain_writer(element: BoundElement, layout: Layout) -> Write:
    get, cell, spell, name = element.path.get, layout.cell(element.cells[0]), element.codec.write, element.path.text
    length, fit, constant = element.length, fitter(element.grammar, layout.unwritable), element.constant
    nothing = words_nothing(element.codec)
    beside = layout.cell(element.beside) if element.beside and constant else None

    def write(value: Any, cells: list[str], state: WriteState) -> None:
        found = get(value)
        if found is None or (found == "" and not nothing):
            return
        text = spell(found)
        if not text:
            state.remark("code", name)
        elif not (length and len(text) != length):
            cells[cell] = fit(text, name, state)
            if beside and cells[cell]:
                cells[beside] = constant

    return write


Fit = Callable[[str, str, WriteState], str]
_FREE_TEXT = frozenset(
    (
        *("19", "93", "166", "310", "352", "369", "933", "1551"),
        *("3036", "3042", "3124", "3164", "3224", "3412", "4000", "4052", "4276", "4440", "5152", "7008", "7160"),
    )
)
"""Data elements that are words; anything else means something else when it is cut."""


def fitter(grammar: Element, unwritable: frozenset[str] = frozenset()) -> Fit:
    """What makes a text as the grammar has it: words are cut, and said to be; anything else is left out.

    Likewise with `unwritable` characters: in words, they become blanks when the segment is joined.
    """
    longest, shortest, codes = grammar.max, grammar.min, grammar.codes
    numeric = grammar.type in ("R", "n") or grammar.type[:1] == "N"
    words = grammar.number in _FREE_TEXT

    def fit(text: str, name: str, state: WriteState) -> str:
        if (numeric and not is_number(text)) or not (words or unwritable.isdisjoint(text)):
            state.remark("characters", name)
            return ""
        if codes is not None and text not in codes:
            state.remark("code", name)
            return ""
        # of a number only the digits count, not its sign and decimal mark
        if (sum(map(str.isdigit, text)) if numeric and shortest > 1 else len(text)) < shortest:
            if not numeric:
                state.remark("too_short", name)
            return _padded(text, shortest) if numeric else ""
        if len(text) <= longest or (numeric and sum(map(str.isdigit, text)) <= longest):
            return text
        state.remark("cut" if words else "too_long", name)
        return text[:longest].rstrip() if words else ""

    return fit


def _padded(number: str, shortest: int) -> str:
    """A number with zeros in front, so that it has as many digits as the element asks for."""
    digits = number.removeprefix("-")
    missing = shortest - sum(map(str.isdigit, digits))
    return f"{number[: len(number) - len(digits)]}{'0' * missing}{digits}"


def _measure_writer(element: BoundElement, layout: Layout) -> Write:
    get, cell, name = element.path.get, layout.cell(element.cells[0]), element.path.text
    beside = layout.cell(element.beside) if element.beside else None
    spell, fit, constant = _number_writer(element), fitter(element.grammar, layout.unwritable), element.constant
    of_currency = element.path.type is Amount
    mark_of = _mark_writer(element, f"{name}.{'currency' if of_currency else 'unit'}")

    def write(value: Any, cells: list[str], state: WriteState) -> None:
        found = get(value)
        if found is None:
            return
        mark = found.currency if of_currency else found.unit
        if constant and mark != constant:
            return
        cells[cell] = fit(spell(found.value, found.lexical), name, state)
        if beside and mark and not (of_currency and mark == state.currency):
            cells[beside] = mark_of(mark, state)

    return write


def _mark_writer(element: BoundElement, name: str) -> Callable[[str, WriteState], str]:
    """What writes a currency or unit; one that the element has no room for is what the table has for unknown ones."""
    if element.beside_grammar is None:
        return lambda mark, _state: mark
    codec, fit = element.beside_codec, fitter(element.beside_grammar)
    unknown = codec.unknown if codec else ""

    def mark_of(mark: str, state: WriteState) -> str:
        text = codec.write(mark) if codec else mark
        if not text:
            state.remark("code", name)
            return ""
        return fit(text, name, state) or unknown

    return mark_of


def _number_writer(element: BoundElement) -> Callable[[Decimal, str], str]:
    if element.codec is CODECS["negated"]:
        return lambda value, _lexical: element.codec.write(value)
    if implied_number(element) is None:
        return spelt if element.grammar.type == "R" else spelt_strictly
    _, write = implied(int(element.codec.name[1:]))
    return lambda value, _lexical: write(value)


def _coded_writer(element: BoundElement, layout: Layout) -> Write:
    get, cell, name = element.path.get, layout.cell(element.cells[0]), element.path.text
    _, attribute = CODED[element.path.type]
    beside = layout.cell(element.beside) if element.beside else None
    convert = element.beside_codec.write if element.beside_codec else str
    known = element.beside_grammar.codes if element.beside_grammar else None
    constant, length, fit = element.constant, element.length, fitter(element.grammar, layout.unwritable)
    not_length, spell = element.not_length, element.codec.write

    def write(value: Any, cells: list[str], state: WriteState) -> None:
        found = get(value)
        if found is None or (length and len(found.value) != length) or len(found.value) == not_length:
            return
        scheme = getattr(found, attribute)
        if beside is None:
            if scheme == constant:
                cells[cell] = fit(spell(found.value), name, state)
            return
        code = convert(scheme)
        if (scheme and not code) or (code and known is not None and code not in known):
            state.remark("code", name)
            return
        cells[cell], cells[beside] = fit(spell(found.value), name, state), code

    return write


def _time_writer(element: BoundElement, layout: Layout) -> Write:
    assert element.beside is not None
    assert element.beside_codec is not None
    get, cell, beside = element.path.get, layout.cell(element.cells[0]), layout.cell(element.beside)
    spell, zone = element.codec.write, element.beside_codec.write

    def write(value: Any, cells: list[str], state: WriteState) -> None:  # noqa: ARG001 (every writer is called so)
        found = get(value)
        if found is not None:
            cells[cell] = spell(found)
            if found.tzinfo:
                cells[beside] = zone(offset_of(found))

    return write


def _spread_writer(element: BoundElement, layout: Layout) -> Write:
    cells_of = [layout.cell(each) for each in element.cells]
    get, longest, join, name = element.path.get, element.grammar.max, element.join, element.path.text
    beside, constant = layout.cell(element.beside) if element.beside else 0, element.constant

    def write(value: Any, cells: list[str], state: WriteState) -> None:
        found = get(value)
        if not found:
            return
        parts = spread(found, longest, join)
        if len(parts) > len(cells_of):
            state.remark("cut", name)
        for cell, part in zip(cells_of, parts, strict=False):
            cells[cell] = part
        if beside:
            cells[beside] = constant

    return write


def _moment_writer(element: BoundElement, layout: Layout) -> Write:
    cell = layout.cell(element.cells[0])
    beside = layout.cell(element.beside) if element.beside else None
    day_and_time, plain = _moment(element), element.codec.write

    def write(value: Any, cells: list[str], state: WriteState) -> None:  # noqa: ARG001 (every writer is called so)
        day, at = day_and_time(value)
        if day is None:
            return
        if beside is None:
            cells[cell] = plain(day)
        else:
            cells[cell], cells[beside] = text_of(day, at)

    return write


def _moment(element: BoundElement) -> Callable[[Any], tuple[date | None, time | None]]:
    get = element.path.get
    if not element.part:
        get_time = element.time.get if element.time else None
        return lambda value: (get(value), get_time(value) if get_time else None)
    pick = _PARTS[element.part]

    def of_period(value: Any) -> tuple[date | None, time | None]:
        period = get(value)
        return pick(period) if period is not None else (None, None)

    return of_period


def _day(period: Period) -> tuple[date | None, time | None]:
    one_day = period.start == period.end and period.start_time == period.end_time
    return (period.start, period.start_time) if one_day else (None, None)


def _start(period: Period) -> tuple[date | None, time | None]:
    return (None, None) if _day(period)[0] else (period.start, period.start_time)


def _end(period: Period) -> tuple[date | None, time | None]:
    return (None, None) if _day(period)[0] else (period.end, period.end_time)


_PARTS = {"day": _day, "start": _start, "end": _end}
