"""A whole Schematron made a Python module: its functions, keys and lets, and a function a rule."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.errors import Refused
from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.codegen_base import DOCUMENT
from app.validation.schematron.codegen_core import Block, Code, Scope
from app.validation.schematron.codegen_operators import kind_of_type
from app.validation.schematron.codegen_values import Generator
from app.validation.schematron.match_patterns import (
    Alternative,
    Candidate,
    NotAPattern,
    PatternCompiler,
    alternatives,
    rule_item,
)
from app.validation.schematron.model import Function, Key, Let, Pattern, Place, Rule, Schema
from app.validation.schematron.rule_compiler import RuleCompiler
from app.validation.schematron.schema_functions import BodyReader
from app.validation.schematron.xpath_analysis import counts, needs, rebased, renamed, simplified, walk
from app.validation.schematron.xpath_parser import parse, parse_type
from app.validation.schematron.xpath_reader import BUILT_IN_PREFIXES


class SchemaCompiler:
    """Compiles one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._generator = Generator()
        self._patterns = PatternCompiler(self._generator)
        self._rules = RuleCompiler(self._generator, self._expr, self._let)
        self._parsed: dict[str, ast.Expr] = {}
        self._functions: list[str] = []
        self._tables: list[str] = []
        self._renames: Mapping[str, str] = {}
        """What variables of the document are called where a pattern's own hide others."""

    def source(self) -> str:
        """The module; raises Refused (`schematron.…`)."""
        schema, generator = self._schema, self._generator
        generator.keys = frozenset(each.name for each in schema.keys)
        everything = list(self._all_expressions())
        generator.counts = counts(everything)
        generator.count_chosen(everything)
        self._declare_functions()
        self._add_lets()
        self._renames = self._renames_in(0)
        for function in schema.functions:
            self._function(function)
        self._add_keys()
        for number, pattern in enumerate(schema.patterns, 1):
            self._pattern(pattern, number)
        return self._module()

    # ---- expressions

    def _expr(self, text: str, place: Place) -> ast.Expr:
        if text not in self._parsed:
            self._parsed[text] = simplified(parse(text, self._schema.namespaces, place))
        return renamed(self._parsed[text], self._renames)

    def _type(self, text: str, place: Place) -> ast.SequenceType:
        return parse_type(text, self._schema.namespaces, place)

    def _all_expressions(self) -> Iterable[ast.Expr]:
        for pattern in self._schema.patterns:
            for rule in pattern.rules:
                yield self._expr(rule.context, rule.place)
                depth = _depth(self._context(rule.context, rule.place))
                yield from (rebased(self._expr(each.value, each.place), depth) for each in rule.lets)
                yield from (rebased(self._expr(each.test, each.place), depth) for each in rule.asserts)
        for let in (*self._schema.lets, *(let for pattern in self._schema.patterns for let in pattern.lets)):
            yield self._expr(let.value, let.place)

    # ---- lets of the document

    def _add_lets(self) -> None:
        """Declare the variables of the document, those first that others use.

        Those of patterns are of the document too: engines make global variables of them, and official rules rely on
        that. Only where several have one name, a pattern's own comes first.
        """
        waiting: dict[str, tuple[Let, ast.Expr]] = {}
        for number, lets in self._lets_by_pattern():
            self._renames = self._renames_in(number)
            waiting |= {self._renames.get(let.name, let.name): (let, self._let(let)) for let in lets}
        while waiting:
            ready = [name for name, (_, expr) in waiting.items() if not needs(expr) & waiting.keys()]
            if not ready:
                name, (let, _) = next(iter(waiting.items()))
                raise Refused("schematron.construct", place=let.place, name=f"${name}, which depends on itself")
            for name in ready:
                self._add_let(name, *waiting.pop(name))

    def _lets_by_pattern(self) -> list[tuple[int, tuple[Let, ...]]]:
        """The lets of the schema (0) and of each pattern (from 1)."""
        return [(0, self._schema.lets), *((n, each.lets) for n, each in enumerate(self._schema.patterns, 1))]

    def _renames_in(self, number: int) -> dict[str, str]:
        """What variables that several have declared are called, as that pattern sees them."""
        owners: dict[str, list[int]] = {}
        for owner, lets in self._lets_by_pattern():
            for let in lets:
                owners.setdefault(let.name, []).append(owner)
        several = {name: number if number in own else own[0] for name, own in owners.items() if len(own) > 1}
        return {name: f"{name}@{owner}" for name, owner in several.items()}

    def _let(self, let: Let) -> ast.Expr:
        value = self._expr(let.value, let.place)
        return ast.Converted(value, self._type(let.type_, let.place)) if let.type_ else value

    def _add_let(self, name: str, let: Let, expr: ast.Expr) -> None:
        generator = self._generator
        scope = Scope(DOCUMENT, variables=generator.globals, is_once=True, kept=expr, place=let.place)
        found = generator.value(expr, scope)
        if found.items is None:
            number = sum(each.items is None for each in generator.globals.values()) + 1
            text = generator.document.add(f"let_{number}", found.text)
            found = replace(found, text=text, atom="")
        generator.globals[name] = found

    # ---- functions

    def _declare_functions(self) -> None:
        for number, function in enumerate(self._schema.functions, 1):
            parameters = tuple(
                self._type(each.type_, function.place) if each.type_ else None for each in function.parameters
            )
            result = _code_of_type(f"fn_{number}", self._result_type(function))
            name = self._function_name(function)
            self._generator.functions[name, len(parameters)] = replace(result, items=parameters)

    def _result_type(self, function: Function) -> ast.SequenceType | None:
        return self._type(function.result_type, function.place) if function.result_type else None

    def _function_name(self, function: Function) -> str:
        prefix, _, local = function.name.rpartition(":")
        bound = {**BUILT_IN_PREFIXES, **self._schema.namespaces}
        if prefix not in bound:
            raise Refused("schematron.prefix", place=function.place, prefix=prefix)
        return f"{{{bound[prefix]}}}{local}"

    def _function(self, function: Function) -> None:
        declared = self._generator.functions[self._function_name(function), len(function.parameters)]
        variables = dict(self._generator.globals)
        for number, (parameter, type_) in enumerate(zip(function.parameters, declared.items or (), strict=True), 1):
            variables[parameter.name] = _code_of_type(f"p{number}", type_)
        body = BodyReader(self._expr, self._type).body(function.body)
        result = self._result_type(function)
        scope = Scope(None, variables=variables, place=function.place)
        found = self._generator.value(ast.Converted(body, result) if result else body, scope)
        found = found if result else self._generator.boxed(found)
        text = found.text if result else self._generator.as_list(found)
        parameters = "".join(f", p{number}" for number in range(1, len(function.parameters) + 1))
        spend = "    d.spend()\n" if self._calls_own(body) else ""
        self._functions.append(f"def {declared.text}(d{parameters}):\n{spend}    return {text}\n")

    def _calls_own(self, body: ast.Expr) -> bool:
        """Whether a function calls one of the schema's own, and so may come back to itself."""
        calls = (each for each in walk(body) if isinstance(each, ast.Call))
        return any((each.name, len(each.arguments)) in self._generator.functions for each in calls)

    # ---- keys

    def _add_keys(self) -> None:
        keys: dict[str, list[Key]] = {}
        for key in self._schema.keys:
            keys.setdefault(key.name, []).append(key)
        for number, name in enumerate(sorted(keys)):
            parts = ", ".join(self._key(key) for key in keys[name])
            self._generator.document.add(f"key_{number}", f"indexed(d, ({parts},))")

    def _key(self, key: Key) -> str:
        """Candidates, and the function that gives a node's values."""
        generator = self._generator
        scope = Scope(None, variables=generator.globals, place=key.place)
        candidates = [self._patterns.candidate(each, scope) for each in self._context(key.match, key.place)]
        item = rule_item({each.kind for each in candidates})
        inner = scope.focused(item, 0)
        values = generator.boxed(generator.atoms(self._expr(key.use, key.place), inner))

        def build(block: Block) -> None:
            block.line(f"return {generator.as_list(values)}")

        call = generator.helper(replace(inner, current=item), build)
        use = f"u_{len(self._functions) + 1}"
        self._functions.append(f"def {use}(d, c):\n    return {call}\n")
        self._tables.append(f"{use}_match = ({''.join(_written(each, 'None') + ', ' for each in candidates)})\n")
        return f"({use}_match, {use})"

    # ---- patterns

    def _context(self, context: str, place: Place) -> list[Alternative]:
        try:
            return list(alternatives(self._expr(context, place)))
        except NotAPattern:
            raise Refused(
                "schematron.context", line=place.line or None, place=place, context=" ".join(context.split())
            ) from None

    def _pattern(self, pattern: Pattern, number: int) -> None:
        self._renames = self._renames_in(number)
        rows = []
        for place, rule in enumerate(pattern.rules, 1):
            candidates, function = self._rule(rule, f"{pattern.id or number}/{place}")
            rows += [_written(each, function) for each in candidates]
        self._tables.append(f"PATTERN_{number} = (\n{''.join(f'    {row},{chr(10)}' for row in rows)})\n")

    def _rule(self, rule: Rule, made_id: str) -> tuple[list[Candidate], str]:
        scope = Scope(None, variables=self._generator.globals, place=rule.place)
        found = self._context(rule.context, rule.place)
        candidates = [self._patterns.candidate(each, scope) for each in found]
        item = rule_item({each.kind for each in found})
        is_once = all(each.depth == 1 or not each.steps for each in found)
        inner = replace(scope, item=item, current=item, is_once=is_once)
        return candidates, self._rules.function(rule, made_id, inner, _depth(found))

    # ---- the module

    def _module(self) -> str:
        generator, rules = self._generator, self._rules
        members = "\n".join(generator.document.methods) or "    pass\n"
        parts = [
            f"class Rules(Judgement):\n{members}",
            *rules.frames,
            *self._functions,
            *self._patterns.sources(),
            *rules.functions,
        ]
        code = "\n\n".join(parts)
        code = f"{generator.helpers_used_in(code)}\n\n{code}"
        patterns = "".join(f"PATTERN_{number}, " for number in range(1, len(self._schema.patterns) + 1))
        prefixes = {uri: prefix for prefix, uri in self._schema.namespaces.items() if prefix}
        return "\n".join(
            [
                f"# rules compiled from: {' '.join(self._schema.title.split())!r}",
                *generator.constants.lines("".join((code, *rules.tries))),
                *rules.tries,
                "\n",
                code,
                "\n",
                *self._tables,
                f"PATTERNS = ({patterns})",
                f"TRIES = ({''.join(f'T{number}, ' for number in range(1, len(rules.tries) + 1))})",
                f"PREFIXES = {dict(sorted(prefixes.items()))!r}",
                f"ASKS_FOR_THE_TIME = {'d.now' in code}",
                f"ASSERTS = (\n{''.join(f'    {each!r},{chr(10)}' for each in rules.asserts)})\n",
            ]
        )


def _depth(found: list[Alternative]) -> int:
    """How deep below the document the nodes of a pattern are; 0 where that isn't known."""
    depths = {each.depth for each in found}
    return depths.pop() if len(depths) == 1 else 0


def _written(candidate: Candidate, function: str) -> str:
    """A candidate as a row of the dispatcher's table."""
    names = f"{candidate.kind!r}, {candidate.name!r}, {candidate.parent!r}"
    functions = f"{candidate.by_name or None}, {candidate.test or None}, {function or None}"
    by_key = f"{candidate.key or None}, {candidate.value!r}, {candidate.rest or None}"
    by_path = f"{candidate.path!r}, {candidate.own or None}, {candidate.own_rest or None}, {candidate.all or None}"
    return f"({names}, {functions}, {by_key}, {by_path})"


def _code_of_type(text: str, wanted: ast.SequenceType | None) -> Code:
    """A parameter or result of a declared type; without one, items of any kind."""
    if wanted is None:
        return Code(text, "item", "*")
    nodes = {"element": "element", "attribute": "attribute", "text": "text", "document-node": "document"}
    kind = kind_of_type(wanted.kind) if wanted.kind.startswith("xs:") else nodes.get(wanted.kind, "item")
    if wanted.kind == "node":
        kind = "node"
    return Code(text, kind, {"": "1", "?": "?"}.get(wanted.occurrence, "*"))
