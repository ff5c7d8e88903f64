"""Channels and schedules: by which ways documents leave and arrive, and when."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.roles import Permission
from app.pipeline.schedules import request_run, upcoming
from app.storage.models import Channel, Schedule, ScheduleRun
from app.web.acting import acting, back_to
from app.web.blueprint import blueprint, db, ports
from app.web.guard import needs, not_found, organisation_id

RUNS_SHOWN = 25
NEXT_SHOWN = 3


@blueprint.get("/channels")
@needs(Permission.VIEW)
def channels() -> ResponseReturnValue:
    """Every channel with its schedules."""
    own, now = organisation_id(), ports().clock()
    rows = list(db().scalars(select(Channel).where(Channel.organisation_id == own).order_by(Channel.name)))
    schedules = list(db().scalars(select(Schedule).where(Schedule.organisation_id == own).order_by(Schedule.name)))
    return render_template(
        "channels.html",
        rows=rows,
        schedules=schedules,
        upcoming={each.id: upcoming(each, now, 1) for each in schedules},
        last={each.id: _runs(each.id, 1) for each in schedules},
    )


@blueprint.get("/channels/<channel_id>")
@needs(Permission.VIEW)
def channel(channel_id: str) -> ResponseReturnValue:
    """One channel: its settings (never its secrets) and its schedules."""
    row = db().get(Channel, channel_id)
    if row is None or row.organisation_id != organisation_id():
        not_found()
    schedules = list(db().scalars(select(Schedule).where(Schedule.channel_id == row.id).order_by(Schedule.name)))
    return render_template("channel.html", row=row, schedules=schedules)


@blueprint.post("/channels/<channel_id>/<any(pause, resume):change>")
@needs(Permission.MANAGE)
def switch_channel(channel_id: str, change: str) -> ResponseReturnValue:
    """Let nothing more through, or everything again."""
    with acting(f"channel.{change}", f"channel:{channel_id}") as uow:
        row = uow.session.get(Channel, channel_id)
        if row is None or row.organisation_id != organisation_id():
            not_found()
        row.active = change == "resume"
    return back_to("channel", "channel-saved", channel_id=channel_id)


@blueprint.get("/schedules/<schedule_id>")
@needs(Permission.VIEW)
def schedule(schedule_id: str) -> ResponseReturnValue:
    """One schedule: when it comes round, and how its runs went."""
    row = _own(db(), schedule_id)
    coming = upcoming(row, ports().clock(), NEXT_SHOWN)
    return render_template("schedule.html", row=row, upcoming=coming, runs=_runs(row.id, RUNS_SHOWN))


@blueprint.post("/schedules/<schedule_id>/run")
@needs(Permission.MANAGE)
def run_schedule(schedule_id: str) -> ResponseReturnValue:
    """Run it now, outside its rhythm."""
    with acting("schedule.run", f"schedule:{schedule_id}") as uow:
        request_run(uow.session, _own(uow.session, schedule_id).id, ports().clock())
    return back_to("schedule", "schedule-run", schedule_id=schedule_id)


@blueprint.post("/schedules/<schedule_id>/<any(pause, resume):change>")
@needs(Permission.MANAGE)
def switch_schedule(schedule_id: str, change: str) -> ResponseReturnValue:
    """Stop a schedule, or let it go on; the version tells the scheduler."""
    with acting(f"schedule.{change}", f"schedule:{schedule_id}") as uow:
        row = _own(uow.session, schedule_id)
        row.active = change == "resume"
        row.version += 1
    return back_to("schedule", "schedule-saved", schedule_id=schedule_id)


def _runs(schedule_id: str, count: int) -> list[ScheduleRun]:
    newest_first = select(ScheduleRun).where(ScheduleRun.schedule_id == schedule_id).order_by(ScheduleRun.id.desc())
    return list(db().scalars(newest_first.limit(count)))


def _own(session: Session, schedule_id: str) -> Schedule:
    row = session.get(Schedule, schedule_id)
    return row if row is not None and row.organisation_id == organisation_id() else not_found()
