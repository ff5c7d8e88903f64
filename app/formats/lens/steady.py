"""What a rule writes from, and when that can be told from which values there are, whatever they are.

Rules with words that this module doesn't know aren't steady: what they write is worked out each time, never guessed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from itertools import combinations
from typing import TYPE_CHECKING, Any

from app.formats.lens.bound import BoundElement, BoundRule
from app.formats.lens.paths import Step

if TYPE_CHECKING:
    from app.formats.lens.compiling import Act

Steps = tuple[Step, ...]
_ELEMENT_WORDS = frozenset(
    {"cells", "grammar", "path", "codec", "beside", "beside_codec", "beside_grammar", "constant", "part", "length"}
    | {"not_length", "otherwise", "join", "formats", "time", "price"}
)
_RULE_WORDS = frozenset(
    {"written", "place", "loop", "guards", "elements", "pairs", "puts", "each", "item", "children", "always", "again"}
    | {"tree", "parts"}
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A path that was read, and the rule that read it."""

    act: "Act"
    steps: Steps
    slots: tuple[int, ...] = ()


def is_plain(rule: BoundRule) -> bool:
    """Whether a rule and its elements say nothing but what is known here."""
    known = _has_only(rule, _RULE_WORDS) and all(_has_only(each, _ELEMENT_WORDS) for each in elements_of(rule))
    return known and not _has_a_choice(rule)


def _has_a_choice(rule: BoundRule) -> bool:
    """Whether one path is written at several places, by what its value is."""
    return any(
        overlap(one.path.steps, other.path.steps) and not _told_by_length(one, other)
        for one, other in combinations(elements_of(rule), 2)
    )


def _told_by_length(one: BoundElement, other: BoundElement) -> bool:
    """Whether a value's length tells which of two elements is written; a text that says otherwise isn't known."""
    if one.length and other.length:
        return one.length != other.length
    return bool(one.length == other.not_length or other.length == one.not_length) and bool(one.length or other.length)


def _has_only(thing: Any, words: frozenset[str]) -> bool:
    for each in fields(thing):
        if each.name not in words:
            default = each.default_factory() if each.default_factory is not MISSING else each.default
            if getattr(thing, each.name) != default:
                return False
    return True


def elements_of(rule: BoundRule) -> list[BoundElement]:
    """Its elements, those of its pairs included."""
    return [*rule.elements, *(rule.pairs.by.values() if rule.pairs else ())]


def touched(rule: BoundRule) -> Iterator[Steps]:
    """All that a rule writes from, what is within its loop left aside; a list's rule from the list."""
    if rule.each is not None:
        yield rule.each.steps
        return
    for each in elements_of(rule):
        yield each.path.steps
        for other in (each.time, each.instead):
            if other is not None:
                yield other.steps
        yield from (path.steps for term in (each.implied.terms if each.implied else ()) for path in term)
    yield from (each.path.steps for each in rule.conditions)
    yield from (each.steps[0].steps for each in rule.calcs)


def touched_within(rule: BoundRule) -> Iterator[Steps]:
    """The same, with the rules within its loop."""
    yield from touched(rule)
    if rule.each is None:
        for each in rule.children:
            yield from touched_within(each)


def meets(paths: Iterable[Steps], filled: Iterable[Filled]) -> list[Filled]:
    """What of that which was read a rule for these paths would write."""
    found = list(paths)
    return [each for each in filled if any(overlap(each.steps, one) for one in found)]


def overlap(one: Steps, other: Steps) -> bool:
    """Whether one path may lead through the other, or to the same item of a list."""
    for mine, theirs in zip(one, other, strict=False):
        if mine.field.name != theirs.field.name or not _same(mine, theirs):
            return False
    return True


def _same(mine: Step, theirs: Step) -> bool:
    """Whether two steps along one field may come to the same."""
    if not (mine.picks and theirs.picks) or mine.pick == theirs.pick:
        return True
    # the n-th item may be the one with that value, too; two numbers, or two values of one field, are two items
    return (mine.index is None) != (theirs.index is None) or mine.key != theirs.key


def parts_of_one(one: BoundRule, other: BoundRule) -> bool:
    """Whether two rules are for parts of the same period, of which only one is written."""
    parts = {each.path.text if each.part else "" for each in (*elements_of(one), *elements_of(other))}
    return len(parts) == 1 and "" not in parts and not one.each and not other.each
