"""Fixtures: every test that takes `database` runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

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


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of a PostgreSQL database that has all tables and no rows: copying it is faster than making them."""
    name = "with_tables"
    with _admin(postgresql_server) as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    _create_tables(_url_of(postgresql_server, name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A SQLite file that has all tables and no rows."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _create_tables(f"sqlite:///{path}")
    return path.read_bytes()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of each kind that is empty: it has no tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    yield from fresh_postgresql(request.getfixturevalue("postgresql_server"), "template1")


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind with all tables and no rows."""
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        path.write_bytes(request.getfixturevalue("sqlite_template"))
        yield from _opened(f"sqlite:///{path}")
        return
    template = request.getfixturevalue("postgresql_template")
    for url in fresh_postgresql(request.getfixturevalue("postgresql_server"), template):
        yield from _opened(url)


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.dispose()


def fresh_postgresql(server: str, template: str) -> Iterator[str]:
    """The URL of a copy of a database; it is removed afterwards."""
    name = f"test_{uuid4().hex}"
    with _admin(server) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield _url_of(server, name)
    with _admin(server) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _create_tables(url: str) -> None:
    database = Database(url)
    database.create_all()
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    database.dispose()


@contextmanager
def _admin(server: str) -> Iterator[Connection]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _url_of(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)
