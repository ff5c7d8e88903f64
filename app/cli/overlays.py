"""The option that names whose mapping to use: a name that is nobody's would else be the standard one without a word."""

import click

from app.cli.common import CantBeDone
from app.formats import lens as mapping


def _known(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    """`name`, if there is any overlay of that partner; a message that has none of its own is mapped as everybody's."""
    partners = {each.split("/")[1] for each in mapping.names() if each.startswith("partners/")}
    if name and name not in partners:
        known = ", ".join(sorted(partners)) or "none"
        raise CantBeDone(f"no partner's mappings are called {name} (edi_mappings/partners); there are: {known}")
    return name


PARTNER = click.option(
    "--partner", default="", metavar="NAME", callback=_known, help="whose mapping to use (edi_mappings/partners/NAME)"
)
