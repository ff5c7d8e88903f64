"""`xsl:key` and `xsl:function` (XSLT 2.0, 16.3 and 10.3) as the model has them.

The vocabulary was checked before: only what is supported arrives here.
"""

from collections.abc import Callable, Mapping

from app.validation.schematron.model import (
    Choose,
    ForEach,
    Function,
    Instruction,
    Key,
    Parameter,
    Sequence,
    Text,
    ValueOf,
    Variable,
    When,
)
from app.validation.schematron.reading import XSLT, Node, shown

_ONE_SPACE = " "


def key(node: Node) -> Key:
    """An `xsl:key`."""
    return Key(node.get("name"), node.get("match"), node.get("use"), node.place)


def function(node: Node) -> Function:
    """An `xsl:function`."""
    parameters = tuple(Parameter(each.get("name"), each.get("as")) for each in _all(node, "param"))
    return Function(node.get("name"), parameters, _body(node), node.get("as"), node.place)


def _all(node: Node, name: str) -> list[Node]:
    return [each for each in node.children if each.name == XSLT + name]


def _body(node: Node) -> tuple[Instruction, ...]:
    """A sequence constructor; white space alone is no text in it (XSLT 2.0, 4.4)."""
    made: list[Instruction] = []
    for each in node.content:
        if isinstance(each, Node):
            made += [_INSTRUCTIONS[shown(each.name)](each)] if shown(each.name) in _INSTRUCTIONS else []
        elif each.strip():
            made.append(Text(each))
    return tuple(made)


def _variable(node: Node) -> Variable:
    select = node.attributes.get("select")
    return Variable(node.get("name"), select, () if select else _body(node), node.get("as"), node.place)


def _sequence(node: Node) -> Sequence:
    return Sequence(node.get("select"), node.place)


def _choose(node: Node) -> Choose:
    otherwise = tuple(each for branch in _all(node, "otherwise") for each in _body(branch))
    return Choose(tuple(_when(each) for each in _all(node, "when")), otherwise, node.place)


def _when(node: Node) -> When:
    return When(node.get("test"), _body(node), node.place)


def _if(node: Node) -> Choose:
    return Choose((_when(node),), (), node.place)


def _for_each(node: Node) -> ForEach:
    return ForEach(node.get("select"), _body(node), node.place)


def value_of(node: Node) -> ValueOf:
    """A `value-of`, of XSLT or of Schematron."""
    return ValueOf(node.get("select"), node.place, node.attributes.get("separator", _ONE_SPACE))


def _text(node: Node) -> Text:
    return Text("".join(each for each in node.content if isinstance(each, str)))


_INSTRUCTIONS: Mapping[str, Callable[[Node], Instruction]] = {
    "xsl:variable": _variable,
    "xsl:sequence": _sequence,
    "xsl:choose": _choose,
    "xsl:if": _if,
    "xsl:for-each": _for_each,
    "xsl:value-of": value_of,
    "xsl:text": _text,
}
