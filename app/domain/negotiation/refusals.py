"""The findings of a document that comes at the wrong time or from the wrong side, with advice that fits the state."""

from dataclasses import replace

from app.domain.documents import Document
from app.domain.findings import Finding, Severity, finding
from app.domain.negotiation.situation import Move, Situation, stay

_ADVICE = {
    "PENDING_APPROVAL": "The order waits for an approval at the buyer's; nothing can be answered yet.",
    "ISSUED": "The order waits for the seller's answer; the buyer can withdraw it with an order cancellation.",
    "ACKNOWLEDGED": "The order waits for the seller's answer; the buyer can withdraw it with an order cancellation.",
    "COUNTERED": "The buyer answers the counter-offer with an order change or an order cancellation.",
    "OPEN": "The order is agreed; propose a change (order change, or order response CA), or cancel it.",
    "CHANGE_BY_BUYER": "The seller answers the change with an order response; the buyer can retract it first.",
    "CHANGE_BY_SELLER": "The buyer answers the seller's change with an order change or an order cancellation.",
    "CANCEL_BY_BUYER": "The seller answers the cancellation with an order response AP or RE.",
    "CANCEL_BY_SELLER": "The buyer confirms with an order cancellation.",
    "PROPOSED": "The other party answers this version: it accepts, declines or sends the next version.",
    "SIGNING": "The agreed version is being signed; refuse to sign it to stop.",
    "ACTIVE": "The contract is in force; an amendment is a contract of its own.",
}
_GENERAL = "Read the negotiation's state and its allowed actions, and send what fits."


def out_of_turn(document: Document, situation: Situation) -> Finding:
    """The finding for a document that its negotiation's state has no place for."""
    if situation.ended:
        return about(document, "negotiation.ended", kind=situation.kind, state=situation.state)
    advice = _ADVICE.get(situation.state, _GENERAL)
    return about(document, "negotiation.out_of_turn", kind=situation.kind, state=situation.state, advice=advice)


def wrong_sender(document: Document, sender: str) -> Finding:
    """The finding for a document that the other party has to send."""
    expected = "buyer" if document.sent_by_buyer else "seller"
    return about(document, "negotiation.wrong_sender", expected=expected, sender=sender or "-")


def unknown_reference(document: Document, kind: str, reference: str) -> Finding:
    """The finding for a document about something that was never started here."""
    return about(document, "negotiation.unknown_reference", kind=kind, reference=reference or "-")


def noted(document: Document, situation: Situation) -> Move:
    """A document that is kept and moves nothing."""
    return stay(situation).having(softly(about(document, "negotiation.noted", state=situation.state)))


def about(document: Document, code: str, path: str = "", **params: object) -> Finding:
    """An error whose words name the document by its type and number."""
    return finding(code, path, None, document=document.type.value, number=document.number, **params)


def softly(found: Finding) -> Finding:
    """The same as a warning: it rejects nothing."""
    return replace(found, severity=Severity.WARNING)


def words(document: Document) -> str:
    """What a document's notes say, as the reason of the step that it takes."""
    return "\n".join(note.text for note in document.notes if note.text)
