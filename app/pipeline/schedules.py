"""What a schedule's record means, whether it can be used, and how somebody asks for a run outside its rhythm.

A run that is asked for is a row, like a run that is due: whichever process looks after the background finds it there.
"""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.clock import iso, utc_now
from app.domain.findings import Finding, finding, from_error
from app.errors import Refused
from app.pipeline.rhythm import LONGEST_S, SHORTEST_S, Cron, Interval, Rhythm
from app.storage.models import Schedule, ScheduleRun
from app.storage.types import new_key

REQUESTED = "requested"
RUNNING = "running"
DONE = "done"
FAILED = "failed"
LOST = "lost"


def rhythm_of(cron: str, interval_seconds: int | None, time_zone: str) -> Rhythm:
    """What a schedule's columns mean; raises Refused with the first fault (`check_schedule` gives them all)."""
    if bool(cron) == (interval_seconds is not None):
        raise Refused("schedule.rhythm_missing")
    if interval_seconds is not None:
        return _interval(interval_seconds)
    rhythm = Cron.parse(cron, _zone(time_zone))
    if rhythm.after(utc_now()) is None:
        raise Refused("schedule.never", expression=cron)
    return rhythm


def check_schedule(cron: str, interval_seconds: int | None, time_zone: str) -> list[Finding]:
    """Everything that is wrong with a schedule's columns."""
    findings = []
    try:
        _zone(time_zone)
    except Refused as refusal:
        findings.append(from_error(refusal))
    try:
        rhythm_of(cron, interval_seconds, "UTC")
    except Refused as refusal:
        findings.append(from_error(refusal))
    return findings


def check_retry_minutes(minutes: list[int]) -> list[Finding]:
    """Everything that is wrong with a channel's own waits between attempts; empty is the default schedule."""
    most, longest = 20, 7 * 24 * 60
    whole = all(isinstance(each, int) and not isinstance(each, bool) and 1 <= each <= longest for each in minutes)
    return [] if whole and len(minutes) <= most else [finding("channel.retry_invalid", most=most, longest=longest)]


def upcoming(schedule: Schedule, now: datetime, count: int) -> list[datetime]:
    """The next `count` times at which `schedule` comes round, in UTC; none where it is switched off or unusable."""
    moments: list[datetime] = []
    if not schedule.active or check_schedule(schedule.cron, schedule.interval_seconds, schedule.time_zone):
        return moments
    rhythm = rhythm_of(schedule.cron, schedule.interval_seconds, schedule.time_zone)
    following = rhythm.after(now)
    while following is not None and len(moments) < count:
        moments.append(following)
        following = rhythm.after(following)
    return moments


def request_run(session: Session, schedule_id: str, now: datetime) -> ScheduleRun:
    """Have `schedule_id` run as soon as a background finds the row (about a second after the commit).

    One that was asked for and hasn't begun is as good as another: however often somebody asks, no queue grows.
    """
    waiting = session.scalars(
        select(ScheduleRun).where(
            ScheduleRun.schedule_id == schedule_id,
            ScheduleRun.outcome == REQUESTED,
            ScheduleRun.slot.startswith("asked "),
        )
    ).first()
    if waiting is not None:
        return waiting
    key = new_key()
    run = ScheduleRun(id=key, schedule_id=schedule_id, slot=f"asked {key}", started_at=now, outcome=REQUESTED)
    session.add(run)
    return run


def due_run(schedule_id: str, slot: datetime, now: datetime) -> ScheduleRun:
    """The run of a slot; its row's uniqueness is what keeps two leaders from running it twice."""
    return ScheduleRun(id=new_key(), schedule_id=schedule_id, slot=iso(slot), started_at=now, outcome=REQUESTED)


def _interval(seconds: int) -> Interval:
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise Refused("schedule.interval_invalid", seconds=seconds, least=SHORTEST_S, most=LONGEST_S)
    return Interval(seconds)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> ZoneInfo:
    # the list first: ZoneInfo takes a name for a path below its folder
    if name not in _zones():
        raise Refused("schedule.time_zone_unknown", zone=name)
    return ZoneInfo(name)
