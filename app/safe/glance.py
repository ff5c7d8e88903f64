"""Whether a message is plainly harmless: a look at its bytes, at the speed of C, that spares most messages a guard.

Every test errs to one side: "plain" means that no limit can be broken and nothing forbidden can be there, whatever a
parser makes of the bytes; anything else is left to the guard in `xml.py`, which reads properly and says what is wrong.
Depth alone can't be seen in bytes, and is asked of the finished tree.
"""

import re
import threading
from itertools import chain

from lxml import etree

from app.safe.limits import Limits

MOST_NAMES = 5_000
LONGEST_NAME = 1_000
LONGEST_TAG = 64 * 1024
"""Parsers keep every name that they have met for as long as the thread lives, so names need bounds of their own.

UBL 2.1 has about 2,500 names in all, the longest has 57 characters.
"""

_SHORTEST_ATTRIBUTE = 5  # ` a=""`
_DECLARATION = re.compile(rb"""<\?xml\s+version\s*=\s*["']1\.0["'][^<>?]*\?>""")
_NAMESPACE = re.compile(rb"""xmlns(?::[^\s=<>"']+)?\s*=\s*(?:"([^"<&]*)"|'([^'<&]*)')""")
ABSOLUTE_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ABSOLUTE_URI = re.compile(ABSOLUTE_URI.pattern.encode())


def is_plain(text: bytes, limits: Limits) -> bool:
    """Whether `text` (UTF-8) can break no limit but depth, and has no DOCTYPE, comment, CDATA or instruction."""
    tags = text.count(b"<")
    return (
        len(text) <= limits.text
        and tags <= limits.elements
        and b"<!" not in text
        and _only_declared(text)
        and _tags_are_short(text, limits)
        and _namespaces_are_absolute(text)
        and _names_are_few(text, tags)
    )


def _only_declared(text: bytes) -> bool:
    start = text.lstrip(b"\xef\xbb\xbf")
    declared = _DECLARATION.match(start)
    return start.find(b"<?", declared.end() if declared else 0) < 0


def _tags_are_short(text: bytes, limits: Limits) -> bool:
    # a piece is a tag and the text behind it; where a short one can't hold too many attributes, a long one is counted
    shortest = max(limits.attributes * _SHORTEST_ATTRIBUTE - 1, 1)
    long_pieces = re.finditer(rb"<[^/<][^<]{%d,}" % shortest, text)
    return all(
        piece.end() - piece.start() < LONGEST_TAG and text.count(b"=", *piece.span()) <= limits.attributes
        for piece in long_pieces
    )


def _namespaces_are_absolute(text: bytes) -> bool:
    found = _NAMESPACE.findall(text)
    return len(found) == text.count(b"xmlns") and all(
        not uri or _ABSOLUTE_URI.match(uri) for uri in chain.from_iterable(found)
    )


def _names_are_few(text: bytes, tags: int) -> bool:
    if tags + text.count(b"=") <= MOST_NAMES and len(text) <= LONGEST_NAME:
        return True
    # splitting runs in C where matching each name would not: a closing tag begins with its name, what is
    # before a "=" ends with an attribute's, and an element closed at once has its name behind the last "<"
    closed = {piece.partition(b">")[0] for piece in text.split(b"</")[1:]}
    empty = {piece.rpartition(b"<")[2].split(None, 1)[0] for piece in text.split(b"/>")[:-1]}
    attributes = {piece.rsplit(None, 1)[-1] for piece in text.split(b"=")[:-1] if piece.strip()}
    names = closed | empty | attributes
    return len(names) <= MOST_NAMES and max(map(len, names), default=0) <= LONGEST_NAME


class _Depths(threading.local):
    """One compiled path a thread and depth: a shared one would make threads wait for each other."""

    def __init__(self) -> None:
        self._made: dict[int, etree.XPath] = {}

    def get(self, limit: int) -> etree.XPath:
        if limit not in self._made:
            self._made[limit] = etree.XPath(f"boolean({'/*' * (limit + 1)})")
        return self._made[limit]


_depths = _Depths()


def is_too_deep(root: etree._Element, limit: int) -> bool:
    """Whether the tree has an element below depth `limit`; the root is at depth 1."""
    return bool(_depths.get(limit)(root))
