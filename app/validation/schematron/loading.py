"""A Schematron as published made the model that is compiled (ISO/IEC 19757-3 with the XSLT 2 query binding).

Everything is resolved here: includes, abstract patterns and rules, phases. What isn't understood is refused, all of it
at once and with its place; nothing is evaluated, and nothing is fetched from anywhere.
"""

import re
from collections.abc import Iterable, Mapping

from app.validation.schematron.abstract import made_concrete
from app.validation.schematron.inclusion import with_includes
from app.validation.schematron.instructions import function, key, value_of
from app.validation.schematron.model import (
    NOWHERE,
    Assert,
    Let,
    Message,
    NameOf,
    Pattern,
    Rule,
    Schema,
    ValueOf,
)
from app.validation.schematron.reading import OLD_SCHEMATRON, SCHEMATRON, XSLT, Node, Reading, shown
from app.validation.schematron.sources import Source
from app.validation.schematron.vocabulary import check_vocabulary

QUERY_BINDINGS = ("xslt2", "xslt3", "xpath2")
DEFAULT_BINDING = "xslt"
ALL_PHASES = "#ALL"
DEFAULT_PHASE = "#DEFAULT"

_WHITE_SPACE = re.compile(r"\s+")
_PREFIX = re.compile(r"([A-Za-z_][\w.\-]*):(?!:)")
_LITERAL = re.compile(r'"[^"]*"|\'[^\']*\'')


def load_schema(source: Source, phase: str = ALL_PHASES) -> Schema:
    """The rules of a Schematron.

    Args:
        source: its files.
        phase: the id of the phase whose patterns are wanted; `#ALL` for all patterns, `#DEFAULT` for what the schema
            says is its default.

    Raises:
        Refused: for a file that can't be read; RulesRefused, with all findings, for what can't be supported.
    """
    reading = Reading(source)
    root = _schema(source, reading)
    check_vocabulary(root, reading)
    schema = made_concrete(root, reading)
    loaded = _Loader(schema, reading).load(phase or ALL_PHASES)
    reading.finish()
    return loaded


def _schema(source: Source, reading: Reading) -> Node:
    """The main file with its includes; raises RulesRefused where it is no Schematron that is supported."""
    root = reading.parsed(source.main)
    if root.name.startswith(OLD_SCHEMATRON):
        reading.refuse("rulesets.old_schematron", root.place)
    elif root.name != SCHEMATRON + "schema":
        reading.refuse("rulesets.not_schematron", root.place, element=shown(root.name))
    elif _binding(root) not in QUERY_BINDINGS:
        reading.refuse("rulesets.query_binding", root.place, binding=_binding(root))
    reading.finish()
    return with_includes(root, reading, ((source.main, ""),))


def _binding(root: Node) -> str:
    return root.get("queryBinding").lower() or DEFAULT_BINDING


class _Loader:
    """Makes the model of one schema, in which nothing abstract is left."""

    def __init__(self, schema: Node, reading: Reading) -> None:
        self._schema = schema
        self._reading = reading
        self._diagnostics = {each.get("id"): each for each in _diagnostics(schema)}

    def load(self, phase: str) -> Schema:
        """The model, of the patterns that are active in `phase`."""
        active = self._phase(phase)
        patterns = [self._pattern(each) for each in self._active_patterns(active)]
        if not any(rule.asserts for pattern in patterns for rule in pattern.rules):
            self._reading.refuse("rulesets.empty", self._schema.place, phase=phase)
        return Schema(
            title=" ".join(_words(each) for each in self._schema.named("title")),
            namespaces=self._namespaces(),
            patterns=tuple(patterns),
            lets=(*_lets(self._schema), *(_lets(active) if active else ())),
            functions=tuple(function(each) for each in self._xslt("function")),
            keys=tuple(key(each) for each in self._xslt("key")),
            query_binding=_binding(self._schema),
        )

    def _xslt(self, name: str) -> list[Node]:
        return [each for each in self._schema.children if each.name == XSLT + name]

    def _phase(self, name: str) -> Node | None:
        """The phase of that id; None for all patterns."""
        if name == DEFAULT_PHASE:
            name = self._schema.get("defaultPhase") or ALL_PHASES
        if name == ALL_PHASES:
            return None
        found = next((each for each in self._schema.named("phase") if each.get("id") == name), None)
        if found is None:
            self._reading.refuse("rulesets.no_such_part", self._schema.place, kind="phase", name=name)
        return found

    def _active_patterns(self, phase: Node | None) -> Iterable[Node]:
        patterns = list(self._schema.named("pattern"))
        if phase is None:
            return patterns
        wanted = {each.get("pattern"): each for each in phase.named("active")}
        for name in wanted.keys() - {each.get("id") for each in patterns}:
            self._reading.refuse("rulesets.no_such_part", wanted[name].place, kind="pattern", name=name)
        return [each for each in patterns if each.get("id") in wanted]

    def _namespaces(self) -> Mapping[str, str]:
        """Those of `ns`, and those of XML that functions and keys use, which are XSLT and not Schematron."""
        declared = {each.get("prefix"): each.get("uri") for each in self._schema.named("ns")}
        for node in (*self._xslt("function"), *self._xslt("key")):
            for prefix in _used_prefixes(node) & node.prefixes.keys():
                uri = node.prefixes[prefix]
                if declared.setdefault(prefix, uri) != uri:
                    other = declared[prefix]
                    self._reading.refuse("rulesets.two_namespaces", node.place, prefix=prefix, one=other, other=uri)
        return declared

    def _pattern(self, node: Node) -> Pattern:
        rules = tuple(self._rule(each) for each in node.named("rule"))
        return Pattern(node.get("id"), rules, _lets(node), node.place)

    def _rule(self, node: Node) -> Rule:
        if not node.get("context"):
            self._reading.refuse("rulesets.needs_attribute", node.place, attribute="context", element="rule")
        checks = [each for each in node.children if each.name in (SCHEMATRON + "assert", SCHEMATRON + "report")]
        asserts = tuple(self._assert(each) for each in checks)
        about = (node.get("id"), node.get("role"), node.get("flag"))
        return Rule(node.get("context"), asserts, _lets(node), *about, place=node.place)

    def _assert(self, node: Node) -> Assert:
        return Assert(
            id=node.get("id"),
            test=node.get("test"),
            is_report=node.name == SCHEMATRON + "report",
            flag=node.get("flag"),
            role=node.get("role"),
            message=_message(node),
            diagnostics=tuple(self._diagnostic(name, node) for name in node.get("diagnostics").split()),
            place=node.place,
        )

    def _diagnostic(self, name: str, asked_by: Node) -> Message:
        if name not in self._diagnostics:
            self._reading.refuse("rulesets.no_such_part", asked_by.place, kind="diagnostic", name=name)
            return ()
        return _message(self._diagnostics[name])


def _diagnostics(schema: Node) -> Iterable[Node]:
    groups = [*schema.named("diagnostics"), *(each for p in schema.named("pattern") for each in p.named("diagnostics"))]
    return (each for group in groups for each in group.named("diagnostic"))


def _lets(node: Node) -> tuple[Let, ...]:
    return tuple(Let(each.get("name"), each.get("value"), each.get("as"), each.place) for each in node.named("let"))


def _used_prefixes(node: Node) -> set[str]:
    """The prefixes in the names and expressions of an element of XSLT and of its descendants."""
    texts = [_LITERAL.sub("", text) for each in node.everything() for text in each.attributes.values()]
    return {prefix for text in texts for prefix in _PREFIX.findall(text)}


def _words(node: Node) -> str:
    return "".join(each for each in _message(node) if isinstance(each, str))


def _message(node: Node) -> Message:
    """What an assertion or a diagnostic says, its white space being that of a line of text."""
    parts: list[str | ValueOf | NameOf] = []
    for each in _parts(node):
        if isinstance(each, str) and parts and isinstance(parts[-1], str):
            parts[-1] += each
        else:
            parts.append(each)
    spaced = [_WHITE_SPACE.sub(" ", each) if isinstance(each, str) else each for each in parts]
    if spaced and isinstance(spaced[0], str):
        spaced[0] = spaced[0].lstrip()
    if spaced and isinstance(spaced[-1], str):
        spaced[-1] = spaced[-1].rstrip()
    return tuple(each for each in spaced if each != "")


def _parts(node: Node) -> Iterable[str | ValueOf | NameOf]:
    """Markup inside of a message (`emph`, `span`, foreign elements) is left out, its text stays."""
    for each in node.content:
        if isinstance(each, str):
            yield each
        elif each.name in (SCHEMATRON + "value-of", XSLT + "value-of"):
            yield value_of(each)
        elif each.name == SCHEMATRON + "name":
            yield NameOf(each.get("path") or ".", each.place or NOWHERE)
        else:
            yield from _parts(each)
