"""Where in a segment characters are that its interchange's character set doesn't have.

What partners send in spite of what they say (small letters in UNOA, Windows' quotation marks in UNOC) is told, and
taken: it rejects nothing.
"""

from collections.abc import Iterator

from app.formats.edi import faults
from app.formats.edi.delimiters import split_released, unreleased
from app.formats.edi.explain import LONGEST_QUOTED
from app.formats.edi.faults import Fault
from app.formats.edi.headers import Header
from app.formats.edi.source import Spot
from app.formats.edi.text import Strange, decoded

_KINDS = {Strange.CHARACTERS: faults.OUTSIDE_CHARACTER_SET, Strange.BYTES: faults.BYTES_OF_CHARACTER_SET}


def strange_in(spot: Spot, header: Header) -> Iterator[Fault]:
    """A fault for each value of a segment that isn't in the character set; `header` is its interchange's."""
    marks, repertoire = header.marks, header.repertoire
    elements = split_released(spot.raw, marks.element, marks.release)
    for number, element in enumerate(elements):
        components = split_released(element, marks.component, marks.release)
        for place, text in enumerate(components, 1):
            if strange := repertoire.strange(text):
                yield Fault(
                    _KINDS[strange],
                    spot.number,
                    tag=elements[0][:10],
                    element=number,
                    component=place if len(components) > 1 else 0,
                    value=unreleased(decoded(text, header.charset), marks.release)[:LONGEST_QUOTED],
                    offset=spot.offset,
                    params={"expected": repertoire.name},
                )
