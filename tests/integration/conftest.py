"""Every integration test that takes `database` runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from app.storage import models  # noqa: F401  (makes the metadata complete)
from app.storage.database import Database
from tests.postgresql import server_url

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a real PostgreSQL server that lives as long as the test session."""
    # not pytest's own temporary folder: another run on this machine may tidy that up, and sockets need short paths
    with TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder, server_url(Path(folder)) as url:
        yield url


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    yield from _fresh_postgresql(request.getfixturevalue("postgresql_server"))


def _fresh_postgresql(server: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield admin.url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with all tables."""
    database = Database(database_url)
    database.create_all()
    yield database
    database.dispose()
