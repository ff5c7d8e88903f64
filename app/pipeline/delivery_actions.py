"""What staff do with a delivery: send it at once, hold it, let it go, send it once more as a new one.

Inside the caller's transaction; who did it is the caller's audit entry, waking the channel its `after_commit`.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import CountersignError
from app.pipeline.outbox import DELIVERED, FAILED, PARKED, PENDING
from app.storage.models import Delivery
from app.storage.types import new_key

HELD = "held"
POSSIBLE = {
    "retry": (PENDING, PARKED, FAILED),
    "hold": (PENDING, PARKED, FAILED),
    "release": (HELD,),
    "resend": (DELIVERED, FAILED, PARKED),
}
"""From which states each action is possible. One that is being sent can't be touched: it may be there already."""


def actions_for(delivery: Delivery) -> list[str]:
    """What can be done with `delivery` now."""
    return [action for action, states in POSSIBLE.items() if delivery.state in states]


def retry(session: Session, delivery_id: str, now: datetime) -> Delivery:
    """Due at once, with all its attempts before it again. Raises CountersignError (delivery.wrong_state)."""
    return _make_due(_locked(session, delivery_id, "retry"), now)


def hold(session: Session, delivery_id: str) -> Delivery:
    """Not sent until it is released. Raises CountersignError (delivery.wrong_state)."""
    delivery = _locked(session, delivery_id, "hold")
    delivery.state = HELD
    delivery.next_attempt_at = None
    return delivery


def release(session: Session, delivery_id: str, now: datetime) -> Delivery:
    """A held one is due at once. Raises CountersignError (delivery.wrong_state)."""
    return _make_due(_locked(session, delivery_id, "release"), now)


def resend(session: Session, delivery_id: str, now: datetime) -> Delivery:
    """A new delivery of the same document, under a new id: the partner takes it for another message.

    Raises:
        CountersignError: delivery.wrong_state.
    """
    first = _locked(session, delivery_id, "resend")
    same = (
        Delivery.channel_id == first.channel_id,
        Delivery.document_id == first.document_id,
        Delivery.acknowledges_id == first.acknowledges_id,
    )
    generation = session.scalar(select(func.max(Delivery.generation)).where(*same)) or first.generation
    again = Delivery(
        id=new_key(),
        organisation_id=first.organisation_id,
        channel_id=first.channel_id,
        document_id=first.document_id,
        acknowledges_id=first.acknowledges_id,
        generation=generation + 1,
        state=PENDING,
        next_attempt_at=now,
        created_at=now,
    )
    session.add(again)
    session.flush()
    return again


def _locked(session: Session, delivery_id: str, action: str) -> Delivery:
    query = select(Delivery).where(Delivery.id == delivery_id).with_for_update(of=Delivery)
    # whoever calls may have loaded it before it was locked
    delivery = session.scalars(query, execution_options={"populate_existing": True}).one()
    if delivery.state not in POSSIBLE[action]:
        possible = ", ".join(POSSIBLE[action])
        raise CountersignError("delivery.wrong_state", state=delivery.state, action=action, possible=possible)
    return delivery


def _make_due(delivery: Delivery, now: datetime) -> Delivery:
    delivery.state = PENDING
    delivery.attempt_count = 0
    delivery.next_attempt_at = now
    return delivery
