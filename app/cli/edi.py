"""X12 and EDIFACT files from a terminal: checked, explained, acknowledged; no server is needed."""

import json
from pathlib import Path
from typing import Any

import click

from app.formats.edi.interchange import Verdict
from app.formats.edi.reader import Options, read
from app.formats.edi.report import Report


@click.group(short_help="Check X12 and EDIFACT files, import grammars, try mappings.")
def edi() -> None:
    """X12 and EDIFACT."""


@edi.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="one JSON object a file")
@click.option("--lenient", is_flag=True, help="accept messages whose faults are within segments, with errors")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def check(files: tuple[str, ...], as_json: bool, lenient: bool, language: str) -> None:
    """Say what is in X12 and EDIFACT files, and everything that is wrong with them.

    Exit status: 0 accepted, 1 something is rejected, 2 a file can't be read.
    """
    worst = 0
    for file in files:
        try:
            report = checked(file, Options(lenient=lenient), language)
        except OSError as error:
            click.echo(f"{file}: {error.strerror}", err=True)
            worst = 2
            continue
        click.echo(json.dumps(report.as_dict(file), ensure_ascii=False) if as_json else _as_text(file, report))
        worst = max(worst, _status(report))
    raise SystemExit(worst)


def checked(file: str, options: Options, language: str) -> Report:
    """The report on a file; raises OSError."""
    with Path(file).open("rb") as stream:
        return Report(language).take(read(stream, options))


def _status(report: Report) -> int:
    if report.verdict is Verdict.UNREADABLE or report.unreadable:
        return 2
    return 0 if report.verdict in (Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_ERRORS) else 1


def _as_text(file: str, report: Report) -> str:
    told = report.as_dict(file)
    lines = [f"{file}: {str(report.verdict).replace('_', ' ')}"]
    for interchange in told["interchanges"]:
        counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in interchange.get("counts", {}).items())
        parties = f"{interchange['sender'] or '?'} → {interchange['receiver'] or '?'}"
        syntax = f"{interchange['standard']} {interchange['version']}"
        lines.append(f"  interchange {interchange['control'] or '?'} {parties} ({syntax}): {counts or 'empty'}")
    return "\n".join([*lines, *(_finding(each) for each in told["findings"])])


def _finding(row: dict[str, Any]) -> str:
    place = f"segment {row['segment']}, byte {row['offset']}"
    inside = f" in {row['in']}" if row.get("in") else ""
    code = f" [{row['standard_code']}]" if row["standard_code"] else ""
    return f"  {row['severity']} {row['code']}{code} at {place}{inside}: {row['message']}"


COMMANDS = (edi,)
