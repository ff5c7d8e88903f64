"""JSON Web Signatures (RFC 7515), compact and flattened: verified with the sender's registered keys, and made.

The message names an algorithm and perhaps a key; which keys there are is decided by our records alone. Must never
return a payload that no signature covers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from app.errors import Refused
from app.errors import jws as codes
from app.safe import DEFAULT_LIMITS, Body, Limits
from app.safe.json import parse_json
from app.safe.xml import parse_xml
from app.signatures.base import SignatureKind, Trust, Verified
from app.signatures.certificates import PublicKey
from app.signatures.jws_algorithms import (
    ALL_ALGORITHMS,
    Algorithm,
    PrivateKey,
    algorithm_named,
    default_algorithm,
    refuse_predictable,
)
from app.signatures.jws_envelope import Envelope, encode_base64url, envelope_limits, read_envelope
from app.signatures.trust import AUTHORITY, SIGNING, Hint, SigningKey, candidates, require_usable

# libraries write JWT of their own accord; a type of our own (a receipt, a contract signature) is never a document
DOCUMENT_TYPES = frozenset({"", "jose", "jose+json", "jws", "jwt", "json", "xml"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A JWS whose signature holds: nothing in `payload` and `header` is uncovered."""

    payload: bytes
    header: Mapping[str, Any]
    key: SigningKey
    algorithm: str
    flattened: bool


def looks_like_jws(raw: bytes) -> bool:
    """Whether `raw` claims to be a JWS: compact, or an object with a payload and signatures. Not whether it holds."""
    start = raw[:64].lstrip()
    if start.startswith(b"{"):
        return b'"payload"' in raw and b'"signature' in raw and _has_members_of_a_jws(raw)
    return start.startswith(b"ey") and b"." in raw


def _has_members_of_a_jws(raw: bytes) -> bool:
    try:
        members = parse_json(raw, envelope_limits(DEFAULT_LIMITS)).value
    except Refused:
        return False
    return "payload" in members and ("signature" in members or "signatures" in members)


def verify_jws(
    raw: bytes, trust: Trust, limits: Limits = DEFAULT_LIMITS, accepted: frozenset[str] = ALL_ALGORITHMS
) -> Verified:
    """Verify a signed document and parse exactly the bytes that its signature covers: JSON, or XML where `cty` says so.

    Raises:
        Refused: `jws.*`, `signature.*`, `certificate.*`, or `json.*` / `xml.*` for a payload that is neither.
    """
    opened = open_jws(raw, trust, DOCUMENT_TYPES, limits, accepted)
    return Verified(
        body=_body(opened, limits),
        kind=SignatureKind.JWS,
        key_id=opened.key.record.id,
        algorithm=opened.algorithm,
        certificate_sha256=opened.key.certificate_sha256,
        signed_at=_claimed_time(opened.header),
        details={"kid": opened.key.record.kid, "serialization": "flattened" if opened.flattened else "compact"},
    )


def open_jws(
    raw: bytes,
    trust: Trust,
    types: frozenset[str] = DOCUMENT_TYPES,
    limits: Limits = DEFAULT_LIMITS,
    accepted: frozenset[str] = ALL_ALGORITHMS,
) -> Opened:
    """Verify a JWS whose `typ` is one of `types` (lower case, no `application/`; "" for none); hand out its payload.

    Raises:
        Refused: `jws.*`, `signature.*` or `certificate.*`.
    """
    envelope = read_envelope(raw, limits)
    algorithm = algorithm_named(envelope.header.get("alg"), accepted)
    media_type = _media_type(envelope.text("typ"))
    if media_type not in types:
        raise Refused(codes.TYPE, type=media_type[:80])
    if not envelope.signature:
        raise Refused(codes.SIGNATURE_MISSING)
    if not envelope.payload:
        raise Refused(codes.EMPTY_PAYLOAD)
    key = _signer(envelope, algorithm, trust)
    return Opened(envelope.payload, envelope.header, key, algorithm.name, envelope.flattened)


def payload_of(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The payload of a JWS whose signature was verified before, such as a kept original. NOTHING is verified here.

    Raises:
        Refused: `jws.*` or `json.*`, where `raw` is no JWS.
    """
    return read_envelope(raw, limits).payload


def _signer(envelope: Envelope, algorithm: Algorithm, trust: Trust) -> SigningKey:
    kid = envelope.text("kid")
    fitting = [each for each in candidates(trust, _hint(envelope, trust)) if algorithm.fits(each.public_key)]
    if not fitting:
        raise Refused(codes.KEY_MISMATCH, kid=kid[:80], algorithm=algorithm.name)
    for each in fitting:
        refuse_predictable(each.public_key, each.record.kid)
        if algorithm.verifies(each.public_key, envelope.signed, envelope.signature):
            require_usable(each, trust)
            return each
    _refuse_length(envelope, algorithm, fitting[0].public_key)
    raise Refused(codes.SIGNATURE_INVALID)


def _hint(envelope: Envelope, trust: Trust) -> Hint:
    """What may find the key: a registered name first; a presented chain only where an authority is on record."""
    kid = envelope.text("kid")
    named = any(each.kid == kid for each in trust.keys if each.role == SIGNING)
    if named or not any(each.role == AUTHORITY for each in trust.keys):
        return Hint(name=kid)
    return Hint(certificates=envelope.presented(), name=kid)


def _refuse_length(envelope: Envelope, algorithm: Algorithm, key: PublicKey) -> None:
    expected, actual = algorithm.signature_size(key), len(envelope.signature)
    if expected != actual:
        raise Refused(codes.SIGNATURE_LENGTH, algorithm=algorithm.name, expected=expected, actual=actual)


def _media_type(name: str) -> str:
    # RFC 7515 section 4.1.9: "application/" may be left out where no other slash follows
    return name.split(";")[0].strip().lower().removeprefix("application/")


def _body(opened: Opened, limits: Limits) -> Body:
    content_type = _media_type(str(opened.header.get("cty", "")))
    if content_type in ("xml", "text/xml") or content_type.endswith("+xml"):
        return parse_xml(opened.payload, limits)
    if content_type == "json" or content_type.endswith("+json"):
        return parse_json(opened.payload, limits)
    if content_type:
        raise Refused(codes.CONTENT_TYPE, content_type=content_type[:80])
    # nothing is said: no JSON text starts like this
    return (parse_xml if opened.payload.lstrip().startswith(b"<") else parse_json)(opened.payload, limits)


def _claimed_time(header: Mapping[str, Any]) -> datetime | None:
    issued_at = header.get("iat")
    if isinstance(issued_at, bool) or not isinstance(issued_at, int | Decimal):
        return None
    try:
        return datetime.fromtimestamp(int(issued_at), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def sign_jws(
    payload: bytes,
    private_key: PrivateKey,
    *,
    kid: str,
    content_type: str = "",
    flattened: bool = False,
    **header: object,
) -> bytes:
    """Sign `payload`. `header` has further members of the protected header: `alg="PS256"`, `typ=`, `iat=` …

    Without `alg`: RS256, ES256/384/512 by curve, or EdDSA.

    Raises:
        Refused: `jws.algorithm_*`, `jws.key_mismatch` or `jws.weak_key`.
    """
    algorithm = algorithm_named(header["alg"]) if "alg" in header else default_algorithm(private_key)
    stated = {"kid": kid, "cty": content_type, **header}
    members = {"alg": algorithm.name} | {name: value for name, value in stated.items() if value != ""}
    protected = encode_base64url(json.dumps(members, separators=(",", ":")).encode())
    encoded = encode_base64url(payload)
    signature = encode_base64url(algorithm.sign(private_key, protected + b"." + encoded))
    if not flattened:
        return b".".join((protected, encoded, signature))
    parts = {"protected": protected, "payload": encoded, "signature": signature}
    return json.dumps({name: part.decode("ascii") for name, part in parts.items()}).encode()
