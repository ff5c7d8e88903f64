"""The rules about UBL's own syntax: what EN 16931 has no use for, what it has once, how data types are written.

Seven hundred of them forbid a path each. Asking for each path would take most of a validation's time, so the document
is walked once instead: down the paths that both it and the table have, and once over all elements that have attributes.
"""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from itertools import chain

from app.errors.rules.shared import NOT_USED
from app.safe.tree import Element, Tree
from app.validation.en16931 import ubl_syntax_examples as examples
from app.validation.en16931.ubl_syntax_once import ONCE, ONCE_IN_LINES
from app.validation.en16931.ubl_syntax_rules import BY_HAND, BY_HAND_IN_LINES
from app.validation.en16931.ubl_syntax_tables import ANYWHERE, Anywhere, NotUsed, Step, not_used
from app.validation.en16931.ubl_syntax_tables import unused as table_of_unused
from app.validation.rule import Bench, Fault, Rule

ENOUGH_OF_A_RULE = 20
"""Findings of one rule; a document of a thousand lines repeats itself, and other rules are to be heard too."""

Places = dict[str, list[Element]]


def judge_unused(tree: Tree, bench: Bench) -> None:
    """Hold a UBL Invoice or CreditNote against the rules about what EN 16931 has no use for. They look at no text.

    Args:
        tree: the document.
        bench: where the findings go; first those of rules whose findings reject.
    """
    if len(bench.findings) > bench.limit:
        return
    for each, places in sorted(unused(tree).items()):
        rule, params = _NOT_USED[each]
        for place in places[:ENOUGH_OF_A_RULE]:
            bench.add(rule, place, params)
            if bench.full:
                return


def unused(tree: Tree) -> Places:
    """What stands where the table has nothing, by the rule that says so; an attribute is told by its element."""
    found: Places = {}
    _walk(tree.root, _UNUSED.from_root.below, found)
    attributes = _attributes(tree)
    for path in _UNUSED.anywhere:
        expected = len(_having(tree.named(path.but), path.attribute)) if path.but else 0
        if path.attribute and attributes[path.attribute] == expected:
            continue
        if there := [each for each in _anywhere(path, tree) if each.name != path.but]:
            found.setdefault(path.rule, []).extend(there)
    return found


def _walk(element: Element, steps: Mapping[str, Step], found: Places) -> None:
    for name, here in element.children.items():
        if name not in steps:
            continue
        step = steps[name]
        if step.rules or step.attributes:
            _hold(step, here, found)
        if below := step.below:
            known = below.keys()
            for child in here:
                # most elements have none of what isn't used, and finding that out is all that is done for them
                if not known.isdisjoint(child.children):
                    _walk(child, below, found)


def _hold(step: Step, elements: list[Element], found: Places) -> None:
    for rule in step.rules:
        found.setdefault(rule, []).extend(elements)
    for attribute, rule in step.attributes:
        if there := _having(elements, attribute):
            found.setdefault(rule, []).extend(there)


def _attributes(tree: Tree) -> Counter[str]:
    """How often each attribute is in the document."""
    return Counter(chain.from_iterable([each.attributes for each in tree.elements if each.attributes]))


def _anywhere(path: Anywhere, tree: Tree) -> list[Element]:
    found = tree.named(path.path[0]) if path.path else tree.elements
    for name in path.path[1:]:
        found = [child for each in found for child in each.children.get(name, ())]
    return _having(found, path.attribute) if path.attribute else found


def _having(elements: list[Element], attribute: str) -> list[Element]:
    return [each for each in elements if attribute in each.attributes]


def _faults(row: NotUsed, tree: Tree) -> list[Fault]:
    return [Fault(place, {"element": _shown(row)}) for place in unused(tree).get(row.rule, ())]


def _shown(row: NotUsed) -> str:
    return row.paths[0].removeprefix(ANYWHERE)


def _rule(row: NotUsed) -> Rule:
    return Rule(
        row.rule,
        partial(_faults, row),
        severity=row.severity,
        entry=NOT_USED,
        why=f"EN 16931 has no business term for `{_shown(row)}`. A receiver who follows it will not look there, so "
        "nothing that matters may be said there.",
        example=examples.unused(row.paths[0]),
    )


_ROWS = tuple(not_used())
_UNUSED = table_of_unused(_ROWS)
_NOT_USED = {row.rule: (_rule(row), {"element": _shown(row)}) for row in _ROWS}

OF_TREE: tuple[Rule, ...] = ONCE + BY_HAND
OF_LINES: tuple[Rule, ...] = ONCE_IN_LINES + BY_HAND_IN_LINES
UBL_SYNTAX: tuple[Rule, ...] = (*OF_LINES, *OF_TREE, *(rule for rule, _ in _NOT_USED.values()))
"""Every rule about UBL's syntax, for who lists them; `judge_unused` is faster than asking each."""
