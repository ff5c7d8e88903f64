"""Which of an organisation's registered keys may have signed, and whether that key may be used now.

Keys come from the partner's own record. What a message says about keys (a certificate, a name) only helps to choose
among those on record; a certificate that isn't on record is accepted only as the child of an authority that is
(role "ca"), never for its own sake.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from app.domain.clock import iso
from app.errors import Refused
from app.signatures.base import Trust, TrustedKey
from app.signatures.certificates import (
    PublicKey,
    chain_to,
    first_leaf,
    load_certificate,
    load_public_key,
    public_der_of,
    public_key_of,
    require_chain,
    require_not_revoked,
    require_signing_usage,
    require_valid_at,
    subject_of,
)

SIGNING = "signing"
AUTHORITY = "ca"
MOST_CERTIFICATES = 10


@dataclass(frozen=True, slots=True)
class Hint:
    """What a message says about its key: DER certificates in any order, and a name (JWS `kid`, XML-DSig KeyName)."""

    certificates: tuple[bytes, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that may have made a signature. `record` is its own, or that of the authority that vouches for it."""

    record: TrustedKey
    public_key: PublicKey
    certificate: x509.Certificate | None = None

    @property
    def certificate_sha256(self) -> str:
        """Hexadecimal fingerprint of the certificate; "" for a bare key."""
        return self.certificate.fingerprint(hashes.SHA256()).hex() if self.certificate else ""


def candidates(trust: Trust, hint: Hint) -> tuple[SigningKey, ...]:
    """The keys to try a signature with, those that may be used now first; never empty.

    Find the one that verifies, then ask `require_usable` about it: so the answer to a document signed with last year's
    key is that the key is inactive, not that the signature is invalid.

    Raises:
        Refused: signature.unknown_key, or `certificate.*` where a certificate chains to a registered authority but
            may not be used, or to none.
    """
    named = _registered(trust, hint)
    if named:
        return tuple(sorted(_readable(named), key=lambda key: _problem(key, trust) is not None))
    if hint.certificates:
        return (_vouched_for(trust, hint.certificates),)
    raise Refused("signature.unknown_key")


def require_usable(key: SigningKey, trust: Trust) -> None:
    """Refuse a key that may not be used at `trust.now`.

    Raises:
        Refused: signature.key_revoked, signature.key_inactive, certificate.expired, .not_yet_valid, .wrong_usage,
            .revoked.
    """
    problem = _problem(key, trust)
    if problem:
        raise problem


def usable_keys(trust: Trust) -> tuple[TrustedKey, ...]:
    """The registered signing keys that may be used at `trust.now`: what a partner's page and a roll-over check show."""
    return tuple(record for record in trust.keys if record.role == SIGNING and _is_usable(record, trust))


def _is_usable(record: TrustedKey, trust: Trust) -> bool:
    try:
        return _problem(_loaded(record), trust) is None
    except Refused:
        return False


def _registered(trust: Trust, hint: Hint) -> list[TrustedKey]:
    """The signing keys on record that the hint points at; all of them where it says nothing."""
    signing = [record for record in trust.keys if record.role == SIGNING]
    if hint.certificates:
        presented = {public_der_of(der) for der in hint.certificates[:MOST_CERTIFICATES]}
        return [record for record in signing if record.public_key in presented]
    if hint.name:
        return [record for record in signing if record.kid == hint.name]
    return signing


def _readable(records: Sequence[TrustedKey]) -> list[SigningKey]:
    """Those of `records` that can be used at all: one weak key on record must not shut out the strong ones."""
    keys: list[SigningKey] = []
    problems: list[Refused] = []
    for record in records:
        try:
            keys.append(_loaded(record))
        except Refused as refusal:
            problems.append(refusal)
    if not keys:
        raise problems[0]
    return keys


def _loaded(record: TrustedKey) -> SigningKey:
    certificate = load_certificate(record.certificate) if record.certificate else None
    return SigningKey(record, load_public_key(record.public_key), certificate)


def _problem(key: SigningKey, trust: Trust) -> Refused | None:
    try:
        _require_record_usable(key.record, trust)
        if key.certificate and key.record.role == SIGNING:
            _require_certificate_usable(key.certificate, trust)
    except Refused as refusal:
        return refusal
    return None


def _require_record_usable(record: TrustedKey, trust: Trust) -> None:
    """`active_from` <= now < `active_to`, and not revoked yet."""
    if record.revoked_at and record.revoked_at <= trust.now:
        raise Refused("signature.key_revoked", revoked_at=iso(record.revoked_at))
    too_early = record.active_from and trust.now < record.active_from
    too_late = record.active_to and trust.now >= record.active_to
    if too_early or too_late:
        period = _shown(record.active_from), _shown(record.active_to)
        raise Refused("signature.key_inactive", active_from=period[0], active_to=period[1])


def _shown(moment: datetime | None) -> str:
    return iso(moment) if moment else "-"


def _require_certificate_usable(certificate: x509.Certificate, trust: Trust) -> None:
    require_valid_at(certificate, trust.now)
    require_signing_usage(certificate)
    issuers = (each for each in _authorities(trust) if each.subject == certificate.issuer)
    require_not_revoked(certificate, next(issuers, None), trust.crls, trust.now)


def _authorities(trust: Trust) -> list[x509.Certificate]:
    return [load_certificate(each.certificate) for each in trust.keys if each.role == AUTHORITY and each.certificate]


def _vouched_for(trust: Trust, presented: tuple[bytes, ...]) -> SigningKey:
    """The presented certificate that signs, if a registered authority vouches for it."""
    certificates = [load_certificate(der) for der in presented[:MOST_CERTIFICATES]]
    leaf = first_leaf(certificates)
    authorities = _authorities(trust)
    if not authorities:
        raise Refused("signature.unknown_key")
    chain = chain_to(leaf, certificates, authorities)
    if not chain:
        raise Refused("certificate.untrusted", subject=subject_of(leaf), reason="no registered authority issued it")
    require_chain(chain, trust.crls, trust.now)
    record = next(
        each for each in trust.keys if each.role == AUTHORITY and load_certificate(each.certificate) == chain[-1]
    )
    return SigningKey(record, public_key_of(leaf), leaf)
