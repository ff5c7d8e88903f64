"""Code for conditions: what XPath calls effective boolean values, and whether there is anything at all."""

from collections.abc import Callable
from typing import Any

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_calls import Calls
from app.validation.schematron.codegen_core import NODES, Block, Code, Scope
from app.validation.schematron.runtime_values import SPACE

LOOPS = (ast.Path, ast.Step, ast.Filter, ast.Map, ast.For, ast.Combination)
"""Expressions that are compiled as statements for each item."""

_PLAIN = frozenset(("string", "boolean", "integer", "decimal"))


class Conditions(Calls):
    """Compiles expressions as conditions."""

    def truth(self, expr: ast.Expr, scope: Scope) -> str:
        if isinstance(expr, LOOPS) and self.kind_of(expr, scope) in NODES:
            return self.existence(expr, scope)
        if self.is_condition(expr):
            return self.truth_of_call(expr, scope)
        if isinstance(expr, ast.Call) and expr.name == "normalize-space" and len(expr.arguments) == 1:
            return f"{self.text_argument(expr.arguments[0], scope).text}.strip({self.name(SPACE)})"
        if expr == ast.Call("normalize-space") and scope.item is not None and scope.item.is_node:
            return f"{scope.item.atom or scope.item.text + '.text'}.strip({self.name(SPACE)})"
        kept = self.keep("truth", expr, scope, lambda inside: self._truth(expr, inside))
        return kept if isinstance(kept, str) else self._truth(expr, scope)

    def _truth(self, expr: ast.Expr, scope: Scope) -> str:
        if type(expr) in _TRUTHS:
            compile_: Callable[[Any, Scope], str] = _TRUTHS[type(expr)].__get__(self)
            return compile_(expr, scope)
        if isinstance(expr, ast.Path | ast.Filter) and self.kind_of(expr, scope) in _PLAIN:
            return self._truth_of_value(self.optional(expr, scope))
        return self._truth_of_value(self.value(expr, scope))

    def _truth_of_value(self, value: Code) -> str:
        if value.card == "*":
            return value.text if value.is_node else f"truth({value.text})"
        if value.is_node:
            return "True" if value.card == "1" else f"{value.text} is not None"
        if value.kind in ("string", "untyped", "boolean", "integer", "decimal"):
            return value.text
        return f"truth_of({value.text})"

    def existence(self, expr: ast.Expr, scope: Scope) -> str:
        """Whether there is any item."""
        kept = self.keep("existence", expr, scope, lambda inside: self._existence(expr, inside))
        return kept if isinstance(kept, str) else self._existence(expr, scope)

    def _existence(self, expr: ast.Expr, scope: Scope) -> str:
        if (found := self._existence_near(expr, scope)) is not None:
            return found
        if not isinstance(expr, LOOPS):
            return self._existence_of_value(self.value(expr, scope))

        def build(block: Block) -> None:
            if isinstance(expr, ast.Path) and (head := self._all_but_last(expr)) is not None:
                last = expr.steps[-1]

                def test(inner: Block, item: Code, depth: int) -> None:
                    found = self._existence_near(last, scope.focused(item, depth))
                    inner.inner(f"if {found}:").line("return True")

                if self._existence_near(last, scope.focused(Code("x0", self.kind_of(head, scope)), 0)) is not None:
                    self.each(head, scope, block, test, ordered=False)
                    block.line("return False")
                    return
            self.each(expr, scope, block, lambda inner, _item, _depth: inner.line("return True"), ordered=False)
            block.line("return False")

        return self.helper(scope, build)

    def _all_but_last(self, path: ast.Path) -> ast.Expr | None:
        steps = path.steps[:-1]
        if steps[-1] == ast.Step("descendant-or-self", ast.KindTest("node")):
            return None
        return steps[0] if len(steps) == 1 else ast.Path(steps)

    def _existence_of_value(self, value: Code) -> str:
        if value.card == "*":
            return value.text
        return "True" if value.card == "1" else f"{value.text} is not None"

    def _existence_near(self, expr: ast.Expr, scope: Scope) -> str | None:
        """Whether there is a child or attribute of a name, or anything anywhere, as a single look-up."""
        if isinstance(expr, ast.Path):
            return self._existence_anywhere(expr)
        if not isinstance(expr, ast.Step) or expr.predicates or not isinstance(expr.test, ast.NameTest):
            return None
        if scope.item is None or not scope.item.is_node:
            return None
        if expr.axis == "attribute" and expr.test.name:
            return f"{scope.item.text}.attributes.get({self.name(expr.test.name)}) is not None"
        if expr.axis == "child" and expr.test == ast.NameTest(None, None):
            return f"{scope.item.text}.children"
        if expr.axis == "child" and expr.test.name:
            return f"{self.name(expr.test.name)} in {scope.item.text}.children"
        return None

    def _existence_anywhere(self, path: ast.Path) -> str | None:
        last = path.steps[-1]
        if not isinstance(path.steps[0], ast.Root) or not isinstance(last, ast.Step) or last.predicates:
            return None
        if not isinstance(last.test, ast.NameTest) or not last.test.name:
            return None
        if len(path.steps) == 2 and last.axis == "descendant":
            return f"{self.name(last.test.name)} in d.by_name"
        anywhere = ast.Step("descendant-or-self", ast.KindTest("node"))
        if len(path.steps) == 3 and last.axis == "attribute" and path.steps[1] == anywhere:
            return f"{self.name(last.test.name)} in d.by_attribute"
        return None

    def _and(self, expr: ast.And, scope: Scope) -> str:
        return f"({' and '.join(self.truth(each, scope) for each in expr.parts)})"

    def _or(self, expr: ast.Or, scope: Scope) -> str:
        return f"({' or '.join(self.truth(each, scope) for each in expr.parts)})"

    def _quantified(self, expr: ast.Quantified, scope: Scope) -> str:
        def build(block: Block) -> None:
            def test(inner: Block, item: Code, depth: int) -> None:
                condition = self.truth(expr.test, scope.binding(expr.name, item, depth))
                head = f"if not ({condition}):" if expr.every else f"if {condition}:"
                inner.inner(head).line(f"return {not expr.every}")

            self.each(expr.items, scope, block, test)
            block.line(f"return {expr.every}")

        return self.helper(scope, build)

    def truth_of_type(self, expr: ast.TypeTest, scope: Scope) -> str:
        """`instance of`"""
        value = self.boxed(self.value(expr.operand, scope))
        name = expr.type.name or ast.NameTest(None, None)
        kind = f"{self.name(expr.type.kind)}, {self.name(name.uri)}, {self.name(name.local)}"
        return f"are_of_type({self.as_list(value)}, {kind}, {self.name(expr.type.occurrence)})"

    def _truth_of_comparison(self, expr: ast.Comparison, scope: Scope) -> str:
        return f"({self.truth_of_comparison(expr, scope)})"

    def _truth_of_castable(self, expr: ast.Castable, scope: Scope) -> str:
        return self.truth_of_castable(expr, scope)

    def _truth_of_choice(self, expr: ast.If, scope: Scope) -> str:
        test, then, otherwise = (self.truth(each, scope) for each in (expr.test, expr.then, expr.otherwise))
        return f"({then} if {test} else {otherwise})"


_TRUTHS: dict[type[ast.Expr], Any] = {
    ast.And: Conditions._and,
    ast.Or: Conditions._or,
    ast.Quantified: Conditions._quantified,
    ast.Comparison: Conditions._truth_of_comparison,
    ast.Castable: Conditions._truth_of_castable,
    ast.TypeTest: Conditions.truth_of_type,
    ast.If: Conditions._truth_of_choice,
}
