"""Bringing a database to the present schema, with the migrations that lie beside the package."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from app.storage.database import Database

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


def downgrade(database: Database, revision: str) -> None:
    """Take migrations back down to `revision` (`base` for all)."""
    command.downgrade(alembic_config(database), revision)
