"""Quarantine from a terminal."""

import click

from app.cli.common import CantBeDone, shown
from app.cli.server import built
from app.pipeline.replay import replay as replay_document


@click.command()
@click.argument("document_id")
def replay(document_id: str) -> None:
    """Process a quarantined document again. Exit status: 0 accepted, 1 not."""
    server = built()
    outcome = replay_document(document_id, server.ports)
    if outcome is None:
        raise CantBeDone(f"{document_id} is not in quarantine")
    click.echo(outcome.verdict)
    for each in outcome.findings:
        click.echo(shown(each))
    raise SystemExit(0 if outcome.verdict == "accepted" else 1)


COMMANDS = (replay,)
