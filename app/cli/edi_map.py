"""Mappings from a terminal: tried on files, explained, compared; no server is needed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from app.cli.common import CantBeDone
from app.cli.common import shown as shown_finding
from app.cli.overlays import PARTNER
from app.domain.findings import Severity, finding
from app.formats import lens as mapping
from app.formats.edi.interchange import MessageRead, Verdict
from app.formats.edi.reader import Options, Unreadable, read
from app.formats.edi.told import finding_of

_COLUMNS = ("segment", "element", "path", "type", "direction")


@click.group("map", short_help="Try, explain and compare mappings.")
def map_() -> None:
    """Mappings between messages of X12 and EDIFACT and documents."""


@map_.command("test", short_help="Read the messages of files, write them again, and compare.")
@click.argument("files", nargs=-1, required=True)
@PARTNER
@click.option("--kept", is_flag=True, help="show what documents keep beside their own fields, too")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a message")
def test(files: tuple[str, ...], partner: str, kept: bool, as_json: bool) -> None:
    """Read every message of FILES into a document, write it again, and show what didn't come back as it was.

    Exit status: 0 every message did, 1 one did not, or has no mapping, or there is none, 2 a file can't be read.
    """
    worst = 0
    for file in files:
        try:
            verdicts = [_told(file, each, partner, kept=kept, as_json=as_json) for each in _messages(file)]
        except CantBeDone as unreadable:
            unreadable.show()  # as for `edi check`, the other files are looked at all the same
            worst = 2
            continue
        if not verdicts:
            click.echo(f"{file}: there is no message in it", err=True)
        worst = max(worst, 0 if {*verdicts} == {"same"} else 1)
    raise SystemExit(worst)


def _told(file: str, message: MessageRead, partner: str, *, kept: bool, as_json: bool) -> str:
    """Say what came of a message; returns its verdict."""
    told = _tried(message, partner)
    if as_json:
        told["findings"] = [each.as_dict("en") for each in told["findings"]]
        click.echo(json.dumps({"file": file, **told}, ensure_ascii=False, default=str))
    else:
        click.echo("\n".join(_as_text(file, told, kept=kept)))
    return str(told["verdict"])


def _messages(file: str) -> Iterator[MessageRead]:
    try:
        with Path(file).open("rb") as stream:
            for event in read(stream, Options(keep=True)):
                if isinstance(event, MessageRead):
                    yield event
                elif isinstance(event, Unreadable):
                    raise CantBeDone(f"{file}: {finding(f'edi.unreadable_{event.reason}').message('en')}")
    except OSError as error:
        raise CantBeDone(f"{file}: {error.strerror}") from None


def _tried(message: MessageRead, partner: str) -> dict[str, Any]:
    """What came of a message; its `verdict` is same, different, rejected or unmapped."""
    about = message.group.interchange
    faults = [finding_of(each, about.standard, f"{message.name} {message.control}") for each in message.faults]
    told: dict[str, Any] = {"message": f"{message.name} {message.control}", "mapping": None, "findings": faults}
    if message.verdict is Verdict.REJECTED or message.loop is None:
        return {**told, "verdict": "rejected"}
    try:
        lens = mapping.lens(about.standard, message.version, message.name, partner)
    except mapping.UnknownMapping:
        return {**told, "verdict": "unmapped"}
    trial = mapping.test(lens, message.loop, about.marks)
    findings = [*faults, *trial.findings]
    failed = any(each.severity is Severity.ERROR for each in findings)
    return {
        **told,
        "mapping": lens.name,
        "verdict": "same" if trial.succeeded and not failed else "different",
        "findings": findings,
        "differences": trial.differences,
        "losses": [asdict(each) for each in trial.losses],
        "kept": trial.kept,
    }


def _as_text(file: str, told: dict[str, Any], *, kept: bool) -> Iterator[str]:
    by = f" by {told['mapping']}" if told["mapping"] else ""
    yield f"{file}: {told['message']}{by}: {told['verdict']}"
    yield from map(shown_finding, told["findings"])
    for theirs, ours in told.get("differences", ()):
        yield from (f"  {sign} {text}" for sign, text in (("-", theirs), ("+", ours)) if text)
    for each in told.get("losses", ()):
        yield "  lost " + " ".join(str(value) for value in each.values())
    if kept:
        yield from (f"  kept {kind} {path}: {content}" for kind, path, content in told.get("kept", ()))


@map_.command("explain", short_help="What a mapping maps, as a table.")
@click.argument("name")
@click.option("--version", default="", help="for this version of the standard; the mapping's first where not given")
@click.option("--by-document", is_flag=True, help="in the order of the document's paths, not of the message")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a row")
def explain(name: str, version: str, by_document: bool, as_json: bool) -> None:
    """Show every element that a mapping knows and its path. NAME: x12/850, edifact/orders-d96a, partners/acme/850."""
    rows: Sequence[mapping.Row] = mapping.explain(_lens(name, version))
    if by_document:
        rows = sorted(rows, key=lambda each: (each.document, each.path))
    if as_json:
        for row in rows:
            click.echo(json.dumps(asdict(row), ensure_ascii=False))
        return
    click.echo("\n".join(_table([[getattr(row, each) for each in _COLUMNS] for row in rows])))


@map_.command("diff", short_help="What two mappings do differently.")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
def diff(one: str, other: str) -> None:
    """Show what only the mapping A (-) and only the mapping B (+) maps; B may be a partner's overlay of A.

    Exit status: 0 they do the same, 1 they don't.
    """
    rows = mapping.diff(_lens(one), _lens(other))
    if not rows:
        return
    click.echo("\n".join(_table([[sign, *(getattr(row, each) for each in _COLUMNS)] for sign, row in rows], "")))
    raise SystemExit(1)


def _lens(name: str, version: str = "") -> mapping.Lens:
    known = sorted(mapping.names())
    if name not in known:
        raise CantBeDone(f"there is no mapping {name}; there is: {', '.join(known)}")
    return mapping.made(name, version)


def _table(rows: list[list[str]], *head: str) -> Iterator[str]:
    table = [[*head, *_COLUMNS], *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def register(edi: click.Group) -> None:
    """Add the commands to `countersign edi`."""
    edi.add_command(map_)
