"""Grammars: what messages a version of a standard has, of which segments, and what may stand in these.

They are read from `edi_mappings/grammars/` and never changed; what an operator imported is found by `imported.py`.
Nothing here looks at a document.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

GRAMMARS = Path(__file__).resolve().parents[3] / "edi_mappings" / "grammars"
UNLIMITED = 0
_FUNCTIONAL = "M"


class UnknownGrammar(LookupError):
    """There is no grammar for that version of the standard."""


@dataclass(frozen=True, slots=True)
class Element:
    """A data element, or a component of one, in its place in a segment.

    Attributes:
        number: in the standard's dictionary (`353`, `C040`).
        required: whether the segment can't do without it.
        type: X12: AN ID DT TM R N0 … N6 B; EDIFACT: a n an; "" for a composite.
        min, max: characters, sign and decimal mark not counted.
        repeats: how often it may stand there; 0 for any number.
        components: of a composite.
        codes: its values where the grammar has a closed list.
    """

    number: str
    required: bool
    type: str = ""
    min: int = 0
    max: int = 0
    repeats: int = 1
    components: "tuple[Element, ...]" = ()
    codes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment as the dictionary has it; `notes` are X12's syntax notes (`P0304`)."""

    tag: str
    elements: tuple[Element, ...]
    notes: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class LoopRule:
    """A loop (X12) or segment group (EDIFACT) in a message; the message itself is one, with no parent.

    Attributes:
        parts: what it is made of, in order; the first of a loop is the place that opens it.
        required: whether its parent can't do without it; repeats: how often it may come, 0 for any number.
    """

    name: str
    parent: "LoopRule | None"
    required: bool
    repeats: int
    parts: "list[Place | LoopRule]" = field(default_factory=list)

    @property
    def first(self) -> "Place":
        """The place of the segment that opens it."""
        part = self.parts[0]
        return part if isinstance(part, Place) else part.first


@dataclass(eq=False, slots=True)
class Place:
    """A segment's place in a message; `index` counts a message's places from 0, in the order of the standard."""

    index: int
    tag: str
    required: bool
    repeats: int
    loop: LoopRule
    segment: Segment


@dataclass(eq=False, slots=True)
class Message:
    """A transaction set or message type.

    Attributes:
        name: `850`, `ORDERS`.
        places: all of them, in order; `places[0]` is ST or UNH, the last one SE or UNT.
    """

    standard: str
    version: str
    name: str
    root: LoopRule
    places: list[Place]


@dataclass(eq=False, slots=True)
class Grammar:
    """A version of a standard."""

    standard: str
    version: str
    messages: Mapping[str, Message]
    segments: Mapping[str, Segment]
    groups: Mapping[str, str]


def grammar(standard: str, version: str) -> Grammar:
    """The grammar of `x12` `004010`, `edifact` `D96A` …: one that comes with Countersign, or an imported one.

    Raises:
        UnknownGrammar: there is none.
    """
    found = _built_in(standard, version)
    if found is not None:
        return found
    from app.formats.edi.imported import imported

    return imported(standard, version.lower())


@cache
def built_in(standard: str) -> frozenset[str]:
    """The names, in small letters, of the grammars that come with Countersign."""
    return frozenset(each.stem for each in (GRAMMARS / standard).glob("*.json"))


@lru_cache(maxsize=256)
def _built_in(standard: str, version: str) -> Grammar | None:
    name = version.lower()
    return _read(standard, name) if name in built_in(standard) else None


@cache
def _read(standard: str, name: str) -> Grammar:
    return read_grammar(json.loads((GRAMMARS / standard / f"{name}.json").read_text("utf-8")))


def read_grammar(data: Mapping[str, Any]) -> Grammar:
    """A grammar from what its file holds (`schemas/grammar.schema.json`)."""
    codes = {number: frozenset(values.split()) for number, values in data.get("codes", {}).items()}
    segments = {tag: _segment(tag, each, codes) for tag, each in data["segments"].items()}
    standard, version = data["standard"], data["version"]
    messages = {}
    for name, parts in data.get("messages", {}).items():
        root = LoopRule(name, None, True, 1)
        places: list[Place] = []
        _grow(root, parts, segments, places)
        messages[name] = Message(standard, version, name, root, places)
    return Grammar(standard, version, messages, segments, data.get("groups", {}))


def _segment(tag: str, data: Mapping[str, Any], codes: Mapping[str, frozenset[str]]) -> Segment:
    return Segment(tag, tuple(_element(each, codes) for each in data["elements"]), tuple(data.get("notes", ())))


def _element(data: Any, codes: Mapping[str, frozenset[str]]) -> Element:
    if isinstance(data, dict):
        components = tuple(_element(each, codes) for each in data["of"])
        repeats = data.get("repeats", 1)
        return Element(data["composite"], data["status"] == _FUNCTIONAL, repeats=repeats, components=components)
    number, status, type_, shortest, longest, *repeats = data
    required = status == _FUNCTIONAL
    most = repeats[0] if repeats else 1
    return Element(number, required, type_, shortest, longest, most, codes=codes.get(number))


def _grow(loop: LoopRule, parts: Sequence[Any], segments: Mapping[str, Segment], places: list[Place]) -> None:
    for each in parts:
        if isinstance(each, dict):
            inner = LoopRule(each["loop"], loop, each["status"] == _FUNCTIONAL, each["max"])
            loop.parts.append(inner)
            _grow(inner, each["of"], segments, places)
            continue
        tag, status, most = each
        place = Place(len(places), tag, status == _FUNCTIONAL, most, loop, segments[tag])
        places.append(place)
        loop.parts.append(place)


def loops_of(loop: LoopRule) -> Iterator[LoopRule]:
    """The loop and every loop in it."""
    yield loop
    for each in loop.parts:
        if isinstance(each, LoopRule):
            yield from loops_of(each)
