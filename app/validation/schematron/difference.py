"""What changed between two releases of a Schematron, rule by rule.

Expressions are compared as written, white space apart: what is shown is what the publisher changed, not what follows
from it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import zip_longest

from app.validation.schematron.model import Assert, Message, NameOf, Rule, Schema, ValueOf

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change.

    Attributes:
        kind: `added`, `removed` or `changed`.
        part: what it is a change of: `rule`, `let`, `function`, `key`, `namespace`.
        name: the rule's id, or the name of the let, function, key or prefix.
        what: what of it was changed (`test`, `context`, `severity` …); "" where all of it came or went.
        old, new: before and after; "" where there was or is none.
    """

    kind: str
    part: str
    name: str
    what: str = ""
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        if self.kind == "changed":
            return f"changed {self.part} {self.name} {self.what}: {self.old or '(none)'} -> {self.new or '(none)'}"
        return f"{self.kind} {self.part} {self.name}: {self.old or self.new}"


def differences(old: Schema, new: Schema) -> list[Difference]:
    """Everything that differs, in the order of the old schema; what was added comes last."""
    found = [*_compared("rule", _rules(old), _rules(new))]
    for part in ("let", "function", "key", "namespace"):
        found += _compared(part, _parts(old, part), _parts(new, part))
    return found


def _compared(part: str, old: Mapping[str, list[Facts]], new: Mapping[str, list[Facts]]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        gone, come = _without_equals(old.get(name, []), new.get(name, []))
        for before, after in zip_longest(gone, come):
            yield from _changes(part, name, before, after)


def _without_equals(old: list[Facts], new: list[Facts]) -> tuple[list[Facts], list[Facts]]:
    """What is only in one of them: a rule's id may stand at several contexts, of which one was changed."""
    return [each for each in old if each not in new], [each for each in new if each not in old]


def _changes(part: str, name: str, old: Facts | None, new: Facts | None) -> Iterator[Difference]:
    if old is None or new is None:
        facts = old or new or {}
        told = facts.get("message") or facts.get("test") or " ".join(each for each in facts.values() if each)
        yield Difference(
            "added" if old is None else "removed", part, name, "", told if old else "", told if new else ""
        )
        return
    for what in dict.fromkeys((*old, *new)):
        if old.get(what, "") != new.get(what, ""):
            yield Difference("changed", part, name, what, old.get(what, ""), new.get(what, ""))


def _rules(schema: Schema) -> dict[str, list[Facts]]:
    found: dict[str, list[Facts]] = defaultdict(list)
    for pattern in schema.patterns:
        for rule in pattern.rules:
            for check in rule.asserts:
                found[check.id or f"at {_line(rule.context)}"].append(_rule_facts(rule, check))
    return found


def _rule_facts(rule: Rule, check: Assert) -> Facts:
    return {
        "context": _line(rule.context),
        "test": _line(check.test),
        "kind": "report" if check.is_report else "assert",
        "severity": check.flag or check.role or rule.flag or rule.role,
        "message": _told(check.message),
        "diagnostics": " ".join(map(_told, check.diagnostics)),
        **{f"${let.name}": _line(let.value) for let in rule.lets},
    }


def _parts(schema: Schema, part: str) -> dict[str, list[Facts]]:
    """The parts of a schema that rules use, by name."""
    if part == "let":
        lets = (*schema.lets, *(let for pattern in schema.patterns for let in pattern.lets))
        return _by_name((let.name, {"value": _line(let.value), "type": let.type_}) for let in lets)
    if part == "function":
        return _by_name((each.name, {"definition": _spelt(each)}) for each in schema.functions)
    if part == "key":
        return _by_name((each.name, {"match": _line(each.match), "use": _line(each.use)}) for each in schema.keys)
    return _by_name((prefix, {"uri": uri}) for prefix, uri in schema.namespaces.items())


def _by_name(facts: Iterable[tuple[str, Facts]]) -> dict[str, list[Facts]]:
    found: dict[str, list[Facts]] = defaultdict(list)
    for name, each in facts:
        found[name].append(each)
    return found


def _spelt(part: object) -> str:
    """A part of the model in words, without its place: a function that only moved has not changed."""
    if isinstance(part, tuple):
        return " ".join(map(_spelt, part))
    if not is_dataclass(part):
        return _line(str(part or ""))
    members = (_spelt(getattr(part, each.name)) for each in fields(part) if each.name != "place")
    return f"{type(part).__name__.lower()}({', '.join(each for each in members if each)})"


def _line(expression: str) -> str:
    return " ".join(expression.split())


def _told(message: Message) -> str:
    return "".join(map(_word, message))


def _word(part: str | ValueOf | NameOf) -> str:
    if isinstance(part, str):
        return part
    return f"{{{part.select}}}" if isinstance(part, ValueOf) else f"{{name({part.path})}}"
