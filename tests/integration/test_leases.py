"""Leases: one holder, an end without anybody's help, and a token that says who is late."""

import threading
from datetime import timedelta

from app.exchange.leases import acquire, holds, leased, take
from app.storage.database import Database
from app.storage.models import Lease
from tests.exchange_world import Ticking


def test_one_holds_it_and_another_does_not_get_it(database: Database) -> None:
    clock = Ticking()
    assert take(database, clock, "x", "first", 10) is not None
    assert take(database, clock, "x", "second", 10) is None
    assert take(database, clock, "y", "second", 10) is not None


def test_after_its_time_another_gets_it_under_a_higher_token(database: Database) -> None:
    clock = Ticking()
    first = take(database, clock, "x", "first", 10)
    clock.forward(seconds=11)
    second = take(database, clock, "x", "second", 10)
    assert first is not None
    assert second is not None
    assert second.token == first.token + 1
    assert not first.renew()
    with database.unit_of_work() as uow:
        assert not holds(uow.session, "x", first.token, clock())
        assert holds(uow.session, "x", second.token, clock())


def test_the_first_who_comes_back_late_gets_another_token_too(database: Database) -> None:
    clock = Ticking()
    first = take(database, clock, "x", "first", 10)
    clock.forward(seconds=11)
    again = take(database, clock, "x", "first", 10)
    assert first is not None
    assert again is not None
    assert again.token > first.token


def test_renewing_keeps_it_and_its_token(database: Database) -> None:
    clock = Ticking()
    held = take(database, clock, "x", "first", 10)
    assert held is not None
    for _ in range(3):
        clock.forward(seconds=8)
        assert held.renew()
    assert take(database, clock, "x", "second", 10) is None


def test_given_back_it_is_free_at_once(database: Database) -> None:
    clock = Ticking()
    with leased(database, clock, "x", "first", 10) as held:
        assert held is not None
        assert take(database, clock, "x", "second", 10) is None
    assert take(database, clock, "x", "second", 10) is not None
    held.give_back()
    assert take(database, clock, "x", "third", 10) is None


def test_of_many_who_want_it_at_once_exactly_one_gets_it(database: Database) -> None:
    clock, got = Ticking(), []
    together = threading.Barrier(8)

    def want(number: int) -> None:
        together.wait()
        with database.unit_of_work() as uow:
            if acquire(uow.session, "x", f"owner-{number}", clock(), 10) is not None:
                got.append(number)
            uow.commit()

    for round_ in range(3):
        threads = [threading.Thread(target=want, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(got) == round_ + 1
        clock.now += timedelta(seconds=11)


def test_a_fresh_lease_is_renewed_without_writing(database: Database) -> None:
    clock = Ticking()
    held = take(database, clock, "x", "first", 90)
    assert held is not None
    clock.forward(seconds=10)
    assert held.renew()
    with database.reading() as session:
        assert session.get_one(Lease, "x").until == clock.now + timedelta(seconds=80)
