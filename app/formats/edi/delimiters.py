"""The characters that cut a document into segments, elements, components: as its ISA or UNA has them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delimiters:
    """What separates what; "" where a version has no such thing.

    Attributes:
        terminator: one character; `ending` is what stands behind it as well (a line break), "" for nothing.
        decimal: the decimal mark that numbers are written with.
    """

    element: str
    component: str
    terminator: str
    repetition: str = ""
    release: str = ""
    decimal: str = "."
    ending: str = ""

    @property
    def special(self) -> str:
        """All that must not stand in a value as it is."""
        return self.element + self.component + self.terminator + self.repetition + self.release


X12 = Delimiters("*", ">", "~", "^")
EDIFACT = Delimiters("+", ":", "'", "", "?")
"""What syntax 1 to 3 has without UNA; version 4 has `*` for repetition besides."""
EDIFACT_4 = Delimiters("+", ":", "'", "*", "?")
EDIFACT_B = Delimiters("\x1d", "\x1f", "\x1c")
"""Of character set UNOB without UNA, as ISO 9735 has it; nearly everybody uses the usual ones with UNOB, too."""


def split_released(text: str, at: str, release: str) -> list[str]:
    """`text` cut at each `at` that isn't released; release characters stay; without `at` it is whole."""
    if not at:
        return [text]
    pieces = text.split(at)
    if not release or release + at not in text:
        return pieces
    joined: list[str] = []
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if not ends_released(piece, release):
            joined.append(at.join(held))
            held = []
    return [*joined, at.join(held)] if held else joined


def ends_released(piece: str, release: str) -> bool:
    """Whether the character behind `piece` is released: whether it ends in an odd number of release characters."""
    if not piece.endswith(release):
        return False
    return (len(piece) - len(piece.rstrip(release))) % 2 == 1


def unreleased_mark(mark: str, marks: Delimiters) -> str:
    """A regular expression that finds `mark` where it isn't released, with the release characters in front of it."""
    if not marks.release:
        return re.escape(mark)
    release = re.escape(marks.release)
    return f"(?<!{release})(?:{release}{release})*{re.escape(mark)}"


def released(value: str, marks: Delimiters) -> str:
    """A value as it is written."""
    if not marks.release or not any(each in value for each in marks.special):
        return value
    return "".join(marks.release + each if each in marks.special else each for each in value)


def unreleased(text: str, release: str) -> str:
    """The value that is meant."""
    if not release or release not in text:
        return text
    pieces = iter(text.split(release))
    value = [next(pieces)]
    # an empty piece stands between two release characters: the second one is meant
    value += (piece or release + next(pieces, "") for piece in pieces)
    return "".join(value)
