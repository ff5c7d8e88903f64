"""Code for function calls: those of the table, those that deserve better, and the schema's own."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn, TypeGuard

from app.errors import Refused
from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_arguments import Arguments
from app.validation.schematron.codegen_core import EXACT, TEXTS, Block, Code, Scope
from app.validation.schematron.codegen_paths import ANYWHERE
from app.validation.schematron.function_table import FORBIDDEN, SIGNATURES, Signature
from app.validation.schematron.regex import BadPattern, check
from app.validation.schematron.runtime_strings import translation


class Calls(Arguments):
    """Compiles `Call`."""

    def call(self, expr: ast.Call, scope: Scope) -> Code:
        """Any function's call."""
        special = _SPECIAL.get(expr.name)
        if special is not None and (found := special(self, expr, scope)) is not None:
            return found  # type: ignore[no-any-return]  # the table holds methods of this class
        if (expr.name, len(expr.arguments)) in self.functions:
            return self._call_own(expr, scope)
        signature = SIGNATURES.get((expr.name, len(expr.arguments)))
        if signature is None:
            self._refuse_function(expr, scope)
        return self._call_standard(expr, signature, scope)

    def _refuse_function(self, expr: ast.Call, scope: Scope) -> NoReturn:
        if expr.name in FORBIDDEN or expr.name.startswith("{http://saxon") or expr.name.startswith("{java"):
            self.refuse("schematron.forbidden", scope, name=expr.name)
        self.refuse("schematron.function", scope, name=expr.name, count=len(expr.arguments))

    def _call_standard(self, expr: ast.Call, signature: Signature, scope: Scope) -> Code:
        codes = [self.argument(spec, expr, place, scope) for place, spec in enumerate(signature.arguments)]
        context = scope.item.text if scope.item is not None else "mistyped()"
        text = signature.python.format(*(code.text for code in codes), c=context)
        kind, card = signature.kind, signature.card
        if kind == "=":
            kind = codes[0].kind
            card = codes[0].card if card == "=" else card
        return Code(text, kind, card, atom="")

    # ---- the schema's own functions

    def _call_own(self, expr: ast.Call, scope: Scope) -> Code:
        result = self.functions[expr.name, len(expr.arguments)]
        parameters = result.items or ()
        codes = [
            self.typed(argument, wanted, scope) if wanted else self.boxed(self._any(argument, scope))
            for argument, wanted in zip(expr.arguments, parameters, strict=True)
        ]
        arguments = "".join(f", {code.text}" for code in codes)
        return Code(f"{result.text}(d{arguments})", result.kind, result.card)

    # ---- conditions

    def is_condition(self, expr: ast.Expr) -> TypeGuard[ast.Call]:
        """Whether `expr` is a call that is compiled as a condition."""
        return isinstance(expr, ast.Call) and (expr.name, len(expr.arguments)) in _CONDITIONS

    def truth_of_call(self, expr: ast.Call, scope: Scope) -> str:
        """Such a call as a condition."""
        if expr.name in ("true", "false"):
            return str(expr.name == "true")
        argument = expr.arguments[0]
        if expr.name == "boolean":
            return self.truth(argument, scope)
        if expr.name == "not":
            return f"(not {self.truth(argument, scope)})"
        found = self.existence(argument, scope)
        return f"({found})" if expr.name == "exists" else f"(not ({found}))"

    # ---- functions that deserve better than the table

    def _count(self, expr: ast.Call, scope: Scope) -> Code | None:
        argument = expr.arguments[0]
        value = self.value(argument, scope) if not isinstance(argument, ast.Path | ast.Filter | ast.Map) else None
        if value is not None:
            return Code(f"len({self.as_list(value)})", "integer")
        name = f"v{scope.depth + 1}"

        def build(block: Block) -> None:
            block.line(f"{name} = 0")
            inner = scope.deeper(scope.depth + 1)
            counted, more = self._counted(argument, inner)
            self.each(counted, inner, block, lambda into, item, _: into.line(f"{name} += {more(item)}"), ordered=False)
            block.line(f"return {name}")

        return Code(self.helper(scope, build), "integer")

    def _counted(self, expr: ast.Expr, scope: Scope) -> tuple[ast.Expr, Callable[[Code], str]]:
        """What is looped over to count `expr`, and how many of its items there are for each."""
        last = expr.steps[-1] if isinstance(expr, ast.Path) else None
        if not isinstance(expr, ast.Path) or not isinstance(last, ast.Step) or last.axis != "child":
            return expr, lambda _item: "1"
        steps = expr.steps[:-1]
        head = steps[0] if len(steps) == 1 else ast.Path(steps)
        if last.predicates or self.kind_of(head, scope) != "element" or steps[-1] == ANYWHERE:
            return expr, lambda _item: "1"
        return head, lambda item: f"len({self.list_of_step(last, scope.focused(item, 0))})"

    def _sum(self, expr: ast.Call, scope: Scope) -> Code | None:
        if len(expr.arguments) != 1:
            return Code(
                f"total({self._atomics(expr.arguments[0], scope).text}, {self._atomic(expr.arguments[1], scope).text})",
                "atomic",
                "?",
            )
        name = f"v{scope.depth + 1}"
        kinds: list[str] = []

        def build(block: Block) -> None:
            block.line(f"{name} = 0")

            def add(inner: Block, item: Code, _depth: int) -> None:
                kinds.append(item.kind)
                inner.line(f"{name} += {item.text}")

            self.each_atom(expr.arguments[0], scope.deeper(scope.depth + 1), block, add, ordered=False)
            block.line(f"return {name}")

        call = self.helper(scope, build)
        if kinds and set(kinds) <= EXACT:
            return Code(call, "integer" if set(kinds) == {"integer"} else "decimal")
        return Code(f"total({self._atomics(expr.arguments[0], scope).text})", "atomic")

    def _extreme(self, expr: ast.Call, scope: Scope) -> Code | None:
        if len(expr.arguments) != 1:
            return None
        kind = self.atoms(expr.arguments[0], scope).kind
        listed = self._atomics(expr.arguments[0], scope).text
        function = {"min": "least", "max": "greatest", "avg": "average"}[expr.name]
        known = {"untyped": "double", "integer": "decimal", "decimal": "decimal", "double": "double"}
        return Code(f"{function}({listed})", known.get(kind, "atomic"), "?")

    def _string(self, expr: ast.Call, scope: Scope) -> Code | None:
        if not expr.arguments:
            return self._context_string(scope)
        value = self.value(expr.arguments[0], scope)
        if value.is_node or value.kind in TEXTS:
            return self.text_argument(expr.arguments[0], scope)
        return Code(f"text_of({self.only_item(expr.arguments[0], scope)})", "string")

    def _context_string(self, scope: Scope) -> Code:
        if scope.item is None:
            return Code("mistyped()", "string")
        return replace(self.context_atom(scope.item), kind="string")

    def _number(self, expr: ast.Call, scope: Scope) -> Code | None:
        if not expr.arguments:
            return None
        found = self.optional(expr.arguments[0], scope)
        if found.kind == "double" and found.card == "1":
            return found
        if found.kind in EXACT and found.card == "1":
            return Code(f"float({found.text})", "double")
        if found.kind in TEXTS and found.card == "1":
            return Code(f"number_of({found.text})", "double")
        return Code(f"number({found.text})", "double")

    def _concat(self, expr: ast.Call, scope: Scope) -> Code | None:
        if len(expr.arguments) < 2:
            return None
        return Code(f"({' + '.join(self._concatenated(each, scope) for each in expr.arguments)})", "string")

    def _concatenated(self, expr: ast.Expr, scope: Scope) -> str:
        found = self.optional(expr, scope)
        if found.kind in TEXTS:
            return found.text if found.card == "1" else f"({found.text} or '')"
        return f"text_or_none({found.text})"

    def _contains(self, expr: ast.Call, scope: Scope) -> Code | None:
        """`contains(' A B ', concat(' ', x, ' '))` looks x up in a table of what stands between two spaces."""
        if len(expr.arguments) != 2 or not isinstance(expr.arguments[0], ast.Literal):
            return None
        lists, sought = str(expr.arguments[0].value), expr.arguments[1]
        if not isinstance(sought, ast.Call) or sought.name != "concat" or len(sought.arguments) != 3:
            return None
        before, code, after = sought.arguments
        if before != after or not isinstance(before, ast.Literal) or len(str(before.value)) != 1:
            return None
        mark = str(before.value)
        codes = frozenset(lists.split(mark)[1:-1])
        text = self._concatenated(code, scope)
        return Code(f"is_among({text}, {self.name(codes)}, {self.name(mark)}, {self.name(lists)})", "boolean")

    def _translate(self, expr: ast.Call, scope: Scope) -> Code | None:
        if len(expr.arguments) != 3:
            return None
        old, new = (self._known_text(each, scope) for each in expr.arguments[1:])
        if old is None or new is None:
            return None
        table = self.constants.expression(repr(translation(old, new)))
        return Code(f"{self.text_argument(expr.arguments[0], scope).text}.translate({table})", "string")

    def _known_text(self, expr: ast.Expr, scope: Scope) -> str | None:
        """The text that `expr` is in every document; None where it isn't one."""
        if not isinstance(expr, ast.Literal | ast.Var):
            return None
        items = self.value(expr, scope).items
        return items[0] if items is not None and len(items) == 1 and isinstance(items[0], str) else None

    def _substring(self, expr: ast.Call, scope: Scope) -> Code | None:
        bounds = [each.value for each in expr.arguments[1:] if isinstance(each, ast.Literal) and each.kind == "integer"]
        if len(bounds) != len(expr.arguments) - 1 or not bounds:
            return None
        start, *length = map(int, bounds)
        first = max(start, 1) - 1
        end = str(max(start + length[0] - 1, first)) if length else ""
        return Code(f"{self.text_argument(expr.arguments[0], scope).text}[{first or ''}:{end}]", "string")

    def _regex(self, expr: ast.Call, scope: Scope) -> Code | None:
        """`matches`, `replace`, `tokenize`: the pattern is translated when the module is loaded, where it is known."""
        count = 3 if expr.name == "replace" else 2
        if expr.name == "tokenize" and len(expr.arguments) == 1:
            return Code(f"{self._optional_words(expr.arguments[0], scope)}.split()", "string", "*")
        if len(expr.arguments) not in (count, count + 1):
            return None
        subject = self.text_argument(expr.arguments[0], scope)
        rest = [self._known_text(each, scope) for each in expr.arguments[1:]]
        flags = rest[count - 1] if len(rest) == count else ""
        if rest[0] is None or flags is None:
            arguments = ", ".join(self.text_argument(each, scope).text for each in expr.arguments[1:])
            return Code(f"{expr.name}_by({subject.text}, {arguments})", *_RESULT_OF_REGEX[expr.name])
        self._check_regex(expr.name, rest[0], flags, scope)
        if expr.name == "tokenize" and subject.items:
            return self._known_tokens(str(subject.items[0]), rest[0], flags)
        made = self.constants.expression(f"{expr.name}_regex({rest[0]!r}, {flags!r})")
        more = f", {self.text_argument(expr.arguments[2], scope).text}" if expr.name == "replace" else ""
        return Code(f"{made}({subject.text}{more})", *_RESULT_OF_REGEX[expr.name])

    def _optional_words(self, expr: ast.Expr, scope: Scope) -> str:
        return f"normalized({self.text_argument(expr, scope).text})"

    def _check_regex(self, use: str, pattern: str, flags: str, scope: Scope) -> None:
        try:
            check(use, pattern, flags)
        except BadPattern as bad:
            raise Refused(
                "schematron.regex", line=scope.place.line or None, place=scope.place, pattern=pattern, reason=bad
            ) from None

    def _known_tokens(self, text: str, pattern: str, flags: str) -> Code:
        from app.validation.schematron.regex import tokenize_regex

        items = tuple(tokenize_regex(pattern, flags)(text))
        return Code(self.name(items), "string", "*", items=items)

    def _key(self, expr: ast.Call, scope: Scope) -> Code | None:
        name = expr.arguments[0] if expr.arguments else None
        if not isinstance(name, ast.Literal) or name.value not in self.keys or len(expr.arguments) not in (2, 3):
            self.refuse("schematron.key", scope, name=getattr(name, "value", "…"))
        values = self._atomics(expr.arguments[1], scope).text
        index = f"d.key_{sorted(self.keys).index(str(name.value))}"
        return Code(f"in_order(keyed({index}, {values}))", "node", "*")

    def _current(self, _expr: ast.Call, scope: Scope) -> Code | None:
        return scope.current or scope.item

    def _position(self, _expr: ast.Call, scope: Scope) -> Code | None:
        return Code(scope.position or "1", "integer")

    def _last(self, _expr: ast.Call, scope: Scope) -> Code | None:
        return Code(scope.last or "1", "integer")


_RESULT_OF_REGEX = {"matches": ("boolean", "1"), "replace": ("string", "1"), "tokenize": ("string", "*")}
_CONDITIONS = frozenset(
    (("not", 1), ("exists", 1), ("empty", 1), ("boolean", 1), ("true", 0), ("false", 0)),
)
_SPECIAL: dict[str, Callable[..., Any]] = {
    "count": Calls._count,
    "sum": Calls._sum,
    "min": Calls._extreme,
    "max": Calls._extreme,
    "avg": Calls._extreme,
    "string": Calls._string,
    "number": Calls._number,
    "concat": Calls._concat,
    "contains": Calls._contains,
    "translate": Calls._translate,
    "substring": Calls._substring,
    "matches": Calls._regex,
    "replace": Calls._regex,
    "tokenize": Calls._regex,
    "key": Calls._key,
    "current": Calls._current,
    "position": Calls._position,
    "last": Calls._last,
}
