"""What is known while one message is read, or one document written."""

from collections.abc import Sequence
from typing import Any

from app.domain.findings import Finding, Severity
from app.formats.edi.loops import Loop

MOST_FINDINGS = 1_000
"""Of one message, as with every other kind of check."""


_BEHIND = 1 << 30
Known = dict[int, tuple[object, Loop]]
Told = tuple[str, str, str]
"""What will be a leftover: its kind, its path, from wherever the comparison began, and its content."""

Beyond = dict[int, list[Told]]


class ReadState:
    """One reading.

    Attributes:
        loop, index: which segment is being read; faults are placed by them.
        root: the frame of the document itself.
        compares: whether it shall be known what loops say beyond their items.
        known: items whose loops have been compared with what is written for them, and these loops, by the items' ids.
        beyond: what these loops say beyond their items, by the loops' ids.
    """

    def __init__(self, message: Loop, name: str, currency: str) -> None:
        self.currency = currency
        self.position = 1
        self.group: list[object] = []
        self.root: list[Any] = []
        self.compares = True
        self.known: Known = {}
        self.beyond: Beyond = {}
        self.loop = message
        self.index = 0
        self.findings: list[Finding] = []
        self._message = message
        self._name = name
        self._places: dict[int, tuple[str, list[int]]] | None = None

    def settle(self, item: object, loop: Loop, beyond: list[Told]) -> None:
        """Note what an item's loop says beyond it."""
        self.known[id(item)] = (item, loop)
        self.beyond[id(loop)] = beyond

    def fault(self, code: str, label: str, found: str, **params: object) -> None:
        """An error in the segment being read."""
        self._tell(Severity.ERROR, code, label, {"found": _shown(found), **params})

    def doubt(self, code: str, label: str, found: str, **params: object) -> None:
        """A warning about the segment being read."""
        self._tell(Severity.WARNING, code, label, {"found": _shown(found), **params})

    def lacking(self, code: str, **params: object) -> None:
        """An error of the message as a whole."""
        self._add(Finding(code, self._name, None, Severity.ERROR, _texts(params)))

    def _tell(self, severity: Severity, code: str, label: str, params: dict[str, object]) -> None:
        if len(self.findings) < MOST_FINDINGS:
            path, line = self._where(label)
            self._add(Finding(code, path, line, severity, _texts(params)))

    def _add(self, found: Finding) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(found)

    def _where(self, label: str) -> tuple[str, int]:
        if self._places is None:
            self._places = {}
            _number(self._message, self._name, self._places, (self._message.number or 1) + 1)
        path, numbers = self._places[id(self.loop)]
        tag = tag_of(self.loop.segments[self.index])
        earlier = [tag_of(each) for each in self.loop.segments[: self.index]].count(tag)
        place = path if self.index == 0 and self.loop is not self._message else f"{path}/{tag}[{earlier + 1}]"
        return (f"{place}/{tag}-{label}" if label else place), numbers[self.index]


def _number(loop: Loop, path: str, places: dict[int, tuple[str, list[int]]], number: int) -> int:
    """Note the path of a loop and the numbers of its segments; gives the number of what follows it."""
    numbers: list[int] = []
    places[id(loop)] = (path, numbers)
    seen: dict[str, int] = {}
    inner = iter(loop.loops)
    waiting = next(inner, None)
    for place in [*loop.places, _BEHIND]:
        while waiting is not None and waiting.place < place:
            tag = tag_of(waiting.segments[0])
            seen[tag] = seen.get(tag, 0) + 1
            number = _number(waiting, f"{path}/{tag}[{seen[tag]}]", places, number)
            waiting = next(inner, None)
        if place != _BEHIND:
            numbers.append(number)
            number += 1
    return number


def tag_of(segment: str) -> str:
    """A segment's tag: the letters and digits that it begins with."""
    for index, each in enumerate(segment[:4]):
        if not each.isalnum():
            return segment[:index]
    return segment[:3]


def _texts(params: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


class Unsayable(Exception):
    """What is being written has nothing to say without a part that the message can't hold."""


class WriteState:
    """One writing.

    Attributes:
        trail: where in the document it is; remarks: what couldn't be written as it is, and why.
        known, beyond: those of the reading that is being compared with what is written.
        reused: ids of the loops that were taken over from it, although they say more than their items.
    """

    def __init__(self, currency: str, reading: ReadState | None = None) -> None:
        self.currency = currency
        self.group: tuple[Sequence[object], int] = ((), 0)
        self.known: Known = reading.known if reading else {}
        self.beyond: Beyond = reading.beyond if reading else {}
        self.reused: set[int] = set()
        self.trail: list[str] = []
        self.remarks: list[tuple[str, str]] = []

    def remark(self, kind: str, path: str) -> None:
        """Say that a value was cut, was too long, or has no code."""
        self.remarks.append((kind, "/".join(["", *self.trail, path])))
