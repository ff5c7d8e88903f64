"""A rule's context, which is an XSLT match pattern: what is dispatched by name, and what is left to test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_base import DOCUMENT
from app.validation.schematron.codegen_core import TEXTS, Block, Code, Scope
from app.validation.schematron.codegen_values import Generator
from app.validation.schematron.xpath_analysis import chosen_by, is_plain, walk

TOP = "/"
"""Stands for the document node as a parent."""

_ANYWHERE = ast.Step("descendant-or-self", ast.KindTest("node"))
_LINKS = {"child": "child", "attribute": "child", "descendant": "descendant"}
_NAME_ONLY_TEXT = (
    "local-name namespace-uri not contains starts-with ends-with matches string-length substring true false"
)
_NAME_ONLY = frozenset(_NAME_ONLY_TEXT.split())
_OF_NAMES = (ast.Call, ast.Literal, ast.And, ast.Or, ast.Comparison, ast.Items)


Builder = Callable[[Block], None]
Path = tuple[tuple[str | None, str | None, str], ...]


class NotAPattern(Exception):
    """An expression isn't a match pattern."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the paths that a pattern joins by `|`.

    Attributes:
        steps: the last one first, each with how it is linked to the one before it: `child` or `descendant`; the
            first step's link says whether it hangs on the document ("root") or anywhere ("").
    """

    steps: tuple[tuple[ast.Step, str], ...]

    @property
    def kind(self) -> str:
        """The kind of nodes that it matches; `document` where there are no steps."""
        if not self.steps:
            return "document"
        step = self.steps[0][0]
        if isinstance(step.test, ast.NameTest):
            return "attribute" if step.axis == "attribute" else "element"
        return "document" if step.test.kind == "document-node" else step.test.kind

    @property
    def depth(self) -> int:
        """How deep below the document its nodes are; 0 where that isn't known."""
        links = [link for _, link in self.steps]
        return len(links) if links and links[-1] == "root" and set(links[:-1]) <= {"child"} else 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the dispatcher has to know of an alternative.

    Attributes:
        name: of the nodes; None for any.
        parent: the name of their parent, or TOP; None for any.
        by_name: an expression's function that depends on the node's name alone; "" for none.
        test: the function that decides the rest; "" where nothing is left.
        key: the function whose text has to be `value`, which `test` tests as well; "" for none.
        rest: what `test` tests besides; "" where nothing is left.
        path: of the steps to elements (or any nodes), the last one first: the namespace and the local name that it asks
            for (None for any), and its link (see Alternative).
        own: the function that decides whether an element whose path is right matches; "" where nothing is left.
        own_rest: what `own` tests besides `key`.
        all: the function that gives those of a list of nodes that pass `own`; "" for none.
    """

    kind: str
    name: str | None
    parent: str | None
    by_name: str
    test: str
    key: str = ""
    value: str = ""
    rest: str = ""
    path: "Path" = ()
    own: str = ""
    own_rest: str = ""
    all: str = ""


def alternatives(expr: ast.Expr) -> Iterator[Alternative]:
    """The paths of a match pattern; raises NotAPattern."""
    if isinstance(expr, ast.Combination) and expr.operator == "union":
        yield from alternatives(expr.left)
        yield from alternatives(expr.right)
    elif isinstance(expr, ast.Root):
        yield Alternative(())
    elif isinstance(expr, ast.Filter) and all(map(is_plain, expr.predicates)):
        yield from (_filtered(each, expr.predicates) for each in alternatives(expr.base))
    elif isinstance(expr, ast.Step | ast.Path):
        for steps in expanded(expr.steps if isinstance(expr, ast.Path) else (expr,)):
            yield _alternative(steps)
    else:
        raise NotAPattern


def _filtered(alternative: Alternative, predicates: tuple[ast.Expr, ...]) -> Alternative:
    """`(a | b)[c]`, for one of a and b."""
    if not alternative.steps:
        raise NotAPattern
    (step, link), *rest = alternative.steps
    return Alternative(((replace(step, predicates=(*step.predicates, *predicates)), link), *rest))


def expanded(steps: tuple[ast.Expr, ...]) -> Iterator[tuple[ast.Expr, ...]]:
    """`(a|b)/c` as `a/c` and `b/c`."""
    for place, step in enumerate(steps):
        if isinstance(step, ast.Combination) and step.operator == "union":
            for side in (step.left, step.right):
                inner = side.steps if isinstance(side, ast.Path) else (side,)
                yield from expanded((*steps[:place], *inner, *steps[place + 1 :]))
            return
    yield steps


def _alternative(steps: tuple[ast.Expr, ...]) -> Alternative:
    found: list[tuple[ast.Step, str]] = []
    link = ""
    for place, step in enumerate(steps):
        if isinstance(step, ast.Root) and place == 0:
            link = "root"
        elif step == _ANYWHERE:
            link = "" if link == "root" or not found else "descendant"
        elif isinstance(step, ast.Step) and step.axis in _LINKS:
            found.append((step, _link(link, step)))
            link = "child"
        else:
            raise NotAPattern
    return Alternative(tuple(reversed(found)))


def _link(before: str, step: ast.Step) -> str:
    if step.axis == "descendant" and before in ("root", ""):
        return ""
    return "descendant" if step.axis == "descendant" or before == "descendant" else before


class PatternCompiler:
    """Makes candidates of alternatives, and the functions that test them."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._functions: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._bulk: dict[tuple[str, str], str] = {}

    def candidate(self, alternative: Alternative, scope: Scope) -> Candidate:
        """What the dispatcher has to know."""
        if not alternative.steps:
            return Candidate("document", None, None, "", "")
        step = alternative.steps[0][0]
        name = step.test.name if isinstance(step.test, ast.NameTest) else None
        by_name, rest = self._split(step, name)
        filter_ = self._function(lambda block: self._name_filter(by_name, scope, block)) if by_name else ""
        has_test = bool(rest) or len(alternative.steps) > 2 or not self._is_dispatched(alternative, name)
        test = self._test(alternative, rest, scope) if has_test else ""
        found = Candidate(alternative.kind, name, self._parent(alternative), filter_, test)
        if alternative.kind in ("element", "node"):
            found = replace(found, path=_path(alternative))
            if _is_free(alternative):
                own = self._own(alternative, rest, scope)
                found = replace(found, own=own, all=self._all(alternative, rest, own, scope) if own else "")
            else:
                found = replace(found, own=test)
        return self._with_key(found, alternative, scope)

    def _own(self, alternative: Alternative, predicates: tuple[ast.Expr, ...], scope: Scope) -> str:
        """The function that those conditions of the last step hold for a node; "" where there are none."""
        if not predicates:
            return ""
        step = replace(alternative.steps[0][0], predicates=predicates)
        return self._function(lambda block: self._conditions(step, alternative.kind, scope, block))

    def _conditions(self, step: ast.Step, kind: str, scope: Scope, block: Block) -> None:
        item = Code("c", kind, atom="c.text")
        self._predicates(step, item, 0, scope, block).line("return True")

    def _test(self, alternative: Alternative, predicates: tuple[ast.Expr, ...], scope: Scope) -> str:
        """The function that a node matches an alternative whose last step has those predicates."""
        step, link = alternative.steps[0]
        steps = ((replace(step, predicates=predicates), link), *alternative.steps[1:])
        return self._function(lambda block: self._step(steps, 0, Code("c", alternative.kind), scope, block))

    def _all(self, alternative: Alternative, predicates: tuple[ast.Expr, ...], own: str, scope: Scope) -> str:
        """The function that picks from nodes those that conditions hold for."""
        step = alternative.steps[0][0]
        focus = scope.focused(Code("c", alternative.kind, atom="c.text"), 0)
        if not all(self._generator.is_condition_for(each, step, focus) for each in predicates):
            return ""
        condition = " and ".join(self._generator.truth(each, focus) for each in predicates)
        return self._bulk.setdefault((condition, own), f"a{len(self._bulk) + 1}")

    def _with_key(self, candidate: Candidate, alternative: Alternative, scope: Scope) -> Candidate:
        """`a[b = 'x']` with b as its key: many rules for one name are told apart by it."""
        step = alternative.steps[0][0]
        found = chosen_by(step)
        if (
            found is None
            or not isinstance(found[1], ast.Literal)
            or candidate.by_name
            or candidate.kind != "element"
            or not all(map(is_plain, step.predicates))
        ):
            return candidate
        by, value = found[0], str(found[1].value)
        code = self._generator.atoms(by, scope.focused(Code("c", "element", atom="c.text"), 0))
        if code.card == "*" or code.kind not in TEXTS:
            return candidate
        key, others = self._key(code.text), step.predicates[1:]
        rest = self._test(alternative, others, scope)
        own_rest = self._own(alternative, others, scope) if _is_free(alternative) else rest
        return replace(candidate, key=key, value=value, rest=rest, own_rest=own_rest)

    def _key(self, text: str) -> str:
        return self._keys.setdefault(text, f"n{len(self._keys) + 1}")

    def _is_dispatched(self, alternative: Alternative, name: str | None) -> bool:
        """Whether name and parent say everything about an alternative of one or two steps without predicates."""
        is_any = alternative.steps[0][0].test in (ast.NameTest(None, None), ast.KindTest(alternative.kind))
        if not name and not is_any:
            return False
        if len(alternative.steps) == 1:
            return True
        return (
            self._parent(alternative) is not None
            and not alternative.steps[1][0].predicates
            and (alternative.steps[1][1] == "")
        )

    def _parent(self, alternative: Alternative) -> str | None:
        link = alternative.steps[0][1]
        if link == "root":
            return TOP
        if link != "child" or len(alternative.steps) < 2:
            return None
        test = alternative.steps[1][0].test
        return test.name if isinstance(test, ast.NameTest) else None

    def _split(self, step: ast.Step, name: str | None) -> tuple[list[ast.Expr], tuple[ast.Expr, ...]]:
        """The conditions on the name alone of a step for any name, and the predicates that are left."""
        if name or not step.predicates or not all(map(is_plain, step.predicates)):
            return [], step.predicates
        parts = [part for each in step.predicates for part in (each.parts if isinstance(each, ast.And) else (each,))]
        by_name = [part for part in parts if _is_of_name(part)]
        return by_name, tuple(part for part in parts if part not in by_name) if by_name else step.predicates

    def _name_filter(self, conditions: list[ast.Expr], scope: Scope, block: Block) -> None:
        focus = scope.focused(Code("c", "element", atom="c.text"), 0)
        block.line(f"return bool({' and '.join(self._generator.truth(each, focus) for each in conditions)})")

    def _step(
        self, steps: tuple[tuple[ast.Step, str], ...], place: int, item: Code, scope: Scope, block: Block
    ) -> None:
        """Write that `item` matches the step at `place`, and what is before it the steps before."""
        step, link = steps[place]
        item = replace(item, atom=f"{item.text}.text")
        condition = self._generator.test_of(step, item) if place or not _is_exact(step) else ""
        inner = block.inner(f"if {condition}:") if condition else block
        inner = self._predicates(step, item, place, scope, inner)
        if link == "":
            inner.line("return True")
        elif link == "root":
            above = "c.parent is None" if item.kind == "element" else f"parent(d, {item.text}) is d"
            inner.inner(f"if {above.replace('c.', item.text + '.', 1)}:").line("return True")
        else:
            self._above(steps, place, item, scope, inner)

    def _above(
        self, steps: tuple[tuple[ast.Step, str], ...], place: int, item: Code, scope: Scope, block: Block
    ) -> None:
        name = f"x{place + 1}"
        if steps[place][1] == "child":
            block.line(f"{name} = {item.text}.parent")
            inner = block.inner(f"if {name} is not None:")
        else:
            inner = block.inner(f"for {name} in ancestors(d, {item.text})[1:]:")
        self._step(steps, place + 1, Code(name, "element"), scope, inner)

    def _predicates(self, step: ast.Step, item: Code, place: int, scope: Scope, block: Block) -> Block:
        focus = scope.focused(item, place)
        if not all(self._generator.is_condition_for(each, step, focus) for each in step.predicates):
            above = scope.focused(Code(f"parent(d, {item.text})", "node"), place)
            nodes = self._generator.value(
                replace(step, axis="child" if step.axis == "descendant" else step.axis), above
            )
            return block.inner(f"if {item.text} in {nodes.text}:")
        for predicate in step.predicates:
            block = block.inner(f"if {self._generator.truth(predicate, focus)}:")
        return block

    def _function(self, build: Builder) -> str:
        """A function of the document and a node; an error in it means that the node isn't matched."""
        block = Block(indent=2)
        build(block)
        body = "\n".join(block.lines)
        if body not in self._functions:
            self._functions[body] = f"m{len(self._functions) + 1}"
        return self._functions[body]

    def sources(self) -> Iterator[str]:
        """The functions."""
        for body, name in self._functions.items():
            yield f"def {name}(d, c):\n    try:\n{body}\n    except ERRORS:\n        pass\n    return False\n"
        for (condition, test), name in self._bulk.items():
            yield _attempt(
                f"{name}(d, nodes)", f"[c for c in nodes if {condition}]", f"[c for c in nodes if {test}(d, c)]"
            )
        for text, name in self._keys.items():
            yield _attempt(f"{name}(d, c)", text, "None")


def _attempt(head: str, result: str, otherwise: str) -> str:
    """A function with a second answer for where the first can't be evaluated."""
    return f"def {head}:\n    try:\n        return {result}\n    except ERRORS:\n        return {otherwise}\n"


def _is_exact(step: ast.Step) -> bool:
    """Whether the dispatcher has seen to a last step's test."""
    if isinstance(step.test, ast.NameTest):
        return bool(step.test.name) or step.test == ast.NameTest(None, None)
    return step.test.name is None


def _path(alternative: Alternative) -> Path:
    """What the steps ask of names."""
    tests = (
        (step.test if isinstance(step.test, ast.NameTest) else step.test.name, link) for step, link in alternative.steps
    )
    return tuple((test.uri, test.local, link) if test else (None, None, link) for test, link in tests)


def _is_free(alternative: Alternative) -> bool:
    """Whether all steps but the last one ask for nothing but names of elements."""
    return all(
        not step.predicates and (isinstance(step.test, ast.NameTest) or step.test.kind in ("element", "node"))
        for step, _ in alternative.steps[1:]
    )


def _is_of_name(expr: ast.Expr) -> bool:
    for each in walk(expr):
        if not isinstance(each, _OF_NAMES) or (isinstance(each, ast.Call) and each.name not in _NAME_ONLY):
            return False
        if isinstance(each, ast.Call) and each.name in ("local-name", "namespace-uri") and each.arguments:
            return False
    return True


def rule_item(kinds: set[str]) -> Code:
    """The context item of a rule whose alternatives match those kinds of nodes."""
    if kinds == {"document"}:
        return DOCUMENT
    kind = kinds.pop() if len(kinds) == 1 else "node"
    return Code("c", kind, atom="c.text")
