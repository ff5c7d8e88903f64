"""A partner's feed has no holes, however slow and however many the writers are."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from app.exchange.maintenance import remove_feed_entries
from app.exchange.sealer import seal, seal_feed
from app.storage.database import Database
from app.storage.models import FeedCounter, FeedEntry
from app.storage.types import new_key
from tests.exchange_world import Ticking, World, ports_for

WRITERS = 8
EACH = 25


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    return World.made(ports_for(database, tmp_path))


def offer(world: World, number: str, pause: float = 0.0) -> None:
    """Record a document and its feed entry in one transaction that takes `pause` seconds longer."""
    with world.ports.database.unit_of_work() as uow:
        document_id = world.add_document(uow.session, number)
        now = world.ports.clock()
        entry = FeedEntry(id=new_key(), organisation_id=world.supplier, document_id=document_id, created_at=now)
        uow.session.add(entry)
        uow.session.flush()
        time.sleep(pause)
        uow.commit()


def read_after(world: World, cursor: int) -> list[tuple[int, str]]:
    """What a poller gets: positions and documents after its cursor."""
    with world.ports.database.reading() as session:
        rows = session.scalars(
            select(FeedEntry)
            .where(FeedEntry.organisation_id == world.supplier, FeedEntry.position > cursor)
            .order_by(FeedEntry.position)
        )
        return [(row.position or 0, row.document.number) for row in rows]


def test_a_poller_misses_nothing_and_gets_nothing_twice_while_eight_writers_commit(world: World) -> None:
    chance, written, stop = Random(1), threading.Event(), threading.Event()
    pauses = [[chance.choice([0, 0, 0.01, 0.05]) for _ in range(EACH)] for _ in range(WRITERS)]

    def write(writer: int) -> None:
        for number, pause in enumerate(pauses[writer]):
            offer(world, f"{writer}-{number}", pause)

    def keep_sealing() -> None:
        while not stop.is_set():
            seal(world.ports.database)

    got: list[tuple[int, str]] = []

    def poll() -> None:
        cursor = 0
        while True:
            over = written.is_set()
            page = read_after(world, cursor)
            got.extend(page)
            cursor = page[-1][0] if page else cursor
            if over and not page:
                return

    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    poller = threading.Thread(target=poll)
    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in [*sealers, poller, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    seal(world.ports.database)
    written.set()
    poller.join()
    assert [position for position, _ in got] == list(range(1, WRITERS * EACH + 1))
    assert len({number for _, number in got}) == WRITERS * EACH


def test_a_slow_transaction_appears_behind_a_fast_one_and_never_behind_the_cursor(world: World) -> None:
    slow = threading.Thread(target=offer, args=(world, "slow", 0.5))
    slow.start()
    time.sleep(0.1)
    offer(world, "fast")  # on SQLite, with one writer at a time, this waits for the slow one
    seal(world.ports.database)
    first = read_after(world, 0)
    slow.join()
    seal(world.ports.database)
    cursor = first[-1][0]
    assert [position for position, _ in first + read_after(world, cursor)] == [1, 2]
    if not world.ports.database.is_sqlite:
        assert first == [(1, "fast")]


def test_positions_follow_the_order_in_which_entries_were_made(world: World) -> None:
    for number in range(5):
        offer(world, str(number))
    assert seal(world.ports.database) == 5
    assert seal(world.ports.database) == 0
    assert read_after(world, 0) == [(number + 1, str(number)) for number in range(5)]


def test_more_than_a_batch_is_numbered_in_one_go(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.exchange.sealer.BATCH", 3)
    for number in range(7):
        offer(world, str(number))
    assert seal_feed(world.ports.database, world.supplier) == 7
    assert [position for position, _ in read_after(world, 0)] == [1, 2, 3, 4, 5, 6, 7]


def in_parallel(count: int, work: Callable[[], object]) -> None:
    together = threading.Barrier(count)

    def run() -> None:
        together.wait()
        work()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_many_sealers_at_once_number_a_new_feed_without_holes(world: World) -> None:
    for number in range(20):
        offer(world, str(number))
    in_parallel(6, lambda: seal(world.ports.database))
    assert [position for position, _ in read_after(world, 0)] == list(range(1, 21))


def test_retention_removes_the_beginning_and_remembers_how_far(database: Database, tmp_path: Path) -> None:
    clock = Ticking()
    world = World.made(ports_for(database, tmp_path, clock))
    for day in range(5):
        offer(world, str(day))
        clock.forward(days=1)
    seal(database)
    remove_feed_entries(database, clock.now.replace(day=clock.now.day - 2))
    assert read_after(world, 0) == [(4, "3"), (5, "4")]
    with database.reading() as session:
        counter = session.get_one(FeedCounter, world.supplier)
        assert (counter.last, counter.removed) == (5, 3)
    remove_feed_entries(database, clock.now)
    offer(world, "new")
    seal(database)
    assert read_after(world, 5) == [(6, "new")]
