"""Everything that a compiled module may name. It has no other built-ins, and imports nothing."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.safe.tree import Element
from app.validation.schematron import (
    regex,
    runtime_arguments,
    runtime_axes,
    runtime_casts,
    runtime_dates,
    runtime_nodes,
    runtime_numbers,
    runtime_operators,
    runtime_sequences,
    runtime_strings,
    runtime_values,
)
from app.validation.schematron.regex import tokenize_regex
from app.validation.schematron.runtime_axes import children, texts
from app.validation.schematron.runtime_casts import castable, is_instance
from app.validation.schematron.runtime_dates import Duration, Moment, component
from app.validation.schematron.runtime_nodes import Attribute, Document, Text, is_node
from app.validation.schematron.runtime_operators import compared, compared_generally
from app.validation.schematron.runtime_values import DynamicError, Untyped, double_of, string_of, wrong_type

_BUILT_INS = {
    each.__name__: each for each in (bool, enumerate, float, frozenset, iter, len, map, next, str, __build_class__)
}


_MODULES = (
    runtime_values,
    runtime_dates,
    runtime_casts,
    runtime_operators,
    runtime_nodes,
    runtime_axes,
    runtime_arguments,
    runtime_strings,
    runtime_numbers,
    runtime_sequences,
    regex,
)


class Lazy:
    """A value that is worked out when it is asked for first; an error is raised every time."""

    __slots__ = ("_answer", "_work")

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work: Callable[[], Any] | None = work
        self._answer: Any = None

    def __call__(self) -> Any:
        if self._work is not None:
            self._answer = self._work()
            self._work = None
        return self._answer


def or_none(function: Callable[[Any], Any], value: Any) -> Any:
    """`function(value)`, None for None."""
    return None if value is None else function(value)


def double_or_none(text: str | None) -> float | None:
    """xs:double of a text or of nothing."""
    return None if text is None else double_of(text)


def untyped_or_none(text: str | None) -> Untyped | None:
    """A text or nothing, with its type."""
    return None if text is None else Untyped(text)


def all_untyped(texts_: Iterable[str]) -> list[Untyped]:
    """Texts with their type."""
    return [Untyped(each) for each in texts_]


def text_or_no(node: Any) -> str | None:
    """The string value of a node, or of nothing."""
    return None if node is None else node.text


def texts_of(nodes: Iterable[Any]) -> list[str]:
    """The string values of nodes."""
    return [each.text for each in nodes]


def text_of(item: Any) -> str:
    """fn:string of an item or of nothing."""
    if item is None:
        return ""
    return item.text if is_node(item) else string_of(item)


def node_of(item: Any) -> Any:
    """`item`, which has to be a node."""
    if not is_node(item):
        raise wrong_type()
    return item


def shifted(value: Decimal | int | None, places: int) -> Decimal | None:
    """`value` divided by ten to the power of `places`."""
    return None if value is None else Decimal(value).scaleb(-places)


def any_of(operator: str, left: Any, right: Iterable[Any]) -> bool:
    """Whether a general comparison holds with any of `right`."""
    return any(compared_generally(operator, left, each) for each in right)


def any_text_of(operator: str, left: str, right: Iterable[str]) -> bool:
    """Whether a comparison of texts holds with any of `right`."""
    return any(compared(operator, str(left), str(each)) for each in right)


def are_castable(items: Sequence[Any], kind: str, optional: bool) -> bool:
    """`castable as`"""
    if len(items) != 1:
        return not items and optional
    return castable(items[0], kind)


def are_of_type(items: Sequence[Any], kind: str, uri: str | None, local: str | None, occurrence: str) -> bool:
    """`instance of`"""
    if kind == "empty":
        return not items
    if (len(items) > 1 and occurrence in ("", "?")) or (not items and occurrence in ("", "+")):
        return False
    if kind == "item":
        return True
    if kind.startswith("xs:"):
        return all(not is_node(each) and is_instance(each, kind) for each in items)
    return all(is_node(each) and passes(each, kind, uri, local) for each in items)


_KINDS: dict[str, Any] = {"element": Element, "attribute": Attribute, "text": Text, "document-node": Document}


def passes(node: Any, kind: str, uri: str | None, local: str | None) -> bool:
    """Whether a node is of that kind and name; None stands for any."""
    if kind == "node":
        return True
    if kind not in _KINDS or not isinstance(node, _KINDS[kind]):
        return False
    if uri is None and local is None:
        return True
    its_uri, _, its_local = node.name.rpartition("}")
    return (local is None or its_local == local) and (uri is None or its_uri[1:] == uri)


def passing(nodes: Iterable[Any], kind: str, uri: str | None, local: str | None) -> list[Any]:
    """Those that pass."""
    return [each for each in nodes if passes(each, kind, uri, local)]


def has_children(d: Document, node: Any) -> bool:
    """fn:has-children (XPath 3)"""
    return node is not None and bool(children(d, node) or (node is not d and texts(d, node)))


def part_of(value: Any, name: str) -> Any:
    """A component of a date, time or duration, or of nothing."""
    return None if value is None else component(value, name)


def _moment(kind: str, now: datetime) -> Moment:
    offset = now.utcoffset()
    seconds = (
        now.hour * 3600
        + now.minute * 60
        + now.second
        + (Decimal(now.microsecond) / 1_000_000 if now.microsecond else 0)
    )
    date = (1972, 12, 31) if kind == "xs:time" else (now.year, now.month, now.day)
    return Moment(kind, date, 0 if kind == "xs:date" else seconds, int(offset.total_seconds()) // 60 if offset else 0)


def current_date(now: datetime) -> Moment:
    """fn:current-date"""
    return _moment("xs:date", now)


def current_date_time(now: datetime) -> Moment:
    """fn:current-dateTime"""
    return _moment("xs:dateTime", now)


def current_time(now: datetime) -> Moment:
    """fn:current-time"""
    return _moment("xs:time", now)


def no_offset() -> Duration:
    """fn:implicit-timezone: UTC."""
    return Duration("xs:dayTimeDuration", 0, 0)


def joined_date_time(date: Moment | None, time: Moment | None) -> Moment | None:
    """fn:dateTime"""
    if date is None or time is None:
        return None
    if date.zone is not None and time.zone is not None and date.zone != time.zone:
        raise DynamicError("a date and a time have different time zones")
    zone = time.zone if date.zone is None else date.zone
    return Moment("xs:dateTime", (date.year, date.month, date.day), time.seconds, zone)


def names() -> dict[str, Any]:
    """The global names of a compiled module, before its own."""
    found: dict[str, Any] = {"__builtins__": dict(_BUILT_INS), "__name__": "compiled_rules"}
    for module in _MODULES:
        found.update(_public(module))
    found.update(_public_here())
    return found | {"Decimal": Decimal, "lazily": Lazy, "tokenize_regex": tokenize_regex, "all": all, "any": any}


def _public(module: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith(module.__name__.rpartition(".")[0])
    }


def _public_here() -> dict[str, Any]:
    return {name: value for name, value in globals().items() if not name.startswith("_") and callable(value)}
