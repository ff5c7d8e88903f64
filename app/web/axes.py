"""The three axes on which a negotiation stands. They are shown side by side and never merged into one."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.models import Delivery, DocumentRecord, FeedEntry, Negotiation
from app.web.queries import document_of

WORST_FIRST = ("failed", "parked", "held", "sending", "pending", "delivered")


@dataclass(frozen=True, slots=True)
class Axes:
    """Transport and acknowledgement of the document on the table; the business's state is the negotiation's own.

    Attributes:
        document: the one on the table, else the agreed one; None where the reader may see neither.
        delivery: the worst state among its deliveries; "" where no channel carries it.
        acknowledgement: what its receiver said in the feed: taken, failed, or "" for nothing yet.
    """

    document: DocumentRecord | None
    delivery: str = ""
    acknowledgement: str = ""
    offered: bool = False


def axes_of(session: Session, negotiation: Negotiation, organisation_id: str) -> Axes:
    """Where the document on the table is on its way."""
    wanted = negotiation.open_document_id or negotiation.agreed_document_id
    document = document_of(session, organisation_id, wanted) if wanted else None
    if document is None:
        return Axes(None)
    states = set(session.scalars(select(Delivery.state).where(Delivery.document_id == document.id)))
    newest_offer = select(FeedEntry).where(FeedEntry.document_id == document.id).order_by(FeedEntry.offer.desc())
    entry = session.scalars(newest_offer).first()
    worst = next((each for each in WORST_FIRST if each in states), "")
    return Axes(document, worst, entry.acknowledgement if entry else "", entry is not None)
