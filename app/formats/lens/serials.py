"""Serial numbers in a row: several in one segment, and ranges of them (EDIFACT's GIN).

A range is only spelt out where no number has to be guessed: of SSCCs, whose last digit follows from the others, with a
bound on how many there are. Any other range stays what the message says, and is told of.
"""

import re
from collections.abc import Callable

from app.formats.lens.bound import At, BoundRow
from app.formats.lens.layout import Layout
from app.formats.lens.state import ReadState

_MOST, _MOST_IN_ALL = 1_000, 10_000
"""Numbers of one range; and of a list, when a range is to be added."""
_SSCC = re.compile(r"[0-9]{18}")

Row = Callable[[list[str], int, ReadState], list[list[str]]]


def row_of(row: BoundRow, into: At, layout: Layout) -> Row:
    """What cuts a segment's cells into those of its items; the number of each is where a single one would be."""
    places = [(layout.cell(first), layout.cell(last)) for first, last in row.cells]
    target, labels = layout.cell(into), [f"{first[0]:02}" for first, _ in row.cells]

    def items(cells: list[str], already: int, state: ReadState) -> list[list[str]]:
        found: list[list[str]] = []
        for (first, last), label in zip(places, labels, strict=True):
            for number in _numbers(cells[first], cells[last], already + len(found), label, state):
                item = cells[:]
                item[target] = number
                found.append(item)
        return found

    return items


def _numbers(first: str, last: str, already: int, label: str, state: ReadState) -> list[str]:
    if not first:
        return []
    if not last or first == last:
        return [first]
    found = sscc_range(first, last, min(_MOST, _MOST_IN_ALL - already))
    if not found:
        state.doubt("lens.range", label, f"{first}:{last}")
    return found


def sscc_range(first: str, last: str, most: int) -> list[str]:
    """The SSCCs from the first to the last; none where that can't be told, or there are more than `most`."""
    if not all(_SSCC.fullmatch(each) and check_digit(each[:-1]) == each[-1] for each in (first, last)):
        return []
    start, end = int(first[:-1]), int(last[:-1])
    if not 0 <= end - start < most:
        return []
    return [f"{number}{check_digit(number)}" for number in (f"{each:017}" for each in range(start, end + 1))]


def check_digit(digits: str) -> str:
    """GS1's check digit of a number without it (GS1 General Specifications 7.9)."""
    weighted = (int(each) * (3 if place % 2 == 0 else 1) for place, each in enumerate(reversed(digits)))
    return str(-sum(weighted) % 10)
