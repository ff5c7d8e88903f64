"""The clock. APScheduler with a memory job store, loaded from the `schedules` table by whoever leads at the time.

It only writes down that a slot has come (`schedule_runs`, unique a slot): a second leader, or one who doesn't know yet
that he isn't one any more, can write nothing twice. What came round while nobody led is made good once, not many times.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from apscheduler.executors.base import BaseExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from app.domain.clock import Clock, from_iso
from app.errors import Refused
from app.exchange.leases import holds
from app.pipeline.rhythm import Rhythm
from app.pipeline.schedules import due_run, rhythm_of
from app.storage.database import Database
from app.storage.models import Channel, Schedule, ScheduleRun

log = structlog.get_logger(__name__)

LEASE = "scheduler"
MADE_GOOD_WITHIN = timedelta(days=1)


class _RhythmTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Our slots for APScheduler: its own cron trigger takes 0 for Monday and stumbles where a wall time comes twice."""

    def __init__(self, rhythm: Rhythm) -> None:
        self.rhythm = rhythm

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """APScheduler's question."""
        return self.rhythm.after(previous_fire_time or now)


class _SlotExecutor(BaseExecutor):  # type: ignore[misc]  # APScheduler has no types
    """Hands on which slot has come (a plain job function isn't told), in APScheduler's own thread: it is one insert."""

    def __init__(self, came: Callable[[str, datetime], None]) -> None:
        super().__init__()
        self._came = came

    def _do_submit_job(self, job: Any, run_times: list[datetime]) -> None:
        self._instances[job.id] -= 1  # it is over when this returns; BaseExecutor counts it as begun afterwards
        for slot in run_times:
            self._came(job.id, slot.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What a job was made from; another value means that it must be made anew."""

    cron: str
    interval_seconds: int | None
    time_zone: str
    version: int


class Scheduler:
    """One leader's clock; `woken` is called with the id of every run that it writes down."""

    def __init__(self, database: Database, clock: Clock, token: int, woken: Callable[[str], None]) -> None:
        """`token` is that of the lease by which this process leads."""
        self._database = database
        self._clock = clock
        self._token = token
        self._woken = woken
        self._loaded: dict[str, _Loaded] = {}
        self._unwritten: deque[tuple[str, datetime]] = deque()
        self._clockwork = BackgroundScheduler(
            timezone=UTC,
            executors={"default": _SlotExecutor(self._came)},
            job_defaults={"coalesce": True, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin, with what came round while nobody led."""
        self._clockwork.start()
        self.reload()
        for schedule_id, made_from in self._loaded.items():
            self._make_good(schedule_id, made_from)

    def stop(self) -> None:
        """End at once; nothing is lost, for a run is a row before it is anything else."""
        self._clockwork.shutdown(wait=False)

    def reload(self) -> None:
        """Make the jobs what the table says, and write down what couldn't be written when it came."""
        for _ in range(len(self._unwritten)):
            self._came(*self._unwritten.popleft())
        with self._database.reading() as session:
            wanted = {each.id: _loaded(each) for each in session.scalars(_active_schedules())}
        for schedule_id in self._loaded.keys() - wanted.keys():
            self._remove(schedule_id)
        for schedule_id, made_from in wanted.items():
            if self._loaded.get(schedule_id) != made_from:
                self._add(schedule_id, made_from)

    def _came(self, schedule_id: str, slot: datetime) -> None:
        try:
            self.tick(schedule_id, slot)
        except SQLAlchemyError:  # the database is away for a moment; the slot must not be
            log.exception("slot could not be written down yet", schedule=schedule_id)
            self._unwritten.append((schedule_id, slot))

    def tick(self, schedule_id: str, slot: datetime) -> None:
        """`slot` has come: write the run down, once over all processes."""
        try:
            with self._database.unit_of_work() as uow:
                now = self._clock()
                if not holds(uow.session, LEASE, self._token, now):
                    return
                run = due_run(schedule_id, slot, now)
                uow.session.add(run)
                uow.after_commit(lambda: self._woken(run.id))
                uow.commit()
        except IntegrityError:
            log.info("slot was run already", schedule=schedule_id, slot=slot.isoformat())

    def _add(self, schedule_id: str, made_from: _Loaded) -> None:
        self._remove(schedule_id)
        self._loaded[schedule_id] = made_from
        rhythm = _rhythm(schedule_id, made_from)
        if rhythm is not None:
            self._clockwork.add_job(_nothing, _RhythmTrigger(rhythm), id=schedule_id)

    def _remove(self, schedule_id: str) -> None:
        self._loaded.pop(schedule_id, None)
        if self._clockwork.get_job(schedule_id):
            self._clockwork.remove_job(schedule_id)

    def _make_good(self, schedule_id: str, made_from: _Loaded) -> None:
        rhythm = _rhythm(schedule_id, made_from)
        now = self._clock()
        with self._database.reading() as session:
            since = max(_last_known(session, schedule_id), now - MADE_GOOD_WITHIN)
        missed = rhythm.latest(since, now) if rhythm is not None else None
        if missed is not None:
            self._came(schedule_id, missed)


def _rhythm(schedule_id: str, made_from: _Loaded) -> Rhythm | None:
    try:
        return rhythm_of(made_from.cron, made_from.interval_seconds, made_from.time_zone)
    except Refused as refusal:  # one bad row must not keep the others from running
        log.warning("schedule can't be used", schedule=schedule_id, reason=str(refusal))
        return None


def _nothing() -> None:
    """A job needs a function; the executor does the work."""


def _loaded(schedule: Schedule) -> _Loaded:
    return _Loaded(schedule.cron, schedule.interval_seconds, schedule.time_zone, schedule.version)


def _active_schedules() -> Select[Schedule]:
    return select(Schedule).join(Channel).where(Schedule.active.is_(True), Channel.active.is_(True))


def _last_known(session: Session, schedule_id: str) -> datetime:
    """The last slot that was written down; where there is none, when the schedule was made."""
    own = (ScheduleRun.schedule_id == schedule_id, ScheduleRun.slot.not_like("asked%"))
    slot = session.scalar(select(func.max(ScheduleRun.slot)).where(*own))  # this form sorts as the times do
    return from_iso(slot) if slot else session.get_one(Schedule, schedule_id).created_at
