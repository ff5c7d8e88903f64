"""What all commands share, and is quickly loaded: many of them need neither a database nor a web server."""

import sys
from pathlib import Path

import click

from app.domain.findings import Finding


class CantBeDone(click.ClickException):
    """The call is right, and still can't be carried out: one line that says why, and exit status 2."""

    exit_code = 2


def read_file(path: str) -> bytes:
    """A file's bytes; raises CantBeDone, which says what is wrong with it."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CantBeDone(f"{path}: {error.strerror}") from None


def shown(found: Finding, language: str = "en") -> str:
    """A finding for a terminal: where, what, and how to repair it."""
    place = ":".join(str(each) for each in (found.line, found.path) if each)
    lines = (f"  {found.severity} {found.code} {place}".rstrip(), found.message(language), found.hint(language))
    return "\n    ".join(each for each in lines if each)


def put_out(content: bytes, file: str | None) -> None:
    """Write `content` to `file`, or to standard output where None; raises CantBeDone, as `read_file`."""
    if not file:
        sys.stdout.buffer.write(content)
        return
    try:
        Path(file).write_bytes(content)
    except OSError as error:
        raise CantBeDone(f"{file}: {error.strerror}") from None
