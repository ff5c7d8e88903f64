"""Which events are said to the other party by a document, and by which: the rest stand for themselves."""

from app.domain.documents import DocumentType

_RESPONSE = DocumentType.ORDER_RESPONSE
_CHANGE = DocumentType.ORDER_CHANGE
_CANCELLATION = DocumentType.ORDER_CANCELLATION
_ANSWER = DocumentType.APPLICATION_RESPONSE

_ORDER = {
    "ack": (_RESPONSE, "AB"),
    "accept_all": (_RESPONSE, "AP"),
    "reject_all": (_RESPONSE, "RE"),
    "counter": (_RESPONSE, "CA"),
    "accept_counter": (_CHANGE, ""),
    "recounter": (_CHANGE, ""),
    "cancel": (_CANCELLATION, ""),
    "withdraw": (_CANCELLATION, ""),
    "reject_change": (_RESPONSE, "RE"),
    "counter_change": (_RESPONSE, "CA"),
    "decline_keep": (_CHANGE, ""),
    "decline_cancel": (_CANCELLATION, ""),
    "accept_cancel": (_RESPONSE, "AP"),
    "reject_cancel": (_RESPONSE, "RE"),
    "confirm_cancel": (_CANCELLATION, ""),
}
_INVOICE = {
    "approve": (_ANSWER, "AP"),
    "reject": (_ANSWER, "RE"),
    "resolve_reject": (_ANSWER, "RE"),
    "query": (_ANSWER, "UQ"),
    "cond_accept": (_ANSWER, "CA"),
    "resolve_cond": (_ANSWER, "CA"),
    "credit_full": (DocumentType.CREDIT_NOTE, ""),
    "credit_partial": (DocumentType.CREDIT_NOTE, ""),
    "credit_rest": (DocumentType.CREDIT_NOTE, ""),
}
_CONTRACT = {"counter": (DocumentType.CONTRACT, ""), "new_version": (DocumentType.CONTRACT, "")}

CARRIED: dict[tuple[str, str], tuple[DocumentType, str]] = {
    (kind, event): carried
    for kind, table in (("purchase-order", _ORDER), ("invoice", _INVOICE), ("contract", _CONTRACT))
    for event, carried in table.items()
}
"""(kind, event) to the type of the document, and the response code in it."""

CARRIED_BY_SIDE: dict[tuple[str, str], tuple[DocumentType, str]] = {
    ("propose_change", "buyer"): (_CHANGE, ""),
    ("propose_change", "seller"): (_RESPONSE, "CA"),
    ("accept_change", "buyer"): (_CHANGE, ""),
    ("accept_change", "seller"): (_RESPONSE, "AP"),
    ("request_cancel", "buyer"): (_CANCELLATION, ""),
    ("request_cancel", "seller"): (_RESPONSE, "RE"),
}
"""(event, side) where the two parties say the same of an order by different documents."""

NEEDS_DOCUMENT: dict[tuple[str, str], DocumentType] = {
    ("purchase-order", "counter"): _RESPONSE,
    ("purchase-order", "recounter"): _CHANGE,
    ("purchase-order", "propose_change"): _CHANGE,
    ("purchase-order", "counter_change"): _RESPONSE,
    ("purchase-order", "request_cancel"): _CANCELLATION,
    ("purchase-order", "decline_cancel"): _CANCELLATION,
    ("contract", "counter"): DocumentType.CONTRACT,
    ("contract", "new_version"): DocumentType.CONTRACT,
    ("contract", "apply_amendment"): DocumentType.CONTRACT,
    ("invoice", "credit_full"): DocumentType.CREDIT_NOTE,
    ("invoice", "credit_partial"): DocumentType.CREDIT_NOTE,
    ("invoice", "credit_rest"): DocumentType.CREDIT_NOTE,
    ("invoice", "settle_part"): DocumentType.REMITTANCE_ADVICE,
}
"""Events that say nothing without a document's content."""


def carried_by(kind: str, event: str, side: str) -> tuple[DocumentType | None, str]:
    """The type and the code of the document by which `side` says `event`; (None, "") where it stands for itself."""
    by_side = CARRIED_BY_SIDE.get((event, side)) if kind == "purchase-order" else None
    return by_side or CARRIED.get((kind, event)) or (None, "")
