"""Leases: one holder at a time of something that two must not do at once, over all processes and machines.

A lease that isn't renewed ends by itself, so nothing has to be cleaned up after a crash. Its token grows with every
change of holder; who writes on the strength of a lease checks it in the same transaction (`holds`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.clock import Clock
from app.storage.database import Database
from app.storage.models import Lease

_FRESH = 2 / 3


def acquire(session: Session, name: str, owner: str, now: datetime, seconds: float) -> int | None:
    """Take or renew the lease `name` until `now` + `seconds`; its token, or None while another holds it."""
    lease = _locked(session, name)
    until = now + timedelta(seconds=seconds)
    if lease is None:
        return _first(session, name, owner, until)
    if lease.until > now and lease.owner != owner:
        return None
    if lease.until <= now or lease.owner != owner:
        lease.token += 1
    lease.owner, lease.until = owner, until
    session.flush()
    return lease.token


def holds(session: Session, name: str, token: int, now: datetime) -> bool:
    """Whether `token` is still the lease's, which then can't change hands before this transaction ends."""
    lease = _locked(session, name)
    return lease is not None and lease.token == token and lease.until > now


def release(session: Session, name: str, token: int, now: datetime) -> None:
    """Give the lease back early; nothing happens where it has changed hands."""
    lease = _locked(session, name)
    if lease is not None and lease.token == token and lease.until > now:
        lease.until = now
        session.flush()


def _locked(session: Session, name: str) -> Lease | None:
    query = select(Lease).where(Lease.name == name).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def _first(session: Session, name: str, owner: str, until: datetime) -> int | None:
    try:
        with session.begin_nested():
            session.add(Lease(name=name, owner=owner, token=1, until=until))
            session.flush()
    except IntegrityError:  # another process was first
        return None
    return 1


@dataclass(slots=True)
class Held:
    """A lease that this process holds; `renew` says whether it still does."""

    database: Database
    clock: Clock
    name: str
    owner: str
    seconds: float
    token: int
    until: datetime

    def renew(self) -> bool:
        """Hold it longer, where a good part of its time is over; False where it was lost meanwhile."""
        now = self.clock()
        if (self.until - now).total_seconds() > self.seconds * _FRESH:
            return True
        with self.database.unit_of_work() as uow:
            if not holds(uow.session, self.name, self.token, now):
                return False
            acquire(uow.session, self.name, self.owner, now, self.seconds)
            uow.commit()
        self.until = now + timedelta(seconds=self.seconds)
        return True

    def give_back(self) -> None:
        """Let the next one have it at once."""
        with self.database.unit_of_work() as uow:
            release(uow.session, self.name, self.token, self.clock())
            uow.commit()


def take(database: Database, clock: Clock, name: str, owner: str, seconds: float) -> Held | None:
    """Take the lease `name`, durably; None while another holds it."""
    now = clock()
    with database.unit_of_work() as uow:
        token = acquire(uow.session, name, owner, now, seconds)
        uow.commit()
    return (
        None if token is None else Held(database, clock, name, owner, seconds, token, now + timedelta(seconds=seconds))
    )


@contextmanager
def leased(database: Database, clock: Clock, name: str, owner: str, seconds: float) -> Iterator[Held | None]:
    """`take` for the length of a block, given back at its end."""
    held = take(database, clock, name, owner, seconds)
    try:
        yield held
    finally:
        if held is not None:
            held.give_back()
