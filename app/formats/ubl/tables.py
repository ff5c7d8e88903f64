"""Which table is which document's."""

from collections.abc import Mapping

from app.domain.documents import DocumentType
from app.formats.ubl.answers import APPLICATION_RESPONSE
from app.formats.ubl.billing import CREDIT_NOTE, INVOICE, REMITTANCE_ADVICE
from app.formats.ubl.offering import CATALOGUE, QUOTATION, REQUEST_FOR_QUOTATION
from app.formats.ubl.ordering import ORDER, ORDER_CANCELLATION, ORDER_CHANGE, ORDER_RESPONSE
from app.formats.ubl.shipping import DESPATCH_ADVICE, RECEIPT_ADVICE
from app.formats.xml.codecs import Codec

TABLES: Mapping[DocumentType, Codec] = {
    DocumentType.ORDER: ORDER,
    DocumentType.ORDER_RESPONSE: ORDER_RESPONSE,
    DocumentType.ORDER_CHANGE: ORDER_CHANGE,
    DocumentType.ORDER_CANCELLATION: ORDER_CANCELLATION,
    DocumentType.DESPATCH_ADVICE: DESPATCH_ADVICE,
    DocumentType.RECEIPT_ADVICE: RECEIPT_ADVICE,
    DocumentType.INVOICE: INVOICE,
    DocumentType.CREDIT_NOTE: CREDIT_NOTE,
    DocumentType.APPLICATION_RESPONSE: APPLICATION_RESPONSE,
    DocumentType.REMITTANCE_ADVICE: REMITTANCE_ADVICE,
    DocumentType.CATALOGUE: CATALOGUE,
    DocumentType.REQUEST_FOR_QUOTATION: REQUEST_FOR_QUOTATION,
    DocumentType.QUOTATION: QUOTATION,
}
