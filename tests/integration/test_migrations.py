"""Migrations make exactly the schema that the models describe, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from app.pipeline.deliver import claim_next
from app.pipeline.edi_interchanges import Standing
from app.storage import models  # noqa: F401  (makes the metadata complete)
from app.storage.database import Database
from app.storage.migrate import OutdatedDatabase, check_current, downgrade, upgrade
from app.storage.types import Base
from tests.edi_world import Edi
from tests.exchange_world import Ticking, World, ports_for


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.dispose()


def test_migrating_gives_the_schema_of_the_models(empty: Database) -> None:
    upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    upgrade(empty)
    upgrade(empty)
    assert "documents" in inspect(empty.engine).get_table_names()


def test_all_migrations_can_be_taken_back(empty: Database) -> None:
    upgrade(empty)
    downgrade(empty, "base")
    assert set(inspect(empty.engine).get_table_names()) <= {"alembic_version"}


def test_a_server_refuses_a_database_that_is_not_up_to_date(empty: Database) -> None:
    with pytest.raises(OutdatedDatabase, match="countersign init"):
        check_current(empty)
    upgrade(empty)
    check_current(empty)


def test_deliveries_and_their_attempts_outlive_a_migration_of_their_table(empty: Database, tmp_path: Path) -> None:
    upgrade(empty)
    world = World.made(ports_for(empty, tmp_path, Ticking()))
    channel = world.a_channel()
    delivery_id = world.a_delivery(channel)
    assert claim_next(channel, "tests", world.ports)
    downgrade(empty, "0002")
    upgrade(empty)
    assert world.delivery(delivery_id).document_id
    assert world.outcomes(delivery_id) == [""]
    with empty.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text("INSERT INTO feed_counters VALUES ('nobody', 0, 0)"))


def test_interchanges_of_one_number_outlive_the_schema_that_has_only_one(empty: Database, tmp_path: Path) -> None:
    upgrade(empty)
    edi = Edi.made(empty, tmp_path)
    for sha256, test in (("a", False), ("b", False), ("a", True), ("c", False)):
        edi.bring(None, sha256=sha256 * 64, test=test)
    downgrade(empty, "0005")
    upgrade(empty)
    with empty.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM edi_interchanges")).scalar() == 4
    assert edi.bring(None).standing is Standing.UNFINISHED
