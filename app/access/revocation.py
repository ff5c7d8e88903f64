"""Certificate revocation lists: how an organisation says which certificates of its authorities no longer count.

They are handed in, never fetched: a verifier that follows addresses in certificates could be led anywhere.
"""

import hashlib
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from app.errors import CountersignError
from app.errors.access import CRL_FORGED, CRL_OLDER, CRL_UNREADABLE
from app.signatures.certificates import load_certificate, public_key_of
from app.storage.models import RegisteredKey, RevocationList

LARGEST = 10 * 1024 * 1024


class ListRefused(CountersignError):
    """A revocation list can't be taken."""


def register_list(session: OrmSession, organisation_id: str, material: bytes, now: datetime) -> RevocationList:
    """Take a revocation list (PEM or DER, RFC 5280 section 5) in place of the older one of the same issuer.

    Raises:
        ListRefused: unreadable, not signed by the registered authority whose name it bears, or older than what is
            there: what was revoked must not come back.
    """
    crl = _read(material)
    _check_signature(session, organisation_id, crl)
    digest = hashlib.sha256(crl.issuer.public_bytes()).hexdigest()
    row = session.scalar(
        select(RevocationList).where(
            RevocationList.organisation_id == organisation_id, RevocationList.issuer_sha256 == digest
        )
    )
    if row is not None and row.issued_at > crl.last_update_utc:
        raise ListRefused(CRL_OLDER)
    row = row or RevocationList(organisation_id=organisation_id, issuer_sha256=digest, created_at=now)
    row.issuer = crl.issuer.rfc4514_string()
    row.content = crl.public_bytes(Encoding.DER)
    row.issued_at, row.revoked_count = crl.last_update_utc, len(crl)
    session.add(row)
    session.flush()
    return row


def lists_of(session: OrmSession, organisation_id: str) -> list[RevocationList]:
    """An organisation's revocation lists, by issuer."""
    query = select(RevocationList).where(RevocationList.organisation_id == organisation_id)
    return list(session.scalars(query.order_by(RevocationList.issuer_sha256)))


def _read(material: bytes) -> x509.CertificateRevocationList:
    if len(material) > LARGEST:
        raise ListRefused(CRL_UNREADABLE)
    load = x509.load_pem_x509_crl if material.lstrip().startswith(b"-----BEGIN") else x509.load_der_x509_crl
    try:
        return load(material)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ListRefused(CRL_UNREADABLE) from None


def _check_signature(session: OrmSession, organisation_id: str, crl: x509.CertificateRevocationList) -> None:
    """A list of an authority on record must be that authority's; an intermediate's is checked with its chain."""
    authorities = session.scalars(
        select(RegisteredKey).where(RegisteredKey.organisation_id == organisation_id, RegisteredKey.role == "ca")
    )
    named = [each for each in map(_certificate, authorities) if each.subject == crl.issuer]
    if named and not any(crl.is_signature_valid(public_key_of(each)) for each in named):
        raise ListRefused(CRL_FORGED)


def _certificate(key: RegisteredKey) -> x509.Certificate:
    return load_certificate(key.certificate)
