"""What the commands share."""

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import Settings, load_settings
from app.domain.identifiers import Identifier
from app.storage.models import Organisation
from app.wiring import Server, build


class CantBeDone(click.ClickException):
    """The call is right, and still can't be carried out: one line that says why, and exit status 2."""

    exit_code = 2


def built(settings: Settings | None = None) -> Server:
    """The server's parts; raises CantBeDone before `countersign init` has run, or where its keys are spoilt."""
    settings = settings or load_settings()
    try:
        return build(settings)
    except FileNotFoundError as error:
        raise CantBeDone(f"{error.filename} is missing: run `countersign init` first") from None
    except (ValueError, TypeError) as error:
        raise CantBeDone(f"the keys in {settings.data} can't be used: {error}") from None


def identifier(text: str) -> Identifier:
    """`scheme:value` as an identifier (`0088:5790000435951`)."""
    scheme, colon, value = text.partition(":")
    if not colon or not value:
        raise click.BadParameter(f"{text!r} is not scheme:value, such as 0088:5790000435951")
    return Identifier(value, scheme)


def organisation_named(session: Session, name: str) -> Organisation:
    """An organisation by its id or its exact name; raises CantBeDone where there is none, or names are ambiguous."""
    by_id = session.get(Organisation, name)
    found = [by_id] if by_id else session.scalars(select(Organisation).where(Organisation.name == name)).all()
    if not found:
        raise CantBeDone(f"there is no organisation {name!r}")
    if len(found) > 1:
        raise CantBeDone(f"{len(found)} organisations are called {name!r}: {', '.join(each.id for each in found)}")
    return found[0]


def read_file(path: str) -> bytes:
    """A file's bytes; raises CantBeDone, which says what is wrong with it."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CantBeDone(f"{path}: {error.strerror}") from None
