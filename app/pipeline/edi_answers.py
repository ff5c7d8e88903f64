"""The acknowledgement's way back to a partner who isn't waiting for it on the line: a delivery on one of his channels.

Inside the transaction that concludes the interchange, so that it leaves if and only if it was made. One delivery an
interchange: the same interchange again makes the same bytes leave again, under the same message id.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.pipeline.messages import RawMessage
from app.pipeline.outbox import DELIVERED, FAILED, PARKED, PENDING
from app.pipeline.ports import Ports
from app.storage.models import Channel, Delivery, EdiInterchange
from app.storage.types import new_key
from app.storage.unit_of_work import UnitOfWork

ON_THE_LINE = "api"
"""The channel of messages whose sender gets the acknowledgement as the answer to his request."""


def send_back(uow: UnitOfWork, interchange_id: str, message: RawMessage, ports: Ports) -> None:
    """Put the interchange's acknowledgement on a channel of whoever sent it; he may have none, or want no answer."""
    row = uow.session.get_one(EdiInterchange, interchange_id)
    if not row.acknowledgement or message.channel == ON_THE_LINE:
        return
    delivery = uow.session.scalars(
        select(Delivery).where(Delivery.acknowledges_id == row.id).order_by(Delivery.generation.desc()).limit(1)
    ).first()
    if delivery is None:
        delivery = _put_on(uow.session, row, message.organisation_id, ports)
    elif delivery.state in (DELIVERED, PARKED, FAILED):
        _once_more(delivery, ports)
    if delivery is not None and delivery.channel.immediate:
        channel_id = delivery.channel_id
        uow.after_commit(lambda: ports.wake.channel(channel_id))


def _put_on(session: Session, row: EdiInterchange, organisation_id: str, ports: Ports) -> Delivery | None:
    channel = _channel_for(session, organisation_id, row.standard)
    if channel is None:
        return None
    delivery = Delivery(
        id=new_key(),
        organisation_id=organisation_id,
        channel=channel,
        acknowledges_id=row.id,
        state=PENDING,
        next_attempt_at=ports.clock() if channel.immediate else None,  # none: it waits for the channel's schedule
        created_at=ports.clock(),
    )
    session.add(delivery)
    session.flush()
    return delivery


def _once_more(delivery: Delivery, ports: Ports) -> None:
    delivery.state, delivery.attempt_count = PENDING, 0
    delivery.next_attempt_at = ports.clock() if delivery.channel.immediate else None


def _channel_for(session: Session, organisation_id: str, standard: str) -> Channel | None:
    """The first channel that speaks the standard, else the first that takes everything as it comes."""
    channels = session.scalars(
        select(Channel)
        .where(
            Channel.organisation_id == organisation_id,
            Channel.direction == "out",
            Channel.active.is_(True),
            Channel.syntax.in_((standard, "")),
        )
        .order_by(Channel.created_at, Channel.id)
    ).all()
    return next((each for each in channels if each.syntax == standard), next(iter(channels), None))
