"""X12's hierarchy: HL loops that stand in a row and name their parents, hung under them, and put in a row again.

Numbers, parents' numbers and child codes say nothing that the tree doesn't; they are taken off while a message is read
and put on when one is written. Where a message's own aren't the plain ones, a leftover `tree` keeps them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.documents import Leftover
from app.formats.edi.loops import Loop

FLAT = "flat"
"""What a `tree` leftover says of a message whose loops are in a row, but no tree."""
_DEEPEST = 50
"""Levels of a tree; shipments have five, and each takes some of the interpreter's stack."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Where HL loops are (their place), and which elements have number, parent's number and child code (0: none)."""

    place: int
    tag: str
    id: int
    parent: int
    child: int

    @property
    def _elements(self) -> tuple[int, ...]:
        return tuple(each for each in (self.id, self.parent, self.child) if each)

    def nested(self, body: Loop, mark: str) -> Loop | None:
        """The message with its loops hung under their parents; None where that is no tree, or too deep."""
        root = _copy(body, [each for each in body.loops if each.place != self.place])
        path: list[tuple[str, Loop]] = []
        for each in body.loops:
            if each.place != self.place:
                continue
            cells = self._cells(each, mark)
            while path and path[-1][0] != cells[self.parent]:
                path.pop()
            if (cells[self.parent] and not path) or len(path) >= _DEEPEST:
                return None
            copy = _copy(each, list(each.loops))
            (path[-1][1] if path else root).loops.append(copy)
            path.append((cells[self.id], copy))
        root.loops.sort(key=lambda each: each.place)
        return root

    def flattened(self, root: Loop) -> Loop:
        """The message with its loops in a row again."""
        flat = _copy(root, [])
        for each in root.loops:
            flat.loops.extend(self._row(each) if each.place == self.place else [each])
        return flat

    def _row(self, loop: Loop) -> Iterator[Loop]:
        yield _copy(loop, [each for each in loop.loops if each.place != self.place])
        for each in loop.loops:
            if each.place == self.place:
                yield from self._row(each)

    def stripped(self, root: Loop, mark: str, name: str) -> list[Leftover]:
        """Take numbers and codes off; gives those that `numbered` wouldn't put on again."""
        expected = {id(loop): cells for loop, cells in self._plain(root)}
        found: list[Leftover] = []
        for path, loop in self._walk(root, name):
            cells = self._cells(loop, mark)
            own = [cells[each] for each in self._elements]
            if own != expected[id(loop)] or _is_padded(loop.segments[0], mark):
                found.append(Leftover("tree", path, loop.segments[0]))
            for each in self._elements:
                cells[each] = ""
            loop.segments = [mark.join(cells).rstrip(mark), *loop.segments[1:]]
        return found

    def numbered(self, root: Loop, mark: str, items: list[Leftover], name: str) -> None:
        """Put numbers and codes on, those of the leftovers where there are some."""
        own = {each.path: each.content for each in items if each.kind == "tree"}
        expected = list(self._plain(root))
        paths = {id(loop): path for path, loop in self._walk(root, name)}
        for loop, values in expected:
            cells = self._cells(loop, mark)
            for element, value in zip(self._elements, values, strict=True):
                cells[element] = value
            plain = mark.join(cells).rstrip(mark)
            loop.segments = [self._own(own.get(paths[id(loop)]), cells, mark) or plain, *loop.segments[1:]]

    def _own(self, segment: str | None, cells: list[str], mark: str) -> str | None:
        """The message's own numbers, in a segment that says the same otherwise."""
        if segment is None:
            return None
        theirs = (segment + mark * len(cells)).split(mark)
        rest = [number for number in range(len(cells)) if number not in self._elements]
        return segment if all(theirs[number] == cells[number] for number in rest) else None

    def _plain(self, root: Loop) -> Iterator[tuple[Loop, list[str]]]:
        number = 0
        waiting = [(each, "") for each in reversed(root.loops) if each.place == self.place]
        while waiting:
            loop, parent = waiting.pop()
            number += 1
            children = [each for each in loop.loops if each.place == self.place]
            values = [str(number), parent]
            yield loop, [*values, "1" if children else "0"] if self.child else values
            waiting.extend((each, str(number)) for each in reversed(children))

    def _walk(self, root: Loop, path: str) -> Iterator[tuple[str, Loop]]:
        inner = [each for each in root.loops if each.place == self.place]
        for index, each in enumerate(inner):
            at = f"{path}/{self.tag}[{index + 1}]"
            yield at, each
            yield from self._walk(each, at)

    def _cells(self, loop: Loop, mark: str) -> list[str]:
        cells = loop.segments[0].split(mark)
        return cells + [""] * (1 + max(self._elements) - len(cells))


def _is_padded(segment: str, mark: str) -> bool:
    return segment.endswith(mark)


def _copy(loop: Loop, loops: list[Loop]) -> Loop:
    copy = Loop(loop.place, loop.number)
    copy.places, copy.segments, copy.loops = loop.places, loop.segments, loops
    return copy
