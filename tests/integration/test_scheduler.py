"""Time: each slot runs once, whoever leads; what was missed is made good once; people can ask for a run."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.clock import iso, utc_now
from app.exchange.background import Background, Leadership
from app.exchange.leases import take
from app.exchange.maintenance import maintain
from app.exchange.runs import execute, requested_runs
from app.exchange.scheduler import LEASE, Scheduler
from app.pipeline.schedules import request_run, upcoming
from app.storage.database import Database
from app.storage.models import Schedule, ScheduleRun
from app.storage.types import new_key
from tests.exchange_world import Recorder, Ticking, World, never_receives, ports_for
from tests.waiting import until

SLOT = datetime.fromisoformat("2026-03-02T08:00:00Z")


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def world(database: Database, tmp_path: Path, clock: Ticking, recorder: Recorder) -> World:
    return World.made(ports_for(database, tmp_path, clock, recorder))


def runs(world: World) -> list[ScheduleRun]:
    with world.ports.database.reading() as session:
        return list(session.scalars(select(ScheduleRun).order_by(ScheduleRun.started_at, ScheduleRun.id)))


def a_leader(world: World, owner: str = "leader") -> Scheduler:
    held = take(world.ports.database, world.ports.clock, LEASE, owner, 15)
    assert held is not None
    return Scheduler(world.ports.database, world.ports.clock, held.token, lambda run_id: None)


def test_two_who_both_believe_to_lead_write_a_slot_once(world: World) -> None:
    schedule = world.a_schedule(world.a_channel(), cron="0 8 * * *")
    held = take(world.ports.database, world.ports.clock, LEASE, "leader", 15)
    assert held is not None
    woken: list[str] = []
    schedulers = [Scheduler(world.ports.database, world.ports.clock, held.token, woken.append) for _ in range(4)]
    together = threading.Barrier(len(schedulers))

    def tick(scheduler: Scheduler) -> None:
        together.wait()
        scheduler.tick(schedule, SLOT)

    threads = [threading.Thread(target=tick, args=(each,)) for each in schedulers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [run.slot for run in runs(world)] == [iso(SLOT)]
    assert woken == [runs(world)[0].id]


def test_who_lost_the_lease_writes_nothing(world: World, clock: Ticking) -> None:
    schedule = world.a_schedule(world.a_channel(), cron="0 8 * * *")
    former = a_leader(world, "former")
    clock.forward(seconds=16)
    former.tick(schedule, SLOT)
    assert runs(world) == []
    a_leader(world, "present").tick(schedule, SLOT)
    former.tick(schedule, SLOT + timedelta(days=1))
    assert [run.slot for run in runs(world)] == [iso(SLOT)]


def test_a_run_sends_what_waits_and_its_history_says_how_it_went(world: World, recorder: Recorder) -> None:
    channel = world.a_channel(immediate=False)
    world.a_delivery(channel, next_attempt_at=None)
    schedule = world.a_schedule(channel, interval_seconds=60)
    with world.ports.database.unit_of_work() as uow:
        run_id = request_run(uow.session, schedule, world.ports.clock()).id
        uow.commit()
    with world.ports.database.reading() as session:
        assert requested_runs(session) == [run_id]
    threads = [threading.Thread(target=execute, args=(run_id, world.channels())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [run] = runs(world)
    assert (run.outcome, run.detail) == ("done", {"attempts": {"sent": 1}})
    assert run.finished_at is not None
    assert recorder.numbers == ["PO-1"]


def test_a_run_that_fails_says_why(world: World) -> None:
    channel = world.a_channel("telex", direction="in")
    schedule = world.a_schedule(channel, interval_seconds=60)
    with world.ports.database.unit_of_work() as uow:
        run_id = request_run(uow.session, schedule, world.ports.clock()).id
        uow.commit()
    with pytest.raises(KeyError):
        execute(run_id, world.channels())
    [run] = runs(world)
    assert run.outcome == "failed"
    assert "telex" in run.detail["message"]


def test_what_came_round_while_nobody_led_is_made_good_once(world: World, clock: Ticking) -> None:
    clock.now = utc_now() - timedelta(hours=5)
    missed = clock.now + timedelta(hours=3)
    schedule = world.a_schedule(world.a_channel(), cron=f"{missed.minute} {missed.hour} * * *")
    clock.now = utc_now()
    for owner in ("first", "second"):
        leader = a_leader(world, owner)
        leader.start()
        leader.stop()
        clock.forward(seconds=16)
    expected = iso(missed.replace(second=0, microsecond=0))
    assert [(run.schedule_id, run.slot) for run in runs(world)] == [(schedule, expected)]


def test_a_new_schedule_does_not_run_for_times_before_it_was_made(world: World, clock: Ticking) -> None:
    clock.now = utc_now()
    world.a_schedule(world.a_channel(), cron="0 0 1 1 *")
    leader = a_leader(world)
    leader.start()
    leader.stop()
    assert runs(world) == []


def test_changed_stopped_and_unusable_schedules_are_taken_over_without_a_restart(world: World, clock: Ticking) -> None:
    clock.now = utc_now()
    world.a_schedule(world.a_channel(), cron="this is not cron")
    schedule = world.a_schedule(world.a_channel(), cron="0 0 1 1 *")
    leader = a_leader(world)
    leader.start()
    try:
        jobs = leader._clockwork.get_jobs()
        assert [job.id for job in jobs] == [schedule]
        world.change(Schedule, schedule, cron="0 0 2 1 *", version=2)
        leader.reload()
        assert leader._clockwork.get_job(schedule).next_run_time.day == 2
        world.change(Schedule, schedule, active=False)
        leader.reload()
        assert leader._clockwork.get_jobs() == []
    finally:
        leader.stop()


def test_a_slot_that_could_not_be_written_is_written_when_the_database_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = world.a_schedule(world.a_channel(), cron="0 8 * * *")
    leader = a_leader(world)
    from sqlalchemy.exc import OperationalError

    def away(*args: object) -> None:
        raise OperationalError("INSERT", {}, Exception("the server closed the connection"))

    with monkeypatch.context() as patch:
        patch.setattr(leader, "tick", away)
        leader._came(schedule, SLOT)
    assert runs(world) == []
    leader.reload()
    assert [run.slot for run in runs(world)] == [iso(SLOT)]


def test_two_servers_over_one_database_run_each_slot_once_and_the_second_takes_over(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recorder: Recorder
) -> None:
    """The whole machinery, against the real clock."""
    monkeypatch.setattr("app.pipeline.schedules.SHORTEST_S", 1)
    monkeypatch.setattr("app.exchange.background.LEAD_SECONDS", 0.2)
    monkeypatch.setattr("app.exchange.background.SWEEP_SECONDS", 0.2)
    world = World.made(ports_for(database, tmp_path, utc_now, recorder))
    channel = world.a_channel(immediate=False)
    world.a_schedule(channel, interval_seconds=1)
    world.a_delivery(channel, "waits", next_attempt_at=None)
    servers = [Background(world.ports, never_receives, threads=2) for _ in range(2)]
    for server in servers:
        server.start()
    try:
        until(lambda: sum(run.outcome == "done" for run in runs(world)) >= 2)
        assert recorder.numbers == ["waits"]
        leading = [server for server in servers if server._leadership._held is not None]
        assert len(leading) == 1
        before = len(runs(world))
        leading[0].stop()
        world.a_delivery(channel, "after", next_attempt_at=None)
        until(lambda: len(runs(world)) >= before + 2 and recorder.numbers == ["waits", "after"])
    finally:
        for server in servers:
            server.stop()
    slots = [run.slot for run in runs(world)]
    assert len(slots) == len(set(slots))


def test_leadership_is_given_back_at_the_end(world: World) -> None:
    first, second = (Leadership(world.ports, owner, lambda run_id: None) for owner in ("first", "second"))
    first.look_after()
    second.look_after()
    assert (first._held is not None, second._held is None) == (True, True)
    first.end()
    second.look_after()
    assert second._held is not None
    second.end()


def test_a_leader_who_was_asleep_too_long_stops_leading(world: World, clock: Ticking) -> None:
    first, second = (Leadership(world.ports, owner, lambda run_id: None) for owner in ("first", "second"))
    first.look_after()
    clock.forward(seconds=60)
    second.look_after()
    first.look_after()
    assert (first._held is None, second._held is not None) == (True, True)
    second.end()


def test_old_runs_go_but_the_last_of_each_schedule_stays(world: World, clock: Ticking) -> None:
    schedule = world.a_schedule(world.a_channel(), cron="0 8 * * *")
    with world.ports.database.unit_of_work() as uow:
        for day, outcome in ((1, "done"), (2, "done"), (3, "running")):
            moment = clock.now + timedelta(days=day)
            uow.session.add(
                ScheduleRun(
                    id=new_key(),
                    schedule_id=schedule,
                    slot=iso(moment),
                    started_at=moment,
                    outcome=outcome,
                )
            )
        uow.commit()
    clock.forward(days=60)
    maintain(world.ports.database, world.ports.settings, clock.now)
    assert [(run.slot, run.outcome) for run in runs(world)] == [(iso(SLOT + timedelta(days=3)), "lost")]


def test_the_pages_can_show_when_a_schedule_comes_next(world: World) -> None:
    key = world.a_schedule(world.a_channel(), cron="30 6 * * 1-5", time_zone="Europe/Berlin")
    with world.ports.database.reading() as session:
        schedule = session.get_one(Schedule, key)
        shown = [moment.strftime("%m-%d %H:%M") for moment in upcoming(schedule, SLOT, 3)]
    assert shown == ["03-03 05:30", "03-04 05:30", "03-05 05:30"]
