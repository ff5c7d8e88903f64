"""Grammars of EDIFACT directories from a terminal: imported into the data folder, and listed."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from app.cli.common import CantBeDone
from app.config import load_settings
from app.errors import Refused
from app.formats import lens as mapping
from app.formats.edi import imported
from app.formats.edi.directory import import_directory
from app.formats.edi.grammar import UnknownGrammar, built_in, grammar


@click.command("import", short_help="Build a grammar from the UN's EDIFACT directory files.")
@click.argument("files", nargs=-1, required=True)
@click.option("--directory", required=True, metavar="NAME", help="which one: D97A, D11B …")
@click.option("--messages", default="", metavar="TYPES", help="only these (ORDERS,INVOIC); all where it isn't given")
@click.option("--out", type=click.Path(dir_okay=False), help="where to; the data folder if not given")
def import_(files: tuple[str, ...], directory: str, messages: str, out: str | None) -> None:
    """Build a grammar from the UN's EDIFACT directory files (zips or texts: EDMD, EDSD, EDCD, EDED, UNCL).

    It is known at once, to servers that run with the same data folder, too. Its messages are mapped like those of the
    nearest directory that has a mapping; `countersign edi grammars` says by which one, and what that leaves out.
    """
    name = directory.strip().upper().replace(".", "")
    wanted = [each.strip().upper() for each in messages.split(",") if each.strip()] or None
    try:
        if out is None and name.lower() in built_in("edifact"):
            raise Refused("edi_directory.built_in", version=name)
        made = import_directory([Path(each) for each in files], name, wanted)
        target = Path(out) if out else imported.folder(load_settings().data) / f"{name.lower()}.json"
        _write(target, made)
    except Refused as refusal:
        raise CantBeDone(refusal.message("en")) from None
    except OSError as error:
        raise CantBeDone(f"{error.filename or out}: {error.strerror}") from None
    click.echo(f"{target}: {len(made['messages'])} messages, {len(made['segments'])} segments")


def _write(target: Path, made: Mapping[str, Any]) -> None:
    """A reader finds the old file or the new one, never half of one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        fresh.write_text(json.dumps(made, ensure_ascii=False) + "\n", "utf-8")
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


@click.command("grammars", short_help="List the versions of X12 and EDIFACT that are known.")
def grammars() -> None:
    """List the versions of X12 and EDIFACT that are known, with their messages, and where they are from.

    Of a directory that was imported, it says by which mapping each message becomes a document, and what is left out.

    Exit status: 0 all can be used, 1 a file in the data folder can't.
    """
    for standard in ("x12", "edifact"):
        for name in sorted(built_in(standard)):
            _say(standard, name, "built in")
    unusable = [each for each in imported.files() if not _say_imported(each)]
    raise SystemExit(1 if unusable else 0)


def _say_imported(file: Path) -> bool:
    """Whether the file can be used."""
    if file.stem in built_in("edifact"):
        click.echo(f"edifact {file.stem.upper()}: not used, the one that is built in is ({file})")
        return False
    try:
        _say("edifact", file.stem, str(file))
        _say_mapped(file.stem.upper())
    except UnknownGrammar as broken:
        click.echo(f"edifact {file.stem.upper()}: can't be used: {broken}")
        return False
    return True


def _say(standard: str, name: str, origin: str) -> None:
    found = grammar(standard, name)
    if found.messages:
        click.echo(f"{standard} {found.version}: {' '.join(sorted(found.messages))} ({origin})")


def _say_mapped(version: str) -> None:
    """By which mapping each message of an imported directory becomes a document."""
    for message in sorted(grammar("edifact", version).messages):
        try:
            lens = mapping.lens("edifact", version, message)
        except mapping.UnknownMapping:
            if any(each.startswith(f"edifact/{message.lower()}-") for each in mapping.names()):
                click.echo(f"  {message} has no mapping: none finds the places that it can't do without")
            continue
        click.echo(f"  {message} is mapped by {lens.name}, which is for {lens.like}")
        for told in dict.fromkeys(each.message("en") for each in lens.left_out):
            click.echo(f"    left out: {told}")


def register(edi: click.Group) -> None:
    """Add the commands to `countersign edi`."""
    edi.add_command(import_)
    edi.add_command(grammars)
