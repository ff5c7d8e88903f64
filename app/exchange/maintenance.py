"""What may go after its time: log-ins, answers to repeated messages, old feed entries, the history of runs.

Never a document, a delivery or an attempt. Small transactions: on SQLite there is one writer at a time.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.config import Settings
from app.exchange.runs import mark_lost
from app.exchange.sealer import locked_counter
from app.pipeline.schedules import REQUESTED, RUNNING
from app.storage.database import Database
from app.storage.models import FeedCounter, FeedEntry, Message, ScheduleRun
from app.storage.models import Session as LogIn
from app.storage.payloads import PayloadStore

RUN_HISTORY_DAYS = 30
ORPHANS_AFTER = timedelta(days=1)
"""Far longer than any transaction lasts: a file that is being written for one is no orphan."""


def maintain(database: Database, settings: Settings, now: datetime) -> None:
    """Remove everything that has had its time, and mark runs whose process ended."""
    with database.unit_of_work() as uow:
        mark_lost(uow.session, now)
        remove_log_ins(uow.session, now)
        remove_runs(uow.session, now - timedelta(days=RUN_HISTORY_DAYS))
        uow.commit()
    with database.unit_of_work() as uow:
        remove_answers(uow.session, now - timedelta(days=settings.answer_retention_days))
        uow.commit()
    remove_feed_entries(database, now - timedelta(days=settings.feed_retention_days))


def remove_orphans(database: Database, payloads: PayloadStore, now: datetime) -> None:
    """Files of originals that a rolled back transaction or a killed process left behind."""
    with database.reading() as session:
        payloads.remove_orphans(session, now - ORPHANS_AFTER)


def remove_log_ins(session: Session, now: datetime) -> None:
    """Sessions that have run out."""
    session.execute(delete(LogIn).where(LogIn.expires_at < now))


def remove_runs(session: Session, before: datetime) -> None:
    """Runs that ended before that time; the last of each schedule stays, for it says where to go on."""
    last = select(func.max(ScheduleRun.slot)).group_by(ScheduleRun.schedule_id).scalar_subquery()
    old = (ScheduleRun.started_at < before, ScheduleRun.outcome.not_in((REQUESTED, RUNNING)))
    session.execute(delete(ScheduleRun).where(*old, ScheduleRun.slot.not_in(last)))


def remove_answers(session: Session, before: datetime) -> None:
    """Answers to repeats. The first to each document stays for ever: whoever sends the document again gets it."""
    earlier = aliased(Message)
    repeat = exists().where(
        earlier.document_id == Message.document_id,
        (earlier.received_at < Message.received_at)
        | ((earlier.received_at == Message.received_at) & (earlier.id < Message.id)),
    )
    session.execute(
        delete(Message).where(Message.received_at < before, repeat), execution_options={"synchronize_session": False}
    )


def remove_feed_entries(database: Database, before: datetime) -> None:
    """The beginning of each feed, as far as it is older; a reader whose cursor lies in it is told so (410)."""
    with database.reading() as session:
        organisations = list(session.scalars(select(FeedCounter.organisation_id)))
    for organisation_id in organisations:
        with database.unit_of_work() as uow:
            _shorten(uow.session, organisation_id, before)
            uow.commit()


def _shorten(session: Session, organisation_id: str, before: datetime) -> None:
    counter = locked_counter(session, organisation_id)
    own = FeedEntry.organisation_id == organisation_id
    first_kept = session.scalar(
        select(func.min(FeedEntry.position)).where(own, FeedEntry.position.is_not(None), FeedEntry.created_at >= before)
    )
    removed = counter.last if first_kept is None else first_kept - 1
    if removed > counter.removed:
        session.execute(delete(FeedEntry).where(own, FeedEntry.position <= removed))
        counter.removed = removed
        session.flush()
