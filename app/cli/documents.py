"""Documents looked at and rewritten in a terminal, without a server."""

import json
from pathlib import Path
from typing import Any

import click

from app.cli.common import CantBeDone, put_out, read_file, shown
from app.config import Settings, load_settings
from app.domain.findings import Severity, rejects
from app.formats import FORMATS
from app.formats.base import NotRenderable
from app.formats.edi.format import EdiFormat
from app.formats.losses import losses_of
from app.pipeline.inspect import Checks, Inspected, can_judge, inspect
from app.safe import Limits
from app.validation.schematron.store import installed

LAYERS = ("schema", "rules")


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="one JSON object a file")
@click.option("--layers", default=",".join(LAYERS), show_default=True, help="which checks")
@click.option(
    "--rulesets",
    default="auto",
    show_default=True,
    help="which sets of rules: those that each document asks for, or these alone (NAME,NAME; see `rules list`)",
)
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def validate(files: tuple[str, ...], as_json: bool, layers: str, rulesets: str, language: str) -> None:
    """Check documents against schemas and business rules. Exit status: 0 valid, 1 findings, 2 unusable."""
    settings = load_settings()
    checks, limits = _checks(layers, rulesets, settings), Limits(size=settings.max_document_bytes)
    worst = 0
    for file in files:
        try:
            seen = inspect(_beginning(file, limits.size + 1), FORMATS, checks, limits)
        except OSError as error:
            click.echo(f"{file}: {error.strerror}", err=True)
            worst = 2
            continue
        click.echo(_as_json(file, seen, language) if as_json else _as_text(file, seen, language))
        worst = max(worst, _status(seen))
    raise SystemExit(worst)


def _beginning(file: str, most: int) -> bytes:
    """What of a file is needed to see that it is too large, should it be: some files have no end."""
    with Path(file).open("rb") as source:
        return source.read(most)


def _checks(layers: str, rulesets: str, settings: Settings) -> Checks:
    wanted = tuple(each.strip() for each in layers.split(","))
    if not set(wanted) <= set(LAYERS):
        raise click.UsageError(f"--layers takes {', '.join(LAYERS)}")
    names = tuple(each.strip() for each in rulesets.split(",") if each.strip())
    if not names:
        raise click.UsageError("--rulesets takes auto, or names")
    store = installed(settings.data)  # it needs no server and no `countersign init`
    unknown = [each for each in names if not can_judge(each, store)]
    if unknown:
        raise CantBeDone(f"no set of rules is called {', '.join(unknown)}; `countersign rules list` names them")
    return Checks(wanted, names, store)


def _status(seen: Inspected) -> int:
    if not seen.readable:
        return 2
    return 1 if rejects(seen.findings) else 0


def _as_json(file: str, seen: Inspected, language: str) -> str:
    members: dict[str, Any] = {
        "file": file,
        "type": seen.type,
        "syntax": seen.syntax,
        "valid": _status(seen) == 0,
        "findings": [each.as_dict(language) for each in seen.findings],
        "rulesets": list(seen.rulesets),
    }
    return json.dumps(members, ensure_ascii=False)


def _as_text(file: str, seen: Inspected, language: str) -> str:
    errors = sum(each.severity is Severity.ERROR for each in seen.findings)
    verdict = "valid" if _status(seen) == 0 else f"{errors} error{'s' if errors > 1 else ''}"
    head = f"{file}: {verdict} ({seen.type or '?'}, {seen.syntax or '?'})"
    return "\n".join([head, *(shown(each, language) for each in seen.findings)])


@click.command(short_help="Write a document in another syntax.")
@click.argument("file")
@click.option("--to", "syntax", required=True, type=click.Choice(list(FORMATS)))
@click.option("--out", type=click.Path(dir_okay=False), help="a file; standard output where it isn't given")
@click.option("--partner", default="", metavar="NAME", help="whose mapping to use (edi_mappings/partners/NAME)")
@click.option("--losses", type=click.Path(dir_okay=False), help="a file for what the syntax can't hold, as JSON")
def convert(file: str, syntax: str, out: str | None, partner: str, losses: str | None) -> None:
    """Write a document in another syntax (its signature, if it has one, stays behind)."""
    seen = inspect(read_file(file), FORMATS, Checks(layers=()), overlay=partner)
    if seen.document is None:
        click.echo(_as_text(file, seen, "en"), err=True)
        raise SystemExit(2)
    target = FORMATS.get(syntax)
    if partner and isinstance(target, EdiFormat):
        target = target.for_partner(partner)
    try:
        rendered = target.render(seen.document)
    except NotRenderable as error:
        raise CantBeDone(f"{syntax} has no {seen.type}: {error}".removesuffix(": ")) from None
    put_out(rendered, out)
    if losses is not None:
        lost = losses_of(seen.document, target, inspect(rendered, FORMATS, Checks(layers=()), overlay=partner).document)
        told = [{"path": each.path, "value": each.value, "kind": each.kind} for each in lost]
        put_out((json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode(), losses)


COMMANDS = (validate, convert)
