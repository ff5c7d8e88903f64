"""Code for expressions in each of their forms, whatever they are: which part of the generator compiles what."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_conditions import LOOPS
from app.validation.schematron.codegen_core import (
    Block,
    Code,
    Scope,
    Sink,
    joined_kind,
)
from app.validation.schematron.codegen_indexes import Indexes

_CONDITIONS = (ast.And, ast.Or, ast.Quantified, ast.Castable, ast.TypeTest)


class Generator(Indexes):
    """Compiles any expression."""

    # ---- items

    def value(self, expr: ast.Expr, scope: Scope) -> Code:
        kept = self.keep("value", expr, scope, lambda inside: self._value(expr, inside))
        return kept if isinstance(kept, Code) else self._value(expr, scope)

    def _value(self, expr: ast.Expr, scope: Scope) -> Code:
        if isinstance(expr, _CONDITIONS) or self.is_condition(expr):
            return self._boolean_value(self.truth(expr, scope))
        if isinstance(expr, LOOPS):
            return self._value_of_loop(expr, scope)
        compile_: Callable[[Any, Scope], Code] = _VALUES[type(expr)].__get__(self)
        return compile_(expr, scope)

    def _boolean_value(self, condition: str) -> Code:
        if condition in ("True", "False"):
            return Code(condition, "boolean", items=(condition == "True",))
        return Code(f"bool({condition})", "boolean")

    def _value_of_loop(self, expr: ast.Expr, scope: Scope) -> Code:
        if isinstance(expr, ast.Step) and not expr.predicates and scope.item is not None and scope.item.is_node:
            if expr.axis not in ("self", "parent", "attribute"):
                return Code(self.list_of_step(expr, scope), self.kind_of(expr, scope), "*")
            if expr == ast.Step("parent", ast.KindTest("node")) and scope.item.kind in ("element", "attribute", "text"):
                return Code(f"({scope.item.text}.parent or d)", self.kind_of(expr, scope))
        if isinstance(expr, ast.Path) and (in_order := self.sorted_nodes(expr, scope)) is not None:
            return in_order
        kinds: list[str] = []

        def build(block: Block, sink: Sink) -> None:
            def note(inner: Block, item: Code, depth: int) -> None:
                kinds.append(item.kind)
                sink(inner, item, depth)

            self.each(expr, scope, block, note)

        listed = self.listed(scope, build)
        return self._unified(expr, scope, listed, kinds)

    def _unified(self, expr: ast.Expr, scope: Scope, listed: str, kinds: list[str]) -> Code:
        """One kind for all items; where there are several, each item has its type with it."""
        kind = kinds[0] if kinds else "item"
        for other in kinds[1:]:
            kind = joined_kind(kind, other)
        if kind in ("item", "atomic") and "untyped" in kinds:
            listed = self.listed(
                scope,
                lambda block, sink: self.each(
                    expr, scope, block, lambda inner, item, depth: sink(inner, self.boxed(item), depth)
                ),
            )
        return Code(listed, kind, "*")

    def _literal(self, expr: ast.Literal, _scope: Scope) -> Code:
        text = str(expr.value) if expr.kind == "integer" else self.name(expr.value)
        return Code(text, expr.kind, items=(expr.value,))

    def _texts(self, expr: ast.Texts, _scope: Scope) -> Code:
        return Code(self.name(expr.values), "string", "*", items=expr.values)

    def _variable(self, expr: ast.Var, scope: Scope) -> Code:
        if expr.name not in scope.variables:
            self.refuse("schematron.variable", scope, name=expr.name)
        return scope.variables[expr.name]

    def _context_item(self, _expr: ast.ContextItem, scope: Scope) -> Code:
        return scope.item if scope.item is not None else Code("mistyped()", "item")

    def _root(self, _expr: ast.Root, _scope: Scope) -> Code:
        return Code("d", "document")

    def _items(self, expr: ast.Items, scope: Scope) -> Code:
        if not expr.parts:
            return Code("NONE", "atomic", "*", items=())
        values = [self.value(each, scope) for each in expr.parts]
        known = [each.items for each in values]
        kind = values[0].kind
        for each in values[1:]:
            kind = joined_kind(kind, each.kind)
        if all(each is not None for each in known) and kind not in ("item", "atomic"):
            items = tuple(item for each in known for item in each or ())
            return Code(self.name(items), kind, "*", items=items)
        if kind in ("item", "atomic"):
            values = [self.boxed(each) for each in values]
        parts = "".join(self._spread(each) + ", " for each in values)
        return Code(f"({parts})", kind, "*")

    def _spread(self, value: Code) -> str:
        if value.card == "1":
            return value.text
        return f"*{value.text}" if value.card == "*" else f"*as_list({value.text})"

    def _if(self, expr: ast.If, scope: Scope) -> Code:
        then, otherwise = self.value(expr.then, scope), self.value(expr.otherwise, scope)
        return self.choice(self.truth(expr.test, scope), then, otherwise)

    def _let_in(self, expr: ast.LetIn, scope: Scope) -> Code:
        """The variable is evaluated where it is used first; what isn't used is never an error."""
        value = self.value(expr.value, scope)
        if value.items is not None or isinstance(expr.value, ast.Var):
            return self.value(expr.result, scope.binding(expr.name, value, scope.depth))
        name = f"v{scope.depth + 1}"
        bound = replace(value, text=f"{name}()", atom="")
        result = self.value(expr.result, scope.binding(expr.name, bound, scope.depth + 1))

        def build(block: Block) -> None:
            block.line(f"{name} = lazily(lambda: {value.text})")
            block.line(f"return {result.text}")

        return replace(result, text=self.helper(scope, build), atom="")

    def _range(self, expr: ast.Range, scope: Scope) -> Code:
        first, last = (self.boxed(self.optional(each, scope)).text for each in (expr.first, expr.last))
        return Code(f"integers({first}, {last})", "integer", "*")

    def _treat(self, expr: ast.Treat, scope: Scope) -> Code:
        value = self.value(expr.operand, scope)
        condition = self.truth_of_type(ast.TypeTest(expr.operand, expr.type), scope)
        return replace(value, text=f"({value.text} if {condition} else mistyped())", atom="")

    def _converted(self, expr: ast.Converted, scope: Scope) -> Code:
        return self.typed(expr.operand, expr.type, scope)

    def _comparison(self, expr: ast.Comparison, scope: Scope) -> Code:
        if expr.family == "value":
            left, right = (self.optional(each, scope) for each in (expr.left, expr.right))
            if "?" in (left.card, right.card):
                return Code(f"compared({self.name(expr.operator)}, {left.text}, {right.text})", "boolean", "?")
        if expr.family == "node":
            return Code(self.truth(expr, scope), "boolean", "?")
        return self._boolean_value(self.truth(expr, scope))

    # ---- atomic values

    def atoms(self, expr: ast.Expr, scope: Scope) -> Code:
        kept = self.keep("atoms", expr, scope, lambda inside: self._atoms(expr, inside))
        return kept if isinstance(kept, Code) else self._atoms(expr, scope)

    def _atoms(self, expr: ast.Expr, scope: Scope) -> Code:
        attribute = self._attribute_value(expr, scope)
        if attribute is not None:
            return attribute
        if isinstance(expr, LOOPS):
            kinds: list[str] = []

            def build(block: Block, sink: Sink) -> None:
                def note(inner: Block, item: Code, depth: int) -> None:
                    kinds.append(item.kind)
                    sink(inner, item, depth)

                self.each_atom(expr, scope, block, note)

            listed = self.listed(scope, build)
            if len(set(kinds)) <= 1:
                return Code(listed, kinds[0] if kinds else "atomic", "*")
        return self.atomized(self.value(expr, scope))

    def _attribute_value(self, expr: ast.Expr, scope: Scope) -> Code | None:
        """`@name`, which is a plain look-up."""
        if not isinstance(expr, ast.Step) or expr.axis != "attribute" or expr.predicates:
            return None
        if not isinstance(expr.test, ast.NameTest) or not expr.test.name or scope.item is None:
            return None
        if not scope.item.is_node:
            return None
        return Code(f"{scope.item.text}.attributes.get({self.name(expr.test.name)})", "untyped", "?")

    # ---- at most one

    def optional(self, expr: ast.Expr, scope: Scope) -> Code:
        kept = self.keep("optional", expr, scope, lambda inside: self._optional(expr, inside))
        return kept if isinstance(kept, Code) else self._optional(expr, scope)

    def _optional(self, expr: ast.Expr, scope: Scope) -> Code:
        if isinstance(expr, ast.If):
            then, otherwise = self.optional(expr.then, scope), self.optional(expr.otherwise, scope)
            return self.choice(self.truth(expr.test, scope), then, otherwise)
        if isinstance(expr, ast.Step) and expr.axis == "child" and not expr.predicates:
            value = self.value(expr, scope)
            return Code(f"only_text({value.text})", "untyped", "?") if value.is_node else value
        if isinstance(expr, ast.Path | ast.Filter | ast.Step) and self._attribute_value(expr, scope) is None:
            return self._only_found(expr, scope)
        found = self.atoms(expr, scope)
        return replace(found, text=f"only({found.text})", card="?") if found.card == "*" else found

    def _only_found(self, expr: ast.Expr, scope: Scope) -> Code:
        """The atomic value of the only item that loops find; the second one that they find is an error."""
        name = f"v{scope.depth + 1}"
        kinds: list[str] = []

        def build(block: Block) -> None:
            block.line(f"{name} = None")

            def take(inner: Block, item: Code, _depth: int) -> None:
                kinds.append(item.kind)
                inner.inner(f"if {name} is not None:").line("raise too_many()")
                inner.line(f"{name} = {item.text}")

            self.each_atom(expr, scope.deeper(scope.depth + 1), block, take)
            block.line(f"return {name}")

        call = self.helper(scope, build)
        if len(set(kinds)) == 1:
            return Code(call, kinds[0], "?")
        found = self.atoms(expr, scope)
        return replace(found, text=f"only({found.text})", card="?")


_VALUES: dict[type[ast.Expr], Any] = {
    ast.Literal: Generator._literal,
    ast.Texts: Generator._texts,
    ast.Var: Generator._variable,
    ast.ContextItem: Generator._context_item,
    ast.Root: Generator._root,
    ast.Items: Generator._items,
    ast.If: Generator._if,
    ast.LetIn: Generator._let_in,
    ast.Range: Generator._range,
    ast.Treat: Generator._treat,
    ast.Comparison: Generator._comparison,
    ast.Arithmetic: Generator.arithmetic,
    ast.Negation: Generator.negation,
    ast.Cast: Generator.cast,
    ast.Converted: Generator._converted,
    ast.Call: Generator.call,
}
