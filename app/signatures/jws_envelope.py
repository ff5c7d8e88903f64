"""A JWS taken apart, strictly, before any key is looked at (RFC 7515, RFC 8725).

What the signature doesn't cover, what could be read in two ways and what asks to be trusted is refused here. Must not
verify anything.
"""

import re
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Refused
from app.errors import jsontext as json_codes
from app.errors import jws as codes
from app.safe.json import parse_json
from app.safe.limits import Limits

_HEADER_LIMITS = Limits(size=16 * 1024, depth=5, elements=200)
_SLACK = 64 * 1024
_BASE64URL = re.compile(rb"[A-Za-z0-9_-]*")
_FLATTENED = ("protected", "payload", "signature")
# x5t only describes the signer's certificate and is never read; x5c is read as KeyInfo is in XML: as a candidate that
# counts for nothing unless an authority on the sender's record vouches for it (jws._hint)
_ASKS_FOR_TRUST = ("jwk", "jku", "x5u")
_TEXTS = ("kid", "typ", "cty")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Envelope:
    """The parts of one JWS. `signed` is exactly what the signature covers."""

    header: Mapping[str, Any]
    payload: bytes
    signature: bytes
    signed: bytes
    flattened: bool = False

    def text(self, name: str) -> str:
        """A header member that is a text; "" where there is none."""
        value = self.header.get(name, "")
        return value if isinstance(value, str) else ""

    def presented(self) -> tuple[bytes, ...]:
        """The DER certificates in `x5c` (RFC 7515, 4.1.6); raises Refused (jws.header) where it is no such list."""
        chain = self.header.get("x5c", [])
        if not isinstance(chain, list) or not all(isinstance(each, str) for each in chain):
            raise Refused(codes.HEADER, what="x5c is no list of texts")
        try:
            return tuple(b64decode(each, validate=True) for each in chain)
        except ValueError:
            raise Refused(codes.HEADER, what="x5c is not base64") from None


def envelope_limits(limits: Limits) -> Limits:
    """What a JWS may have so that its payload, base64url-encoded, may have `limits`."""
    size = limits.size * 4 // 3 + _SLACK
    return Limits(size=size, text=size, depth=10, elements=200)


def read_envelope(raw: bytes, limits: Limits) -> Envelope:
    """Take a compact or a flattened JSON JWS apart.

    Raises:
        Refused: with one of the `jws.*` codes (or `json.*`, where the outer JSON is no JSON).
    """
    outer = envelope_limits(limits)
    if len(raw) > outer.size:
        raise Refused(codes.TOO_LARGE, size=len(raw), limit=outer.size)
    if raw.lstrip().startswith(b"{"):
        return _flattened(raw, outer)
    return _compact(raw)


def _compact(raw: bytes) -> Envelope:
    parts = raw.split(b".", 3)
    if len(parts) != 3:
        raise Refused(codes.MALFORMED, what=f"{raw.count(b'.') + 1} parts instead of 3")
    return _envelope(parts[0], parts[1], parts[2], flattened=False)


def _flattened(raw: bytes, limits: Limits) -> Envelope:
    members = parse_json(raw, limits).value
    if "signatures" in members:
        raise Refused(codes.SEVERAL_SIGNATURES)
    if "header" in members:
        raise Refused(codes.UNPROTECTED_HEADER)
    for name in _FLATTENED:
        if not isinstance(members.get(name), str):
            raise Refused(codes.MALFORMED, what=f"{name} is missing or no text")
    for name in members:
        if name not in _FLATTENED:
            raise Refused(codes.UNEXPECTED_MEMBER, name=name[:_SHOWN])
    protected, payload, signature = (members[name].encode() for name in _FLATTENED)
    return _envelope(protected, payload, signature, flattened=True)


def _envelope(protected: bytes, payload: bytes, signature: bytes, *, flattened: bool) -> Envelope:
    return Envelope(
        header=_header(protected),
        payload=decode_base64url(payload, "payload"),
        signature=decode_base64url(signature, "signature"),
        signed=protected + b"." + payload,
        flattened=flattened,
    )


def decode_base64url(text: bytes, part: str) -> bytes:
    """The bytes that `text` stands for; raises Refused `jws.base64` unless it is their one canonical encoding."""
    if not _BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        raise Refused(codes.BASE64, part=part)
    decoded = urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    # the last character may carry bits that decoding drops: then two texts would stand for the same bytes
    if encode_base64url(decoded) != text:
        raise Refused(codes.BASE64, part=part)
    return decoded


def encode_base64url(data: bytes) -> bytes:
    """`data` in base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(data).rstrip(b"=")


def _header(protected: bytes) -> Mapping[str, Any]:
    header = _header_members(decode_base64url(protected, "protected header"))
    if "crit" in header:
        raise Refused(codes.CRIT, names=str(header["crit"])[:_SHOWN])
    if "b64" in header:
        raise Refused(codes.UNENCODED_PAYLOAD)
    for name in _ASKS_FOR_TRUST:
        if name in header:
            raise Refused(codes.EMBEDDED_KEY, name=name)
    for name in _TEXTS:
        if not isinstance(header.get(name, ""), str):
            raise Refused(codes.HEADER, what=f"{name} is no text")
    return header


def _header_members(text: bytes) -> dict[str, Any]:
    try:
        header = parse_json(text, _HEADER_LIMITS).value
    except Refused as refused:
        if refused.code == json_codes.DUPLICATE_KEY:
            raise Refused(codes.DUPLICATE_HEADER) from None
        raise Refused(codes.HEADER, what=refused.code) from None
    if not isinstance(header, dict):
        raise Refused(codes.HEADER, what="no JSON object")
    return header
