"""Cross Industry Invoice as a syntax: what says that a message is of it, and which of its two documents it is."""

from dataclasses import replace

from lxml import etree

from app.domain.documents import CreditNote, Document, DocumentType, Invoice
from app.domain.findings import Finding, finding
from app.formats.cii.codecs import CURRENCY
from app.formats.cii.special import TAX_TOTAL_AMOUNT
from app.formats.cii.tables import TABLES
from app.formats.xml.codecs import SHOWN
from app.formats.xml.format import XmlFormat
from app.formats.xml.names import PREFIXES, Namespaces, clark, steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.safe import Body, XmlBody

ROOT = clark("rsm:CrossIndustryInvoice")
CREDIT_NOTES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"})
"""UNTDID 1001: the type codes (BT-3) that make an EN 16931 invoice a credit note."""

_USUAL = {DocumentType.INVOICE: "380", DocumentType.CREDIT_NOTE: "381"}
_TYPE_CODE = "/".join(steps("rsm:ExchangedDocument/ram:TypeCode"))
_CURRENCY = steps("rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:InvoiceCurrencyCode")
_SPOKEN = ("rsm", "ram", "udt", "qdt")


class Cii(XmlFormat):
    """The Format of Cross Industry Invoice, whatever its guideline (BT-24): it decides on rules, not on reading."""

    name = "cii"
    types = frozenset(TABLES)
    tables = TABLES
    own = tuple(f"{{{PREFIXES[each]}}}" for each in _SPOKEN)

    def recognises(self, body: Body) -> bool:
        """Whether the root is in the namespace of Cross Industry Invoice."""
        return isinstance(body, XmlBody) and etree.QName(body.root).namespace == PREFIXES["rsm"]

    def document_type(self, body: Body) -> DocumentType | None:
        """By the type code; None where the root is not CrossIndustryInvoice."""
        if not isinstance(body, XmlBody) or body.root.tag != ROOT:
            return None
        code = (body.root.findtext(_TYPE_CODE) or "").strip()
        return DocumentType.CREDIT_NOTE if code in CREDIT_NOTES else DocumentType.INVOICE

    def root_of(self, _type: DocumentType) -> str:
        """The same for both."""
        return ROOT

    def standard_namespaces(self, _root: str) -> Namespaces:
        """The customary prefixes."""
        return {prefix: PREFIXES[prefix] for prefix in _SPOKEN}

    def unsupported(self, body: Body) -> Finding:
        """The root is something else of the namespace."""
        root = etree.QName(body.root).localname if isinstance(body, XmlBody) else "?"
        return finding("cii.unsupported", f"/{root}", root=root[:SHOWN])

    def reading(self, source: Node) -> Reading:
        """Amounts are in the invoice's currency (BT-5) where they don't say otherwise."""
        found = source.first(_CURRENCY)
        return Reading(self.name, found.text.strip() if found is not None else "")

    def written(self, document: Document) -> Node:
        """What the rules write; raises ValueError where the type code says invoice and the document is none."""
        if not isinstance(document, Invoice | CreditNote):
            raise ValueError("not an invoice")
        code = document.type_code or _USUAL[document.type]
        if (code in CREDIT_NOTES) != (document.type is DocumentType.CREDIT_NOTE):
            raise ValueError(f"CII knows a {document.type} by its type code, and {code} isn't one's")
        tree = super().written(replace(document, type_code=code))
        _leave_out_currency(tree, document.currency)
        return tree


def _leave_out_currency(node: Node, currency: str) -> None:
    """EN 16931-3-3 has the attribute with totals of tax only; elsewhere only an amount in another currency needs it."""
    if node.attributes.get(CURRENCY) == currency and node.tag != TAX_TOTAL_AMOUNT:
        del node.attributes[CURRENCY]
    for group in node.groups.values():
        for child in group:
            _leave_out_currency(child, currency)
