"""Documents as people read them: one sheet a document type."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.documents import Document, DocumentType
from app.web.sheets.base import Sheet
from app.web.sheets.billing import application_response_sheet, billing_sheet, remittance_advice_sheet
from app.web.sheets.contract import contract_sheet
from app.web.sheets.offering import catalogue_sheet, quotation_sheet, request_for_quotation_sheet
from app.web.sheets.ordering import order_cancellation_sheet, order_change_sheet, order_response_sheet, order_sheet
from app.web.sheets.shipping import despatch_advice_sheet, receipt_advice_sheet

SHEETS: dict[DocumentType, Callable[[Any], Sheet]] = {
    DocumentType.ORDER: order_sheet,
    DocumentType.ORDER_RESPONSE: order_response_sheet,
    DocumentType.ORDER_CHANGE: order_change_sheet,
    DocumentType.ORDER_CANCELLATION: order_cancellation_sheet,
    DocumentType.CONTRACT: contract_sheet,
    DocumentType.DESPATCH_ADVICE: despatch_advice_sheet,
    DocumentType.RECEIPT_ADVICE: receipt_advice_sheet,
    DocumentType.INVOICE: billing_sheet,
    DocumentType.CREDIT_NOTE: billing_sheet,
    DocumentType.APPLICATION_RESPONSE: application_response_sheet,
    DocumentType.REMITTANCE_ADVICE: remittance_advice_sheet,
    DocumentType.CATALOGUE: catalogue_sheet,
    DocumentType.REQUEST_FOR_QUOTATION: request_for_quotation_sheet,
    DocumentType.QUOTATION: quotation_sheet,
}


def sheet_of(document: Document) -> Sheet:
    """The sheet of any document, in the request's language, with what the complement holds."""
    sheet = SHEETS[document.type](document)
    leftovers = document.complement.items if document.complement else ()
    return replace(sheet, leftovers=leftovers).tidy()
