"""Numbers with the decimal mark that a partner wants: EDIFACT's may be a comma (ISO 9735, section 11).

A mapping writes a point, and what a message left over comes back as it was. Only what the directory calls a number is
looked at, and what is one by its meaning.
"""

import re
from collections.abc import Iterable, Mapping

from app.formats.edi.delimiters import Delimiters, split_released, unreleased
from app.formats.edi.grammar import Element, Segment

_DECIMAL = re.compile(r"-?[0-9]+[.,][0-9]+")
_ALSO = frozenset(("5278", "5286", "6060", "6314"))
"""Rates, bases, quantities and measurements: characters in some directories, and numbers all the same."""
_NAMES = frozenset(("1082",))
"""A line's number is its name: 1.1 is the first part of line 1."""


def with_decimal_mark(segments: Iterable[str], known: Mapping[str, Segment], marks: Delimiters) -> list[str]:
    """Segments with the decimal mark of `marks` in their numbers; `known` are the directory's."""
    other = "," if marks.decimal == "." else "."
    return [_segment(each, known, marks) if other in each else each for each in segments]


def _segment(raw: str, known: Mapping[str, Segment], marks: Delimiters) -> str:
    tag, *cells = split_released(raw, marks.element, marks.release)
    elements = known[tag].elements if tag in known else ()
    told = [_element(cell, element, marks) for cell, element in zip(cells, elements, strict=False)]
    return marks.element.join((tag, *told, *cells[len(told) :]))


def _element(cell: str, element: Element, marks: Delimiters) -> str:
    parts = split_released(cell, marks.component, marks.release)
    there = element.components or (element,)
    told = [_number(part, marks) if _is_number(one) else part for part, one in zip(parts, there, strict=False)]
    return marks.component.join((*told, *parts[len(told) :]))


def _is_number(element: Element) -> bool:
    return element.number in _ALSO or (element.type == "n" and element.number not in _NAMES)


def _number(text: str, marks: Delimiters) -> str:
    """A number; the mark that it had may have been released, for it is a delimiter."""
    number = unreleased(text, marks.release)
    return re.sub("[.,]", marks.decimal, number) if _DECIMAL.fullmatch(number) else text
