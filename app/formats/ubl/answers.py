"""The table of the ApplicationResponse, which is also what a Peppol Invoice Response is made of."""

from app.domain.documents import ApplicationResponse
from app.domain.documents.application_response import DocumentAnswer, ResponseStatus
from app.formats.ubl.aggregates import BLANK_OR_REFERENCE
from app.formats.ubl.ordering import HEADER
from app.formats.ubl.special import sender_and_receiver
from app.formats.xml.codecs import CODE, DATE
from app.formats.xml.rules import demanded, inside, many, one, table

STATUS = table(
    ResponseStatus,
    one("reason", "cbc:StatusReasonCode", CODE),
    one("text", "cbc:StatusReason"),
)

DOCUMENT_ANSWER = table(
    DocumentAnswer,
    inside(
        "cac:Response",
        one("code", "cbc:ResponseCode"),
        one("description", "cbc:Description"),
        one("effective", "cbc:EffectiveDate", DATE),
        many("statuses", "cac:Status", STATUS),
    ),
    one("document", "cac:DocumentReference", BLANK_OR_REFERENCE),
    demanded("cac:DocumentReference"),
    demanded("cac:DocumentReference/cbc:ID"),
)

APPLICATION_RESPONSE = table(
    ApplicationResponse,
    *HEADER,
    sender_and_receiver(),
    many("answers", "cac:DocumentResponse", DOCUMENT_ANSWER),
    unmapped=("currency",),
)
