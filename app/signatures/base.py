"""What verifying gives, and what it needs: keys from the sender's own record, never from the message."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.safe import Body


class SignatureKind(StrEnum):
    """How a document was signed."""

    XMLDSIG = "xmldsig"
    XADES = "xades"
    JWS = "jws"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A certificate or public key that an organisation registered.

    Attributes:
        id: the record's own id.
        kid: the name by which a JWS may point at it; unique within the organisation.
        certificate: DER of an X.509 certificate, or b"" for a bare key.
        public_key: DER SubjectPublicKeyInfo (of the certificate, where there is one).
        role: what it may do: "signing" documents, or "ca" for a certificate authority whose children are accepted.
        active_from, active_to: when the organisation wants it used, `active_to` exclusive; several may overlap.
        revoked_at: from then on nothing that it signs is accepted.
    """

    id: str
    kid: str
    public_key: bytes
    certificate: bytes = b""
    role: str = "signing"
    active_from: datetime | None = None
    active_to: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """Everything that a sender's signature may be verified with, at `now`."""

    keys: tuple[TrustedKey, ...]
    now: datetime
    crls: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """A body that may be used: exactly the bytes that the signature covers, parsed anew.

    Attributes:
        key_id: the TrustedKey's id; "" where nothing was signed.
        algorithm: the signature algorithm's short name (RS256, ES256, EdDSA, rsa-sha256, ecdsa-sha256 …).
        certificate_sha256: hexadecimal; "" for a bare key.
        signed_at: the signer's own claim (XAdES SigningTime, JWS `iat`), never trusted for anything but display.
    """

    body: Body
    kind: SignatureKind
    key_id: str = ""
    algorithm: str = ""
    certificate_sha256: str = ""
    signed_at: datetime | None = None
    details: dict[str, str] = field(default_factory=dict)
