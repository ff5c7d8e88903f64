"""XPath's regular expressions, made into what Python matches in bounded time.

A pattern is parsed and written anew in Python's flavour: classes, categories and subtraction mean what XML Schema says
they mean. Python's engine backtracks, so a pattern in which a repetition holds another one is matched by an automaton
instead, which takes time in proportion to the text; where that can't be used (`replace`, `tokenize`), it is refused.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from app.validation.schematron.automaton import Automaton
from app.validation.schematron.regex_syntax import (
    NESTED,
    BadPattern,
    nullable,
    open_repeats,
    parse_regex,
    python_pattern,
)
from app.validation.schematron.runtime_values import DynamicError

__all__ = ["BadPattern", "check", "matches_by", "matches_regex", "replace_by", "replace_regex", "tokenize_by"]

LONGEST_TEXT = 100_000
"""Characters of a text that is matched: longer ones aren't what rules have patterns for."""

_LONGEST_BACKTRACKED = 200
_LONGEST_REPLACED = 10_000

_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": 0}


def check(use: str, pattern: str, flags: str) -> None:
    """Raise BadPattern where `pattern` can't be used in `matches`, `replace` or `tokenize`."""
    if use == "matches":
        matches_regex(pattern, flags)
    else:
        _compiled(pattern, flags)


@lru_cache(256)
def matches_regex(pattern: str, flags: str) -> Callable[[str], bool]:
    """fn:matches with that pattern; raises BadPattern."""
    tree = parse_regex(pattern, flags)
    repeats = open_repeats(tree)
    if repeats >= NESTED:
        return _within(LONGEST_TEXT, Automaton(tree, _flags(flags)).matches)
    search = re.compile(python_pattern(tree), _flags(flags)).search
    if repeats == 0:
        return _within(LONGEST_TEXT, lambda text: search(text) is not None)
    patient = cache(lambda: Automaton(tree, _flags(flags)))

    def matches(text: str) -> bool:
        return search(text) is not None if len(text) <= _LONGEST_BACKTRACKED else patient().matches(text)

    return _within(LONGEST_TEXT, matches)


@lru_cache(256)
def replace_regex(pattern: str, flags: str) -> Callable[[str, str], str]:
    """fn:replace with that pattern; raises BadPattern, DynamicError where the replacement is wrong."""
    compiled, longest = _compiled(pattern, flags)

    def replace(text: str, replacement: str) -> str:
        if len(text) > longest:
            raise _too_long()
        return compiled.sub(_replacement(replacement, compiled.groups, literal="q" in flags), text)

    return replace


@lru_cache(256)
def tokenize_regex(pattern: str, flags: str) -> Callable[[str], list[str]]:
    """fn:tokenize with that pattern; raises BadPattern."""
    compiled, longest = _compiled(pattern, flags)

    def tokenize(text: str) -> list[str]:
        if len(text) > longest:
            raise _too_long()
        found, start = [], 0
        for match in compiled.finditer(text):
            found.append(text[start : match.start()])
            start = match.end()
        return [*found, text[start:]] if text else []

    return tokenize


def matches_by(text: str, pattern: str, flags: str = "") -> bool:
    """fn:matches with a pattern that the document decides."""
    return _dynamic(matches_regex, pattern, flags)(text)  # type: ignore[no-any-return,operator]  # see _dynamic


def replace_by(text: str, pattern: str, replacement: str, flags: str = "") -> str:
    """fn:replace with a pattern that the document decides."""
    return _dynamic(replace_regex, pattern, flags)(text, replacement)  # type: ignore[no-any-return,operator]


def tokenize_by(text: str, pattern: str, flags: str = "") -> list[str]:
    """fn:tokenize with a pattern that the document decides."""
    return _dynamic(tokenize_regex, pattern, flags)(text)  # type: ignore[no-any-return,operator]


def _dynamic(make: Callable[[str, str], object], pattern: str, flags: str) -> object:
    try:
        return make(pattern, flags)
    except BadPattern as bad:
        raise DynamicError(f"a regular expression can't be used: {bad}") from None


def _compiled(pattern: str, flags: str) -> tuple[re.Pattern[str], int]:
    """A pattern for `replace` and `tokenize`, and the length of text that it may be used on."""
    tree = parse_regex(pattern, flags)
    repeats = open_repeats(tree)
    if repeats > 2:
        raise BadPattern("a repetition holds another repetition")
    if nullable(tree):
        raise BadPattern("it matches a text of no length")
    return re.compile(python_pattern(tree), _flags(flags)), _LONGEST_REPLACED if repeats else LONGEST_TEXT


def _flags(flags: str) -> re.RegexFlag:
    found = re.RegexFlag(0)
    for letter in flags:
        found |= _FLAGS.get(letter, 0)
    return found


def _within(longest: int, matches: Callable[[str], bool]) -> Callable[[str], bool]:
    def bounded(text: str) -> bool:
        if len(text) > longest:
            raise _too_long()
        return matches(text)

    return bounded


def _too_long() -> DynamicError:
    return DynamicError("a text is too long for a regular expression")


def _replacement(replacement: str, groups: int, *, literal: bool) -> str:
    """A replacement of XPath (`$1`, `\\$`) as Python writes it."""
    if literal:
        return replacement.replace("\\", "\\\\")
    found, at = [], 0
    while at < len(replacement):
        match = _PART.match(replacement, at)
        if match is None:
            raise DynamicError("a replacement has a $ or \\ that stands for nothing")
        found.append(_part(match, groups))
        at = match.end()
    return "".join(found)


_PART = re.compile(r"\$(?P<group>\d+)|\\(?P<escaped>[\\$])|(?P<plain>[^\\$]+)")


def _part(match: re.Match[str], groups: int) -> str:
    if match["group"]:
        digits = match["group"]
        while len(digits) > 1 and int(digits) > groups:
            digits = digits[:-1]
        rest = match["group"][len(digits) :]
        return (f"\\g<{digits}>" if int(digits) <= groups else "") + rest
    return (match["escaped"] or match["plain"]).replace("\\", "\\\\")
