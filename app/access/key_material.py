"""Reading what somebody hands in as a key: PEM, DER or JWK; a certificate or a bare public key; never a private one."""

import hashlib
import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    SECP521R1,
    EllipticCurve,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
    load_pem_public_key,
)

from app.errors import Refused
from app.errors.access import KEY_PRIVATE, KEY_UNREADABLE, KEY_WEAK

LARGEST = 64 * 1024
SMALLEST_RSA_BITS = 2048
LARGEST_RSA_BITS = 8192
CURVES: Mapping[str, EllipticCurve] = {"P-256": SECP256R1(), "P-384": SECP384R1(), "P-521": SECP521R1()}
_CURVE_NAMES = frozenset(curve.name for curve in CURVES.values())

Usable = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Material:
    """A usable key: DER SubjectPublicKeyInfo, DER certificate or b"", and the name that a JWK gave it."""

    public_key: bytes
    certificate: bytes = b""
    kid: str = ""
    is_authority: bool = False

    @property
    def fingerprint(self) -> str:
        """Hexadecimal SHA-256 of the certificate, or of the bare key."""
        return hashlib.sha256(self.certificate or self.public_key).hexdigest()


def read_material(given: bytes) -> Material:
    """The key in `given`.

    Raises:
        Refused: `access.key_unreadable`, `access.key_private` or `access.key_weak`.
    """
    if not given.strip() or len(given) > LARGEST:
        raise Refused(KEY_UNREADABLE)
    if b"PRIVATE KEY" in given:
        raise Refused(KEY_PRIVATE)
    try:
        return _read(given)
    # cryptography raises these for malformed input, depending on what is malformed
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, UnsupportedAlgorithm, RecursionError):
        raise Refused(KEY_UNREADABLE) from None


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a reader wants to know of a certificate; times in UTC."""

    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime


def certificate_facts(certificate: bytes) -> CertificateFacts | None:
    """The facts of a DER certificate; None for a bare key, or one that can't be read."""
    try:
        read = x509.load_der_x509_certificate(certificate)
        names = (read.subject.rfc4514_string(), read.issuer.rfc4514_string())
        return CertificateFacts(*names, read.not_valid_before_utc, read.not_valid_after_utc)
    except (ValueError, UnsupportedAlgorithm):
        return None


def describe(public_key: bytes) -> str:
    """A key's kind, as people call it (`RSA 3072`, `ECDSA P-256`, `Ed25519`); "" where it can't be read."""
    try:
        key = load_der_public_key(public_key)
    except (ValueError, UnsupportedAlgorithm):
        return ""
    if isinstance(key, EllipticCurvePublicKey):
        return "ECDSA " + next((name for name, curve in CURVES.items() if curve.name == key.curve.name), key.curve.name)
    return f"RSA {key.key_size}" if isinstance(key, RSAPublicKey) else type(key).__name__.removesuffix("PublicKey")


def _read(given: bytes) -> Material:
    text = given.lstrip()
    if text.startswith(b"{"):
        return _from_jwk(json.loads(given))
    if text.startswith(b"-----BEGIN CERTIFICATE"):
        return _from_certificate(x509.load_pem_x509_certificate(text))
    if text.startswith(b"-----BEGIN"):
        return _bare(load_pem_public_key(text))
    return _from_der(given)


def _from_der(given: bytes) -> Material:
    with suppress(ValueError, UnsupportedAlgorithm):
        return _from_certificate(x509.load_der_x509_certificate(given))
    with suppress(ValueError, UnsupportedAlgorithm):
        return _bare(load_der_public_key(given))
    _refuse_private(given)
    raise Refused(KEY_UNREADABLE)


def _refuse_private(given: bytes) -> None:
    try:
        load_der_private_key(given, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return
    raise Refused(KEY_PRIVATE)


def _from_certificate(certificate: x509.Certificate) -> Material:
    bare = _bare(certificate.public_key())
    return Material(bare.public_key, certificate.public_bytes(Encoding.DER), is_authority=_is_authority(certificate))


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _bare(key: object, kid: str = "") -> Material:
    usable = _usable(key)
    return Material(usable.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo), kid=kid)


def _usable(key: object) -> Usable:
    if isinstance(key, RSAPublicKey) and SMALLEST_RSA_BITS <= key.key_size <= LARGEST_RSA_BITS:
        return key
    if isinstance(key, EllipticCurvePublicKey) and key.curve.name in _CURVE_NAMES:
        return key
    if isinstance(key, Ed25519PublicKey):
        return key
    size = getattr(key, "key_size", "")
    raise Refused(KEY_WEAK, kind=f"{type(key).__name__.removesuffix('PublicKey').lstrip('_')} {size}".strip())


def _from_jwk(jwk: Any) -> Material:
    """RFC 7517, 7518 section 6, 8037; symmetric keys (`oct`) and private members (`d`) are refused."""
    if not isinstance(jwk, dict):
        raise Refused(KEY_UNREADABLE)
    if "d" in jwk or "k" in jwk:
        raise Refused(KEY_PRIVATE)
    kid = jwk.get("kid", "")
    return _bare(_jwk_key(jwk), kid if isinstance(kid, str) else "")


def _jwk_key(jwk: Mapping[str, Any]) -> object:
    if jwk["kty"] == "RSA":
        return RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"])).public_key()
    if jwk["kty"] == "EC":
        return EllipticCurvePublicNumbers(_number(jwk["x"]), _number(jwk["y"]), CURVES[jwk["crv"]]).public_key()
    if jwk["kty"] == "OKP" and jwk["crv"] == "Ed25519":
        return Ed25519PublicKey.from_public_bytes(_octets(jwk["x"]))
    raise Refused(KEY_WEAK, kind=f"{jwk['kty']} {jwk.get('crv', '')}".strip()[:60])


def _number(text: str) -> int:
    return int.from_bytes(_octets(text), "big")


def _octets(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
