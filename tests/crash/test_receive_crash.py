"""kill -9 at any point of receiving: sent again, a message has one effect, and what was acknowledged is there."""

import json
import multiprocessing
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.evidence.verify import verify_receipt
from app.exchange.maintenance import remove_orphans
from app.pipeline.messages import RawMessage, Verdict
from app.pipeline.receive import receive
from app.storage.database import Database
from app.storage.models import (
    BusinessKey,
    Delivery,
    DocumentRecord,
    FeedEntry,
    Message,
    Negotiation,
    NegotiationEvent,
    Payload,
)
from app.storage.payloads import store
from tests.builders import an_order
from tests.crash.victim import POINTS, World, receive_and_die
from tests.trading import Trade

COMMITTED = "after the commit, before the answer"
EFFECT = {
    DocumentRecord: 1,
    Payload: 1,
    Message: 1,
    BusinessKey: 1,
    Negotiation: 1,
    NegotiationEvent: 2,
    FeedEntry: 1,
    Delivery: 0,
}
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.crash.victim"])


@pytest.fixture
def world(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(store, "IN_DATABASE_UP_TO", 0)
    return World(database.engine.url.render_as_string(hide_password=False), str(tmp_path))


def rows(trade: Trade) -> dict[type, int]:
    with trade.ports.database.reading() as session:
        return {model: session.scalar(select(func.count()).select_from(model)) or 0 for model in EFFECT}


def files(trade: Trade) -> int:
    return sum(1 for each in (trade.ports.settings.data / "payloads").rglob("*") if each.is_file())


def die(world: World, message: RawMessage, point: str) -> None:
    process = _forks.Process(target=receive_and_die, args=(world, message, point))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize("message_id", ["m-1", ""], ids=["with an id", "without an id"])
def test_killed_at_any_point_and_sent_again_a_message_has_one_effect(world: World, message_id: str) -> None:
    trade = Trade.between(world.ports())
    orphans = 0
    points = list(POINTS) if message_id else ["before the commit", COMMITTED]
    for number, point in enumerate(points):
        key = message_id and f"{message_id}-{number}"
        order = an_order().numbered(f"PO-{number}").build()
        message = RawMessage(trade.buyer.id, "api", trade.xml(order), message_id=key)
        before, there = rows(trade), files(trade)
        die(world, message, point)
        died = {model: count - before[model] for model, count in rows(trade).items()}
        assert died == (EFFECT if point == COMMITTED else dict.fromkeys(EFFECT, 0)), point

        answers = [receive(message, trade.ports) for _ in range(2)]
        assert answers[0].verdict is (Verdict.DUPLICATE if point == COMMITTED else Verdict.ACCEPTED), point
        assert answers[1].verdict is Verdict.DUPLICATE
        assert answers[0].answer == answers[1].answer
        verdict = verify_receipt(json.loads(answers[0].answer)["receipt"], message.body, trade.ports.signer.jwks())
        assert verdict.proven, point
        assert {model: count - before[model] for model, count in rows(trade).items()} == EFFECT, point
        orphans += files(trade) - there - 1

    assert orphans > 0
    now = datetime.now(UTC)
    remove_orphans(trade.ports.database, trade.ports.payloads, now)
    assert files(trade) == len(points) + orphans  # too young: they could be somebody's who is at work
    remove_orphans(trade.ports.database, trade.ports.payloads, now + timedelta(days=2))
    assert files(trade) == len(points)
    with trade.ports.database.reading() as session:
        for row in session.scalars(select(DocumentRecord)):
            assert trade.ports.payloads.open(session, row.payload, row.id)
    trade.ports.database.dispose()
