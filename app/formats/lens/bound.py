"""Rules of a mapping as they were understood: bound to places of the message's grammar and paths of the domain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.formats.edi.grammar import Element, LoopRule, Place
from app.formats.lens.codecs import Codec
from app.formats.lens.codes import Table
from app.formats.lens.implied import Formula
from app.formats.lens.parts import Parts
from app.formats.lens.paths import Path
from app.formats.lens.written import Written

At = tuple[int, int]
"""Where in a segment: element and component, from 1; component 0 for an element that has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundElement:
    """An element or component, and the path that it stands for.

    Attributes:
        cells: where it is; more than one for a text that is spread over several.
        type: the domain's type at the path.
        beside: where its unit, currency, scheme, list, format or zone is.
        constant: its scheme, list or unit where that isn't written.
        part: `day`, `start` or `end` of a period.
        time: where the time of day goes that comes with a date.
        length: the value's only length where it has one; not_length: the one that is written otherwise.
        otherwise: what is read where the element is empty: `position`, or a text.
        join: what stands between the parts of a spread text that aren't full.
        instead: the path that is written where there is nothing at its own.
        implied: what it comes to where it isn't said.
        echo: whether it is said elsewhere, too, which then counts; unless: what else must not be said for it to count.
        price: the element of the price that its code says the basis of.
        apart: the amount in whose currency it isn't said once more.
    """

    cells: tuple[At, ...]
    grammar: Element
    path: Path
    codec: Codec
    beside: At | None = None
    beside_codec: Codec | None = None
    beside_grammar: Element | None = None
    constant: str = ""
    part: str = ""
    time: Path | None = None
    length: int = 0
    not_length: int = 0
    otherwise: str = ""
    join: str = "\n"
    formats: Table | None = None
    instead: Path | None = None
    implied: Formula | None = None
    echo: bool = False
    unless: Path | None = None
    price: "BoundElement | None" = None
    apart: Path | None = None

    @property
    def label(self) -> str:
        """Its number as the standards' users say it: `03`, `03.2`."""
        return label_of(self.cells[0])

    def basis_of(self, others: "Iterable[BoundElement]") -> "BoundElement":
        """The basis of a price, with that of the segment's elements which is the price itself."""
        price = self.path.text.removesuffix("base_quantity") + "amount"
        return replace(self, price=next((each for each in others if each.path.text == price), None))


@dataclass(frozen=True, slots=True)
class Scope:
    """Where rules are: in which loop of the message, and at which object of the document."""

    loop: LoopRule
    cls: type
    prefix: str
    document: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a mapping says of an element, before it is known how its value is read and written."""

    cells: tuple[At, ...]
    grammar: Element
    path: Path
    spec: Mapping[str, Any]


def label_of(at: At) -> str:
    """`(3, 2)` as `03.2`."""
    return f"{at[0]:02}.{at[1]}" if at[1] else f"{at[0]:02}"


@dataclass(frozen=True, slots=True)
class Guard:
    """What an element must be for the rule to take the segment; the first value is the one that is written."""

    at: At
    values: tuple[str, ...]
    written: bool = True


@dataclass(frozen=True, slots=True)
class BoundPairs:
    """Pairs of qualifier and value in a row.

    Attributes:
        cells: the places of (qualifier, value).
        by: the value by its qualifier; of several (`EN|SRV`) the first one is written.
    """

    cells: tuple[tuple[At, At], ...]
    by: Mapping[str, BoundElement]


@dataclass(frozen=True, slots=True)
class BoundRow:
    """Items in a row within one segment: the places of each one's number, and of the last number of a range."""

    cells: tuple[tuple[At, At], ...]


@dataclass(frozen=True, slots=True)
class Calc:
    """A count or sum that is verified and computed: `count` or `sum` of a path through lists."""

    at: At
    kind: str
    steps: tuple[Path, ...]
    element: Element


@dataclass(frozen=True, slots=True)
class Condition:
    """What the document must have for the rule to be written; an exact value is also what reading the rule gives."""

    path: Path
    value: Any


@dataclass(slots=True, kw_only=True)
class BoundRule:
    """One rule.

    Attributes:
        loop: the loop that the segment opens, where it does.
        unless: what another segment at the place must be for the rule to take none.
        each: the list that its occurrences are the items of; item: the items' type.
        only: `read` or `write` where it isn't run in both directions.
        group: what items must have in common to be in one occurrence of the rule, which stands for all of them.
        sole: the list of which items are that don't say what they have in common, where it has one member.
        tree: where a hierarchy has its numbers, on the rule for its outermost loops.
        implied: paths outside the rule that are filled by a formula where nothing says them.
        numbered: the path in an item that its position in the list goes to where nothing else is said.
        again: whether it takes more than one segment of a loop, each filling what is empty still; parts: what adds up.
        row: where more items of the list are in the same segment.
        wins: whether, only read, it counts for more than what other rules say of the same.
        far: whether its list is the document's own, however deep it stands; it is only read then.
    """

    written: Written
    place: Place
    loop: LoopRule | None
    guards: list[Guard] = field(default_factory=list)
    unless: list[Guard] = field(default_factory=list)
    elements: list[BoundElement] = field(default_factory=list)
    pairs: BoundPairs | None = None
    puts: dict[At, str] = field(default_factory=dict)
    calcs: list[Calc] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    each: Path | None = None
    item: type | None = None
    children: "list[BoundRule]" = field(default_factory=list)
    only: str = ""
    always: bool = False
    group: tuple[Path, ...] | None = None
    sole: Path | None = None
    tree: Mapping[str, str] | None = None
    implied: list[tuple[Path, Formula]] = field(default_factory=list)
    again: bool = False
    wins: bool = False
    row: BoundRow | None = None
    parts: Parts | None = None
    numbered: Path | None = None
    far: bool = False

    @property
    def name(self) -> str:
        """How a patch selects it: `REF[1=DP]`."""
        return rule_name(self.written)

    @property
    def says(self) -> bool:
        """Whether anything of a document is read by the rule or one within it."""
        return bool(self.elements or self.pairs or any(each.says for each in self.children))

    @property
    def positions(self) -> set[At]:
        """All places in the segment that it looks at or fills."""
        found = {each.at for each in (*self.guards, *self.unless)} | set(self.puts) | {each.at for each in self.calcs}
        for element in self.elements:
            found.update(element.cells)
            if element.beside:
                found.add(element.beside)
        for each in (self.pairs, self.row):
            if each:
                found.update(at for pair in each.cells for at in pair)
        return found


def rule_name(written: Mapping[str, Any]) -> str:
    """`REF[1=DP]` for a rule as it is written."""
    guards = [f"{at}={_first(value)}" for at, value in written.get("if", {}).items()]
    return f"{written.get('seg', '?')}[{','.join(guards)}]" if guards else str(written.get("seg", "?"))


def _first(value: Any) -> Any:
    if isinstance(value, list):
        return value[0]
    return value["code"] if isinstance(value, dict) else value
