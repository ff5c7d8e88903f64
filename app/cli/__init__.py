"""The `countersign` command: setting up, serving, and looking at documents from a terminal.

Exit status: 0 done, 1 the thing asked about is not right (findings, a failed proof), 2 the call can't be carried out.
"""

import sys
from importlib import import_module
from io import TextIOWrapper

import click

from app import collector
from app.cli.common import CantBeDone
from app.version import VERSION

MODULES = {
    "setup": ("client", "init", "key", "organisation", "partner", "person"),
    "serving": ("demo", "serve", "worker"),
    "documents": ("convert", "validate"),
    "edi": ("edi",),
    "sending": ("send", "sign"),
    "proofs": ("verify",),
    "quarantine": ("replay",),
    "rules": ("rules",),
}
"""Where each command is. It is loaded when it is called: signing a file should not wait for a web server to load."""


class Countersign(click.Group):
    """Loads commands when they are called, and turns what went wrong around them into one line and exit status 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Every command's name."""
        return sorted(name for names in MODULES.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (click's signature)
        """The command of that name, loaded; None where there is none."""
        module = next((module for module, names in MODULES.items() if cmd_name in names), None)
        if module is None:
            return None
        commands: tuple[click.Command, ...] = import_module(f"app.cli.{module}").COMMANDS
        return next(each for each in commands if each.name == cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; raises CantBeDone for what its caller can put right."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            why: str = import_module("app.cli.failures").explain(error)
            if not why:
                raise
            raise CantBeDone(why) from None


@click.group(cls=Countersign, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION, prog_name="countersign")
def main() -> None:
    """Countersign, a B2B procurement and EDI exchange server."""
    collector.tune()
    if isinstance(sys.stdout, TextIOWrapper):  # what its encoding lacks, such as an arrow, is told by its number
        sys.stdout.reconfigure(errors="backslashreplace")
