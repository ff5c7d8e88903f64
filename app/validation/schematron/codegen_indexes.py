"""Code for `//a[b = 'x']` where that is asked often: the nodes are found by an index that is made once.

Official rules ask the same of every line once for each category of tax. What the index can't be made of (b can't be
evaluated for some node) is evaluated node by node instead, as it is written.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_core import TEXTS, Block, Scope, Sink
from app.validation.schematron.codegen_loops import Loops
from app.validation.schematron.xpath_analysis import chosen_by, is_plain, walk

_FEWEST = 3
Chosen = tuple[ast.Test, ast.Expr]


class Indexes(Loops):
    """Compiles paths with such a step."""

    def __init__(self) -> None:
        super().__init__()
        self._chosen: Counter[Chosen] = Counter()

    def count_chosen(self, expressions: Iterable[ast.Expr]) -> None:
        """Note how often nodes of a name are chosen by one expression."""
        for expr in expressions:
            for step in walk(expr):
                if isinstance(step, ast.Step) and (found := chosen_by(step)):
                    self._chosen[step.test, found[0]] += _FEWEST if isinstance(found[1], ast.Var) else 1

    def each_of_path(self, path: ast.Path, scope: Scope, block: Block, sink: Sink, *, ordered: bool) -> None:
        place = self._place_of_index(path, scope)
        if place == 0 or self._needs_sorting(path.steps, scope, ordered=ordered):
            super().each_of_path(path, scope, block, sink, ordered=ordered)
        else:
            self._each_by_index((path, place), scope, block, sink, ordered=ordered)

    def _place_of_index(self, path: ast.Path, scope: Scope) -> int:
        """Which step of a path is looked up in an index, the last that can be; 0 for none."""
        for place, step in reversed([*enumerate(path.steps)][1:]):
            found = chosen_by(step)
            if found is None or not isinstance(step, ast.Step) or not self._is_one_text(found[1], scope):
                continue
            prefix = ast.Path((*path.steps[:place], ast.Step(step.axis, step.test)))
            if self._chosen[step.test, found[0]] >= _FEWEST and self._can_be_indexed(prefix, step, found[0], scope):
                return place
        return 0

    def _is_one_text(self, expr: ast.Expr, scope: Scope) -> bool:
        value = self.atoms(expr, scope)
        return value.card == "1" and value.kind in TEXTS

    def _can_be_indexed(self, prefix: ast.Path, step: ast.Step, by: ast.Expr, scope: Scope) -> bool:
        if not self._is_of_document(prefix, scope) or not all(map(is_plain, step.predicates)):
            return False
        if self.kind_of(prefix, scope) != "element":
            return False
        return self.atoms(by, scope.focused(self.item("x1", "element"), 1)).kind in TEXTS

    def _each_by_index(
        self, split: tuple[ast.Path, int], scope: Scope, block: Block, sink: Sink, *, ordered: bool
    ) -> None:
        """`split`: a path, and which of its steps is looked up."""
        path, place = split
        step = path.steps[place]
        assert isinstance(step, ast.Step)
        by, sought = chosen_by(step) or (step, step)
        prefix = ast.Path((*path.steps[:place], ast.Step(step.axis, step.test)))
        listed, index = self.value(prefix, scope).text, self._index(prefix, by, scope)
        depth = scope.depth + 2
        table, variable = f"e{depth - 1}", f"x{depth}"
        block.line(f"{table} = {index}")
        found = f"{table}.get({self.atoms(sought, scope).text}, NONE)"
        inner = block.inner(f"for {variable} in {listed} if {table} is None else {found}:")
        item = self.item(variable, "element")
        focus = scope.focused(item, depth)
        is_there = f"{variable}.parent is d.top" if _is_below_top(prefix) else "True"
        inner = inner.inner(f"if {is_there} if {table} is not None else {self.truth(step.predicates[0], focus)}:")
        for predicate in step.predicates[1:]:
            inner = inner.inner(f"if {self.truth(predicate, focus)}:")
        if place == len(path.steps) - 1:
            sink(inner, item, depth)
        else:
            self._loops(path.steps[place + 1 :], focus, inner, sink, ordered=ordered)

    def _index(self, prefix: ast.Path, by: ast.Expr, scope: Scope) -> str:
        """The index of the nodes of a path by what an expression gives for each."""

        if _is_below_top(prefix):
            prefix = ast.Path((ast.Root(), replace(prefix.steps[-1], axis="descendant")))  # type: ignore[type-var]  # a Step
        key = ast.Path((*prefix.steps, by))
        made: str = self.document.get("index", key, lambda: self._new_index(prefix, by, self.document_scope(scope)))
        return made

    def _new_index(self, prefix: ast.Path, by: ast.Expr, scope: Scope) -> str:
        """A function that makes the index; None where the expression can't be evaluated for some node."""

        def build(block: Block) -> None:
            block.line("found = {}")
            attempt = block.inner("try:")
            each = attempt.inner(f"for x1 in {self.value(prefix, scope).text}:")
            focus = scope.focused(self.item("x1", "element"), 1)
            self.each_atom(by, focus, each, lambda inner, item, _: inner.line(f"note(found, {item.text}, x1)"))
            block.inner("except ERRORS:").line("return None")
            block.line("return found")

        return self.helper(scope, build)


def _is_below_top(path: ast.Path) -> bool:
    """Whether a path is `/*/name`: its nodes are in the index of `//name`."""
    return path.steps[:2] == (ast.Root(), ast.Step("child", ast.NameTest(None, None))) and len(path.steps) == 3
