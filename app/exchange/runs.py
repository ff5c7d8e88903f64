"""Schedule runs: rows that say "run this", taken by exactly one process, with what came of it.

The scheduler and people who press "run now" write the rows; every process's sweep finds them.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.errors import CountersignError
from app.exchange.channels import Channels
from app.pipeline.schedules import DONE, FAILED, LOST, REQUESTED, RUNNING
from app.storage.models import Channel, Schedule, ScheduleRun

LONGEST_RUN = timedelta(hours=1)


def requested_runs(session: Session) -> list[str]:
    """Runs that nobody has taken yet, oldest first."""
    query = select(ScheduleRun.id).where(ScheduleRun.outcome == REQUESTED).order_by(ScheduleRun.started_at)
    return list(session.scalars(query))


def execute(run_id: str, channels: Channels) -> None:
    """Take the run, unless another process was faster, and do it; never raises for what the work comes to."""
    channel = _claim(run_id, channels)
    if channel is None:
        return
    try:
        detail = _poll(channel, channels) if channel.direction == "in" else _drain(channel, channels)
        _finish(run_id, channels, DONE, detail)
    except CountersignError as fault:
        _finish(run_id, channels, FAILED, {"code": fault.code, "message": str(fault)})
    except Exception as fault:
        _finish(run_id, channels, FAILED, {"message": f"{type(fault).__name__}: {fault}"})
        raise


def mark_lost(session: Session, now: datetime) -> None:
    """Runs under way for longer than any may take: their process ended. Nothing needs repeating: the outbox and the
    ledger know what is left, and the next slot comes."""
    session.execute(
        update(ScheduleRun)
        .where(ScheduleRun.outcome == RUNNING, ScheduleRun.started_at < now - LONGEST_RUN)
        .values(outcome=LOST, finished_at=now)
    )


def _claim(run_id: str, channels: Channels) -> Channel | None:
    with channels.ports.database.unit_of_work() as uow:
        taken = uow.session.execute(
            update(ScheduleRun)
            .where(ScheduleRun.id == run_id, ScheduleRun.outcome == REQUESTED)
            .values(outcome=RUNNING, started_at=channels.ports.clock())
            .returning(ScheduleRun.schedule_id)
        ).scalar_one_or_none()
        channel = uow.session.get_one(Schedule, taken).channel if taken else None
        uow.commit()
    return channel


def _poll(channel: Channel, channels: Channels) -> dict[str, Any]:
    verdicts = channels.poll(channel.id)
    return {"busy": True} if verdicts is None else {"taken": dict(verdicts)}


def _drain(channel: Channel, channels: Channels) -> dict[str, Any]:
    outcomes = channels.drain(channel.id, scheduled=True)
    return {"busy": True} if outcomes is None else {"attempts": dict(outcomes)}


def _finish(run_id: str, channels: Channels, outcome: str, detail: dict[str, Any]) -> None:
    with channels.ports.database.unit_of_work() as uow:
        run = uow.session.get_one(ScheduleRun, run_id)
        run.outcome, run.detail, run.finished_at = outcome, detail, channels.ports.clock()
        uow.commit()
