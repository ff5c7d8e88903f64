"""What people and programs decide: one effect a decision, told by a signed document where there is somebody to tell."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from app.domain.documents import Contract, Order, OrderChange
from app.errors import CountersignError
from app.evidence.contract_signature import sign_contract
from app.exchange.sealer import seal
from app.pipeline import admit as admitting
from app.pipeline import emitting
from app.pipeline.act import act
from app.pipeline.messages import Verdict
from app.pipeline.replay import replay
from app.pipeline.requests import Done, Request
from app.pipeline.rows import findings_of
from app.pipeline.signing import signed_in_browser, statement_for
from app.pipeline.visibility import document_seen_by, find_document, find_negotiation, negotiation_seen_by
from app.storage.database import Database
from app.storage.models import (
    ContractSignature,
    DocumentRecord,
    FeedEntry,
    Negotiation,
    NegotiationEvent,
    RegisteredKey,
)
from app.wiring import app_of
from tests.builders import (
    a_contract,
    a_despatch_advice_for,
    a_receipt_for,
    an_invoice_for,
    an_order,
    an_order_change,
    an_order_response,
)
from tests.exchange_world import Ticking
from tests.integration.server import key_for
from tests.trading import Company, Trade


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def trade(database: Database, tmp_path: Path, clock: Ticking) -> Trade:
    return Trade.opened(database, tmp_path, clock)


@pytest.fixture
def order() -> Order:
    return an_order().build()


def negotiation(trade: Trade, number: str) -> Negotiation:
    with trade.ports.database.reading() as session:
        return session.scalars(select(Negotiation).where(Negotiation.number == number)).one()


def asked(trade: Trade, company: Company, number: str, event: str, **more: Any) -> Request:
    found = negotiation(trade, number)
    values = {"expected_version": found.version, "person": "anna@birch.example", **more}
    return Request(found.id, event, company.id, **values)


def do(trade: Trade, company: Company, number: str, event: str, **more: Any) -> Done:
    return act(asked(trade, company, number, event, **more), trade.ports)


def refusal(fire: Callable[[], object]) -> str:
    with pytest.raises(CountersignError) as caught:
        fire()
    return caught.value.code


def documents(trade: Trade, kind: str) -> list[DocumentRecord]:
    with trade.ports.database.reading() as session:
        return list(session.scalars(select(DocumentRecord).where(DocumentRecord.type == kind)))


def fed(trade: Trade, company: Company) -> list[str]:
    with trade.ports.database.reading() as session:
        return [
            each.document.type
            for each in session.scalars(select(FeedEntry).where(FeedEntry.organisation_id == company.id))
        ]


def a_counter(order: Order) -> Any:
    """The seller's answer to every line, one of them changed."""
    return an_order_response(order, "CA").build()


def test_the_buyer_withdraws_an_order_with_a_reason(trade: Trade, order: Order) -> None:
    trade.send(order)
    assert refusal(lambda: do(trade, trade.buyer, order.number, "withdraw")) == "negotiation.reason_required"
    done = do(trade, trade.buyer, order.number, "withdraw", reason="the project was stopped")
    assert done.state == "CANCELLED"
    assert fed(trade, trade.seller) == ["order", "order_cancellation"]


def test_accepting_a_counter_offer_tells_the_seller_by_an_order_change_signed_with_the_held_key(
    trade: Trade, order: Order
) -> None:
    trade.send(order)
    assert trade.send(a_counter(order)).verdict is Verdict.ACCEPTED
    done = do(trade, trade.buyer, order.number, "accept_counter")
    assert done.state == "OPEN"
    (change,) = documents(trade, "order_change")
    assert (change.state, change.channel) == ("accepted", "web")
    assert change.signature["key_id"]
    assert fed(trade, trade.seller) == ["order", "order_change"]
    assert negotiation(trade, order.number).agreed_document_id == change.id


def test_another_version_than_the_present_one_is_a_conflict(trade: Trade, order: Order) -> None:
    trade.send(order)
    stale = asked(trade, trade.buyer, order.number, "withdraw", reason="x")
    do(trade, trade.seller, order.number, "ack")
    assert refusal(lambda: act(stale, trade.ports)) == "negotiation.version_conflict"


@pytest.mark.parametrize("event", ["withdraw", "accept_all"])
def test_who_is_not_asked_has_no_say(trade: Trade, order: Order, event: str) -> None:
    trade.send(order)
    wrong = trade.seller if event == "withdraw" else trade.buyer
    code = refusal(lambda: do(trade, wrong, order.number, event, reason="x"))
    assert code == "negotiation.wrong_party"


def test_an_idempotency_key_replays_an_event_that_made_a_document(trade: Trade, order: Order, clock: Ticking) -> None:
    trade.send(order)
    request = asked(trade, trade.seller, order.number, "accept_all", idempotency_key="k-1")
    first = act(request, trade.ports)
    clock.forward(hours=1)
    again = act(request, trade.ports)
    assert (first.state, again.state, again.version) == ("OPEN", "OPEN", first.version)
    assert len(documents(trade, "order_response")) == 1
    other = replace(request, event="propose_change")
    assert refusal(lambda: act(other, trade.ports)) == "negotiation.key_reused"


def test_an_idempotency_key_replays_an_event_that_stands_for_itself(trade: Trade) -> None:
    trade.send(a_contract().build())
    request = asked(trade, trade.seller, "C-77", "accept", idempotency_key="k-1")
    first = act(request, trade.ports)
    again = act(request, trade.ports)
    assert (first.state, again.state, again.version) == ("AGREED", "AGREED", first.version)
    assert refusal(lambda: act(replace(request, event="decline", reason="x"), trade.ports)) == "negotiation.key_reused"


@pytest.mark.parametrize("key", ["k-1", ""])
def test_two_people_who_act_at_the_same_time_have_one_effect(trade: Trade, order: Order, key: str) -> None:
    trade.send(order)
    both = [
        asked(trade, trade.seller, order.number, "accept_all", idempotency_key=key and f"{key}-a"),
        asked(trade, trade.seller, order.number, "reject_all", reason="no stock", idempotency_key=key and f"{key}-b"),
    ] * 3

    def attempt(request: Request) -> str:
        try:
            return act(request, trade.ports).state
        except CountersignError as refused:
            return refused.code

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(attempt, both))
    state = negotiation(trade, order.number).state
    assert state in ("OPEN", "REJECTED")
    assert set(outcomes) <= {state, "negotiation.version_conflict"}
    assert outcomes.count(state) == (3 if key else 1)
    assert len(documents(trade, "order_response")) == 1


def test_two_who_sign_off_a_contract_at_the_same_time_have_one_effect(trade: Trade) -> None:
    trade.send(a_contract().build())
    request = asked(trade, trade.seller, "C-77", "accept")

    def attempt(event: str) -> str:
        try:
            return act(replace(request, event=event, reason="x"), trade.ports).state
        except CountersignError as refused:
            return refused.code

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(attempt, ["accept", "decline"] * 3))
    state = negotiation(trade, "C-77").state
    assert sorted(outcomes) == sorted([state, *["negotiation.version_conflict"] * 5])


def test_the_same_event_after_a_crash_behind_the_commit_is_answered_as_before(
    trade: Trade, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Nothing that the code could catch."""

    received = emitting.receive

    def killed_after_the_commit(*given: Any) -> None:
        received(*given)
        raise Killed

    trade.send(order)
    request = asked(trade, trade.seller, order.number, "accept_all", idempotency_key="k-1")
    with monkeypatch.context() as patch:
        patch.setattr(emitting, "receive", killed_after_the_commit)
        with pytest.raises(Killed):
            act(request, trade.ports)
    assert act(request, trade.ports).state == "OPEN"
    assert len(documents(trade, "order_response")) == 1


def test_a_decision_whose_document_was_stopped_by_a_fault_is_not_called_done(
    trade: Trade, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_: object) -> None:
        raise RuntimeError("a bug of ours")

    trade.send(order)
    with monkeypatch.context() as patch:
        patch.setattr(admitting, "dispatch", bug)
        assert refusal(lambda: do(trade, trade.seller, order.number, "accept_all")) == "document.quarantined"
    (answer,) = documents(trade, "order_response")
    assert replay(answer.id, trade.ports).verdict is Verdict.ACCEPTED  # type: ignore[union-attr]
    assert negotiation(trade, order.number).state == "OPEN"


def test_a_held_key_signs_within_its_window_only(trade: Trade, order: Order, clock: Ticking) -> None:
    trade.send(order)
    with trade.ports.database.unit_of_work() as uow:
        uow.session.execute(
            update(RegisteredKey)
            .where(RegisteredKey.sealed_private.is_not(None))
            .values(active_from=clock.now + timedelta(days=1))
        )
        uow.commit()
    assert refusal(lambda: do(trade, trade.seller, order.number, "accept_all")) == "signature.no_held_key"
    clock.forward(days=2)
    assert do(trade, trade.seller, order.number, "accept_all").state == "OPEN"


def an_agreed_contract(trade: Trade) -> Contract:
    first = a_contract().build()
    trade.send(first)
    do(trade, trade.seller, "C-77", "accept")
    return first


def signatures(trade: Trade) -> list[ContractSignature]:
    with trade.ports.database.reading() as session:
        return list(session.scalars(select(ContractSignature).order_by(ContractSignature.signed_at)))


def sign_in_browser(trade: Trade, company: Company) -> Done:
    return act(signed_in_browser(asked(trade, company, "C-77", "sign"), trade.ports), trade.ports)


def test_a_contract_is_executed_when_both_have_signed_one_in_the_browser_and_one_with_a_key_of_its_own(
    trade: Trade,
) -> None:
    an_agreed_contract(trade)
    do(trade, trade.buyer, "C-77", "release_to_sign")
    assert refusal(lambda: do(trade, trade.seller, "C-77", "sign")) == "contract_signature.missing"
    assert sign_in_browser(trade, trade.seller).state == "SIGNED_ONE"
    with trade.ports.database.reading() as session:
        statement = statement_for(session, negotiation(trade, "C-77"), trade.buyer.id, "Boss", trade.ports)
    jws = sign_contract(statement, trade.buyer.signer.private_key, trade.buyer.party.name)
    done = do(trade, trade.buyer, "C-77", "sign", signature=jws)
    assert done.state == "EXECUTED"
    assert [each.organisation_id for each in signatures(trade)] == [trade.seller.id, trade.buyer.id]


def test_nobody_signs_twice_or_with_the_others_signature(trade: Trade) -> None:
    an_agreed_contract(trade)
    do(trade, trade.buyer, "C-77", "release_to_sign")
    sign_in_browser(trade, trade.seller)
    assert refusal(lambda: sign_in_browser(trade, trade.seller)) == "contract.already_signed"
    stolen = signatures(trade)[0].jws
    code = refusal(lambda: do(trade, trade.buyer, "C-77", "sign", signature=stolen))
    assert code.startswith(("contract_signature.", "signature.", "jws."))
    assert len(signatures(trade)) == 1


def test_a_new_version_voids_the_signatures_of_the_old_one(trade: Trade) -> None:
    first = an_agreed_contract(trade)
    do(trade, trade.buyer, "C-77", "release_to_sign")
    sign_in_browser(trade, trade.seller)
    digest = documents(trade, "contract")[0].sha256
    second = replace(first, version=2, previous_digest=f"sha-256:{digest}", proposed_by_buyer=True)
    sent = trade.send(second)
    assert sent.verdict is Verdict.ACCEPTED, sent.findings
    assert negotiation(trade, "C-77").state == "PROPOSED"
    assert [each.voided_at is None for each in signatures(trade)] == [False]


def test_two_second_versions_at_the_same_time_have_one_winner(trade: Trade) -> None:
    first = an_agreed_contract(trade)
    digest = documents(trade, "contract")[0].sha256
    seconds = [
        replace(first, version=2, previous_digest=f"sha-256:{digest}", proposed_by_buyer=by_buyer)
        for by_buyer in (True, False)
    ]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(trade.send, seconds))
    assert sorted(str(each.verdict) for each in outcomes) == ["accepted", "rejected"]


def an_invoice(trade: Trade, order: Order) -> str:
    trade.send(order)
    trade.send(an_order_response(order, "AP").build())
    advice = a_despatch_advice_for(order).build()
    trade.send(advice)
    trade.send(a_receipt_for(advice).build())
    invoice = an_invoice_for(order).build()
    assert trade.send(invoice).verdict is Verdict.ACCEPTED
    return invoice.number


@pytest.mark.parametrize(
    ("event", "code", "reason"), [("approve", "AP", ""), ("reject", "RE", "wrong price"), ("query", "UQ", "which PO?")]
)
def test_deciding_on_an_invoice_tells_the_seller_by_an_application_response(
    trade: Trade, order: Order, event: str, code: str, reason: str
) -> None:
    number = an_invoice(trade, order)
    if event != "approve":
        do(trade, trade.buyer, number, "hold", reason="the price is asked about")
    done = do(trade, trade.buyer, number, event, reason=reason)
    assert done.state == {"approve": "APPROVED", "reject": "REJECTED", "query": "QUERIED"}[event]
    (answer,) = documents(trade, "application_response")
    assert fed(trade, trade.seller)[-1] == "application_response"
    with trade.ports.database.reading() as session:
        row = session.get_one(DocumentRecord, answer.id)
        raw = trade.ports.payloads.open(session, row.payload, row.id)
    assert f">{code}<".encode() in raw


class Held:
    """An order that waits for an approval in the buyer's house."""

    def __init__(self, trade: Trade, order: Order) -> None:
        trade.policy(trade.buyer, trade.seller, order_approval=True)
        self.outcome = trade.send(order)
        self.negotiation = negotiation(trade, order.number)

    def seen_by(self, trade: Trade, company: Company) -> tuple[bool, bool, int, int]:
        with trade.ports.database.reading() as session:
            return (
                find_document(session, str(self.outcome.document_id), company.id) is not None,
                find_negotiation(session, self.negotiation.id, company.id) is not None,
                len(session.scalars(select(DocumentRecord).where(document_seen_by(company.id))).all()),
                len(session.scalars(select(Negotiation).where(negotiation_seen_by(company.id))).all()),
            )


def test_an_order_that_waits_for_an_approval_does_not_exist_for_the_seller(trade: Trade, order: Order) -> None:
    held = Held(trade, order)
    assert held.negotiation.state == "PENDING_APPROVAL"
    assert held.seen_by(trade, trade.buyer) == (True, True, 1, 1)
    assert held.seen_by(trade, trade.seller) == (False, False, 0, 0)
    assert fed(trade, trade.seller) == []
    assert refusal(lambda: do(trade, trade.seller, order.number, "accept_all")) == "negotiation.not_found"
    answered = trade.send(an_order_response(order, "AP").build())
    assert [each.code for each in answered.findings] == ["negotiation.unknown_reference"]
    assert negotiation(trade, order.number).state == "PENDING_APPROVAL"


def test_an_invoice_for_a_held_order_learns_nothing_of_it_and_leaves_its_ledger_alone(
    trade: Trade, order: Order
) -> None:
    held = Held(trade, order)
    before = negotiation(trade, order.number)
    known = trade.send(an_invoice_for(order).build())
    stranger = replace(order, number="PO-nobody-has")
    unknown = trade.send(an_invoice_for(stranger).build())
    assert known.verdict is unknown.verdict is Verdict.ACCEPTED
    assert trade.negotiation_of(known).state == trade.negotiation_of(unknown).state
    assert [each.code for each in findings_of(trade.record(known))] == [
        each.code for each in findings_of(trade.record(unknown))
    ]
    after = negotiation(trade, order.number)
    assert (after.version, after.facts, after.id) == (before.version, before.facts, held.negotiation.id)


def test_over_the_api_a_held_order_is_nowhere_until_it_is_released(trade: Trade, order: Order) -> None:
    held = Held(trade, order)
    http = app_of(trade.ports).test_client()
    key = key_for(trade.ports, trade.seller.id)
    document, thread = f"/documents/{held.outcome.document_id}", f"/negotiations/{held.negotiation.id}"

    def get(path: str) -> tuple[int, str]:
        answer = http.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {key}"})
        return answer.status_code, answer.get_data(as_text=True)

    assert [get(path)[0] for path in (document, f"{document}/content", thread)] == [404, 404, 404]
    for path in ("/documents", "/negotiations", "/feed?after=0"):
        status, shown = get(path)
        assert (status, order.number in shown) == (200, False)
    do(trade, trade.buyer, order.number, "approve")
    seal(trade.ports.database)
    assert [get(path)[0] for path in (document, f"{document}/content", thread)] == [200, 200, 200]
    for path in ("/documents", "/negotiations", "/feed?after=0"):
        assert order.number in get(path)[1]


def test_an_approval_hands_the_order_on_once(trade: Trade, order: Order) -> None:
    held = Held(trade, order)
    request = asked(trade, trade.buyer, order.number, "approve", idempotency_key="k")
    assert act(request, trade.ports).state == "ISSUED"
    act(request, trade.ports)
    assert held.seen_by(trade, trade.seller) == (True, True, 1, 1)
    assert fed(trade, trade.seller) == ["order"]
    assert do(trade, trade.seller, order.number, "accept_all").state == "OPEN"


def test_an_order_that_was_sent_back_and_discarded_is_never_seen(trade: Trade, order: Order) -> None:
    held = Held(trade, order)
    do(trade, trade.buyer, order.number, "reject_internal", reason="too dear")
    do(trade, trade.buyer, order.number, "discard")
    assert negotiation(trade, order.number).state == "VOID"
    assert held.seen_by(trade, trade.seller) == (False, False, 0, 0)


def test_a_contract_under_review_does_not_exist_for_the_other_party(trade: Trade) -> None:
    trade.policy(trade.buyer, trade.seller, contract_review=True)
    trade.send(replace(a_contract().build(), proposed_by_buyer=True))
    found = negotiation(trade, "C-77")
    assert found.state == "INTERNAL_REVIEW"
    with trade.ports.database.reading() as session:
        assert find_negotiation(session, found.id, trade.seller.id) is None
    do(trade, trade.buyer, "C-77", "approve_to_send")
    assert fed(trade, trade.seller) == ["contract"]


def test_declining_a_change_restates_what_was_agreed_and_not_what_was_asked_for_in_vain(
    trade: Trade, order: Order, clock: Ticking
) -> None:
    trade.send(order)
    do(trade, trade.seller, order.number, "accept_all")
    assert trade.send(a_change_to_twice_as_much(order)).verdict is Verdict.ACCEPTED
    do(trade, trade.seller, order.number, "reject_change", reason="no")
    proposed = trade.send(replace(a_counter(order), number="CA-2"))
    assert proposed.verdict is Verdict.ACCEPTED, proposed.findings
    assert negotiation(trade, order.number).state == "CHANGE_BY_SELLER"
    assert do(trade, trade.buyer, order.number, "decline_keep").state == "OPEN"


def test_the_seller_can_ask_to_cancel_an_order_that_was_changed_before(trade: Trade, order: Order) -> None:
    trade.send(order)
    do(trade, trade.seller, order.number, "accept_all")
    trade.send(a_change_to_twice_as_much(order))
    assert do(trade, trade.seller, order.number, "accept_change").state == "OPEN"
    assert do(trade, trade.seller, order.number, "request_cancel", reason="no stock").state == "CANCEL_BY_SELLER"


@pytest.mark.parametrize("event", ["counter", "recounter", "propose_change"])
def test_what_says_nothing_without_lines_asks_for_the_document(trade: Trade, order: Order, event: str) -> None:
    trade.send(order)
    if event == "recounter":
        trade.send(a_counter(order))
    if event == "propose_change":
        do(trade, trade.seller, order.number, "accept_all")
    company = trade.buyer if event == "recounter" else trade.seller
    assert refusal(lambda: do(trade, company, order.number, event)) == "negotiation.document_needed"


def a_change_to_twice_as_much(order: Order) -> OrderChange:
    change = an_order_change(order).build()
    first = change.lines[0]
    assert first.quantity is not None
    twice = replace(first, quantity=replace(first.quantity, value=first.quantity.value * 2))
    return replace(change, lines=(twice, *change.lines[1:]))


def test_a_clock_that_is_set_back_confuses_nobody(trade: Trade, order: Order, clock: Ticking) -> None:
    trade.send(order)
    clock.forward(days=-2)
    trade.send(a_counter(order))
    clock.forward(days=-2)
    assert do(trade, trade.buyer, order.number, "accept_counter").state == "OPEN"
    with trade.ports.database.reading() as session:
        events = session.scalars(select(NegotiationEvent).order_by(NegotiationEvent.sequence)).all()
    assert [each.sequence for each in events] == list(range(1, len(events) + 1))
