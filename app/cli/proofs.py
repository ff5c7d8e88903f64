"""Proofs from a terminal: receipts verified without the server that signed them."""

import json
from typing import Any

import click

from app.cli.common import CantBeDone, read_file
from app.evidence.verify import format_verdict, verify_receipt


@click.command(short_help="Verify a receipt, without the server.")
@click.argument("receipt")
@click.option("--document", help="the document that the receipt should be for")
@click.option("--keys", required=True, help="the server's keys: what GET /api/v1/jwks.json answered")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def verify(receipt: str, document: str | None, keys: str, language: str) -> None:
    """Verify RECEIPT (a file with the JWS, or with the answer that held it). Exit status: 0 proven, 1 not."""
    verdict = verify_receipt(_receipt_in(read_file(receipt)), read_file(document) if document else None, _keys(keys))
    click.echo(format_verdict(verdict, language), nl=False)
    raise SystemExit(0 if verdict.proven else 1)


def _receipt_in(content: bytes) -> str:
    """The JWS itself, or the `receipt` member of an answer of the API."""
    text = content.decode("utf-8", "replace").strip()
    if not text.startswith("{"):
        return text
    try:
        return str(json.loads(text)["receipt"])
    except (ValueError, KeyError):
        raise CantBeDone("the file holds neither a receipt nor an answer with one") from None


def _keys(file: str) -> dict[str, Any]:
    try:
        found = json.loads(read_file(file))
    except ValueError as error:
        raise CantBeDone(f"{file} is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise CantBeDone(f"{file} is not a JWK Set")
    return found


COMMANDS = (verify,)
