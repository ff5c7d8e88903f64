"""Which table is which document's, and which DTD its message names."""

from collections.abc import Mapping

from app.domain.documents import DocumentType
from app.formats.cxml.billing import CREDIT_NOTE, INVOICE
from app.formats.cxml.confirming import ORDER_RESPONSE
from app.formats.cxml.ordering import ORDER, ORDER_CANCELLATION, ORDER_CHANGE
from app.formats.cxml.shipping import DESPATCH_ADVICE
from app.formats.cxml.status import APPLICATION_RESPONSE
from app.formats.xml.codecs import Codec

TABLES: Mapping[DocumentType, Codec] = {
    DocumentType.ORDER: ORDER,
    DocumentType.ORDER_CHANGE: ORDER_CHANGE,
    DocumentType.ORDER_CANCELLATION: ORDER_CANCELLATION,
    DocumentType.ORDER_RESPONSE: ORDER_RESPONSE,
    DocumentType.DESPATCH_ADVICE: DESPATCH_ADVICE,
    DocumentType.INVOICE: INVOICE,
    DocumentType.CREDIT_NOTE: CREDIT_NOTE,
    DocumentType.APPLICATION_RESPONSE: APPLICATION_RESPONSE,
}

DTDS: Mapping[DocumentType, str] = {
    DocumentType.ORDER_RESPONSE: "Fulfill.dtd",
    DocumentType.DESPATCH_ADVICE: "Fulfill.dtd",
    DocumentType.INVOICE: "InvoiceDetail.dtd",
    DocumentType.CREDIT_NOTE: "InvoiceDetail.dtd",
}
"""Where it isn't cXML.dtd."""
