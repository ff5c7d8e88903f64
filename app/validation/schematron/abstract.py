"""Abstract patterns and rules made concrete (ISO/IEC 19757-3, 5.4.10 and 5.4.12, and its clause on parameters).

An instance is its abstract pattern with `$name` replaced by what its parameters say, in expressions and nowhere else.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.validation.schematron.reading import SCHEMATRON, Node, Reading

_EXPRESSIONS = frozenset(("context", "match", "path", "select", "test", "use", "value"))
_PATTERN, _RULE, _EXTENDS, _PARAM = (SCHEMATRON + each for each in ("pattern", "rule", "extends", "param"))

Chain = tuple[str, ...]
"""The ids that led here, outermost first."""


def made_concrete(schema: Node, reading: Reading) -> Node:
    """`schema` with instances in place of their patterns; nothing abstract, no `extends` and no `param` is left."""
    patterns = list(schema.named("pattern"))
    abstract = _abstract(patterns)
    instances = [_instance(each, abstract, reading) for each in patterns if not _is_abstract(each)]
    shared = _abstract(rule for each in (*patterns, *instances) for rule in each.named("rule"))
    whole = [_with_whole_rules(each, shared, reading) for each in instances]
    return replace(schema, content=(*(each for each in schema.children if each.name != _PATTERN), *whole))


def _is_abstract(node: Node) -> bool:
    return node.get("abstract") in ("true", "1")


def _abstract(nodes: Iterable[Node]) -> dict[str, Node]:
    return {each.get("id"): each for each in nodes if _is_abstract(each)}


def _instance(pattern: Node, abstract: Mapping[str, Node], reading: Reading, chain: Chain = ()) -> Node:
    """`pattern` with the content of the abstract pattern that it is an instance of, if it is one."""
    name = pattern.get("is-a")
    if not name:
        return pattern
    if name not in abstract or name in chain:
        code = "rulesets.cycle" if name in chain else "rulesets.no_such_part"
        reading.refuse(code, pattern.place, kind="abstract pattern", name=name)
        return pattern
    template = _instance(abstract[name], abstract, reading, (*chain, name))
    values = _parameters(template) | _parameters(pattern)
    own = [each for each in pattern.children if each.name != _PARAM]
    made = [_filled(each, values, reading) for each in template.children if each.name != _PARAM]
    defaults = [each for each in template.children if each.name == _PARAM] if _is_abstract(pattern) else []
    return replace(pattern, content=(*defaults, *own, *made))


def _parameters(pattern: Node) -> dict[str, str]:
    return {each.get("name"): each.attributes.get("value", "") for each in pattern.named("param")}


def _filled(node: Node, values: Mapping[str, str], reading: Reading) -> Node:
    attributes = {
        name: _substituted(text, values) if name in _EXPRESSIONS else text for name, text in node.attributes.items()
    }
    content = tuple(each if isinstance(each, str) else _filled(each, values, reading) for each in node.content)
    return reading.grown(replace(node, attributes=attributes, content=content))


def _substituted(text: str, values: Mapping[str, str]) -> str:
    """`text` with every `$name` of a parameter replaced.

    A name is taken whole: where `$BR-1` is a parameter, `$BR-10` is not that parameter and a nought. What is left over
    is a variable, and where it is none of those either the compiler says so.
    """
    if "$" not in text or not values:
        return text
    return re.sub(r"\$([\w.\-]+)", lambda found: values.get(found[1], found[0]), text)


def _with_whole_rules(pattern: Node, shared: Mapping[str, Node], reading: Reading) -> Node:
    """`pattern` without its abstract rules, and with their content where its others extend them."""
    known = {**shared, **_abstract(pattern.named("rule"))}
    content = [
        _whole(each, known, reading) if each.name == _RULE else each
        for each in pattern.children
        if not (each.name == _RULE and _is_abstract(each))
    ]
    return replace(pattern, content=tuple(content))


def _whole(rule: Node, known: Mapping[str, Node], reading: Reading, chain: Chain = ()) -> Node:
    content: list[Node] = []
    for each in rule.children:
        content += _extension(each, known, reading, chain) if each.name == _EXTENDS else [each]
    return reading.grown(replace(rule, content=tuple(content)))


def _extension(extends: Node, known: Mapping[str, Node], reading: Reading, chain: Chain) -> list[Node]:
    """The content that `extends` stands for."""
    name = extends.get("rule")
    if name not in known or name in chain:
        code = "rulesets.cycle" if name in chain else "rulesets.no_such_part"
        reading.refuse(code, extends.place, kind="abstract rule", name=name)
        return []
    whole = _whole(known[name], known, reading, (*chain, name))
    return [reading.grown(each) for each in whole.children]
