"""Code for what is done with every item of an expression."""

from collections.abc import Iterator
from typing import Any

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_conditions import LOOPS, Conditions
from app.validation.schematron.codegen_core import NODES, Block, Code, Scope, Sink, joined_kind


class Loops(Conditions):
    """Compiles expressions as statements for each item."""

    def each(self, expr: ast.Expr, scope: Scope, block: Block, sink: Sink, *, ordered: bool = True) -> None:
        kept = (
            self.keep("value", expr, scope, lambda inside: self.value(expr, inside))
            if isinstance(expr, LOOPS)
            else None
        )
        if isinstance(kept, Code):
            self._each_of_value(kept, scope, block, sink)
        elif isinstance(expr, ast.Path):
            self.each_of_path(expr, scope, block, sink, ordered=ordered)
        elif isinstance(expr, ast.Combination) and not ordered and _are_disjoint(expr):
            self.each(expr.left, scope, block, sink, ordered=False)
            self.each(expr.right, scope, block, sink, ordered=False)
        elif type(expr) in _EACH:
            _EACH[type(expr)](self, expr, scope, block, sink)
        else:
            self._each_of_value(self.value(expr, scope), scope, block, sink)

    def _each_of_value(self, value: Code, scope: Scope, block: Block, sink: Sink) -> None:
        depth = scope.depth + 1
        name = f"x{depth}"
        item = self.item(name, value.kind)
        if value.card == "1":
            is_simple = value.items is not None or value.text.isidentifier() or value.kind == "attribute"
            if is_simple:
                sink(block, value, scope.depth)
                return
            block.line(f"{name} = {value.text}")
            sink(block, item, depth)
        elif value.card == "?":
            block.line(f"{name} = {value.text}")
            sink(block.inner(f"if {name} is not None:"), item, depth)
        else:
            sink(block.inner(f"for {name} in {value.text}:"), item, depth)

    def _each_map(self, expr: ast.Map, scope: Scope, block: Block, sink: Sink) -> None:
        self.each(
            expr.left,
            scope,
            block,
            lambda inner, item, depth: self.each(expr.right, scope.focused(item, depth), inner, sink),
        )

    def _each_for(self, expr: ast.For, scope: Scope, block: Block, sink: Sink) -> None:
        def into(inner: Block, item: Code, depth: int) -> None:
            self.each(expr.result, scope.binding(expr.name, item, depth), inner, sink)

        self.each(expr.items, scope, block, into)

    def _each_items(self, expr: ast.Items, scope: Scope, block: Block, sink: Sink) -> None:
        value = self.value(expr, scope)
        self._each_of_value(value, scope, block, sink)

    def _each_if(self, expr: ast.If, scope: Scope, block: Block, sink: Sink) -> None:
        self.each(expr.then, scope, self._branch(block, f"if {self.truth(expr.test, scope)}:"), sink)
        self.each(expr.otherwise, scope, self._branch(block, "else:"), sink)

    def _branch(self, block: Block, head: str) -> Block:
        inner = block.inner(head)
        inner.line("pass")
        return inner

    def _each_combination(self, expr: ast.Combination, scope: Scope, block: Block, sink: Sink) -> None:
        left, right = (self.as_list(self.value(each, scope)) for each in (expr.left, expr.right))
        function = {"union": "united", "intersect": "intersection", "except": "without"}[expr.operator]
        kind = joined_kind(self.kind_of(expr.left, scope), self.kind_of(expr.right, scope))
        found = Code(f"in_order({function}({left}, {right}))", kind if kind in NODES else "node", "*")
        self._each_of_value(found, scope, block, sink)

    def each_atom(self, expr: ast.Expr, scope: Scope, block: Block, sink: Sink, *, ordered: bool = True) -> None:
        def into(inner: Block, item: Code, depth: int) -> None:
            sink(inner, self.atomized(item), depth)

        self.each(expr, scope, block, into, ordered=ordered)


def _are_disjoint(expr: ast.Combination) -> bool:
    """Whether a union's sides are steps or paths to elements of different names, none of which is found twice."""
    names = [_last_name(each) for each in _sides(expr)]
    return expr.operator == "union" and None not in names and len(set(names)) == len(names)


def _sides(expr: ast.Expr) -> Iterator[ast.Expr]:
    if isinstance(expr, ast.Combination) and expr.operator == "union":
        yield from _sides(expr.left)
        yield from _sides(expr.right)
    else:
        yield expr


def _last_name(expr: ast.Expr) -> str | None:
    last = expr.steps[-1] if isinstance(expr, ast.Path) else expr
    if not isinstance(last, ast.Step) or last.axis == "attribute" or not isinstance(last.test, ast.NameTest):
        return None
    return last.test.name


_EACH: dict[type[ast.Expr], Any] = {
    ast.Step: Loops.each_of_step,
    ast.Filter: Loops.each_of_filter,
    ast.Map: Loops._each_map,
    ast.For: Loops._each_for,
    ast.Items: Loops._each_items,
    ast.If: Loops._each_if,
    ast.Combination: Loops._each_combination,
}
