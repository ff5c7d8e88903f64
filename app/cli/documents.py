"""Documents from a terminal: sending, validating, converting, and replaying what was quarantined."""

import json
import sys
from pathlib import Path
from typing import Any

import click
import urllib3

from app.cli.common import CantBeDone, built, read_file
from app.cli.signing import media_type, signed
from app.domain.findings import Finding, Severity, rejects
from app.formats import FORMATS
from app.formats.base import NotRenderable
from app.pipeline.inspect import Inspected, inspect
from app.pipeline.replay import replay as replay_document

LAYERS = ("schema", "rules")


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="one JSON object a file")
@click.option("--layers", default=",".join(LAYERS), show_default=True, help="which checks")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def validate(files: tuple[str, ...], as_json: bool, layers: str, language: str) -> None:
    """Check documents against schemas and business rules. Exit status: 0 valid, 1 findings, 2 unusable."""
    wanted = tuple(layers.split(","))
    if not set(wanted) <= set(LAYERS):
        raise click.UsageError(f"--layers takes {', '.join(LAYERS)}")
    worst = 0
    for file in files:
        try:
            seen = inspect(Path(file).read_bytes(), FORMATS, wanted)
        except OSError as error:
            click.echo(f"{file}: {error.strerror}", err=True)
            worst = 2
            continue
        click.echo(_as_json(file, seen, language) if as_json else _as_text(file, seen, language))
        worst = max(worst, _status(seen))
    raise SystemExit(worst)


def _status(seen: Inspected) -> int:
    if not seen.readable:
        return 2
    return 1 if rejects(seen.findings) else 0


def _as_json(file: str, seen: Inspected, language: str) -> str:
    shown: dict[str, Any] = {
        "file": file,
        "type": seen.type,
        "syntax": seen.syntax,
        "valid": _status(seen) == 0,
        "findings": [each.as_dict(language) for each in seen.findings],
        "rulesets": list(seen.rulesets),
    }
    return json.dumps(shown, ensure_ascii=False)


def _as_text(file: str, seen: Inspected, language: str) -> str:
    errors = sum(each.severity is Severity.ERROR for each in seen.findings)
    head = f"{file}: {'valid' if _status(seen) == 0 else f'{errors} errors'} ({seen.type or '?'}, {seen.syntax or '?'})"
    return "\n".join([head, *(_line(each, language) for each in seen.findings)])


def _line(found: Finding, language: str) -> str:
    place = ":".join(str(each) for each in (found.line, found.path) if each)
    advice = found.hint(language)
    return f"  {found.severity} {found.code} {place}\n    {found.message(language)}" + (
        f"\n    {advice}" if advice else ""
    )


@click.command(short_help="Write a document in another syntax.")
@click.argument("file")
@click.option("--to", "syntax", required=True, type=click.Choice(list(FORMATS)))
@click.option("--out", type=click.Path(dir_okay=False), help="a file; standard output where it isn't given")
def convert(file: str, syntax: str, out: str | None) -> None:
    """Write a document in another syntax (its signature, if it has one, stays behind)."""
    seen = inspect(read_file(file), FORMATS, ())
    if seen.document is None:
        click.echo(_as_text(file, seen, "en"), err=True)
        raise SystemExit(2)
    try:
        rendered = FORMATS.get(syntax).render(seen.document)
    except NotRenderable as error:
        raise CantBeDone(f"{syntax} has no {seen.type}: {error}".removesuffix(": ")) from None
    _put_out(rendered, out)


def _put_out(content: bytes, file: str | None) -> None:
    if file:
        Path(file).write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


@click.command(short_help="Sign a document with your own key.")
@click.argument("file")
@click.option("--key", "private_key", required=True, help="the PEM private key; it is used here and sent nowhere")
@click.option("--certificate", help="the PEM certificate of that key, for XML")
@click.option("--kid", default="", help="the name under which that key is registered, for JSON")
@click.option("--out", type=click.Path(dir_okay=False), help="a file; standard output where it isn't given")
def sign(file: str, private_key: str, certificate: str | None, kid: str, out: str | None) -> None:
    """Sign a document: XML gets an enveloped XML-DSig signature, JSON becomes a compact JWS.

    Sign once and send the result as often as it takes: signing again makes other bytes, which is another message.
    """
    _put_out(signed(read_file(file), private_key, certificate, kid), out)


@click.command()
@click.argument("file")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="the server")
@click.option("--key-file", required=True, help="a file that holds the API key")
@click.option("--sign", "private_key", help="sign it first with this PEM private key (XML: XML-DSig, JSON: JWS)")
@click.option("--certificate", help="the PEM certificate of that key, for XML")
@click.option("--kid", default="", help="the name under which that key is registered, for JSON")
@click.option("--idempotency-key", default="", help="your own id of this message")
def send(
    file: str,
    url: str,
    key_file: str,
    private_key: str | None,
    certificate: str | None,
    kid: str,
    idempotency_key: str,
) -> None:
    """Submit a document; prints the answer with its receipt. Exit status: 0 taken, 1 refused, 2 not reached."""
    content = read_file(file)
    if private_key:
        content = signed(content, private_key, certificate, kid)
    headers = {"Authorization": f"Bearer {_api_key(key_file)}", "Content-Type": media_type(content)}
    if idempotency_key:
        headers["Idempotency-Key"] = idempotency_key
    status, answer = _post(url.rstrip("/"), content, headers)
    click.echo(answer.decode("utf-8", "replace"))
    raise SystemExit(0 if status < 300 else 1)


def _api_key(file: str) -> str:
    key = read_file(file).decode("ascii", "replace").strip()
    if not (key.isascii() and key.isprintable() and " " not in key and key):
        raise CantBeDone(f"{file} holds no API key: it should be one line that begins with csk_")
    return key


def _post(server: str, content: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    if not server.startswith(("http://", "https://")):
        raise CantBeDone(f"{server} is no address of a server: it should begin with http:// or https://")
    try:
        answer = urllib3.request(
            "POST", f"{server}/api/v1/documents", body=content, headers=headers, retries=False, timeout=60
        )
    except urllib3.exceptions.HTTPError as error:
        raise CantBeDone(f"{server} can't be reached: {error}") from None
    except ValueError as error:  # a header, such as the idempotency key, that HTTP has no place for
        raise CantBeDone(f"the request can't be made: {error}") from None
    return answer.status, answer.data


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
        click.echo(_line(each, "en"))
    raise SystemExit(0 if outcome.verdict == "accepted" else 1)


COMMANDS = (validate, convert, sign, send, replay)
