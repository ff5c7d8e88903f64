"""Public keys as JSON Web Keys (RFC 7517): written for others to verify with, read from a file that the reader trusts.

Must never write or accept a private or a shared key.
"""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from app.errors import Refused
from app.errors import jws as codes
from app.signatures.base import TrustedKey
from app.signatures.certificates import PublicKey, require_strong

JsonWebKey = RSAKey | ECKey | OKPKey
_TYPES: Mapping[str, type[JsonWebKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


def public_jwk(key: PublicKey, kid: str) -> dict[str, Any]:
    """`key` as a JWK for verifying signatures, under the name `kid`."""
    return {**_wrapped(key).as_dict(), "kid": kid, "use": "sig"}


def thumbprint(key: PublicKey) -> str:
    """The RFC 7638 SHA-256 thumbprint: a `kid` that nobody has to choose."""
    return _wrapped(key).thumbprint()


def key_from_jwk(jwk: Mapping[str, Any]) -> TrustedKey:
    """The public key in `jwk`, as a record that trusts it without end (id and kid are the JWK's own).

    Raises:
        Refused: `jws.jwk` (private, shared, for another use, or not to be read), `certificate.weak_key`.
    """
    kind = _TYPES.get(str(jwk.get("kty")))
    if kind is None or not _PRIVATE.isdisjoint(jwk):
        raise Refused(codes.JWK, what="no public RSA, EC or OKP key")
    if not _is_for_verifying(jwk):
        raise Refused(codes.JWK, what="not meant for verifying signatures")
    try:
        key = require_strong(kind.import_key(_public_members(jwk)).public_key)
    except (JoseError, ValueError, KeyError, TypeError):
        raise Refused(codes.JWK, what="its members don't make a key") from None
    kid = str(jwk.get("kid", ""))
    return TrustedKey(kid, kid, key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _is_for_verifying(jwk: Mapping[str, Any]) -> bool:
    operations = jwk.get("key_ops", ["verify"])
    return jwk.get("use", "sig") == "sig" and isinstance(operations, list) and "verify" in operations


def _public_members(jwk: Mapping[str, Any]) -> dict[str, Any]:
    return {name: jwk[name] for name in ("kty", "n", "e", "crv", "x", "y") if name in jwk}


def _wrapped(key: PublicKey) -> JsonWebKey:
    if isinstance(key, RSAPublicKey):
        return RSAKey.import_key(key)
    if isinstance(key, EllipticCurvePublicKey):
        return ECKey.import_key(key)
    return OKPKey.import_key(key)
