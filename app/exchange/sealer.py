"""Gives feed entries their positions, after commit, so that a partner's feed has no holes.

A position given inside the recording transaction would become visible when that commits: a slow one would appear behind
the cursor of a reader who has already gone by. Here only what is committed gets a position, and whoever gives positions
in an organisation's feed holds its counter until the commit: so they become visible in their own order.
"""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.storage.database import Database
from app.storage.models import FeedCounter, FeedEntry

BATCH = 500
_TRIES = 3


def seal(database: Database) -> int:
    """Give every committed entry without one its position; how many there were. Any number may call it at once."""
    with database.reading() as session:
        waiting = session.scalars(select(FeedEntry.organisation_id).where(FeedEntry.position.is_(None)).distinct())
        organisations = list(waiting)
    return sum(seal_feed(database, organisation_id) for organisation_id in organisations)


def seal_feed(database: Database, organisation_id: str) -> int:
    """The same for one organisation's feed."""
    sealed, batch = 0, BATCH
    while batch == BATCH:
        batch = _seal_batch(database, organisation_id)
        sealed += batch
    return sealed


def _seal_batch(database: Database, organisation_id: str) -> int:
    for attempt in range(1, _TRIES + 1):
        try:
            with database.unit_of_work() as uow:
                sealed = _number(uow.session, organisation_id)
                uow.commit()
                return sealed
        except IntegrityError:  # two made the feed's counter at the same time; now it is there
            if attempt == _TRIES:
                raise
    return 0


def _number(session: Session, organisation_id: str) -> int:
    counter = locked_counter(session, organisation_id)
    # queried after the lock was got: what another sealer numbered before it let go is seen as numbered
    waiting = session.scalars(
        select(FeedEntry.id)
        .where(FeedEntry.organisation_id == organisation_id, FeedEntry.position.is_(None))
        .order_by(FeedEntry.created_at, FeedEntry.id)
        .limit(BATCH)
    ).all()
    numbered = [{"id": key, "position": counter.last + number} for number, key in enumerate(waiting, 1)]
    if numbered:
        session.execute(update(FeedEntry), numbered)
        counter.last += len(numbered)
        session.flush()
    return len(numbered)


def locked_counter(session: Session, organisation_id: str) -> FeedCounter:
    """The organisation's counter, nobody else's until this transaction ends; raises IntegrityError (try again)."""
    query = select(FeedCounter).where(FeedCounter.organisation_id == organisation_id).with_for_update()
    counter = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if counter is None:
        counter = FeedCounter(organisation_id=organisation_id, last=0, removed=0)
        session.add(counter)
        session.flush()
    return counter
