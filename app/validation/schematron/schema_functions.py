"""An `xsl:function`'s body as one XPath expression, which is then compiled like every other."""

from collections.abc import Callable

from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.model import Choose, ForEach, Instruction, Place, Sequence, Text, ValueOf, Variable

Parse = Callable[[str, Place], ast.Expr]
ParseType = Callable[[str, Place], ast.SequenceType]

_UNTYPED = "xs:untypedAtomic"


class BodyReader:
    """Makes expressions of instructions."""

    def __init__(self, parse: Parse, parse_type: ParseType) -> None:
        self._parse = parse
        self._parse_type = parse_type

    def body(self, instructions: tuple[Instruction, ...]) -> ast.Expr:
        """What a sequence of instructions gives."""
        parts: list[ast.Expr] = []
        for place, each in enumerate(instructions):
            if isinstance(each, Variable):
                rest = self.body(instructions[place + 1 :])
                parts.append(ast.LetIn(each.name, self._variable(each), rest))
                break
            parts.append(self._instruction(each))
        return parts[0] if len(parts) == 1 else ast.Items(tuple(parts))

    def _instruction(self, instruction: Instruction) -> ast.Expr:
        if isinstance(instruction, Sequence):
            return self._parse(instruction.select, instruction.place)
        if isinstance(instruction, Text):
            return ast.Cast(ast.Literal(instruction.text, "string"), _UNTYPED, optional=False)
        if isinstance(instruction, ValueOf):
            items = self._parse(instruction.select, instruction.place)
            return _text(items, instruction.separator)
        if isinstance(instruction, ForEach):
            return ast.Map(self._parse(instruction.select, instruction.place), self.body(instruction.body))
        assert isinstance(instruction, Choose)
        found = self.body(instruction.otherwise)
        for branch in reversed(instruction.branches):
            found = ast.If(self._parse(branch.test, branch.place), self.body(branch.body), found)
        return found

    def _variable(self, variable: Variable) -> ast.Expr:
        if variable.select is not None:
            value = self._parse(variable.select, variable.place)
        else:
            value = self.body(variable.body)
            if not variable.type_:
                return _literal_text(variable) or _text(value, "")
        return ast.Converted(value, self._parse_type(variable.type_, variable.place)) if variable.type_ else value


def _text(items: ast.Expr, separator: str) -> ast.Expr:
    """The text that a temporary tree has, or that value-of makes."""
    joined = ast.Call("string-join", (items, ast.Literal(separator, "string")))
    return ast.Cast(joined, _UNTYPED, optional=False)


def _literal_text(variable: Variable) -> ast.Expr | None:
    """A variable of nothing but words: the compiler knows its value then, which is only ever used as a text."""
    if len(variable.body) != 1 or not isinstance(variable.body[0], Text):
        return None
    return ast.Literal(variable.body[0].text, "string")
