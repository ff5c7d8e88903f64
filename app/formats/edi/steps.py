"""A message's grammar as a transition table: from each place, where a segment's tag leads to.

Made for one message and one set of delimiters, a place's row when a document first gets there. Looking a tag up is one
access to a dictionary; whatever depends on the grammar alone is worked out once.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from app.formats.edi.delimiters import Delimiters
from app.formats.edi.grammar import Grammar, LoopRule, Message, Place, Segment
from app.formats.edi.patterns import Test, test_for

Extra = Callable[[str, Delimiters], bool]


class Step:
    """What a tag means at a place.

    Attributes:
        place: the place that it leads to; index: its number.
        most: how often the segment may stand there; 0 for any number.
        test: recognises a good segment.
        row: where tags lead from there.
        closes: how many loops end before it.
        opens: the loop that it opens, if any, and how often that may come (`limit`; 0 for any number of times).
        again: whether that is one more of the last loop that it closes.
        missing: places that had to be filled before.
        same: whether it leads to where it came from.
        plain: whether it leads on within a loop and nothing is missing: the usual case, at the least cost.
        last: whether the message ends with it.
    """

    __slots__ = (
        "again",
        "closes",
        "index",
        "last",
        "limit",
        "missing",
        "most",
        "opens",
        "place",
        "plain",
        "row",
        "same",
        "test",
    )

    def __init__(self, origin: Place, route: "_Route", table: "Table") -> None:
        place = route.place
        self.place = place
        self.index = place.index
        self.most = place.repeats
        self.test = table.test(place.segment)
        self.row = table.row(place)
        self.closes = route.closes
        self.opens = route.opens
        self.limit = route.opens.repeats if route.opens is not None else 0
        self.again = route.again
        self.missing = route.missing
        self.same = place is origin and not route.opens
        self.plain = not route.closes and route.opens is None and not route.missing
        self.last = place is table.message.places[-1]


class _Route:
    __slots__ = ("again", "closes", "missing", "opens", "place")

    def __init__(
        self, place: Place, closes: int, opens: LoopRule | None, again: bool, missing: tuple[Place, ...]
    ) -> None:
        self.place = place
        self.closes = closes
        self.opens = opens
        self.again = again
        self.missing = missing


class Row(dict[str, Step | None]):
    """Where each tag leads from a place; keys are the first three characters of a segment, whatever its tag's length.

    None stands for tags that lead nowhere. At most `MOST` of those are kept: a document may be full of nonsense.
    """

    MOST = 500

    def __init__(self, place: Place, table: "Table") -> None:
        super().__init__()
        self.place = place
        self._table = table

    def __missing__(self, key: str) -> Step | None:
        tag = key.split(self._table.marks.element)[0]
        route = next(routes(self.place, tag), None)
        step = None if route is None else Step(self.place, route, self._table)
        if step is not None or len(self) < self.MOST:
            self[key] = step
        return step

    def beyond(self, tag: str) -> Step | None:
        """Where a tag leads that must not stand at this place again."""
        for route in routes(self.place, tag):
            if route.place is not self.place or route.opens:
                return Step(self.place, route, self._table)
        return None


class Table:
    """The table of a message for one set of delimiters. Threads may share it: filling a row twice does no harm.

    Attributes:
        tags: every tag that the message has.
    """

    def __init__(self, message: Message, grammar: Grammar, marks: Delimiters) -> None:
        self.message = message
        self.grammar = grammar
        self.marks = marks
        self.tags = frozenset(each.tag for each in message.places)
        self._tests: dict[str, Test] = {}
        self._rows: dict[int, Row] = {}

    def test(self, segment: Segment) -> Test:
        """The test of a segment."""
        if segment.tag not in self._tests:
            self._tests[segment.tag] = test_for(segment, self.marks)
        return self._tests[segment.tag]

    def row(self, place: Place) -> Row:
        """The row of a place."""
        if place.index not in self._rows:
            self._rows[place.index] = Row(place, self)
        return self._rows[place.index]


@lru_cache(maxsize=128)
def table_of(message: Message, grammar: Grammar, marks: Delimiters) -> Table:
    """The table, made once; documents of a partner have the same delimiters for years."""
    return Table(message, grammar, marks)


def routes(origin: Place, tag: str) -> Iterator[_Route]:
    """The ways from a place to those that `tag` may stand for, in the order in which the standard tries them.

    A segment belongs to the first place that it fits, looking onwards in its loop, then at the loop's next occurrence,
    then behind the loop.
    """
    missing: list[Place] = []
    part: Place | LoopRule = origin
    loop, closes = origin.loop, 0
    if origin.tag == tag and origin.repeats != 1:
        yield _Route(origin, 0, None, False, ())
    while True:
        yield from _onwards(loop, part, tag, closes, missing)
        if loop.parent is None:
            return
        if loop.first.tag == tag:
            yield _Route(loop.first, closes + 1, loop, True, tuple(missing))
        part, loop, closes = loop, loop.parent, closes + 1


def _onwards(loop: LoopRule, behind: Place | LoopRule, tag: str, closes: int, missing: list[Place]) -> Iterator[_Route]:
    """The places behind `behind` in its loop; what is required on the way and passed over is added to `missing`."""
    start = next(number for number, each in enumerate(loop.parts) if each is behind)
    for part in loop.parts[start + 1 :]:
        first = part if isinstance(part, Place) else part.first
        if first.tag == tag:
            yield _Route(first, closes, part if isinstance(part, LoopRule) else None, False, tuple(missing))
        if part.required:
            missing.append(first)


def required_after(place: Place) -> Mapping[int, Place]:
    """What is still required behind a place until the end of the message, by index."""
    missing: list[Place] = []
    part: Place | LoopRule = place
    loop: LoopRule | None = place.loop
    while loop is not None:
        list(_onwards(loop, part, "", 0, missing))
        part, loop = loop, loop.parent
    return {each.index: each for each in missing}
