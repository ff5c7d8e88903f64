"""Code for arguments, as each parameter asks for them: of the table of functions, and of declared types."""

from dataclasses import replace
from typing import Any

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_core import NUMBERS, TEXTS, Code, Scope
from app.validation.schematron.codegen_operators import Operators, kind_of_type
from app.validation.schematron.codegen_paths import Paths


class Arguments(Paths, Operators):
    """Converts arguments."""

    def argument(self, spec: str, expr: ast.Call, place: int, scope: Scope) -> Code:
        if spec in (".", ","):
            return self._context(spec, scope)
        argument = expr.arguments[place]
        if spec.startswith("!"):
            return self.typed(argument, ast.SequenceType(spec[1:], "?"), scope)
        converted: Code = _ARGUMENTS[spec](self, argument, scope)
        return converted

    def _context(self, spec: str, scope: Scope) -> Code:
        if scope.item is None:
            return Code("mistyped()", "string")
        if spec == ",":
            return scope.item if scope.item.is_node else replace(scope.item, text=f"node_of({scope.item.text})")
        return self._as_text(self.context_atom(scope.item))

    def context_atom(self, item: Code) -> Code:
        """The string value of the context item, as fn:string() takes it."""
        if item.is_node:
            return Code(item.atom or f"{item.text}.text", "untyped")
        return Code(f"text_of({item.text})", "string") if item.kind not in TEXTS else item

    def text_argument(self, expr: ast.Expr, scope: Scope) -> Code:
        """An argument of type xs:string?, "" where it is empty."""
        if isinstance(expr, ast.If):
            then, otherwise = (self.text_argument(each, scope).text for each in (expr.then, expr.otherwise))
            return Code(f"({then} if {self.truth(expr.test, scope)} else {otherwise})", "string")
        if isinstance(expr, ast.Step) and expr.axis == "child" and not expr.predicates:
            value = self.value(expr, scope)
            if value.is_node:
                return Code(f"some_text({value.text})", "string")
        return self._as_text(self.optional(expr, scope))

    def _as_text(self, code: Code) -> Code:
        if code.kind in TEXTS:
            return replace(
                code, text=code.text if code.card == "1" else f"({code.text} or '')", card="1", kind="string"
            )
        if code.kind in ("atomic", "item"):
            return Code(f"string_argument({code.text})", "string")
        return Code("mistyped()" if code.card == "1" else f"string_argument({code.text})", "string")

    def _optional_text(self, expr: ast.Expr, scope: Scope) -> Code:
        code = self.optional(expr, scope)
        if code.kind in TEXTS:
            return code
        return Code(f"or_none(string_argument, {code.text})", "string", "?")

    def _atomic(self, expr: ast.Expr, scope: Scope) -> Code:
        return self.boxed(self.optional(expr, scope))

    def _atomics(self, expr: ast.Expr, scope: Scope) -> Code:
        found = self.boxed(self.atoms(expr, scope))
        return replace(found, text=self.as_list(found), card="*", items=None)

    def _any(self, expr: ast.Expr, scope: Scope) -> Code:
        found = self.value(expr, scope)
        return replace(found, text=self.as_list(found), card="*", items=None)

    def _nodes(self, expr: ast.Expr, scope: Scope) -> Code:
        found = self._any(expr, scope)
        return found if found.is_node else Code(f"only_nodes({found.text})", "node", "*")

    def _node(self, expr: ast.Expr, scope: Scope) -> Code:
        value = self.value(expr, scope)
        if value.is_node and value.card != "*":
            return value
        return Code(f"only({self._nodes(expr, scope).text})", value.kind if value.is_node else "node", "?")

    def _numeric(self, expr: ast.Expr, scope: Scope) -> Code:
        found = self.optional(expr, scope)
        if found.kind in NUMBERS:
            return replace(found, items=None)
        if found.kind == "untyped":
            return self._as_number(found)
        return Code(f"numeric_argument({found.text})", "atomic", "?" if found.kind == "atomic" else found.card)

    def _integer(self, expr: ast.Expr, scope: Scope) -> Code:
        found = self.optional(expr, scope)
        if found.kind == "integer" and found.card == "1":
            return found
        return Code(f"integer_argument({self.boxed(found).text})", "integer")

    def _required_number(self, expr: ast.Expr, scope: Scope) -> Code:
        found = self._numeric(expr, scope)
        return found if found.card == "1" else replace(found, text=f"required({found.text})", card="1")

    def typed(self, expr: ast.Expr, wanted: ast.SequenceType, scope: Scope) -> Code:
        """`expr` as a parameter, variable or result of a declared type takes it (XPath 2.0 § 3.1.5)."""
        if not wanted.kind.startswith("xs:"):
            return self._of_node_type(expr, wanted, scope)
        if wanted.occurrence in ("*", "+"):
            found = self._atomics(expr, scope)
            text = f"typed_sequence({found.text}, {self.name(wanted.kind)}, {self.name(wanted.occurrence)})"
            return Code(text, kind_of_type(wanted.kind), "*")
        if isinstance(expr, ast.If):
            then, otherwise = self.typed(expr.then, wanted, scope), self.typed(expr.otherwise, wanted, scope)
            return self.choice(self.truth(expr.test, scope), then, otherwise)
        return self._of_type(self.optional(expr, scope), wanted)

    def _of_type(self, found: Code, wanted: ast.SequenceType) -> Code:
        kind = kind_of_type(wanted.kind)
        if found.kind == "untyped" and wanted.kind not in ("xs:untypedAtomic", "xs:anyAtomicType"):
            found = self.converted(found, wanted.kind)
        elif not (found.kind == kind != "atomic" or (found.kind == "integer" and kind == "decimal")):
            found = Code(f"typed_argument({self.boxed(found).text}, {self.name(wanted.kind)})", kind, "?")
        if found.card == "?" and wanted.occurrence == "":
            return Code(f"required({found.text})", kind)
        return replace(found, kind=kind)

    def _of_node_type(self, expr: ast.Expr, wanted: ast.SequenceType, scope: Scope) -> Code:
        found = self._any(expr, scope)
        if wanted.kind != "item" and not found.is_node:
            found = Code(f"only_nodes({found.text})", "node", "*")
        found = self.boxed(found)
        if wanted.occurrence in ("*", "+"):
            return replace(found, text=f"counted({found.text}, {self.name(wanted.occurrence)})")
        one = Code(f"only({found.text})", found.kind, "?")
        return one if wanted.occurrence == "?" else Code(f"required({one.text})", found.kind)


_ARGUMENTS: dict[str, Any] = {
    "s": Arguments.text_argument,
    "t": Arguments._optional_text,
    "a": Arguments._atomic,
    "A": Arguments._atomics,
    "*": Arguments._any,
    "N": Arguments._nodes,
    "n": Arguments._node,
    "#": Arguments._numeric,
    "i": Arguments._integer,
    "f": Arguments._required_number,
}
