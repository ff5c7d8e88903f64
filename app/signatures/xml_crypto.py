"""Making and checking the value of an XML signature: bytes in, bytes or a yes out. No XML is looked at here."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from app.signatures.certificates import PublicKey
from app.signatures.xml_names import SIGNATURES, Hash


def usual_algorithm(key: PrivateKeyTypes) -> str:
    """The short name of the algorithm that a key of this kind is used with; ValueError where there is none."""
    if isinstance(key, rsa.RSAPrivateKey):
        return "rsa-sha256"
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return {256: "ecdsa-sha256", 384: "ecdsa-sha384"}.get(key.key_size, "ecdsa-sha512")
    raise ValueError("XML is signed with RSA or elliptic-curve keys here; sign JSON to use another kind")


def signature_value(key: PrivateKeyTypes, algorithm: str, signed_info: bytes) -> bytes:
    """What goes into ds:SignatureValue; `algorithm` is a full identifier. ValueError where it doesn't fit the key."""
    kind, hash_type = SIGNATURES[algorithm]
    if isinstance(key, ec.EllipticCurvePrivateKey) and kind == "ecdsa":
        r, s = decode_dss_signature(key.sign(signed_info, ec.ECDSA(hash_type())))
        size = _size_of_order(key.curve)
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")
    if isinstance(key, rsa.RSAPrivateKey) and kind != "ecdsa":
        return key.sign(signed_info, _padding(kind, hash_type()), hash_type())
    raise ValueError(f"{algorithm} doesn't fit the key")


def fits(key: PublicKey, algorithm: str) -> bool:
    """Whether `algorithm` (a full identifier) is one for keys of this kind."""
    wanted = ec.EllipticCurvePublicKey if SIGNATURES[algorithm][0] == "ecdsa" else rsa.RSAPublicKey
    return isinstance(key, wanted)


def made_by(key: PublicKey, algorithm: str, signed_info: bytes, value: bytes) -> bool:
    """Whether `value` is the signature of `signed_info` by `key`'s private half."""
    kind, hash_type = SIGNATURES[algorithm]
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_der(value, key.curve), signed_info, ec.ECDSA(hash_type()))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(value, signed_info, _padding(kind, hash_type()), hash_type())
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True


def _padding(kind: str, digest: Hash) -> padding.AsymmetricPadding:
    return padding.PSS(padding.MGF1(digest), digest.digest_size) if kind == "rsa-pss" else padding.PKCS1v15()


def _der(value: bytes, curve: ec.EllipticCurve) -> bytes:
    """DER, as the library takes it, of r and s side by side, each as long as the curve's order (XML-DSig 6.4.3)."""
    size = _size_of_order(curve)
    if len(value) != 2 * size:
        raise ValueError("the signature is not as long as the curve's order says")
    return encode_dss_signature(int.from_bytes(value[:size], "big"), int.from_bytes(value[size:], "big"))


def _size_of_order(curve: ec.EllipticCurve) -> int:
    return (curve.key_size + 7) // 8
