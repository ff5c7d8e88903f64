"""What commands share that work on the server's own database."""

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.common import CantBeDone
from app.config import Settings, load_settings
from app.domain.identifiers import Identifier
from app.observability.logging import set_up_logging
from app.storage.models import Organisation
from app.wiring import Server, build


def built(settings: Settings | None = None) -> Server:
    """The server's parts; raises CantBeDone before `countersign init` has run, or where its keys are spoilt."""
    set_up_logging("WARNING")
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
