"""Bringing a database to the present schema, with the migrations that lie beside the package."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.storage.database import Database


class OutdatedDatabase(RuntimeError):
    """The database's tables are not those that this version works with."""


MIGRATIONS = Path(__file__).parents[2] / "migrations"


def alembic_config(database: Database) -> Config:
    """Alembic's configuration for `database`; its engine is handed over, so that no URL with a password is printed."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply what is missing."""
    command.upgrade(alembic_config(database), revision)


def check_current(database: Database) -> None:
    """Raises OutdatedDatabase where a migration has not been applied, or one that this version doesn't know has."""
    wanted = set(ScriptDirectory.from_config(alembic_config(database)).get_heads())
    with database.engine.connect() as connection:
        found = set(MigrationContext.configure(connection).get_current_heads())
    if found != wanted:
        raise OutdatedDatabase(
            f"the database is at {', '.join(sorted(found)) or 'no version'}, this server needs {', '.join(wanted)}: "
            "run `countersign init`"
        )


def downgrade(database: Database, revision: str) -> None:
    """Take migrations back down to `revision` (`base` for all)."""
    command.downgrade(alembic_config(database), revision)
