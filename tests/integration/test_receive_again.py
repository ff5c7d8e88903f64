"""What comes again: rejected, quarantined or disturbed, it is kept once, answered rightly, and never lost."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.domain.documents import Order
from app.pipeline import admit as admitting
from app.pipeline import receive as receiving
from app.pipeline import rows
from app.pipeline.messages import Expected, Outcome, RawMessage, Verdict
from app.pipeline.ports import Asleep
from app.pipeline.receive import receive
from app.pipeline.replay import replay
from app.storage.database import Database
from app.storage.models import BusinessKey, DocumentRecord, FeedEntry, Message, Payload
from tests.builders import a_despatch_advice_for, an_order
from tests.trading import Trade


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    return Trade.opened(database, tmp_path)


@pytest.fixture
def order() -> Order:
    return an_order().build()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A server with a bug; `undo` repairs it."""

    def bug(*_: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(admitting, "dispatch", bug)
    return monkeypatch


def codes(outcome: Outcome) -> list[str]:
    return [each.code for each in outcome.findings]


def test_what_the_negotiation_refuses_is_kept_once_however_often_it_is_tried(trade: Trade, order: Order) -> None:
    raw = trade.xml(a_despatch_advice_for(order).build())
    outcomes = [trade.submit(trade.seller, raw, message_id="m-1") for _ in range(3)]
    assert {each.verdict for each in outcomes} == {Verdict.REJECTED}
    assert len({each.document_id for each in outcomes}) == 1
    assert (trade.count(DocumentRecord), trade.count(Payload), trade.count(Message)) == (1, 1, 0)


def test_rejected_for_another_reason_is_kept_as_another_event(trade: Trade, order: Order) -> None:
    raw = trade.xml(order)
    stranger = trade.submit(trade.seller, raw)
    trade.policy(trade.seller, trade.buyer, types=["invoice"])
    first = trade.submit(trade.buyer, raw)
    trade.policy(trade.seller, trade.buyer, types=[])
    trade.send(replace(order, customer_reference="something else"))
    second = trade.submit(trade.buyer, raw)
    assert (codes(first), codes(second)) == (["partner.type_not_agreed"], ["document.number_conflict"])
    kept = {str(each.document_id): each for each in (stranger, first, second)}
    assert len(kept) == 3
    assert [each["code"] for each in trade.record(first).findings] == ["partner.type_not_agreed"]


def test_the_same_bytes_lie_in_quarantine_once(trade: Trade, order: Order, broken: pytest.MonkeyPatch) -> None:
    raw = trade.xml(order)
    outcomes = [trade.submit(trade.buyer, raw, message_id=each) for each in ("m-1", "m-2", "", "m-1")]
    assert [str(each.verdict) for each in outcomes] == ["quarantined", "quarantined", "quarantined", "duplicate"]
    assert len({each.answer for each in outcomes}) == 1
    assert (trade.count(DocumentRecord), trade.count(Payload), trade.count(Message)) == (1, 1, 2)


def test_after_a_replay_the_sender_who_asks_again_gets_the_receipt(
    trade: Trade, order: Order, broken: pytest.MonkeyPatch
) -> None:
    raw = trade.xml(order)
    kept = trade.submit(trade.buyer, raw, message_id="m-1")
    broken.undo()
    assert replay(str(kept.document_id), trade.ports).verdict is Verdict.ACCEPTED  # type: ignore[union-attr]
    for key in ("m-1", "m-2", ""):
        again = trade.submit(trade.buyer, raw, message_id=key)
        assert again.verdict is Verdict.DUPLICATE
        answer = json.loads(again.answer)
        assert (answer["state"], answer["receipt"], answer["negotiation"]["state"]) == (
            "accepted",
            trade.record(kept).receipt,
            "ISSUED",
        )


def test_sending_it_again_after_the_repair_takes_it_out_of_quarantine(
    trade: Trade, order: Order, broken: pytest.MonkeyPatch
) -> None:
    raw = trade.xml(order)
    kept = trade.submit(trade.buyer, raw, message_id="m-1")
    broken.undo()
    taken = trade.submit(trade.buyer, raw)
    assert (taken.verdict, taken.document_id) == (Verdict.ACCEPTED, kept.document_id)
    assert trade.submit(trade.buyer, raw, message_id="m-1").answer == taken.answer
    assert (trade.count(DocumentRecord), trade.count(FeedEntry), trade.count(BusinessKey)) == (1, 1, 1)
    assert trade.record(taken).fault == ""
    assert replay(str(kept.document_id), trade.ports) is None


def test_a_replay_never_overwrites_what_was_accepted_meanwhile_and_frees_the_id(
    trade: Trade, order: Order, broken: pytest.MonkeyPatch
) -> None:
    kept = trade.submit(trade.buyer, trade.xml(order), message_id="m-1")
    broken.undo()
    meanwhile = replace(order, customer_reference="a corrected one")
    assert trade.send(meanwhile).verdict is Verdict.ACCEPTED
    replayed = replay(str(kept.document_id), trade.ports)
    assert replayed is not None
    assert (replayed.verdict, codes(replayed)) == (Verdict.REJECTED, ["document.quarantined", "document.duplicate"][1:])
    assert trade.submit(trade.buyer, trade.xml(meanwhile), message_id="m-1").verdict is Verdict.DUPLICATE
    assert (trade.count(BusinessKey), trade.count(FeedEntry)) == (1, 1)


def test_a_wake_up_that_fails_after_the_commit_takes_nothing_back(trade: Trade, order: Order) -> None:
    class Deaf(Asleep):
        def feed(self) -> None:
            raise ConnectionError("the queue is away")

    outcome = trade.with_ports(wake=Deaf()).send(order)
    assert outcome.verdict is Verdict.ACCEPTED
    assert trade.record(outcome).state == "accepted"


def test_a_database_that_is_away_is_no_fault_of_the_document(
    trade: Trade, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("the connection was closed"))

    raw = trade.xml(order)
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "authenticate", away)
        with pytest.raises(OperationalError):
            trade.submit(trade.buyer, raw, message_id="m-1")
    assert trade.count(DocumentRecord) == 0
    assert trade.submit(trade.buyer, raw, message_id="m-1").verdict is Verdict.ACCEPTED


def test_what_cannot_be_described_in_the_database_is_kept_in_quarantine(
    trade: Trade, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def indescribable(*_: object) -> None:
        raise ValueError("no column takes this")

    raw = trade.xml(order)
    with monkeypatch.context() as patch:
        patch.setattr(rows, "_fill_from", indescribable)
        kept = trade.submit(trade.buyer, raw, message_id="m-1")
    assert kept.verdict is Verdict.QUARANTINED
    assert "no column takes this" in trade.record(kept).fault
    assert replay(str(kept.document_id), trade.ports).verdict is Verdict.ACCEPTED  # type: ignore[union-attr]


def test_what_was_decided_by_another_version_is_not_taken(trade: Trade, order: Order) -> None:
    negotiation = trade.negotiation_of(trade.send(order))
    raw = trade.xml(a_despatch_advice_for(order).build())
    decided: dict[str, Any] = {"expected": Expected(negotiation.id, negotiation.version - 1)}
    outcome = receive(RawMessage(trade.seller.id, "web", raw, **decided), trade.ports)
    assert (outcome.verdict, codes(outcome)) == (Verdict.CONFLICT, ["negotiation.version_conflict"])
    assert trade.count(DocumentRecord) == 1


def test_a_faults_text_carries_no_values(trade: Trade, order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(session: Any, message: RawMessage, *given: Any) -> None:
        session.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "a trade secret"})

    with monkeypatch.context() as patch:
        patch.setattr(admitting, "negotiate", lambda session, *given: too_much(session, *given))
        patch.setattr(admitting, "CLASHES", ())
        kept = trade.send(order)
    assert kept.verdict is Verdict.QUARANTINED
    assert "nowhere" in trade.record(kept).fault
    assert "a trade secret" not in trade.record(kept).fault
