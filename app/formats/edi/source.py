"""A file as a stream of raw segments, whatever its delimiters, and never more of it in memory than a piece.

A file may hold several interchanges, each with delimiters of its own; X12 and EDIFACT may follow each other. What is
lenient here is so because files really come so: byte order marks, line breaks behind terminators or in the middle of
segments (files wrapped at 80 characters), blanks between interchanges. Bytes are looked at as Latin-1 until they are
cut, so that a character is a byte and every place in the file is exact.
"""

import re
from collections import deque
from collections.abc import Iterator
from itertools import accumulate
from typing import BinaryIO, NamedTuple

from app.formats.edi.delimiters import Delimiters, split_released, unreleased_mark
from app.formats.edi.headers import Header, NoHeader, header_at
from app.formats.edi.text import decoded, without_likeness

CHUNK = 64 * 1024
LONGEST_SEGMENT = 1024 * 1024
LONGEST_HEADER = 4096
MOST_STRANGE = 1_000
"""Segments of an interchange; that it isn't in its character set is understood by then."""
_BLANKS = " \t\r\n\x1a\x00\xef\xbb\xbf"
"""Byte order marks included: files are strung together with theirs."""
_TAGS = "(?=(?:ISA|UNA|UNB)[^A-Za-z0-9])"
_HEADER = re.compile(f"[{_BLANKS}]*+{_TAGS}")


class Spot(NamedTuple):
    """A segment in the file: its number, where it begins, and its bytes (as Latin-1) where they are of interest."""

    number: int
    offset: int
    raw: str = ""


class Source:
    """Cuts a file.

    Attributes:
        header: of the interchange that the segments now come from.
        wrapped: the first segment with a line break within; None where there was none.
        empty: the first segment before which a terminator stood alone.
        strange: segments that aren't in the interchange's character set, in order.
        cut_off: number of the segment within which the file ended; 0 where it ended behind one.
        too_long: the segment that has no end, which ended the reading.
        size: bytes read.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._text = ""
        self._base = 0  # where in the file `_text` begins
        self._pieces: list[str] = []
        self._raw: list[str] = []
        self._gaps: list[int] | None = None
        self._ends: list[int] = []  # behind the segments, where these were cut with care
        self._first = 1
        self._pieces_base = 0
        self._last = 0  # where the last segment of the list before this one begins
        self._charset = ""
        self._marks: Delimiters | None = None
        self._at_header = self._ended = False
        self._told = 0  # of strange segments, in this interchange
        self.size = self.cut_off = 0
        self.wrapped: Spot | None = None
        self.empty: Spot | None = None
        self.too_long: Spot | None = None
        self.strange: deque[Spot] = deque()
        self.header: Header = self._begin()

    def _read(self) -> bool:
        # as much again as is there: a long segment is looked through for its end only so many times
        data = self._stream.read(max(CHUNK, len(self._text)))
        self.size += len(data)
        self._text = without_likeness(self._text + data.decode("latin-1"), self._charset)
        self._ended = not data
        return bool(data)

    def _drop(self, count: int) -> None:
        self._text = self._text[count:]
        self._base += count

    def _begin(self) -> Header:
        """Find the first header; raises NoHeader."""
        self._read()
        self._skip_blanks()
        return self._header()

    def _skip_blanks(self) -> None:
        while True:
            self._drop(len(self._text) - len(self._text.lstrip(_BLANKS)))
            if self._text or not self._read():
                return

    def _header(self) -> Header:
        while len(self._text) < LONGEST_HEADER and self._read():
            pass
        header = header_at(self._text[:LONGEST_HEADER], self._marks)
        self._drop(header.skipped)
        self._charset, self._marks = header.charset, header.marks
        self._told, self._at_header = 0, True
        self._text = without_likeness(self._text, header.charset)
        return header

    def lists(self) -> Iterator[list[str]]:
        """The segments, some at a time; `header` is set anew before the first of an interchange is given out."""
        while True:
            end = self._next_header()
            text = self._text if end is None else self._text[:end]
            whole, rest = self._whole(text, last=end is not None or self._ended)
            if whole:
                yield self._cut(whole)
                self._advance(len(whole))
            if end is not None:
                self._begin_next()
            elif self._ended:
                return
            elif len(rest) > LONGEST_SEGMENT:
                self.too_long = Spot(self._first, self._base)
                return
            else:
                self._read()

    def _advance(self, size: int) -> None:
        """Leave the list that was given out, which was made of `size` characters."""
        count, self._at_header = len(self._pieces), False
        if self._gaps is not None:
            self._last = self._gaps[count - 1] if count else self._last
        elif count:
            self._last = self._pieces_base + size - self._width - len(self._raw[-1])
        self._first += count
        self._pieces, self._raw, self._gaps, self._ends = [], [], [], []

    @property
    def _width(self) -> int:
        return len(self.header.marks.terminator) + len(self.header.marks.ending)

    def _next_header(self) -> int | None:
        """Where in the text the next interchange begins."""
        if not self._at_header and (found := _HEADER.match(self._text)):
            return found.end()
        marks, text = self.header.marks, self._text
        pattern = self.header.next_header or re.compile(re.escape(marks.terminator) + _header_behind(marks))
        self.header.next_header = pattern
        found = pattern.search(text, 1)
        if found and marks.release and text[found.start() - 1] == marks.release:
            # this one looks at each character, where the other skips from terminator to terminator
            found = re.compile(unreleased_mark(marks.terminator, marks) + _header_behind(marks)).search(text, 1)
        return None if found is None else found.end()

    def _begin_next(self) -> None:
        """Take the next header; one that can't be made out is read as a segment like any other, and so told of."""
        try:
            self.header = self._header()
        except NoHeader:
            self._at_header = True

    def _whole(self, text: str, *, last: bool) -> tuple[str, str]:
        """What of the text is whole segments, and the rest, which stays for the next time."""
        terminator = self.header.marks.terminator
        cut = len(text)
        if not last:
            cut = self._last_end(text, terminator + self.header.marks.ending) or self._last_end(text, terminator)
        self._pieces_base = self._base
        self._drop(cut)
        return text[:cut], text[cut:]

    def _is_open(self, text: str) -> bool:
        """Whether a text ends within a segment; one that ends with its line is complete at the file's end, too."""
        terminator = self.header.marks.terminator
        return terminator not in "\r\n" and bool(text[self._last_end(text, terminator) :].strip(_BLANKS))

    def _last_end(self, text: str, mark: str) -> int:
        """Where the last segment that is there as a whole ends; 0 where none is."""
        marks = self.header.marks
        at = text.rfind(mark)
        if at < 0 or not marks.release or text[at - 1 : at] != marks.release:
            return at + len(mark) if at >= 0 else 0
        ends = deque(re.finditer(unreleased_mark(mark, marks), text), maxlen=1)
        return ends[0].end() if ends else 0

    def _cut(self, text: str) -> list[str]:
        marks = self.header.marks
        together = marks.terminator + marks.ending
        if self._is_regular(text, marks, together):
            pieces = text.split(together)
            self._gaps = None
            if not pieces[-1]:
                pieces.pop()
            self._raw = pieces
        else:
            pieces = self._cut_carefully(text, marks)
        self._pieces = pieces if text.isascii() else [decoded(each, self.header.charset) for each in pieces]
        if self._told < MOST_STRANGE and self.header.repertoire.strange(text):
            self._note_strange(pieces)
        if self._ended and not self._text and self._is_open(text):
            self.cut_off = self._first + len(pieces) - 1
        return self._pieces

    def _note_strange(self, pieces: list[str]) -> None:
        strange = self.header.repertoire.strange
        for number, raw in enumerate(pieces, self._first):
            if self._told < MOST_STRANGE and strange(raw):
                self._told += 1
                self.strange.append(Spot(number, self.offset_of(number), raw))

    def _is_regular(self, text: str, marks: Delimiters, together: str) -> bool:
        terminators = text.count(marks.terminator)
        if marks.ending and text.count(together) != terminators:
            return False
        breaks = text.count("\n") + text.count("\r")
        if breaks != terminators * (together.count("\n") + together.count("\r")):
            return False
        if not text.endswith(together) or together + marks.terminator in text or text.startswith(marks.terminator):
            return False
        if "\x00" in text or together + " " in text or together + "\t" in text or text[:1] in (" ", "\t"):
            return False
        return not marks.release or marks.release + marks.terminator not in text

    def _cut_carefully(self, text: str, marks: Delimiters) -> list[str]:
        pieces: list[str] = []
        gaps: list[int] = []
        at = 0
        for raw in split_released(text, marks.terminator, marks.release):
            piece = raw.lstrip(_BLANKS)
            gap = len(raw) - len(piece)
            piece = piece.rstrip("\r\n") if "\n" in piece or "\r" in piece else piece
            if "\n" in piece or "\r" in piece:
                self.wrapped = self.wrapped or Spot(self._first + len(pieces), self._pieces_base + at + gap)
                piece = piece.replace("\r", "").replace("\n", "")
            if piece:
                pieces.append(piece)
                gaps.append(self._pieces_base + at + gap)
                self._ends.append(self._pieces_base + at + len(raw) + len(marks.terminator))
            elif at + len(raw) < len(text) and marks.terminator not in "\r\n":
                self.empty = self.empty or Spot(self._first + len(pieces), self._pieces_base + at + gap)
            at += len(raw) + len(marks.terminator)
        self._gaps = gaps
        return pieces

    def offset_of(self, number: int) -> int:
        """Where in the file, in bytes, segment `number` begins; of those given out last."""
        index = number - self._first
        if self._gaps is None:
            width = self._width
            lengths = (len(each) + width for each in self._raw)
            self._gaps = list(accumulate(lengths, initial=self._pieces_base))
        if 0 <= index < len(self._gaps):
            return self._gaps[index]
        return self._base if index >= 0 else self._last

    def end_of(self, number: int) -> int:
        """Where in the file what follows segment `number`'s terminator begins; of those given out last."""
        index = number - self._first
        if self._ends:
            return self._ends[index]
        return self.offset_of(number) + len(self._raw[index]) + len(self.header.marks.terminator)


def _header_behind(marks: Delimiters) -> str:
    """A regular expression for what may stand between a terminator and the next header.

    Where the terminator is a line break, it is the last one of a row of empty lines: no line is looked at twice.
    """
    return f"[{_BLANKS.replace(marks.terminator, '')}]*+{_TAGS}"


def unspaced(raw: bytes, marks: Delimiters) -> bytes:
    """An interchange without what is only space: line breaks, and blanks between its segments.

    Files on their way between systems change in these alone; what ends segments may be a line break itself.
    """
    pieces = split_released(raw.decode("latin-1"), marks.terminator, marks.release)
    bare = (each.lstrip(_BLANKS).replace("\r", "").replace("\n", "") for each in pieces)
    return "\n".join(each for each in bare if each).encode("latin-1")


def count_interchanges(stream: BinaryIO, most: int) -> int:
    """How many interchanges a file has; counting stops at `most`."""
    try:
        source = Source(stream)
    except NoHeader:
        return 0
    count, header = 0, None
    for _ in source.lists():
        count += source.header is not header
        header = source.header
        if count >= most:
            break
    return count
