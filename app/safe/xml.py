"""XML from strangers: decoded, guarded and only then made into a tree.

Two parsers read a message, on purpose. Expat goes first and builds nothing: it tells of each element as it comes, so
that a bomb is left at the very element that breaks a limit, and a DOCTYPE before its first declaration. Only what came
through is parsed by libxml2 into the tree that everybody uses. Both are given the same UTF-8 text, so they can't
disagree about the encoding. Nothing here opens a file or a connection, expands an entity or follows an XInclude.
A message whose bytes show that it can break no limit (`glance.py`; most do) is spared the first reading, and gets it
after all where libxml2 refuses it: what is wrong is then said by expat, as for every other message.
"""

import re
import threading
from typing import Any
from xml.parsers import expat

from lxml import etree

from app.errors import Refused
from app.safe.body import XmlBody
from app.safe.encoding import utf8_of
from app.safe.glance import ABSOLUTE_URI, LONGEST_NAME, LONGEST_TAG, MOST_NAMES, cut_of, is_too_deep, plain
from app.safe.limits import DEFAULT_LIMITS, Limits

MOST_INSTRUCTIONS = 10

_LONG_PIECE = re.compile(rb"<[^!?/<][^<]{%d}" % (LONGEST_TAG - 1))
_WHOLE_TAG = re.compile(rb"""<(?:[^<>"']++|"[^<"]*+"|'[^<']*+')*+>""")


def parse_xml(
    raw: bytes, limits: Limits = DEFAULT_LIMITS, *, keep_comments: bool = False, relative_namespaces: bool = False
) -> XmlBody:
    """`raw` as a tree, with everything hostile refused before the tree is built.

    Readers take the default: comments and processing instructions are dropped and the text around them is one text, so
    that `<ID>A<!-- -->B</ID>` reads "AB", which is also what exclusive C14N without comments signs. With
    `keep_comments` both stay in the tree (for who must canonicalise or show the document as it was written); such a
    tree is read with `text_of`.

    Processing instructions before the root (xml-stylesheet) are ignored; inside or after it they are refused.
    `relative_namespaces` are refused too, where they are not let through for what nobody signs (Schematron's `utils`).

    Raises:
        Refused: `xml.*`, with the line where there is one.
    """
    if len(raw) > limits.size:
        raise Refused("xml.too_large", size=len(raw), limit=limits.size)
    if not raw.strip():
        raise Refused("xml.empty")
    text = utf8_of(raw)
    message = plain(text, limits)
    if message is not None:
        root = _plain_tree(text, keep_comments, limits)
        if root is not None:
            return XmlBody(raw, root, cut_of(message))
    _Guard(limits, watch_text=len(text) > limits.text, relative_namespaces=relative_namespaces).check(text)
    return XmlBody(raw, _tree(text, keep_comments, limits))


def _plain_tree(text: bytes, keep_comments: bool, limits: Limits) -> etree._Element | None:
    """The tree of a plain message; None where the guard must tell what is wrong with it."""
    try:
        root = _tree(text, keep_comments, limits)
    except Refused:
        return None
    return None if is_too_deep(root, limits.depth) else root


def canonical(root: etree._Element) -> bytes:
    """`root` in exclusive canonical XML 1.0 without comments (https://www.w3.org/TR/xml-exc-c14n/), as UTF-8."""
    return etree.tostring(root, method="c14n", exclusive=True, with_comments=False)


def text_of(element: etree._Element) -> str:
    """The element's own text, joined across comments and processing instructions; children's text is not part of it.

    `element.text` alone ends at the first comment, which is how "A<!-- -->B" is read as "A" by the careless.
    """
    after_hidden = [child.tail or "" for child in element if not isinstance(child.tag, str)]
    return "".join([element.text or "", *after_hidden])


def element_lines(raw: bytes) -> list[int]:
    """The line of each element of a message that was parsed before, in document order, exact for any number of lines.

    `sourceline` is a guess above line 65,535; who needs to be exact there pays for this second reading.
    """
    lines: list[int] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda _name, _attributes: lines.append(parser.CurrentLineNumber)
    parser.Parse(utf8_of(raw), True)
    return lines


class _Guard:
    """Counts what expat meets and raises Refused at the first thing over a limit.

    Its handlers run for every element of every message: they do the least that can be done.
    """

    __slots__ = (
        "_declared",
        "_depth",
        "_elements",
        "_instructions",
        "_limits",
        "_names",
        "_parser",
        "_relative_namespaces",
        "_text",
    )

    def __init__(self, limits: Limits, *, watch_text: bool, relative_namespaces: bool) -> None:
        self._limits = limits
        self._relative_namespaces = relative_namespaces
        self._names: dict[str, Any] = {}  # expat's own table of the names that it has met
        self._depth = self._elements = self._declared = self._instructions = self._text = 0
        self._parser = parser = expat.ParserCreate("utf-8", "\n", self._names)
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._watched_start if watch_text else self._start
        parser.EndElementHandler = self._end
        parser.StartNamespaceDeclHandler = self._namespace
        parser.ProcessingInstructionHandler = self._instruction
        if watch_text:  # no single text of a message shorter than the limit can be longer than it
            parser.CharacterDataHandler = self._characters
            parser.buffer_text = True

    def check(self, text: bytes) -> None:
        """Read all of `text`; raises Refused, also for what is not well-formed."""
        self._check_tags(text)
        try:
            self._parser.Parse(text, True)
        except expat.ExpatError as error:
            raise _malformed(error.lineno, error.offset + 1, expat.ErrorString(error.code) or "") from None
        self._check_names()

    def _check_tags(self, text: bytes) -> None:
        # a parser reads a start tag to its end before it tells of it: a million attributes must not get that far
        for suspect in _LONG_PIECE.finditer(text):
            if not _WHOLE_TAG.match(text, suspect.start(), suspect.start() + LONGEST_TAG):
                line = text.count(b"\n", 0, suspect.start()) + 1
                raise Refused("xml.tag_too_long", line=line, limit=LONGEST_TAG)

    def _refused(self, code: str, **params: Any) -> Refused:
        return Refused(code, line=self._parser.CurrentLineNumber, **params)

    def _check_names(self) -> None:
        if len(self._names) > MOST_NAMES:
            raise self._refused("xml.too_many_names", limit=MOST_NAMES)
        if any(name and len(name) > LONGEST_NAME for name in self._names):
            raise self._refused("xml.name_too_long", limit=LONGEST_NAME)

    def _declaration(self, version: str, _encoding: str | None, _standalone: int) -> None:
        if version != "1.0":
            raise self._refused("xml.version", version=version)

    def _doctype(self, *_declaration: object) -> None:
        raise self._refused("xml.doctype")

    def _start(self, _name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        limits = self._limits
        if len(attributes) + self._declared > limits.attributes:
            raise self._refused("xml.too_many_attributes", limit=limits.attributes)
        if self._depth > limits.depth or self._elements > limits.elements or len(self._names) > MOST_NAMES:
            self._refuse_size()
        self._declared = 0

    def _refuse_size(self) -> None:
        if self._depth > self._limits.depth:
            raise self._refused("xml.too_deep", limit=self._limits.depth)
        self._check_names()
        raise self._refused("xml.too_many_elements", limit=self._limits.elements)

    def _watched_start(self, name: str, attributes: dict[str, str]) -> None:
        self._start(name, attributes)
        self._text = 0

    def _end(self, _name: str) -> None:
        self._depth -= 1
        self._text = 0

    def _namespace(self, _prefix: str | None, uri: str | None) -> None:
        self._declared += 1
        if uri and not self._relative_namespaces and not ABSOLUTE_URI.match(uri):
            raise self._refused("xml.relative_namespace", uri=uri[:100])

    def _instruction(self, target: str, _data: str) -> None:
        self._instructions += 1
        if self._elements or self._instructions > MOST_INSTRUCTIONS:
            raise self._refused("xml.processing_instruction", target=target[:100])

    def _characters(self, data: str) -> None:
        self._text += len(data)
        if self._text > self._limits.text:
            raise self._refused("xml.text_too_long", limit=self._limits.text)


class _Parsers(threading.local):
    """One libxml2 parser a thread and kind: a shared one would make threads wait for each other."""

    def __init__(self) -> None:
        self._made: dict[bool, etree.XMLParser] = {}

    def get(self, keep_comments: bool) -> etree.XMLParser:
        if keep_comments not in self._made:
            self._made[keep_comments] = etree.XMLParser(
                encoding="utf-8",
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                collect_ids=False,
                remove_comments=not keep_comments,
                remove_pis=not keep_comments,
            )
        return self._made[keep_comments]


_parsers = _Parsers()


def _tree(text: bytes, keep_comments: bool, limits: Limits) -> etree._Element:
    try:
        root = etree.fromstring(text, _parsers.get(keep_comments))
    except etree.XMLSyntaxError as error:
        raise _refused_by_libxml2(error, limits) from None
    # expat has refused every DOCTYPE; should the two parsers ever disagree, this is the one that must hold
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("xml.doctype")
    return root


def _refused_by_libxml2(error: etree.XMLSyntaxError, limits: Limits) -> Refused:
    if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # type: ignore[attr-defined]  # the stubs lack SyntaxError's code
        return Refused("xml.text_too_long", line=error.lineno, limit=limits.text)
    return _malformed(error.lineno or 1, error.offset or 1, (error.msg or "").splitlines()[0])


def _malformed(line: int, column: int, what: str) -> Refused:
    return Refused("xml.malformed", line=line, column=column, what=what)
