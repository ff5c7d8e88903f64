"""Write the grammars anew from a folder of bare facts, corrected by the tables in `corrections/`.

    python edi_mappings/grammars/renew.py FACTS

FACTS holds `x12/<version>.json` and `edifact/<directory>.json`. What the facts say wrongly or leave out is written in
the tables, each line with its reason, never in this program. It must not add text of a standard: tags, numbers, types
and code values only. It is not part of the server.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
UNLIMITED = 0
ENVELOPE = ("UNB", "UNG", "UNE", "UNZ", "UNH", "UNS", "UNT")
"""Segments that no message of a service grammar may name, but which belong to it."""

Grammar = dict[str, Any]
Element = list[Any]


@dataclass(frozen=True)
class Corrections:
    """What the tables say of one grammar."""

    messages: list[str]
    borrowed: list[tuple[str, str]] = field(default_factory=list)
    elements: dict[str, list[str]] = field(default_factory=dict)
    members: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    codes: dict[str, tuple[str, list[str]]] = field(default_factory=dict)


def rows(table: str) -> Iterator[list[str]]:
    """The lines of a table, without its header and remarks."""
    for line in (HERE / "corrections" / table).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


def rows_for(table: str, grammar: str) -> Iterator[list[str]]:
    """The lines of a table that speak of this grammar, or of all of its standard (`x12`); without that column."""
    for row in rows(table):
        if row[0] in (grammar, grammar.partition("/")[0]):
            yield row[1:]


def corrections(grammar: str) -> Corrections:
    """All that the tables say of a grammar (`x12/004010`)."""
    (messages,) = (row[0].split() for row in rows_for("messages.tsv", grammar))
    return Corrections(messages)


def main(facts: Path) -> None:
    """Write each grammar that the table of messages names."""
    for name, _ in rows("messages.tsv"):
        given = json.loads((facts / f"{name}.json").read_text(encoding="utf-8"))
        (HERE / f"{name}.json").write_text(as_text(grammar(name, given, corrections(name))), encoding="utf-8")


def grammar(name: str, given: Mapping[str, Any], corrected: Corrections) -> Grammar:
    """The grammar of one directory or version."""
    standard, _, version = name.partition("/")
    trees = given.get("sets") or given["messages"]
    messages = {each: [place(one) for one in trees[each]] for each in corrected.messages}
    tags = sorted({tag for tree in messages.values() for tag in tags_of(tree)} | service_tags(name, given))
    segments = {tag: {"elements": elements(given["segments"][tag])} for tag in tags if tag in given["segments"]}
    used = {number for each in segments.values() for number, kind in numbers(each["elements"])}
    codes = {number: " ".join(values) for number, values in sorted(given["codes"].items()) if number in used}
    return {
        "standard": standard,
        "version": version.removeprefix("service-v").upper(),
        "messages": messages,
        "segments": segments,
        "codes": codes,
    }


def service_tags(name: str, given: Mapping[str, Any]) -> set[str]:
    """The envelope's segments, where this is a grammar of the envelope."""
    return {tag for tag in ENVELOPE if tag in given["segments"]} if "service" in name else set()


def place(given: Any) -> Any:
    """A segment's or a loop's place in a message."""
    if isinstance(given, list):
        return [given[0], given[1], times(given[2])]
    name = given.get("loop") or given["group"]
    of = [place(one) for one in given["of"]]
    return {"loop": name, "status": given["status"], "max": times(given["max"]), "of": of}


def times(given: int | str) -> int:
    """How often something may come; 0 for any number."""
    return UNLIMITED if given == ">1" else int(given)


def tags_of(tree: Iterable[Any]) -> Iterator[str]:
    """All segments that a message names."""
    for each in tree:
        if isinstance(each, dict):
            yield from tags_of(each["of"])
        else:
            yield each[0]


def elements(given: Iterable[Any]) -> list[Any]:
    """A segment's elements, or a composite's components."""
    return [element(each) for each in given]


def element(given: Any) -> Any:
    """One element."""
    if isinstance(given, dict):
        return {"composite": given["composite"], "status": given["status"], "of": elements(given["of"])}
    return simple(given) if len(given) > 3 else edifact(given)


def simple(given: list[Any]) -> Element:
    """An element of X12."""
    number, status, kind, least, most = given
    return [number, status, "N0" if kind == "N" else kind, max(least, 1), most]


def edifact(given: list[str]) -> Element:
    """An element of EDIFACT, whose type and length are written `an..35` or `n6`."""
    number, status, written = given
    kind = written.rstrip("0123456789.")
    most = int(written.rpartition(".")[2].lstrip("an"))
    return [number, status, kind, 1 if ".." in written else most, most]


def numbers(given: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Number and type of all elements and components."""
    for each in given:
        if isinstance(each, dict):
            yield from numbers(each["of"])
        else:
            yield each[0], each[2]


def as_text(whole: Grammar) -> str:
    """JSON with a message's places, a segment and a code list a line each, so that a difference reads well."""
    parts = [f'"{key}": {json.dumps(whole[key])}' for key in ("standard", "version")]
    parts.append(f'"messages": {{\n{lines(whole["messages"], tree_text)}\n}}')
    parts += [f'"{key}": {{\n{lines(whole[key], json.dumps)}\n}}' for key in ("segments", "codes")]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def lines(members: Mapping[str, Any], write: Callable[[Any], str]) -> str:
    """One line a member."""
    return ",\n".join(f'"{key}": {write(value)}' for key, value in members.items())


def tree_text(tree: list[Any]) -> str:
    """One line a place at the message's top level."""
    return "[\n  " + ",\n  ".join(json.dumps(each) for each in tree) + "]"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
