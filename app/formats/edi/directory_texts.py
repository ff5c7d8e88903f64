"""What the texts of an EDIFACT directory say: segments, composites, elements, code lists, and messages' structure.

The layout has changed over the years: positions of four or five digits, a count of repetitions or none, marks of
change (`+ * # | X -`) before what they mark, names that go on in the next line, codes to the left or to the right of
their column. Names and descriptions are passed over: only tags, numbers, status, lengths and codes are taken.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from app.formats.edi.directory_files import Text

Tree = list[Any]
Numbered = tuple[int, str]

_MARKS = r"[*+#|X-]"
_RULE = re.compile(r"\s*[-=_]{20,}\s*")
_FIRST = re.compile(rf"(?:{_MARKS}|\s)*\b([A-Z]{{3}}|[CSE][0-9]{{3}}|[0-9]{{4}})\b\s*(?:\S.*)?")
_ROW = re.compile(rf"([0-9]{{3}})?(?:{_MARKS}|\s)*\s([CSE][0-9]{{3}}|[0-9]{{4}})\s+(.*)")
_TYPE = r"(an|a|n)\s?([0-9]+(?=\.\.))?(\.\.)?\s?([0-9]+)"
_END = re.compile(rf"(?:.*\s)?([MC])(?:\s+([0-9]{{1,5}}))?(?:\s+{_TYPE})?\s*")
_REPRESENTATION = re.compile(rf"\s*\|?\s*Repr:\s*{_TYPE}.*")
_CODE = re.compile(rf"(?:{_MARKS}|\s){{3,9}}?\s*([A-Z0-9]{{1,17}})\s+\S")
_LAST_COLUMN_OF_CODES = 9
_TABLE = re.compile(r"(?:.*\bSegment table|\s*Pos\.?\s+Tag\s+Name\s.*)\s*", re.IGNORECASE)
_PLACE = re.compile(rf"([0-9]{{4,5}})\s?{_MARKS}{{0,3}}\s+([A-Z][A-Z0-9]{{2}})\s+(.*)")
_GROUP = re.compile(rf"([0-9]{{4,5}})\s?{_MARKS}{{0,3}}\s+-+\s*Segment group\s*([0-9]+)\s*-*\s*(.*)", re.IGNORECASE)
_OCCURS = re.compile(r"(?:.*\s)?([MC])\s+([0-9]+)[\s-]*((?:[+|][+|\s]*)?)")
_MOST_LINES_OF_A_NAME = 4
_TRAILER = "UNT"


def segments(text: Text) -> Iterator[tuple[str, Tree]]:
    """Segments (EDSD) and composites (EDCD): tag and elements, those without type as `[number, status]`.

    A composite is `{"composite", "status", "of"}`, with `repeats` where it may come more than once.
    """
    for tag, lines in _sections(text):
        members = _members(text, lines)
        if members:
            yield tag, members


def elements(text: Text) -> Iterator[tuple[str, list[Any]]]:
    """Elements (EDED): number, and type with fewest and most characters."""
    for number, lines in _sections(text):
        yield number, _representation(text, lines)


def codes(text: Text) -> Iterator[tuple[str, list[str]]]:
    """Code lists (UNCL): the element's number and its values."""
    for number, lines in _sections(text):
        representation = next((at for at, (_, line) in enumerate(lines) if _REPRESENTATION.fullmatch(line)), len(lines))
        found = (_code(line) for _, line in lines[representation + 1 :])
        yield number, [code for code in found if code]


def structure(text: Text) -> Tree:
    """A message's segments and groups (EDMD, its segment table); raises Refused."""
    start = max((at for at, line in enumerate(text.lines) if _TABLE.fullmatch(line)), default=None)
    if start is None:
        text.refuse(len(text.lines), "a segment table")
    return _Structure(text).read(start + 1)


def _sections(text: Text) -> Iterator[tuple[str, list[Numbered]]]:
    """What stands between two ruled lines, by the tag or number that it begins with; the preamble is left out."""
    rules = [at for at, line in enumerate(text.lines) if _RULE.fullmatch(line)]
    for start, end in pairwise([*rules, len(text.lines)]):
        lines = [(at, text.lines[at]) for at in range(start + 1, end) if text.lines[at].strip()]
        first = _FIRST.fullmatch(lines[0][1]) if lines else None
        if first:
            yield first[1], lines[1:]


def _members(text: Text, lines: list[Numbered]) -> Tree:
    members: Tree = []
    for at, position, number, rest in _rows(lines):
        if not position and not members:
            continue  # a number in the description of what the segment is for
        end = _END.fullmatch(rest)
        if not end:
            text.refuse(at, "status and length of an element")
        _add(members, bool(position), number, end)
    return members


def _rows(lines: list[Numbered]) -> Iterator[tuple[int, str, str, str]]:
    """Line, position ("" for a component), number and the rest of each row, with a name's further lines."""
    for index, (at, line) in enumerate(lines):
        if line.strip().startswith("Note:"):
            return
        row = _ROW.fullmatch(line)
        if row:
            yield at, row[1] or "", row[2], _whole(row[3], lines[index + 1 : index + _MOST_LINES_OF_A_NAME])


def _whole(rest: str, following: list[Numbered]) -> str:
    for _, line in following:
        if _END.fullmatch(rest) or _ROW.fullmatch(line):
            break
        rest += f" {line.strip()}"
    return rest


def _add(members: Tree, positioned: bool, number: str, end: re.Match[str]) -> None:
    status, times = end[1], int(end[2] or 1)
    if number[0] in "CSE":
        members.append({"composite": number, "status": status, "of": []} | ({"repeats": times} if times > 1 else {}))
        return
    element = [number, status, *(_measured(*end.groups()[2:]) if end[3] else [])]
    if positioned or not isinstance(members[-1], dict):
        members.append([*element, times] if times > 1 and end[3] else element)
    else:
        members[-1]["of"].append(element)


def _measured(kind: str, least: str | None, dots: str | None, most: str) -> list[Any]:
    """Type, fewest and most characters of `an..35`, `an1..3` or `n6`."""
    return [kind, int(least or 1) if dots else int(most), int(most)]


def _representation(text: Text, lines: list[Numbered]) -> list[Any]:
    for _, line in lines:
        found = _REPRESENTATION.fullmatch(line)
        if found:
            return _measured(*found.groups())
    return text.refuse(lines[0][0] if lines else 0, "the representation of an element")


def _code(line: str) -> str:
    found = _CODE.match(line)
    return found[1] if found and found.start(1) <= _LAST_COLUMN_OF_CODES else ""


class _Structure:
    """A segment table on its way to being a tree: groups open with `+` on their own line and close with it on the
    line of their last segment."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.tree: Tree = []
        self.open: list[Tree] = [self.tree]

    def read(self, start: int) -> Tree:
        """The tree of all rows from a line on."""
        for at in range(start, len(self.text.lines)):
            self._row(at, self.text.lines[at])
        if not self.tree or len(self.open) > 1:
            self.text.refuse(len(self.text.lines) - 1, "the end of a segment group")
        last = self.tree[-1]
        if isinstance(last, dict) or last[0] != _TRAILER:  # the file was cut off between two groups
            self.text.refuse(len(self.text.lines) - 1, f"the segment {_TRAILER}")
        return self.tree

    def _row(self, at: int, line: str) -> None:
        group, place = _GROUP.fullmatch(line.rstrip()), _PLACE.fullmatch(line.rstrip())
        if group:
            self._group(at, group[2], self._occurs(at, group[3]))
        elif place:
            self._segment(at, place[2], self._occurs(at, self._with_next(at, place[3])))

    def _with_next(self, at: int, rest: str) -> str:
        if _OCCURS.fullmatch(rest) or at + 1 >= len(self.text.lines):
            return rest
        return f"{rest.rstrip('+| ')} {self.text.lines[at + 1].strip()}"

    def _occurs(self, at: int, rest: str) -> tuple[str, int, str]:
        """Status, how often, and what is drawn behind it."""
        found = _OCCURS.fullmatch(rest)
        if not found:
            self.text.refuse(at, "status and number of occurrences")
        return found[1], int(found[2]), found[3]

    def _group(self, at: int, number: str, occurs: tuple[str, int, str]) -> None:
        status, most, drawn = occurs
        if "+" not in drawn:
            self.text.refuse(at, "the opening of a segment group")
        inner: Tree = []
        self.open[-1].append({"loop": f"SG{number}", "status": status, "max": most, "of": inner})
        self.open.append(inner)

    def _segment(self, at: int, tag: str, occurs: tuple[str, int, str]) -> None:
        status, most, drawn = occurs
        self.open[-1].append([tag, status, most])
        closed = drawn.count("+")
        if closed >= len(self.open):
            self.text.refuse(at, "a segment group that is open")
        if closed:
            del self.open[-closed:]
