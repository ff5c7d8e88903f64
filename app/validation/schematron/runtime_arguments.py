"""How many items there are and of what type, where the compiler can't know: what functions and operators ask for.

An optional item is None where it is the empty sequence; a sequence is a list or a tuple.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from app.validation.schematron.runtime_casts import cast, kinds_of
from app.validation.schematron.runtime_nodes import is_node
from app.validation.schematron.runtime_values import (
    DynamicError,
    Untyped,
    Uri,
    decimal_of,
    double_of,
    missing,
    too_many,
    wrong_type,
)

MOST_ITEMS = 1_000_000
"""Of a range, or of the characters of a text."""


def only(items: Sequence[Any] | None) -> Any:
    """The only one of `items`, or None; raises DynamicError where there are several."""
    if not items:
        return None
    if len(items) > 1:
        raise too_many()
    return items[0]


def only_text(nodes: Sequence[Any] | None) -> str | None:
    """The text of the only node, or None; raises DynamicError where there are several."""
    if not nodes:
        return None
    if len(nodes) > 1:
        raise too_many()
    text: str = nodes[0].text
    return text


def only_decimal(nodes: Sequence[Any] | None) -> Decimal | None:
    """xs:decimal of the only node, or None."""
    if not nodes:
        return None
    if len(nodes) > 1:
        raise too_many()
    return decimal_of(nodes[0].text)


def some_text(nodes: Sequence[Any] | None) -> str:
    """Like `only_text`, "" for None: what functions take the empty sequence for."""
    if not nodes:
        return ""
    if len(nodes) > 1:
        raise too_many()
    text: str = nodes[0].text
    return text


def required(item: Any) -> Any:
    """`item`; raises DynamicError where it is None."""
    if item is None:
        raise missing()
    return item


def one_or_more(items: Sequence[Any]) -> Sequence[Any]:
    """fn:one-or-more"""
    if not items:
        raise missing()
    return items


def as_list(item: Any) -> Sequence[Any]:
    """None or one item as a sequence."""
    return () if item is None else (item,)


def atomized(items: Iterable[Any]) -> list[Any]:
    """fn:data of items of any kind."""
    return [atom(each) for each in items]


def atom(item: Any) -> Any:
    """The atomic value of one item; None stays None."""
    return Untyped(item.text) if is_node(item) else item


def truth(items: Sequence[Any]) -> bool:
    """The effective boolean value (XPath 2.0 § 2.4.3) of items of any kind."""
    if not items:
        return False
    first = items[0]
    if is_node(first):
        return True
    if len(items) > 1:
        raise wrong_type()
    return truth_of(first)


def truth_of(value: Any) -> bool:
    """The effective boolean value of one item, or of None."""
    if value is None:
        return False
    if isinstance(value, str | bool):
        return bool(value)
    if isinstance(value, int | float | Decimal):
        return bool(value == value and value != 0)
    if is_node(value):
        return True
    raise wrong_type()


def holds(items: Sequence[Any], position: int) -> bool:
    """Whether a predicate with the value `items` holds for the item at `position`."""
    if len(items) == 1 and isinstance(items[0], int | float | Decimal) and not isinstance(items[0], bool):
        return bool(items[0] == position)
    return truth(items)


def at_place(items: Sequence[Any], place: Any) -> Sequence[Any]:
    """`items[place]`, where `place` is a number (from 1) or None."""
    if place is None or place != place or place < 1 or place > len(items):
        return ()
    index = int(place)
    return items[index - 1 : index] if index == place else ()


def integers(first: Any, last: Any) -> Sequence[int]:
    """`first to last`"""
    if first is None or last is None:
        return ()
    first, last = integer_argument(first), integer_argument(last)
    if last - first >= MOST_ITEMS:
        raise DynamicError("a range has too many numbers")
    return range(first, last + 1)


# ---- conversion of arguments whose types aren't known


def string_argument(value: Any) -> str:
    """What a parameter of type `xs:string?` makes of `value`; "" for None."""
    if value is None:
        return ""
    value = atom(value)
    if isinstance(value, str):
        return str(value)
    raise wrong_type()


def integer_argument(value: Any) -> int:
    """What a parameter of type `xs:integer` makes of `value`."""
    value = atom(value)
    if isinstance(value, Untyped):
        return int(cast(value, "xs:integer"))
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise missing() if value is None else wrong_type()


def numeric_argument(value: Any) -> Any:
    """What a parameter of type `numeric?` makes of `value`."""
    value = atom(value)
    if isinstance(value, Untyped):
        return double_of(value)
    if value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)):
        return value
    raise wrong_type()


def typed_argument(value: Any, kind: str) -> Any:
    """What a parameter of the atomic type `kind` makes of an atomic `value` (XPath 2.0 § 3.1.5); None stays None."""
    value = atom(value)
    if value is None or kind == "xs:anyAtomicType":
        return value
    if isinstance(value, Untyped):
        return cast(value, kind) if kind != "xs:untypedAtomic" else value
    if kind in kinds_of(value):
        return value
    if kind in ("xs:double", "xs:float") and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return cast(value, kind)
    if kind == "xs:string" and isinstance(value, Uri):
        return str(value)
    raise wrong_type()


def typed_sequence(items: Iterable[Any], kind: str, occurrence: str) -> list[Any]:
    """Like `typed_argument`, for a sequence of atomic values that occurs as `occurrence` says ("", ?, *, +)."""
    found = [typed_argument(each, kind) for each in items]
    counted(found, occurrence)
    return found


def counted(items: Any, occurrence: str) -> Any:
    """`items`; raises DynamicError where they are not as many as `occurrence` says."""
    if occurrence in ("", "?") and len(items) > 1:
        raise too_many()
    if occurrence in ("", "+") and not items:
        raise missing()
    return items
