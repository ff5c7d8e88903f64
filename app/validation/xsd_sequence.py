"""Which children of an element are out of place, told with as few words as possible.

Moving one element far away puts all that it jumped over "out of order" for who compares neighbours. Here the longest
run of children that is in order is taken as right, and only the rest as misplaced.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from operator import le

from app.safe.facts import Child


class Kind(Enum):
    """The ways in which a child fits among its siblings, or doesn't."""

    FITS = auto()
    STRANGER = auto()
    SURPLUS = auto()
    MISPLACED = auto()


@dataclass(frozen=True, slots=True)
class Fit:
    """How one child fits: `names` are what is expected instead (STRANGER), or the order around it (MISPLACED)."""

    kind: Kind
    names: tuple[str, ...] = ()


_FITS = Fit(Kind.FITS)
_SURPLUS = Fit(Kind.SURPLUS)


def fits_of(names: Sequence[str], counts: Sequence[int], allowed: Mapping[str, Child]) -> list[Fit]:
    """A judgement on each of `names`, the children of one element, by what is `allowed` there in this order.

    Args:
        counts: the how-manieth of its name each one is, from 1.
    """
    order = list(allowed)
    rank = {name: number for number, name in enumerate(order)}
    most = {name: child.most or len(names) for name, child in allowed.items()}
    fits = [at for at, name in enumerate(names) if name in rank and counts[at] <= most[name]]
    moved = {fits[index] for index in misplaced([rank[names[at]] for at in fits])}
    kept = sorted({rank[names[at]] for at in fits if at not in moved})
    found, last = [], -1
    for at, name in enumerate(names):
        if name not in rank:
            found.append(Fit(Kind.STRANGER, _next(order, allowed, last)))
        elif counts[at] > most[name]:
            found.append(_SURPLUS)
        elif at in moved:
            found.append(Fit(Kind.MISPLACED, _around(rank[name], kept, order)))
        else:
            found.append(_FITS)
            last = rank[name]
    return found


def missing(names: Sequence[str], allowed: Mapping[str, Child]) -> list[str]:
    """What must be there and isn't, in the schema's order."""
    present = set(names)
    return [name for name, child in allowed.items() if child.least and name not in present]


def misplaced(ranks: Sequence[int]) -> set[int]:
    """The positions in `ranks` to be moved so that the rest never decreases: a smallest such set."""
    if all(map(le, ranks, ranks[1:])):
        return set()
    ends: list[int] = []  # the smallest rank with which a run of each length can end
    last: list[int] = []  # the position of that rank
    before: list[int] = []
    for position, rank in enumerate(ranks):
        length = bisect_right(ends, rank)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [rank]
        last[length : length + 1] = [position]
    return set(range(len(ranks))) - _run(last, before)


def _run(last: Sequence[int], before: Sequence[int]) -> set[int]:
    found: set[int] = set()
    position = last[-1] if last else -1
    while position >= 0:
        found.add(position)
        position = before[position]
    return found


def _next(order: Sequence[str], allowed: Mapping[str, Child], last: int) -> tuple[str, ...]:
    """What may come after `last`: all up to the first that must."""
    start = last if last >= 0 and allowed[order[last]].most is None else last + 1
    found = []
    for name in order[start:]:
        found.append(name)
        if allowed[name].least and name != order[max(last, 0)]:
            break
    return tuple(found)


def _around(rank: int, kept: Sequence[int], order: Sequence[str]) -> tuple[str, ...]:
    index = bisect_left(kept, rank)
    before = [order[each] for each in kept[max(index - 1, 0) : index]]
    after = [order[each] for each in kept[index : index + 2] if each != rank][:1]
    return (*before, order[rank], *after)
