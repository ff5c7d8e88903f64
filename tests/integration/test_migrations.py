"""Migrations make exactly the schema that the models describe, and can be taken back."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from app.storage import models  # noqa: F401  (makes the metadata complete)
from app.storage.database import Database
from app.storage.migrate import OutdatedDatabase, check_current, downgrade, upgrade
from app.storage.types import Base


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
