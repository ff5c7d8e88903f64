"""Whatever two companies send and decide, in whatever order, twice and at the same time: the books stay sound."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.documents import Document, Order
from app.domain.negotiation.facts import Facts
from app.domain.negotiation.ledger import invariants
from app.domain.negotiation.policy import Policy
from app.errors import CountersignError
from app.evidence.verify import verify_receipt
from app.pipeline import admit as admitting
from app.pipeline.act import act, offered_actions
from app.pipeline.messages import Outcome, RawMessage
from app.pipeline.receive import receive
from app.pipeline.replay import replay
from app.pipeline.requests import Request
from app.storage.database import Database
from app.storage.models import BusinessKey, DocumentRecord, FeedEntry, Message, Negotiation, NegotiationEvent
from tests.builders import (
    a_contract,
    a_credit_note_for,
    a_despatch_advice_for,
    a_receipt_for,
    a_remittance_for,
    an_application_response,
    an_invoice_for,
    an_order,
    an_order_cancellation,
    an_order_change,
    an_order_response,
)
from tests.building import pieces
from tests.trading import Trade

STEPS = 50
ADOPTING = {"accept_all", "accept_counter", "accept_change", "accept"}


HERE = threading.local()
"""Whether this thread runs into a bug when it hands something on."""
ENDS = {"withdraw", "reject_all", "discard", "cancel", "decline", "refuse", "close", "reject"}


@pytest.fixture
def trade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trade]:
    dispatch = admitting.dispatch

    def buggy(*given: Any) -> None:
        if getattr(HERE, "broken", False):
            raise RuntimeError("a bug of ours")
        dispatch(*given)

    monkeypatch.setattr(admitting, "dispatch", buggy)
    database = Database(f"sqlite:///{tmp_path / 'game.db'}")
    database.create_all()
    trade = Trade.opened(database, tmp_path)
    for own, other in ((trade.seller, trade.buyer), (trade.buyer, trade.seller)):
        trade.policy(own, other, signed=[])
    yield trade
    database.dispose()


class Game:
    """Two companies that send and decide at random; every step is one call, or two at once."""

    def __init__(self, trade: Trade, chance: Random) -> None:
        self.trade, self.chance = trade, chance
        self.numbers = count(1)
        self.orders = [an_order().numbered(f"PO-{each}").with_lines(2).build() for each in range(3)]
        self.sent: list[RawMessage] = []
        self.outcomes: Counter[str] = Counter()
        self.contract = a_contract().build()
        for each in self.orders:
            receive(self._message(each), trade.ports)

    def step(self) -> None:
        one, two = self._call(), self._call()
        if self.chance.random() < 0.25:
            if self.chance.random() < 0.5:
                two = one
            with ThreadPoolExecutor(2) as pool:
                done = list(pool.map(lambda call: call(), (one, two)))
        else:
            done = [one()]
        self.outcomes.update(done)
        self._replay_all()

    def _replay_all(self) -> None:
        """Staff look after what a bug stopped."""
        with self.trade.ports.database.reading() as session:
            stopped = select(DocumentRecord.id).where(DocumentRecord.state == "quarantined")
            kept = list(session.scalars(stopped))
        for each in kept:
            replay(each, self.trade.ports)

    def _call(self) -> Callable[[], str]:
        kind = self.chance.choices(["new", "again", "event", "broken"], [8, 2, 5, 1])[0]
        if kind == "event":
            return self._event()
        if kind == "again" and self.sent:
            return self._submitting(self.chance.choice(self.sent))
        message = self._message(self._document())
        self.sent.append(message)
        return self._broken(message) if kind == "broken" else self._submitting(message)

    def _submitting(self, message: RawMessage) -> Callable[[], str]:
        return lambda: self._checked(receive(message, self.trade.ports))

    def _checked(self, outcome: Outcome) -> str:
        assert (outcome.answer != b"") == (outcome.verdict in ("accepted", "duplicate", "quarantined"))
        return str(outcome.verdict)

    def _broken(self, message: RawMessage) -> Callable[[], str]:
        def stopped_by_a_bug() -> str:
            HERE.broken = True
            try:
                return str(receive(message, self.trade.ports).verdict)
            finally:
                HERE.broken = False

        return stopped_by_a_bug

    def _event(self) -> Callable[[], str]:
        company = self.chance.choice([self.trade.buyer, self.trade.seller])
        with self.trade.ports.database.reading() as session:
            found = session.scalars(select(Negotiation).order_by(Negotiation.number)).all()
            if not found:
                return lambda: "nothing to decide"
            negotiation = self.chance.choice(found)
            offers = [each.event for each in offered_actions(negotiation, company.id)]
            going_on = [each for each in offers if each not in ENDS] * 4 + offers
        request = Request(
            negotiation.id,
            self.chance.choice([*going_on, "accept_all", "withdraw"]),
            company.id,
            "somebody",
            negotiation.version - self.chance.choice([0, 0, 0, 1]),
            reason=self.chance.choice(["", "because", "because"]),
            idempotency_key=self.chance.choice(["", f"k-{next(self.numbers)}"]),
        )
        return lambda: self._fired(request)

    def _fired(self, request: Request) -> str:
        try:
            first = act(request, self.trade.ports)
        except CountersignError as refused:
            return f"refused {refused.code}"
        if request.idempotency_key:
            again = act(request, self.trade.ports)
            assert again.state == first.state
        return "decided"

    def _message(self, document: Document) -> RawMessage:
        syntax = "contract-xml" if document.type == "contract" else self.chance.choice(["ubl", "json"])
        raw = self.trade.ports.formats.get(syntax).render(document)
        key = self.chance.choice(["", *[f"m-{next(self.numbers)}"] * 6, "m-reused"])
        return RawMessage(self.trade.sender_of(document).id, "api", raw, message_id=key)

    def _document(self) -> Document:
        order = self.chance.choice(self.orders)
        made: list[Callable[[], Document]] = [
            lambda: replace(order, customer_reference=self.chance.choice(["WARD-7", "another"])),
            lambda: self._answer(order, "AB"),
            lambda: self._answer(order, "AP"),
            lambda: self._answer(order, "AP"),
            lambda: self._answer(order, "CA"),
            lambda: self._answer(order, self.chance.choice(["RE", "CA", "AP"])),
            lambda: self._change(order),
            lambda: self._change(order),
            lambda: self._numbered(an_order_cancellation(order).build()),
            lambda: self._despatch(order),
            lambda: self._despatch(order),
            lambda: self._numbered(a_receipt_for(self._despatch(order)).build()),
            lambda: self._invoice(order),
            lambda: self._invoice(order),
            lambda: self._numbered(an_application_response(self._invoice(order), self._code()).build()),
            lambda: self._numbered(a_credit_note_for(self._invoice(order)).build()),
            lambda: self._numbered(a_remittance_for(self._invoice(order)).build()),
            self._version,
        ]
        return self.chance.choice(made)()

    def _numbered(self, document: Any) -> Any:
        return replace(document, number=f"{document.number}/{next(self.numbers)}")

    def _answer(self, order: Order, code: str) -> Document:
        found: Document = self._numbered(an_order_response(order, code).build())
        return found

    def _code(self) -> str:
        return self.chance.choice(["AB", "UQ", "RE", "AP", "PD"])

    def _change(self, order: Order) -> Document:
        change = an_order_change(order, str(self.chance.randint(1, 9))).build()
        first = replace(change.lines[0], quantity=pieces(str(self.chance.choice([5, 8, 10, 20]))))
        found: Document = self._numbered(replace(change, lines=(first, *change.lines[1:]), totals=None))
        return found

    def _despatch(self, order: Order) -> Any:
        advice = a_despatch_advice_for(order).build()
        some = pieces(str(self.chance.randint(1, 4)))
        lines = tuple(replace(each, quantity=some) for each in advice.lines[: self.chance.randint(1, 2)])
        return self._numbered(replace(advice, lines=lines))

    def _invoice(self, order: Order) -> Any:
        return replace(an_invoice_for(order).build(), number=f"INV-{order.number}-{self.chance.randint(1, 2)}")

    def _version(self) -> Document:
        with self.trade.ports.database.reading() as session:
            rows = session.scalars(
                select(DocumentRecord).where(DocumentRecord.type == "contract", DocumentRecord.state == "accepted")
            ).all()
        if not rows:
            return self.contract
        last = max(rows, key=lambda row: int(row.revision))
        by_buyer = self.chance.random() < 0.5
        return replace(
            self.contract,
            version=int(last.revision) + 1,
            previous_digest=f"sha-256:{last.sha256}",
            proposed_by_buyer=by_buyer,
        )


def state_of(trade: Trade) -> dict[str, tuple[int, str | None, int]]:
    """By negotiation: its version, what is agreed, and how many steps there are."""
    with trade.ports.database.reading() as session:
        found = session.scalars(select(Negotiation)).all()
        return {each.id: (each.version, each.agreed_document_id, len(each.events)) for each in found}


def check_books(trade: Trade) -> None:
    with trade.ports.database.reading() as session:
        rows = session.scalars(select(DocumentRecord)).all()
        accepted = {each.id for each in rows if each.state == "accepted"}
        assert {each.state for each in rows} <= {"accepted", "rejected"}
        assert sorted(session.scalars(select(BusinessKey.document_id))) == sorted(accepted)
        assert sorted(session.scalars(select(FeedEntry.document_id))) == sorted(accepted)
        assert {each.id for each in rows if each.handed_on_at} == accepted
        assert set(session.scalars(select(Message.document_id))) == accepted
        for negotiation in session.scalars(select(Negotiation)):
            _check_negotiation(negotiation, accepted)


def _check_negotiation(negotiation: Negotiation, accepted: set[str]) -> None:
    steps: list[NegotiationEvent] = negotiation.events
    assert [each.sequence for each in steps] == list(range(1, len(steps) + 1))
    assert negotiation.version == len({(each.at, each.document_id) for each in steps})
    assert {each.document_id for each in steps} - {None} <= accepted
    order = Facts.from_dict(negotiation.facts).order
    assert order is None or invariants(negotiation.state, order, Policy()) == ()


def check_receipts(trade: Trade) -> None:
    with trade.ports.database.reading() as session:
        for row in session.scalars(select(DocumentRecord).where(DocumentRecord.state == "accepted")):
            raw = trade.ports.payloads.open(session, row.payload, row.id)
            assert verify_receipt(row.receipt, raw, trade.ports.signer.jwks()).proven
            answers = session.scalars(select(Message.answer).where(Message.document_id == row.id)).all()
            assert {json.loads(each)["receipt"] for each in answers} == {row.receipt}


def check_agreed(trade: Trade, before: dict[str, tuple[int, str | None, int]]) -> None:
    """What was agreed changes by an acceptance only, never by what lapsed or was refused."""
    with trade.ports.database.reading() as session:
        for negotiation in session.scalars(select(Negotiation)):
            _, agreed, steps = before.get(negotiation.id, (0, None, 0))
            if negotiation.kind != "invoice" and negotiation.agreed_document_id != agreed:
                assert {each.event for each in negotiation.events[steps:]} & ADOPTING


@pytest.mark.parametrize("seed", range(4))
def test_a_random_game_leaves_the_books_sound(trade: Trade, seed: int) -> None:
    game = Game(trade, Random(seed))
    for step in range(STEPS):
        before = state_of(trade)
        game.step()
        check_agreed(trade, before)
        if step % 10 == 9:
            check_books(trade)
    check_receipts(trade)


def test_the_games_get_somewhere(trade: Trade) -> None:
    game = Game(trade, Random(99))
    for _ in range(STEPS):
        game.step()
    assert {"accepted", "rejected", "duplicate", "decided"} <= game.outcomes.keys()
    assert game.outcomes["accepted"] + game.outcomes["decided"] > STEPS / 5
