"""Whether a message is plainly harmless: a look at its bytes, at the speed of C, that spares most messages a guard.

Every test errs to one side: "plain" means that no limit can be broken and nothing forbidden can be there, whatever a
parser makes of the bytes; anything else is left to the guard in `xml.py`, which reads properly and says what is wrong.
Depth alone can't be seen in bytes, and is asked of the finished tree.
"""

import re
import threading
from itertools import chain
from typing import NamedTuple

from lxml import etree

from app.safe.cut import Cut
from app.safe.limits import Limits

MOST_NAMES = 5_000
LONGEST_NAME = 1_000
LONGEST_TAG = 64 * 1024
"""Parsers keep every name that they have met for as long as the thread lives, so names need bounds of their own.

UBL 2.1 has about 2,500 names in all, the longest has 57 characters.
"""

_SHORTEST_ATTRIBUTE = 5  # ` a=""`
_SHORTEST_TAG = 3  # `<a>`
_AROUND_A_NAME = "/ \t\r\n"
_LONGEST_CHARACTER = 4  # bytes
_DECLARATION = re.compile(rb"""<\?xml\s+version\s*=\s*["']1\.0["'][^<>?]*\?>""")
_NAMESPACE = re.compile(r"""xmlns(?::[^\s=<>"':]++)?+\s*+=\s*+(?:"([^"<&]*+)"|'([^'<&]*+)')""")
ABSOLUTE_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


def is_plain(text: bytes, limits: Limits) -> bool:
    """Whether `text` (UTF-8) can break no limit but depth, and has no DOCTYPE, comment, CDATA or instruction."""
    return plain(text, limits) is not None


class Plain(NamedTuple):
    """A plain message.

    Attributes:
        written: its text.
        pieces: the same, cut at every "<".
        declared: how many namespaces it declares.
        tags: by piece what may be a tag, in a long message whose pieces are mostly the same; empty for others.
    """

    written: str
    pieces: list[str]
    declared: int
    tags: dict[str, str]


def plain(text: bytes, limits: Limits) -> Plain | None:
    """`text` where it is plain (see `is_plain`), else None."""
    if len(text) > limits.elements * _SHORTEST_TAG and _has_too_many_elements(text, limits):
        return None
    written = text.decode()
    pieces = written.split("<")
    declared = written.count("xmlns")
    if len(text) > limits.text and max(map(len, pieces)) * _LONGEST_CHARACTER > limits.text:
        return None
    # to look for one character takes a twentieth of the time that two take
    if ("!" in written and "<!" in written) or not _only_declared(text, written):
        return None
    message = Plain(written, pieces, declared, {})
    if not _namespaces_are_absolute(message):
        return None
    if _are_few_and_short(written, pieces, limits):
        return message
    tags = _tags(pieces)
    if not _keep_limits(set(tags.values()), limits):
        return None
    return message if len(tags) * 2 > len(pieces) else message._replace(tags=tags)


def _has_too_many_elements(text: bytes, limits: Limits) -> bool:
    tags = text.count(b"<")
    if tags <= limits.elements:
        return False
    ends = text.count(b"</")
    return tags - ends > limits.elements or ends > limits.elements


def cut_of(message: Plain) -> Cut | None:
    """A plain and well-formed message as its pieces; None where there is more to one than a tag and text.

    There is more where a ">" ends no tag, where a namespace is declared further down than in the root's start tag, and
    where lines end as no software of these decades ends them.
    """
    written, pieces, declared, tags = message
    first = 2 if pieces[1].startswith("?") else 1
    if written.count(">") != len(pieces) - 1 or declared != pieces[first].count("xmlns"):
        return None
    if "\r" in written:
        written, tags = written.replace("\r\n", "\n"), {}
        pieces = written.split("<")
    return None if "\r" in written else Cut(pieces[first:], sum(each.count("\n") for each in pieces[:first]), tags)


def _only_declared(text: bytes, written: str) -> bool:
    # a second declaration looks like the first one and isn't seen here, but isn't well-formed either
    is_declared = _DECLARATION.match(text.lstrip(b"\xef\xbb\xbf")) is not None
    behind = written.index("?>") + 2 if is_declared else 0
    return written.find("?", behind) < 0 or written.find("<?", behind) < 0


def _namespaces_are_absolute(message: Plain) -> bool:
    written, pieces, declared, _ = message
    # nearly always the first or second piece, the root's start tag, has them all
    tags = next((each for each in pieces[1:3] if each.count("xmlns") == declared), written)
    found = _NAMESPACE.findall(tags)
    return len(found) == declared and all(not uri or ABSOLUTE_URI.match(uri) for uri in chain.from_iterable(found))


def _are_few_and_short(written: str, pieces: list[str], limits: Limits) -> bool:
    """Whether there can't be too many names, nor one that is too long, nor a tag with too many attributes."""
    shortest = min(LONGEST_NAME, limits.attributes * _SHORTEST_ATTRIBUTE)
    most = len(pieces) + len(written) // _SHORTEST_ATTRIBUTE
    if most > MOST_NAMES and len(pieces) + written.count("=") > MOST_NAMES:
        return False
    long = [each for each in pieces if len(each) >= shortest]  # with the text behind the tag
    return all(0 <= each.rfind(">") < shortest for each in long)


def _keep_limits(tags: set[str], limits: Limits) -> bool:
    names: set[str] = set()
    for tag in tags:
        if len(tag) * _LONGEST_CHARACTER >= LONGEST_TAG or tag.count("=") > limits.attributes:
            return False
        names.update(_names(tag))
        if len(names) > MOST_NAMES:
            return False
    return "" not in tags and max(map(len, names), default=0) <= LONGEST_NAME


def _tags(pieces: list[str]) -> dict[str, str]:
    """By each different piece its tag, without its brackets; "" where a tag has no end.

    Text that has a ">" in it is taken for a part of the tag before it, so nothing of any tag is ever missing.
    """
    # of ten thousand pieces a few hundred are different, and of those a few dozen tags
    return {piece: piece.rpartition(">")[0] for piece in set(pieces[1:])}


def _names(tag: str) -> list[str]:
    """The element's name, and whatever stands before a "=" as an attribute's does."""
    if "=" not in tag:
        return [tag.strip(_AROUND_A_NAME)]
    element, *attributes = (before.split() for before in tag.split("=")[:-1])
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
