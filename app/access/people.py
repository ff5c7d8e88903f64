"""An organisation's staff: adding somebody, another role, a new password, putting out of action."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session as OrmSession

from app.access.passwords import hash_password
from app.access.roles import Role
from app.access.sessions import close_all
from app.errors import CountersignError
from app.errors.access import EMAIL_INVALID, EMAIL_TAKEN, LAST_ADMINISTRATOR, ROLE_UNKNOWN
from app.storage.models import Person

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)*")


class PersonRefused(CountersignError):
    """A person can't be added or changed so."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to add; `language` is "en" or "zh"."""

    organisation_id: str
    email: str
    name: str
    role: str
    password: str = field(repr=False)
    language: str = "en"


def add_person(session: OrmSession, new: NewPerson, now: datetime) -> Person:
    """Add somebody; raises PersonRefused or passwords.PasswordRefused."""
    email = new.email.strip().lower()
    _check_email(session, email)
    person = Person(
        organisation_id=new.organisation_id,
        email=email,
        name=new.name.strip()[:200] or email,
        role=str(_role(new.role)),
        language=new.language,
        password_hash=hash_password(new.password),
        failed_logins=0,
        active=True,
        created_at=now,
    )
    session.add(person)
    session.flush()
    return person


def change_role(session: OrmSession, person: Person, role: str) -> None:
    """Give `person` another role, and log him out everywhere; the last administrator must stay one."""
    wanted = _role(role)
    if wanted is not Role.ADMINISTRATOR:
        _check_not_last_administrator(session, person)
    person.role = str(wanted)
    close_all(session, person.id)


def set_active(session: OrmSession, person: Person, active: bool) -> None:
    """Let `person` in again, or keep him out from now on; the last administrator stays."""
    if not active:
        _check_not_last_administrator(session, person)
        close_all(session, person.id)
    person.active = active


def set_password(session: OrmSession, person: Person, password: str) -> None:
    """A new password: old log-ins end, a lock-out too. Raises passwords.PasswordRefused."""
    person.password_hash = hash_password(password)
    person.failed_logins, person.locked_until = 0, None
    close_all(session, person.id)


def _check_email(session: OrmSession, email: str) -> None:
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise PersonRefused(EMAIL_INVALID, email=email[:254])
    if session.scalar(select(Person.id).where(Person.email == email)):
        raise PersonRefused(EMAIL_TAKEN, email=email)


def _check_not_last_administrator(session: OrmSession, person: Person) -> None:
    if person.role != Role.ADMINISTRATOR or not person.active:
        return
    others = select(func.count(Person.id)).where(
        Person.organisation_id == person.organisation_id,
        Person.role == Role.ADMINISTRATOR,
        Person.active,
        Person.id != person.id,
    )
    if not session.scalar(others):
        raise PersonRefused(LAST_ADMINISTRATOR)


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise PersonRefused(ROLE_UNKNOWN, role=name) from None
