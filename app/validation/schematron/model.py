"""A Schematron as loaded: what the loader hands to the compiler.

Includes, abstract patterns, abstract rules and phases are resolved before: nothing abstract is left. Expressions are
text as written; the compiler parses them and names what it can't compile. It knows neither files nor XML.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: the file's name inside what was installed, and the line there, from 1."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.file else f"line {self.line}"


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Text:
    """Words as written: in a message, or the text node that an `xsl:text` makes in a function's body."""

    text: str


@dataclass(frozen=True, slots=True)
class ValueOf:
    """`value-of`, in a message or in a function's body: the string value of what `select` finds.

    Attributes:
        separator: what stands between several items; XSLT 2.0's own is one space.
    """

    select: str
    place: Place = NOWHERE
    separator: str = " "


@dataclass(frozen=True, slots=True)
class NameOf:
    """`name` in a message: the name of the node that `path` finds ("." where nothing is said)."""

    path: str = "."
    place: Place = NOWHERE


Message = tuple[str | ValueOf | NameOf, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """`xsl:sequence`: the items that `select` finds."""

    select: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Variable:
    """`xsl:variable`: by `select`, or where that is None by its `body`.

    Attributes:
        type_: the sequence type of `as`; "" where there is none. A body without a type is one text (XSLT 2.0 § 9.3: a
            temporary tree, whose string value is what rules use of it).
    """

    name: str
    select: str | None = None
    body: "tuple[Instruction, ...]" = ()
    type_: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class When:
    """A branch of `xsl:choose`."""

    test: str
    body: "tuple[Instruction, ...]"
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Choose:
    """`xsl:choose`; an `xsl:if` is one with a single branch and nothing otherwise."""

    branches: tuple[When, ...]
    otherwise: "tuple[Instruction, ...]" = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ForEach:
    """`xsl:for-each`: `body` for every item of `select`, each the context item in its turn."""

    select: str
    body: "tuple[Instruction, ...]"
    place: Place = NOWHERE


Instruction = Variable | Sequence | Choose | ForEach | ValueOf | Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """`xsl:param` of a function; `type_` is "" where there is no `as`."""

    name: str
    type_: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """`xsl:function`; `name` is `prefix:local` as written, the prefix being one of the schema's namespaces."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Instruction, ...]
    result_type: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Key:
    """`xsl:key`: the nodes that the pattern `match` matches, found by the values of `use`."""

    name: str
    match: str
    use: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Let:
    """`let`: evaluated where and when it is used, and so without effect where it isn't."""

    name: str
    value: str
    type_: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Assert:
    """`assert` or `report`.

    Attributes:
        id: as written; "" where it has none.
        is_report: fires where the test is true, rather than where it is false.
        flag: as written (`fatal`, `warning`); "" where there is none.
        role: as written; "" where there is none.
        message: its words, with the places to fill in.
        diagnostics: the words of the diagnostics that it names, in that order.
    """

    id: str
    test: str
    is_report: bool = False
    flag: str = ""
    role: str = ""
    message: Message = ()
    diagnostics: tuple[Message, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Rule:
    """`rule`: what its context (an XSLT match pattern) matches has to pass its asserts.

    Attributes:
        lets: in the order of writing; a later one may use an earlier one.
    """

    context: str
    asserts: tuple[Assert, ...]
    lets: tuple[Let, ...] = ()
    id: str = ""
    role: str = ""
    flag: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Pattern:
    """`pattern`: a node is judged by the first of its rules that matches, and by no other of them."""

    id: str
    rules: tuple[Rule, ...]
    lets: tuple[Let, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Schema:
    """A whole Schematron, resolved.

    Attributes:
        namespaces: URI by prefix, of all `ns` elements (and of the prefixes that functions and keys use).
        lets: those of the schema and of the active phase: evaluated once a document, at its root.
        query_binding: as written, in lower case: `xslt2`, `xslt3`, `xpath2`.
    """

    title: str
    namespaces: Mapping[str, str]
    patterns: tuple[Pattern, ...]
    lets: tuple[Let, ...] = ()
    functions: tuple[Function, ...] = ()
    keys: tuple[Key, ...] = ()
    query_binding: str = "xslt2"
