"""Signing on the sender's own machine, before sending: the private key never goes to the server.

Must not decide what is acceptable: the server does, by its partners' records.
"""

from typing import cast

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from app.cli.common import CantBeDone, read_file
from app.domain.clock import utc_now
from app.errors import Refused
from app.signatures.jws import sign_jws
from app.signatures.jws_algorithms import PrivateKey
from app.signatures.sign_xml import sign_xml


def signed(content: bytes, key_file: str, certificate_file: str | None, kid: str) -> bytes:
    """`content` signed with the PEM private key in `key_file`: XML-DSig for XML, a compact JWS for JSON.

    Raises:
        CantBeDone: a file that doesn't hold what it should, or content that can't be signed.
    """
    key = _private_key(key_file)
    certificate = _certificate(certificate_file) if certificate_file else None
    try:
        if media_type(content) == "application/xml":
            return sign_xml(content, key, certificate, now=utc_now())
        return sign_jws(content, cast(PrivateKey, key), kid=kid)  # sign_jws refuses the other kinds of key itself
    except Refused as refusal:
        raise CantBeDone(f"it can't be signed: {refusal} {refusal.hint()}".strip()) from None
    except ValueError as error:
        raise CantBeDone(f"it can't be signed: {error}") from None


def media_type(content: bytes) -> str:
    """What `content` is sent as: XML, JSON, or a compact JWS."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return "application/xml"
    return "application/json" if start in (b"{", b"[") else "application/jose"


def _private_key(file: str) -> PrivateKeyTypes:
    try:
        return load_pem_private_key(read_file(file), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise CantBeDone(f"{file} holds no private key in PEM form without a password") from None


def _certificate(file: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(read_file(file))
    except ValueError:
        raise CantBeDone(f"{file} holds no certificate in PEM form") from None
