"""XPath's functions on sequences and nodes (XPath Functions §§ 14, 15)."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.safe.tree import Element
from app.validation.schematron import runtime_operators as operators
from app.validation.schematron.runtime_axes import child_nodes
from app.validation.schematron.runtime_nodes import Attribute, Document, Text, are_same, is_node, order_of
from app.validation.schematron.runtime_values import DynamicError, Untyped, double_of, rounded, string_of, wrong_type


def total(values: Iterable[Any], zero: Any = 0) -> Any:
    """fn:sum of atomic values; `zero` where there are none."""
    found = None
    for value in values:
        value = _summable(value)
        found = value if found is None else operators.add(found, value)
    return zero if found is None else found


def _summable(value: Any) -> Any:
    value = double_of(value) if isinstance(value, Untyped) else value
    if isinstance(value, str | bool):
        raise wrong_type()
    return value


def average(values: Sequence[Any]) -> Any:
    """fn:avg"""
    return operators.divide(total(values), len(values)) if values else None


def least(values: Iterable[Any]) -> Any:
    """fn:min"""
    return _extreme(values, "<")


def greatest(values: Iterable[Any]) -> Any:
    """fn:max"""
    return _extreme(values, ">")


def _extreme(values: Iterable[Any], operator: str) -> Any:
    found = [double_of(each) if isinstance(each, Untyped) else each for each in values]
    if not found:
        return None
    best = found[0]
    for each in found[1:]:
        if best == best and (each != each or operators.compared(operator, each, best)):
            best = each
    if isinstance(best, int | Decimal) and not isinstance(best, bool):
        wider = next((each for each in found if isinstance(each, float)), None)
        return best if wider is None else operators.promoted(best, wider)[0]
    return best


def distinct(values: Iterable[Any]) -> list[Any]:
    """fn:distinct-values, in the order of first appearance; NaN equals itself."""
    found: dict[Any, Any] = {}
    for each in values:
        found.setdefault(_identity(each), each)
    return list(found.values())


def _identity(value: Any) -> Any:
    if isinstance(value, float) and value != value:
        return "number", "NaN"
    if isinstance(value, bool):
        return "boolean", value
    if isinstance(value, str):
        return "string", str(value)
    return ("number", value) if isinstance(value, int | float | Decimal) else ("other", value)


def places_of(values: Iterable[Any], sought: Any) -> list[int]:
    """fn:index-of"""
    return [place for place, each in enumerate(values, 1) if _are_equal(each, sought)]


def _are_equal(left: Any, right: Any) -> bool:
    try:
        return bool(operators.compared("==", left, right))
    except DynamicError:
        return False


def subsequence(items: Sequence[Any], start: Any, length: Any = math.inf) -> Sequence[Any]:
    """fn:subsequence"""
    first = rounded(float(start))
    end = first + rounded(float(length))
    return [each for place, each in enumerate(items, 1) if first <= place < end]


def backwards(items: Sequence[Any]) -> Sequence[Any]:
    """fn:reverse"""
    return items[::-1]


def inserted(items: Sequence[Any], place: int, more: Sequence[Any]) -> list[Any]:
    """fn:insert-before"""
    at = max(place, 1) - 1
    return [*items[:at], *more, *items[at:]]


def removed(items: Sequence[Any], place: int) -> Sequence[Any]:
    """fn:remove"""
    return [*items[: place - 1], *items[place:]] if place >= 1 else items


def deep_equal(d: Document, left: Sequence[Any], right: Sequence[Any]) -> bool:
    """fn:deep-equal"""
    return len(left) == len(right) and all(_deeply_equal(d, *pair) for pair in zip(left, right, strict=True))


def _deeply_equal(d: Document, left: Any, right: Any) -> bool:
    if not is_node(left) and not is_node(right):
        both_nan = isinstance(left, float) and isinstance(right, float) and left != left and right != right
        return both_nan or _are_equal(left, right)
    if isinstance(left, Attribute | Text) or isinstance(right, Attribute | Text):
        return type(left) is type(right) and bool(left.name == right.name and left.text == right.text)
    return _equal_trees(d, left, right)


def _equal_trees(d: Document, left: Any, right: Any) -> bool:
    if left.name != right.name or dict(left.attributes) != dict(right.attributes):
        return False
    return deep_equal(d, child_nodes(d, left), child_nodes(d, right))


def united(left: Iterable[Any], right: Iterable[Any]) -> Iterator[Any]:
    """All of both, in no order."""
    yield from left
    yield from right


def intersection(left: Iterable[Any], right: Iterable[Any]) -> list[Any]:
    """Those of `left` that are in `right`."""
    others = set(right)
    return [each for each in left if each in others]


def without(left: Iterable[Any], right: Iterable[Any]) -> list[Any]:
    """Those of `left` that are not in `right`."""
    others = set(right)
    return [each for each in left if each not in others]


def only_nodes(items: Sequence[Any]) -> Sequence[Any]:
    """`items`; raises DynamicError where one is no node."""
    if not all(is_node(each) for each in items):
        raise wrong_type()
    return items


def node_compared(operator: str, left: Any, right: Any) -> bool | None:
    """`is`, `<<` and `>>`; None where either is empty."""
    if left is None or right is None:
        return None
    if operator == "is":
        return are_same(left, right)
    return order_of(left) < order_of(right) if operator == "<" else order_of(left) > order_of(right)


def identity(node: Any) -> str:
    """fn:generate-id: the same for one node throughout a judgement."""
    if node is None:
        return ""
    number_, kind, level = order_of(node)
    name = node.name.encode().hex() if isinstance(node, Attribute) else ""
    return f"d{int(number_) + 1}k{kind}l{-level}{'a' + name if name else ''}"


def language_matches(language: str, node: Any) -> bool:
    """fn:lang"""
    element = node if isinstance(node, Element) else getattr(node, "parent", None)
    while element is not None:
        written = element.attributes.get("{http://www.w3.org/XML/1998/namespace}lang")
        if written is not None:
            return bool(f"{written.lower()}-".startswith(f"{language.lower()}-"))
        element = element.parent
    return False


def keyed(index: Mapping[str, Sequence[Any]], values: Iterable[Any]) -> list[Any]:
    """fn:key, before sorting: what `index` has for the strings of `values`."""
    return [node for value in values for node in index.get(string_of(value), ())]


def failed(*words: Any) -> Any:
    """fn:error"""
    raise DynamicError(" ".join(string_of(each) for each in words if each is not None) or "the rule calls error()")
