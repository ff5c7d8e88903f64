"""Leftovers put back into what the rules wrote: the inverse of `complement.difference`.

A complement may come from anybody (it travels in Countersign JSON), so every item is taken for a stranger's text.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from xml.sax.saxutils import quoteattr

from app.domain.documents import Leftover
from app.errors import Refused
from app.formats.xml.names import Namespaces, parse_path, shown
from app.formats.xml.node import Node, from_element
from app.safe import DEFAULT_LIMITS
from app.safe.xml import parse_xml

Place = list[tuple[str, int]]
Way = tuple[str, ...]

_PREFIX = re.compile(r"(?!xml)[A-Za-z_][A-Za-z0-9_.\-]*", re.IGNORECASE)
_DECLARATION = re.compile(r"xmlns$|\{http://www\.w3\.org/2000/xmlns/\}")
# the element around the leftovers, in place of all that was around them in their message
_LIMITS = replace(DEFAULT_LIMITS, depth=DEFAULT_LIMITS.depth + 1)


class Unfit(ValueError):
    """A leftover isn't what `difference` writes."""


def namespaces_in(items: Iterable[Leftover], standard: Namespaces) -> Namespaces:
    """What the root declared: the recorded prefixes, or `standard` where none were recorded."""
    declared: Namespaces = {each.path[2:] or None: each.content for each in items if each.kind == "namespace"}
    if any(prefix and not _PREFIX.fullmatch(prefix) for prefix in declared):
        raise Unfit("a prefix that isn't one")
    return declared or standard


def restore(written: Node, items: Iterable[Leftover], namespaces: Mapping[str | None, str]) -> None:
    """Put every leftover that fits into `written`; raises Unfit for what `difference` can't have written."""
    items = tuple(items)
    kinds: dict[str, list[Leftover]] = {}
    for item in items:
        kinds.setdefault(item.kind, []).append(item)
    for item in kinds.get("moved", ()):
        source, target = map(_way, _parts(item, 2))
        move(written, _place(item), source, target)
    for item in kinds.get("renamed", ()):
        rename(written, item)
    for item in reversed(kinds.get("absent", [])):
        _take_out(written, item)
    for kind in ("lexical", "text", "attribute"):
        for item in kinds.get(kind, ()):
            _spell(written, item)
    elements = [item for item in items if item.kind in ("element", "signature")]
    _put_elements(written, elements, namespaces)
    for item in kinds.get("order", ()):
        _reorder(written, item)


def move(written: Node, place: Place, source: Way, target: Way) -> None:
    """What the rules wrote at the path `source` below `place` shall stand at the path `target`."""
    node = _find(written, place)
    child = node.first(source) if node else None
    if node is None or child is None or node.first(target) is not None:
        return
    _prune(node, source)
    child.tag = target[-1]
    node.ensure(target[:-1]).attach(child)


def rename(written: Node, item: Leftover) -> None:
    """An element that the rules wrote shall have another name; it comes last among those of that name."""
    *parents, (tag, index) = _place(item) or [("", 0)]
    name, *rest = _way(item.content)
    if rest or name.startswith("@"):
        raise Unfit(f"{item.content!r} is not an element's name")
    parent, node = _find(written, parents), _find(written, [*parents, (tag, index)])
    if parent is not None and node is not None and node is not written:
        parent.remove(tag, index - 1)
        node.tag = name
        parent.attach(node)


def _prune(node: Node, way: Way) -> None:
    """Take out the end of `way`, and what was only there to hold it."""
    for length in range(len(way), 0, -1):
        parent, child = node.first(way[: length - 1]), node.first(way[:length])
        if parent is None or child is None or (length < len(way) and not child.is_empty()):
            return
        parent.remove(child.tag)


def _place(item: Leftover) -> Place:
    place = parse_path(item.path)
    if place is None:
        raise Unfit(f"{item.path!r} is not a path")
    return place


def _way(text: str) -> Way:
    place = parse_path(f"/_/{text}")
    if not place:
        raise Unfit(f"{text!r} is not a path")
    return tuple(tag for tag, _ in place)


def _parts(item: Leftover, count: int | None = None) -> list[str]:
    try:
        parts = json.loads(item.content)
    except (ValueError, RecursionError):
        parts = None
    if not isinstance(parts, list) or not all(isinstance(each, str) for each in parts):
        raise Unfit(f"the content of {item.path!r} is not a list of texts")
    if count is not None and len(parts) != count:
        raise Unfit(f"the content of {item.path!r} is not {count} texts")
    return parts


def _find(written: Node, place: Place) -> Node | None:
    node = written
    for tag, index in place:
        group = node.groups.get(tag, ())
        if not 0 < index <= len(group):
            return None
        node = group[index - 1]
    return node


def _take_out(written: Node, item: Leftover) -> None:
    place = _place(item)
    if not place:
        raise Unfit("the root can't be absent")
    parent, (name, index) = _find(written, place[:-1]), place[-1]
    if parent is None:
        return
    if name.startswith("@"):
        if parent.attributes.get(name[1:]) == item.content:
            del parent.attributes[name[1:]]
        return
    node = _find(parent, [(name, index)])
    if node is not None and node.all_text() == item.content:
        parent.remove(name, index - 1)


def _spell(written: Node, item: Leftover) -> None:
    place = _place(item)
    expected, text = _parts(item, 2) if item.kind == "lexical" else ("", item.content)
    attribute = place.pop()[0].removeprefix("@") if place and place[-1][0].startswith("@") else ""
    node = _find(written, place)
    if node is None:
        return
    if _DECLARATION.match(attribute):
        raise Unfit("a declaration is no attribute")
    if attribute and node.attributes.get(attribute, "") == expected:
        node.put(attribute, text)
    elif not attribute and not node.groups and node.text == expected:
        node.text = text


def _put_elements(written: Node, items: list[Leftover], namespaces: Mapping[str | None, str]) -> None:
    for item, node in zip(items, _parsed(items, namespaces), strict=True):
        *parents, (tag, index) = _place(item) or [("", 0)]
        if node.tag != tag:
            raise Unfit(f"{shown(node.tag)} is not what belongs to {item.path!r}")
        parent = _find(written, parents)
        # only as the next of its name: with fewer of them there, it would be taken for one of those
        if parent is not None and len(parent.groups.get(tag, ())) == index - 1:
            parent.attach(node)


def _parsed(items: list[Leftover], namespaces: Mapping[str | None, str]) -> list[Node]:
    scope = "".join(f" xmlns{':' + prefix if prefix else ''}={quoteattr(uri)}" for prefix, uri in namespaces.items())
    text = f"<w{scope}>{''.join(item.content for item in items)}</w>"
    try:
        found = list(parse_xml(text.encode(), _LIMITS).root)
    except (Refused, UnicodeEncodeError) as error:
        raise Unfit(str(error)) from None
    if len(found) != len(items):
        raise Unfit("elements that aren't one each")
    return [from_element(each) for each in found]


def _reorder(written: Node, item: Leftover) -> None:
    names = [_way(name)[0] for name in _parts(item)]
    node = _find(written, _place(item))
    if node is not None and Counter(names) == Counter({tag: len(group) for tag, group in node.groups.items()}):
        node.sequence = names
