"""What the tests of app.access share: an empty database in memory, an organisation, the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.access.organisations import NewOrganisation, create_organisation
from app.access.people import NewPerson, add_person
from app.domain.identifiers import Identifier
from app.storage.models import Organisation, Person
from app.storage.types import Base

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "seven green bicycles"


@contextmanager
def an_empty_database() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def an_organisation(session: Session, name: str = "Northwind", *identifiers: Identifier) -> Organisation:
    return create_organisation(session, NewOrganisation(name, identifiers, b"wrapped"), NOW)


def a_person(session: Session, email: str = "ann@north.example", role: str = "administrator") -> Person:
    organisation = an_organisation(session)
    return add_person(session, NewPerson(organisation.id, email, "Ann", role, PASSWORD), NOW)
