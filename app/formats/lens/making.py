"""Objects made fast of what was read: one function a class, written for it, as the standard library's dataclasses are.

A frozen dataclass takes five times as long to make as one that isn't frozen. So a twin of the class is made, of the
same slots and not frozen, filled, and is the real class from then on. What comes out is an ordinary object of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from functools import cache
from typing import Any

Build = Callable[[list[Any]], Any]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A field that has the same value in every object; MISSING: there can be no object."""

    value: Any


@dataclass(frozen=True, slots=True)
class Slot:
    """A field that is in a frame's slot; `default` where that is empty, MISSING: there is no object then."""

    number: int
    default: Any


@dataclass(frozen=True, slots=True)
class Part:
    """A field that is made of several slots."""

    build: Build
    slots: tuple[int, ...]
    default: Any


def builder(cls: type, values: Mapping[str, Fixed | Slot | Part], always: bool) -> Build:
    """What makes objects of a class of frames; None where nothing was read, unless `always`, or too little."""
    if any(isinstance(each, Fixed) and each.value is MISSING for each in values.values()):
        return _nothing
    names: dict[str, Any] = {"new": object.__new__, "twin": _twin(cls), "cls": cls}
    lines = ["def build(frame):"]
    filled = [(f"v{number}", name, value) for number, (name, value) in enumerate(values.items())]
    read = [(variable, value) for variable, _, value in filled if not isinstance(value, Fixed)]
    for variable, value in read:
        lines.append(f" {variable} = {_reading(variable, value, names)}")
    if not always:
        lines.append(f" if {' and '.join(f'{variable} is None' for variable, _ in read) or 'True'}: return None")
    for variable, value in read:
        lines.append(f" if {variable} is None: {_without(variable, value.default, names)}")
    lines.append(" made = new(twin)")
    for variable, name, each in filled:
        if isinstance(each, Fixed):
            names[variable] = each.value
        lines.append(f" made.{name} = {variable}")
    lines += [" made.__class__ = cls", " return made"]
    exec("\n".join(lines), names)  # noqa: S102 (made of a class's field names alone, as dataclasses does it)
    made: Build = names["build"]
    return made


def _reading(variable: str, value: Slot | Part, names: dict[str, Any]) -> str:
    if isinstance(value, Slot):
        return f"frame[{value.number}]"
    names[f"build_{variable}"] = value.build
    # most parts are empty mostly, and so aren't even tried
    empty = " and ".join(f"frame[{slot}] is None" for slot in value.slots)
    return f"None if {empty} else build_{variable}(frame)"


def _without(variable: str, default: Any, names: dict[str, Any]) -> str:
    if default is MISSING:
        return "return None"
    names[f"default_{variable}"] = default
    return f"{variable} = default_{variable}"


def _nothing(frame: list[Any]) -> Any:  # noqa: ARG001 (in the place of a builder)
    return None


@cache
def _twin(cls: type) -> type:
    own = cls.__dict__.get("__slots__")
    if own is None:
        raise TypeError(f"{cls.__name__} has no slots")
    return type(cls.__name__, cls.__bases__, {"__slots__": tuple(own), "__setattr__": object.__setattr__})
