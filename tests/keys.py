"""Keys and certificates for tests, made when they are first asked for and then kept: none is ever stored in a file.

Names are people and firms: `rsa("alice")` is the same key wherever it is asked for in one run, and nobody else's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from app.signatures.base import Trust, TrustedKey

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
ALWAYS = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC))
LONG_PAST = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC))
FAR_FUTURE = (datetime(2048, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC))

Made = TypeVar("Made")
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
_CURVES: dict[str, type[ec.EllipticCurve]] = {
    "P-192": ec.SECP192R1,
    "P-256": ec.SECP256R1,
    "P-384": ec.SECP384R1,
    "P-521": ec.SECP521R1,
}


_kept: dict[tuple[object, ...], Any] = {}


def _once(make: Callable[..., Made], *what: Any) -> Made:
    """What `make(*what)` gave the first time. (`functools.cache` would take a default and its value for two things.)"""
    key = (make.__name__, *what)
    if key not in _kept:
        _kept[key] = make(*what)
    return cast(Made, _kept[key])


def rsa_key(name: str = "alice", bits: int = 2048, exponent: int = 65537) -> rsa.RSAPrivateKey:
    """The RSA key of `name`; generating one takes a good part of a second, so share names."""
    return _once(_new_rsa_key, name, bits, exponent)


def _new_rsa_key(_name: str, bits: int, exponent: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(exponent, bits)


def ec_key(name: str = "alice", curve: str = "P-256") -> ec.EllipticCurvePrivateKey:
    """The elliptic-curve key of `name` on P-192 (too weak), P-256, P-384 or P-521."""
    return _once(_new_ec_key, name, curve)


def _new_ec_key(_name: str, curve: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(_CURVES[curve]())


def ed25519_key(name: str = "alice") -> ed25519.Ed25519PrivateKey:
    """The Ed25519 key of `name`."""
    return _once(_new_ed25519_key, name)


def _new_ed25519_key(_name: str) -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


@dataclass(frozen=True)
class Identity:
    """A private key with its certificate, and what the record and the file system would hold of them."""

    private_key: PrivateKey
    certificate: x509.Certificate

    @property
    def certificate_der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def certificate_pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def private_pem(self) -> str:
        return private_pem(self.private_key)

    @property
    def public_der(self) -> bytes:
        return public_der(self.private_key)


@dataclass(frozen=True)
class Wanted:
    """What a certificate is to say. The defaults are a usable signing certificate."""

    valid: tuple[datetime, datetime] = ALWAYS
    authority: bool = False
    path_length: int | None = None
    usages: tuple[str, ...] | None = ("digital_signature", "content_commitment")
    extended: tuple[ObjectIdentifier, ...] = ()
    serial: int | None = None


SIGNING = Wanted()
AUTHORITY = Wanted(authority=True, usages=("key_cert_sign", "crl_sign"))
EXPIRED = Wanted(valid=LONG_PAST)
NOT_YET_VALID = Wanted(valid=FAR_FUTURE)
ENCRYPTION_ONLY = Wanted(usages=("key_encipherment",))
SERVER_ONLY = Wanted(extended=(ExtendedKeyUsageOID.SERVER_AUTH,))


def certify(name: str, key: PrivateKey, issuer: Identity | None = None, wanted: Wanted = SIGNING) -> Identity:
    """A certificate for `key`, signed by `issuer` (by itself where there is none)."""
    issuing_name = issuer.certificate.subject if issuer else _subject(name)
    issuing_key = issuer.private_key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(_subject(name))
        .issuer_name(issuing_name)
        .public_key(key.public_key())
        .serial_number(wanted.serial or x509.random_serial_number())
        .not_valid_before(wanted.valid[0])
        .not_valid_after(wanted.valid[1])
        .add_extension(x509.BasicConstraints(wanted.authority, wanted.path_length), critical=True)
    )
    if wanted.usages is not None:
        builder = builder.add_extension(_key_usage(wanted.usages), critical=True)
    if wanted.extended:
        builder = builder.add_extension(x509.ExtendedKeyUsage(wanted.extended), critical=False)
    return Identity(key, builder.sign(issuing_key, _hash_for(issuing_key)))


def rsa_identity(name: str = "alice", bits: int = 2048, wanted: Wanted = SIGNING) -> Identity:
    """A self-signed RSA identity."""
    return _once(certify, name, rsa_key(name, bits), None, wanted)


def ec_identity(name: str = "alice", curve: str = "P-256", wanted: Wanted = SIGNING) -> Identity:
    """A self-signed elliptic-curve identity."""
    return _once(certify, name, ec_key(name, curve), None, wanted)


def ed25519_identity(name: str = "alice", wanted: Wanted = SIGNING) -> Identity:
    """A self-signed Ed25519 identity."""
    return _once(certify, name, ed25519_key(name), None, wanted)


def authority(name: str = "Test CA", wanted: Wanted = AUTHORITY) -> Identity:
    """A self-signed certificate authority (P-384)."""
    return _once(certify, name, ec_key(name, "P-384"), None, wanted)


def intermediate(name: str = "Test Sub-CA", issuer: str = "Test CA", wanted: Wanted = AUTHORITY) -> Identity:
    """A certificate authority below `authority(issuer)`."""
    return _once(certify, name, ec_key(name, "P-384"), authority(issuer), wanted)


def issued(issuer: Identity, name: str = "bob", wanted: Wanted = SIGNING) -> Identity:
    """A P-256 signing identity whose certificate `issuer` signed."""
    return certify(name, ec_key(name), issuer, wanted)


def revocation_list(
    issuer: Identity, *revoked: Identity, at: datetime = NOW - timedelta(days=1), issued: datetime = ALWAYS[0]
) -> bytes:
    """DER of `issuer`'s CRL: the certificates of `revoked` are revoked since `at`; `issued` is the list's own time."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(issued).next_update(ALWAYS[1])
    for each in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(each.certificate.serial_number).revocation_date(at)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.private_key, _hash_for(issuer.private_key)).public_bytes(Encoding.DER)


def registered(who: Identity | PrivateKey, id: str = "key-1", **changes: object) -> TrustedKey:
    """`who` as an organisation's record holds it: with the certificate, or as a bare key; `changes` are its fields."""
    if isinstance(who, Identity):
        record = TrustedKey(id, id, public_der(who.private_key), who.certificate_der)
    else:
        record = TrustedKey(id, id, public_der(who))
    return replace(record, **changes)


def trusting(*who: Identity | PrivateKey | TrustedKey, now: datetime = NOW, crls: tuple[bytes, ...] = ()) -> Trust:
    """Trust in exactly `who`; those that are no records yet become `key-1`, `key-2` …"""
    numbered = enumerate(who, start=1)
    keys = tuple(each if isinstance(each, TrustedKey) else registered(each, f"key-{n}") for n, each in numbered)
    return Trust(keys, now, crls)


def public_der(key: PrivateKey) -> bytes:
    """DER SubjectPublicKeyInfo of `key`'s public half."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def public_pem(key: PrivateKey) -> str:
    """PEM SubjectPublicKeyInfo of `key`'s public half."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(key: PrivateKey) -> str:
    """Unencrypted PKCS #8 PEM of `key`."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _hash_for(key: PrivateKey) -> hashes.HashAlgorithm | None:
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


def _key_usage(wanted: tuple[str, ...]) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: name in wanted for name in names})
