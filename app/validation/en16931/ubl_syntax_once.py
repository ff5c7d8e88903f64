"""The rules about what UBL lets be repeated and EN 16931 has once: a table of paths, and one way to count them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from app.safe.tree import Element, Tree
from app.validation.en16931 import ubl_syntax_examples as examples
from app.validation.en16931.groups import Group
from app.validation.en16931.model import Invoice, Line
from app.validation.en16931.ubl_syntax_tables import ROOT, AtMostOnce, at_most_once, clark, names_of
from app.validation.rule import Fault, Rule
from app.validation.values import Value

TERMS: Mapping[str, str] = {
    "UBL-SR-01": "BT-12",
    "UBL-SR-02": "BT-15",
    "UBL-SR-03": "BT-16",
    "UBL-SR-05": "BT-20",
    "UBL-SR-06": "BT-25",
    "UBL-SR-08": "BG-14",
    "UBL-SR-09": "BT-27",
    "UBL-SR-10": "BT-28",
    "UBL-SR-11": "BT-30",
    "UBL-SR-14": "BT-33",
    "UBL-SR-15": "BT-44",
    "UBL-SR-16": "BT-46",
    "UBL-SR-17": "BT-47",
    "UBL-SR-22": "BT-62",
    "UBL-SR-23": "BT-63",
    "UBL-SR-24": "BG-13",
    "UBL-SR-25": "BT-70",
    "UBL-SR-26": "BT-83",
    "UBL-SR-27": "BT-81",
    "UBL-SR-28": "BT-89",
    "UBL-SR-32": "BT-120",
    "UBL-SR-33": "BT-123",
    "UBL-SR-34": "BT-127",
    "UBL-SR-35": "BT-132",
    "UBL-SR-36": "BG-26",
    "UBL-SR-37": "BT-147",
    "UBL-SR-39": "BT-11",
    "UBL-SR-40": "BT-45",
    "UBL-SR-45": "BT-9",
    "UBL-SR-49": "BT-8",
    "UBL-SR-50": "BT-154",
    "UBL-SR-52": "BT-128",
    "UBL-SR-54": "BG-18",
    "UBL-SR-55": "BG-19",
    "UBL-SR-56": "BT-17",
}

LINE_TERMS: Mapping[str, str] = {
    "UBL-SR-34": "notes",
    "UBL-SR-35": "order_lines",
    "UBL-SR-36": "periods",
    "UBL-SR-37": "discounts",
    "UBL-SR-50": "descriptions",
    "UBL-SR-52": "objects",
}
"""Where the semantic invoice's lines have what the path of such a rule leads to."""


def _rule(row: AtMostOnce) -> Rule:
    return Rule(
        row.rule,
        _check(row),
        terms=TERMS[row.rule],
        severity=row.severity,
        why=f"UBL lets `{row.path}` be repeated, EN 16931 has one at most: a receiver must not have to guess "
        "which of several counts.",
        example=examples.repeated(row.contexts, row.path),
    )


def _check(row: AtMostOnce) -> Callable[[Any], list[Fault]]:
    names = names_of(row.path)
    if row.rule in LINE_TERMS:
        return partial(_in_lines, attrgetter(LINE_TERMS[row.rule]))
    if row.contexts == (ROOT,):
        return partial(_in_root, names)
    return partial(_anywhere, tuple(map(clark, row.contexts)), names)


def _in_root(path: tuple[str, ...], tree: Tree) -> list[Fault]:
    return repeated(tree.root, path) if path[0] in tree.root.children else []


def _anywhere(contexts: tuple[str, ...], path: tuple[str, ...], tree: Tree) -> list[Fault]:
    holders = [each for name in contexts for each in tree.named(name) if path[0] in each.children]
    return [fault for each in holders for fault in repeated(each, path)]


def _in_lines(term: Callable[[Line], Sequence[Value | Group]], invoice: Invoice) -> list[Fault]:
    found = [term(line) for line in invoice.lines if len(term(line)) > 1]
    return [Fault(_place(each[1]), {"found": str(len(each))}) for each in found]


def _place(found: Value | Group) -> Value:
    return found.place if isinstance(found, Group) else found


def repeated(holder: Element, path: tuple[str, ...]) -> list[Fault]:
    """A fault at the second of what stands at `path`, where there are several."""
    there = holder.all(*path)
    return [Fault(there[1], {"found": str(len(there))})] if len(there) > 1 else []


_RULES = {row.rule: _rule(row) for row in at_most_once()}

ONCE: tuple[Rule, ...] = tuple(rule for rule in _RULES.values() if rule.id not in LINE_TERMS)
"""Over a document's tree."""

ONCE_IN_LINES: tuple[Rule, ...] = tuple(_RULES[each] for each in LINE_TERMS)
"""Over an Invoice: the model has read all lines already, and there may be thousands."""
