"""The outbox's rows: which delivery is due, who has it, what came of it, and what staff may do with it.

Nothing here sends. Every function works inside the caller's transaction, and each taking of a delivery gives a token
that grows: a process that was thought dead and comes back can't write over its successor's result.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from app.storage.models import Channel, Delivery, DeliveryAttempt
from app.storage.types import new_key
from app.storage.unit_of_work import UnitOfWork
from app.transports.base import SendOutcome, SendResult

PENDING = "pending"
SENDING = "sending"
DELIVERED = "delivered"
PARKED = "parked"
FAILED = "failed"
LOST = "lost"

DEFAULT_RETRY_MINUTES = (5, 10, 20, 40, 80, 160, 320, 640)
LEASE_SECONDS = 90.0
"""Longer than any transport may take for one sending."""
SECONDS_OF_A_COMPANION = 1.0
"""By so much a lease is longer for each that leaves together with others: before any is sent, all are written."""

_SPREAD = 0.1
_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to make one attempt, until the lease ends."""

    delivery_id: str
    token: int
    number: int
    document_id: str | None = None


def claim_due(uow: UnitOfWork, deliveries: Sequence[Delivery], owner: str, now: datetime) -> list[Claim]:
    """Take deliveries that `next_due` gave, to be sent together.

    The attempt is a row before anything is sent, so that a crash leaves a trace; one whose lease has ended becomes
    `lost`. A delivery that used up its attempts that way is parked: it may be what kills the process.
    """
    claims = []
    until = now + timedelta(seconds=LEASE_SECONDS + SECONDS_OF_A_COMPANION * (len(deliveries) - 1))
    for delivery in deliveries:
        _mark_lost(uow.session, delivery, now)
        if delivery.attempt_count > len(_waits(delivery.channel)):
            _close(delivery, PARKED)
            continue
        claims.append(_claim(uow.session, delivery, owner, now, until))
    uow.session.flush()
    return claims


def next_due(session: Session, channel_id: str, now: datetime) -> Delivery | None:
    """The delivery of a channel whose turn it is, locked: fresh ones first, in the order in which they were made."""
    # what failed before goes behind what is fresh: a poison document must not hold the channel up
    first = (Delivery.attempt_count, Delivery.created_at, Delivery.id)
    query = select(Delivery).join(Channel).where(Delivery.channel_id == channel_id, Channel.active.is_(True))
    query = query.where(is_due(now)).order_by(*first).limit(1)
    return session.scalars(query.with_for_update(of=Delivery, skip_locked=True)).first()


def is_due(now: datetime) -> ColumnElement[bool]:
    """What may be taken: what waits and is due, and what was taken by a process that is gone."""
    waiting = (Delivery.state == PENDING) & (Delivery.next_attempt_at <= now)
    return or_(waiting, (Delivery.state == SENDING) & (Delivery.lease_until <= now))


def channels_with_due(session: Session, now: datetime) -> list[str]:
    """The channels on which something is due: what a sweep wakes."""
    query = select(Delivery.channel_id).join(Channel).where(Channel.active.is_(True), is_due(now))
    return list(session.scalars(query.distinct()))


def _mark_lost(session: Session, delivery: Delivery, now: datetime) -> None:
    session.execute(
        update(DeliveryAttempt)
        .where(DeliveryAttempt.delivery_id == delivery.id, DeliveryAttempt.outcome == "")
        .values(outcome=LOST, finished_at=now, detail="the process ended while this attempt was under way")
    )


def _claim(session: Session, delivery: Delivery, owner: str, now: datetime, until: datetime) -> Claim:
    delivery.state = SENDING
    delivery.attempt_count += 1
    delivery.lease_owner = owner
    delivery.lease_token += 1
    delivery.lease_until = until
    # not attempt_count: that starts again when staff retry, while the history goes on
    made = session.scalar(select(func.max(DeliveryAttempt.number)).where(DeliveryAttempt.delivery_id == delivery.id))
    number = (made or 0) + 1
    session.add(DeliveryAttempt(id=new_key(), delivery_id=delivery.id, number=number, started_at=now))
    return Claim(delivery.id, delivery.lease_token, number, delivery.document_id)


def record_result(uow: UnitOfWork, claim: Claim, result: SendResult, now: datetime) -> Delivery:
    """Enter what came of an attempt and settle when the next one is; after a lost lease only the attempt's detail."""
    session = uow.session
    delivery = session.scalars(
        select(Delivery).where(Delivery.id == claim.delivery_id).with_for_update(of=Delivery)
    ).one()
    attempt = session.scalars(
        select(DeliveryAttempt).where(
            DeliveryAttempt.delivery_id == claim.delivery_id, DeliveryAttempt.number == claim.number
        )
    ).one()
    if delivery.state != SENDING or delivery.lease_token != claim.token:
        attempt.detail = f"came back after its lease had ended: {result.outcome} {result.detail}"
        return delivery
    attempt.outcome, attempt.status, attempt.detail = str(result.outcome), result.status, result.detail
    attempt.finished_at = now
    delivery.last_detail = result.detail
    _settle(delivery, result, now)
    return delivery


def _settle(delivery: Delivery, result: SendResult, now: datetime) -> None:
    waits = _waits(delivery.channel)
    if result.outcome is SendOutcome.SENT:
        _close(delivery, DELIVERED)
        delivery.delivered_at = now
    elif result.outcome is SendOutcome.PERMANENT:
        _close(delivery, FAILED)
    elif delivery.attempt_count > len(waits):
        _close(delivery, PARKED)
    else:
        _close(delivery, PENDING)
        seconds = waits[delivery.attempt_count - 1] * 60 * _chance.uniform(1, 1 + _SPREAD)
        delivery.next_attempt_at = now + timedelta(seconds=max(seconds, result.retry_after or 0))


def _close(delivery: Delivery, state: str) -> None:
    delivery.state = state
    delivery.next_attempt_at = None
    delivery.lease_owner = ""
    delivery.lease_until = None


def _waits(channel: Channel) -> tuple[float, ...]:
    return tuple(channel.retry_minutes) or DEFAULT_RETRY_MINUTES


def release_waiting(uow: UnitOfWork, channel_id: str, now: datetime) -> int:
    """Make due what waits for the channel's schedule (it has no time of its own yet); how many there were."""
    changed = uow.session.execute(
        update(Delivery)
        .where(Delivery.channel_id == channel_id, Delivery.state == PENDING, Delivery.next_attempt_at.is_(None))
        .values(next_attempt_at=now)
        .returning(Delivery.id)
    )
    return len(changed.all())


def postpone(uow: UnitOfWork, channel_id: str, now: datetime, until: datetime) -> None:
    """The partner is away: what is due waits as well, without using up attempts on a closed door."""
    uow.session.execute(
        update(Delivery)
        .where(Delivery.channel_id == channel_id, Delivery.state == PENDING, Delivery.next_attempt_at <= now)
        .values(next_attempt_at=until)
    )
