"""What goes after its time, and what must stay."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.exchange.maintenance import maintain
from app.storage.database import Database
from app.storage.models import Message, Person, Session
from app.storage.types import new_key
from tests.exchange_world import Ticking, World, ports_for


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def world(database: Database, tmp_path: Path, clock: Ticking) -> World:
    return World.made(ports_for(database, tmp_path, clock))


def an_answer(world: World, document_id: str, message_id: str) -> None:
    with world.ports.database.unit_of_work() as uow:
        uow.session.add(
            Message(
                id=new_key(),
                organisation_id=world.buyer,
                channel="api",
                message_id=message_id,
                request_sha256="0" * 64,
                received_at=world.ports.clock(),
                status=201,
                answer=b"{}",
                document_id=document_id,
            )
        )
        uow.commit()


def test_repeated_answers_go_and_the_first_to_each_document_stays(world: World, clock: Ticking) -> None:
    first, second = world.a_document("PO-1"), world.a_document("PO-2")
    an_answer(world, first, "first")
    an_answer(world, second, "other")
    clock.forward(days=1)
    an_answer(world, first, "old repeat")
    clock.forward(days=60)
    an_answer(world, first, "new repeat")
    clock.forward(days=60)
    maintain(world.ports.database, world.ports.settings, clock())
    with world.ports.database.reading() as session:
        assert set(session.scalars(select(Message.message_id))) == {"first", "other", "new repeat"}


def test_log_ins_that_have_run_out_go(world: World, clock: Ticking) -> None:
    with world.ports.database.unit_of_work() as uow:
        person = Person(
            id=new_key(),
            organisation_id=world.buyer,
            email="anna@birch.example",
            name="Anna",
            role="buyer",
            password_hash="-",
            created_at=clock(),
        )
        uow.session.add(person)
        uow.session.flush()
        for name, hours in (("over", -1), ("open", 1)):
            uow.session.add(
                Session(
                    id=name,
                    person_id=person.id,
                    csrf_token="-",
                    created_at=clock(),
                    seen_at=clock(),
                    expires_at=clock() + timedelta(hours=hours),
                )
            )
        uow.commit()
    maintain(world.ports.database, world.ports.settings, clock())
    with world.ports.database.reading() as session:
        assert list(session.scalars(select(Session.id))) == ["open"]
