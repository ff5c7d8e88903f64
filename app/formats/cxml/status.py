"""The table of the StatusUpdateRequest: what became of a document, as an application response says it."""

from collections.abc import Mapping
from typing import Any

from app.domain.documents import ApplicationResponse, DocumentType
from app.domain.documents.application_response import DocumentAnswer, ResponseStatus
from app.domain.identifiers import DocumentReference
from app.formats.cxml.beyond import with_beyond
from app.formats.cxml.codecs import DATE
from app.formats.cxml.header import document_named, envelope
from app.formats.cxml.parties import credentials, identified, sender, write_credentials
from app.formats.cxml.rules import as_node, extrinsic, moment, put_attribute, said
from app.formats.xml.codecs import attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, table

REQUEST = "Request/StatusUpdateRequest"
INVOICE_STATUS, DOCUMENT_STATUS = "InvoiceStatus", "DocumentStatus"

INVOICE_CODES: Mapping[str, str] = {
    "processing": "IP",
    "reconciled": "AP",
    "rejected": "RE",
    "paid": "PD",
    "paying": "AP",
    "canceled": "RE",
}
"""UNTDID 4343 by the type of an InvoiceStatus; the first of a code is the one that is written."""

DOCUMENT_CODES: Mapping[str, str] = {
    "received": "AB",
    "underQuery": "UQ",
    "conditionallyAccepted": "CA",
    "processing": "IP",
    "accepted": "AP",
    "approved": "AP",
    "rejected": "RE",
    "paid": "PD",
}
"""The same by the type of a DocumentStatus, which may be any word."""

KINDS: Mapping[str, str] = {
    "380": "InvoiceDetailRequest",
    "381": "InvoiceDetailRequest",
    "220": "OrderRequest",
    "230": "OrderRequest",
    "231": "ConfirmationRequest",
    "351": "ShipNoticeRequest",
}
"""The kind of document by UNTDID 1001."""

_SENT_BY_BUYERS = frozenset({DocumentType.ORDER, DocumentType.ORDER_CHANGE, DocumentType.ORDER_CANCELLATION})
_NUMBER = "documentNumber"
SENDER_ROLE = "senderRole"
"""The Extrinsic that says who answers (buyer, seller) where that doesn't follow from what is answered."""


def _written(codes: Mapping[str, str]) -> dict[str, str]:
    return {code: word for word, code in reversed(list(codes.items()))}


_INVOICE_WORDS, _DOCUMENT_WORDS = _written(INVOICE_CODES), _written(DOCUMENT_CODES)


def _parties() -> Rule:
    """Who answers: the buyer where an invoice is answered, the seller (or a network for him) for orders."""

    def read(node: Node, values: Values, reading: Reading) -> None:
        by_buyer = _is_by_buyer(node)
        values["sender_is_buyer"] = by_buyer
        halves = ("From", "To") if by_buyer else ("To", "From")
        for role, half in zip(("buyer", "seller"), halves, strict=True):
            party = identified(None, credentials(half, node, reading))
            if party is not None:
                values[role] = party

    def write(response: Any, node: Node) -> None:
        halves = ("From", "To") if response.sender_is_buyer else ("To", "From")
        for party, half in zip((response.buyer, response.seller), halves, strict=True):
            write_credentials(half, node, party)
        if _is_by_buyer(node) != response.sender_is_buyer:
            told = node.ensure(steps(REQUEST)).add("Extrinsic")
            told.put("name", SENDER_ROLE)
            told.text = "buyer" if response.sender_is_buyer else "seller"

    places = {role: ("Header", half, "Credential", "Identity") for role, half in (("buyer", "To"), ("seller", "From"))}
    return Rule({**places, "sender_is_buyer": steps(REQUEST)}, read, write)


def _is_by_buyer(node: Node) -> bool:
    request = node.first(steps(REQUEST))
    if request is None:
        return True
    told = said(request, "Extrinsic", "name", (SENDER_ROLE,))
    if told is not None:
        return trimmed(told) == "buyer"
    if INVOICE_STATUS in request.groups:
        return True
    info = request.first((DOCUMENT_STATUS, "DocumentInfo"))
    if info is not None:
        return attribute(info, "documentType") not in ("OrderRequest", "order", "PurchaseOrder")
    named = document_named(_payload(request))
    return named is not None and named[0] not in _SENT_BY_BUYERS


def _payload(request: Node) -> str:
    place = request.first(("DocumentReference",))
    return attribute(place, "payloadID") if place is not None else ""


def _answers() -> Rule:
    """What is said of one document; cXML says it of one at a time."""
    here = steps(REQUEST)

    def read(node: Node, values: Values, reading: Reading) -> None:
        request = node.first(here)
        if request is not None:
            values["answers"] = (_answer(request, reading),)

    def write(response: Any, node: Node) -> None:
        request = node.ensure(here)
        for answer in response.answers[:1]:
            _write_answer(request, answer, response.sender_is_buyer)
        if "Status" not in request.groups:
            _write_status(request, "")

    return Rule({"answers": here}, read, write)


def _answer(request: Node, reading: Reading) -> DocumentAnswer:
    outcome = next((each for name in (INVOICE_STATUS, DOCUMENT_STATUS) for each in request.groups.get(name, ())), None)
    words = request.first(("Status",))
    comments = [] if outcome is None else outcome.groups.get("Comments", [])
    return DocumentAnswer(
        code=_code(request, outcome),
        description=trimmed(words) if words is not None else "",
        statuses=tuple(ResponseStatus(text=trimmed(each)) for each in comments if trimmed(each)),
        document=_document(request, outcome, reading),
    )


def _code(request: Node, outcome: Node | None) -> str:
    if outcome is not None:
        codes = INVOICE_CODES if outcome.tag == INVOICE_STATUS else DOCUMENT_CODES
        return codes.get(attribute(outcome, "type"), "")
    status = request.first(("Status",))
    code = attribute(status, "code") if status is not None else ""
    # without a word about the document there is the outcome of handing it on: 2xx is no more than that it came
    return "AB" if code.startswith("2") else "RE" if code else ""


def _document(request: Node, outcome: Node | None, reading: Reading) -> DocumentReference | None:
    info = None if outcome is None else outcome.first(("InvoiceIDInfo",)) or outcome.first(("DocumentInfo",))
    payload = _payload(request)
    if info is None:
        named = document_named(payload)
        number = named[1] if named else payload
        return DocumentReference(number=number) if number else None
    prefix = "invoice" if info.tag == "InvoiceIDInfo" else "document"
    day = as_node(info, f"{prefix}Date")
    issued = None if day is None else DATE.read(day, reading)
    return DocumentReference(number=attribute(info, f"{prefix}ID"), issued=issued)


def _write_answer(request: Node, answer: DocumentAnswer, by_buyer: bool) -> None:
    about = answer.document or DocumentReference(number="")
    if not by_buyer and not about.type_code:
        _write_forwarding(request, answer, about.number)
        return
    _write_status(request, answer.description)
    is_invoice = about.type_code in ("", "380", "381") and answer.code in _INVOICE_WORDS
    outcome = request.add(INVOICE_STATUS if is_invoice else DOCUMENT_STATUS)
    words = _INVOICE_WORDS if is_invoice else _DOCUMENT_WORDS
    outcome.put("type", words.get(answer.code, "unknown"))
    if answer.document is not None:
        _write_document(outcome, about)
    _write_comments(outcome, answer)


def _write_forwarding(request: Node, answer: DocumentAnswer, payload: str) -> None:
    """What became of a message of which nobody says what is in it: it has a number, and came on or didn't."""
    if payload:
        request.add("DocumentReference").put("payloadID", payload)
    _write_status(request, answer.description, *(("406", "Not Acceptable") if answer.code == "RE" else ("200", "OK")))
    if answer.code not in ("AB", "RE") or answer.statuses:
        outcome = request.add(DOCUMENT_STATUS)
        outcome.put("type", _DOCUMENT_WORDS.get(answer.code, "unknown"))
        _write_comments(outcome, answer)


def _write_comments(outcome: Node, answer: DocumentAnswer) -> None:
    for status in answer.statuses:
        if status.text:
            outcome.add("Comments").text = status.text


def _write_document(outcome: Node, about: DocumentReference) -> None:
    is_invoice = outcome.tag == INVOICE_STATUS
    prefix = "invoice" if is_invoice else "document"
    info = outcome.add("InvoiceIDInfo" if is_invoice else "DocumentInfo")
    info.put(f"{prefix}ID", about.number)
    if about.issued is not None:
        put_attribute(info, f"{prefix}Date", about.issued, DATE)
    if not is_invoice:
        info.put("documentType", KINDS.get(about.type_code, "InvoiceDetailRequest"))


def _write_status(request: Node, text: str, code: str = "200", name: str = "OK") -> None:
    status = request.add("Status")
    status.put("code", code)
    status.put("text", name)
    status.text = text


def _header() -> Rule:
    """Number and day: those of the message, since a status has none of its own."""
    own, when = extrinsic("number", REQUEST, _NUMBER), moment("issued", "issued_at", "@timestamp")

    def read(node: Node, values: Values, reading: Reading) -> None:
        payload = attribute(node, "payloadID")
        named = document_named(payload)
        number = named[1] if named else payload
        if number:
            values["number"] = number
        own.read(node, values, reading)
        when.read(node, values, reading)

    def write(response: Any, node: Node) -> None:
        when.write(response, node)
        if response.uuid and response.uuid != response.number:
            own.write(response, node)

    return Rule({"number": ("@payloadID",), **when.places}, read, write)


APPLICATION_RESPONSE = with_beyond(
    table(
        ApplicationResponse,
        envelope(DocumentType.APPLICATION_RESPONSE),
        _header(),
        _answers(),
        _parties(),
        sender(),
        unmapped=("currency", "customization_id", "profile_id", "notes"),
    ),
    REQUEST,
)
