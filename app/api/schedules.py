"""Schedules: when channels are drained or polled."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access import audit
from app.access.clients import Scope
from app.api import shapes
from app.api.channels import find_channel
from app.api.context import NotFound, client, own, ports
from app.api.guard import requires
from app.api.problems import language
from app.api.record_schemas import NewSchedule, RunShape, ScheduleChange, ScheduleShape
from app.api.schemas import Problem
from app.errors import CountersignError
from app.pipeline.schedules import check_schedule, request_run
from app.storage.models import Schedule, ScheduleRun
from app.storage.types import new_key

blueprint = Blueprint("schedules", __name__, url_prefix="/api/v1", description="Schedules")

RUNS_SHOWN = 100


@blueprint.route("/schedules", methods=["GET"])
@blueprint.doc(summary="List schedules")
@blueprint.response(200, ScheduleShape(many=True))
@requires(Scope.CHANNELS)
def listing() -> list[dict[str, Any]]:
    """The organisation's schedules."""
    with ports().database.reading() as session:
        rows = session.scalars(select(Schedule).where(Schedule.organisation_id == own()).order_by(Schedule.name))
        return [shapes.schedule(each) for each in rows]


@blueprint.route("/schedules", methods=["POST"])
@blueprint.doc(summary="Add a schedule")
@blueprint.arguments(NewSchedule)
@blueprint.response(201, ScheduleShape)
@blueprint.alt_response(422, schema=Problem)
@requires(Scope.CHANNELS)
def add(body: dict[str, Any]) -> dict[str, Any]:
    """Add a schedule for one of the organisation's channels."""
    with ports().database.unit_of_work() as uow:
        channel = find_channel(uow.session, body.pop("channel_id"))
        row = Schedule(
            id=new_key(), organisation_id=own(), channel_id=channel.id, created_at=ports().clock(), version=0
        )
        _apply(row, body)
        uow.session.add(row)
        _record(uow.session, "schedule.add", row)
        uow.commit()
        return shapes.schedule(row)


@blueprint.route("/schedules/<schedule_id>", methods=["PATCH"])
@blueprint.doc(summary="Change a schedule, or stop it")
@blueprint.arguments(ScheduleChange)
@blueprint.response(200, ScheduleShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.CHANNELS)
def change(body: dict[str, Any], schedule_id: str) -> dict[str, Any]:
    """Change a schedule; the scheduler takes it over within seconds."""
    with ports().database.unit_of_work() as uow:
        row = _find(uow.session, schedule_id)
        _apply(row, body)
        _record(uow.session, "schedule.change", row)
        uow.commit()
        return shapes.schedule(row)


@blueprint.route("/schedules/<schedule_id>/run", methods=["POST"])
@blueprint.doc(summary="Run a schedule now")
@blueprint.response(202, RunShape)
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.CHANNELS)
def run_now(schedule_id: str) -> dict[str, Any]:
    """Ask for a run outside the rhythm; its result is in the history."""
    with ports().database.unit_of_work() as uow:
        row = _find(uow.session, schedule_id)
        run = request_run(uow.session, row.id, ports().clock())
        _record(uow.session, "schedule.run", row)
        uow.commit()
        return shapes.run(run)


@blueprint.route("/schedules/<schedule_id>/runs", methods=["GET"])
@blueprint.doc(summary="See a schedule's history")
@blueprint.response(200, RunShape(many=True))
@blueprint.alt_response(404, schema=Problem)
@requires(Scope.CHANNELS)
def history(schedule_id: str) -> list[dict[str, Any]]:
    """The last runs, the newest first."""
    with ports().database.reading() as session:
        row = _find(session, schedule_id)
        runs = select(ScheduleRun).where(ScheduleRun.schedule_id == row.id)
        return [shapes.run(each) for each in session.scalars(runs.order_by(ScheduleRun.id.desc()).limit(RUNS_SHOWN))]


def _find(session: Session, schedule_id: str) -> Schedule:
    row = session.get(Schedule, schedule_id)
    if row is None or row.organisation_id != own():
        raise NotFound
    return row


def _apply(row: Schedule, body: dict[str, Any]) -> None:
    for name, value in body.items():
        setattr(row, name, value)
    row.version += 1
    faults = check_schedule(row.cron or "", row.interval_seconds, row.time_zone or "UTC")
    if faults:
        raise CountersignError("api.invalid", detail="; ".join(each.message(language()) for each in faults))


def _record(session: Session, action: str, row: Schedule) -> None:
    audit.record(session, audit.Actor.client(client()), action, row.name, ports().clock())
