"""An interchange taken apart for people: every segment with its name and loop, its elements in words, faults in place.

Whatever the file holds, all of it is shown, what belongs nowhere included; so many segments at a time.
"""

import io
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter

from app.formats.edi.dates import FORMATS, is_date_in
from app.formats.edi.delimiters import Delimiters, split_released, unreleased
from app.formats.edi.faults import Fault
from app.formats.edi.grammar import Element, Place, Segment, UnknownGrammar, grammar
from app.formats.edi.headers import Header, NoHeader
from app.formats.edi.interchange import Interchange, MessageRead
from app.formats.edi.loops import Loop
from app.formats.edi.names import code_name, element_name, segment_name
from app.formats.edi.reader import Began, Ended, Options, read
from app.formats.edi.source import Source
from app.formats.edi.told import row_of

AT_ONCE = 500
LONGEST_TEXT = 400
MOST_NAMED = 100
"""Segments with findings that are named."""
_ENVELOPES = {"x12": ("envelope",), "edifact": ("service-v3", "service-v4")}
_DAY = 8
_ISA11, _ISA11_SINCE_00402 = "I10", "I65"
"""The standards body; the repetition separator."""

_Taken = tuple[int, str, str, Delimiters]
"""A segment's number, its text, and the standard and delimiters of its interchange."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value in its place.

    Attributes:
        place: `BEG03`, `DTM 1.2`. name: what the element says, "" where there is no name.
        text: the value, released; cut where it is very long. meaning: in words where it is a code or a date.
        findings: what is wrong with it, as `row_of` tells it.
    """

    place: str
    name: str
    text: str
    meaning: str
    findings: list[Mapping[str, object]]


@dataclass(slots=True)
class Shown:
    """A segment.

    Attributes:
        number: in the file, from 1. depth: how many loops it is in. loop: the loop that it opens, "" for none.
        is_stray: whether it belongs nowhere. raw: as written. findings: what is wrong with it as a whole.
    """

    number: int
    tag: str
    name: str
    depth: int
    loop: str
    is_stray: bool
    raw: str
    values: list[Said]
    findings: list[Mapping[str, object]]


@dataclass(slots=True)
class Anatomy:
    """A part of a file: the segments from `first` on, of `count`.

    Attributes:
        faulty: the numbers of the segments with findings, wherever in the file; the first MOST_NAMED.
        unnamed: how many more there are.
    """

    first: int
    count: int
    segments: list[Shown]
    faulty: Sequence[int] = ()
    unnamed: int = 0

    def has(self, number: int) -> bool:
        """Whether a segment is in this part."""
        return self.first <= number < self.first + AT_ONCE

    @property
    def next(self) -> int:
        """The number of the segment that the next part begins with; 0 where this is the last."""
        end = self.first + AT_ONCE
        return end if end <= self.count else 0


@dataclass(slots=True)
class _Known:
    """What reading told: who is at home where, and what is wrong."""

    wanted: range
    places: dict[int, tuple[Place, int]] = field(default_factory=dict)
    faults: dict[int, list[Mapping[str, object]]] = field(default_factory=dict)
    faulty: set[int] = field(default_factory=set)
    versions: list[tuple[int, str]] = field(default_factory=list)
    envelope: dict[int, int] = field(default_factory=dict)


def anatomy(raw: bytes, language: str = "en", first: int = 1) -> Anatomy:
    """The segments of a file from number `first` on; none where it has no interchange at all."""
    try:
        source = Source(io.BytesIO(raw))
    except NoHeader:
        return Anatomy(1, 0, [])
    texts: list[str] = []
    headers: list[tuple[int, Header]] = []
    for segments in source.lists():
        headers.append((len(texts), source.header))
        texts += segments
    known = _known(raw, language, texts, range(first, first + AT_ONCE))
    taken: list[_Taken] = []
    for number, text in enumerate(texts[first - 1 : first - 1 + AT_ONCE], first):
        header = headers[bisect_right(headers, number - 1, key=itemgetter(0)) - 1][1]
        taken.append((number, text, header.standard, header.marks))
    faulty = sorted(known.faulty)
    shown = list(_shown(taken, known, language))
    return Anatomy(first, len(texts), shown, faulty[:MOST_NAMED], max(len(faulty) - MOST_NAMED, 0))


def _known(raw: bytes, language: str, texts: Sequence[str], wanted: range) -> _Known:
    known = _Known(wanted)
    for event in read(io.BytesIO(raw), Options(keep=True)):
        if isinstance(event, MessageRead):
            standard = event.group.interchange.standard
            _place(event, texts, known)
            _note(event.faults, standard, f"{event.name} {event.control}", language, known)
        elif isinstance(event, Began | Ended):
            what = event.what
            standard = what.standard if isinstance(what, Interchange) else what.interchange.standard
            known.envelope[what.number] = 0 if isinstance(what, Interchange) else 1
            if isinstance(event, Ended):
                _note(what.faults, standard, "", language, known)
    return known


def _note(faults: list[Fault], standard: str, message: str, language: str, known: _Known) -> None:
    for each in faults:
        known.faulty.add(each.number)
        if each.number in known.wanted:
            known.faults.setdefault(each.number, []).append(row_of(each, standard, message, language))


def _place(message: MessageRead, texts: Sequence[str], known: _Known) -> None:
    """Find each segment's number again: those in loops come in order, and what lies between them belongs nowhere."""
    grounded = 2 if message.group.header else 1
    known.versions.append((message.number, message.version))
    known.envelope[message.number] = grounded
    if message.loop is None or message.definition is None or message.number + message.segments <= known.wanted.start:
        return
    flat = _flat(message.loop, message.definition.places, 0)
    waiting = next(flat, None)
    last = min(message.number + message.segments, known.wanted.stop)
    for number in range(message.number, last):
        if waiting is not None and texts[number - 1] == waiting[0]:
            if number in known.wanted:
                known.places[number] = (waiting[1], grounded + waiting[2])
            waiting = next(flat, None)


def _flat(loop: Loop, places: Sequence[Place], depth: int) -> Iterator[tuple[str, Place, int]]:
    inner = iter(loop.loops)
    following = next(inner, None)
    for index, text in zip(loop.places, loop.segments, strict=True):
        while following is not None and following.place < index:
            yield from _flat(following, places, depth + 1)
            following = next(inner, None)
        yield text, places[index], depth
    while following is not None:
        yield from _flat(following, places, depth + 1)
        following = next(inner, None)


def _shown(taken: list[_Taken], known: _Known, language: str) -> Iterator[Shown]:
    depth = 0
    for number, text, standard, marks in taken:
        tag = text.split(marks.element, 1)[0][:10]
        place, inner = known.places.get(number, (None, None))
        segment = place.segment if place else _segment(standard, tag, _version_at(known, number))
        is_envelope = place is None and _segment_of_envelope(standard, tag) is not None
        depth = inner if inner is not None else known.envelope.get(number, _depth_of(tag, depth))
        findings = known.faults.get(number, [])
        values = list(_values(text, segment, (standard, tag), marks, (findings, language)))
        placed = {id(each) for value in values for each in value.findings}
        yield Shown(
            number=number,
            tag=tag,
            name=segment_name(standard, tag, language),
            depth=depth,
            loop=_opened(place),
            is_stray=place is None and not is_envelope,
            raw=text[:LONGEST_TEXT],
            values=values,
            findings=[each for each in findings if id(each) not in placed],
        )


def _opened(place: Place | None) -> str:
    if place is None or place.loop.parent is None:
        return ""
    return place.loop.name if place.loop.first is place else ""


def _depth_of(tag: str, depth: int) -> int:
    """Trailers stand where their headers do; anything else where what is before it does."""
    return {"IEA": 0, "UNZ": 0, "UNA": 0, "GE": 1, "UNE": 1}.get(tag, depth)


def _version_at(known: _Known, number: int) -> str:
    before = bisect_right(known.versions, number, key=itemgetter(0))
    return known.versions[before - 1][1] if before else ""


def _segment(standard: str, tag: str, version: str) -> Segment | None:
    """A segment of the envelope, or one that belongs to no place of its message."""
    found = _segment_of_envelope(standard, tag)
    if found is not None or not version:
        return found
    try:
        return grammar(standard, version).segments.get(tag)
    except UnknownGrammar:
        return None


def _segment_of_envelope(standard: str, tag: str) -> Segment | None:
    grammars = (grammar(standard, each) for each in _ENVELOPES[standard])
    return next((each.segments[tag] for each in grammars if tag in each.segments), None)


def _values(
    text: str,
    segment: Segment | None,
    named: tuple[str, str],
    marks: Delimiters,
    told: tuple[list[Mapping[str, object]], str],
) -> Iterator[Said]:
    """The elements of a segment, components one by one; `told` are its findings, and the language."""
    standard, tag = named
    findings, language = told
    elements = split_released(text, marks.element, marks.release)[1:]
    for number, value in enumerate(elements, 1):
        element = segment.elements[number - 1] if segment and number <= len(segment.elements) else None
        own = [each for each in findings if each["element"] == number]
        parts = _parts(value, element, marks, tag)
        whole = "" if len(parts) == 1 else element.number if element else ""
        title = element_name(standard, whole, language) if whole else ""
        said = [
            Said(
                place=_label(standard, tag, number, component if len(parts) > 1 else 0),
                name=" · ".join(filter(None, (title, element_name(standard, part.number, language) if part else ""))),
                text=shown.strip()[:LONGEST_TEXT],
                meaning=_meaning(standard, part, shown, parts, language),
                findings=[each for each in own if _is_here(each, component, len(parts))],
            )
            for component, (part, shown) in enumerate(parts, 1)
        ]
        yield from (each for each in said if each.text or each.findings)
    for each in sorted({row["element"] for row in findings if isinstance(row["element"], int)}):
        if each > len(elements):
            missing = segment.elements[each - 1] if segment and each <= len(segment.elements) else None
            name = element_name(standard, missing.number, language) if missing else ""
            own = [row for row in findings if row["element"] == each]
            yield Said(_label(standard, tag, each, 0), name, "", "", own)


def _is_here(row: Mapping[str, object], component: int, count: int) -> bool:
    said = row["component"]
    return said == component or (component == 1 and (said is None or (isinstance(said, int) and said > count)))


def _parts(value: str, element: Element | None, marks: Delimiters, tag: str) -> list[tuple[Element | None, str]]:
    """The components of an element, or the element itself."""
    if element is not None and element.number == _ISA11 and value == marks.repetition:
        element = replace(element, number=_ISA11_SINCE_00402)
    if tag in ("ISA", "UNA") or (element is not None and not element.components) or marks.component not in value:
        first = element.components[0] if element is not None and element.components else element
        return [(first, unreleased(value, marks.release))]
    texts = split_released(value, marks.component, marks.release)
    known = element.components if element is not None else ()
    return [(known[at] if at < len(known) else None, unreleased(each, marks.release)) for at, each in enumerate(texts)]


def _label(standard: str, tag: str, element: int, component: int) -> str:
    if standard == "x12":
        return f"{tag}{element:02}" + (f"-{component}" if component else "")
    return f"{tag} {element}" + (f".{component}" if component else "")


def _meaning(
    standard: str, element: Element | None, text: str, parts: list[tuple[Element | None, str]], language: str
) -> str:
    """A code in words, or a date as people write it."""
    if element is None or not text:
        return ""
    if element.type == "DT":
        return _day("20" * (len(text) == _DAY - 2) + text)
    if element.number == "2380":
        code = next((each for part, each in parts if part is not None and part.number == "2379"), "")
        return _moment(text, code)
    return code_name(standard, element.number, text.strip(), language)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:8]}").isoformat() if len(text) == _DAY else ""
    except ValueError:
        return ""


def _moment(text: str, code: str) -> str:
    """A date of EDIFACT as people write it, where it has a day in it."""
    if code not in ("101", "102", "203", "204") or code not in FORMATS or not is_date_in(text, code):
        return ""
    full = f"20{text}" if code == "101" else text
    clock = f" {full[8:10]}:{full[10:12]}" if len(full) > _DAY else ""
    return _day(full[:_DAY]) + clock
