"""The audit trail: who did what to which record, and when. Entries are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session as OrmSession

from app.storage.models import ApiClient, AuditEntry, Person


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `name` is a person's e-mail address, `client:<name>` for a program, `system` for the server itself."""

    organisation_id: str
    name: str

    @classmethod
    def person(cls, person: Person) -> "Actor":
        """`person` as an actor."""
        return cls(person.organisation_id, person.email)

    @classmethod
    def client(cls, client: ApiClient) -> "Actor":
        """`client` as an actor."""
        return cls(client.organisation_id, f"client:{client.name}")


def record(session: OrmSession, by: Actor, action: str, subject: str, at: datetime, **detail: object) -> None:
    """Add an entry: `action` is dotted (`key.revoke`), `subject` names the record; `detail` holds no secret."""
    entry = AuditEntry(
        organisation_id=by.organisation_id,
        actor=by.name[:320],
        action=action,
        subject=subject[:200],
        detail={key: str(value) for key, value in detail.items()},
        at=at,
    )
    session.add(entry)
