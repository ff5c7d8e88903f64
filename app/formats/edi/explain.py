"""What is wrong with a segment, element by element: the slow way, for segments that their pattern doesn't match."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from app.formats.edi import faults
from app.formats.edi.dates import is_date_in
from app.formats.edi.delimiters import Delimiters, split_released, unreleased
from app.formats.edi.faults import Kind
from app.formats.edi.grammar import UNLIMITED, Element, Segment
from app.formats.edi.notes import Note, broken
from app.formats.edi.patterns import is_dated

LONGEST_QUOTED = 80
_LIST_ELEMENTS = frozenset(("1131", "3055"))
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_EXPONENT = re.compile("E-?([0-9]+)")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9][0-9]*)?")


class Wrong(NamedTuple):
    """One thing that is wrong with a segment; places as in `Fault`."""

    kind: Kind
    element: int
    component: int = 0
    repetition: int = 0
    reference: str = ""
    value: str = ""
    expected: str = ""


def explain(raw: str, segment: Segment, marks: Delimiters) -> list[Wrong]:
    """Everything that is wrong with a segment; nothing where it is good after all."""
    elements = split_released(raw, marks.element, marks.release)
    found = list(_too_many(elements, segment))
    for number, element in enumerate(segment.elements, 1):
        text = elements[number] if number < len(elements) else ""
        found += _of_element(text, element, number, marks)
    if is_dated(segment) and not found:
        found += _dated(elements, marks)
    for each in broken(segment.notes, elements):
        kind = faults.EXCLUSION if each.note.kind == "E" else faults.CONDITION
        reference = segment.elements[each.element - 1].number
        found.append(Wrong(kind, each.element, reference=reference, expected=_said(each.note)))
    return found


def _dated(elements: list[str], marks: Delimiters) -> Iterator[Wrong]:
    """EDIFACT's DTM: the date that isn't one in the format that its third component names."""
    parts = split_released(elements[1], marks.component, marks.release) if len(elements) > 1 else []
    if len(parts) > 2 and parts[1]:
        text, code = unreleased(parts[1], marks.release), parts[2]
        if not is_date_in(text, code):
            yield Wrong(faults.DATE, 1, 2, reference="2380", value=text[:LONGEST_QUOTED])


def _said(note: Note) -> str:
    return note.kind + "".join(f"{each:02}" for each in note.elements)


def _too_many(elements: list[str], segment: Segment) -> Iterator[Wrong]:
    allowed = len(segment.elements)
    if len(elements) - 1 > allowed and any(elements[allowed + 1 :]):
        yield Wrong(faults.TOO_MANY_ELEMENTS, allowed + 1, value=elements[allowed + 1][:LONGEST_QUOTED])


def _of_element(text: str, element: Element, number: int, marks: Delimiters) -> Iterator[Wrong]:
    if not text:
        if element.required:
            yield Wrong(faults.ELEMENT_MISSING, number, reference=element.number)
        return
    pieces = split_released(text, marks.repetition, marks.release) if marks.repetition else [text]
    if element.repeats != UNLIMITED and len(pieces) > element.repeats:
        place = element.repeats + 1
        yield Wrong(faults.TOO_MANY_REPETITIONS, number, 0, place, element.number, text[:LONGEST_QUOTED])
        pieces = pieces[: element.repeats]
    for repetition, piece in enumerate(pieces, 1):
        yield from _of_piece(piece, element, number, repetition if len(pieces) > 1 else 0, marks)


def _of_piece(text: str, element: Element, number: int, repetition: int, marks: Delimiters) -> Iterator[Wrong]:
    if not element.components:
        for kind, expected in _of_value(text, element, marks):
            yield Wrong(kind, number, 0, repetition, element.number, text[:LONGEST_QUOTED], expected)
        return
    pieces = split_released(text, marks.component, marks.release)
    allowed = len(element.components)
    if len(pieces) > allowed and any(pieces[allowed:]):
        yield Wrong(
            faults.TOO_MANY_COMPONENTS,
            number,
            allowed + 1,
            repetition,
            element.number,
            pieces[allowed][:LONGEST_QUOTED],
        )
    yield from _of_components(pieces, element, (number, repetition), marks)


def _of_components(pieces: list[str], element: Element, where: tuple[int, int], marks: Delimiters) -> Iterator[Wrong]:
    number, repetition = where
    of_other_list = _names_other_list(element, pieces)
    for place, component in enumerate(element.components, 1):
        value = pieces[place - 1] if place <= len(pieces) else ""
        if not value:
            if component.required:
                yield Wrong(faults.ELEMENT_MISSING, number, place, repetition, component.number)
            continue
        excused = of_other_list and component.number not in _LIST_ELEMENTS
        for kind, expected in _of_value(value, component, marks):
            if kind is not faults.CODE or not excused:
                yield Wrong(kind, number, place, repetition, component.number, value[:LONGEST_QUOTED], expected)


def _names_other_list(element: Element, pieces: list[str]) -> bool:
    """Whether an EDIFACT composite says whose code list its code is from (1131, 3055): not the directory's then."""
    said = zip(element.components, pieces, strict=False)
    return any(component.number in _LIST_ELEMENTS and piece for component, piece in said)


def _of_value(text: str, element: Element, marks: Delimiters) -> Iterator[tuple[Kind, str]]:
    value = unreleased(text, marks.release)
    if _CONTROL.search(value) or _has_mark(text, marks):
        yield faults.CHARACTER, ""
        return
    check = _CHECKS.get(element.type, _text)
    yield from check(value, element, marks)
    if element.codes is not None and value not in element.codes:
        yield faults.CODE, ""


def _has_mark(text: str, marks: Delimiters) -> bool:
    """Whether a separator stands in a simple value, which isn't released."""
    if marks.release:
        if not marks.component or marks.component not in text:
            return False
        return len(split_released(text, marks.component, marks.release)) > 1
    return any(each and each in text for each in (marks.component, marks.repetition, marks.terminator))


def _length(size: int, element: Element) -> Iterator[tuple[Kind, str]]:
    if size > element.max:
        yield faults.TOO_LONG, str(element.max)
    elif size < max(element.min, 1):
        yield faults.TOO_SHORT, str(max(element.min, 1))


def _text(value: str, element: Element, _marks: Delimiters) -> Iterator[tuple[Kind, str]]:
    if element.codes is None or value in element.codes or not element.min <= len(value) <= element.max:
        yield from _length(len(value), element)


def _letters(value: str, element: Element, _marks: Delimiters) -> Iterator[tuple[Kind, str]]:
    if any(each.isdigit() for each in value):
        yield faults.LETTERS_ONLY, ""
    yield from _length(len(value), element)


def _integer(value: str, element: Element, _marks: Delimiters) -> Iterator[tuple[Kind, str]]:
    digits = value.removeprefix("-")
    if not digits.isascii() or not digits.isdigit():
        yield faults.NOT_A_NUMBER, ""
    else:
        yield from _length(len(digits), element)


def _decimal(value: str, element: Element, marks: Delimiters) -> Iterator[tuple[Kind, str]]:
    digits, exponent = value.removeprefix("-"), ""
    if element.type == "R" and (found := _EXPONENT.search(digits)) and found.end() == len(digits):
        digits, exponent = digits[: found.start()], found[1]
    allowed = ".," if marks.release else marks.decimal
    whole = digits
    for mark in allowed:
        whole = whole.replace(mark, "")
    if not whole.isascii() or not whole.isdigit():
        yield faults.NOT_A_NUMBER, ""
        return
    # of a mark at the right end X12.6 says only that it should be left out; ISO 9735 forbids it
    if len(digits) - len(whole) > 1 or (marks.release and digits[-1] in allowed):
        yield faults.DECIMAL_MARK, ""
    elif marks.release and digits[0] in allowed:
        yield faults.NO_DIGIT_BEFORE_MARK, ""
    yield from _length(len(whole) + len(exponent), element)


def _date(value: str, element: Element, _marks: Delimiters) -> Iterator[tuple[Kind, str]]:
    if len(value) != element.max and not element.min <= len(value) <= element.max:
        yield from _length(len(value), element)
    elif not is_date(value):
        yield faults.DATE, ""


def _time(value: str, element: Element, _marks: Delimiters) -> Iterator[tuple[Kind, str]]:
    if not element.min <= len(value) <= element.max:
        yield from _length(len(value), element)
    elif not is_time(value):
        yield faults.TIME, ""


@lru_cache(maxsize=4096)
def is_date(value: str) -> bool:
    """Whether it is CCYYMMDD or YYMMDD and a day of the calendar."""
    if not value.isascii() or not value.isdigit():
        return False
    year = int(value[:-4]) if len(value) == 8 else 2000 + int(value[:-4])
    try:
        date(year, int(value[-4:-2]), int(value[-2:]))
    except ValueError:
        return False
    return True


def is_time(value: str) -> bool:
    """Whether it is HHMM, with seconds or without, and a time of the day."""
    return _TIME.fullmatch(value) is not None


_CHECKS: Mapping[str, Callable[[str, Element, Delimiters], Iterator[tuple[Kind, str]]]] = {
    "a": _letters,
    "n": _decimal,
    "R": _decimal,
    "DT": _date,
    "TM": _time,
    **{f"N{decimals}": _integer for decimals in range(10)},
}
