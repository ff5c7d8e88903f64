"""What can be said of an expression before it is compiled, and the same expression in a simpler form."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, TypeVar

from app.validation.schematron import xpath_ast as ast

FOCUS = "."
"""Stands for the context item among the names that an expression needs."""

_ANYWHERE = ast.Step("descendant-or-self", ast.KindTest("node"))
_OF_CONTEXT_TEXT = "string normalize-space string-length number name local-name namespace-uri root base-uri generate-id"
_OF_CONTEXT = frozenset(_OF_CONTEXT_TEXT.split())
_OF_FOCUS = frozenset(("position", "last", "current"))
_NEVER_NUMBERS_TEXT = (
    "not exists empty boolean true false contains starts-with ends-with matches string normalize-space concat "
    "upper-case lower-case substring substring-before substring-after translate replace string-join name "
    "local-name namespace-uri deep-equal codepoint-equal lang contains-token current root key"
)
_NEVER_NUMBERS = frozenset(_NEVER_NUMBERS_TEXT.split())
_BOOLEANS = (ast.And, ast.Or, ast.Comparison, ast.Quantified, ast.Castable, ast.TypeTest)
_E = TypeVar("_E", bound=ast.Expr)


@lru_cache(65_536)
def needs(expr: ast.Expr) -> frozenset[str]:
    """The variables that `expr` needs from outside, and FOCUS where it needs a context item."""
    if isinstance(expr, ast.Var):
        return frozenset((expr.name,))
    if isinstance(expr, ast.ContextItem | ast.Step):
        return frozenset((FOCUS,)) | _inner_needs(getattr(expr, "predicates", ()))
    if isinstance(expr, ast.Path):
        return needs(expr.steps[0]) | _inner_needs(expr.steps[1:])
    if isinstance(expr, ast.Filter):
        return needs(expr.base) | _inner_needs(expr.predicates)
    if isinstance(expr, ast.Map):
        return needs(expr.left) | _inner_needs((expr.right,))
    return _needs_of_others(expr)


def _needs_of_others(expr: ast.Expr) -> frozenset[str]:
    if isinstance(expr, ast.For | ast.Quantified | ast.LetIn):
        first, second = ast.parts_of(expr)
        return needs(first) | (needs(second) - {expr.name})
    found = frozenset[str]().union(*map(needs, ast.parts_of(expr)))
    if isinstance(expr, ast.Call) and (expr.name in _OF_FOCUS or (expr.name in _OF_CONTEXT and not expr.arguments)):
        return found | {FOCUS}
    return found | {FOCUS} if isinstance(expr, ast.Call) and expr.name == "lang" else found


def _inner_needs(parts: Iterable[ast.Expr]) -> frozenset[str]:
    """What expressions with a focus of their own need from outside; fn:current() is of the outside."""
    found: frozenset[str] = frozenset()
    for part in parts:
        found |= needs(part) - {FOCUS}
        if any(isinstance(each, ast.Call) and each.name == "current" for each in walk(part)):
            found |= {FOCUS}
    return found


def forget() -> None:
    """Give back what is remembered of expressions, when a schema is compiled."""
    needs.cache_clear()
    weight.cache_clear()


def walk(expr: ast.Expr) -> Iterator[ast.Expr]:
    """`expr` and everything that it is made of."""
    yield expr
    for part in ast.parts_of(expr):
        yield from walk(part)


def walk_focus(expr: ast.Expr) -> Iterator[ast.Expr]:
    """Those of them that have the context item of `expr` itself."""
    yield expr
    if isinstance(expr, ast.Path):
        yield from walk_focus(expr.steps[0])
    elif isinstance(expr, ast.Filter):
        yield from walk_focus(expr.base)
    elif isinstance(expr, ast.Map):
        yield from walk_focus(expr.left)
    elif not isinstance(expr, ast.Step):
        for part in ast.parts_of(expr):
            yield from walk_focus(part)


def counts(expressions: Iterable[ast.Expr]) -> Counter[ast.Expr]:
    """How often each expression occurs."""
    return Counter(each for expr in expressions for each in walk(expr))


def chosen_by(step: ast.Expr) -> tuple[ast.Expr, ast.Expr] | None:
    """Of `step[expression = 'text']` or `step[expression = $variable]`: the two, if the former needs but the node."""
    predicate = step.predicates[0] if isinstance(step, ast.Step) and step.predicates else None
    if not isinstance(predicate, ast.Comparison) or predicate.operator != "==" or predicate.family != "general":
        return None
    for side, other in ((predicate.left, predicate.right), (predicate.right, predicate.left)):
        is_known = isinstance(other, ast.Var) or (isinstance(other, ast.Literal) and other.kind == "string")
        if is_known and needs(side) == {FOCUS} and not uses_position(side):
            return side, other
    return None


def uses_position(predicate: ast.Expr) -> bool:
    """Whether it calls position() or last() of its own focus."""
    return any(isinstance(each, ast.Call) and each.name in ("position", "last") for each in walk_focus(predicate))


def is_plain(predicate: ast.Expr) -> bool:
    """Whether it is surely no number and doesn't ask for the position, so that only its truth counts."""
    if uses_position(predicate):
        return False
    if isinstance(predicate, ast.Path):
        return is_plain(predicate.steps[-1])
    if isinstance(predicate, ast.Call):
        return predicate.name in _NEVER_NUMBERS
    if isinstance(predicate, ast.Literal):
        return predicate.kind == "string"
    return isinstance(predicate, (*_BOOLEANS, ast.Step, ast.Combination, ast.Root))


@lru_cache(65_536)
def weight(expr: ast.Expr) -> int:
    """Roughly how much work evaluating it is, in look-ups."""
    own = 1
    if isinstance(expr, ast.Path | ast.Filter):
        own = 2
    elif isinstance(expr, ast.Call | ast.Cast):
        own = 3
    elif isinstance(expr, ast.Literal | ast.ContextItem | ast.Root | ast.Var):
        own = 0
    return own + sum(map(weight, ast.parts_of(expr)))


# ---- simpler forms


def simplified(expr: _E) -> ast.Expr:
    """An equivalent expression that is easier to compile well."""
    rebuilt = _rebuilt(expr, simplified)
    rule = _SIMPLER.get(type(rebuilt))
    return rule(rebuilt) if rule else rebuilt


def _rebuilt(expr: ast.Expr, change: Callable[[ast.Expr], ast.Expr]) -> ast.Expr:
    changes: dict[str, Any] = {}
    for each in fields(expr):  # type: ignore[arg-type]  # every Expr is a dataclass
        value = getattr(expr, each.name)
        if isinstance(value, ast.Expr):
            changes[each.name] = change(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], ast.Expr):
            changes[each.name] = tuple(map(change, value))
    return replace(expr, **changes) if changes else expr  # type: ignore[type-var]  # every Expr is a dataclass


def _simpler_path(path: ast.Path) -> ast.Expr:
    steps: list[ast.Expr] = []
    for step in path.steps:
        parts = step.steps if isinstance(step, ast.Path) and not isinstance(step.steps[0], ast.Root) else (step,)
        for part in parts:
            _append(steps, part)
    return steps[0] if len(steps) == 1 else ast.Path(tuple(steps))


def _append(steps: list[ast.Expr], step: ast.Expr) -> None:
    if steps and steps[-1] == _ANYWHERE and (found := _anywhere(step)) is not None:
        steps[-1] = found
    elif steps and isinstance(step, ast.Step) and isinstance(steps[-1], ast.ContextItem):
        steps[-1] = step
    elif not (steps and isinstance(step, ast.ContextItem) and isinstance(steps[-1], ast.Step)):
        steps.append(step)


def _anywhere(step: ast.Expr) -> ast.Expr | None:
    """What `//step` is as a single step; None where it isn't one."""
    if isinstance(step, ast.Step) and step.axis == "child" and all(map(is_plain, step.predicates)):
        return replace(step, axis="descendant")
    if isinstance(step, ast.Combination) and step.operator == "union":
        left, right = _anywhere(step.left), _anywhere(step.right)
        return ast.Combination("union", left, right) if left and right else None
    return None


def _simpler_some(expr: ast.Quantified) -> ast.Expr:
    """`some $x in A satisfies $x = B` is `A = B`."""
    test = expr.test
    if expr.every or not isinstance(test, ast.Comparison) or test.family != "general" or test.operator != "==":
        return expr
    for variable, other in ((test.left, test.right), (test.right, test.left)):
        if variable == ast.Var(expr.name) and expr.name not in needs(other):
            return ast.Comparison("general", "==", expr.items, other)
    return expr


def _simpler_call(call: ast.Call) -> ast.Expr:
    """A name ends in letters without a colon exactly where its local part does."""
    if call.name == "ends-with" and len(call.arguments) == 2:
        name, end = call.arguments
        is_plain_end = isinstance(end, ast.Literal) and end.value and ":" not in str(end.value)
        if is_plain_end and isinstance(name, ast.Call) and name.name == "name":
            return replace(call, arguments=(replace(name, name="local-name"), end))
    return call


def _simpler_comparison(expr: ast.Comparison) -> ast.Expr:
    """`count(a) > 0` is `exists(a)`, `count(a) = 0` is `empty(a)`; `normalize-space(a) = ''` is `not(…)`."""
    if expr.right == ast.Literal("", "string") and isinstance(expr.left, ast.Call) and expr.operator in _BLANK:
        return ast.Call(_BLANK[expr.operator], (expr.left,)) if expr.left.name == "normalize-space" else expr
    if not isinstance(expr.left, ast.Call) or expr.left.name != "count" or expr.family == "node":
        return expr
    if not isinstance(expr.right, ast.Literal):
        return expr
    name = _COUNTED.get((expr.operator, expr.right.value))
    return ast.Call(name, expr.left.arguments, expr.left.column) if name else expr


def _simpler_and(expr: ast.And) -> ast.Expr:
    """`not(contains(a, ' ')) and contains(' X Y ', concat(' ', a, ' '))` is `a = ('X', 'Y')`."""
    if len(expr.parts) != 2 or not isinstance(expr.parts[0], ast.Call) or expr.parts[0].name != "not":
        return expr
    without, among = expr.parts[0].arguments[0], expr.parts[1]
    if not isinstance(without, ast.Call) or not isinstance(among, ast.Call) or len(among.arguments) != 2:
        return expr
    lists, text, mark = among.arguments[0], *without.arguments[:1], without.arguments[-1]
    wanted = ast.Call("contains", (lists, ast.Call("concat", (mark, text, mark))))
    is_text = isinstance(text, ast.Call) and text.name == "normalize-space" and mark == ast.Literal(" ", "string")
    if not is_text or without != ast.Call("contains", (text, mark)) or among != wanted:
        return expr
    codes = str(lists.value).split(" ")[1:-1] if isinstance(lists, ast.Literal) else []
    return ast.Comparison("general", "==", text, ast.Texts(tuple(sorted(set(codes))))) if codes else expr


_BLANK = {"==": "not", "!=": "boolean"}
_COUNTED: dict[tuple[str, object], str] = {
    (">", 0): "exists",
    (">=", 1): "exists",
    ("!=", 0): "exists",
    ("==", 0): "empty",
    ("<", 1): "empty",
    ("<=", 0): "empty",
}
_SIMPLER: dict[type[ast.Expr], Callable[[Any], ast.Expr]] = {
    ast.Path: _simpler_path,
    ast.Quantified: _simpler_some,
    ast.Call: _simpler_call,
    ast.Comparison: _simpler_comparison,
    ast.And: _simpler_and,
}


def renamed(expr: ast.Expr, names: Mapping[str, str]) -> ast.Expr:
    """`expr` with variables renamed; not those that it binds itself."""
    if not names:
        return expr
    if isinstance(expr, ast.Var):
        return replace(expr, name=names.get(expr.name, expr.name))
    if isinstance(expr, ast.For | ast.Quantified | ast.LetIn) and expr.name in names:
        first, second = ast.parts_of(expr)
        inner = {old: new for old, new in names.items() if old != expr.name}
        return type(expr)(*_with(expr, renamed(first, names), renamed(second, inner)))
    return _rebuilt(expr, lambda part: renamed(part, names))


def _with(expr: ast.Expr, *parts: ast.Expr) -> Iterator[Any]:
    """The fields of `expr` with other parts."""
    others = iter(parts)
    for each in fields(expr):  # type: ignore[arg-type]  # every Expr is a dataclass
        value = getattr(expr, each.name)
        yield next(others) if isinstance(value, ast.Expr) else value


def rebased(expr: ast.Expr, depth: int) -> ast.Expr:
    """`expr`, whose context is `depth` levels below the document, with `../..` up to the top written as `/*`.

    What begins there doesn't depend on the context node, and so is evaluated once.
    """
    if depth < 2 or isinstance(expr, ast.Step | ast.Filter | ast.Map):
        return expr
    if isinstance(expr, ast.Path):
        ups = 0
        while ups < len(expr.steps) and expr.steps[ups] == _UP:
            ups += 1
        if ups != depth - 1 or ups == len(expr.steps):
            return expr
        return ast.Path((ast.Root(), ast.Step("child", ast.NameTest(None, None)), *expr.steps[ups:]))
    return _rebuilt(expr, lambda part: rebased(part, depth))


_UP = ast.Step("parent", ast.KindTest("node"))
