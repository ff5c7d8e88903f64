"""A rule made a Python function: its lets, its asserts one after the other, and what they share."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_core import Block, Members, Scope
from app.validation.schematron.codegen_values import Generator
from app.validation.schematron.match_patterns import expanded
from app.validation.schematron.model import Assert, Let, Message, NameOf, Place, Rule
from app.validation.schematron.xpath_analysis import FOCUS, needs, rebased, weight

Parse = Callable[[str, Place], ast.Expr]

_WORTH_SHARING = 9
_FEWEST_IN_TRIE = 3
_MANY = 2
_LONG = 8
_FRAME = re.compile(r"\bf\b")
_SEVERITIES = (("warn", "warning"), ("info", "information"), ("hint", "information"))
Trie = dict[str, "tuple[tuple[int, ...], tuple[tuple[str, int], ...], Trie]"]


class RuleCompiler:
    """Compiles rules; gathers their functions and what they say."""

    def __init__(self, generator: Generator, parse: Parse, let_value: Callable[[Let], ast.Expr]) -> None:
        self._generator = generator
        self._parse = parse
        self._let_value = let_value
        self.functions: list[str] = []
        self.frames: list[str] = []
        self.tries: list[str] = []
        self.asserts: list[tuple[str, str, str]] = []

    def function(self, rule: Rule, made_id: str, scope: Scope, depth: int) -> str:
        """The name of the rule's function; "" where it asserts nothing.

        Args:
            made_id: what its asserts without an id are called after.
            depth: how deep below the document its context is; 0 where that isn't known.
        """
        if not rule.asserts:
            return ""
        tests = [rebased(self._parse(each.test, each.place), depth) for each in rule.asserts]
        number = len(self.functions) + 1
        frame = Members("f", "q", self._shared(tests, scope, frozenset(each.name for each in rule.lets)))
        scope = replace(scope, frame=frame)
        lets = [(let, rebased(self._let_value(let), depth)) for let in rule.lets]
        uses = self._uses([*tests, *(value for _, value in lets)], rule)
        for let, value in lets:
            scope = self._with_let(let.name, value, replace(scope, place=let.place), frame, uses[let.name])
        bodies = ["\n".join(block.lines) for block in self._asserts(rule, tests, made_id, scope)]
        if frame.methods:
            self.frames.append(f"class F{number}(Frame):\n" + "\n".join(frame.methods))
        written = _written_in_parts if scope.is_once and len(bodies) > _LONG else _written_whole
        self.functions.append(written(f"r{number}", f"F{number}(d, c)" if frame.methods else "", bodies))
        return f"r{number}"

    # ---- lets and shared expressions

    def _with_let(self, name: str, value: ast.Expr, scope: Scope, frame: Members, uses: int) -> Scope:
        """The scope with one more variable: kept on the frame, or written where it is used if that is but once."""
        found = self._generator.value(value, replace(scope, kept=value))
        if found.items is None and uses != 1:
            text = frame.add(f"let_{len(frame.methods) + 1}", found.text)
            found = replace(found, text=text, atom="")
        return replace(scope, variables={**scope.variables, name: found})

    def _uses(self, expressions: list[ast.Expr], rule: Rule) -> Counter[str]:
        """How often variables are used; what is used in a loop or in a message counts as many times."""
        uses: Counter[str] = Counter()
        for expr in expressions:
            _count_uses(expr, uses, 1)
        for each in rule.asserts:
            for part in (part for message in (each.message, *each.diagnostics) for part in message):
                if not isinstance(part, str):
                    text = part.path if isinstance(part, NameOf) else part.select
                    _count_uses(self._parse(text, part.place), uses, _MANY)
        return uses

    def _shared(self, tests: list[ast.Expr], scope: Scope, lets: frozenset[str]) -> frozenset[ast.Expr]:
        """What several asserts, or one of them several times, evaluate for the context node."""
        seen: Counter[ast.Expr] = Counter()
        for test in tests:
            _count(test, seen)
        visible = scope.variables.keys() | lets | {FOCUS}
        return frozenset(
            each
            for each, count in seen.items()
            if count > 1 and weight(each) >= _WORTH_SHARING and FOCUS in (names := needs(each)) and names <= visible
        )

    # ---- asserts

    def _asserts(self, rule: Rule, tests: list[ast.Expr], made_id: str, scope: Scope) -> Iterator[Block]:
        numbers = [self._number(rule, each, f"{made_id}/{place}") for place, each in enumerate(rule.asserts, 1)]
        paths = [_forbidden(test, each) for test, each in zip(tests, rule.asserts, strict=True)]
        in_trie = sum(map(bool, paths)) >= _FEWEST_IN_TRIE
        if in_trie:
            yield self._trie([(path, n) for some, n in zip(paths, numbers, strict=True) for path in some])
        for each, test, some, number in zip(rule.asserts, tests, paths, numbers, strict=True):
            if not (in_trie and some):
                yield self._assert(each, test, number, replace(scope, place=each.place))

    def _assert(self, each: Assert, test: ast.Expr, number: int, scope: Scope) -> Block:
        block = Block()
        condition = self._generator.truth(test, scope)
        if condition == str(not each.is_report):
            return block
        words = self._words(each, scope)
        attempt = block.inner("try:")
        attempt.inner(f"if {condition if each.is_report else f'not ({condition})'}:").line(
            f"d.fire({number}, c{words})"
        )
        block.inner("except ERRORS as error:").line(f"d.fail({number}, c, error{words})")
        return block

    def _number(self, rule: Rule, each: Assert, made_id: str) -> int:
        flag = (each.flag or each.role or rule.flag or rule.role).lower()
        severity = next((severity for word, severity in _SEVERITIES if word in flag), "error")
        message = (*each.message, *(part for diagnostic in each.diagnostics for part in (" ", *diagnostic)))
        text = " ".join("".join(part if isinstance(part, str) else "\0" for part in message).split())
        self.asserts.append((each.id or made_id, severity, text))
        return len(self.asserts) - 1

    def _words(self, each: Assert, scope: Scope) -> str:
        """The functions that give what the message leaves open, as further arguments."""
        found = "".join(
            f", lambda: {text}" for message in (each.message, *each.diagnostics) for text in self._open(message, scope)
        )
        return found

    def _open(self, message: Message, scope: Scope) -> Iterator[str]:
        for part in message:
            if isinstance(part, str):
                continue
            is_name = isinstance(part, NameOf)
            expr = self._parse(part.path if isinstance(part, NameOf) else part.select, part.place)
            arguments = (expr,) if is_name else (expr, ast.Literal(" ", "string"))
            call = ast.Call("name" if is_name else "string-join", arguments)
            yield self._generator.value(call, replace(scope, place=part.place)).text

    # ---- asserts that something isn't there

    def _trie(self, paths: list[tuple["Forbidden", int]]) -> Block:
        """Names that mustn't be there, all looked for in one walk over what is there."""
        root: Trie = {}
        for (elements, attribute), number in paths:
            level, branch = root, root
            for name in elements[:-1]:
                level = level.setdefault(name, ((), (), {}))[2]
            branch = level
            numbers, attributes, below = branch.get(elements[-1], ((), (), {}))
            if attribute:
                attributes = (*attributes, (attribute, number))
            else:
                numbers = (*numbers, number)
            branch[elements[-1]] = (numbers, attributes, below)
        self.tries.append(f"T{len(self.tries) + 1} = {_written(root, self._generator)}")
        block = Block()
        block.line(f"d.fire_all(find_forbidden(d, c, T{len(self.tries)}, {len(self.tries) - 1}), c)")
        return block


def _written_whole(name: str, frame: str, bodies: list[str]) -> str:
    """A rule's function. `frame`: what makes its frame; "" where it needs none."""
    head = f"    f = {frame}\n" if frame else ""
    body = "\n".join(filter(None, bodies)) or "    pass"
    return f"def {name}(d, c):\n{head}{body}\n"


def _written_in_parts(name: str, frame: str, bodies: list[str]) -> str:
    """The same with a function an assert, for who asks only some of them (see `Dispatcher.checks`)."""
    functions, calls = [], [f"    f = {frame}\n"] if frame else []
    for place, body in enumerate(filter(None, bodies), 1):
        part, needs_frame = f"{name}_{place}", bool(_FRAME.search(body))
        head = f"def {part}(d, c, f=None):\n    f = f or {frame}\n" if needs_frame else f"def {part}(d, c):\n"
        functions.append(f"{head}{body}\n\n")
        calls.append(f"    {part}(d, c{', f' if needs_frame else ''})\n")
    parts = "".join(f"{name}_{place}, " for place in range(1, len(functions) + 1))
    return "\n".join([*functions, f"def {name}(d, c):\n{''.join(calls)}\n", f"{name}.parts = ({parts})\n"])


Forbidden = tuple[tuple[str, ...], str]


def _forbidden(test: ast.Expr, each: Assert) -> list[Forbidden]:
    """The paths of names that an assert forbids, if that is all it does, and the attribute's name ("" for none)."""
    if not isinstance(test, ast.Call) or test.name not in ("not", "empty") or each.is_report or _is_open(each):
        return []
    inner = test.arguments[0]
    if isinstance(inner, ast.Call) and inner.name in ("exists", "boolean") and test.name == "not":
        inner = inner.arguments[0]
    found = [_names(steps) for steps in expanded(inner.steps if isinstance(inner, ast.Path) else (inner,))]
    return [path for path in found if path] if all(found) else []


def _names(steps: tuple[ast.Expr, ...]) -> Forbidden | None:
    """The names of a path of children, with an attribute at its end or without; None for any other path."""
    names = []
    for place, step in enumerate(steps):
        if not isinstance(step, ast.Step) or step.predicates or not isinstance(step.test, ast.NameTest):
            return None
        is_attribute = step.axis == "attribute" and place == len(steps) - 1 and place > 0
        if not step.test.name or not (step.axis == "child" or is_attribute):
            return None
        names.append(step.test.name)
    has_attribute = isinstance(steps[-1], ast.Step) and steps[-1].axis == "attribute"
    return (tuple(names[:-1]), names[-1]) if has_attribute else (tuple(names), "")


def _is_open(each: Assert) -> bool:
    return any(not isinstance(part, str) for message in (each.message, *each.diagnostics) for part in message)


def _written(trie: Trie, generator: Generator) -> str:
    rows = (
        f"{generator.name(name)}: ({numbers!r}, "
        f"({''.join(f'({generator.name(attribute)}, {number}), ' for attribute, number in attributes)}), "
        f"{_written(below, generator)})"
        for name, (numbers, attributes, below) in trie.items()
    )
    return f"{{{', '.join(rows)}}}"


def _count_uses(expr: ast.Expr, uses: Counter[str], times: int) -> None:
    if isinstance(expr, ast.Var):
        uses[expr.name] += times
    direct = set(map(id, _direct_parts(expr)))
    is_loop = isinstance(expr, ast.For | ast.Quantified)
    for part in ast.parts_of(expr):
        _count_uses(part, uses, times if id(part) in direct and not is_loop else _MANY)


def _count(expr: ast.Expr, seen: Counter[ast.Expr]) -> None:
    """Count what is evaluated for the context node; what a repeated expression is made of isn't counted again."""
    seen[expr] += 1
    if seen[expr] > 1 and weight(expr) >= _WORTH_SHARING:
        return
    for part in _direct_parts(expr):
        _count(part, seen)


def _direct_parts(expr: ast.Expr) -> Iterator[ast.Expr]:
    if isinstance(expr, ast.Path):
        yield expr.steps[0]
    elif isinstance(expr, ast.Filter):
        yield expr.base
    elif isinstance(expr, ast.Map):
        yield expr.left
    elif not isinstance(expr, ast.Step):
        yield from ast.parts_of(expr)
