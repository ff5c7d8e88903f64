"""Certificates and public keys: read once, judged strictly.

What a certificate says is judged here (period, usage, strength, revocation, chain); whether an organisation registered
it is app.signatures.trust's matter. Nothing here fetches anything: no AIA, no OCSP, no CRL distribution points.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, ObjectIdentifier

from app.domain.clock import iso
from app.errors import Refused

_Extension = TypeVar("_Extension", bound=x509.ExtensionType)
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey

MIN_RSA_BITS = 2048
MAX_RSA_BITS = 16384
MIN_RSA_EXPONENT = 65537
MAX_RSA_EXPONENT_BITS = 32
LONGEST_CHAIN = 6
MAX_CERTIFICATE_BYTES = 16 * 1024

_KEPT = 512
"""Messages bring certificates too: what is kept for the next time must stay small whatever strangers send."""

# RFC 5280 4.2.1.12, RFC 9336 (document signing), and the two vendors' document signing usages that predate it
_SIGNING_PURPOSES = frozenset(
    {
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        ExtendedKeyUsageOID.CLIENT_AUTH,
        ObjectIdentifier("1.3.6.1.5.5.7.3.36"),
        ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),
        ObjectIdentifier("1.2.840.113583.1.1.5"),
    }
)
_UNDERSTOOD = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
        ExtensionOID.CERTIFICATE_POLICIES,
    }
)
_WEAK_HASHES = frozenset({"md5", "sha1"})


@lru_cache(maxsize=_KEPT)
def load_certificate(der: bytes) -> x509.Certificate:
    """The X.509 certificate in `der`, kept for the next time; raises Refused(certificate.malformed)."""
    if len(der) > MAX_CERTIFICATE_BYTES:
        raise Refused("certificate.malformed")
    try:
        certificate = x509.load_der_x509_certificate(der)
        # these are parsed lazily: what is broken inside must be found here, not in the middle of a judgement
        _ = (certificate.extensions, certificate.subject, certificate.issuer)
        serial = certificate.serial_number
    except (ValueError, TypeError, UnsupportedAlgorithm, Warning):  # what cryptography will refuse, it warns of now
        raise Refused("certificate.malformed") from None
    if serial <= 0:
        raise Refused("certificate.malformed")
    return certificate


@lru_cache(maxsize=4096)
def load_public_key(der: bytes) -> PublicKey:
    """The public key in `der` (SubjectPublicKeyInfo), kept for the next time: reading one costs as much as using it.

    Raises:
        Refused: certificate.malformed, certificate.weak_key.
    """
    try:
        key = load_der_public_key(der)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Refused("certificate.malformed") from None
    return require_strong(key)


def public_key_of(certificate: x509.Certificate) -> PublicKey:
    """The certificate's key; raises Refused(certificate.weak_key) or Refused(certificate.malformed)."""
    try:
        key = certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Refused("certificate.malformed") from None
    return require_strong(key)


@lru_cache(maxsize=_KEPT)
def public_der_of(certificate: bytes) -> bytes:
    """The SubjectPublicKeyInfo in a DER certificate, as DER; raises Refused like `public_key_of`."""
    return public_key_of(load_certificate(certificate)).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def require_strong(key: object) -> PublicKey:
    """`key`, if it is of an accepted kind and strength (NIST SP 800-131A): else Refused(certificate.weak_key).

    RSA has 2048 bits or more and an exponent of 65537 or more; curves are P-256, P-384, P-521; and Ed25519.
    """
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key
    if isinstance(key, rsa.RSAPublicKey):
        return _strong_rsa(key)
    if isinstance(key, ec.EllipticCurvePublicKey):
        if isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1 | ec.SECP521R1):
            return key
        raise Refused("certificate.weak_key", reason=f"curve {key.curve.name}")
    raise Refused("certificate.weak_key", reason=type(key).__name__.removesuffix("PublicKey").lstrip("_"))


def _strong_rsa(key: rsa.RSAPublicKey) -> rsa.RSAPublicKey:
    if not MIN_RSA_BITS <= key.key_size <= MAX_RSA_BITS:
        raise Refused("certificate.weak_key", reason=f"RSA with {key.key_size} bits")
    exponent = key.public_numbers().e
    if exponent < MIN_RSA_EXPONENT or exponent.bit_length() > MAX_RSA_EXPONENT_BITS:
        raise Refused("certificate.weak_key", reason="RSA with an unsafe public exponent")
    return key


def subject_of(certificate: x509.Certificate) -> str:
    """The subject in RFC 4514 form, for people to read."""
    return certificate.subject.rfc4514_string()


def require_valid_at(certificate: x509.Certificate, now: datetime) -> None:
    """Refuse a certificate outside its period: certificate.expired, certificate.not_yet_valid (RFC 5280 4.1.2.5)."""
    if now < certificate.not_valid_before_utc:
        since = iso(certificate.not_valid_before_utc)
        raise Refused("certificate.not_yet_valid", subject=subject_of(certificate), since=since)
    if now > certificate.not_valid_after_utc:
        raise Refused(
            "certificate.expired", subject=subject_of(certificate), until=iso(certificate.not_valid_after_utc)
        )


def require_signing_usage(certificate: x509.Certificate) -> None:
    """Refuse a certificate that may not sign documents: certificate.wrong_usage (RFC 5280 4.2.1.3 and 4.2.1.12)."""
    usage = _extension(certificate, x509.KeyUsage)
    if usage and not (usage.digital_signature or usage.content_commitment):
        raise _wrong_usage(certificate, "its key usage has neither digitalSignature nor nonRepudiation")
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    if purposes and _SIGNING_PURPOSES.isdisjoint(purposes):
        raise _wrong_usage(certificate, "none of its extended usages is for signing documents")


def require_not_revoked(
    certificate: x509.Certificate, issuer: x509.Certificate | None, crls: Iterable[bytes], now: datetime
) -> None:
    """Refuse a certificate that a revocation list of its issuer names: certificate.revoked (RFC 5280 section 6.3).

    Lists come from the partner's record. Where the issuer's certificate is known, a list that it didn't sign is
    passed over. An outdated list still counts: what was revoked stays revoked.
    """
    for crl in map(load_crl, crls):
        if crl.issuer != certificate.issuer or not _signed_by(crl, issuer):
            continue
        entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is not None and entry.revocation_date_utc <= now:
            revoked_at = iso(entry.revocation_date_utc)
            raise Refused("certificate.revoked", subject=subject_of(certificate), revoked_at=revoked_at)


@lru_cache(maxsize=256)
def load_crl(der: bytes) -> x509.CertificateRevocationList:
    """The revocation list in `der`; raises Refused(certificate.malformed): a list that can't be read isn't ignored."""
    try:
        return x509.load_der_x509_crl(der)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Refused("certificate.malformed") from None


def _signed_by(crl: x509.CertificateRevocationList, issuer: x509.Certificate | None) -> bool:
    return issuer is None or crl.is_signature_valid(public_key_of(issuer))


def chain_to(
    leaf: x509.Certificate, between: Sequence[x509.Certificate], authorities: Sequence[x509.Certificate]
) -> list[x509.Certificate]:
    """The certificates from `leaf` to one of `authorities`, each signed by the next; empty where there is no such way.

    Only names and signatures are looked at (RFC 5280 6.1.3 a.1 and a.4): `require_chain` judges the rest. The shortest
    way is found, and no certificate is looked at twice: a sender may make up any number that all signed each other.
    """
    chains, unused = [[leaf]], [each for each in between if each != leaf]
    for _ in range(LONGEST_CHAIN - 1):
        for chain in chains:
            authority = next((each for each in authorities if _issued(chain[-1], each)), None)
            if authority:
                return [*chain, authority]
        chains = [[*chain, each] for chain in chains for each in unused if _issued(chain[-1], each)]
        chains = list({chain[-1]: chain for chain in chains}.values())
        unused = [each for each in unused if all(each != chain[-1] for chain in chains)]
    return []


def _issued(child: x509.Certificate, parent: x509.Certificate) -> bool:
    if child.issuer != parent.subject:
        return False
    try:
        child.verify_directly_issued_by(parent)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def require_chain(chain: Sequence[x509.Certificate], crls: Sequence[bytes], now: datetime) -> None:
    """Refuse a chain (leaf first, authority last) unless every link may do what it does (RFC 5280 6.1).

    Raises:
        Refused: certificate.expired, .not_yet_valid, .weak_signature, .weak_key, .revoked, .wrong_usage, .untrusted.
    """
    leaf = chain[0]
    for depth, each in enumerate(chain):
        public_key_of(each)
        require_valid_at(each, now)
        _require_understood(each)
        if depth:
            _require_authority(each, certificates_between=depth - 1)
    for each, issuer in pairwise(chain):
        _require_strong_signature(each)
        require_not_revoked(each, issuer, crls, now)
    if _is_authority(leaf):
        raise _wrong_usage(leaf, "it is a certificate authority")
    require_signing_usage(leaf)


def _require_understood(certificate: x509.Certificate) -> None:
    for extension in certificate.extensions:
        constrains_names = extension.oid == ExtensionOID.NAME_CONSTRAINTS
        if constrains_names or (extension.critical and extension.oid not in _UNDERSTOOD):
            raise _untrusted(certificate, f"the extension {extension.oid.dotted_string} is not supported")


def _require_authority(certificate: x509.Certificate, certificates_between: int) -> None:
    constraints = _extension(certificate, x509.BasicConstraints)
    if not constraints or not constraints.ca:
        raise _untrusted(certificate, "it is used as an authority and isn't one")
    if constraints.path_length is not None and constraints.path_length < certificates_between:
        raise _untrusted(certificate, "the chain is longer than it allows")
    usage = _extension(certificate, x509.KeyUsage)
    if usage and not usage.key_cert_sign:
        raise _untrusted(certificate, "its key usage has no keyCertSign")


def _require_strong_signature(certificate: x509.Certificate) -> None:
    try:
        algorithm = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        raise Refused("certificate.malformed") from None
    if algorithm and algorithm.name in _WEAK_HASHES:
        raise Refused("certificate.weak_signature", subject=subject_of(certificate), algorithm=algorithm.name)


def _is_authority(certificate: x509.Certificate) -> bool:
    constraints = _extension(certificate, x509.BasicConstraints)
    return bool(constraints and constraints.ca)


def first_leaf(presented: Sequence[x509.Certificate]) -> x509.Certificate:
    """The one that signs, of certificates presented in no order (XML-DSig 4.5.4): the first that is no authority."""
    return next((each for each in presented if not _is_authority(each)), presented[0])


def _extension(certificate: x509.Certificate, kind: type[_Extension]) -> _Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _wrong_usage(certificate: x509.Certificate, reason: str) -> Refused:
    return Refused("certificate.wrong_usage", subject=subject_of(certificate), reason=reason)


def _untrusted(certificate: x509.Certificate, reason: str) -> Refused:
    return Refused("certificate.untrusted", subject=subject_of(certificate), reason=reason)
