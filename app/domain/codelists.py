"""The code lists that documents speak in: currencies, countries, units, kinds of documents, means of payment …

They are data: one table a list in `schemas/codelists`, read when it is first asked for and never changed. A list is
named as its file is (`untdid1001`), and the part of it that a rule set accepts is named behind a slash
(`untdid1001/en16931-invoice`): exactly the codes of that release, whether or not time has passed over them. What is
said of a code in a reader's language is in the tables too, but for countries, currencies and languages, whose names
the pages take from CLDR. This module judges no document.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "codelists"
LANGUAGES = ("en", "zh")

Span = tuple[date | None, date | None]
"""The first and the last day of a code; None where the table doesn't say."""

_ALWAYS: Span = (None, None)
_EVERY_SET = "*"
_SETS: dict[frozenset[str], frozenset[str]] = {}


class UnknownCodeList(LookupError):
    """There is no code list, or no part of one, by that name."""


@dataclass(frozen=True, slots=True, eq=False)
class CodeList:
    """A code list, or the part of one that a rule set accepts.

    Attributes:
        codes: those in force on the day from which this version holds; of a part, all of the release.
        known: the same and those that are no longer, or not yet, in force.
        title, agency, version, source: as in the table's header; `source` of a part names the release and its rules.
    """

    name: str
    title: str
    agency: str
    version: str
    source: str
    codes: frozenset[str]
    known: frozenset[str]
    _table: "_Table"

    def contains(self, code: str, on: date | None = None) -> bool:
        """Whether `code` is one of `codes`; with a day, whether it is known and was in force on that day."""
        return code in self.codes if on is None else code in self.known and self._table.in_force(code, on)

    def in_force(self, on: date) -> frozenset[str]:
        """The codes that were in force on a day."""
        return frozenset(code for code in self.known if self._table.in_force(code, on))

    def name_of(self, code: str, language: str = "en") -> str:
        """A short name in "en" or "zh"; "" for a code that the table has no name for, or in another language."""
        return self._table.names.get(language, {}).get(code, "")

    def attribute(self, code: str, column: str) -> str:
        """What a further column of the table says of `code` (`decimals`, `alpha3`, `numeric`); "" for nothing."""
        return self._table.attributes.get(column, {}).get(code, "")

    def span(self, code: str) -> Span:
        """The first and the last day of `code`, as far as the table knows them."""
        return self._table.spans.get(code, _ALWAYS)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """A file. `sets` are the releases and codes of its parts by their names; the rest is by code."""

    header: Mapping[str, str]
    codes: tuple[str, ...]
    sets: Mapping[str, tuple[str, frozenset[str]]]
    spans: Mapping[str, Span]
    names: Mapping[str, Mapping[str, str]]
    attributes: Mapping[str, Mapping[str, str]]

    def in_force(self, code: str, on: date) -> bool:
        start, end = self.spans.get(code, _ALWAYS)
        return (start is None or start <= on) and (end is None or on <= end)


@cache
def code_list(name: str) -> CodeList:
    """The list `name` (`eas`) or the part of it that a rule set accepts (`eas/peppol`).

    Raises:
        UnknownCodeList: there is none.
    """
    whole, behind, part = name.partition("/")
    return _part_of(_table(whole), name, part) if behind else _whole(_table(whole), name)


def codes(name: str, on: date | None = None) -> frozenset[str]:
    """The codes of a list as of its version, or those in force on a day; raises UnknownCodeList."""
    found = code_list(name)
    return found.codes if on is None else found.in_force(on)


@cache
def code_lists() -> tuple[str, ...]:
    """The names of all lists, without their parts."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.tsv")))


def parts(name: str) -> tuple[str, ...]:
    """The full names of a list's parts, as `code_list` takes them; raises UnknownCodeList."""
    return tuple(f"{name}/{part}" for part in _table(name).sets)


def decimals(currency: str) -> int | None:
    """The digits of a currency's minor unit (ISO 4217: EUR 2, JPY 0); None for one unknown or without such a unit."""
    found = code_list("iso4217").attribute(currency, "decimals")
    return int(found) if found else None


def _whole(table: _Table, name: str) -> CodeList:
    known = frozenset(table.codes).difference(table.header.get("extensions", "").split())
    day = _day(table.header.get("valid-from", "")) or date.max
    current = _shared(known.difference(code for code in table.spans if not table.in_force(code, day)))
    return _list(table, name, table.header["source"], current, _shared(known))


def _part_of(table: _Table, name: str, part: str) -> CodeList:
    if part not in table.sets:
        raise UnknownCodeList(name)
    release, accepted = table.sets[part]
    return _list(table, name, release, accepted, accepted)


def _list(table: _Table, name: str, source: str, current: frozenset[str], known: frozenset[str]) -> CodeList:
    head = table.header
    return CodeList(name, head["list"], head["agency"], head["version"], source, current, known, table)


def _shared(found: frozenset[str]) -> frozenset[str]:
    """One object for equal sets: most rule sets accept a list as it is, and one of units has 2,000 members."""
    return _SETS.setdefault(found, found)


@cache
def _table(name: str) -> _Table:
    if name not in code_lists():
        raise UnknownCodeList(name)
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    comments = [line[2:] for line in lines if line.startswith("# ")]
    columns, *rows = lines[len(comments) :]
    header = [(key, value) for key, _, value in (line.partition(": ") for line in comments)]
    return _of_columns(dict(header), [value for key, value in header if key == "set"], _by_column(columns, rows))


def _by_column(columns: str, rows: list[str]) -> dict[str, tuple[str, ...]]:
    # a row ends at its last cell that isn't empty
    titles = columns.split("\t")
    padding = "\t" * len(titles)
    return dict(zip(titles, zip(*((row + padding).split("\t") for row in rows), strict=True), strict=False))


def _of_columns(header: dict[str, str], sets: list[str], columns: dict[str, tuple[str, ...]]) -> _Table:
    listed = columns.pop("code")
    spans = zip(columns.pop("valid_from"), columns.pop("valid_until"), strict=True)
    names = {language: _given(listed, columns.pop(f"name_{language}")) for language in LANGUAGES}
    memberships = columns.pop("sets")
    return _Table(
        MappingProxyType(header),
        listed,
        MappingProxyType(dict(_sets(sets, listed, memberships))),
        MappingProxyType({code: (_day(a), _day(b)) for code, (a, b) in zip(listed, spans, strict=True) if a or b}),
        MappingProxyType(names),
        MappingProxyType({title: _given(listed, cells) for title, cells in columns.items()}),
    )


def _sets(
    declared: list[str], listed: tuple[str, ...], memberships: Iterable[str]
) -> Iterator[tuple[str, tuple[str, frozenset[str]]]]:
    groups: dict[str, list[str]] = {}
    for code, membership in zip(listed, memberships, strict=True):
        groups.setdefault(membership, []).append(code)
    for line in declared:
        name, _, release = line.partition(" = ")
        members = (found for key, found in groups.items() if key == _EVERY_SET or name in key.split(" "))
        yield name, (release, _shared(frozenset().union(*members)))


def _given(listed: tuple[str, ...], cells: tuple[str, ...]) -> Mapping[str, str]:
    return MappingProxyType({code: cell for code, cell in zip(listed, cells, strict=True) if cell})


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
