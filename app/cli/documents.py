"""Documents looked at and rewritten in a terminal, without a server."""

import json
from itertools import chain
from pathlib import Path
from typing import Any

import click

from app.cli.common import CantBeDone, put_out, read_file, shown
from app.cli.overlays import PARTNER
from app.config import Settings, load_settings
from app.domain.documents import Document
from app.domain.findings import Severity, rejects
from app.formats import FORMATS
from app.formats.base import Format, NotRenderable
from app.formats.edi.format import EdiFormat
from app.formats.edi.imported import look_in
from app.formats.losses import losses_of
from app.pipeline.inspect import Checks, Inspected, can_judge, inspect
from app.pipeline.parts import inspect_parts
from app.safe import Limits
from app.validation.schematron.store import installed

LAYERS = ("schema", "rules")
_ENDINGS = {"json": ".json", "ubl-json": ".json", "ubl-json-model": ".json", "x12": ".x12", "edifact": ".edi"}


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
    """Check documents against schemas and business rules. Exit status: 0 valid, 1 findings, 2 unusable.

    Of an interchange, or a file of IDocs, with several documents each is checked by itself, and named behind its file.
    """
    settings = load_settings()
    look_in(lambda: settings.data)
    checks, limits = _checks(layers, rulesets, settings), Limits(size=settings.max_document_bytes)
    worst = 0
    for file in files:
        try:
            raw = _beginning(file, limits.size + 1)
        except OSError as error:
            click.echo(f"{file}: {error.strerror}", err=True)
            worst = 2
            continue
        for name, seen in inspect_parts(raw, FORMATS, checks, limits):
            told = _named(file, name)
            click.echo(_as_json(told, seen, language) if as_json else _as_text(told, seen, language))
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


def _named(file: str, part: str) -> str:
    return f"{file} [{part}]" if part else file


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
@click.option("--out", type=click.Path(), help="a file, or a folder for each document; standard output without it")
@PARTNER
@click.option("--losses", type=click.Path(dir_okay=False), help="a file for what the syntax can't hold, as JSON")
def convert(file: str, syntax: str, out: str | None, partner: str, losses: str | None) -> None:
    """Write a document in another syntax (its signature, if it has one, stays behind).

    The documents of an interchange, or a file of IDocs, with several go into the folder --out, each as its own file.
    """
    look_in(lambda: load_settings().data)
    parts = list(inspect_parts(read_file(file), FORMATS, Checks(layers=()), overlay=partner))
    folder = Path(out) if out and Path(out).is_dir() else None
    if len(parts) > 1 and folder is None:
        raise CantBeDone(f"{file} has {len(parts)} documents: --out must name a folder that exists")
    target, failed, lost = _target(syntax, partner), 0, []
    for number, (name, seen) in enumerate(parts, 1):
        rendered = _rendered(_named(file, name), seen, target)
        if rendered is None:
            failed += 1
            continue
        assert seen.document is not None
        back = inspect(rendered, FORMATS, Checks(layers=()), overlay=partner)
        lost.append(_lost(name, seen.document, target, back))
        if back.document is None:
            _tell_unreadable(_named(file, name), target, back)
            failed += 1
            continue
        put_out(rendered, str(folder / f"{Path(file).stem}-{number}{_ENDINGS.get(syntax, '.xml')}") if folder else out)
    if losses and lost:
        put_out((json.dumps([*chain(*lost)], ensure_ascii=False, indent=1) + "\n").encode(), losses)
    if failed:
        raise SystemExit(2)


def _tell_unreadable(name: str, target: Format, back: Inspected) -> None:
    """A document that nobody could read again isn't handed out as one."""
    told = [f"{name}: not written, as what {target.name} says of it can't be read", *map(shown, back.findings)]
    click.echo("\n".join(told), err=True)


def _target(syntax: str, partner: str) -> Format:
    target = FORMATS.get(syntax)
    return target.for_partner(partner) if partner and isinstance(target, EdiFormat) else target


def _rendered(named: str, seen: Inspected, target: Format) -> bytes | None:
    """The document in the other syntax; None where that can't be, which is told: the others of its file go on."""
    if seen.document is None:
        click.echo(_as_text(named, seen, "en"), err=True)
        return None
    try:
        return target.render(seen.document)
    except NotRenderable as error:
        why = str(error)
        said = why if why.startswith(target.name) else f"{target.name} can't say {why}"
        click.echo(f"Error: {named}: {said}", err=True)
        return None


def _lost(name: str, document: Document, target: Format, back: Inspected) -> list[dict[str, str]]:
    of = {"document": name} if name else {}
    return [
        {**of, "path": each.path, "value": each.value, "kind": each.kind}
        for each in losses_of(document, target, back.document)
    ]


COMMANDS = (validate, convert)
