"""The syntax of XPath's regular expressions (XML Schema part 2, appendix F; XPath Functions § 7.6.1).

Everything is parsed into few kinds of nodes; a node is written as Python's `re` writes it, or made into states by the
automaton.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

MOST_COPIES = 1000
"""Of what is repeated a counted number of times."""

_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPABLE = frozenset("\\|.?*+(){}-[]^$")
_CLASSES = {
    "s": r" \t\n\r",
    "d": r"\d",
    "i": r"\w:",
    "c": r"\w:.\-·",
}


class BadPattern(Exception):
    """A pattern isn't one, or can't be used; the reason is the message."""


class Node:
    """A part of a regular expression."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Chars(Node):
    """One character out of a class; `python` is a pattern of Python that matches it alone."""

    python: str


@dataclass(frozen=True, slots=True)
class Anchor(Node):
    """`^` or `$`; of each line, where `of_lines`."""

    sign: str
    of_lines: bool = False


@dataclass(frozen=True, slots=True)
class Row(Node):
    """One after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """One or the other."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Group(Node):
    """What stands in parentheses."""

    inner: Node
    captures: bool = True


@dataclass(frozen=True, slots=True)
class Repeat(Node):
    """`inner` from `least` to `most` times (None: without end)."""

    inner: Node
    least: int
    most: int | None
    is_lazy: bool = False


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """`\\1`: what a group has matched."""

    number: int


@lru_cache(256)
def parse_regex(pattern: str, flags: str) -> Node:
    """`pattern` as a tree; raises BadPattern."""
    if set(flags) - set("ismxq"):
        raise BadPattern("it has a flag that there isn't")
    if "q" in flags:
        return Row(tuple(Chars(re.escape(letter)) for letter in pattern))
    parser = _Parser(pattern, flags)
    try:
        found = parser.choice()
    except RecursionError:
        raise BadPattern("it is nested too deeply") from None
    parser.expect_end()
    return found


class _Parser:
    def __init__(self, pattern: str, flags: str) -> None:
        self._text = re.sub(r"[ \t\r\n]", "", pattern) if "x" in flags else pattern
        self._flags = flags
        self._at = 0
        self._groups = 0

    @property
    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        letter = self._next
        if not letter:
            raise BadPattern("it ends too early")
        self._at += 1
        return letter

    def _accept(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def expect_end(self) -> None:
        if self._next:
            raise BadPattern(f"a {self._next} stands alone")

    def choice(self) -> Node:
        branches = [self._row()]
        while self._accept("|"):
            branches.append(self._row())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _row(self) -> Node:
        parts = []
        while self._next and self._next not in "|)":
            parts.append(self._repeated(self._atom()))
        return Row(tuple(parts))

    def _repeated(self, atom: Node) -> Node:
        bounds = self._quantifier()
        if bounds is None:
            return atom
        if isinstance(atom, Anchor):
            raise BadPattern("an anchor is repeated")
        return Repeat(atom, *bounds, self._accept("?"))

    def _quantifier(self) -> tuple[int, int | None] | None:
        for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._accept(sign):
                return bounds
        if not self._accept("{"):
            return None
        match = re.compile(r"(\d{1,6})(,(\d{0,6}))?\}").match(self._text, self._at)
        if match is None:
            raise BadPattern("a { stands alone")
        self._at = match.end()
        least = int(match[1])
        most = least if not match[2] else int(match[3]) if match[3] else None
        if max(least, most or 0) > MOST_COPIES or (most is not None and most < least):
            raise BadPattern("it repeats something too often, or less often than it says")
        return least, most

    def _atom(self) -> Node:
        letter = self._take()
        if letter == "(":
            captures = not self._accept("?:")
            self._groups += captures
            inner = self.choice()
            if not self._accept(")"):
                raise BadPattern("a parenthesis isn't closed")
            return Group(inner, captures)
        if letter == "[":
            return Chars(self._class())
        if letter == "\\":
            return self._escape()
        if letter in "^$":
            return Anchor(letter, "m" in self._flags)
        if letter == ".":
            return Chars("." if "s" in self._flags else r"[^\n\r]")
        if letter in "?*+{}]":
            raise BadPattern(f"a {letter} stands alone")
        return Chars(re.escape(letter))

    def _escape(self) -> Node:
        if self._next.isdigit() and self._next != "0":
            number = int(self._take())
            while self._next.isdigit() and number * 10 + int(self._next) <= self._groups:
                number = number * 10 + int(self._take())
            if number > self._groups:
                raise BadPattern("it refers to a group that isn't there")
            return Reference(number)
        return Chars(f"[{self._escape_in_class()}]")

    def _escape_in_class(self) -> str:
        """What follows a backslash, as Python writes it inside of brackets."""
        letter = self._take()
        if letter in _SIMPLE_ESCAPES:
            return re.escape(_SIMPLE_ESCAPES[letter])
        if letter in _ESCAPABLE:
            return re.escape(letter)
        if letter in "sdic":
            return _CLASSES[letter]
        if letter in "SDIC":
            return _negated(_CLASSES[letter.lower()])
        if letter in "wW":
            outside = _category_ranges("PZC")
            return outside if letter == "W" else _negated(outside)
        if letter in "pP":
            return self._category(is_negative=letter == "P")
        raise BadPattern(f"\\{letter} means nothing")

    def _category(self, *, is_negative: bool) -> str:
        match = re.compile(r"\{([A-Za-z0-9\-]+)\}").match(self._text, self._at)
        if match is None:
            raise BadPattern("a category isn't named")
        self._at = match.end()
        ranges = _named_ranges(match[1])
        return _negated(ranges) if is_negative else ranges

    def _class(self) -> str:
        """A class in brackets, with what is subtracted from it."""
        is_negative = self._accept("^")
        parts: list[str] = []
        subtracted = ""
        while not self._accept("]"):
            if parts and self._accept("-["):
                subtracted = self._class()
                if not self._accept("]"):
                    raise BadPattern("something follows a subtracted class")
                break
            parts.append(self._member())
        if not parts:
            raise BadPattern("a class is empty")
        found = f"[{'^' if is_negative else ''}{''.join(parts)}]"
        return f"(?!{subtracted}){found}" if subtracted else found

    def _member(self) -> str:
        letter = self._take()
        if letter == "[":
            raise BadPattern("a [ stands inside a class")
        first = self._escape_in_class() if letter == "\\" else re.escape(letter)
        following = self._text[self._at : self._at + 2]
        if len(following) < 2 or following[0] != "-" or following[1] in "][":
            return first
        self._at += 1
        letter = self._take()
        last = self._escape_in_class() if letter == "\\" else re.escape(letter)
        if len(_plain(first)) != 1 or len(_plain(last)) != 1 or _plain(first) > _plain(last):
            raise BadPattern("a range in a class is upside down")
        return f"{first}-{last}"


def _plain(escaped: str) -> str:
    return escaped[1:] if len(escaped) == 2 and escaped[0] == "\\" else escaped


def _named_ranges(name: str) -> str:
    if name.startswith("Is"):
        if name not in _BLOCKS:
            raise BadPattern(f"the block {name} isn't known")
        return _BLOCKS[name]
    if not re.fullmatch(r"[LMNPZSC][a-z]?", name):
        raise BadPattern(f"there is no category {name}")
    return _category_ranges(name)


_BLOCKS = {
    "IsBasicLatin": r"\x00-\x7f",
    "IsLatin-1Supplement": r"\x80-\xff",
    "IsLatinExtended-A": r"\u0100-\u017f",
    "IsLatinExtended-B": r"\u0180-\u024f",
    "IsGreek": r"\u0370-\u03ff",
    "IsCyrillic": r"\u0400-\u04ff",
    "IsHebrew": r"\u0590-\u05ff",
    "IsArabic": r"\u0600-\u06ff",
    "IsCJKUnifiedIdeographs": r"\u4e00-\u9fff",
}


@lru_cache(64)
def _category_ranges(categories: str) -> str:
    """The characters of a category, or of several of one letter each, as ranges inside of brackets."""
    wanted = (categories,) if len(categories) == 1 or categories[1].islower() else tuple(categories)
    points = (point for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point)).startswith(wanted))
    return _ranges(points)


def _ranges(points: Iterable[int]) -> str:
    found: list[list[int]] = []
    for point in points:
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in found)


@lru_cache(64)
def _negated(ranges: str) -> str:
    """The other characters, as ranges inside of brackets."""
    outside = re.compile(f"[^{ranges}]")
    return _ranges(point for point in range(sys.maxunicode + 1) if outside.match(chr(point)))


# ---- what can be said of a pattern


def python_pattern(node: Node) -> str:
    """The same in Python's flavour."""
    if isinstance(node, Chars):
        return node.python if len(node.python) <= 2 or node.python[0] == "[" else f"(?:{node.python})"
    if isinstance(node, Anchor):
        return r"\Z" if node.sign == "$" and not node.of_lines else node.sign
    if isinstance(node, Row):
        return "".join(map(python_pattern, node.parts))
    if isinstance(node, Choice):
        return "|".join(map(python_pattern, node.branches))
    if isinstance(node, Group):
        return f"({'' if node.captures else '?:'}{python_pattern(node.inner)})"
    if isinstance(node, Reference):
        return f"(?:\\{node.number})"
    assert isinstance(node, Repeat)
    return python_pattern(node.inner) + _python_quantifier(node)


def _python_quantifier(node: Repeat) -> str:
    return f"{{{node.least},{'' if node.most is None else node.most}}}{'?' if node.is_lazy else ''}"


def nullable(node: Node) -> bool:
    """Whether it may match a text of no length."""
    if isinstance(node, Chars):
        return False
    if isinstance(node, Row):
        return all(map(nullable, node.parts))
    if isinstance(node, Choice):
        return any(map(nullable, node.branches))
    if isinstance(node, Group):
        return nullable(node.inner)
    return not isinstance(node, Repeat) or node.least == 0 or nullable(node.inner)


NESTED = 100
"""What `open_repeats` gives where a repetition holds another, or something else that can be matched in several ways."""


def open_repeats(node: Node) -> int:
    """How many repetitions there are whose length the text decides: backtracking takes time to that power."""
    return _open_repeats(node, is_repeated=False)


def _open_repeats(node: Node, *, is_repeated: bool) -> int:
    """How many repetitions without a small bound there are."""
    if isinstance(node, Row):
        return sum(_open_repeats(part, is_repeated=is_repeated) for part in node.parts)
    if isinstance(node, Choice):
        return max(_open_repeats(branch, is_repeated=is_repeated) for branch in node.branches)
    if isinstance(node, Group):
        return _open_repeats(node.inner, is_repeated=is_repeated)
    if isinstance(node, Repeat):
        return _open_repeats_of(node, is_repeated=is_repeated)
    return 0


def _open_repeats_of(node: Repeat, *, is_repeated: bool) -> int:
    is_exact = node.least == node.most and not isinstance(node.inner, Group)
    if is_exact or (node.least, node.most) == (0, 1):
        return _open_repeats(node.inner, is_repeated=is_repeated)
    inner = _open_repeats(node.inner, is_repeated=True)
    if inner or is_repeated or _has_choice(node.inner):
        return NESTED
    return 1


def _has_choice(node: Node) -> bool:
    """Whether there are several ways to match inside: options that a repetition multiplies."""
    if isinstance(node, Choice | Reference):
        return True
    if isinstance(node, Group):
        return _has_choice(node.inner)
    if isinstance(node, Row):
        return any(map(_has_choice, node.parts))
    return isinstance(node, Repeat) and (node.least != node.most or _has_choice(node.inner))
