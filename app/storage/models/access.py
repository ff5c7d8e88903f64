"""Who may do what: people with their sessions, API clients, registered keys, and the audit trail."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.storage.models.organisations import Organisation
from app.storage.types import Base, Key, new_key


class Person(Base):
    """A member of an organisation's staff; `role` is one of access.roles.Role."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8), default="en")
    password_hash: Mapped[str] = mapped_column(String(200))
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Session(Base):
    """A log-in. `id` is the SHA-256 of the cookie's token: who reads the table can't take a session over."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(Key, ForeignKey("people.id"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    person: Mapped[Person] = relationship(lazy="joined")


class ApiClient(Base):
    """A program of an organisation. The key was shown once; `key_hmac` is all that is kept of it."""

    __tablename__ = "api_clients"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    key_hmac: Mapped[str] = mapped_column(String(64), unique=True)
    key_hint: Mapped[str] = mapped_column(String(16))
    scopes: Mapped[list[Any]] = mapped_column(default=list)
    requests_per_minute: Mapped[int] = mapped_column(default=600)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class RegisteredKey(Base):
    """A certificate or public key of an organisation (signatures.base.TrustedKey says what the columns mean).

    `sealed_private` is only there for a key that the server holds for the organisation (signing in the browser).
    """

    __tablename__ = "registered_keys"
    __table_args__ = (UniqueConstraint("organisation_id", "kid"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    kid: Mapped[str] = mapped_column(String(128))
    role: Mapped[str] = mapped_column(String(16), default="signing")
    public_key: Mapped[bytes]
    certificate: Mapped[bytes] = mapped_column(default=b"")
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    active_from: Mapped[datetime | None]
    active_to: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revocation_reason: Mapped[str] = mapped_column(Text, default="")
    sealed_private: Mapped[bytes | None]
    created_at: Mapped[datetime]


class RevocationList(Base):
    """The newest certificate revocation list that an organisation handed in for one issuer (DER)."""

    __tablename__ = "revocation_lists"
    __table_args__ = (UniqueConstraint("organisation_id", "issuer_sha256"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    issuer: Mapped[str] = mapped_column(Text)
    issuer_sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]
    revoked_count: Mapped[int]
    issued_at: Mapped[datetime]
    created_at: Mapped[datetime]


class AuditEntry(Base):
    """Somebody did something: who, what, to which record, when. Rows are only ever added."""

    __tablename__ = "audit_entries"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    actor: Mapped[str] = mapped_column(String(320))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(index=True)
