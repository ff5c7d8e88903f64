"""Registered keys: what an organisation's signatures are verified with, and nothing else ever is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from app.access.key_material import Material, read_material
from app.access.revocation import lists_of
from app.errors import CountersignError
from app.errors.access import KEY_NOT_CA, KEY_ROLE, KEY_TAKEN, KEY_WINDOW
from app.signatures.base import Trust, TrustedKey
from app.storage.models import RegisteredKey

ROLES = ("signing", "ca")


class KeyRefused(CountersignError):
    """A key can't be registered so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key to register.

    Attributes:
        material: PEM, DER or JWK of a certificate or public key.
        kid: the name by which a JWS points at it; without one the JWK's own, else the fingerprint.
        role: "signing", or "ca" for an authority whose children are accepted.
        active_from, active_to: the window, `active_to` exclusive; windows may overlap (roll-over).
        sealed_private: only for a key that the server holds for the organisation.
    """

    organisation_id: str
    material: bytes
    kid: str = ""
    role: str = "signing"
    active_from: datetime | None = None
    active_to: datetime | None = None
    sealed_private: bytes | None = None


def register_key(session: OrmSession, new: NewKey, now: datetime) -> RegisteredKey:
    """Register a key.

    Raises:
        Refused: the material can't be used (access.key_material).
        KeyRefused: name taken, window upside down, or the role doesn't suit the key.
    """
    material = read_material(new.material)
    kid = (new.kid.strip() or material.kid or material.fingerprint)[:128]
    _check(session, new, material, kid)
    key = RegisteredKey(
        organisation_id=new.organisation_id,
        kid=kid,
        role=new.role,
        public_key=material.public_key,
        certificate=material.certificate,
        fingerprint=material.fingerprint,
        active_from=new.active_from,
        active_to=new.active_to,
        sealed_private=new.sealed_private,
        created_at=now,
    )
    session.add(key)
    session.flush()
    return key


def revoke_key(key: RegisteredKey, reason: str, now: datetime) -> None:
    """From `now` nothing that it signs is accepted. A revocation stands: the first one's time and reason are kept."""
    if key.revoked_at is None:
        key.revoked_at, key.revocation_reason = now, reason


def trust_for(session: OrmSession, organisation_id: str, now: datetime) -> Trust:
    """All keys of an organisation, the revoked and the expired too (the verifier says precisely which is why not), and
    the revocation lists that it handed in."""
    keys = tuple(_trusted(each) for each in keys_of(session, organisation_id))
    return Trust(keys, now, tuple(each.content for each in lists_of(session, organisation_id)))


def keys_of(session: OrmSession, organisation_id: str) -> list[RegisteredKey]:
    """An organisation's keys, the oldest first."""
    query = select(RegisteredKey).where(RegisteredKey.organisation_id == organisation_id)
    return list(session.scalars(query.order_by(RegisteredKey.created_at, RegisteredKey.id)))


def held_key(session: OrmSession, organisation_id: str, now: datetime) -> RegisteredKey | None:
    """The newest key that the server holds for an organisation and may sign with at `now`."""
    usable = (each for each in keys_of(session, organisation_id) if each.sealed_private and is_active(each, now))
    return max(usable, key=lambda each: (each.created_at, each.id), default=None)


def is_active(key: RegisteredKey, now: datetime) -> bool:
    """Whether `key` is within its window and not revoked."""
    begun = key.active_from is None or key.active_from <= now
    ended = key.active_to is not None and key.active_to <= now
    revoked = key.revoked_at is not None and key.revoked_at <= now
    return begun and not ended and not revoked


def _check(session: OrmSession, new: NewKey, material: Material, kid: str) -> None:
    if new.role not in ROLES:
        raise KeyRefused(KEY_ROLE, role=new.role)
    if new.role == "ca" and not material.is_authority:
        raise KeyRefused(KEY_NOT_CA)
    if new.active_from and new.active_to and new.active_to <= new.active_from:
        raise KeyRefused(KEY_WINDOW)
    taken = select(RegisteredKey.id).where(
        RegisteredKey.organisation_id == new.organisation_id, RegisteredKey.kid == kid
    )
    if session.scalar(taken):
        raise KeyRefused(KEY_TAKEN, kid=kid)


def _trusted(key: RegisteredKey) -> TrustedKey:
    return TrustedKey(
        id=key.id,
        kid=key.kid,
        public_key=key.public_key,
        certificate=key.certificate,
        role=key.role,
        active_from=key.active_from,
        active_to=key.active_to,
        revoked_at=key.revoked_at,
    )
