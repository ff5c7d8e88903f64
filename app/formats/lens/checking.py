"""Rules that get into each other's way: two that read one path, or one that another leaves nothing to."""

from collections.abc import Iterator

from app.domain.findings import Finding
from app.formats.lens.bound import BoundElement, BoundRule
from app.formats.lens.faults import fault


def fights(rules: list[BoundRule]) -> Iterator[Finding]:
    """What is wrong between the rules of one level, and of those within."""
    yield from _unreachable(rules)
    yield from _read_twice(rules)
    for rule in rules:
        if rule.only and not rule.written.get("why"):
            yield _fault(rule, "lens.no_reason")
        yield from fights(rule.children) if rule.each else _inner(rule.children)


def _inner(rules: list[BoundRule]) -> Iterator[Finding]:
    """The faults of rules at the same object as those around them, whose paths were looked at already."""
    yield from _unreachable(rules)
    for rule in rules:
        if rule.only and not rule.written.get("why"):
            yield _fault(rule, "lens.no_reason")
        yield from fights(rule.children) if rule.each else _inner(rule.children)


def _unreachable(rules: list[BoundRule]) -> Iterator[Finding]:
    for index, rule in enumerate(rules):
        for other in rules[:index]:
            same_place = other.place is rule.place and (other.loop is None) == (rule.loop is None)
            repeats = other.each is not None or (other.loop is None and other.place.repeats == 1)
            if same_place and repeats and "write" not in (other.only, rule.only) and _covers(other, rule):
                yield _fault(rule, "lens.unreachable", other=other.name)


def _covers(one: BoundRule, other: BoundRule) -> bool:
    theirs = {each.at: set(each.values) for each in other.guards}
    return all(each.at in theirs and theirs[each.at] <= set(each.values) for each in one.guards)


def _read_twice(rules: list[BoundRule]) -> Iterator[Finding]:
    owners: dict[tuple[str, str, int], BoundRule] = {}
    for rule, element in _elements(rules):
        if rule.only or element.echo:
            continue
        key = (element.path.text, element.part, element.length)
        if key in owners and not _excluded(owners[key], rule):
            yield _fault(rule, "lens.fight", path=element.path.text, other=owners[key].name)
        owners.setdefault(key, rule)


def _excluded(one: BoundRule, other: BoundRule) -> bool:
    """Whether conditions let only one of two rules be written."""
    ours = {each.path.text: each.value for each in one.conditions}
    return any(each.path.text in ours and ours[each.path.text] != each.value for each in other.conditions)


def _elements(rules: list[BoundRule]) -> Iterator[tuple[BoundRule, BoundElement]]:
    for rule in rules:
        if rule.each is None:
            for element in rule.elements:
                yield rule, element
            if rule.pairs:
                for element in rule.pairs.by.values():
                    yield rule, element
            if not rule.only:  # what is within it isn't run the other way, either
                yield from _elements(rule.children)


def _fault(rule: BoundRule, code: str, **params: object) -> Finding:
    return fault(code, rule.written.file, rule.written.line, rule=rule.name, **params)
