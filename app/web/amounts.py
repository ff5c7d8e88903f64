"""What a negotiation is worth, for lists: from its own ledger, which every kind of document moved."""

from app.domain.money import Amount
from app.domain.negotiation.facts import Facts
from app.storage.models import Negotiation
from app.web.formatting import rounded


def worth(negotiation: Negotiation) -> Amount | None:
    """An order's lines, or what an invoice asks for; None for a contract, which has no sum of its own."""
    facts = Facts.from_dict(negotiation.facts)
    if facts.order is not None and facts.order.currency:
        return rounded(Amount(facts.order.total, facts.order.currency))
    return Amount(facts.invoice.payable, facts.invoice.currency) if facts.invoice is not None else None
