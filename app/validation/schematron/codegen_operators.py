"""Code for comparisons, arithmetic and casts: Python's own operators wherever the types are known to fit them."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_core import EXACT, NUMBERS, TEXTS, Block, Code, Scope
from app.validation.schematron.codegen_forms import Forms
from app.validation.schematron.runtime_casts import CAST_KINDS
from app.validation.schematron.runtime_values import normalized

_MOMENTS = frozenset(("xs:date", "xs:dateTime", "xs:time"))
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_WITH_NONE = {"==": "same", "!=": "differ", "<": "below", "<=": "not_above"}
_PRECEDENCE = {"preceding": "is_preceded_by", "preceding-sibling": "has_sibling_before"}
_ARITHMETIC = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "div": "divide",
    "idiv": "integer_divide",
    "mod": "modulo",
}
_FROM_TEXT = {
    "xs:decimal": "decimal_of",
    "xs:integer": "integer_of",
    "xs:double": "double_of",
    "xs:boolean": "boolean_of",
    "xs:date": "date_of",
    "xs:dateTime": "date_time_of",
    "xs:time": "time_of",
}
_KIND_OF_TYPE = {
    "xs:decimal": "decimal",
    "xs:double": "double",
    "xs:boolean": "boolean",
    "xs:string": "string",
    "xs:numeric": "atomic",
}
_OF_CHEAP = re.compile(r"normalized\(([cx]\d*\.text|\([cx]\d*\.attributes\.get\(K\d+\) or ''\))\)")
Condition = Callable[[Code], str]
"""The condition, as code, that holds for an atomic value or doesn't."""


def kind_of_type(name: str) -> str:
    """The static kind of values of an atomic type."""
    if name in _MOMENTS:
        return name
    if "nteger" in name or name in ("xs:int", "xs:long", "xs:short", "xs:byte") or name.startswith("xs:unsigned"):
        return "integer"
    return _KIND_OF_TYPE.get(name, "atomic")


class Operators(Forms):
    """Compiles `Comparison`, `Arithmetic`, `Negation`, `Cast` and `Castable`."""

    # ---- comparisons

    def truth_of_comparison(self, expr: ast.Comparison, scope: Scope) -> str:
        """A comparison as a condition."""
        if expr.family == "node":
            return self._node_comparison(expr, scope)
        if expr.family == "value":
            left, right = (self._as_string(self.optional(each, scope)) for each in (expr.left, expr.right))
            return self._of_options(expr.operator, left, right, scope)
        return self._general(expr, scope)

    def _as_string(self, code: Code) -> Code:
        return replace(code, kind="string") if code.kind == "untyped" else code

    def _node_comparison(self, expr: ast.Comparison, scope: Scope) -> str:
        left, right = (self.only_item(each, scope) for each in (expr.left, expr.right))
        return f"node_compared({self.name(expr.operator)}, {left}, {right})"

    def only_item(self, expr: ast.Expr, scope: Scope) -> str:
        """The only item of `expr`, not atomized, or None."""
        value = self.value(expr, scope)
        return f"only({value.text})" if value.card == "*" else value.text

    def _general(self, expr: ast.Comparison, scope: Scope) -> str:
        left, right = self.atoms(expr.left, scope), self.atoms(expr.right, scope)
        if special := self._precedence(expr, left, right, scope):
            return special
        is_constant_left = left.items is not None and right.items is None
        if is_constant_left or (left.card != "*" and right.card == "*" and right.items is None):
            mirrored = ast.Comparison("general", _MIRRORED[expr.operator], expr.right, expr.left)
            return self._general_in_order(mirrored, right, left, scope)
        return self._general_in_order(expr, left, right, scope)

    def _general_in_order(self, expr: ast.Comparison, left: Code, right: Code, scope: Scope) -> str:
        """`left` is the side with more items, except that constants are always on the right."""
        if expr.operator == "==" and right.items is not None and left.kind in TEXTS and right.kind in TEXTS:
            return self._membership(expr, left, right, scope)
        if left.card != "*" and right.card != "*":
            return self._of_options(expr.operator, left, right, scope)
        return self._any_pair(expr, left, right, scope)

    def _membership(self, expr: ast.Comparison, left: Code, right: Code, scope: Scope) -> str:
        assert right.items is not None
        if len(right.items) == 1:
            sought, operator = self.name(right.items[0]), "=="
        else:
            sought, operator = self.name(frozenset(right.items)), "in"
        are_normal = all(normalized(each) == each for each in map(str, right.items))

        def condition(item: Code) -> str:
            bare = _not_normalized(item.text) if are_normal else ""
            holds = f"{item.text} {operator} {sought}"
            return f"({bare} {operator} {sought} or {holds})" if bare else holds

        return self._some(expr.left, condition, scope) if left.card == "*" else condition(left)

    def _some(self, expr: ast.Expr, condition: Condition, scope: Scope, before: str = "") -> str:
        """Whether a condition holds for the atomic value of any item."""

        def build(block: Block) -> None:
            if before:
                block.line(before)

            def test(inner: Block, item: Code, _depth: int) -> None:
                inner.inner(f"if {condition(item)}:").line("return True")

            deeper = scope.deeper(scope.depth + 1) if before else scope
            self.each_atom(expr, deeper, block, test, ordered=False)
            block.line("return False")

        return self.helper(scope, build)

    def _any_pair(self, expr: ast.Comparison, left: Code, right: Code, scope: Scope) -> str:
        """There may be many on both sides."""
        if right.card != "*":
            return self._each_with_one(expr, right, scope)
        name, operator = f"v{scope.depth + 1}", self.name(expr.operator)
        if left.kind not in TEXTS or right.kind not in TEXTS:
            others = f"{name} = {self.boxed(right).text}"
            return self._some(
                expr.left, lambda item: f"any_of({operator}, {self.boxed(item).text}, {name})", scope, others
            )
        if expr.operator == "==":
            others = f"{name} = frozenset({right.text})"
            return self._some(expr.left, lambda item: f"{item.text} in {name}", scope, others)
        others = f"{name} = {right.text}"
        return self._some(expr.left, lambda item: f"any_text_of({operator}, {item.text}, {name})", scope, others)

    def _each_with_one(self, expr: ast.Comparison, right: Code, scope: Scope) -> str:
        """Many on the left, at most one on the right."""
        if right.items is not None:
            return self._some(expr.left, lambda item: self.pair(expr.operator, item, right), scope)
        name = f"v{scope.depth + 1}"
        one = replace(right, text=name, card="1", atom="")

        def condition(item: Code) -> str:
            holds = self.pair(expr.operator, item, one)
            return holds if right.card == "1" else f"{name} is not None and {holds}"

        return self._some(expr.left, condition, scope, f"{name} = {right.text}")

    def _of_options(self, operator: str, left: Code, right: Code, scope: Scope) -> str:
        """Both sides are one or none."""
        if left.card == "1" and right.card == "1":
            return self.pair(operator, left, right)
        if left.kind in TEXTS and right.kind in TEXTS:
            if operator == "==" and "1" in (left.card, right.card):
                return f"{left.text} == {right.text}"
            return self._with_none(operator, left.text, right.text)
        if left.kind in EXACT and right.kind in EXACT:
            return self._with_none(operator, left.text, right.text)
        return self._guarded(operator, left, right, scope)

    def _with_none(self, operator: str, left: str, right: str) -> str:
        if operator in (">", ">="):
            operator, left, right = _MIRRORED[operator], right, left
        return f"{_WITH_NONE[operator]}({left}, {right})"

    def _guarded(self, operator: str, left: Code, right: Code, scope: Scope) -> str:
        depth = scope.depth + 1
        names = [f"v{depth}", f"v{depth + 1}"]

        def build(block: Block) -> None:
            sides = []
            for name, side in zip(names, (left, right), strict=True):
                if side.card == "1" and side.items is not None:
                    sides.append(side)
                    continue
                block.line(f"{name} = {side.text}")
                if side.card == "?":
                    block.inner(f"if {name} is None:").line("return False")
                sides.append(replace(side, text=name, card="1", atom=""))
            block.line(f"return {self.pair(operator, *sides)}")

        return self.helper(scope, build)

    def pair(self, operator: str, left: Code, right: Code) -> str:
        """The general comparison of one value with one."""
        kinds = (left.kind, right.kind)
        if (kinds[0] in TEXTS and kinds[1] in TEXTS) or (kinds[0] in EXACT and kinds[1] in EXACT):
            return f"{left.text} {operator} {right.text}"
        if kinds == ("boolean", "boolean"):
            return f"{left.text} {operator} {right.text}"
        if "untyped" in kinds and not {"atomic", "item"} & set(kinds):
            return self._pair_with_untyped(operator, left, right)
        if kinds[0] in NUMBERS and kinds[1] in NUMBERS:
            return f"{self._as_double(left)} {operator} {self._as_double(right)}"
        if kinds[0] == kinds[1] and kinds[0] in _MOMENTS:
            return f"{left.text}.instant {operator} {right.text}.instant"
        left, right = self.boxed(left), self.boxed(right)
        return f"compared_generally({self.name(operator)}, {left.text}, {right.text})"

    def _pair_with_untyped(self, operator: str, left: Code, right: Code) -> str:
        if left.kind != "untyped":
            return self._pair_with_untyped(_MIRRORED[operator], right, left)
        if right.kind in NUMBERS:
            return f"double_of({left.text}) {operator} {self._as_double(right)}"
        if right.kind == "boolean":
            if right.items and operator == "==":
                return f"boolean_of({left.text})" if right.items[0] else f"not boolean_of({left.text})"
            return f"boolean_of({left.text}) {operator} {right.text}"
        if right.kind in _MOMENTS:
            return f"{_FROM_TEXT[right.kind]}({left.text}).instant {operator} {right.text}.instant"
        left = self.boxed(left)
        return f"compared_generally({self.name(operator)}, {left.text}, {right.text})"

    def _as_double(self, code: Code) -> str:
        if code.items:
            return self.name(float(code.items[0]))
        return code.text if code.kind == "double" else f"float({code.text})"

    def _precedence(self, expr: ast.Comparison, left: Code, right: Code, scope: Scope) -> str:
        """`preceding::name = value`, which a naive evaluation makes quadratic; "" for anything else."""
        if expr.operator != "==" or scope.item is None or not scope.item.is_node:
            return ""
        for step, value in ((expr.left, right), (expr.right, left)):
            if not isinstance(step, ast.Step) or step.axis not in _PRECEDENCE or step.predicates:
                continue
            is_named = isinstance(step.test, ast.NameTest) and step.test.name
            if is_named and value.card == "1" and value.kind in TEXTS:
                name = step.test.name if isinstance(step.test, ast.NameTest) else None
                return f"{_PRECEDENCE[step.axis]}(d, {scope.item.text}, {self.name(name)}, {value.text})"
        return ""

    # ---- arithmetic

    def arithmetic(self, expr: ast.Arithmetic, scope: Scope) -> Code:
        """`left + right` and its like."""
        left, right = (self._as_number(self.optional(each, scope)) for each in (expr.left, expr.right))
        card = "1" if left.card == right.card == "1" else "?"
        both_exact = left.kind in EXACT and right.kind in EXACT
        kind = self._kind_of_result(expr.operator, left.kind, right.kind)
        if expr.operator == "div" and both_exact and right.items and (places := _power_of_ten(right.items[0])):
            return Code(f"shifted({left.text}, {places})", "decimal", left.card)
        if expr.operator in ("+", "-", "*") and card == "1" and (both_exact or left.kind == right.kind == "double"):
            return Code(f"({left.text} {expr.operator} {right.text})", kind)
        return Code(f"{_ARITHMETIC[expr.operator]}({left.text}, {right.text})", kind, card)

    def _as_number(self, code: Code) -> Code:
        if code.kind == "untyped":
            function = "double_of" if code.card == "1" else "double_or_none"
            return Code(f"{function}({code.text})", "double", code.card)
        if code.kind in ("string", "boolean"):
            return Code(f"mistyped({code.text})", "double", code.card)
        return code

    def _kind_of_result(self, operator: str, left: str, right: str) -> str:
        if left not in NUMBERS or right not in NUMBERS:
            return "atomic"
        if operator == "idiv":
            return "integer"
        if "double" in (left, right):
            return "double"
        return "integer" if left == right == "integer" and operator != "div" else "decimal"

    def negation(self, expr: ast.Negation, scope: Scope) -> Code:
        """`-a`, `+a`"""
        operand = expr.operand
        if isinstance(operand, ast.Literal) and isinstance(operand.value, int | Decimal) and not expr.positive:
            value = -operand.value
            return Code(self.name(value), operand.kind, items=(value,))
        found = self._as_number(self.optional(operand, scope))
        return Code(f"{'plus' if expr.positive else 'negate'}({found.text})", found.kind, found.card)

    # ---- casts

    def cast(self, expr: ast.Cast, scope: Scope) -> Code:
        """`cast as`, and constructor functions."""
        self.check_type(expr.type, scope)
        operand = self.optional(expr.operand, scope)
        found = self.converted(operand, expr.type)
        if found.card == "?" and not expr.optional:
            return replace(found, text=f"required({found.text})", card="1")
        return found

    def converted(self, operand: Code, name: str) -> Code:
        """One value or None as the atomic type of that name, by casting."""
        kind = kind_of_type(name)
        if (name == "xs:string" and operand.kind in TEXTS) or name == f"xs:{operand.kind}":
            return replace(operand, kind=kind)
        if name == "xs:decimal" and operand.kind == "integer":
            return replace(operand, kind=kind)
        if name == "xs:decimal" and operand.text.startswith("only_text("):
            return Code(operand.text.replace("only_text(", "only_decimal(", 1), kind, operand.card)
        if operand.kind in TEXTS and name in _FROM_TEXT:
            function = _FROM_TEXT[name]
            text = f"{function}({operand.text})" if operand.card == "1" else f"or_none({function}, {operand.text})"
            return Code(text, kind, operand.card)
        return Code(f"cast({self.boxed(operand).text}, {self.name(name)})", kind, operand.card)

    def check_type(self, name: str, scope: Scope) -> None:
        """Refuse to compile for a type that there is no cast to."""
        if name not in CAST_KINDS:
            self.refuse("schematron.type", scope, name=name)

    def truth_of_castable(self, expr: ast.Castable, scope: Scope) -> str:
        """`castable as`"""
        self.check_type(expr.type, scope)
        operand = self.atoms(expr.operand, scope)
        listed = {"1": f"({operand.text},)", "?": f"as_list({operand.text})", "*": operand.text}[operand.card]
        return f"are_castable({listed}, {self.name(expr.type)}, {expr.optional})"


def _not_normalized(text: str) -> str:
    """What `normalized(…)` is asked for where that is cheap to ask twice: mostly it is in its normal form; else ""."""
    found = _OF_CHEAP.fullmatch(text)
    return found[1] if found else ""


def _power_of_ten(value: object) -> int:
    """How many places dividing by `value` shifts; 0 where it isn't just that."""
    text = str(value)
    return len(text) - 1 if text.startswith("1") and set(text[1:]) == {"0"} and len(text) <= 10 else 0
