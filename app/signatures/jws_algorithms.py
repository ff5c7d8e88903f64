"""Which JWS algorithms count, which key each needs, and which keys are too weak.

A table, so that the algorithm named in a message selects a row and nothing else: the key's own type decides whether the
row fits it. Must never hold `none` or a keyed hash.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from app.errors import Refused
from app.errors import jws as codes
from app.signatures.certificates import PublicKey, require_strong

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey

_ED25519_SIGNATURE = 64
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One row of RFC 7518 section 3.1 (or RFC 8037, RFC 9864): its name, and the key type and curve that it needs."""

    name: str
    key_type: str
    curve: str = ""

    def fits(self, key: PublicKey) -> bool:
        """Whether `key` is of this algorithm's type and curve."""
        return (self.key_type, self.curve) == _kind(key)

    def signature_size(self, key: PublicKey) -> int:
        """How many bytes a signature has, exactly."""
        if isinstance(key, Ed25519PublicKey):
            return _ED25519_SIGNATURE
        size = (key.key_size + 7) // 8
        return size if isinstance(key, RSAPublicKey) else 2 * size

    def verifies(self, key: PublicKey, signed: bytes, signature: bytes) -> bool:
        """Whether `signature` over `signed` was made with `key`'s private half."""
        if len(signature) != self.signature_size(key):
            return False
        return JWSRegistry.algorithms[self.name].verify(signed, signature, _wrapped(key))

    def sign(self, key: PrivateKey, signed: bytes) -> bytes:
        """The signature over `signed`; raises Refused where `key` doesn't fit or is weak (`certificate.weak_key`)."""
        if not self.fits(key.public_key()):
            raise Refused(codes.KEY_MISMATCH, kid="", algorithm=self.name)
        refuse_predictable(require_strong(key.public_key()), "")
        return JWSRegistry.algorithms[self.name].sign(signed, _wrapped(key))


_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
_DEFAULTS = {"RSA": "RS256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "Ed25519": "EdDSA"}
ALGORITHMS: Mapping[str, Algorithm] = {
    row.name: row
    for row in (
        Algorithm("RS256", "RSA"),
        Algorithm("RS384", "RSA"),
        Algorithm("RS512", "RSA"),
        Algorithm("PS256", "RSA"),
        Algorithm("PS384", "RSA"),
        Algorithm("PS512", "RSA"),
        Algorithm("ES256", "EC", "P-256"),
        Algorithm("ES384", "EC", "P-384"),
        Algorithm("ES512", "EC", "P-521"),
        Algorithm("EdDSA", "OKP", "Ed25519"),
        Algorithm("Ed25519", "OKP", "Ed25519"),
    )
}
ALL_ALGORITHMS = frozenset(ALGORITHMS)

# Every RSA modulus of the flawed generator is a power of 65537 modulo each of these
_ROCA_PRIMES = (11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157)
_ROCA_GENERATOR = 65537


def algorithm_named(name: object, accepted: frozenset[str] = ALL_ALGORITHMS) -> Algorithm:
    """The algorithm that a header's `alg` names, case-sensitively.

    Raises:
        Refused: `jws.header` (no text), `jws.algorithm_none`, `jws.algorithm_symmetric` or `jws.algorithm_unknown`.
    """
    if not isinstance(name, str):
        raise Refused(codes.HEADER, what="alg is missing or no text")
    if name in accepted and name in ALGORITHMS:
        return ALGORITHMS[name]
    if name.lower() == "none":
        raise Refused(codes.ALGORITHM_NONE, algorithm=name)
    if name.upper().startswith("HS"):
        raise Refused(codes.ALGORITHM_SYMMETRIC, algorithm=name[:_SHOWN])
    raise Refused(codes.ALGORITHM_UNKNOWN, algorithm=name[:_SHOWN], accepted=", ".join(sorted(accepted)))


def default_algorithm(key: PrivateKey) -> Algorithm:
    """What to sign with where nobody asked for anything else; raises Refused for a curve that no algorithm has."""
    key_type, curve = _kind(key.public_key())
    try:
        return ALGORITHMS[_DEFAULTS[curve or key_type]]
    except KeyError:
        raise Refused(codes.KEY_MISMATCH, kid="", algorithm="ES256") from None


def refuse_predictable(key: PublicKey, kid: str) -> None:
    """Raise Refused `jws.weak_key` for an RSA key whose private half can be computed (CVE-2017-15361, "ROCA")."""
    if isinstance(key, RSAPublicKey) and _has_roca_fingerprint(key.public_numbers().n):
        raise Refused(codes.WEAK_KEY, kid=kid, why="CVE-2017-15361 (ROCA)")


@lru_cache(maxsize=1024)
def _has_roca_fingerprint(modulus: int) -> bool:
    return all(modulus % prime in _powers(prime) for prime in _ROCA_PRIMES)


@lru_cache
def _powers(prime: int) -> frozenset[int]:
    return frozenset(pow(_ROCA_GENERATOR, exponent, prime) for exponent in range(prime))


def _kind(key: PublicKey) -> tuple[str, str]:
    if isinstance(key, RSAPublicKey):
        return "RSA", ""
    if isinstance(key, EllipticCurvePublicKey):
        return "EC", _CURVES.get(key.curve.name, key.curve.name)
    return "OKP", "Ed25519"


def _wrapped(key: PublicKey | PrivateKey) -> RSAKey | ECKey | OKPKey:
    if isinstance(key, RSAPublicKey | RSAPrivateKey):
        return RSAKey.import_key(key)
    if isinstance(key, EllipticCurvePublicKey | EllipticCurvePrivateKey):
        return ECKey.import_key(key)
    return OKPKey.import_key(key)
