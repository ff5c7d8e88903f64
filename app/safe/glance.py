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
_AROUND_A_NAME = b"/ \t\r\n"
_DECLARATION = re.compile(rb"""<\?xml\s+version\s*=\s*["']1\.0["'][^<>?]*\?>""")
_NAMESPACE = re.compile(rb"""xmlns(?::[^\s=<>"':]++)?+\s*+=\s*+(?:"([^"<&]*+)"|'([^'<&]*+)')""")
ABSOLUTE_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ABSOLUTE_URI = re.compile(ABSOLUTE_URI.pattern.encode())


def is_plain(text: bytes, limits: Limits) -> bool:
    """Whether `text` (UTF-8) can break no limit but depth, and has no DOCTYPE, comment, CDATA or instruction."""
    return len(text) <= limits.text and text.count(b"<") <= limits.elements and _tags_are_plain(text, limits)


def _tags_are_plain(text: bytes, limits: Limits) -> bool:
    tags = _tags(text)
    if b"" in tags:
        return False
    together = b"<" + b"<".join(tags)
    return (
        b"<!" not in together
        and _only_declared(text, together)
        and _namespaces_are_absolute(together)
        and (_are_few_and_short(tags, together.count(b"="), limits) or _keep_limits(tags, limits))
    )


def _tags(text: bytes) -> set[bytes]:
    """Each different tag, without its brackets; b"" is among them where a tag has no end.

    Text that has a ">" in it is taken for a part of the tag before it, so nothing of any tag is ever missing.
    """
    # splitting and sets run in C; of ten thousand tags a few hundred are different
    pieces = set(text.split(b"<")[1:])
    return {piece.rpartition(b">")[0] for piece in pieces}


def _only_declared(text: bytes, tags: bytes) -> bool:
    # a second declaration looks like the first one and isn't seen here, but isn't well-formed either
    instructions = tags.count(b"<?")
    return not instructions or (instructions == 1 and _DECLARATION.match(text.lstrip(b"\xef\xbb\xbf")) is not None)


def _are_few_and_short(tags: set[bytes], attributes: int, limits: Limits) -> bool:
    """Whether there can't be too many names, nor one that is too long, nor a tag with too many attributes."""
    shortest = min(LONGEST_NAME, limits.attributes * _SHORTEST_ATTRIBUTE)
    return len(tags) + attributes <= MOST_NAMES and max(map(len, tags), default=0) < shortest


def _keep_limits(tags: set[bytes], limits: Limits) -> bool:
    names: set[bytes] = set()
    for tag in tags:
        if len(tag) >= LONGEST_TAG or tag.count(b"=") > limits.attributes:
            return False
        names.update(_names(tag))
        if len(names) > MOST_NAMES:
            return False
    return max(map(len, names), default=0) <= LONGEST_NAME


def _namespaces_are_absolute(tags: bytes) -> bool:
    found = _NAMESPACE.findall(tags)
    return len(found) == tags.count(b"xmlns") and all(
        not uri or _ABSOLUTE_URI.match(uri) for uri in chain.from_iterable(found)
    )


def _names(tag: bytes) -> list[bytes]:
    """The element's name, and whatever stands before a "=" as an attribute's does."""
    if b"=" not in tag:
        return [tag.strip(_AROUND_A_NAME)]
    element, *attributes = (before.split() for before in tag.split(b"=")[:-1])
    return [each for words in (element[:1], element[1:], *attributes) for each in words[-1:]]


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
