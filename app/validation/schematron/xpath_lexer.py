"""An XPath expression's tokens. Whether `*` or `div` is a name or an operator is for the parser to know."""

import re
from typing import NamedTuple

_NCNAME = r"[^\W\d][\w.\-·]*"

_TOKEN = re.compile(
    rf"""
      (?P<number> \d+(?:\.\d*)?(?:[eE][+-]?\d+)? | \.\d+(?:[eE][+-]?\d+)? )
    | (?P<string> "(?:[^"]|"")*" | '(?:[^']|'')*' )
    | (?P<name>   \*:{_NCNAME} | {_NCNAME}:\* | {_NCNAME}(?::(?!:){_NCNAME})? )
    | (?P<symbol> :: | := | // | \.\. | << | >> | <= | >= | != | \|\| | => | [()\[\]/.,@$*+\-=<>|?!] )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"[ \t\r\n]*")
_COMMENT_EDGE = re.compile(r"\(:|:\)")


class Token(NamedTuple):
    """A token: `kind` is `number`, `string`, `name`, `symbol` or `end`; `column` counts from 1."""

    kind: str
    text: str
    column: int


class BadToken(Exception):
    """What stands at `column` (from 1) is no token of XPath."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


def tokens(expression: str) -> list[Token]:
    """All tokens of `expression`, an `end` last; comments and space are left out.

    Raises:
        BadToken: there is something that no token begins with, or a comment that doesn't end.
    """
    found: list[Token] = []
    at = _skip(expression, 0)
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if match is None:
            raise BadToken(at + 1)
        found.append(Token(match.lastgroup or "", match.group(), at + 1))
        at = _skip(expression, match.end())
    found.append(Token("end", "", at + 1))
    return found


def _skip(expression: str, at: int) -> int:
    """The place behind the space and comments that begin at `at`."""
    at = _end_of_space(expression, at)
    while expression.startswith("(:", at):
        at = _end_of_space(expression, _end_of_comment(expression, at))
    return at


def _end_of_space(expression: str, at: int) -> int:
    match = _SPACE.match(expression, at)
    return match.end() if match else at


def _end_of_comment(expression: str, start: int) -> int:
    """Comments nest (XPath 2.0 § 2.6)."""
    depth = 0
    for edge in _COMMENT_EDGE.finditer(expression, start):
        depth += 1 if edge.group() == "(:" else -1
        if depth == 0:
            return edge.end()
    raise BadToken(start + 1)
