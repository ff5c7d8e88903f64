"""The database: SQLite embedded, PostgreSQL to scale, and neither where it could lose what was acknowledged."""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from app.storage.types import Base
from app.storage.unit_of_work import UnitOfWork

BUSY_TIMEOUT_MS = 30_000


class UnsafeDatabase(RuntimeError):
    """The database is set so that a crash could lose data which was already acknowledged."""


class Database:
    """One engine, with short sessions for reading and units of work for writing."""

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.engine = _engine(make_url(url), pool_size)
        # The same pool, with a mark that makes SQLite take its write lock at the start: a reader that turns into a
        # writer half-way fails with "database is locked", whatever the busy timeout.
        self._writers = sessionmaker(self.engine.execution_options(countersign_writes=True), expire_on_commit=False)
        self._readers = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def unit_of_work(self) -> UnitOfWork:
        """A transaction that may write."""
        return UnitOfWork(self._writers())

    def reading(self) -> Session:
        """A session for queries only: `with database.reading() as session`."""
        return self._readers()

    def check_durability(self) -> None:
        """Raises UnsafeDatabase where acknowledged data could be lost."""
        with self.engine.connect() as connection:
            faults = _sqlite_faults(connection) if self.is_sqlite else _postgresql_faults(connection)
        if faults:
            raise UnsafeDatabase(f"the database is set to lose acknowledged data: {', '.join(faults)}")

    def create_all(self) -> None:
        """Make all tables at once (tests; a real server's are made by its migrations)."""
        Base.metadata.create_all(self.engine)

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _engine(url: URL, pool_size: int) -> Engine:
    # errors are logged and shown to staff: what was to be stored (documents, hashes, keys) has no place in them
    common: dict[str, Any] = {"pool_size": pool_size, "max_overflow": pool_size, "hide_parameters": True}
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
        return create_engine(url, pool_pre_ping=True, **common)
    engine = create_engine(url, connect_args={"check_same_thread": False}, **common)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:  # noqa: ARG001  (SQLAlchemy's signature)
    connection.isolation_level = None  # BEGIN is ours (see _begin_sqlite), not the driver's
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("countersign_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _sqlite_faults(connection: Connection) -> list[str]:
    level: Any = connection.execute(text("PRAGMA synchronous")).scalar()
    return [] if int(level) >= 2 else [f"synchronous = {level}"]


def _postgresql_faults(connection: Connection) -> list[str]:
    wanted = {
        "fsync": ("on",),
        "full_page_writes": ("on",),
        "synchronous_commit": ("on", "remote_apply", "local", "remote_write"),
    }
    found = {name: str(connection.execute(text(f"SHOW {name}")).scalar()) for name in wanted}
    return [f"{name} = {value}" for name, value in found.items() if value not in wanted[name]]
