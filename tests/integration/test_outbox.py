"""The outbox: what partners get, how often, in which order, and what staff see of it."""

import socket
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.errors import CountersignError
from app.exchange.background import Background
from app.pipeline import delivery_actions
from app.pipeline.deliver import claim_next, deliver
from app.pipeline.outbox import LEASE_SECONDS, record_result
from app.storage.database import Database
from app.storage.models import Channel, Delivery
from app.transports.base import Outbound, SendOutcome, SendResult
from app.transports.directory import DirectoryTransport
from app.transports.pinned_http import Patience
from app.transports.webhook import WebhookTransport
from tests.exchange_world import SECRET, Recorder, Ticking, World, never_receives, ports_for
from tests.partner_server import PartnerServer
from tests.waiting import until

SENT = SendResult(SendOutcome.SENT, "taken", 200)
BUSY = SendResult(SendOutcome.TRANSIENT, "HTTP 500", 500)
GONE = SendResult(SendOutcome.PERMANENT, "HTTP 404", 404)
SILENT = SendResult(SendOutcome.TRANSIENT, "no answer")


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def world(database: Database, tmp_path: Path, clock: Ticking, recorder: Recorder) -> World:
    return World.made(ports_for(database, tmp_path, clock, recorder))


def test_a_delivery_is_sent_once_in_the_original_bytes_under_its_own_id(world: World, recorder: Recorder) -> None:
    channel = world.a_channel(secrets=[SECRET], settings={"url": "https://x.example"})
    delivery_id = world.a_delivery(channel)
    assert world.channels().drain(channel) == {"sent": 1}
    assert world.channels().drain(channel) == {}
    [outbound] = recorder.sent
    assert (outbound.delivery_id, outbound.content, outbound.media_type) == (
        delivery_id,
        b"<Order/>",
        "application/xml",
    )
    assert (outbound.document_type, outbound.number, outbound.filename) == ("order", "PO-1", "order.xml")
    assert outbound.metadata["url"] == f"https://cs.example/api/v1/documents/{outbound.document_id}"
    assert recorder.settings[0].secrets == (SECRET,)
    delivery = world.delivery(delivery_id)
    assert (delivery.state, delivery.last_detail, delivery.next_attempt_at) == ("delivered", "taken", None)
    [attempt] = world.attempts(delivery_id)
    assert (attempt.number, attempt.outcome, attempt.status, attempt.detail) == (1, "sent", 200, "taken")


def test_a_partners_documents_go_in_the_order_in_which_they_were_made(
    world: World, recorder: Recorder, clock: Ticking
) -> None:
    channel = world.a_channel()
    for number in range(5):
        world.a_delivery(channel, str(number))
        clock.forward(seconds=1)
    world.channels().drain(channel)
    assert recorder.numbers == ["0", "1", "2", "3", "4"]


def test_retries_wait_5_10_20_40_minutes_and_more_and_then_it_is_parked(
    world: World, recorder: Recorder, clock: Ticking
) -> None:
    recorder.answer = lambda outbound: BUSY
    channel = world.a_channel()
    delivery_id = world.a_delivery(channel)
    waits = []
    for _ in range(8):
        world.channels().drain(channel)
        due = world.delivery(delivery_id).next_attempt_at
        assert due is not None
        waits.append((due - clock.now) / timedelta(minutes=1))
        clock.now = due - timedelta(seconds=1)
        assert world.channels().drain(channel) == {}
        clock.now = due
    for wait, minutes in zip(waits, (5, 10, 20, 40, 80, 160, 320, 640), strict=True):
        assert minutes <= wait <= minutes * 1.1
    world.channels().drain(channel)
    assert world.delivery(delivery_id).state == "parked"
    assert world.outcomes(delivery_id) == ["transient"] * 9
    assert {each.delivery_id for each in recorder.sent} == {delivery_id}


def test_a_channel_can_have_its_own_waits(world: World, recorder: Recorder, clock: Ticking) -> None:
    recorder.answer = lambda outbound: BUSY
    channel = world.a_channel(retry_minutes=[1])
    delivery_id = world.a_delivery(channel)
    world.channels().drain(channel)
    clock.forward(minutes=1.2)
    world.channels().drain(channel)
    assert world.delivery(delivery_id).state == "parked"


def test_a_partner_who_says_when_is_asked_again_then(world: World, recorder: Recorder, clock: Ticking) -> None:
    recorder.answer = lambda outbound: SendResult(SendOutcome.TRANSIENT, "HTTP 503", 503, 3600)
    channel = world.a_channel()
    delivery_id = world.a_delivery(channel)
    other = world.a_delivery(channel, "PO-2")
    assert world.channels().drain(channel) == {"transient": 1}
    due = world.delivery(delivery_id).next_attempt_at
    assert due == clock.now + timedelta(hours=1)
    assert world.delivery(other).next_attempt_at == due
    assert world.outcomes(other) == []


def test_a_permanent_error_stops_at_once(world: World, recorder: Recorder, clock: Ticking) -> None:
    recorder.answer = lambda outbound: GONE
    channel = world.a_channel()
    delivery_id = world.a_delivery(channel)
    world.channels().drain(channel)
    clock.forward(days=9)
    world.channels().drain(channel)
    assert world.delivery(delivery_id).state == "failed"
    assert len(recorder.sent) == 1


def test_a_poison_document_does_not_block_the_rest(world: World, recorder: Recorder, clock: Ticking) -> None:
    recorder.answer = lambda outbound: SILENT if outbound.number == "poison" else SENT
    channel = world.a_channel()
    world.a_delivery(channel, "poison")
    for number in ("a", "b"):
        clock.forward(seconds=1)
        world.a_delivery(channel, number)
    world.channels().drain(channel)
    assert recorder.numbers == ["poison"]
    clock.forward(minutes=6)
    world.channels().drain(channel)
    assert recorder.numbers == ["poison", "a", "b", "poison"]


def test_a_partner_who_is_away_costs_one_attempt_and_not_one_a_document(world: World, recorder: Recorder) -> None:
    recorder.answer = lambda outbound: SILENT
    channel = world.a_channel()
    deliveries = [world.a_delivery(channel, str(number)) for number in range(10)]
    assert world.channels().drain(channel) == {"transient": 1}
    assert world.channels().drain(channel) == {}
    assert sum(len(world.attempts(each)) for each in deliveries) == 1


def test_three_errors_in_a_row_are_about_the_partner_and_one_is_about_the_document(
    world: World, recorder: Recorder, clock: Ticking
) -> None:
    recorder.answer = lambda outbound: BUSY if outbound.number in "135678" else SENT
    channel = world.a_channel()
    for number in range(10):
        clock.forward(seconds=1)
        world.a_delivery(channel, str(number))
    assert world.channels().drain(channel) == {"sent": 3, "transient": 5}
    assert recorder.numbers[-1] == "7"


def test_a_fault_in_this_server_is_tried_again_and_does_not_stop_the_channel(world: World, recorder: Recorder) -> None:
    def answer(outbound: Outbound) -> SendResult:
        if outbound.number == "odd":
            raise RuntimeError("a bug")
        return SENT

    recorder.answer = answer
    channel = world.a_channel()
    odd = world.a_delivery(channel, "odd")
    world.a_delivery(channel, "fine")
    assert world.channels().drain(channel) == {"transient": 1, "sent": 1}
    assert "RuntimeError: a bug" in world.delivery(odd).last_detail


@pytest.mark.parametrize(("kind", "syntax"), [("telex", ""), ("recorder", "no-such-syntax")])
def test_what_can_never_be_sent_fails_for_good_and_says_why(world: World, kind: str, syntax: str) -> None:
    channel = world.a_channel(kind, syntax=syntax)
    delivery_id = world.a_delivery(channel)
    world.channels().drain(channel)
    delivery = world.delivery(delivery_id)
    assert delivery.state == "failed"
    assert (syntax or kind) in delivery.last_detail


def test_a_channel_out_of_use_sends_nothing_until_it_is_used_again(world: World, recorder: Recorder) -> None:
    channel = world.a_channel(active=False)
    world.a_delivery(channel)
    assert world.channels().drain(channel) == {}
    world.change(Channel, channel, active=True)
    assert world.channels().drain(channel) == {"sent": 1}


def test_what_waits_for_the_channels_schedule_goes_with_it(world: World, recorder: Recorder) -> None:
    channel = world.a_channel(immediate=False)
    world.a_delivery(channel, next_attempt_at=None)
    assert world.channels().drain(channel) == {}
    assert world.channels().drain(channel, scheduled=True) == {"sent": 1}


def test_a_lost_attempt_is_shown_and_the_delivery_goes_again_under_its_id(
    world: World, recorder: Recorder, clock: Ticking
) -> None:
    channel = world.a_channel()
    delivery_id = world.a_delivery(channel)
    assert claim_next(channel, "a process that dies", world.ports)
    assert world.channels().drain(channel) == {}
    clock.forward(seconds=LEASE_SECONDS)
    assert world.channels().drain(channel) == {"sent": 1}
    assert world.outcomes(delivery_id) == ["lost", "sent"]
    assert [each.delivery_id for each in recorder.sent] == [delivery_id]


def test_what_kills_the_process_every_time_is_parked(world: World, clock: Ticking) -> None:
    channel = world.a_channel(retry_minutes=[1, 1])
    delivery_id = world.a_delivery(channel)
    for _ in range(3):
        assert claim_next(channel, "dies", world.ports)
        clock.forward(seconds=LEASE_SECONDS)
    assert claim_next(channel, "dies", world.ports) == []
    assert world.delivery(delivery_id).state == "parked"
    assert world.outcomes(delivery_id) == ["lost"] * 3


def test_a_process_that_comes_back_late_does_not_write_over_its_successor(world: World, clock: Ticking) -> None:
    channel = world.a_channel()
    delivery_id = world.a_delivery(channel)
    late = claim_next(channel, "late", world.ports)
    clock.forward(seconds=LEASE_SECONDS)
    successor = claim_next(channel, "successor", world.ports)
    with world.ports.database.unit_of_work() as uow:
        record_result(uow, late[0], GONE, clock())
        uow.commit()
    assert world.delivery(delivery_id).state == "sending"
    deliver(successor, world.ports)
    assert world.delivery(delivery_id).state == "delivered"
    assert world.outcomes(delivery_id) == ["lost", "sent"]
    assert "permanent HTTP 404" in world.attempts(delivery_id)[0].detail


def test_many_processes_draining_at_once_send_everything_exactly_once(world: World, recorder: Recorder) -> None:
    channel = world.a_channel()
    for number in range(12):
        world.a_delivery(channel, str(number))
    together = threading.Barrier(6)

    def claim_all() -> None:
        together.wait()
        while claims := claim_next(channel, "any", world.ports):
            deliver(claims, world.ports)

    threads = [threading.Thread(target=claim_all) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(recorder.numbers, key=int) == [str(number) for number in range(12)]


def test_only_one_process_at_a_time_works_on_a_channel(world: World, recorder: Recorder) -> None:
    channel = world.a_channel()
    world.a_delivery(channel)
    inner = []
    recorder.answer = lambda outbound: (inner.append(world.channels().drain(channel)), SENT)[1]
    world.channels().drain(channel)
    assert inner == [None]


def act(world: World, action: str, delivery_id: str) -> Delivery:
    function = getattr(delivery_actions, action)
    with world.ports.database.unit_of_work() as uow:
        more = () if action == "hold" else (world.ports.clock(),)
        delivery: Delivery = function(uow.session, delivery_id, *more)
        uow.commit()
    return delivery


def test_staff_can_retry_what_was_parked_with_all_attempts_before_it(world: World, recorder: Recorder) -> None:
    recorder.answer = lambda outbound: BUSY
    channel = world.a_channel()
    delivery_id = world.a_delivery(channel, state="parked", attempt_count=9, next_attempt_at=None)
    act(world, "retry", delivery_id)
    world.channels().drain(channel)
    assert (world.delivery(delivery_id).state, world.delivery(delivery_id).attempt_count) == ("pending", 1)


def test_staff_can_hold_and_release(world: World, recorder: Recorder) -> None:
    channel = world.a_channel()
    delivery_id = world.a_delivery(channel)
    act(world, "hold", delivery_id)
    assert world.channels().drain(channel) == {}
    act(world, "release", delivery_id)
    assert world.channels().drain(channel) == {"sent": 1}


def test_staff_can_send_once_more_and_the_partner_sees_another_message(world: World, recorder: Recorder) -> None:
    channel = world.a_channel()
    first = world.a_delivery(channel)
    world.channels().drain(channel)
    again = act(world, "resend", first)
    assert act(world, "resend", first).generation == 3
    world.channels().drain(channel)
    assert again.generation == 2
    assert [each.delivery_id for each in recorder.sent][:2] == [first, again.id]
    assert {each.document_id for each in recorder.sent} == {again.document_id}


@pytest.mark.parametrize(
    ("action", "state"), [("retry", "delivered"), ("hold", "sending"), ("release", "pending"), ("resend", "pending")]
)
def test_what_makes_no_sense_is_refused_with_the_possible_states(world: World, action: str, state: str) -> None:
    delivery_id = world.a_delivery(world.a_channel(), state=state)
    with pytest.raises(CountersignError, match="can't be changed") as refusal:
        act(world, action, delivery_id)
    assert refusal.value.code == "delivery.wrong_state"
    assert action not in delivery_actions.actions_for(world.delivery(delivery_id))


def test_a_dead_partner_delays_nobody_else(database: Database, tmp_path: Path) -> None:
    """A socket that never answers on one side; on the other a webhook and a folder that must not notice."""
    webhook = WebhookTransport(["127.0.0.0/8"], allow_http=True, patience=Patience(connect=1, total=50))
    directory = DirectoryTransport(tmp_path / "exchange")
    world = World.made(ports_for(database, tmp_path, Ticking(), webhook, directory))
    folder = tmp_path / "exchange" / world.supplier / "acme"
    folder.mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as dead, PartnerServer() as alive:
        dead_url = f"http://127.0.0.1:{dead.getsockname()[1]}/"
        dead_channel = world.a_channel("webhook", settings={"url": dead_url}, secrets=[SECRET])
        alive_channel = world.a_channel("webhook", settings={"url": alive.url}, secrets=[SECRET])
        folder_channel = world.a_channel("directory", settings={"path": "acme"})
        stuck = [world.a_delivery(dead_channel, f"dead-{number}") for number in range(5)]
        for number in range(5):
            world.a_delivery(alive_channel, f"alive-{number}")
            world.a_delivery(folder_channel, f"folder-{number}")
        background = Background(world.ports, never_receives, threads=3)
        background.start()
        try:
            until(lambda: len(alive.calls) == 5 and len(list(folder.iterdir())) == 5)
            assert world.outcomes(stuck[0]) in ([], [""])  # the dead one has not come to an end in the meantime
            dead.close()
            until(lambda: world.outcomes(stuck[0]) == ["transient"])
            assert [world.outcomes(each) for each in stuck[1:]] == [[], [], [], []]
        finally:
            background.stop()


def test_a_wake_up_sends_at_once_and_a_lost_one_is_made_good_by_the_sweep(
    database: Database, tmp_path: Path, recorder: Recorder
) -> None:
    world = World.made(ports_for(database, tmp_path, Ticking(), recorder))
    channel = world.a_channel()
    background = Background(world.ports, never_receives, threads=2)
    background.start()
    try:
        world.a_delivery(channel, "woken")
        background.channel(channel)
        until(lambda: recorder.numbers == ["woken"])
        world.a_delivery(channel, "swept")
        until(lambda: recorder.numbers == ["woken", "swept"])
    finally:
        background.stop()
    with database.reading() as session:
        assert set(session.scalars(select(Delivery.state))) == {"delivered"}
