"""What can go wrong around a command (settings, database, disk), as one line for whoever called it."""

from sqlalchemy.exc import ArgumentError, DBAPIError

from app.cli.common import shown
from app.config import BadSettings
from app.formats.lens import BrokenMapping
from app.storage.database import UnsafeDatabase
from app.storage.migrate import OutdatedDatabase


def explain(error: Exception) -> str:
    """Why a command can't be carried out; "" for a fault of our own, which should be seen with its traceback."""
    if isinstance(error, BadSettings):
        return f"the settings can't be used: {error}"
    if isinstance(error, UnsafeDatabase | OutdatedDatabase):
        return str(error)
    if isinstance(error, ArgumentError):
        return f"COUNTERSIGN_DATABASE_URL can't be used: {error}"
    if isinstance(error, DBAPIError):
        why = str(error.orig).strip().partition("\n")[0]
        return f"the database can't be used ({why}); is it there, and brought up to date by `countersign init`?"
    if isinstance(error, BrokenMapping):
        return "the mapping is wrong:\n" + "\n".join(map(shown, error.findings))
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return ""
