"""The Standard Webhooks signature (specification 1.0.0): what a receiver checks to know who called.

Signed is `id.timestamp.body`. During a roll-over each secret signs, so that a receiver who knows either is served.
"""

import hmac
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.errors import Refused

SYMMETRIC = "whsec_"
ASYMMETRIC = "whsk_"


def signature_header(secrets: Iterable[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`: a signature a secret, parted by blanks.

    Args:
        timestamp: seconds since 1970, as in `webhook-timestamp`.

    Raises:
        Refused: a secret is malformed.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(_sign(secret, signed) for secret in secrets)


def check_secret(secret: str) -> None:
    """Raises Refused where `secret` can't sign: 24 to 64 bytes after `whsec_`, an Ed25519 key after `whsk_`."""
    _sign(secret, b"")


def _sign(secret: str, signed: bytes) -> str:
    if secret.startswith(ASYMMETRIC):
        key = _decoded(secret.removeprefix(ASYMMETRIC), (32, 64))
        # 64 bytes are the seed with the public key behind it, as libsodium writes private keys
        return "v1a," + b64encode(Ed25519PrivateKey.from_private_bytes(key[:32]).sign(signed)).decode()
    if not secret.startswith(SYMMETRIC):
        raise Refused("transport.secret_invalid", why="it doesn't begin with whsec_ or whsk_")
    key = _decoded(secret.removeprefix(SYMMETRIC), range(24, 65))
    return "v1," + b64encode(hmac.digest(key, signed, sha256)).decode()


def _decoded(text: str, lengths: Iterable[int]) -> bytes:
    try:
        key = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise Refused("transport.secret_invalid", why="it is not Base64") from None
    if len(key) not in lengths:
        raise Refused("transport.secret_invalid", why=f"it has {len(key)} bytes")
    return key
