"""Which table is which document's, and which message and basic type say that it is that document."""

from collections.abc import Mapping

from app.domain.documents import DocumentType
from app.formats.idoc.billing import BASIC_TYPE as INVOIC02
from app.formats.idoc.billing import CREDIT_NOTE, INVOICE
from app.formats.idoc.ordering import BASIC_TYPE as ORDERS05
from app.formats.idoc.ordering import ORDER, ORDER_CANCELLATION, ORDER_CHANGE, ORDER_RESPONSE
from app.formats.idoc.shipping import BASIC_TYPE as DELVRY03
from app.formats.idoc.shipping import DESPATCH_ADVICE
from app.formats.xml.codecs import Codec

TABLES: Mapping[DocumentType, Codec] = {
    DocumentType.ORDER: ORDER,
    DocumentType.ORDER_RESPONSE: ORDER_RESPONSE,
    DocumentType.ORDER_CHANGE: ORDER_CHANGE,
    DocumentType.ORDER_CANCELLATION: ORDER_CANCELLATION,
    DocumentType.DESPATCH_ADVICE: DESPATCH_ADVICE,
    DocumentType.INVOICE: INVOICE,
    DocumentType.CREDIT_NOTE: CREDIT_NOTE,
}
BASIC_TYPES: Mapping[DocumentType, str] = {
    **dict.fromkeys(TABLES, ORDERS05),
    DocumentType.DESPATCH_ADVICE: DELVRY03,
    DocumentType.INVOICE: INVOIC02,
    DocumentType.CREDIT_NOTE: INVOIC02,
}
FAMILIES: Mapping[str, str] = {
    **{f"ORDERS0{number}": ORDERS05 for number in range(1, 6)},
    **{f"INVOIC0{number}": INVOIC02 for number in range(1, 3)},
    **{f"DELVRY0{number}": DELVRY03 for number in range(1, 8)},
}
"""Basic types, by the one whose tables read them: releases of a type add segments and fields and take none away."""

MESSAGES: Mapping[tuple[str, str], DocumentType] = {
    (ORDERS05, "ORDERS"): DocumentType.ORDER,
    (ORDERS05, "ORDRSP"): DocumentType.ORDER_RESPONSE,
    (ORDERS05, "ORDCHG"): DocumentType.ORDER_CHANGE,
    (DELVRY03, "DESADV"): DocumentType.DESPATCH_ADVICE,
    (INVOIC02, "INVOIC"): DocumentType.INVOICE,
    # where the control record says nothing: what a basic type is named after
    (ORDERS05, ""): DocumentType.ORDER,
    (DELVRY03, ""): DocumentType.DESPATCH_ADVICE,
    (INVOIC02, ""): DocumentType.INVOICE,
}
