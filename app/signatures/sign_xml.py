"""Signing an XML document so that any standard verifier, and this server, can tell who signed all of it.

One form only: an enveloped signature over the whole document (URI=""), exclusive C14N, SHA-256 or better; in UBL's own
signature extension for UBL, as the root's last child for everything else.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from app.safe.xml import canonical, parse_xml
from app.signatures import xml_names as names
from app.signatures.certificates import require_strong
from app.signatures.xml_crypto import signature_value, usual_algorithm
from app.signatures.xml_shape import find_signatures

UBL_ENVELOPED = "urn:oasis:names:specification:ubl:dsig:enveloped"
UBL_XADES = "urn:oasis:names:specification:ubl:dsig:enveloped:xades"
UBL_SIGNATURE_ID = "urn:oasis:names:specification:ubl:signature:1"
SIGNATURE_ID = "signature"
PROPERTIES_ID = "signed-properties"

_PREFIXES = {"ds": names.DS, "xades": names.XADES}
_SHA256 = next(iter(names.DIGESTS))
_BY_NAME = {names.fragment(each): each for each in names.SIGNATURES}


# where a signature was taken out of a verified document, its empty place is still there
_UBL_PLACE = "/".join(
    [f"{{{names.EXT}}}{each}" for each in ("UBLExtensions", "UBLExtension", "ExtensionContent")]
    + [f"{{{names.SIG}}}UBLDocumentSignatures", f"{{{names.SAC}}}SignatureInformation"]
)


class AlreadySigned(ValueError):
    """The document carries a signature; a second one would make it unacceptable to everybody."""


def sign_xml(
    raw: bytes,
    private_key: PrivateKeyTypes,
    certificate: x509.Certificate | None,
    *,
    xades: bool = False,
    now: datetime,
) -> bytes:
    """`raw` with an enveloped signature by `private_key`: RSA with SHA-256, ECDSA with the hash of its curve's size.

    With a certificate, KeyInfo carries it; a bare key leaves KeyInfo out. `xades` adds XAdES-BES properties with the
    signing time `now` (aware), which takes a certificate. Comments and processing instructions are left out: no
    signature covers them.

    Raises:
        Refused: `raw` is not acceptable XML, or the key is too weak (certificate.weak_key).
        AlreadySigned: there is a signature in it.
        ValueError: a key that XML signatures have no algorithm for here (Ed25519), or XAdES without a certificate.
    """
    return XmlSigner(private_key, certificate, xades=xades).sign(raw, now)


@dataclass(frozen=True)
class XmlSigner:
    """A key and how to sign with it; `algorithm` is a short name (`sha256-rsa-MGF1`), "" for the key's usual one."""

    private_key: PrivateKeyTypes
    certificate: x509.Certificate | None = None
    algorithm: str = ""
    xades: bool = False

    def sign(self, raw: bytes, now: datetime) -> bytes:
        """`raw` with the signature; see `sign_xml`."""
        require_strong(self.private_key.public_key())
        if self.xades and self.certificate is None:
            raise ValueError("a XAdES signature names its certificate, so it needs one")
        root = parse_xml(raw).root
        if find_signatures(root):
            raise AlreadySigned("the document is signed already")
        place = _place_for_signature(root, UBL_XADES if self.xades else UBL_ENVELOPED)
        signature = self._signature(canonical(root))
        place.append(signature)
        if self.certificate and self.xades:
            self._add_properties(signature, self.certificate, now)
        signature[1].text = _base64(signature_value(self.private_key, self._algorithm, canonical(signature[0])))
        return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")

    def _signature(self, document: bytes) -> etree._Element:
        """The signature with all but its value, which can be computed only where it will stand."""
        signed_info = _make("ds:SignedInfo")
        signed_info.append(_make("ds:CanonicalizationMethod", Algorithm=names.EXCLUSIVE_C14N))
        signed_info.append(_make("ds:SignatureMethod", Algorithm=self._algorithm))
        signed_info.append(_reference(document, (names.ENVELOPED, names.EXCLUSIVE_C14N), URI=""))
        signature = _make("ds:Signature", signed_info, _make("ds:SignatureValue"))
        if self.certificate:
            der = _base64(self.certificate.public_bytes(Encoding.DER))
            x509_data = _make("ds:X509Data", _make("ds:X509Certificate", text=der))
            signature.append(_make("ds:KeyInfo", x509_data))
        return signature

    def _add_properties(self, signature: etree._Element, certificate: x509.Certificate, now: datetime) -> None:
        """XAdES-BES's two claims: when, and by which certificate.

        In the form of ETSI TS 101 903 (SigningCertificate), because the schema that UBL 2.1 comes with doesn't know the
        later SigningCertificateV2; the digest is SHA-256 all the same.
        """
        moment = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        fingerprint = _base64(certificate.fingerprint(hashes.SHA256()))
        digest = _make("xades:CertDigest", _make("ds:DigestMethod", Algorithm=_SHA256))
        digest.append(_make("ds:DigestValue", text=fingerprint))
        named = _make("xades:SigningCertificate", _make("xades:Cert", digest, _issuer_serial(certificate)))
        claims = _make("xades:SignedSignatureProperties", _make("xades:SigningTime", text=moment), named)
        properties = _make("xades:SignedProperties", claims, Id=PROPERTIES_ID)
        qualifying = _make("xades:QualifyingProperties", properties, Target=f"#{SIGNATURE_ID}")
        signature.set("Id", SIGNATURE_ID)
        signature.append(_make("ds:Object", qualifying))
        about = {"URI": f"#{PROPERTIES_ID}", "Type": names.XADES_PROPERTIES_TYPE}
        signature[0].append(_reference(canonical(properties), (names.EXCLUSIVE_C14N,), **about))

    @cached_property
    def _algorithm(self) -> str:
        """The full identifier of the algorithm; ValueError where the short name is of none, or the key has none."""
        name = self.algorithm or usual_algorithm(self.private_key)
        if name not in _BY_NAME:
            raise ValueError(f"{name} is not an accepted algorithm; there are: {', '.join(_BY_NAME)}")
        return _BY_NAME[name]


def _reference(content: bytes, transforms: tuple[str, ...], **attributes: str) -> etree._Element:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(content)
    return _make(
        "ds:Reference",
        _make("ds:Transforms", *(_make("ds:Transform", Algorithm=each) for each in transforms)),
        _make("ds:DigestMethod", Algorithm=_SHA256),
        _make("ds:DigestValue", text=_base64(digest.finalize())),
        **attributes,
    )


def _issuer_serial(certificate: x509.Certificate) -> etree._Element:
    return _make(
        "xades:IssuerSerial",
        _make("ds:X509IssuerName", text=certificate.issuer.rfc4514_string()),
        _make("ds:X509SerialNumber", text=str(certificate.serial_number)),
    )


def _make(name: str, *children: etree._Element, text: str | None = None, **attributes: str) -> etree._Element:
    """An element of the `ds` or `xades` namespace."""
    prefix, _, local = name.partition(":")
    element = etree.Element(f"{{{_PREFIXES[prefix]}}}{local}", attributes, {prefix: _PREFIXES[prefix]})
    element.text = text
    element.extend(children)
    return element


def _place_for_signature(root: etree._Element, profile: str) -> etree._Element:
    """Where the signature goes: UBL's signature extension (UBL 2.1, section 5), made here; else the root itself."""
    if not root.tag.startswith("{" + names.UBL):
        return root
    left_over = next(root.iterfind(_UBL_PLACE), None)
    if left_over is not None:
        return left_over
    extensions = root.find(f"{{{names.EXT}}}UBLExtensions")
    if extensions is None:
        extensions = etree.Element(f"{{{names.EXT}}}UBLExtensions", nsmap={"ext": names.EXT})
        root.insert(0, extensions)
    return _signature_extension(extensions, profile)


def _signature_extension(extensions: etree._Element, profile: str) -> etree._Element:
    extension = etree.SubElement(extensions, f"{{{names.EXT}}}UBLExtension")
    etree.SubElement(extension, f"{{{names.EXT}}}ExtensionURI").text = profile
    content = etree.SubElement(extension, f"{{{names.EXT}}}ExtensionContent")
    signatures = etree.SubElement(content, f"{{{names.SIG}}}UBLDocumentSignatures", nsmap={"sig": names.SIG})
    nsmap = {"sac": names.SAC, "cbc": names.CBC}
    information = etree.SubElement(signatures, f"{{{names.SAC}}}SignatureInformation", nsmap=nsmap)
    etree.SubElement(information, f"{{{names.CBC}}}ID").text = UBL_SIGNATURE_ID
    return information


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
