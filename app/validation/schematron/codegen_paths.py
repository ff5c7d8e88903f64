"""Code for paths, steps and predicates: look-ups by name and loops, without lists where nobody needs one."""

from dataclasses import replace

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_core import NODES, NUMBERS, Block, Code, Scope, Sink, joined_kind
from app.validation.schematron.codegen_forms import Forms
from app.validation.schematron.xpath_analysis import FOCUS, is_plain, needs, uses_position

_REVERSE = frozenset(("ancestor", "ancestor-or-self", "preceding", "preceding-sibling", "parent"))
_NAMED = {
    "ancestor": "named_ancestors",
    "descendant": "named_descendants",
    "following-sibling": "named_following_siblings",
    "preceding-sibling": "named_preceding_siblings",
    "following": "named_following",
    "preceding": "named_preceding",
}
_ALL = {
    "descendant": "descendant_nodes",
    "ancestor": "ancestors",
    "following-sibling": "following_siblings",
    "preceding-sibling": "preceding_siblings",
    "following": "following",
    "preceding": "preceding",
}
_PEERS_STAY = frozenset(("child", "attribute", "self"))
ANYWHERE = ast.Step("descendant-or-self", ast.KindTest("node"))


class Paths(Forms):
    """Compiles `Path`, `Step`, `Filter` and `Map`."""

    # ---- paths

    def each_of_path(self, path: ast.Path, scope: Scope, block: Block, sink: Sink, *, ordered: bool) -> None:
        """Nested loops, one a step; where they'd find nodes twice or in another order, a sorted list is made first."""
        steps = self._shortened(path.steps, scope)
        if self.kind_of_steps(steps, scope) not in NODES:
            self._each_of_nodes_then(steps, scope, block, sink, ordered=ordered)
        elif self._needs_sorting(steps, scope, ordered=ordered):
            found = self._gathered(steps, scope)
            self._loop(found.text, found.kind, scope, block, sink)
        else:
            self._loops(steps, scope, block, sink, ordered=ordered)

    def sorted_nodes(self, path: ast.Path, scope: Scope) -> Code | None:
        """The nodes of a path whose nested loops would find them twice or in another order; None for other paths."""
        steps = self._shortened(path.steps, scope)
        is_nodes = self.kind_of_steps(steps, scope) in NODES
        return self._gathered(steps, scope) if is_nodes and self._needs_sorting(steps, scope, ordered=True) else None

    def _gathered(self, steps: tuple[ast.Expr, ...], scope: Scope) -> Code:
        gathered = self.listed(scope, lambda inner, add: self._loops(steps, scope, inner, add))
        return Code(f"in_order({gathered})", self.kind_of_steps(steps, scope), "*")

    def _each_of_nodes_then(
        self, steps: tuple[ast.Expr, ...], scope: Scope, block: Block, sink: Sink, *, ordered: bool
    ) -> None:
        """Of a path whose last step finds atomic values, only what comes before has an order."""

        def into(inner: Block, item: Code, depth: int) -> None:
            self.each(steps[-1], scope.focused(item, depth), inner, sink)

        if len(steps) > 2:
            self.each(ast.Path(steps[:-1]), scope, block, into, ordered=ordered)
        else:
            self.each(steps[0], scope, block, into, ordered=ordered)

    def _shortened(self, steps: tuple[ast.Expr, ...], scope: Scope) -> tuple[ast.Expr, ...]:
        """What only the document decides, at the beginning of a path that more decides, is evaluated once."""
        if self._is_of_document(ast.Path(steps), scope):
            return steps
        for end in range(len(steps) - 1, 1, -1):
            prefix: ast.Expr = ast.Path(steps[:end])
            if self._is_of_document(prefix, scope):
                last = steps[end - 1]
                return steps if _is_bare(last) else (prefix, *steps[end:])
        return self._split_predicates(steps, scope)

    def _split_predicates(self, steps: tuple[ast.Expr, ...], scope: Scope) -> tuple[ast.Expr, ...]:
        """`//a[p][q]` with p of the document alone and q not is `(//a[p])[q]`, the former evaluated once."""
        for end in range(2, len(steps) + 1):
            step = steps[end - 1]
            predicates = step.predicates if isinstance(step, ast.Step) else ()
            for count in range(len(predicates) - 1, 0, -1):
                assert isinstance(step, ast.Step)
                prefix = ast.Path((*steps[: end - 1], replace(step, predicates=predicates[:count])))
                if self._is_of_document(prefix, scope) and all(map(is_plain, predicates)):
                    return (ast.Filter(prefix, predicates[count:]), *steps[end:])
        return steps

    def _loops(
        self, steps: tuple[ast.Expr, ...], scope: Scope, block: Block, sink: Sink, *, ordered: bool = True
    ) -> None:
        if len(steps) == 1:
            self.each(steps[0], scope, block, sink, ordered=ordered)
            return
        if isinstance(steps[0], ast.Root) and steps[1] == ANYWHERE and _is_named_attribute(steps[2:3]):
            self._each_attribute_anywhere(steps[2:], scope, block, sink)
            return

        def into(inner: Block, item: Code, depth: int) -> None:
            self._loops(steps[1:], scope.focused(item, depth), inner, sink, ordered=ordered)

        self.each(steps[0], scope, block, into, ordered=ordered)

    def _each_attribute_anywhere(self, steps: tuple[ast.Expr, ...], scope: Scope, block: Block, sink: Sink) -> None:
        """`//@name`, from the index of attributes."""
        step = steps[0]
        assert isinstance(step, ast.Step)
        assert isinstance(step.test, ast.NameTest)
        variable = f"x{scope.depth + 1}"
        inner = block.inner(f"for {variable} in d.by_attribute.get({self.name(step.test.name)}, NONE):")
        self._loops(steps, scope.focused(Code(variable, "element"), scope.depth + 1), inner, sink)

    def _needs_sorting(self, steps: tuple[ast.Expr, ...], scope: Scope, *, ordered: bool) -> bool:
        """Whether nested loops would find something twice, or (where it matters) in another than document order."""
        if self.kind_of_steps(steps, scope) not in NODES:
            return False
        is_distinct, is_ordered, are_peers, is_single = True, True, True, True
        for step in steps:
            axis = "" if isinstance(step, ast.Root) else _axis_of(step)
            if axis == "other" or not (axis in _PEERS_STAY or axis == ""):
                if not is_single and not (axis.startswith("descendant") and are_peers):
                    is_distinct = is_ordered = False
                are_peers = axis == "parent" and is_single
            elif axis == "child" and not are_peers:
                is_ordered = False
            is_single = is_single and axis in ("", "self", "parent")
        return not is_distinct or (ordered and not is_ordered)

    def kind_of_steps(self, steps: tuple[ast.Expr, ...], scope: Scope) -> str:
        """The kind of items that a path finds."""
        inner = scope
        for step in steps[:-1]:
            inner = scope.focused(Code("x0", self.kind_of(step, inner)), scope.depth)
        return self.kind_of(steps[-1], inner)

    def kind_of(self, expr: ast.Expr, scope: Scope) -> str:
        """The static kind of `expr`; for steps without compiling them."""
        if isinstance(expr, ast.Step):
            return _kind_of_step(expr, scope)
        if isinstance(expr, ast.Path):
            return self.kind_of_steps(expr.steps, scope)
        if isinstance(expr, ast.Filter):
            return self.kind_of(expr.base, scope)
        if isinstance(expr, ast.Combination):
            return joined_kind(self.kind_of(expr.left, scope), self.kind_of(expr.right, scope))
        return self.value(expr, scope).kind

    # ---- steps

    def each_of_step(self, step: ast.Step, scope: Scope, block: Block, sink: Sink) -> None:
        """One step from the context item."""
        item = scope.item
        if item is None or (not item.is_node and item.kind != "item"):
            block.line("mistyped()")
            return
        if item.kind == "item":
            scope = scope.focused(Code(f"node_of({item.text})", "node"), scope.depth, scope.position, scope.last)
        if not all(self.is_condition_for(each, step, scope) for each in step.predicates):
            listed = self.filtered_list(self._bare_list(step, scope), step, scope)
            self._loop(listed, _kind_of_step(step, scope), scope, block, sink)
        elif step.axis == "attribute" and isinstance(step.test, ast.NameTest) and step.test.name:
            self._each_attribute(step, scope, block, sink)
        elif step.axis in ("self", "parent"):
            self._each_near(step, scope, block, sink)
        else:
            into = self._with_predicates(step.predicates, scope, sink)
            self._loop(self.list_of_step(step, scope), _kind_of_step(step, scope), scope, block, into)

    def _bare_list(self, step: ast.Step, scope: Scope) -> str:
        """The nodes of a step without its predicates, in the order that positions count."""
        bare = replace(step, predicates=())
        if step.axis in ("attribute", "self", "parent"):
            return self.listed(scope, lambda inner, add: self.each_of_step(bare, scope, inner, add))
        found = self.list_of_step(bare, scope)
        return f"{found}[::-1]" if step.axis in _REVERSE else found

    def is_condition_for(self, predicate: ast.Expr, step: ast.Expr, scope: Scope) -> bool:
        """Whether a predicate is a condition, and no position."""
        if is_plain(predicate):
            return True
        if uses_position(predicate):
            return False
        kind = self.value(predicate, scope.focused(Code("x0", self.kind_of(step, scope)), scope.depth)).kind
        return kind in NODES or kind in ("boolean", "string", "untyped")

    def _with_predicates(self, predicates: tuple[ast.Expr, ...], scope: Scope, sink: Sink) -> Sink:
        """A sink that lets through what passes conditions."""
        if not predicates:
            return sink

        def into(block: Block, item: Code, depth: int) -> None:
            inner = block
            for predicate in predicates:
                inner = inner.inner(f"if {self.truth(predicate, scope.focused(item, depth))}:")
            sink(inner, item, depth)

        return into

    def _loop(self, listed: str, kind: str, scope: Scope, block: Block, sink: Sink) -> None:
        variable = f"x{scope.depth + 1}"
        sink(block.inner(f"for {variable} in {listed}:"), self.item(variable, kind), scope.depth + 1)

    def _each_attribute(self, step: ast.Step, scope: Scope, block: Block, sink: Sink) -> None:
        item, variable = _item(scope), f"v{scope.depth + 1}"
        assert isinstance(step.test, ast.NameTest)
        name = self.name(step.test.name)
        block.line(f"{variable} = {item.text}.attributes.get({name})")
        inner = block.inner(f"if {variable} is not None:")
        found = Code(f"Attribute({item.text}, {name}, {variable})", "attribute", atom=variable)
        self._with_predicates(step.predicates, scope, sink)(inner, found, scope.depth + 1)

    def _each_near(self, step: ast.Step, scope: Scope, block: Block, sink: Sink) -> None:
        """`self::` and `parent::`, which find one node or none."""
        item, variable = _item(scope), f"x{scope.depth + 1}"
        kind = _kind_of_step(step, scope)
        found, depth = item, scope.depth
        if step.axis == "parent":
            is_below = item.kind in ("element", "attribute", "text")
            block.line(f"{variable} = {item.text}.parent or d" if is_below else f"{variable} = parent(d, {item.text})")
            block = block if is_below else block.inner(f"if {variable} is not None:")
            found, depth = self.item(variable, kind), scope.depth + 1
        elif "(" in item.text:
            block.line(f"{variable} = {item.text}")
            found, depth = replace(item, text=variable), scope.depth + 1
        condition = self.test_of(step, found)
        block = block.inner(f"if {condition}:") if condition else block
        self._with_predicates(step.predicates, scope, sink)(block, replace(found, kind=kind), depth)

    def test_of(self, step: ast.Step, item: Code) -> str:
        """The condition that a node passes a step's test; "" where it does in any case."""
        test = step.test
        if isinstance(test, ast.NameTest):
            kind, name = "attribute" if step.axis == "attribute" else "element", test
        else:
            kind, name = test.kind, test.name or ast.NameTest(None, None)
        if kind == "node" or (item.kind == kind and name == ast.NameTest(None, None)):
            return ""
        if item.kind == kind and name.name:
            return f"{item.text}.name == {self.name(name.name)}"
        return f"passes({item.text}, {self.name(kind)}, {self.name(name.uri)}, {self.name(name.local)})"

    def list_of_step(self, step: ast.Step, scope: Scope) -> str:
        """The nodes of a step without its predicates, as a list in document order."""
        item, test = _item(scope), step.test
        if isinstance(test, ast.NameTest) and test.name and step.axis == "child":
            return f"{item.text}.children.get({self.name(test.name)}, NONE)"
        if isinstance(test, ast.NameTest) and test.name and step.axis in _NAMED:
            if step.axis == "descendant" and item.text == "d":
                return f"d.by_name.get({self.name(test.name)}, NONE)"
            return f"{_NAMED[step.axis]}(d, {item.text}, {self.name(test.name)})"
        return self._passing(step, item)

    def _passing(self, step: ast.Step, item: Code) -> str:
        kind = _kind_of_test(step)
        found = _all_nodes(step.axis, kind, item.text)
        name = step.test if isinstance(step.test, ast.NameTest) else step.test.name
        is_exact = kind in ("element", "attribute", "text") and step.axis in ("child", "attribute")
        if kind == "node" or (is_exact and name in (None, ast.NameTest(None, None))):
            return found
        name = name or ast.NameTest(None, None)
        return f"passing({found}, {self.name(kind)}, {self.name(name.uri)}, {self.name(name.local)})"

    # ---- filters

    def each_of_filter(self, expr: ast.Filter, scope: Scope, block: Block, sink: Sink) -> None:
        """`(base)[predicate]`"""
        if all(self.is_condition_for(each, expr.base, scope) for each in expr.predicates):
            self.each(expr.base, scope, block, self._with_predicates(expr.predicates, scope, sink))
        else:
            listed = self.filtered_list(self.as_list(self.value(expr.base, scope)), expr, scope)
            self._loop(listed, self.kind_of(expr.base, scope), scope, block, sink)

    def filtered_list(self, listed: str, expr: ast.Step | ast.Filter, scope: Scope) -> str:
        """A list after predicates some of which ask for positions."""
        kind = self.kind_of(expr, scope)
        for predicate in expr.predicates:
            listed = self._filtered(listed, predicate, kind, scope)
        return listed

    def _filtered(self, listed: str, predicate: ast.Expr, kind: str, scope: Scope) -> str:
        if predicate == ast.Call("last"):
            return f"{listed}[-1:]"
        if isinstance(predicate, ast.Literal) and predicate.kind == "integer":
            place = int(str(predicate.value))
            return f"{listed}[{place - 1}:{place}]" if place > 0 else "NONE"
        if FOCUS not in needs(predicate) and (found := self.optional(predicate, scope)).kind in NUMBERS:
            return f"at_place({listed}, {found.text})"
        return self._filtered_one_by_one(listed, predicate, kind, scope)

    def _filtered_one_by_one(self, listed: str, predicate: ast.Expr, kind: str, scope: Scope) -> str:
        depth = scope.depth + 1
        source, place, item, found = f"s{depth}", f"i{depth}", f"x{depth}", f"v{depth}"

        def build(block: Block) -> None:
            block.line(f"{source} = {listed}")
            block.line(f"{found} = []")
            inner = block.inner(f"for {place}, {item} in enumerate({source}, 1):")
            focus = scope.focused(self.item(item, kind), depth, place, f"len({source})")
            inner.inner(f"if {self._condition(predicate, focus, place)}:").line(f"{found}.append({item})")
            block.line(f"return {found}")

        return self.helper(scope, build)

    def _condition(self, predicate: ast.Expr, focus: Scope, place: str) -> str:
        if is_plain(replace_position_free(predicate)):
            return self.truth(predicate, focus)
        value = self.value(predicate, focus)
        if value.kind in NUMBERS:
            return f"{value.text} == {place}" if value.card != "*" else f"only({value.text}) == {place}"
        if value.is_node or value.kind in ("boolean", "string", "untyped"):
            return self.truth(predicate, focus)
        return f"holds({self.as_list(value)}, {place})"


def replace_position_free(predicate: ast.Expr) -> ast.Expr:
    """`predicate` as far as its own type goes: a comparison is a condition, whatever it compares."""
    is_condition = isinstance(predicate, ast.Comparison | ast.And | ast.Or | ast.Quantified)
    return ast.Call("true") if is_condition else predicate


def _axis_of(expr: ast.Expr) -> str:
    """The axis of a step, or of all steps of a union; `other` for anything else."""
    if isinstance(expr, ast.Step):
        return expr.axis
    if isinstance(expr, ast.Combination) and expr.operator == "union":
        left, right = _axis_of(expr.left), _axis_of(expr.right)
        return left if left == right else "other"
    return "other"


def _is_bare(expr: ast.Expr) -> bool:
    return isinstance(expr, ast.Step) and not expr.predicates


def _is_named_attribute(steps: tuple[ast.Expr, ...]) -> bool:
    step = steps[0] if steps else None
    if not isinstance(step, ast.Step) or step.axis != "attribute" or not all(map(is_plain, step.predicates)):
        return False
    return isinstance(step.test, ast.NameTest) and step.test.name is not None


def _item(scope: Scope) -> Code:
    assert scope.item is not None
    return scope.item


def _kind_of_test(step: ast.Step) -> str:
    if isinstance(step.test, ast.NameTest):
        return "attribute" if step.axis == "attribute" else "element"
    return step.test.kind


def _kind_of_step(step: ast.Step, scope: Scope) -> str:
    """The kind of nodes that a step finds."""
    kind = _kind_of_test(step)
    if kind in ("element", "attribute", "text"):
        return kind
    if kind == "document-node":
        return "document"
    if step.axis == "attribute":
        return "attribute"
    if step.axis == "self":
        return _item(scope).kind if scope.item is not None and scope.item.is_node else "node"
    return "element" if step.axis == "parent" and _item(scope).kind in ("attribute", "text") else "node"


def _all_nodes(axis: str, kind: str, item: str) -> str:
    """All nodes on an axis, or as many as are sure to hold all of that kind."""
    if axis == "attribute":
        return f"attributes({item})"
    if axis in ("ancestor-or-self", "descendant-or-self"):
        rest = _all_nodes(axis.removesuffix("-or-self"), kind, item)
        return f"[*{rest}, {item}]" if axis.startswith("ancestor") else f"[{item}, *{rest}]"
    if axis in ("child", "descendant"):
        ends = {"element": ("children", "descendants"), "text": ("texts", "descendant_texts")}
        of_child, of_descendant = ends.get(kind, ("child_nodes", "descendant_nodes"))
        return f"{of_child if axis == 'child' else of_descendant}(d, {item})"
    return f"{_ALL[axis]}(d, {item})"
