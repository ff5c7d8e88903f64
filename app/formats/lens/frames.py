"""Frames: the values that were read for one object, in a plain list, and the object that is made of them.

While a message is read, nothing is built: values are put into numbered slots. A shape knows which path each slot
belongs to, and makes the frozen dataclass of a full frame.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING
from types import MappingProxyType
from typing import Any

from app.formats.lens.implied import Formula
from app.formats.lens.making import Fixed, Part, Slot, builder
from app.formats.lens.parts import Parts
from app.formats.lens.paths import ITSELF, Path, Step, known_fields

Frame = list[Any]
Build = Callable[[Frame], Any]


class Shape:
    """How frames of one class are laid out; slots are added while a mapping is compiled."""

    def __init__(self, cls: type, root: "Shape | None" = None) -> None:
        self.cls = cls
        self.root = root or self
        self.slots: dict[str, int] = {}
        self.paths: list[Path] = []
        self.implied: list[tuple[int, Build]] = []
        self._parts: dict[str, int] = {}
        self._sums: list[tuple[int, Build]] = []
        self.build: Build = _nothing
        self._size = 0

    def slot(self, path: Path) -> int:
        """The number of a path's slot."""
        if path.text not in self.slots:
            self.slots[path.text] = self._size
            self._size += 1
            self.paths.append(path)
        return self.slots[path.text]

    def aside(self, path: Path, unless: Path | None) -> int:
        """The number of a slot whose value counts only where nothing else says what is at the path, or at `unless`."""
        slot, spare = self.slot(path), self._size
        self._size += 1
        other = self.slot(unless) if unless else slot
        self.implied.insert(0, (slot, lambda frame: frame[spare] if frame[other] is None else None))
        return spare

    def parts(self, parts: Parts) -> int:
        """The number of a slot for (status, quantity) of what adds up to what is at a path."""
        if parts.sum.text not in self._parts:
            spare = self._parts[parts.sum.text] = self._size
            self._size += 1
            self._sums += [
                (self.slot(parts.sum), lambda frame: frame[spare] and parts.quantity(frame[spare])),
                (self.slot(parts.by), lambda frame: frame[spare] and parts.status(frame[spare])),
            ]
        return self._parts[parts.sum.text]

    def imply(self, path: Path, formula: Formula) -> None:
        """Fill a path by a formula where nothing says it."""
        slots = {each.text: self.slot(each) for term in formula.terms for each in term}
        self.implied.append((self.slot(path), lambda frame: formula.value(lambda each: frame[slots[each.text]])))

    def frame(self) -> Frame:
        """An empty frame."""
        return [None] * self._size

    def finish(self) -> None:
        """Compile `build`: the object of a frame, None where it lacks something that it can't be without."""
        if ITSELF in self.slots:
            index = self.slots[ITSELF]
            self.build = lambda frame: frame[index]
            return
        tree: dict[str, Any] = {}
        for path in self.paths:
            _plant(tree, path.steps, self.slots[path.text], path.many)
        self.build = self._filled(_object(self.cls, tree, always=True))

    def _filled(self, build: Build) -> Build:
        implied = [*self._sums, *self.implied]
        if not implied:
            return build

        def filled(frame: Frame) -> Any:
            for slot, value in implied:
                if frame[slot] is None:
                    frame[slot] = value(frame)
            return build(frame)

        return filled

    def missing(self, frame: Frame) -> list[str]:
        """The fields without which there is no object."""
        have = {path.steps[0].field.name for path in self.paths if frame[self.slots[path.text]] is not None}
        return [name for name, known in known_fields(self.cls).items() if known.default is MISSING and name not in have]


def _plant(tree: dict[str, Any], steps: tuple[Step, ...], slot: int, many: bool) -> None:
    step, rest = steps[0], steps[1:]
    name = step.field.name
    if step.field.many:
        picks, listed = tree.setdefault(name, ({}, []))
        if step.pick is None:
            listed.append(slot)
        elif rest:
            _plant(picks.setdefault(step.pick, {}), rest, slot, many)
        else:
            picks[step.pick] = slot
    elif rest:
        _plant(tree.setdefault(name, {}), rest, slot, many)
    else:
        tree[name] = slot


def _object(
    cls: type, tree: Mapping[str, Any], always: bool = False, constants: Mapping[str, str] = MappingProxyType({})
) -> Build:
    known = known_fields(cls)
    values: dict[str, Slot | Part | Fixed] = {}
    for name, each in known.items():
        # what only lacks its text is said all the same: a reference to a line that doesn't name the document
        default = "" if each.default is MISSING and each.type is str and not always else each.default
        if name in constants:
            values[name] = Fixed(constants[name])
        elif name not in tree:
            values[name] = Fixed(default)
        elif isinstance(tree[name], int):
            values[name] = Slot(tree[name], default)
        else:
            values[name] = Part(_part(each, tree[name]), tuple(_slots_in(tree[name])), default)
    return builder(cls, values, always)


def _slots_in(part: Any) -> Iterator[int]:
    """All slots that a part of an object is made of."""
    if isinstance(part, int):
        yield part
        return
    picks, listed = part if isinstance(part, tuple) else (part, [])
    yield from listed
    for each in picks.values():
        yield from _slots_in(each)


def _part(known: Any, part: Any) -> Build:
    if not known.many:
        return _object(known.type, part, always=False)
    picks, listed = part
    builders = [_picked(known.type, pick, inner) for pick, inner in picks.items()]
    if not builders:
        return _listing(listed[0])

    def build(frame: Frame) -> Any:
        found = [value for each in builders if (value := each(frame)) is not None]
        for slot in listed:
            found.extend(frame[slot] or ())
        return tuple(found) or None

    return build


def _listing(slot: int) -> Build:
    def build(frame: Frame) -> Any:
        found = frame[slot]
        return tuple(found) if found else None

    return build


def _picked(kind: type, pick: tuple[int | str, str], inner: Any) -> Build:
    if isinstance(inner, int):
        return lambda frame: frame[inner]
    key, value = pick
    return _object(kind, inner, constants={key: value} if isinstance(key, str) else {})


class Aside:
    """A shape as readers see it whose values count only where nothing else says them."""

    def __init__(self, shape: Shape, unless: Path | None) -> None:
        self.cls = shape.cls
        self._shape = shape
        self._unless = unless

    def slot(self, path: Path) -> int:
        """The number of a slot that is none of the path's own."""
        return self._shape.aside(path, self._unless)


def _nothing(frame: Frame) -> Any:  # noqa: ARG001 (a shape that isn't finished)
    raise AssertionError("the shape isn't finished")
