"""Signing and sending, on the sender's own machine: all that these commands know of a server is its public API."""

import click
import urllib3

from app.cli.common import CantBeDone, put_out, read_file
from app.cli.signing import media_type, signed


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
    put_out(signed(read_file(file), private_key, certificate, kid), out)


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


COMMANDS = (sign, send)
