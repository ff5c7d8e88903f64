"""What an XML syntax does with its tables: a message in, a document and its complement out, and the way back."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from app.domain.documents import Complement, Document, DocumentType, Leftover
from app.domain.findings import Finding, finding
from app.formats.base import NotRenderable, Parsed
from app.formats.xml.codecs import SHOWN, Codec
from app.formats.xml.complement import difference, spelt
from app.formats.xml.names import Namespaces, parse_path, shown
from app.formats.xml.node import Node, from_element, to_element
from app.formats.xml.reading import Reading
from app.formats.xml.restoring import move, namespaces_in, rename, restore
from app.safe import Body, XmlBody


class XmlFormat(ABC):
    """A Format made of one table a document type.

    Attributes:
        tables: the table of each type that the syntax has.
        own: how the names of elements begin whose text between children is a fault (`{namespace}`).
    """

    name: str
    media_type = "application/xml"
    types: frozenset[DocumentType]
    tables: Mapping[DocumentType, Codec]
    own: tuple[str, ...]

    @abstractmethod
    def recognises(self, body: Body) -> bool:
        """Whether the root is in one of the syntax's namespaces."""

    @abstractmethod
    def document_type(self, body: Body) -> DocumentType | None:
        """The type that a message claims to be; None for one that has no place in the model."""

    @abstractmethod
    def root_of(self, type_: DocumentType) -> str:
        """The name of a document type's root element."""

    @abstractmethod
    def standard_namespaces(self, root: str) -> Namespaces:
        """What a document with that root element declares where nobody chose others."""

    @abstractmethod
    def unsupported(self, body: Body) -> Finding:
        """Why a message of this syntax isn't read."""

    def reading(self, _source: Node) -> Reading:
        """What one reading of a message's tree notes its faults in."""
        return Reading(self.name)

    def understood(self, root: etree._Element) -> etree._Element:
        """A message's tree with the names that the tables have; the message's own is not touched."""
        return root

    def sent(self, root: etree._Element) -> etree._Element:
        """The inverse: a tree with the names that messages have; raises ValueError where it isn't the inverse."""
        return root

    def written(self, document: Document) -> Node:
        """What the rules write for `document`; raises ValueError where the syntax can't say it."""
        tree = Node(self.root_of(document.type))
        self.tables[document.type].write(tree, document)
        return tree

    def read(self, body: Body) -> Parsed:
        """The document in `body`, with everything that the model doesn't hold in its complement."""
        type_ = self.document_type(body)
        if type_ is None or not isinstance(body, XmlBody):
            return Parsed(None, (self.unsupported(body),))
        stray: list[tuple[Node, str]] = []
        source = from_element(self.understood(body.root), stray)
        reading = self.reading(source)
        document: Document | None = self.tables[type_].read(source, reading)
        self._report_stray_text(stray, reading)
        if document is None or reading.findings:
            return Parsed(None, tuple(reading.findings))
        try:
            items = self._leftovers(document, source, reading)
        except (ValueError, ArithmeticError) as error:
            # what the rules took from a message they can't write again: without leftovers it would be half a document
            root = f"/{etree.QName(source.tag).localname}"
            return Parsed(None, (finding("xml.unwritable", root, why=str(error)[:SHOWN]),))
        return Parsed(replace(document, complement=Complement(self.name, items)) if items else document)

    def render(self, document: Document) -> bytes:
        """`document` in this syntax, in UTF-8.

        Raises:
            NotRenderable: the syntax has no such document, or XML can't carry a character of it.
        """
        if document.type not in self.tables:
            raise NotRenderable(f"{self.name} has no {document.type}")
        try:
            root = self._with_complement(document)
            if root is None:
                plain = to_element(self.written(document), self.standard_namespaces(self.root_of(document.type)))
                root = self.sent(plain)
        except ValueError as error:
            raise NotRenderable(f"{document.type} {document.number!r}: {error}") from None
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)

    def _report_stray_text(self, stray: list[tuple[Node, str]], reading: Reading) -> None:
        for node, text in stray:
            # what stands in the elements of others (extensions, signatures) is kept whole, and their own matter
            if node.tag.startswith(self.own):
                reading.fault("stray_text", node, value=text.strip()[:SHOWN])

    def _leftovers(self, document: Document, source: Node, reading: Reading) -> tuple[Leftover, ...]:
        written, moved = self.written(document), []
        for node, here, there in reading.moved:
            path = "/" if node.source is None else reading.path_of(node.source)
            move(written, parse_path(path) or [], here, there)
            moved.append(Leftover("moved", path, spelt(*("/".join(map(shown, way)) for way in (here, there)))))
        renamed = [Leftover("renamed", path, shown(tag)) for path, tag in reading.renamed]
        for each in renamed:
            rename(written, each)
        return (*moved, *renamed, *difference(source, written, self.standard_namespaces(source.tag)))

    def _with_complement(self, document: Document) -> etree._Element | None:
        """`document` and what its complement adds; None where there is none, or reading this syntax didn't leave it."""
        complement = document.complement
        if complement is None or complement.syntax != self.name:
            return None
        tree, table = self.written(document), self.tables[document.type]
        plain = table.read(tree, self.reading(tree))
        try:
            namespaces = namespaces_in(complement.items, self.standard_namespaces(tree.tag))
            restore(tree, complement.items, namespaces)
            # whoever reads the result must read this document: a complement adds to the model and never contradicts it
            reading = self.reading(tree)
            same = table.read(tree, reading) == plain and not reading.findings
            return self.sent(to_element(tree, namespaces)) if same else None
        except ValueError:
            return None
