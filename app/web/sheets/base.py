"""A document as people read it: fields, parties, a table of lines, sums, notes. Templates only lay it out.

The sheets are made from domain documents, so one presentation serves every syntax.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.documents.base import Item, Leftover, Note
from app.domain.parties import Party


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value; `value` is typed (Amount, date …) and shown in the reader's way."""

    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: a value, with smaller words below it."""

    value: Any = ""
    below: tuple[str, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; numbers stand right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Lines of a document."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def without_empty_columns(self) -> "Table":
        """Only the columns in which some row says something: a narrow table is easier to read."""
        kept = [
            i
            for i in range(len(self.columns))
            if any(row[i].value not in ("", None) or row[i].below for row in self.rows)
        ]
        rows = tuple(tuple(row[i] for i in kept) for row in self.rows)
        return Table(self.caption, tuple(self.columns[i] for i in kept), rows)


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause of a contract at its depth in the tree."""

    id: str
    number: str
    heading: str
    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a document page shows of a document."""

    fields: tuple[Field, ...] = ()
    parties: tuple[tuple[str, Party], ...] = ()
    sections: tuple[tuple[str, tuple[Field, ...]], ...] = ()
    tables: tuple[Table, ...] = ()
    totals: tuple[Field, ...] = ()
    passages: tuple[Passage, ...] = ()
    notes: tuple[Note, ...] = ()
    leftovers: tuple[Leftover, ...] = ()

    def tidy(self) -> "Sheet":
        """Without anything that is empty."""
        return replace(
            self,
            fields=filled(self.fields),
            parties=tuple((role, party) for role, party in self.parties if party != Party()),
            sections=tuple((title, filled(fields)) for title, fields in self.sections if filled(fields)),
            tables=tuple(each.without_empty_columns() for each in self.tables if each.rows),
            totals=filled(self.totals),
        )


def filled(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields that say something."""
    return tuple(each for each in fields if each.value not in ("", None, ()))


@dataclass
class TableBuilder:
    """Columns with how to fill each from a line: the order of columns and of cells can't drift apart."""

    caption: str
    columns: list[tuple[Column, Callable[[Any], Any]]] = field(default_factory=list)

    def column(self, label: str, fill: Callable[[Any], Any], *, numeric: bool = False) -> "TableBuilder":
        """One more column; `fill` gives a Cell or a bare value."""
        self.columns.append((Column(label, numeric), fill))
        return self

    def build(self, lines: Iterable[Any]) -> Table:
        """The table of `lines`."""
        rows = tuple(tuple(_cell(fill(line)) for _, fill in self.columns) for line in lines)
        return Table(self.caption, tuple(column for column, _ in self.columns), rows)


def _cell(value: Any) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def item_cell(item: Item | None, *more: str) -> Cell:
    """An item's name, with its description and numbers below."""
    if item is None:
        return Cell("", tuple(each for each in more if each))
    numbers = " · ".join(filter(None, (item.sellers_id, item.buyers_id, str(item.standard_id or ""))))
    described = tuple(each for each in item.descriptions if each != item.name)
    properties = ", ".join(f"{each.name}: {each.value}" for each in item.properties)
    below = (*described, properties, numbers, *more)
    return Cell(item.name or item.sellers_id or item.buyers_id, tuple(each for each in below if each), strong=True)


def note_texts(notes: Iterable[Note]) -> tuple[str, ...]:
    """The notes' words."""
    return tuple(each.text for each in notes)
