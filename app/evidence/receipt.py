"""The receipt: what this server took, from whom, when and with what result, signed so that the sender can prove it.

Canonical JSON (RFC 8785) in a compact JWS with a type of its own, so that a receipt is never taken for a document. Must
not know the database, the API or how a document came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import rfc8785

from app.domain.clock import from_iso, iso, utc_now
from app.errors import Refused
from app.errors import evidence as codes
from app.safe import Limits
from app.safe.json import parse_json
from app.signatures.base import Trust, TrustedKey
from app.signatures.certificates import PublicKey
from app.signatures.jwk import key_from_jwk, public_jwk, thumbprint
from app.signatures.jws import open_jws, sign_jws
from app.signatures.jws_algorithms import PrivateKey

MEDIA_TYPE = "countersign-receipt+jwt"
_LIMITS = Limits(size=256 * 1024, depth=10, elements=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the server states about one document that it took.

    Attributes:
        sha256: of the bytes as received; `canonical_sha256`: of what they mean, whatever the spelling. Hexadecimal.
        certificate_sha256, key_id, algorithm: of the sender's signature; "" where there was none.
        state: of the document; `negotiation_state`: where its negotiation stood then.
        channel, message_id: how it came, and the sender's own id for the message.
    """

    id: str
    server: str
    document_id: str
    type: str
    number: str
    revision: str
    sender_id: str
    sender_name: str
    receiver_id: str
    receiver_name: str
    sha256: str
    canonical_sha256: str
    received_at: datetime
    certificate_sha256: str
    key_id: str
    algorithm: str
    state: str
    negotiation_id: str = ""
    negotiation_state: str = ""
    channel: str = ""
    message_id: str = ""


# Where each field stands in the JSON; iss and jti are RFC 7519's names for what they are
_PLACES: Mapping[str, tuple[str, ...]] = {
    "id": ("jti",),
    "server": ("iss",),
    "document_id": ("document", "id"),
    "type": ("document", "type"),
    "number": ("document", "number"),
    "revision": ("document", "revision"),
    "sha256": ("document", "sha256"),
    "canonical_sha256": ("document", "canonical_sha256"),
    "state": ("document", "state"),
    "sender_id": ("sender", "id"),
    "sender_name": ("sender", "name"),
    "receiver_id": ("receiver", "id"),
    "receiver_name": ("receiver", "name"),
    "received_at": ("received_at",),
    "certificate_sha256": ("signature", "certificate_sha256"),
    "key_id": ("signature", "key"),
    "algorithm": ("signature", "algorithm"),
    "negotiation_id": ("negotiation", "id"),
    "negotiation_state": ("negotiation", "state"),
    "channel": ("message", "channel"),
    "message_id": ("message", "id"),
}


@dataclass(frozen=True)
class ReceiptSigner:
    """The server's signing key: Ed25519, or ECDSA P-256. `retired` are older public keys by kid, still published."""

    private_key: PrivateKey
    kid: str = ""
    retired: Mapping[str, PublicKey] = field(default_factory=dict)

    @cached_property
    def name(self) -> str:
        """The kid: as given, or the key's own thumbprint (RFC 7638)."""
        return self.kid or thumbprint(self.private_key.public_key())

    def sign(self, receipt: Receipt) -> str:
        """`receipt` as a compact JWS."""
        return sign_jws(_as_json(receipt), self.private_key, kid=self.name, typ=MEDIA_TYPE).decode("ascii")

    def jwks(self) -> dict[str, Any]:
        """The key set to publish: every key that earlier receipts were signed with, and the present one."""
        return jwks({**self.retired, self.name: self.private_key.public_key()})


def jwks(keys: Mapping[str, PublicKey]) -> dict[str, Any]:
    """Public keys by kid, as a JWK Set (RFC 7517 section 5)."""
    return {"keys": [public_jwk(key, kid) for kid, key in keys.items()]}


def parse_receipt(jws: str, keys: Mapping[str, Any]) -> Receipt:
    """The receipt in `jws`, verified with one of `keys` (a JWK Set that the reader trusts).

    Raises:
        Refused: `evidence.no_keys`, `evidence.receipt_content`, `jws.*` or `signature.*`.
    """
    return open_receipt(jws, keys)[0]


def open_receipt(jws: str, keys: Mapping[str, Any]) -> tuple[Receipt, str, str]:
    """Like `parse_receipt`, with the kid and the algorithm that it was verified with."""
    raw = jws.strip().encode("utf-8", "replace")
    opened = open_jws(raw, Trust(_trusted(keys), utc_now()), frozenset({MEDIA_TYPE}), _LIMITS)
    return _from_json(parse_json(opened.payload, _LIMITS).value), opened.key.record.kid, opened.algorithm


def _trusted(keys: Mapping[str, Any]) -> tuple[TrustedKey, ...]:
    listed = keys.get("keys")
    usable = tuple(_usable(listed if isinstance(listed, list) else []))
    if not usable:
        raise Refused(codes.NO_KEYS)
    return usable


def _usable(listed: Iterable[Any]) -> Iterable[TrustedKey]:
    # RFC 7517 section 5: a set may hold keys for other purposes; they are passed over
    for jwk in listed:
        try:
            if isinstance(jwk, Mapping):
                yield key_from_jwk(jwk)
        except Refused:
            continue


def _as_json(receipt: Receipt) -> bytes:
    shown: dict[str, Any] = {}
    for name, path in _PLACES.items():
        value = getattr(receipt, name)
        text = iso(value) if isinstance(value, datetime) else value
        if len(path) == 1:
            shown[path[0]] = text
        else:
            shown.setdefault(path[0], {})[path[1]] = text
    return rfc8785.dumps(shown)


def _from_json(shown: Any) -> Receipt:
    fields: dict[str, Any] = {name: _text_at(shown, path) for name, path in _PLACES.items()}
    try:
        fields["received_at"] = from_iso(fields["received_at"])
    except ValueError:
        raise Refused(codes.RECEIPT_CONTENT, what="received_at is no time") from None
    return Receipt(**fields)


def _text_at(shown: Any, path: tuple[str, ...]) -> str:
    for name in path:
        shown = shown.get(name) if isinstance(shown, dict) else None
    if not isinstance(shown, str):
        raise Refused(codes.RECEIPT_CONTENT, what=f"{'.'.join(path)} is missing")
    return shown
