"""What an XPath expression is once it is parsed: a tree of values that are equal where the expressions are.

Names are resolved: an element's is in Clark's notation, a standard function's is its local name, a type's is `xs:…`.
Nothing is known here of how an expression is evaluated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache


class Expr:
    """Any expression."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Literal(Expr):
    """A string or number as written; `kind` keeps 1, 1.0 and 1e0 apart, which Python holds equal."""

    value: str | int | Decimal | float
    kind: str


@dataclass(frozen=True, slots=True)
class Var(Expr):
    """`$name`."""

    name: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ContextItem(Expr):
    """`.`"""


@dataclass(frozen=True, slots=True)
class Root(Expr):
    """`/`: the document that the context item is in."""


@dataclass(frozen=True, slots=True)
class NameTest:
    """A name, or part of one: None stands for any.

    Attributes:
        uri: "" for no namespace.
    """

    uri: str | None
    local: str | None

    @property
    def name(self) -> str | None:
        """The name in Clark's notation; None where it isn't a single one."""
        if self.uri is None or self.local is None:
            return None
        return f"{{{self.uri}}}{self.local}" if self.uri else self.local


@dataclass(frozen=True, slots=True)
class KindTest:
    """`node()`, `text()`, `element()`, `attribute()`, `document-node()`, `comment()`, `processing-instruction()`."""

    kind: str
    name: NameTest | None = None


Test = NameTest | KindTest


@dataclass(frozen=True, slots=True)
class Step(Expr):
    """`axis::test[predicate]…`"""

    axis: str
    test: Test
    predicates: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter(Expr):
    """`base[predicate]…` of anything that isn't a step."""

    base: Expr
    predicates: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Path(Expr):
    """`a/b/c`: each step is evaluated for every item that the one before it finds. There are two or more."""

    steps: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Map(Expr):
    """`a ! b` (XPath 3): like a path, without its sorting."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Call(Expr):
    """A function's call."""

    name: str
    arguments: tuple[Expr, ...] = ()
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Items(Expr):
    """`(a, b, c)`; `()` has none."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Texts(Expr):
    """A list of codes: nothing but strings, of which there may be thousands."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And(Expr):
    """`a and b and …`"""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Expr):
    """`a or b or …`"""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Expr):
    """`=` and its like (family `general`), `eq` (`value`), `is`, `<<`, `>>` (`node`).

    Attributes:
        operator: Python's: `==`, `!=`, `<`, `<=`, `>`, `>=`; for nodes `is`, `<`, `>`.
    """

    family: str
    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Arithmetic(Expr):
    """`+`, `-`, `*`, `div`, `idiv`, `mod`."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Negation(Expr):
    """`-a`; `+a` where `positive`."""

    operand: Expr
    positive: bool = False


@dataclass(frozen=True, slots=True)
class Range(Expr):
    """`a to b`."""

    first: Expr
    last: Expr


@dataclass(frozen=True, slots=True)
class Combination(Expr):
    """`union`, `intersect`, `except`, of nodes."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class If(Expr):
    """`if (test) then a else b`."""

    test: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class For(Expr):
    """`for $name in items return result`, one variable each."""

    name: str
    items: Expr
    result: Expr


@dataclass(frozen=True, slots=True)
class LetIn(Expr):
    """`let $name := value return result` (XPath 3), one variable each."""

    name: str
    value: Expr
    result: Expr


@dataclass(frozen=True, slots=True)
class Quantified(Expr):
    """`some $name in items satisfies test`, one variable each; `every` likewise."""

    every: bool
    name: str
    items: Expr
    test: Expr


@dataclass(frozen=True, slots=True)
class SequenceType:
    """What `as` and `instance of` name: `xs:decimal?`, `element()*`, `item()`, `empty-sequence()`.

    Attributes:
        kind: `xs:…` for an atomic type, `item`, `empty`, or a kind test's name (`element`, `node`, …).
        occurrence: "" for exactly one, `?`, `*`, `+`.
    """

    kind: str
    occurrence: str = ""
    name: NameTest | None = None


@dataclass(frozen=True, slots=True)
class TypeTest(Expr):
    """`instance of`."""

    operand: Expr
    type: SequenceType


@dataclass(frozen=True, slots=True)
class Treat(Expr):
    """`treat as`."""

    operand: Expr
    type: SequenceType


@dataclass(frozen=True, slots=True)
class Converted(Expr):
    """`operand` as a variable or function of a declared type takes it."""

    operand: Expr
    type: SequenceType


@dataclass(frozen=True, slots=True)
class Cast(Expr):
    """`cast as`, and a constructor function `xs:…(a)`, which takes the empty sequence too."""

    operand: Expr
    type: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Castable(Expr):
    """`castable as`."""

    operand: Expr
    type: str
    optional: bool


@cache
def members_of(kind: type[Expr]) -> tuple[str, ...]:
    """The names of a kind's members; asked for at every step of every walk."""
    return tuple(each.name for each in fields(kind))  # type: ignore[arg-type]  # every Expr is a dataclass


def parts_of(expr: Expr) -> Iterator[Expr]:
    """The expressions that `expr` is directly made of, in the order of writing."""
    for name in members_of(type(expr)):  # type: ignore[arg-type]  # mypy takes the class for its instances here
        value = getattr(expr, name)
        if isinstance(value, Expr):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, Expr))
