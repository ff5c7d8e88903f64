"""UBL's names: the documents' root elements, and what is declared on them."""

from app.domain.documents import DocumentType
from app.formats.xml.names import PREFIXES, UBL, Namespaces

ROOTS = {
    DocumentType.ORDER: "Order",
    DocumentType.ORDER_RESPONSE: "OrderResponse",
    DocumentType.ORDER_CHANGE: "OrderChange",
    DocumentType.ORDER_CANCELLATION: "OrderCancellation",
    DocumentType.DESPATCH_ADVICE: "DespatchAdvice",
    DocumentType.RECEIPT_ADVICE: "ReceiptAdvice",
    DocumentType.INVOICE: "Invoice",
    DocumentType.CREDIT_NOTE: "CreditNote",
    DocumentType.APPLICATION_RESPONSE: "ApplicationResponse",
    DocumentType.REMITTANCE_ADVICE: "RemittanceAdvice",
    DocumentType.CATALOGUE: "Catalogue",
    DocumentType.REQUEST_FOR_QUOTATION: "RequestForQuotation",
    DocumentType.QUOTATION: "Quotation",
}


def namespace_of(type_: DocumentType) -> str:
    """The namespace of a document type's root element."""
    return f"{UBL}{ROOTS[type_]}-2"


def root_of(type_: DocumentType) -> str:
    """The name of a document type's root element."""
    return f"{{{namespace_of(type_)}}}{ROOTS[type_]}"


TYPE_OF = {root_of(type_): type_ for type_ in ROOTS}


def standard_namespaces(root: str) -> Namespaces:
    """The prefixes that a document with that root element has where nobody chose others."""
    return {None: root[1:].partition("}")[0], "cac": PREFIXES["cac"], "cbc": PREFIXES["cbc"]}
