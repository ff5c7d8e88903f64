"""A tree grown from a message's own text, which is quicker than asking libxml2's tree for every element.

libxml2 has found the message well-formed, and `glance.py` that it is *cut well*: between two "<" stand a tag, its ">"
and text, nothing else. Then a tag is all that has to be understood, and a document has few different ones. What is
rarely asked for (lines, the string value of elements that have children, libxml2's own elements) is found from the
pieces when somebody asks.
"""

import re
from collections.abc import Mapping
from itertools import accumulate
from sys import intern
from typing import Any, cast

from lxml import etree

from app.safe.cut import Cut
from app.safe.element import NONE, Element

XML = "http://www.w3.org/XML/1998/namespace"

_new = object.__new__
_NAME = re.compile(r"[^\s/]+")
_ATTRIBUTE = re.compile(r"""([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([a-z]+));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SPACES = str.maketrans("\t\n", "  ")

Tag = tuple[str, Mapping[str, str], bool]
"""Of a start tag: the element's name, its attributes, whether the tag closes itself."""


class Tags(dict[str, Tag]):
    """What start tags say, as written between their brackets; each different one is understood once."""

    def __init__(self, prefixes: Mapping[str | None, str]) -> None:
        super().__init__()
        self._namespaces = {prefix: f"{{{uri}}}" for prefix, uri in {"xml": XML, **prefixes}.items() if uri}
        self._default = self._namespaces.get(None, "")

    def __missing__(self, tag: str) -> Tag:
        found = self[tag] = self._understood(tag)
        return found

    def _understood(self, tag: str) -> Tag:
        is_closed = tag[-1] == "/"
        if "=" not in tag:  # as most are
            return self._clark(tag.rstrip("/ \t\n"), self._default), NONE, is_closed
        found = _NAME.match(tag)
        assert found is not None, "a well-formed tag has a name"
        attributes = {
            self._clark(name, ""): unescaped((double or single).translate(_SPACES))
            for name, double, single in _ATTRIBUTE.findall(tag, found.end())
        }
        return self._clark(found[0], self._default), attributes, is_closed

    def _clark(self, name: str, default: str) -> str:
        prefix, colon, local = name.rpartition(":")
        return intern((self._namespaces[prefix] if colon else default) + local)


def unescaped(text: str) -> str:
    """`text` with the characters that its references stand for."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    in_hex, number, name = reference.groups()
    return chr(int(in_hex, 16)) if in_hex else chr(int(number)) if number else _ENTITIES[name]


class LetGo(Exception):
    """Somebody asks for what only the message itself could tell, and the tree has let go of that."""


class FromText(Element):
    """An element that has its name, its attributes and, without children, its text from the beginning."""

    __slots__ = ()

    def found(self, what: str) -> Any:
        """See `Element`."""
        root = self._root()
        if what == "text":
            return "".join(text for _, text in root.within(self))
        return root.line_of(self) if what == "line" else root.source_of(self)

    @property
    def texts(self) -> list[str]:
        """See `Element`."""
        if not self.children:
            return [self.text] if self.text else []
        return [text for depth, text in self._root().within(self) if depth == 1 and text]

    def _root(self) -> "Root":
        root: Element = self
        while root.parent is not None:
            root = root.parent
        assert isinstance(root, Root), "the tree is gone"
        if root.has_let_go:
            raise LetGo
        return root


class Root(FromText):
    """The root, which knows the text that all the others were grown from."""

    __slots__ = ("_cut", "_lines", "_starts", "has_let_go")

    def __init__(self, source: etree._Element, cut: Cut) -> None:
        self.name = source.tag
        self.source = source
        self.attributes = cast("dict[str, str]", dict(source.items())) or NONE
        self.parent = None
        self.index = 0
        self.end = 1
        self.children = NONE
        self.has_let_go = False
        self._cut = cut
        self._starts: list[int] = []
        self._lines: list[int] = []

    def let_go(self) -> None:
        """Keep names, attributes and the texts of elements without children; whoever asks for more is told LetGo."""
        self.has_let_go = True
        self._cut = Cut([], 0)
        del self.source

    def within(self, element: Element) -> list[tuple[int, str]]:
        """All text in an element, with the depth where it stands: 1 for its own."""
        depth, found = 0, []
        for piece in self._cut.pieces[self._piece_of(element) :]:
            tag, _, text = piece.partition(">")
            depth += -1 if tag[0] == "/" else tag[-1] != "/"
            if not depth:
                break
            found.append((depth, unescaped(text)))
        return found

    def line_of(self, element: Element) -> int:
        """The line in which its start tag ends."""
        pieces = self._cut.pieces
        if not self._lines:
            self._lines = list(accumulate((each.count("\n") for each in pieces), initial=self._cut.before + 1))
        number = self._piece_of(element)
        return self._lines[number] + pieces[number].partition(">")[0].count("\n")

    def _piece_of(self, element: Element) -> int:
        if not self._starts:
            self._starts = [number for number, piece in enumerate(self._cut.pieces) if piece[0] != "/"]
        return self._starts[element.index]

    def source_of(self, element: Element) -> etree._Element:
        """libxml2's element; found for all others, too, as whoever asks for one asks for the next."""
        sources = list(self.source.iter())
        assert len(sources) == self.end, "the text isn't that of libxml2's tree"
        waiting: list[Element] = [self]
        while waiting:
            each = waiting.pop()
            each.source = sources[each.index]
            waiting += [child for same in each.children.values() for child in same]
        return sources[element.index]


def grow_from_text(source: etree._Element, cut: Cut) -> list[Element]:
    """Elements of everything in `cut`, in document order, made in one walk.

    Args:
        source: the root that libxml2 has made of it.
        cut: all of the message.
    """
    root = Root(source, cut)
    elements: list[Element] = [root]
    tags, pieces = Tags(source.nsmap), cut.pieces
    children: dict[str, list[Element]] = {}
    parent: Element = root
    above: list[tuple[Element, dict[str, list[Element]]]] = []
    in_leaf = False
    for piece, following in zip(pieces[1:], [*pieces[2:], "/"], strict=False):
        if piece[0] == "/":
            if in_leaf:
                in_leaf = False
                continue
            parent.children = children or NONE
            parent.end = len(elements)
            if not above:
                break
            parent, children = above.pop()
            continue
        tag, _, text = piece.partition(">")
        name, attributes, is_closed = tags[tag]
        child = _new(FromText)
        child.name = name
        child.attributes = attributes
        child.parent = parent
        child.index = index = len(elements)
        elements.append(child)
        if name in children:
            children[name].append(child)
        else:
            children[name] = [child]
        if is_closed or following[0] == "/":
            child.children = NONE
            child.end = index + 1
            in_leaf = not is_closed
            child.text = "" if is_closed else unescaped(text) if "&" in text else text
        else:
            above.append((parent, children))
            parent, children = child, {}
    return elements
