"""Sets of rules from a terminal: install an official Schematron, list, bring up to date, compare, remove.

A set is compiled here, once; the server and `validate` only load what this command has made.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import click

from app.cli.common import CantBeDone
from app.cli.rules_fetching import fetch, is_url
from app.config import load_settings
from app.domain.clock import utc_now
from app.domain.findings import Finding, from_error
from app.errors import CountersignError, Refused
from app.validation.schematron.difference import differences
from app.validation.schematron.loading import ALL_PHASES, load_schema
from app.validation.schematron.lock import Release, release, releases
from app.validation.schematron.model import Schema
from app.validation.schematron.opening import open_bytes, open_file
from app.validation.schematron.records import InstalledSet
from app.validation.schematron.sources import Source
from app.validation.schematron.store import BUILT_IN, NewSet, RulesStore, check_name, installed

_MOST_SHOWN = 50


@click.group(short_help="Install, list and compare sets of rules.")
def rules() -> None:
    """Sets of business rules: the built-in ones, and any Schematron that you install."""


@rules.command()
@click.argument("name")
@click.argument("file")
@click.option("--sha256", default="", metavar="DIGEST", help="what the file's SHA-256 must be")
@click.option("--phase", default=ALL_PHASES, show_default=True, help="#ALL, #DEFAULT or a phase's id")
@click.option(
    "--for", "specifications", multiple=True, metavar="ID", help="CustomizationID of its documents; may repeat"
)
def install(name: str, file: str, sha256: str, phase: str, specifications: tuple[str, ...]) -> None:
    """Compile an official Schematron and install it as NAME.

    FILE is FILE.sch (with what it includes below its folder), FILE.zip, FILE.zip#path/of/the/main.sch, or an https
    address of one of these. With --for it judges every document whose CustomizationID is that, or builds on it;
    without, those that are validated with `--rulesets NAME`.
    """
    with _plainly_told():
        check_name(name)
        source, digest = _opened(file, sha256)
        _tell(_store().install(NewSet(name, source, file, digest, phase, specifications), utc_now()))


@rules.command("list")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a set")
def list_sets(as_json: bool) -> None:
    """List the sets that `validate --rulesets` knows. Exit status: 1 where one of them can't be used."""
    for name in BUILT_IN:
        click.echo(json.dumps({"name": name, "built_in": True}) if as_json else f"{name:<24} built in")
    store, status = _store(), 0
    with _plainly_told():
        for name in store:
            try:
                record = store.record(name)
                click.echo(_as_json(record) if as_json else _line(record))
            except Refused as fault:
                click.echo(f"{name}: {_told(fault)}", err=True)
                status = 1
    raise SystemExit(status)


@rules.command()
@click.argument("names", nargs=-1)
@click.option(
    "--mirror", type=click.Path(exists=True, file_okay=False), help="take the files from this folder, offline"
)
@click.option("--sha256", default="", metavar="DIGEST", help="what the file's SHA-256 must be, for one NAME")
def update(names: tuple[str, ...], mirror: str | None, sha256: str) -> None:
    """Install the releases that the lock file names.

    NAMES are those of the lock file, installed yet or not; without any, all that are installed are brought up to date.
    """
    if sha256 and len(names) != 1:
        raise click.UsageError("--sha256 goes with one name")
    store, failed = _store(), False
    for name in names or [each for each in store if each in releases()]:
        try:
            _update(store, release(name), mirror, sha256)
        except CountersignError as error:
            click.echo(f"{name}: {_told(error)}", err=True)
            failed = True
    if failed:
        raise SystemExit(CantBeDone.exit_code)


@rules.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a difference")
def diff(old: str, new: str, as_json: bool) -> None:
    """Say what changed from OLD to NEW, each the name of an installed set or a file."""
    with _plainly_told():
        for each in differences(_schema(old), _schema(new)):
            click.echo(json.dumps(asdict(each), ensure_ascii=False) if as_json else str(each))


@rules.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove an installed set."""
    with _plainly_told():
        _store().remove(name)


def _store() -> RulesStore:
    return installed(load_settings().data)


def _opened(file: str, sha256: str) -> tuple[Source, str]:
    """What `file` or the address names, its digest checked before anything looks into it."""
    if not is_url(file):
        return open_file(file, sha256)
    parts = urlsplit(file)
    return open_bytes(
        Path(parts.path).name or "download", fetch(parts._replace(fragment="").geturl()), parts.fragment, sha256
    )


def _update(store: RulesStore, wanted: Release, mirror: str | None, sha256: str) -> None:
    expected = sha256 or wanted.sha256
    if not expected:
        raise Refused("rulesets.no_digest", name=wanted.name)
    if wanted.name in store and store.record(wanted.name).sha256 == expected.lower():
        click.echo(f"{wanted.name}: is release {wanted.version} already")
        return
    origin = wanted.url
    if mirror:
        origin = str(Path(mirror, wanted.file)) + (f"#{wanted.part}" if wanted.part else "")
    source, digest = _opened(origin, expected)
    _tell(store.install(NewSet(wanted.name, source, origin, digest, specifications=wanted.specifications), utc_now()))


def _schema(name: str) -> Schema:
    store = _store()
    return store.schema(name) if name in store else load_schema(open_file(name)[0])


def _tell(record: InstalledSet) -> None:
    click.echo(f"{record.name}: {record.asserts} rules of {record.title or record.main} installed")
    click.echo(f"  sha256 {record.sha256}")


def _as_json(record: InstalledSet) -> str:
    return json.dumps({**asdict(record), "built_in": False}, ensure_ascii=False)


def _line(record: InstalledSet) -> str:
    return (
        f"{record.name:<24} {record.asserts:>5} rules  {record.installed_at[:10]}  {record.sha256[:12]}  {record.title}"
    )


@contextmanager
def _plainly_told() -> Iterator[None]:
    try:
        yield
    except CountersignError as error:
        raise CantBeDone(_told(error)) from None


def _told(error: CountersignError) -> str:
    """Everything that is wrong, each with its file and line."""
    found: tuple[Finding, ...] = getattr(error, "findings", ()) or (from_error(error),)
    lines = [_one_line(each) for each in found]
    more = [f"and {len(lines) - _MOST_SHOWN} more"] if len(lines) > _MOST_SHOWN else []
    return "\n  ".join([*lines[:_MOST_SHOWN], *more])


def _one_line(found: Finding) -> str:
    place = ":".join(str(each) for each in (found.path, found.line) if each) if found.path else ""
    return " ".join(
        each for each in (f"{place}:" if place else "", f"{found.code}:", found.message(), found.hint()) if each
    )


COMMANDS = (rules,)
