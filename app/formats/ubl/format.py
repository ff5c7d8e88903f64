"""UBL 2.1 as a syntax: a message in, a document out, and the way back."""

from dataclasses import replace

from lxml import etree

from app.domain.documents import Complement, Document, DocumentType, Leftover
from app.domain.findings import Finding, finding
from app.formats.base import NotRenderable, Parsed
from app.formats.ubl.complement import difference, spelt
from app.formats.ubl.names import FAMILY, PREFIXES, ROOTS, TYPE_OF, parse_path, root_of, shown, standard_namespaces
from app.formats.ubl.node import Node, from_element, to_element
from app.formats.ubl.reading import Reading
from app.formats.ubl.restoring import move, namespaces_in, restore
from app.formats.ubl.tables import TABLES
from app.safe import Body, XmlBody

_SHOWN = 60
_OWN = tuple(f"{{{uri}}}" for uri in (PREFIXES["cac"], PREFIXES["cbc"]))


class Ubl:
    """The Format of UBL 2.1 (and 2.0, which is a part of it), for every document type but the contract."""

    name = "ubl"
    media_type = "application/xml"
    types = frozenset(TABLES)

    def recognises(self, body: Body) -> bool:
        """Whether the root is in one of UBL's namespaces."""
        return isinstance(body, XmlBody) and body.root.tag.startswith(f"{{{FAMILY}")

    def document_type(self, body: Body) -> DocumentType | None:
        """The type that the root element names; None for a UBL document that has no place in the model."""
        return TYPE_OF.get(body.root.tag) if isinstance(body, XmlBody) else None

    def read(self, body: Body) -> Parsed:
        """The document in `body`, with everything that the model doesn't hold in its complement."""
        type_ = self.document_type(body)
        if type_ is None or not isinstance(body, XmlBody):
            return Parsed(None, (_unsupported(body),))
        stray: list[tuple[Node, str]] = []
        source, reading = from_element(body.root, stray), Reading()
        document: Document | None = TABLES[type_].read(source, reading)
        _report_stray_text(stray, reading)
        if document is None or reading.findings:
            return Parsed(None, tuple(reading.findings))
        items = _leftovers(document, source, reading)
        return Parsed(replace(document, complement=Complement(self.name, items)) if items else document)

    def render(self, document: Document) -> bytes:
        """`document` as UBL, in UTF-8.

        Raises:
            NotRenderable: UBL has no such document, or XML can't carry a character of it.
        """
        if document.type not in TABLES:
            raise NotRenderable(f"UBL has no {document.type}")
        try:
            root = _with_complement(document)
            if root is None:
                root = to_element(_written(document), standard_namespaces(root_of(document.type)))
        except ValueError as error:
            raise NotRenderable(f"{document.type} {document.number!r}: {error}") from None
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _unsupported(body: Body) -> Finding:
    root = etree.QName(body.root).localname if isinstance(body, XmlBody) else "?"
    return finding("ubl.unsupported", f"/{root}", root=root[:_SHOWN], supported=", ".join(ROOTS.values()))


def _report_stray_text(stray: list[tuple[Node, str]], reading: Reading) -> None:
    for node, text in stray:
        # what stands in the elements of others (extensions, signatures) is kept whole, and their own matter
        if node.tag in TYPE_OF or node.tag.startswith(_OWN):
            reading.fault("ubl.stray_text", node, value=text.strip()[:_SHOWN])


def _written(document: Document) -> Node:
    """What the rules write for `document`."""
    tree = Node(root_of(document.type))
    TABLES[document.type].write(tree, document)
    return tree


def _leftovers(document: Document, source: Node, reading: Reading) -> tuple[Leftover, ...]:
    written, moved = _written(document), []
    for node, here, there in reading.moved:
        path = "/" if node.source is None else reading.path_of(node.source)
        move(written, parse_path(path) or [], here, there)
        moved.append(Leftover("moved", path, spelt(*("/".join(map(shown, way)) for way in (here, there)))))
    return (*moved, *difference(source, written))


def _with_complement(document: Document) -> etree._Element | None:
    """`document` and what its complement adds; None where there is none, or it is not what reading UBL left."""
    complement = document.complement
    if complement is None or complement.syntax != Ubl.name:
        return None
    tree, reading = _written(document), Reading()
    plain = TABLES[document.type].read(tree, reading)
    try:
        namespaces = namespaces_in(complement.items, standard_namespaces(tree.tag))
        restore(tree, complement.items, namespaces)
        # whoever reads the result must read this document: a complement adds to the model and never contradicts it
        same = TABLES[document.type].read(tree, reading) == plain and not reading.findings
        return to_element(tree, namespaces) if same else None
    except ValueError:
        return None
