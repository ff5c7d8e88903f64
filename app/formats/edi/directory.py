"""A grammar from the UN's own EDIFACT directory files, so that an operator can have any release.

The outcome has the shape of the grammars that come with the server (`schemas/grammar.schema.json`). Only facts are
taken: tags, numbers, status, types, lengths and codes.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.errors import Refused
from app.formats.edi.directory_files import Kind, Text, texts
from app.formats.edi.directory_texts import codes, elements, segments, structure
from app.formats.edi.grammar import GRAMMARS
from app.formats.edi.imported import what_is_wrong

_VERSION = re.compile(r"D([0-9]{2}[A-Z])")
_SERVICE_GRAMMAR = GRAMMARS / "edifact" / "service-v4.json"
_SERVICE = ("UNH", "UNS", "UNT")
_CORRECTIONS = GRAMMARS / "corrections" / "codes.tsv"


@dataclass(slots=True)
class _Directory:
    """What the texts describe, by tag or number."""

    messages: dict[str, Text] = field(default_factory=dict)
    segments: dict[str, list[Any]] = field(default_factory=dict)
    composites: dict[str, list[Any]] = field(default_factory=dict)
    elements: dict[str, list[Any]] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)

    def take(self, text: Text) -> None:
        """Read a text; of a message only where it is, since most are not wanted."""
        if text.kind is Kind.MESSAGE:
            self.messages[text.subject] = text
        elif text.kind is Kind.SEGMENTS:
            self.segments.update(segments(text))
        elif text.kind is Kind.COMPOSITES:
            self.composites.update(segments(text))
        elif text.kind is Kind.ELEMENTS:
            self.elements.update(elements(text))
        else:
            self.codes.update(codes(text))


def import_directory(paths: Iterable[Path], version: str, messages: Sequence[str] | None = None) -> Mapping[str, Any]:
    """The grammar of a directory.

    Args:
        paths: the release's archive (the archives in it are opened too), folders, or single files: EDSD, EDCD, EDED,
            UNCL and messages (`ORDERS_D.96A`). Without EDED and EDCD it works as far as EDSD says everything itself;
            without UNCL any code is accepted.
        version: `D96A`.
        messages: those wanted; all that are there where None.

    Returns:
        What `app.formats.edi.grammar.read_grammar` reads; ready to be written as JSON.

    Raises:
        Refused: `edi_directory.*`, with file and line, for what can't be read or doesn't fit together.
        OSError: a path can't be opened.
    """
    directory = _read(paths, _release(version))
    wanted = sorted(directory.messages) if messages is None else list(dict.fromkeys(messages))
    trees = {name: structure(_message(directory, name)) for name in wanted}
    described = _described(directory, trees)
    made = {
        "standard": "edifact",
        "version": version,
        "messages": trees,
        "segments": described,
        "codes": _code_lists(directory, described),
    }
    if why := what_is_wrong(made, version.lower()):
        raise Refused("edi_directory.unusable", version=version, why=why)
    return made


def _release(version: str) -> str:
    found = _VERSION.fullmatch(version)
    if not found:
        raise Refused("edi_directory.version", version=version)
    return found[1]


def _read(paths: Iterable[Path], release: str) -> _Directory:
    directory = _Directory()
    for text in texts(paths, release):
        directory.take(text)
    if not directory.segments:
        raise Refused("edi_directory.missing_file", what=Kind.SEGMENTS)
    if not directory.messages:
        raise Refused("edi_directory.missing_file", what=Kind.MESSAGE)
    return directory


def _message(directory: _Directory, name: str) -> Text:
    if name not in directory.messages:
        raise Refused("edi_directory.missing_message", name=name)
    return directory.messages[name]


def _described(directory: _Directory, trees: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The segments that the messages use, in full."""
    service = _service_segments()
    users = {tag: name for name, tree in trees.items() for tag in _tags(tree)}
    found = {}
    for tag, user in sorted(users.items()):
        if tag in service:
            found[tag] = service[tag]
        elif tag in directory.segments:
            found[tag] = {"elements": [_element(directory, tag, each) for each in directory.segments[tag]]}
        else:
            raise Refused("edi_directory.undefined", user=user, name=tag)
    return found


def _service_segments() -> Mapping[str, Any]:
    """The segments of a message that no directory describes."""
    described = json.loads(_SERVICE_GRAMMAR.read_text("utf-8"))["segments"]
    return {tag: described[tag] for tag in _SERVICE}


def _tags(tree: Iterable[Any]) -> Iterator[str]:
    for each in tree:
        if isinstance(each, dict):
            yield from _tags(each["of"])
        else:
            yield each[0]


def _element(directory: _Directory, user: str, given: Any) -> Any:
    """An element with its components and types, looked up where the segment doesn't say them itself."""
    if isinstance(given, dict):
        name = given["composite"]
        components = given["of"] or directory.composites.get(name)
        if not components:
            raise Refused("edi_directory.undefined", user=user, name=name)
        return given | {"of": [_element(directory, name, each) for each in components]}
    number, status, *rest = given
    if not rest and number not in directory.elements:
        raise Refused("edi_directory.undefined", user=user, name=number)
    return [number, status, *(rest or directory.elements[number])]


def _code_lists(directory: _Directory, described: Mapping[str, Any]) -> dict[str, str]:
    used = {number for each in described.values() for number in _numbers(each["elements"])} - _open_lists()
    lists = {number: sorted(set(directory.codes.get(number, ()))) for number in sorted(used)}
    return {number: " ".join(values) for number, values in lists.items() if values}


def _numbers(given: Iterable[Any]) -> Iterator[str]:
    for each in given:
        if isinstance(each, dict):
            yield from _numbers(each["of"])
        else:
            yield each[0]


def _open_lists() -> set[str]:
    """Elements whose lists say too little to hold anybody to them, in any directory."""
    rows = (line.split("\t") for line in _CORRECTIONS.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {number for where, number, how, *_ in rows if where == "edifact" and how == "open"}
