"""Keys that the server holds for an organisation, so that its people can sign in the browser.

The private part is sealed under the organisation's key and opened only to make one signature.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import CountersignError
from app.pipeline.ports import Ports
from app.storage.models import Organisation, RegisteredKey
from app.storage.types import new_key


@dataclass(frozen=True, slots=True)
class HeldKey:
    """An opened key: `kid` is its registered name."""

    id: str
    kid: str
    private_key: ec.EllipticCurvePrivateKey


def make_held_key(session: Session, organisation: Organisation, ports: Ports) -> RegisteredKey:
    """Give an organisation a fresh P-256 key that this server holds for it."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    secret = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key = new_key()
    row = RegisteredKey(
        id=key,
        organisation_id=organisation.id,
        kid=f"held-{key}",
        role="signing",
        public_key=public,
        certificate=b"",
        fingerprint=hashlib.sha256(public).hexdigest(),
        sealed_private=ports.payloads.keys.seal_secret(organisation.wrapped_key, secret, _label(key)),
        created_at=ports.clock(),
    )
    session.add(row)
    return row


def open_held_key(session: Session, organisation_id: str, ports: Ports) -> HeldKey:
    """The newest usable key that the server holds for an organisation.

    Raises:
        CountersignError: `signature.no_held_key`, there is none.
        SealBroken: the stored key does not open.
    """
    now = ports.clock()
    rows = session.scalars(
        select(RegisteredKey)
        .where(RegisteredKey.organisation_id == organisation_id, RegisteredKey.sealed_private.is_not(None))
        .order_by(RegisteredKey.created_at.desc())
    )
    row = next((each for each in rows if _usable(each, now)), None)
    if row is None or row.sealed_private is None:
        raise CountersignError("signature.no_held_key")
    organisation = session.get_one(Organisation, organisation_id)
    secret = ports.payloads.keys.open_secret(organisation.wrapped_key, row.sealed_private, _label(row.id))
    private = serialization.load_der_private_key(secret, None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError("a held key is always an elliptic curve key")
    return HeldKey(row.id, row.kid, private)


def _usable(key: RegisteredKey, now: datetime) -> bool:
    begun = key.active_from is None or key.active_from <= now
    return begun and key.revoked_at is None and (key.active_to is None or key.active_to > now)


def _label(key_id: str) -> str:
    return f"held-key:{key_id}"
