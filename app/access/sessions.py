"""Log-ins, kept on the server: the cookie holds a random token, the table its SHA-256 only."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session as OrmSession

from app.storage.models import Person, Session

IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """A new log-in; `token` goes into the cookie and is nowhere else."""

    token: str = field(repr=False)
    session: Session


def open_session(session: OrmSession, person: Person, now: datetime) -> Opened:
    """Log `person` in under a fresh token (never one that the browser brought: session fixation)."""
    token = secrets.token_urlsafe(32)
    opened = Session(
        id=_digest(token),
        person_id=person.id,
        csrf_token=secrets.token_urlsafe(32),
        created_at=now,
        seen_at=now,
        expires_at=now + ABSOLUTE,
        person=person,
    )
    session.add(opened)
    return Opened(token, opened)


def find_session(session: OrmSession, token: str, now: datetime) -> Session | None:
    """The log-in behind `token`: neither idle for 60 minutes, nor 12 hours old, nor of somebody put out of action."""
    found = session.get(Session, _digest(token)) if token else None
    if found is None or not found.person.active:
        return None
    return found if now < found.expires_at and now - found.seen_at < IDLE else None


def needs_touch(found: Session, now: datetime) -> bool:
    """Whether its last use must be written down: once a minute is enough, so that reading pages rarely writes."""
    return now - found.seen_at >= TOUCH_EVERY


def touch(session: OrmSession, token: str, now: datetime) -> None:
    """Write down that the log-in behind `token` was used at `now`."""
    found = session.get(Session, _digest(token))
    if found is not None:
        found.seen_at = now


def close_session(session: OrmSession, token: str) -> None:
    """Log out."""
    session.execute(delete(Session).where(Session.id == _digest(token)))


def close_all(session: OrmSession, person_id: str) -> None:
    """Log a person out everywhere (after a new password, a changed role, or at his own wish)."""
    session.execute(delete(Session).where(Session.person_id == person_id))


def forget_expired(session: OrmSession, now: datetime) -> None:
    """Remove log-ins that can't be used any more."""
    session.execute(delete(Session).where((Session.expires_at <= now) | (Session.seen_at <= now - IDLE)))


def csrf_matches(expected: str, presented: str) -> bool:
    """Whether a form brought its session's token, compared in constant time."""
    return bool(expected) and hmac.compare_digest(expected.encode(), presented.encode())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
