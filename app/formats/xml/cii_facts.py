"""The fact table of Cross Industry Invoice: which children an element has, in the order of the schema.

An element of CII is declared within its parent's type, but no two parents declare one name with different children, so
that its name is enough to know its children (`schemas/cii/derive_facts.py` checks it when it writes the table).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.formats.xml.names import PREFIXES

FOLDER = Path(__file__).resolve().parents[3] / "schemas" / "cii" / "D22B"
_OCCURRENCE = "?*+"


def children_of(element: str) -> tuple[str, ...]:
    """The names that may stand in an element, in order; none for texts and for names that CII doesn't have."""
    return _children(_types_by_element().get(element, ""))


@cache
def _types_by_element() -> Mapping[str, str]:
    return {_expanded(name): type_name for name, type_name in _rows("elements.tsv")}


@cache
def _content_by_type() -> Mapping[str, str]:
    return {row[0]: row[3] for row in _rows("types.tsv") if row[1:2] == ["elements"]}


def _children(type_name: str) -> tuple[str, ...]:
    content = _content_by_type().get(type_name, "").replace("|", " ")
    return tuple(_expanded(each.partition("=")[0]) for each in content.split())


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def _rows(file: str) -> list[list[str]]:
    return [line.split("\t") for line in (FOLDER / file).read_text(encoding="utf-8").splitlines()]
