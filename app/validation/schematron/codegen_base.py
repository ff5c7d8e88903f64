"""The generator's centre: what forms an expression is compiled in, what is evaluated once, and helper functions.

Forms: `value` (its items), `atoms` (their atomic values), `optional` (its only atomic value, or None), `truth` (an
expression that Python takes for true where XPath does) and `each` (statements for every item). What isn't compiled
well in one form is compiled in another and converted.
"""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

from app.errors import Refused
from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_core import (
    NUMBERS,
    TEXTS,
    Block,
    Code,
    Constants,
    Members,
    Scope,
    Sink,
    outer_locals,
)
from app.validation.schematron.xpath_analysis import needs, weight

_HELPER = re.compile(r"(?<![.\w])h\d+\b")
_HEAVY = 4
_PLAIN = NUMBERS | TEXTS | {"boolean"}
DOCUMENT = Code("d", "document")


class Base(ABC):
    """What all parts of the generator share; each part compiles some kinds of expressions."""

    def __init__(self) -> None:
        self.constants = Constants()
        self.document = Members("d", "g")
        self.counts: Counter[ast.Expr] = Counter()
        self.globals: dict[str, Code] = {}
        self.keys: frozenset[str] = frozenset()
        self.functions: dict[tuple[str, int], Code] = {}
        self._helpers: dict[tuple[str, str], str] = {}

    # ---- forms

    @abstractmethod
    def value(self, expr: ast.Expr, scope: Scope) -> Code:
        """The items of `expr`."""

    @abstractmethod
    def atoms(self, expr: ast.Expr, scope: Scope) -> Code:
        """The atomic values of its items."""

    @abstractmethod
    def optional(self, expr: ast.Expr, scope: Scope) -> Code:
        """Its only atomic value, or None; of cardinality "1" or "?"."""

    @abstractmethod
    def truth(self, expr: ast.Expr, scope: Scope) -> str:
        """Its effective boolean value."""

    @abstractmethod
    def existence(self, expr: ast.Expr, scope: Scope) -> str:
        """Whether it has any item, as a condition."""

    @abstractmethod
    def each(self, expr: ast.Expr, scope: Scope, block: Block, sink: Sink, *, ordered: bool = True) -> None:
        """Statements that give each item to `sink`; twice or in no order where nothing depends on it."""

    @abstractmethod
    def each_atom(self, expr: ast.Expr, scope: Scope, block: Block, sink: Sink, *, ordered: bool = True) -> None:
        """Statements that give the atomic value of each item to `sink`."""

    # ---- helpers

    def name(self, value: object) -> str:
        """A constant."""
        return self.constants.name(value)

    def helper(self, scope: Scope, build: Callable[[Block], None]) -> str:
        """A call of a function with the body that `build` writes."""
        block = Block()
        build(block)
        body = "\n".join(block.lines)
        parameters = ", ".join(outer_locals(body, scope.depth))
        name = self._helpers.setdefault((parameters, body), f"h{len(self._helpers) + 1}")
        return f"{name}({parameters})"

    def helpers_used_in(self, source: str) -> str:
        """The helper functions that `source` needs, and those that they need."""
        bodies = {name: (parameters, body) for (parameters, body), name in self._helpers.items()}
        wanted = set(_HELPER.findall(source))
        todo = list(wanted)
        while todo:
            more = set(_HELPER.findall(bodies[todo.pop()][1])) - wanted
            wanted |= more
            todo += more
        in_order = sorted(wanted, key=lambda name: int(name[1:]))
        return "\n\n".join(f"def {name}({bodies[name][0]}):\n{bodies[name][1]}\n" for name in in_order)

    def refuse(self, code: str, scope: Scope, **params: Any) -> NoReturn:
        """Refuse to compile."""
        raise Refused(code, line=scope.place.line or None, place=scope.place, **params)

    # ---- what is evaluated once

    def document_scope(self, scope: Scope) -> Scope:
        """Where expressions stand that depend on the document alone."""
        return Scope(DOCUMENT, variables=self.globals, is_once=True, place=scope.place)

    def keep(
        self, form: str, expr: ast.Expr, scope: Scope, compile_: Callable[[Scope], Code | str]
    ) -> Code | str | None:
        """The kept answer for `expr` in that form; None where it isn't worth keeping."""
        if expr is scope.kept:
            return None
        if scope.frame is not None and expr in scope.frame.shared and not needs(expr) & scope.bound:
            frame = scope.frame
            inside = replace(scope, kept=expr, depth=0)
            return self._kept(frame, form, expr, lambda: compile_(inside))
        if self._is_of_document(expr, scope) and self._is_worth_keeping(expr, scope):
            inside = replace(self.document_scope(scope), kept=expr)
            return self._kept(self.document, form, expr, lambda: compile_(inside))
        if self.counts[expr] > 1 and weight(expr) >= _HEAVY and self._is_of_values(expr, scope):
            return self._memoized(compile_(replace(scope, kept=expr)), scope)
        return None

    def _is_of_values(self, expr: ast.Expr, scope: Scope) -> bool:
        """Whether only the document decides about `expr`, and variables that an expression binds to plain values."""
        bound = needs(expr) & scope.bound
        others = (name for name in needs(expr) if name not in bound)
        return (
            bool(bound)
            and all(scope.variables[name].kind in _PLAIN and scope.variables[name].card == "1" for name in bound)
            and all(name in self.globals and scope.variables.get(name) is self.globals[name] for name in others)
        )

    def _memoized(self, found: Code | str, scope: Scope) -> Code | str:
        """The same, evaluated once for equal values of its variables."""
        text = found if isinstance(found, str) else found.text
        call = self.helper(scope, lambda block: block.line(f"return {text}"))
        memo = f"d.memo({call[:-1].replace('(', ', ', 1).replace(', d', '', 1)})"
        return memo if isinstance(found, str) else replace(found, text=memo, atom="")

    def _kept(self, members: Members, form: str, expr: ast.Expr, compile_: Callable[[], Code | str]) -> Code | str:
        found: Code | str = members.get(form, expr, compile_)
        return found

    def _is_of_document(self, expr: ast.Expr, scope: Scope) -> bool:
        return all(name in self.globals and scope.variables.get(name) is self.globals[name] for name in needs(expr))

    def _is_worth_keeping(self, expr: ast.Expr, scope: Scope) -> bool:
        if isinstance(expr, ast.Var | ast.Literal | ast.Root | ast.Items):
            return False
        return weight(expr) >= _HEAVY and (not scope.is_once or self.counts[expr] > 1)
