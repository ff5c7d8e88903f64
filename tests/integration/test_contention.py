"""Many at once on the same few orders and contracts: nobody is turned away by the database, and no step gets lost."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from threading import Event

import pytest
from sqlalchemy import select

from app.domain.documents import DespatchAdvice, Document, Invoice, Order
from app.domain.documents.base import Price
from app.domain.money import Amount
from app.domain.negotiation.facts import Facts
from app.pipeline import transactions
from app.pipeline.messages import Outcome, Verdict
from app.storage.database import Database
from app.storage.models import DocumentRecord, Negotiation, NegotiationEvent
from tests.builders import a_contract, a_despatch_advice_for, an_invoice_for, an_order, an_order_response
from tests.building import pieces, totals_of
from tests.trading import Trade

THREADS = 16
ONE = Decimal(1)


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    trade = Trade.opened(database, tmp_path)
    trade.policy(trade.seller, trade.buyer, signed=[])
    trade.policy(trade.buyer, trade.seller, signed=[], matching="2-way")
    return trade


@contextmanager
def counted_retries() -> Iterator[Counter[str]]:
    """How often transactions had to begin again."""
    waits: Counter[str] = Counter()
    sleep = transactions.time.sleep

    def counting(seconds: float) -> None:
        waits["all"] += 1
        waits["longest"] = max(waits["longest"], round(seconds / transactions.FIRST_WAIT_S))
        sleep(seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transactions.time, "sleep", counting)
        yield waits


def agreed_orders(trade: Trade, count: int) -> list[Order]:
    orders = [an_order().numbered(f"PO-{number}").with_lines(2).build() for number in range(count)]
    for order in orders:
        trade.send(order)
        assert trade.send(an_order_response(order, "AP").build()).verdict is Verdict.ACCEPTED
    return orders


def a_piece_of_each(orders: list[Order], number: str) -> DespatchAdvice:
    """A despatch advice for one piece of the first line of each order, in the order in which they are given."""
    whole = [a_despatch_advice_for(order).build() for order in orders]
    lines = [replace(each.lines[0], number=str(at), quantity=pieces("1")) for at, each in enumerate(whole, 1)]
    references = tuple(each.orders[0] for each in whole)
    return replace(whole[0], number=number, orders=references, lines=tuple(lines))


def a_charge_for_a_piece(order: Order, number: str) -> Invoice:
    whole = an_invoice_for(order).build()
    line = whole.lines[1]
    assert isinstance(line.price, Price)
    amount = Amount(line.price.amount.value, "EUR")
    lines = (replace(line, number="1", quantity=pieces("1"), amount=amount),)
    totals = totals_of(lines, "EUR", Decimal(20))
    tax = totals.payable.value - amount.value
    taxes = tuple(
        replace(
            each,
            amount=Amount(tax, "EUR"),
            subtotals=tuple(replace(s, taxable=amount, tax=Amount(tax, "EUR")) for s in each.subtotals),
        )
        for each in whole.taxes
    )
    return replace(whole, number=number, lines=lines, totals=totals, taxes=taxes)


def send_raw(trade: Trade, document: Document) -> Outcome:
    raw = trade.ports.formats.get("ubl").render(document)
    return trade.submit(trade.sender_of(document), raw)


def shipped_and_invoiced(trade: Trade, number: str) -> tuple[list[Decimal], list[Decimal]]:
    with trade.ports.database.reading() as session:
        found = session.scalars(select(Negotiation).where(Negotiation.number == number)).one()
        order = Facts.from_dict(found.facts).order
        steps = session.scalars(select(NegotiationEvent).where(NegotiationEvent.negotiation_id == found.id)).all()
        assert sorted(each.sequence for each in steps) == list(range(1, len(steps) + 1))
        assert found.version == len({each.document_id for each in steps})
    assert order is not None
    return [each.shipped for each in order.lines], [each.invoiced for each in order.lines]


def test_sixteen_who_ship_and_charge_the_same_orders_lose_nothing(trade: Trade) -> None:
    orders, chance = agreed_orders(trade, 3), Random(7)
    documents: list[Document] = []
    for number in range(10):  # each order has ten pieces of its first line
        documents.append(a_piece_of_each(chance.sample(orders, 3), f"DA-{number}"))
        documents += [a_charge_for_a_piece(order, f"INV-{order.number}-{number}") for order in orders]
    with counted_retries() as retries, ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(lambda each: send_raw(trade, each), documents))
    assert {each.verdict for each in outcomes} == {Verdict.ACCEPTED}, [each.findings for each in outcomes]
    assert retries["longest"] < 2 ** (transactions.ATTEMPTS - 1)
    for order in orders:
        shipped, invoiced = shipped_and_invoiced(trade, order.number)
        assert (shipped[0], sum(invoiced)) == (10, 10)


def test_more_than_was_ordered_is_never_shipped_however_many_ship_at_once(trade: Trade) -> None:
    orders = agreed_orders(trade, 1)
    documents = [a_piece_of_each(orders, f"DA-{number}") for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        verdicts = Counter(str(each.verdict) for each in pool.map(lambda each: send_raw(trade, each), documents))
    assert verdicts == {"accepted": 10, "rejected": THREADS - 10}
    assert shipped_and_invoiced(trade, orders[0].number)[0][0] == 10


def test_sixteen_next_versions_of_a_contract_have_one_winner(trade: Trade) -> None:
    first = a_contract().build()
    digest = trade.record(trade.send(first)).sha256
    seconds = [
        replace(first, version=2, previous_digest=f"sha-256:{digest}", proposed_by_buyer=False, title=f"Draft {number}")
        for number in range(THREADS)
    ]
    bodies = [trade.xml(each, "contract-xml") for each in seconds]
    with ThreadPoolExecutor(THREADS) as pool:
        verdicts = Counter(str(each.verdict) for each in pool.map(lambda raw: trade.submit(trade.seller, raw), bodies))
    assert verdicts["accepted"] == 1
    assert sum(verdicts.values()) == THREADS
    assert set(verdicts) <= {"accepted", "rejected", "conflict"}


def test_readers_see_whole_steps_while_sixteen_write(trade: Trade) -> None:
    over, seen = Event(), []

    def read() -> None:
        while not over.is_set():
            with trade.ports.database.reading() as session:
                rows = session.scalars(select(DocumentRecord)).all()
                seen.append({each.state for each in rows} | {bool(each.negotiation_id) for each in rows})

    orders = [an_order().numbered(f"PO-{number}").build() for number in range(3 * THREADS)]
    with ThreadPoolExecutor(4) as readers, ThreadPoolExecutor(THREADS) as writers:
        reading = [readers.submit(read) for _ in range(4)]
        outcomes = list(writers.map(lambda each: send_raw(trade, each), orders))
        over.set()
    for each in reading:
        each.result()
    assert {each.verdict for each in outcomes} == {Verdict.ACCEPTED}
    assert seen
    assert all(each <= {"accepted", True} for each in seen)
