"""Paths into the domain's documents, told by their dataclasses: `lines`, `buyer.ids[0]`, `ids[scheme=0088].value`.

A path is resolved once, when a mapping is loaded. In brackets stands which item of a list is meant: the n-th, or the
first one with that value in one of its fields.
"""

import re
import types
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

ITSELF = "."
"""The item of a list itself, where that is a plain value."""

_STEP = re.compile(r"(?P<name>[a-z_]+)(\[((?P<index>\d{1,2})|(?P<key>[a-z_]+)=(?P<value>[^\]]*))\])?")


class NoSuchPath(LookupError):
    """The document has nothing there."""


@dataclass(frozen=True, slots=True)
class Known:
    """A field of a dataclass: the type of its value or, where it is a list, of its items."""

    name: str
    type: type
    many: bool
    optional: bool
    default: Any


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path; `index` or `key` and `value` pick an item of a list."""

    field: Known
    index: int | None = None
    key: str = ""
    value: str = ""

    @property
    def picks(self) -> bool:
        """Whether it picks one item."""
        return self.index is not None or bool(self.key)

    @property
    def pick(self) -> tuple[int | str, str] | None:
        """What sets apart the picked items of one list."""
        if self.index is not None:
            return (self.index, "")
        return (self.key, self.value) if self.key else None


@dataclass(frozen=True, slots=True)
class Path:
    """A resolved path: `type` is that of the value at its end, or of its items where that is a list (`many`)."""

    text: str
    steps: tuple[Step, ...]
    type: type
    many: bool

    @property
    def get(self) -> Callable[[Any], Any]:
        """What fetches the value; None where something on the way isn't there."""
        return _getter(self.steps)


@cache
def known_fields(cls: type) -> dict[str, Known]:
    """A dataclass's fields."""
    hints = get_type_hints(cls)
    return {each.name: _known(each, hints[each.name]) for each in fields(cls)}


def _known(each: Field[Any], hint: Any) -> Known:
    optional = False
    if get_origin(hint) in {Union, types.UnionType}:
        optional = True
        hint = next(one for one in get_args(hint) if one is not type(None))
    many = get_origin(hint) is tuple
    kind = get_args(hint)[0] if many else hint
    return Known(each.name, kind, many, optional, _default(each, kind, many or optional))


def _default(each: Field[Any], kind: type, optional: bool) -> Any:
    if each.default is not MISSING or optional or not is_dataclass(kind):
        return each.default
    # a party or an item of which nothing is known is still a party or an item
    without = all(one.default is not MISSING for one in fields(kind))
    return kind() if without else MISSING


def has_path(cls: type, text: str) -> bool:
    """Whether a document has the fields that a path names: of several that a message may be, not every one does."""
    try:
        resolved(cls, text)
    except NoSuchPath:
        return False
    return True


def resolved(cls: type, text: str) -> Path:
    """The path `text` from an object of `cls`; raises NoSuchPath."""
    if text == ITSELF:
        return Path(text, (), cls, False)
    steps: list[Step] = []
    here: Any = cls
    for part in text.split("."):
        if steps and steps[-1].field.many and not steps[-1].picks:
            raise NoSuchPath(text)
        step = _step(here, part, text)
        steps.append(step)
        here = step.field.type
    last = steps[-1]
    return Path(text, tuple(steps), here, last.field.many and not last.picks)


def _step(cls: Any, part: str, text: str) -> Step:
    found = _STEP.fullmatch(part)
    if not found or not is_dataclass(cls) or found["name"] not in known_fields(cls):  # type: ignore[arg-type]  # cls is a class here
        raise NoSuchPath(text)
    known = known_fields(cls)[found["name"]]  # type: ignore[arg-type]  # as above
    if found["index"] is None and found["key"] is None:
        return Step(known)
    keyed = found["key"] is None or (is_dataclass(known.type) and found["key"] in known_fields(known.type))
    if not known.many or not keyed:
        raise NoSuchPath(text)
    index = None if found["index"] is None else int(found["index"])
    return Step(known, index, found["key"] or "", found["value"] or "")


def _getter(steps: tuple[Step, ...]) -> Callable[[Any], Any]:
    if not steps:
        return _itself
    if not any(each.picks or each.field.optional for each in steps[:-1]) and not steps[-1].picks:
        return attrgetter(".".join(each.field.name for each in steps))  # nothing on the way can be missing
    getters = [_step_getter(each) for each in steps]
    if len(getters) == 1:
        return getters[0]

    def get(value: Any) -> Any:
        for each in getters:
            if value is None:
                return None
            value = each(value)
        return value

    return get


def _itself(value: Any) -> Any:
    return value


def _step_getter(step: Step) -> Callable[[Any], Any]:
    name, index, key, wanted = step.field.name, step.index, step.key, step.value
    if key:
        return lambda value: next((each for each in getattr(value, name) if getattr(each, key) == wanted), None)
    if index is not None:
        return lambda value: items[index] if len(items := getattr(value, name)) > index else None
    return attrgetter(name)


def joined(prefix: str, path: str) -> str:
    """A path below another one; one that begins with a stroke starts anew."""
    if path.startswith("/"):
        return path[1:]
    return f"{prefix}.{path}" if prefix and path else prefix or path


def head_of(cls: type, text: str) -> tuple[str, str]:
    """A path up to its first list, and what follows."""
    parts = text.split(".")
    for index, part in enumerate(parts):
        known = known_fields(cls).get(part)
        if known is None or known.many:
            return ".".join(parts[: index + 1]), ".".join(parts[index + 1 :])
        if index == len(parts) - 1:
            break
        cls = known.type
    return text, ""
