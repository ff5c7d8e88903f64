"""What the commands share."""

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import Settings, load_settings
from app.domain.identifiers import Identifier
from app.storage.models import Organisation
from app.wiring import Server, build


def built(settings: Settings | None = None) -> Server:
    """The server's parts; a usage error before `countersign init` has run."""
    settings = settings or load_settings()
    try:
        return build(settings)
    except FileNotFoundError as error:
        raise click.UsageError(f"{error.filename} is missing: run `countersign init` first") from None


def identifier(text: str) -> Identifier:
    """`scheme:value` as an identifier (`0088:5790000435951`)."""
    scheme, colon, value = text.partition(":")
    if not colon or not value:
        raise click.BadParameter(f"{text!r} is not scheme:value, such as 0088:5790000435951")
    return Identifier(value, scheme)


def organisation_named(session: Session, name: str) -> Organisation:
    """An organisation by its id or its exact name."""
    found = (
        session.get(Organisation, name)
        or session.scalars(select(Organisation).where(Organisation.name == name)).one_or_none()
    )
    if found is None:
        raise click.UsageError(f"there is no organisation {name!r}")
    return found


def read_file(path: str) -> bytes:
    """A file's bytes, or a usage error that says what is wrong with it."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from None
