"""cXML 1.2 as a syntax: what says that a message is of it, which document it is, and what surrounds it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from app.domain.documents import Document, DocumentType, Leftover
from app.domain.findings import Finding, finding, warning
from app.formats.base import Parsed
from app.formats.cxml.codecs import CURRENCY, CxmlReading
from app.formats.cxml.messages import KINDS, document_type_of, request_in
from app.formats.cxml.secrets import readable, speaks_of_secrets
from app.formats.cxml.tables import DTDS, TABLES
from app.formats.xml.codecs import SHOWN
from app.formats.xml.cxml_facts import is_known, may_have_text
from app.formats.xml.format import XmlFormat
from app.formats.xml.names import Namespaces, parse_path
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.safe import Body, XmlBody
from app.safe.xml import parse_xml

ROOT = "cXML"
VERSION = "1.2.063"
DTD = "http://xml.cxml.org/schemas/cXML/{}/{}"
ENVELOPE, TAIL = "envelope", "tail"
"""Kinds of leftovers of its own: what differs when a message is sent again (its time), and text behind an element."""

_TIMESTAMP = "/cXML/@timestamp"
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_DECLARATION = re.compile(rb"<\?xml[^>]*\?>\s*")


class Cxml(XmlFormat):
    """The Format of cXML 1.2."""

    name = "cxml"
    media_type = "application/cxml+xml"
    types = frozenset(TABLES)
    tables = TABLES
    own = ("",)

    def recognises(self, body: Body) -> bool:
        """Whether the root is cXML, in no namespace."""
        return isinstance(body, XmlBody) and body.root.tag == ROOT

    def document_type(self, body: Body) -> DocumentType | None:
        """By what is asked, and by its type or purpose; None for messages that bring no document."""
        if not isinstance(body, XmlBody) or body.root.tag != ROOT:
            return None
        return document_type_of(body.root)

    def root_of(self, _type: DocumentType) -> str:
        """The same for all."""
        return ROOT

    def standard_namespaces(self, _root: str) -> Namespaces:
        """None are declared."""
        return {}

    def unsupported(self, body: Body) -> Finding:
        """The message brings no document."""
        asked = request_in(body.root) if isinstance(body, XmlBody) else None
        name = str(asked.tag)[:SHOWN] if asked is not None else "–"
        return finding("cxml.unsupported", "/cXML/Request", name=name, supported=", ".join(KINDS))

    def reading(self, _source: Node) -> Reading:
        """Faults in attributes name them."""
        return CxmlReading(self.name)

    def written(self, document: Document) -> Node:
        """What the rules write; an amount that the DTD demands and nobody told is in the document's currency."""
        tree = super().written(document)
        if document.currency:
            _fill_currency(tree, document.currency)
        return tree

    def read(self, body: Body) -> Parsed:
        """The document in `body`. What proves its sender is left behind; that it is a test is said."""
        if not isinstance(body, XmlBody):
            return super().read(body)
        parsed = super().read(XmlBody(body.raw, readable(body.root)))
        request = body.root.find("Request")
        if parsed.document is None or request is None or request.get("deploymentMode") != "test":
            return parsed
        line: Any = request.sourceline
        return Parsed(parsed.document, (warning("cxml.test", "/cXML/Request/@deploymentMode", line),))

    def render(self, document: Document) -> bytes:
        """`document` as cXML, with the DOCTYPE that the standard demands."""
        rendered = super().render(_with_kinds(document, {ENVELOPE: "lexical"}))
        tails = _of_kind(document, TAIL)
        if tails:
            rendered = _with_tails(rendered, tails)
        return _with_doctype(rendered, document.type)

    def _report_stray_text(self, stray: list[tuple[Node, str]], reading: Reading) -> None:
        # text beside elements is what some elements are for; what nobody knows is kept whole
        super()._report_stray_text([each for each in stray if _has_elements_only(each[0].tag)], reading)

    def _leftovers(self, document: Document, source: Node, reading: Reading) -> tuple[Leftover, ...]:
        found = super()._leftovers(document, source, reading)
        kept = (replace(each, kind=ENVELOPE) if _is_of_the_envelope(each) else each for each in found)
        return (*kept, *_tails_in(source, reading))


def _fill_currency(node: Node, currency: str) -> None:
    if node.tag == "Money" and not node.attributes.get(CURRENCY):
        node.put(CURRENCY, currency)
    for group in node.groups.values():
        for child in group:
            _fill_currency(child, currency)


def _has_elements_only(tag: str) -> bool:
    return is_known(tag) and not may_have_text(tag)


def _is_of_the_envelope(item: Leftover) -> bool:
    return item.kind == "lexical" and item.path == _TIMESTAMP


def _with_kinds(document: Document, kinds: Mapping[str, str]) -> Document:
    complement = document.complement
    if complement is None or complement.syntax != Cxml.name:
        return document
    # a complement may come from anybody: what this reader never leaves there isn't put into a message either
    kept = (each for each in complement.items if not speaks_of_secrets(each.path, each.content))
    items = (replace(each, kind=kinds.get(each.kind, each.kind)) for each in kept)
    return replace(document, complement=replace(complement, items=tuple(items)))


def _of_kind(document: Document, kind: str) -> list[Leftover]:
    complement = document.complement
    if complement is None or complement.syntax != Cxml.name:
        return []
    return [each for each in complement.items if each.kind == kind]


def _tails_in(source: Node, reading: Reading) -> Iterator[Leftover]:
    """Text behind the elements in what may have text: the tree of the rules has no place for it."""
    if source.source is None:
        return
    for element in source.source.iter(etree.Element):
        parent = element.getparent()
        if element.tail and element.tail.strip() and parent is not None and may_have_text(parent.tag):
            yield Leftover(TAIL, reading.path_of(element), element.tail)


def _with_tails(rendered: bytes, tails: list[Leftover]) -> bytes:
    root = parse_xml(rendered).root
    for item in tails:
        place = _found(root, parse_path(item.path) or [])
        parent = None if place is None else place.getparent()
        if place is not None and parent is not None and may_have_text(parent.tag):
            place.tail = _text(item.content)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _found(root: etree._Element, place: list[tuple[str, int]]) -> etree._Element | None:
    element: etree._Element | None = root
    for tag, index in place:
        group = [] if element is None else element.findall(f"./{tag}" if not tag.startswith("@") else "./_")
        element = group[index - 1] if 0 < index <= len(group) else None
    return element


def _text(content: str) -> str:
    """What a stranger's complement says, where XML can carry it."""
    return _NOT_XML.sub("", content)


def _with_doctype(rendered: bytes, type_: DocumentType) -> bytes:
    declaration = _DECLARATION.match(rendered)
    at = declaration.end() if declaration else 0
    identifier = DTD.format(VERSION, DTDS.get(type_, "cXML.dtd"))
    return rendered[:at] + f'<!DOCTYPE cXML SYSTEM "{identifier}">\n'.encode() + rendered[at:]
