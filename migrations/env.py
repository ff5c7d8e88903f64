"""Alembic's entry: it always gets an engine from app.storage.migrate."""

from alembic import context

from app.storage import models  # noqa: F401  (makes the metadata complete)
from app.storage.types import Base, UtcDateTime


def _render(kind, value, autogen_context):  # type: ignore[no-untyped-def]
    """Write our own column type with its import, so that a migration can be read alone."""
    if kind == "type" and isinstance(value, UtcDateTime):
        autogen_context.imports.add("from app.storage.types import UtcDateTime")
        return "UtcDateTime()"
    return False


def run() -> None:
    """Run the migrations in one transaction."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        _check_references(connection, False)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=_render,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        _check_references(connection, True)


def _check_references(connection, on):  # type: ignore[no-untyped-def]
    """SQLite changes a table by making it anew; dropping the old one must not fail for what refers to it.

    On the driver's own connection: within a transaction the setting would be ignored.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


run()
