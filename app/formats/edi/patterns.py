"""One regular expression a segment: a good segment is recognised at one stroke.

A pattern may be stricter than the standard (a 29th of February, a released character), never laxer: what it doesn't
match is looked at element by element by `explain.py`, which has the last word.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from app.formats.edi.dates import is_date_in
from app.formats.edi.delimiters import Delimiters
from app.formats.edi.grammar import UNLIMITED, Element, Segment
from app.formats.edi.notes import NEIGHBOURS, Note, holds, parsed

_MONTH_AND_DAY = (
    "(?:(?:0[13578]|1[02])(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)(?:0[1-9]|[12][0-9]|30)|02(?:0[1-9]|1[0-9]|2[0-8]))"
)
_HOUR_AND_MINUTE = "(?:[01][0-9]|2[0-3])[0-5][0-9]"
_MOST_ELEMENTS = 100
"""More than any segment has; a good segment's count is below it."""
_MOST_CHOICES = 1_000
"""Of elements that are there, for which it is kept whether the notes hold: a file may try them all."""
_DECIMALS = 3
"""Numbers shorter than this rarely have any."""

Test = Callable[[str], object]
"""Something true where a raw segment is certainly good."""


def test_for(segment: Segment, marks: Delimiters) -> Test:
    """The test of a segment written with `marks`."""
    notes = [parsed(each) for each in segment.notes]
    in_pattern, left = _placed(notes, segment)
    pattern = re.compile(_segment(segment, marks, in_pattern))
    match = pattern.fullmatch
    if is_dated(segment):
        return _dated(match, marks)
    if not left:
        return match
    return _noted(match, left, marks.element)


def is_surely_good(raw: str, segment: Segment, marks: Delimiters) -> bool:
    """Whether a segment of the envelope is certainly good; files of small messages are full of these."""
    tests = _tests_with(marks)
    known = tests.get(id(segment))
    if known is None:
        known = tests[id(segment)] = (segment, test_for(segment, marks))
    return bool(known[1](raw))


@lru_cache(maxsize=64)
def _tests_with(marks: Delimiters) -> dict[int, tuple[Segment, Test]]:  # noqa: ARG001 (what the cache goes by)
    """The tests of the envelope's segments, by their identity: files come with the same delimiters for years."""
    return {}


def _noted(match: Test, notes: Sequence[Note], separator: str) -> Test:
    """A test that holds the notes, too. They depend on which elements are there; few such choices occur."""
    gap = separator * 2
    without_gaps = [all(holds(note, [True] * (count + 1)) for note in notes) for count in range(_MOST_ELEMENTS)]
    known: dict[tuple[bool, ...], bool] = {}

    def test(raw: str) -> object:
        if not match(raw):
            return None
        if gap not in raw and raw[-1] != separator:
            return without_gaps[raw.count(separator)]
        there = tuple(map(bool, raw.split(separator)))
        verdict = known.get(there)
        if verdict is None:
            verdict = all(holds(note, there) for note in notes)
            if len(known) < _MOST_CHOICES:
                known[there] = verdict
        return verdict

    return test


def is_dated(segment: Segment) -> bool:
    """Whether it is EDIFACT's DTM; X12's has a date of its own type."""
    return segment.tag == "DTM" and bool(segment.elements[0].components)


def _dated(match: Test, marks: Delimiters) -> Test:
    """EDIFACT's DTM, whose third component says how its second is written."""

    def test(raw: str) -> object:
        if not match(raw):
            return None
        parts = raw.split(marks.component)
        return len(parts) < 3 or is_date_in(parts[1], parts[2].split(marks.element)[0])

    return test


def _placed(notes: Sequence[Note], segment: Segment) -> tuple[Mapping[int, Note], list[Note]]:
    """The notes about two neighbours, by the first of them, as far as they don't overlap; and those that are left."""
    placed: dict[int, Note] = {}
    left = []
    for note in notes:
        first = min(note.elements)
        neighbours = note.kind in NEIGHBOURS and sorted(note.elements) == [first, first + 1]
        plain = neighbours and not any(each.required for each in segment.elements[first - 1 : first + 1])
        if plain and not {first - 1, first, first + 1} & placed.keys():
            placed[first] = note
        else:
            left.append(note)
    return placed, left


def _segment(segment: Segment, marks: Delimiters, notes: Mapping[int, Note]) -> str:
    separator = re.escape(marks.element)
    required = [number for number, each in enumerate(segment.elements, 1) if each.required]
    must_reach = max([*required, *(first for first, note in notes.items() if note.kind == "R")], default=0)
    tail, number = "", len(segment.elements)
    while number:
        note = notes.get(number - 1)
        first = number - 1 if note else number
        unit = _pair(segment, first, note, separator, marks) if note else _single(segment, first, separator, marks)
        tail = unit + tail if first <= must_reach else f"(?:{unit}{tail}|)"
        number = first - 1
    return re.escape(segment.tag) + tail


def _single(segment: Segment, number: int, separator: str, marks: Delimiters) -> str:
    element = segment.elements[number - 1]
    pattern = _repeated(element, marks)
    if element.required and element.components and not any(each.required for each in element.components):
        return f"{separator}(?={_value(marks)}){pattern}"
    return separator + (pattern if element.required else _optional(pattern))


def _value(marks: Delimiters) -> str:
    """Something that is no empty element."""
    return f"[^{re.escape(marks.element)}]"


def _pair(segment: Segment, first: int, note: Note, separator: str, marks: Delimiters) -> str:
    """Two optional elements with a note about them; a segment may end behind the first."""
    one, two = (_repeated(each, marks) for each in segment.elements[first - 1 : first + 1])
    both, none = f"{one}{separator}{two}", separator
    if note.kind == "P":
        return f"{separator}(?:{both}|{none})"
    if note.kind == "E":
        return f"{separator}(?:{one}(?:{separator}|)|{separator}{_optional(two)})"
    if note.kind == "R":
        return f"{separator}(?:{one}(?:{separator}{_optional(two)}|)|{separator}{two})"
    needing_first = note.elements[0] == first  # C: where the note's first is, the other must be
    if needing_first:
        return f"{separator}(?:{both}|{separator}{_optional(two)})"
    return f"{separator}(?:{one}(?:{separator}{_optional(two)}|)|{separator})"


def _optional(pattern: str) -> str:
    """Python's engine takes an empty branch in half the time of `(?:…)?`, and a repeated set in less."""
    if pattern.startswith("[^") and "{1," in pattern and pattern.count("{") == 1:
        return pattern.replace("{1,", "{0,")
    return f"(?:{pattern}|)"


def _repeated(element: Element, marks: Delimiters) -> str:
    pattern = _element(element, marks)
    if element.repeats == 1 or not marks.repetition:
        return pattern
    more = "*" if element.repeats == UNLIMITED else f"{{0,{element.repeats - 1}}}"
    return f"{pattern}(?:{re.escape(marks.repetition)}{pattern}){more}"


def _element(element: Element, marks: Delimiters) -> str:
    if not element.components:
        return _simple(element, marks)
    separator = re.escape(marks.component)
    must_reach = max((number for number, each in enumerate(element.components, 1) if each.required), default=0)
    tail = ""
    for number in range(len(element.components), 0, -1):
        component = element.components[number - 1]
        pattern = _simple(component, marks)
        unit = (separator if number > 1 else "") + (pattern if component.required else _optional(pattern))
        tail = unit + tail if number <= must_reach or number == 1 else f"(?:{unit}{tail}|)"
    return f"(?:{tail})"


def _simple(element: Element, marks: Delimiters) -> str:
    if element.codes is not None:
        return _one_of(element.codes)
    return pattern_of_type(element, marks)


def pattern_of_type(element: Element, marks: Delimiters) -> str:
    """What a value of the element's type and length looks like."""
    shortest, longest = max(element.min, 1), element.max
    maker = _TYPES.get(element.type, _text)
    return maker(shortest, longest, marks)


def _text(shortest: int, longest: int, marks: Delimiters) -> str:
    return f"[^{_unwanted(marks)}]{{{shortest},{longest}}}"


def _unwanted(marks: Delimiters) -> str:
    return re.escape(marks.special) + r"\x00-\x1f\x7f"


def _letters(shortest: int, longest: int, marks: Delimiters) -> str:
    return f"[^{_unwanted(marks)}0-9]{{{shortest},{longest}}}"


def _integer(shortest: int, longest: int, _marks: Delimiters) -> str:
    return f"-?[0-9]{{{shortest},{longest}}}"


def _decimal(shortest: int, longest: int, marks: Delimiters) -> str:
    allowed = [each for each in (".," if marks.release else marks.decimal) if each not in marks.special]
    mark = f"[{''.join(map(re.escape, allowed))}]"
    if longest < _DECIMALS or shortest > 1 or not allowed:
        return f"-?[0-9]{{{shortest},{longest}}}"
    # whole digits and decimals that can't be too many together; the rare other cases are left to explain.py
    decimals = min(6, longest // 3)
    return f"-?[0-9]{{1,{longest - decimals}}}(?:{mark}[0-9]{{1,{decimals}}}|)"


def _date(_shortest: int, longest: int, _marks: Delimiters) -> str:
    return (r"[0-9]{4}" if longest == 8 else r"[0-9]{2}") + _MONTH_AND_DAY


def _time(shortest: int, longest: int, _marks: Delimiters) -> str:
    seconds = (
        ""
        if longest <= 4
        else f"(?:[0-5][0-9](?:[0-9]{{1,{max(longest - 6, 1)}}})?)?"
        if longest > 6
        else "(?:[0-5][0-9])?"
    )
    return _HOUR_AND_MINUTE + (seconds if shortest <= 4 else seconds.removesuffix("?"))


_TYPES: Mapping[str, Callable[[int, int, Delimiters], str]] = {
    "a": _letters,
    "n": _decimal,
    "R": _decimal,
    "DT": _date,
    "TM": _time,
    **{f"N{decimals}": _integer for decimals in range(10)},
}


@lru_cache(maxsize=2_000)
def _one_of(codes: frozenset[str]) -> str:
    """An alternation that looks at each character once."""
    tree: dict[str, Any] = {}
    for code in codes:
        node = tree
        for character in code:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: Mapping[str, Any]) -> str:
    by_rest: dict[str, list[str]] = {}
    for character, below in node.items():
        if character:
            by_rest.setdefault(_branches(below), []).append(character)
    pieces = [_one_character(letters) + rest for rest, letters in by_rest.items()]
    if not pieces:
        return ""
    together = pieces[0] if len(pieces) == 1 else f"(?:{'|'.join(pieces)})"
    if "" not in node:
        return together
    return f"{together}?" if set(by_rest) == {""} else f"(?:{together})?"


def _one_character(letters: Sequence[str]) -> str:
    if len(letters) == 1:
        return re.escape(letters[0])
    # neighbours as a range: a pattern is compiled in half the time
    runs: list[list[str]] = []
    for each in sorted(letters):
        if runs and ord(each) == ord(runs[-1][-1]) + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return "[" + "".join(map(_run, runs)) + "]"


def _run(letters: Sequence[str]) -> str:
    first, last = re.escape(letters[0]), re.escape(letters[-1])
    return f"{first}-{last}" if len(letters) > 3 else "".join(map(re.escape, letters))
