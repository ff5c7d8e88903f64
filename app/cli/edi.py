"""X12 and EDIFACT files from a terminal: checked, explained, acknowledged; no server is needed."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from app.cli.common import put_out
from app.domain.clock import utc_now
from app.formats.edi.acknowledge import Acknowledgement, Acknowledger, Policy
from app.formats.edi.imported import look_in
from app.formats.edi.interchange import Verdict
from app.formats.edi.mirror import Numbers
from app.formats.edi.reader import Options, read
from app.formats.edi.report import Report

_MODULES = {
    "agreement": "app.cli.edi_agreements",
    "grammars": "app.cli.edi_grammars",
    "import": "app.cli.edi_grammars",
    "map": "app.cli.edi_map",
}


class _Edi(click.Group):
    """Loads what needs more than files only when it is called for: checking a file should not wait for that."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted({*super().list_commands(ctx), *_MODULES})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name in _MODULES and cmd_name not in self.commands:
            import_module(_MODULES[cmd_name]).register(self)
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Edi, short_help="Check X12 and EDIFACT files, import grammars, try mappings.")
def edi() -> None:
    """X12 and EDIFACT."""
    look_in(_data)


def _data() -> Path:
    """Where imported grammars are; the settings are read only for a file that needs one of these."""
    from app.config import load_settings

    return load_settings().data


@edi.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="one JSON object a file")
@click.option("--ack", "folder", type=click.Path(file_okay=False), help="a folder for the acknowledgements")
@click.option("--lenient", is_flag=True, help="accept messages whose faults are within segments, with errors")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def check(files: tuple[str, ...], as_json: bool, folder: str | None, lenient: bool, language: str) -> None:
    """Say what is in X12 and EDIFACT files, and everything that is wrong with them.

    With --ack, what a receiver would answer (997, 999, TA1, CONTRL) is written as files of the folder, with control
    numbers from 1.

    Exit status: 0 accepted, 1 something is rejected, 2 a file can't be read.
    """
    worst = 0
    answers = Answers(Path(folder), lenient=lenient) if folder else None
    for file in files:
        try:
            report = checked(file, Options(lenient=lenient), language, answers)
        except OSError as error:
            click.echo(f"{error.filename or file}: {error.strerror}", err=True)
            worst = 2
            continue
        click.echo(json.dumps(report.as_dict(file), ensure_ascii=False) if as_json else _as_text(file, report))
        worst = max(worst, _status(report))
    raise SystemExit(worst)


class Answers:
    """Acknowledgements as files, numbered through."""

    def __init__(self, folder: Path, *, lenient: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._policy = Policy(lenient=lenient)
        self._count = 0

    def acknowledger(self) -> Acknowledger:
        """One for a file."""
        return Acknowledger(self._policy)

    def write(self, name: str, answer: Acknowledgement) -> None:
        """Write an answer to the file called `name`."""
        self._count += 1
        numbers = Numbers(self._count, self._count)
        path = self._folder / f"{name}-{self._count:04}-{answer.kind.lower()}.edi"
        put_out(answer.content(numbers, utc_now()), str(path))


def checked(file: str, options: Options, language: str, answers: Answers | None = None) -> Report:
    """The report on a file; raises OSError."""
    report = Report(language)
    with Path(file).open("rb") as stream:
        acknowledger = answers.acknowledger() if answers else None
        for event in read(stream, options):
            report.see(event)
            for answer in acknowledger.take(event) if acknowledger else ():
                assert answers is not None
                answers.write(Path(file).stem, answer)
    return report


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
