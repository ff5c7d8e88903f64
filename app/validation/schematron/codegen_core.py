"""What the code generator works with: pieces of Python text with their static types, and where names mean what.

Generated expressions bind no names of their own, and every text or table in them is a constant of the module; so the
local variables that a piece uses can be read off its text. Locals are named by depth (`x3`), which makes equal
expressions equal code, and equal code is written once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.model import NOWHERE, Place

NODES = frozenset(("element", "attribute", "text", "document", "node"))
EXACT = frozenset(("integer", "decimal"))
NUMBERS = EXACT | {"double"}
TEXTS = frozenset(("string", "untyped"))
_CONSTANT = re.compile(r"(?<![.\w])K\d+\b")
_LOCAL = re.compile(r"(?<![.\w])(?:[cdf]|[xvispe]\d+)\b")


@dataclass(frozen=True, slots=True)
class Code:
    """A Python expression.

    Attributes:
        kind: the static type of its items: a kind of node, `string`, `untyped`, `boolean`, `integer`, `decimal` (of
            which integers are some), `double`, `xs:…`; `atomic` and `item` where only the document will show it. Values
            of kind `atomic` and `item` carry their type with them.
        card: how many: "1"; "?" for one or None; "*" for a sequence, which isn't to be changed.
        items: what they are, where the compiler knows.
        atom: of one node: an expression for its string value.
    """

    text: str
    kind: str
    card: str = "1"
    items: tuple[Any, ...] | None = None
    atom: str = ""

    @property
    def is_node(self) -> bool:
        """Whether every item is a node."""
        return self.kind in NODES


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands.

    Attributes:
        item: the context item; None where there is none.
        depth: how many numbered locals are taken.
        variables: what `$name` is.
        position, last: locals that hold them; "" where they aren't known.
        current: what fn:current() gives.
        frame: where this rule keeps what it evaluates once for its context node, while that is the context item.
        is_once: this is evaluated once a document.
        kept: the expression whose value is being kept, and so isn't to be looked up.
        bound: the variables that an expression itself binds.
    """

    item: Code | None
    depth: int = 0
    variables: Mapping[str, Code] = field(default_factory=dict)
    position: str = ""
    last: str = ""
    current: Code | None = None
    frame: "Members | None" = None
    is_once: bool = False
    kept: ast.Expr | None = None
    bound: frozenset[str] = frozenset()
    place: Place = NOWHERE

    def focused(self, item: Code, depth: int, position: str = "", last: str = "") -> "Scope":
        """With another context item."""
        return replace(self, item=item, depth=depth, position=position, last=last, frame=None, is_once=False)

    def deeper(self, depth: int) -> "Scope":
        """With more locals taken."""
        return replace(self, depth=depth)

    def binding(self, name: str, value: Code, depth: int) -> "Scope":
        """With one more variable."""
        bound = self.bound | {name}
        return replace(self, variables={**self.variables, name: value}, depth=depth, is_once=False, bound=bound)


class Block:
    """Lines of Python at one indentation; those of its `inner` blocks come where they are opened."""

    def __init__(self, lines: list[str] | None = None, indent: int = 1) -> None:
        self.lines: list[str] = [] if lines is None else lines
        self._indent = indent

    def line(self, text: str) -> None:
        """Add a statement."""
        self.lines.append("    " * self._indent + text)

    def inner(self, head: str) -> "Block":
        """Add a compound statement's head (`for … in …:`) and return its body."""
        self.line(head)
        return Block(self.lines, self._indent + 1)


Sink = Callable[[Block, Code, int], None]
"""Is given each item in its turn, as code, where to write what is done with it, and how many locals are taken."""


class Members:
    """The methods of a class whose answers are kept (`once`): one an expression and form of it."""

    def __init__(self, owner: str, letter: str, shared: frozenset[ast.Expr] = frozenset()) -> None:
        self.owner = owner
        self.shared = shared
        self._letter = letter
        self._codes: dict[tuple[str, ast.Expr], Code | str] = {}
        self.methods: list[str] = []

    def get(self, form: str, expr: ast.Expr, compile_: Callable[[], Any]) -> Any:
        """The code for the kept answer of `compile_`, which is called only once for equal expressions."""
        key = (form, expr)
        if key not in self._codes:
            found = compile_()
            text = self.add(f"{self._letter}{len(self._codes) + 1}", found if isinstance(found, str) else found.text)
            self._codes[key] = text if isinstance(found, str) else replace(found, text=text, atom="")
        return self._codes[key]

    def add(self, name: str, expression: str) -> str:
        """A method of that name; returns the expression for its answer."""
        head = f"    @once\n    def {name}({self.owner}):\n"
        if re.fullmatch(rf"h\d+\({self.owner}\)", expression):
            self.methods.append(f"    {name} = once({expression[:-3]})\n")
        elif self.owner == "f":
            self.methods.append(f"{head}        d = f.d\n        c = f.c\n        return {expression}\n")
        else:
            self.methods.append(f"{head}        return {expression}\n")
        return f"{self.owner}.{name}"


class Constants:
    """The module's constants: texts, numbers and tables, each once."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, value: Any) -> str:
        """The name of a constant that is `value`."""
        return self.expression(_written(value))

    def expression(self, text: str) -> str:
        """The name of a constant that is what the Python expression `text` gives."""
        return self._names.setdefault(text, f"K{len(self._names) + 1}")

    def lines(self, source: str) -> list[str]:
        """The assignments of those that `source` uses."""
        used = set(_CONSTANT.findall(source))
        return [f"{name} = {text}" for text, name in self._names.items() if name in used]


def _written(value: Any) -> str:
    if isinstance(value, frozenset):
        return f"frozenset({tuple(sorted(value))!r})"
    if isinstance(value, tuple):
        return f"({''.join(_written(each) + ', ' for each in value)})"
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return f"float({str(value)!r})"
    if isinstance(value, Decimal):
        return f"Decimal({str(value)!r})"
    return repr(value)


def locals_in(text: str) -> set[str]:
    """The local variables that a piece of generated code mentions."""
    return set(_LOCAL.findall(text))


def outer_locals(text: str, depth: int) -> list[str]:
    """Those of them that stand outside of it, where `depth` numbered ones are taken."""
    return sorted(each for each in locals_in(text) if len(each) == 1 or each[0] == "p" or int(each[1:]) <= depth)


def joined_kind(left: str, right: str) -> str:
    """The kind of items that are of either kind."""
    if left == right:
        return left
    if left in EXACT and right in EXACT:
        return "decimal"
    if left in NODES and right in NODES:
        return "node"
    return "item" if left in NODES or right in NODES or "item" in (left, right) else "atomic"


def joined_card(left: str, right: str) -> str:
    """How many there are where there are as many as in either."""
    if left == right:
        return left
    return "*" if "*" in (left, right) else "?"
