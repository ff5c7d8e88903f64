"""Where rules wait for segments: which one takes each of those at a place."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.formats.lens.compiling import Act

Guards = tuple[tuple[int, frozenset[str]], ...]


class Station:
    """A place that rules wait at: how its segments are cut, and the rules in their order."""

    __slots__ = ("acts", "cut")

    def __init__(self, cut: Callable[[str], list[str]]) -> None:
        self.cut = cut
        self.acts: list[Act] = []

    def taker(self, cells: list[str], used: int) -> "Act | None":
        """The rule that takes a segment: the first one whose guards hold, and that hasn't had its only one yet."""
        for act in self.acts:
            if not used & act.bit:
                if not act.guards:
                    return act
                for cell, values in act.guards:
                    if cells[cell] not in values:
                        break
                else:
                    return act
        return None

    def barred(self, segments: Iterable[str]) -> int:
        """The rules, as bits, that take nothing since there is a segment which they are only the second best for."""
        wary = [act for act in self.acts if act.unless]
        if not wary:
            return 0
        rows = [self.cut(each) for each in segments]
        return sum(act.bit for act in wary if any(all(row[at] in one for at, one in act.unless) for row in rows))
