"""What kind of message a cXML is: the business documents that the model has, by the element in Request."""

from collections.abc import Callable, Mapping

from lxml import etree

from app.domain.documents import DocumentType
from app.formats.cxml.billing import CREDITS

_ORDERS = {
    "": DocumentType.ORDER,
    "new": DocumentType.ORDER,
    "update": DocumentType.ORDER_CHANGE,
    "delete": DocumentType.ORDER_CANCELLATION,
}
_TAKEN_BACK = "delete"


def _order(request: etree._Element) -> DocumentType | None:
    return _ORDERS.get(_header(request, "OrderRequestHeader", "type"))


def _ship_notice(request: etree._Element) -> DocumentType | None:
    is_gone = _header(request, "ShipNoticeHeader", "operation") == _TAKEN_BACK
    return None if is_gone else DocumentType.DESPATCH_ADVICE


def _invoice(request: etree._Element) -> DocumentType | None:
    if _header(request, "InvoiceDetailRequestHeader", "operation") == _TAKEN_BACK:
        return None
    is_credit = _header(request, "InvoiceDetailRequestHeader", "purpose") in CREDITS
    return DocumentType.CREDIT_NOTE if is_credit else DocumentType.INVOICE


def _header(request: etree._Element, name: str, attribute: str) -> str:
    header = request.find(name)
    return "" if header is None else (header.get(attribute) or "").strip()


KINDS: Mapping[str, Callable[[etree._Element], DocumentType | None]] = {
    "OrderRequest": _order,
    "ConfirmationRequest": lambda _request: DocumentType.ORDER_RESPONSE,
    "ShipNoticeRequest": _ship_notice,
    "InvoiceDetailRequest": _invoice,
    "StatusUpdateRequest": lambda _request: DocumentType.APPLICATION_RESPONSE,
}


def request_in(root: etree._Element) -> etree._Element | None:
    """The element that says what is asked: the first in Request; None where the message asks for nothing."""
    request = root.find("Request")
    return None if request is None else next((each for each in request if isinstance(each.tag, str)), None)


def document_type_of(root: etree._Element) -> DocumentType | None:
    """The type of document in a message; None for all other messages, and for what takes a document back."""
    asked = request_in(root)
    kind = None if asked is None else KINDS.get(asked.tag)
    return None if asked is None or kind is None else kind(asked)
