"""A message as it was read, or as it shall be written: its segments in the loops that they belong to."""

from collections.abc import Iterator


class Loop:
    """One occurrence of a loop; the whole message is one, too.

    Everything in a loop comes in the order of its places, so that the segments and inner loops, merged by place, are
    the message again, segment by segment.

    Attributes:
        place: index of the place that opens it.
        number: of its first segment in the message, from 1; 0 where it wasn't read.
        places: the place of each of its own segments.
        segments: these, as written, without terminator.
        loops: what is within it, in order.
    """

    __slots__ = ("loops", "number", "place", "places", "segments")

    def __init__(self, place: int, number: int = 0) -> None:
        self.place = place
        self.number = number
        self.places: list[int] = []
        self.segments: list[str] = []
        self.loops: list[Loop] = []

    @classmethod
    def begun(cls, place: int, number: int, segment: str) -> "Loop":
        """A loop with the segment that opens it."""
        loop = cls.__new__(cls)
        loop.place = place
        loop.number = number
        loop.places = [place]
        loop.segments = [segment]
        loop.loops = []
        return loop

    def add(self, place: int, segment: str) -> None:
        """Put a segment behind those that are there."""
        self.places.append(place)
        self.segments.append(segment)

    def flat(self) -> Iterator[str]:
        """All segments, inner ones included, in the order of the message."""
        inner = iter(self.loops)
        loop = next(inner, None)
        for place, segment in zip(self.places, self.segments, strict=True):
            while loop is not None and loop.place < place:
                yield from loop.flat()
                loop = next(inner, None)
            yield segment
        while loop is not None:
            yield from loop.flat()
            loop = next(inner, None)
