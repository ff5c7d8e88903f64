"""The way of a document: accepted once, refused with reasons, quarantined on faults, never lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.documents import Order
from app.pipeline import admit as admitting
from app.pipeline.messages import Verdict
from app.pipeline.replay import replay
from app.storage.database import Database
from app.storage.models import (
    BusinessKey,
    DocumentRecord,
    FeedEntry,
    Message,
    Negotiation,
    NegotiationEvent,
    Payload,
)
from tests.builders import (
    a_contract,
    a_despatch_advice_for,
    a_receipt_for,
    an_invoice_for,
    an_order,
    an_order_response,
)
from tests.building import BUYER
from tests.trading import Trade


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    return Trade.opened(database, tmp_path)


@pytest.fixture
def order() -> Order:
    return an_order().build()


def codes(findings: object) -> list[str]:
    return [each.code for each in findings]  # type: ignore[attr-defined]


def test_a_signed_order_is_accepted_with_a_receipt_and_opens_a_negotiation(trade: Trade, order: Order) -> None:
    outcome = trade.send(order)
    assert (outcome.verdict, codes(outcome.findings)) == (Verdict.ACCEPTED, [])
    answer = json.loads(outcome.answer)
    assert answer["state"] == "accepted"
    assert answer["receipt"].count(".") == 2
    assert trade.negotiation_of(outcome).state == "ISSUED"


def test_the_original_is_kept_byte_for_byte(trade: Trade, order: Order) -> None:
    raw = trade.xml(order)
    outcome = trade.submit(trade.buyer, raw)
    with trade.ports.database.reading() as session:
        row = session.get_one(DocumentRecord, outcome.document_id)
        assert trade.ports.payloads.open(session, row.payload, row.id) == raw


def test_the_same_again_gets_the_same_answer_and_has_no_second_effect(trade: Trade, order: Order) -> None:
    raw = trade.xml(order)
    first = trade.submit(trade.buyer, raw)
    again = trade.submit(trade.buyer, raw)
    assert (again.verdict, again.answer) == (Verdict.DUPLICATE, first.answer)
    assert (trade.count(DocumentRecord), trade.count(NegotiationEvent)) == (1, 2)


def test_the_same_content_in_another_syntax_and_signature_is_a_duplicate(trade: Trade, order: Order) -> None:
    first = trade.submit(trade.buyer, trade.xml(order))
    again = trade.submit(trade.buyer, trade.json(order))
    assert (again.verdict, again.answer) == (Verdict.DUPLICATE, first.answer)


def test_a_message_id_is_answered_with_the_stored_bytes(trade: Trade, order: Order) -> None:
    raw = trade.xml(order)
    first = trade.submit(trade.buyer, raw, message_id="m-1")
    again = trade.submit(trade.buyer, raw, message_id="m-1")
    assert (again.verdict, again.answer) == (Verdict.DUPLICATE, first.answer)


def test_a_message_id_with_another_body_is_a_conflict(trade: Trade, order: Order) -> None:
    trade.submit(trade.buyer, trade.xml(order), message_id="m-1")
    other = trade.submit(trade.buyer, trade.xml(replace(order, number="PO-other")), message_id="m-1")
    assert (other.verdict, codes(other.findings)) == (Verdict.CONFLICT, ["message.key_reused"])


def test_another_content_under_the_same_number_never_overwrites(trade: Trade, order: Order) -> None:
    trade.send(order)
    changed = trade.send(replace(order, customer_reference="something else"))
    assert changed.verdict is Verdict.CONFLICT
    assert "document.number_conflict" in codes(changed.findings)
    assert trade.count(BusinessKey) == 1


def test_a_rejected_message_may_be_sent_again_under_its_id(trade: Trade, order: Order) -> None:
    unsigned = trade.ports.formats.get("ubl").render(order)
    refused = trade.submit(trade.buyer, unsigned, message_id="m-1")
    assert (refused.verdict, codes(refused.findings)) == (Verdict.REJECTED, ["signature.required"])
    assert trade.submit(trade.buyer, trade.xml(order), message_id="m-1").verdict is Verdict.ACCEPTED


def test_what_is_rejected_is_kept_once(trade: Trade) -> None:
    for _ in range(3):
        trade.submit(trade.buyer, b"<nonsense/>")
    assert (trade.count(DocumentRecord), trade.count(Payload), trade.count(Message)) == (1, 1, 0)


def test_an_order_in_somebody_elses_name_is_refused(trade: Trade, order: Order) -> None:
    outcome = trade.submit(trade.seller, trade.seller.signed_xml(order, trade.ports))
    assert "party.not_sender" in codes(outcome.findings)


def test_a_signature_by_a_key_of_another_organisation_is_refused(trade: Trade, order: Order) -> None:
    outcome = trade.submit(trade.buyer, trade.seller.signed_xml(order, trade.ports))
    assert outcome.verdict is Verdict.REJECTED
    assert codes(outcome.findings) == ["signature.unknown_key"]


def test_an_unknown_receiver_is_named(trade: Trade, order: Order) -> None:
    stranger = replace(order.seller, endpoint=None, ids=(), tax_registrations=(), legal_id=None, name="Nobody Ltd")
    outcome = trade.send(replace(order, seller=stranger))
    assert codes(outcome.findings) == ["party.receiver_unknown"]


def test_a_policy_can_let_unsigned_orders_in(trade: Trade, order: Order) -> None:
    trade.policy(trade.seller, trade.buyer, signed=[])
    outcome = trade.submit(trade.buyer, trade.ports.formats.get("ubl").render(order))
    assert outcome.verdict is Verdict.ACCEPTED


def test_all_findings_come_at_once(trade: Trade, order: Order) -> None:
    raw = trade.ports.formats.get("ubl").render(order)
    broken = raw.replace(b"<cbc:IssueDate>", b"<cbc:IssueDate>not-a-day").replace(b"<cbc:ID>1</cbc:ID>", b"<cbc:ID/>")
    outcome = trade.submit(trade.buyer, broken)
    assert outcome.verdict is Verdict.REJECTED
    assert len({each.path for each in outcome.findings}) >= 2


def test_an_unexpected_fault_quarantines_and_a_replay_accepts(
    trade: Trade, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug of ours")

    raw = trade.xml(order)
    with monkeypatch.context() as patch:
        patch.setattr(admitting, "dispatch", broken)
        outcome = trade.submit(trade.buyer, raw, message_id="m-1")
    assert outcome.verdict is Verdict.QUARANTINED
    assert json.loads(outcome.answer)["state"] == "quarantined"
    assert (trade.count(Negotiation), trade.count(FeedEntry), trade.count(BusinessKey)) == (0, 0, 0)
    assert "a bug of ours" in trade.record(outcome).fault
    assert b"a bug of ours" not in outcome.answer

    replayed = replay(str(outcome.document_id), trade.ports)
    assert replayed is not None
    assert replayed.verdict is Verdict.ACCEPTED
    assert trade.record(outcome).receipt
    assert replay(str(outcome.document_id), trade.ports) is None


def test_a_hundred_identical_submissions_have_one_effect_and_one_answer(trade: Trade, order: Order) -> None:
    raw = trade.xml(order)
    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(lambda _: trade.submit(trade.buyer, raw, message_id="m-1"), range(100)))
    assert len({each.answer for each in outcomes}) == 1
    assert sorted({str(each.verdict) for each in outcomes}) == ["accepted", "duplicate"]
    assert [each.verdict for each in outcomes].count(Verdict.ACCEPTED) == 1
    assert (trade.count(DocumentRecord), trade.count(FeedEntry), trade.count(NegotiationEvent)) == (1, 1, 2)


def test_a_hundred_identical_submissions_without_an_id_have_one_effect(trade: Trade, order: Order) -> None:
    raw = trade.xml(order)
    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(lambda _: trade.submit(trade.buyer, raw), range(100)))
    assert len({each.answer for each in outcomes}) == 1
    assert trade.count(DocumentRecord) == 1


def test_from_order_to_matched_invoice(trade: Trade, order: Order) -> None:
    trade.send(order)
    answered = trade.send(an_order_response(order, "AP").build())
    assert codes(answered.findings) == []
    assert trade.negotiation_of(answered).state == "OPEN"
    advice = a_despatch_advice_for(order).build()
    assert trade.send(advice).verdict is Verdict.ACCEPTED
    assert trade.send(a_receipt_for(advice).build()).verdict is Verdict.ACCEPTED
    invoiced = trade.send(an_invoice_for(order).build())
    assert codes(invoiced.findings) == []
    assert trade.negotiation_of(invoiced).state == "MATCHED"


def test_contract_versions_swap_the_proposer(trade: Trade) -> None:
    first = a_contract().build()
    outcome = trade.send(first)
    assert codes(outcome.findings) == []
    digest = trade.record(outcome).sha256
    second = replace(a_contract().next_version(f"sha-256:{digest}").build(), proposed_by_buyer=False)
    countered = trade.send(second)
    assert codes(countered.findings) == []
    negotiation = trade.negotiation_of(countered)
    assert (negotiation.state, negotiation.proposer, negotiation.ball) == ("PROPOSED", "seller", "buyer")


def test_a_foreign_organisation_is_never_taken_by_its_name_alone(trade: Trade, order: Order) -> None:
    nameless = replace(BUYER, endpoint=None, ids=(), tax_registrations=(), legal_id=None)
    outcome = trade.submit(trade.buyer, trade.buyer.signed_xml(replace(order, buyer=nameless), trade.ports))
    assert "party.not_sender" in codes(outcome.findings)
