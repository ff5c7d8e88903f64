"""An invoice's quantities in its orders' ledgers: the one place where a step moves a second negotiation."""

from sqlalchemy.orm import Session

from app.domain.negotiation.facts import Facts, InvoiceFacts
from app.domain.negotiation.fulfilment import book_invoice
from app.domain.negotiation.situation import Effect, Move, Thread
from app.pipeline.negotiation_rows import Cause, apply, locked, situation_of
from app.pipeline.visibility import find_negotiation
from app.storage.models import Negotiation

_SIGNS = {Effect.BOOK_INVOICE: 1, Effect.UNBOOK_INVOICE: -1}


def book(session: Session, invoice: Negotiation, move: Move, cause: Cause) -> None:
    """Book `invoice` on its orders, or take it off again, where the move asks for it and the order is known here."""
    facts = Facts.from_dict(invoice.facts).invoice
    sides = (invoice.buyer_id, invoice.seller_id)
    for effect in move.effects:
        if effect in _SIGNS and facts is not None:
            for number in sorted(orders_of(facts)):
                _book_on(session, number, sides, (facts, _SIGNS[effect]), cause)


def orders_of(invoice: InvoiceFacts) -> list[str]:
    """The numbers of the orders that an invoice charges, each once."""
    named = (invoice.order, *(each.order for each in invoice.lines))
    return list(dict.fromkeys(each for each in named if each))


def _book_on(
    session: Session, number: str, sides: tuple[str, str], charge: tuple[InvoiceFacts, int], cause: Cause
) -> None:
    order = locked(session, Thread("purchase-order", number), sides)
    if order is not None and find_negotiation(session, order.id, order.seller_id):
        apply(session, order, book_invoice(situation_of(order), *charge), cause.unkeyed())
