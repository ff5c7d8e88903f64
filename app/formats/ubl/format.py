"""UBL 2.1 as a syntax: what says that a message is of it, and of which type."""

from lxml import etree

from app.domain.documents import DocumentType
from app.domain.findings import Finding, finding
from app.formats.ubl.names import ROOTS, TYPE_OF, root_of, standard_namespaces
from app.formats.ubl.tables import TABLES
from app.formats.xml.codecs import SHOWN
from app.formats.xml.format import XmlFormat
from app.formats.xml.names import PREFIXES, UBL, Namespaces
from app.safe import Body, XmlBody


class Ubl(XmlFormat):
    """The Format of UBL 2.1 (and 2.0, which is a part of it), for every document type but the contract."""

    name = "ubl"
    types = frozenset(TABLES)
    tables = TABLES
    own = (*(f"{{{PREFIXES[each]}}}" for each in ("cac", "cbc")), *TYPE_OF)

    def recognises(self, body: Body) -> bool:
        """Whether the root is in one of UBL's namespaces."""
        return isinstance(body, XmlBody) and body.root.tag.startswith(f"{{{UBL}")

    def document_type(self, body: Body) -> DocumentType | None:
        """The type that the root element names; None for a UBL document that has no place in the model."""
        return TYPE_OF.get(body.root.tag) if isinstance(body, XmlBody) else None

    def root_of(self, type_: DocumentType) -> str:
        """The name of a document type's root element."""
        return root_of(type_)

    def standard_namespaces(self, root: str) -> Namespaces:
        """The document's own namespace as the default, and the two of its components."""
        return standard_namespaces(root)

    def unsupported(self, body: Body) -> Finding:
        """The root is none of those that the model has a place for."""
        root = etree.QName(body.root).localname if isinstance(body, XmlBody) else "?"
        return finding("ubl.unsupported", f"/{root}", root=root[:SHOWN], supported=", ".join(ROOTS.values()))
