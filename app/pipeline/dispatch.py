"""Step 6: who gets it, and how? Feed entries and deliveries are rows of the same transaction: the outbox."""

from datetime import datetime

from sqlalchemy import select

from app.pipeline.ports import Ports
from app.storage.models import Channel, Delivery, DocumentRecord, FeedEntry
from app.storage.types import new_key
from app.storage.unit_of_work import UnitOfWork


def dispatch(uow: UnitOfWork, row: DocumentRecord, ports: Ports) -> None:
    """Offer the document in its receiver's feed, and put it on each of the receiver's channels that takes its type.

    From now on its receiver sees it. Done once: a document that was handed on before is left alone.
    """
    if row.receiver_id is None or row.handed_on_at is not None:
        return
    now = ports.clock()
    row.handed_on_at = now
    uow.session.add(FeedEntry(id=new_key(), organisation_id=row.receiver_id, document_id=row.id, created_at=now))
    uow.after_commit(ports.wake.feed)
    for channel in _channels_for(uow, row):
        _put_on(uow, channel, row, now)
        if channel.immediate:
            uow.after_commit(lambda channel_id=channel.id: ports.wake.channel(channel_id))  # type: ignore[misc]
    uow.session.flush()


def _channels_for(uow: UnitOfWork, row: DocumentRecord) -> list[Channel]:
    channels = uow.session.scalars(
        select(Channel).where(
            Channel.organisation_id == row.receiver_id, Channel.direction == "out", Channel.active.is_(True)
        )
    )
    return [each for each in channels if not each.document_types or row.type in each.document_types]


def _put_on(uow: UnitOfWork, channel: Channel, row: DocumentRecord, now: datetime) -> None:
    uow.session.add(
        Delivery(
            id=new_key(),
            organisation_id=channel.organisation_id,
            channel_id=channel.id,
            document_id=row.id,
            state="pending",
            next_attempt_at=now if channel.immediate else None,  # none: it waits for the channel's schedule
            created_at=now,
        )
    )
