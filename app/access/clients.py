"""API clients: programs of an organisation, each with a key that was shown once and scopes that bound it."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from app.errors import CountersignError
from app.errors.access import SCOPE_UNKNOWN
from app.storage.models import ApiClient

PREFIX = "csk_"
"""Makes a key recognisable to scanners that look for leaked secrets."""
KEY_LENGTH = len(PREFIX) + 43


class Scope(StrEnum):
    """What a client can be allowed to do over the API; `admin` is every other one."""

    DOCUMENTS_WRITE = "documents:write"
    DOCUMENTS_READ = "documents:read"
    FEED = "feed"
    NEGOTIATIONS_READ = "negotiations:read"
    NEGOTIATIONS_WRITE = "negotiations:write"
    PARTNERS = "partners"
    KEYS = "keys"
    CHANNELS = "channels"
    DELIVERIES = "deliveries"
    ADMIN = "admin"


class UnknownScope(CountersignError):
    """A client was to get a scope that doesn't exist."""


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to make: its organisation, its name, what it may do, and how many requests a minute."""

    organisation_id: str
    name: str
    scopes: tuple[Scope, ...]
    requests_per_minute: int = 600


@dataclass(frozen=True, slots=True)
class Registered:
    """A client with its key in the clear: the only time that it is."""

    client: ApiClient
    key: str = field(repr=False)


def register_client(session: OrmSession, new: NewClient, secret: bytes, now: datetime) -> Registered:
    """Make a client with a fresh 256-bit key, of which only the HMAC-SHA256 under `secret` is kept."""
    key = PREFIX + secrets.token_urlsafe(32)
    client = ApiClient(
        organisation_id=new.organisation_id,
        name=new.name,
        key_hmac=key_hmac(key, secret),
        key_hint=key[: len(PREFIX) + 6],
        scopes=[str(each) for each in new.scopes],
        requests_per_minute=new.requests_per_minute,
        active=True,
        created_at=now,
    )
    session.add(client)
    session.flush()
    return Registered(client, key)


def authenticate(session: OrmSession, presented_key: str, secret: bytes) -> ApiClient | None:
    """The active client whose key this is, or None. The look-up is by the HMAC: timing tells nothing about keys."""
    if not presented_key.startswith(PREFIX) or len(presented_key) != KEY_LENGTH:
        return None
    wanted = key_hmac(presented_key, secret)
    return session.scalar(select(ApiClient).where(ApiClient.key_hmac == wanted, ApiClient.active))


def allows(client: ApiClient, scope: Scope) -> bool:
    """Whether `client` may do `scope`."""
    return scope in client.scopes or Scope.ADMIN in client.scopes


def scopes_from(names: Iterable[str]) -> tuple[Scope, ...]:
    """Scopes by name, each once, in the catalogue's order; raises UnknownScope."""
    wanted = set(names)
    for name in sorted(wanted.difference(Scope)):
        raise UnknownScope(SCOPE_UNKNOWN, scope=name)
    return tuple(each for each in Scope if each in wanted)


def revoke_client(client: ApiClient) -> None:
    """From now on its key opens nothing."""
    client.active = False


def key_hmac(key: str, secret: bytes) -> str:
    """What is kept of a key: hexadecimal HMAC-SHA256 under the server's secret."""
    return hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()
