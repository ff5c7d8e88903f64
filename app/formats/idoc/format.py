"""SAP IDocs in XML as a syntax: what says that a message is one, which document it is, and how it is written."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from app.domain.documents import CreditNote, Document, DocumentType, Invoice, Leftover
from app.domain.findings import Finding, finding, warning
from app.formats.base import Parsed
from app.formats.cii.format import CREDIT_NOTES
from app.formats.idoc.billing import TYPES
from app.formats.idoc.codecs import CURRENCY
from app.formats.idoc.control import PASSING, RECORD
from app.formats.idoc.ordering import CANCELLED
from app.formats.idoc.reading import IdocReading
from app.formats.idoc.shape import as_sent, told_apart, unknown_name
from app.formats.idoc.tables import BASIC_TYPES, FAMILIES, MESSAGES, TABLES
from app.formats.xml.codecs import SHOWN
from app.formats.xml.format import XmlFormat
from app.formats.xml.idoc_facts import qualifiers, segments
from app.formats.xml.names import Namespaces
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.safe import Body, XmlBody

_SEGMENT, _BEGIN, _YES = "SEGMENT", "BEGIN", "1"
_KEPT = frozenset(f"{name}.{role}" for name in ("E1EDKA1", "E1ADRM1") for role in ("AG", "LF"))
"""Segments that are written even where they say no more than that they are there."""
_BILLING_TYPES = frozenset({"G2", "CR", "GK"})
"""E1EDK14 with QUALF 015: SAP's own billing types that are credit memos."""
_CODE = {DocumentType.INVOICE: "380", DocumentType.CREDIT_NOTE: "381"}
_PASSING = "passing-"


class Idoc(XmlFormat):
    """The Format of ORDERS05, DELVRY03 and INVOIC02, and of the basic types that they are releases of."""

    name = "idoc"
    media_type = "application/idoc+xml"
    types = frozenset(TABLES)
    tables = TABLES
    own = ("",)

    def recognises(self, body: Body) -> bool:
        """Whether there is an IDOC in the root; the root's name is the basic type's or an extension's."""
        return isinstance(body, XmlBody) and not _is_namespaced(body.root) and body.root.find("IDOC") is not None

    def document_type(self, body: Body) -> DocumentType | None:
        """By basic type and message type; a change that reverses everything is a cancellation."""
        if not isinstance(body, XmlBody):
            return None
        type_ = MESSAGES.get((_family(body.root), _control(body.root, "MESTYP")))
        if type_ is DocumentType.ORDER_CHANGE and _text(body.root, "IDOC/E1EDK01/ACTION") == CANCELLED:
            return DocumentType.ORDER_CANCELLATION
        if type_ is DocumentType.INVOICE and _is_credit(body.root):
            return DocumentType.CREDIT_NOTE
        return type_

    def root_of(self, type_: DocumentType) -> str:
        """The basic type."""
        return BASIC_TYPES[type_]

    def standard_namespaces(self, _root: str) -> Namespaces:
        """IDocs have none."""
        return {}

    def unsupported(self, body: Body) -> Finding:
        """Another basic type or message."""
        if not isinstance(body, XmlBody):
            return finding("idoc.unsupported", type="?", message="?")
        basic = _control(body.root, "IDOCTYP") or str(body.root.tag)
        message = _control(body.root, "MESTYP") or "–"
        return finding("idoc.unsupported", f"/{body.root.tag}", type=basic[:SHOWN], message=message[:SHOWN])

    def understood(self, root: etree._Element) -> etree._Element:
        """A copy whose names say what each segment is about."""
        return told_apart(root, _family(root))

    def sent(self, root: etree._Element) -> etree._Element:
        """SAP's own names again."""
        return as_sent(root)

    def reading(self, source: Node) -> Reading:
        """All amounts are in the document's currency."""
        found = source.first((f"IDOC.{source.tag}", "E1EDK01", "CURCY"))
        return IdocReading(found.text.strip() if found is not None else "")

    def read(self, body: Body) -> Parsed:
        """The document in `body`, which must be the only one there: `shape.documents_in` parts files of several."""
        if isinstance(body, XmlBody):
            faults = _faults_of(body.root)
            if faults:
                return Parsed(None, faults)
        parsed = super().read(body)
        return Parsed(parsed.document, parsed.findings + _warnings_of(body)) if parsed.document else parsed

    def written(self, document: Document) -> Node:
        """What the rules write; raises ValueError for what an IDoc would say otherwise."""
        if isinstance(document, Invoice | CreditNote):
            document = _typed(document)
        tree = super().written(document)
        if not document.currency:
            # UBL's documents need not name one where all their amounts do
            currency = _currency_of(tree)
            tree = super().written(replace(document, currency=currency)) if currency else tree
            document = replace(document, currency=currency)
        _prune(tree)
        _finish(tree, document.currency)
        return tree

    def _leftovers(self, document: Document, source: Node, reading: Reading) -> tuple[Leftover, ...]:
        start = f"/{source.tag}/IDOC.{source.tag}/{RECORD}/"
        items = super()._leftovers(document, source, reading)
        return tuple(replace(each, kind=_PASSING + each.kind) if _passes(each, start) else each for each in items)

    def _with_complement(self, document: Document) -> etree._Element | None:
        kept = document.complement
        if kept is None:
            return None
        items = tuple(replace(each, kind=each.kind.removeprefix(_PASSING)) for each in kept.items)
        root = super()._with_complement(replace(document, complement=replace(kept, items=items)))
        if root is None or _faults_of(root):
            return None
        # what says which document it is isn't read by the tables, and a complement may come from anybody
        return root if self.document_type(XmlBody(b"", root)) is document.type else None


def _is_namespaced(root: etree._Element) -> bool:
    return str(root.tag).startswith("{")


def _text(root: etree._Element, path: str) -> str:
    return (root.findtext(path) or "").strip()


def _control(root: etree._Element, field: str) -> str:
    return _text(root, f"IDOC/{RECORD}/{field}")


def _family(root: etree._Element) -> str:
    """The basic type whose tables read this IDoc; "" where none do."""
    return FAMILIES.get(_control(root, "IDOCTYP") or str(root.tag), "")


def _is_credit(root: etree._Element) -> bool:
    said = _text(root, "IDOC/E1EDK01/BSART")
    if said:
        return TYPES.get(said, said) in CREDIT_NOTES
    types = (each for each in root.iterfind("IDOC/E1EDK14") if (each.findtext("QUALF") or "").strip() == "015")
    return any((each.findtext("ORGID") or "").strip() in _BILLING_TYPES for each in types)


def _faults_of(root: etree._Element) -> tuple[Finding, ...]:
    count, name = len(root.findall("IDOC")), unknown_name(root)
    several = (finding("idoc.several", f"/{root.tag}", count=count),) if count > 1 else ()
    return (*several, finding("idoc.name", f"/{root.tag}", name=name[:SHOWN])) if name else several


def _warnings_of(body: Body) -> tuple[Finding, ...]:
    if not isinstance(body, XmlBody) or not _control(body.root, "TEST"):
        return ()
    return (warning("idoc.test", f"/{body.root.tag}/IDOC/{RECORD}/TEST"),)


def _typed(document: Invoice | CreditNote) -> Document:
    code = document.type_code or _CODE[document.type]
    if (code in CREDIT_NOTES) != (document.type is DocumentType.CREDIT_NOTE):
        raise ValueError(f"INVOIC tells a {document.type} by its type, and {code} isn't one's")
    return replace(document, type_code=code)


def _passes(item: Leftover, start: str) -> bool:
    return item.path.startswith(start) and item.path.removeprefix(start) in PASSING


def _currency_of(tree: Node) -> str:
    """The currency of all amounts; "" where there are several, or none."""
    found = set(_currencies(tree))
    return found.pop() if len(found) == 1 else ""


def _currencies(node: Node) -> Iterator[str]:
    if node.attributes.get(CURRENCY):
        yield node.attributes[CURRENCY]
    for child in node.children():
        yield from _currencies(child)


def _prune(node: Node) -> None:
    """Take out what says nothing: a field without a value is as good as none."""
    for tag, group in list(node.groups.items()):
        for child in group:
            _prune(child)
        said = [child for child in group if tag in _KEPT or not child.is_empty()]
        if said:
            node.groups[tag] = said
        else:
            del node.groups[tag]


def _finish(node: Node, currency: str) -> None:
    """What belongs to every segment, whatever it says; and no amount but in the document's currency."""
    if node.attributes.get(CURRENCY):
        if node.attributes[CURRENCY] != currency:
            raise ValueError(f"an IDoc has one currency, not {currency!r} and {node.attributes[CURRENCY]!r}")
        node.attributes = {}
    for group in node.groups.values():
        for child in group:
            _finish(child, currency)
    name, _, value = node.tag.partition(".")
    if name == "IDOC":
        node.put(_BEGIN, _YES)
    elif name in segments():
        node.put(_SEGMENT, _YES)
        if value and name in qualifiers():
            node.ensure((qualifiers()[name].field,)).text = value
