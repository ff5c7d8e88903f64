"""The business's documents: one frozen dataclass each, and the registry that says which there are."""

from app.domain.documents.application_response import ApplicationResponse
from app.domain.documents.base import Complement, Document, DocumentType, Leftover
from app.domain.documents.catalogue import Catalogue
from app.domain.documents.contract import Contract
from app.domain.documents.despatch_advice import DespatchAdvice
from app.domain.documents.invoice import CreditNote, Invoice
from app.domain.documents.order import Order, OrderCancellation
from app.domain.documents.order_change import OrderChange
from app.domain.documents.order_response import OrderResponse
from app.domain.documents.quotation import Quotation
from app.domain.documents.receipt_advice import ReceiptAdvice
from app.domain.documents.remittance_advice import RemittanceAdvice
from app.domain.documents.request_for_quotation import RequestForQuotation

DOCUMENTS: dict[DocumentType, type[Document]] = {
    each.type: each
    for each in (
        Order,
        OrderResponse,
        OrderChange,
        OrderCancellation,
        Contract,
        DespatchAdvice,
        ReceiptAdvice,
        Invoice,
        CreditNote,
        ApplicationResponse,
        RemittanceAdvice,
        Catalogue,
        RequestForQuotation,
        Quotation,
    )
}

__all__ = [
    "DOCUMENTS",
    "ApplicationResponse",
    "Catalogue",
    "Complement",
    "Contract",
    "CreditNote",
    "DespatchAdvice",
    "Document",
    "DocumentType",
    "Invoice",
    "Leftover",
    "Order",
    "OrderCancellation",
    "OrderChange",
    "OrderResponse",
    "Quotation",
    "ReceiptAdvice",
    "RemittanceAdvice",
    "RequestForQuotation",
]
