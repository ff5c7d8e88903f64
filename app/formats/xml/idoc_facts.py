"""The fact tables of IDocs: which fields and segments a segment has, in order, and which field says what it is about.

Many segments of one name stand side by side, and a field in each says what it is: a party its role, a date its meaning.
Here such a segment's name comes with that field's value after a dot (`E1EDKA1.AG`), so that a name is enough to know an
element. The same way a name that has other children in each basic type comes with the basic type (`IDOC.ORDERS05`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "schemas" / "idoc"


@dataclass(frozen=True, slots=True)
class Qualifier:
    """The field that says what a segment is about, and its values that have a place of their own, in order."""

    field: str
    values: tuple[str, ...]


@cache
def qualifiers() -> Mapping[str, Qualifier]:
    """The segments that are told apart by a field."""
    return {name: Qualifier(field, tuple(values.split())) for name, field, values in _rows("qualifiers.tsv")}


@cache
def segments() -> frozenset[str]:
    """The names of all segments that there are facts of, without what comes after a dot."""
    return frozenset(name.partition(".")[0] for name in _children() if not name.startswith("IDOC."))


def children_of(element: str) -> tuple[str, ...]:
    """The names that may stand in an element, in order; none for fields and for names that there are no facts of."""
    children = _children()
    if element in children:
        return children[element]
    name, _, value = element.partition(".")
    known = qualifiers().get(name)
    return children.get(name, ()) if known and value in known.values else ()


@cache
def _children() -> Mapping[str, tuple[str, ...]]:
    found = {}
    for name, *parts in _rows("segments.tsv"):
        fields, below, *_ = (*parts, "")
        found[name] = (*fields.split(), *(each for child in below.split() for each in _told_apart(child)))
    return found


def _told_apart(name: str) -> tuple[str, ...]:
    known = qualifiers().get(name)
    return (*(f"{name}.{value}" for value in known.values), name) if known else (name,)


def _rows(file: str) -> list[list[str]]:
    return [line.split("\t") for line in (FOLDER / file).read_text(encoding="utf-8").splitlines()]
