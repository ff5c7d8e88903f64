"""The `countersign` command: setting up, serving, and looking at documents from a terminal.

Exit status: 0 done, 1 the thing asked about is not right (findings, a failed proof), 2 the call can't be carried out.
"""

import click
from sqlalchemy.exc import ArgumentError, DBAPIError

from app.cli import documents, proofs, serving, setup
from app.cli.common import CantBeDone
from app.config import BadSettings
from app.observability.logging import set_up_logging
from app.storage.database import UnsafeDatabase
from app.version import VERSION


class Countersign(click.Group):
    """Turns what can go wrong before any work starts into one line and exit status 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BadSettings as error:
            raise CantBeDone(f"the settings can't be used: {error}") from None
        except UnsafeDatabase as error:
            raise CantBeDone(str(error)) from None
        except ArgumentError as error:
            raise CantBeDone(f"COUNTERSIGN_DATABASE_URL can't be used: {error}") from None
        except DBAPIError as error:
            why = str(error.orig).strip().partition("\n")[0]
            raise CantBeDone(
                f"the database can't be used ({why}); is it there, and brought up to date by `countersign init`?"
            ) from None
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
            raise CantBeDone(f"{error.filename}: {error.strerror}") from None


@click.group(cls=Countersign, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION, prog_name="countersign")
def main() -> None:
    """Countersign, a B2B procurement and EDI exchange server."""
    set_up_logging("WARNING")


for command in (*setup.COMMANDS, *serving.COMMANDS, *documents.COMMANDS, *proofs.COMMANDS):
    main.add_command(command)
