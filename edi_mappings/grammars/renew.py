"""Write the grammars anew from a folder of bare facts, corrected by the tables in `corrections/`.

    python edi_mappings/grammars/renew.py FACTS [TARGET]

FACTS holds `x12/<version>.json` and `edifact/<directory>.json`; TARGET is this folder where it isn't named. What the
facts say wrongly or leave out is written in the tables, each line with its reason, never in this program. No text of a
standard goes in: tags, numbers, types and code values only. `x12/envelope.json` is maintained by hand. This is not
part of the server.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
UNLIMITED = 0
SERVICE = ("UNB", "UNE", "UNG", "UNH", "UNS", "UNT", "UNZ")
"""The envelope's segments of EDIFACT: in the service grammars, whether or not CONTRL names them."""

Grammar = dict[str, Any]
Facts = Mapping[str, Any]


def main(facts: Path, target: Path = HERE) -> None:
    """Write each grammar that the table of messages names."""
    for name, messages in rows("messages.tsv"):
        given = with_borrowed(name, facts)
        path = target / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(grammar(name, messages.split(), given)), encoding="utf-8")


def with_borrowed(name: str, facts: Path) -> Facts:
    """The facts of a grammar, and of the segments and codes that it takes from others."""
    given = facts_of(name, facts)
    for segments, lender, _ in rows_for("borrowed.tsv", name):
        lent = facts_of(lender, facts)
        given["segments"] |= {tag: lent["segments"][tag] for tag in segments.split()}
        given["codes"] = lent["codes"] | given["codes"]
    return given


def facts_of(name: str, folder: Path) -> dict[str, Any]:
    """The facts as they are."""
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return found


def grammar(name: str, messages: list[str], given: Facts) -> Grammar:
    """The grammar of one version or directory (`x12/004010`) with the messages asked for, and what these use."""
    standard, _, version = name.partition("/")
    trees = given.get("sets") or given["messages"]
    wanted = {each: [place(one) for one in trees[each]] for each in messages}
    correct_loops(name, wanted)
    used = {tag for tree in wanted.values() for tag in tags(tree)} | (set(SERVICE) if "service" in name else set())
    segments = {tag: elements(given["segments"][tag]) for tag in sorted(used) if tag in given["segments"]}
    correct_composites(name, segments)
    correct_members(name, segments)
    correct_elements(name, segments)
    return {
        "standard": standard,
        "version": version.removeprefix("service-v").upper(),
        "messages": wanted,
        "segments": with_notes(name, segments),
        "codes": codes(name, segments, given["codes"]),
    }


def place(given: Any) -> Any:
    """A segment's or a loop's place in a message."""
    if isinstance(given, list):
        return [given[0], given[1], times(given[2])]
    of = [place(one) for one in given["of"]]
    return {
        "loop": given.get("loop") or given["group"],
        "status": given["status"],
        "max": times(given["max"]),
        "of": of,
    }


def correct_loops(name: str, messages: Mapping[str, list[Any]]) -> None:
    """Put right what the facts say of a loop's status."""
    said = {(message, path): status for message, path, status, _ in rows_for("loops.tsv", name)}
    for message, parts in messages.items():
        for path, loop in loops(parts):
            loop["status"] = said.get((message, path), loop["status"])


def loops(parts: Iterable[Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """All loops with their paths (`PO1/LS/LDT`)."""
    for part in parts:
        if isinstance(part, dict):
            path = above + part["loop"]
            yield path, part
            yield from loops(part["of"], f"{path}/")


def times(given: int | str) -> int:
    """How often something may come; 0 for any number."""
    return UNLIMITED if given == ">1" else int(given)


def tags(tree: Iterable[Any]) -> Iterator[str]:
    """All segments that a message names."""
    for each in tree:
        if isinstance(each, dict):
            yield from tags(each["of"])
        else:
            yield each[0]


def elements(given: Iterable[Any]) -> list[Any]:
    """A segment's elements, or a composite's components."""
    return [element(each) for each in given]


def element(given: Any) -> Any:
    """One element."""
    if isinstance(given, dict):
        return {"composite": given["composite"], "status": given["status"], "of": elements(given["of"])}
    return of_x12(given) if len(given) > 3 else of_edifact(given)


def of_x12(given: list[Any]) -> list[Any]:
    """An element of X12; what is mandatory has at least one character."""
    number, status, kind, least, most = given
    return [number, status, "N0" if kind == "N" else kind, max(least, 1), most]


def of_edifact(given: list[str]) -> list[Any]:
    """An element of EDIFACT, whose type and length are written `an..35` or `n6`."""
    number, status, written = given
    kind = written.rstrip("0123456789.")
    most = int(written.removeprefix(kind).removeprefix(".."))
    return [number, status, kind, 1 if ".." in written else most, most]


def simple(given: Iterable[Any]) -> Iterator[list[Any]]:
    """All elements and components that carry a value."""
    for each in given:
        if isinstance(each, dict):
            yield from simple(each["of"])
        else:
            yield each


def correct_composites(name: str, segments: Mapping[str, list[Any]]) -> None:
    """Put in the components that the facts lack of a composite."""
    said = {composite: members.split() for composite, members, _ in rows_for("composites.tsv", name)}
    for each in (one for given in segments.values() for one in given if isinstance(one, dict)):
        if each["composite"] in said:
            each["of"] = elements(one.split(":") for one in said[each["composite"]])


def correct_elements(name: str, segments: Mapping[str, list[Any]]) -> None:
    """Put right what the facts say of an element wherever it stands."""
    said = {number: settings(what) for number, what, _ in rows_for("elements.tsv", name)}
    for each in simple(one for given in segments.values() for one in given):
        what = said.get(each[0], {})
        each[2:5] = [what.get("type", each[2]), int(what.get("min", each[3])), int(what.get("max", each[4]))]


def correct_members(name: str, segments: Mapping[str, list[Any]]) -> None:
    """Put right what the facts say of one element of one segment."""
    for segment, position, what, _ in rows_for("members.tsv", name):
        if what == "cut":
            del segments[segment][int(position) - 1 :]
        else:
            amend(segments[segment][int(position) - 1], settings(what))


def amend(member: Any, what: Mapping[str, str]) -> None:
    """Give an element another status or number of repetitions."""
    if isinstance(member, dict):
        member["status"] = what.get("status", member["status"])
        member.update({"repeats": int(what["repeats"])} if "repeats" in what else {})
    else:
        member[1] = what.get("status", member[1])
        member.extend([int(what["repeats"])] if "repeats" in what else [])


def with_notes(name: str, segments: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The segments with their syntax notes."""
    notes = {segment: written.split() for segment, written in rows_for("notes.tsv", name)}
    return {
        tag: {"elements": given} | ({"notes": notes[tag]} if tag in notes else {}) for tag, given in segments.items()
    }


def codes(name: str, segments: Mapping[str, list[Any]], given: Mapping[str, list[str]]) -> dict[str, str]:
    """The code lists of the elements that the segments use."""
    used = {each[0] for each in simple(one for members in segments.values() for one in members)}
    lists = {number: set(given[number]) for number in used if number in given}
    for number, how, values, _ in rows_for("codes.tsv", name):
        if how == "open":
            lists.pop(number, None)
        elif number in lists:
            lists[number] |= set(values.split())
    return {number: " ".join(sorted(lists[number])) for number in sorted(lists)}


def settings(what: str) -> dict[str, str]:
    """`type=N2 max=3` as a mapping."""
    return dict(part.split("=", 1) for part in what.split())


def rows(table: str) -> Iterator[list[str]]:
    """The lines of a table, without its remarks."""
    for line in (HERE / "corrections" / table).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def rows_for(table: str, name: str) -> Iterator[list[str]]:
    """The lines of a table that speak of this grammar or of its whole standard, without the column that says so."""
    for row in rows(table):
        if row[0] in (name, name.partition("/")[0]):
            yield row[1:]


def as_text(whole: Grammar) -> str:
    """JSON with a message's place, a segment or a code list a line, so that a difference reads well."""
    written = [f'"{key}": {json.dumps(whole[key])}' for key in ("standard", "version")]
    written.append(f'"messages": {{\n{lines(whole["messages"], tree_text)}\n}}')
    written += [f'"{key}": {{\n{lines(whole[key], json.dumps)}\n}}' for key in ("segments", "codes")]
    return "{\n" + ",\n".join(written) + "\n}\n"


def lines(members: Mapping[str, Any], write: Callable[[Any], str]) -> str:
    """One line a member."""
    return ",\n".join(f'"{key}": {write(value)}' for key, value in members.items())


def tree_text(tree: list[Any]) -> str:
    """One line for each place at the message's top level."""
    return "[\n  " + ",\n  ".join(json.dumps(each) for each in tree) + "]"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
