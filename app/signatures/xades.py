"""XAdES-BES (ETSI EN 319 132-1): the signed properties that bind a signature to its certificate and to a time.

What the signer claims here (his time) is for showing only. Unsigned properties are refused: nothing covers them.
"""

from datetime import datetime

from cryptography import x509
from lxml import etree

from app.signatures import xml_names as names
from app.signatures.xml_names import ds, local, xades
from app.signatures.xml_shape import (
    Shape,
    decoded,
    has_text,
    refuse,
    require_digest_algorithm,
    require_properties_reference,
)

_CERTIFICATE_FORMS = (xades("SigningCertificateV2"), xades("SigningCertificate"))


def require_xades_shape(shape: Shape) -> etree._Element | None:
    """The SignedProperties of a XAdES signature, None for a plain one: a ds:Object may hold nothing else.

    Raises:
        Refused: signature.malformed, .unsigned_properties, .reference_unresolved, .duplicate_id, .transform,
            .weak_algorithm, .algorithm.
    """
    holder = shape.element.find(ds("Object"))
    if holder is None and shape.properties is None:
        return None
    if holder is None or shape.properties is None:
        refuse("signature.malformed", shape.element, reason="Object and a reference to SignedProperties go together")
    properties = _only_signed_properties(holder, shape.element)
    if require_properties_reference(shape.properties) is not properties:
        refuse("signature.malformed", shape.properties, reason="the reference doesn't name the SignedProperties")
    return properties


def _only_signed_properties(holder: etree._Element, signature: etree._Element) -> etree._Element:
    qualifying = _only_child(holder, xades("QualifyingProperties"))
    if qualifying.get("Target") != f"#{signature.get('Id')}":
        refuse("signature.malformed", qualifying, reason="QualifyingProperties are about another signature")
    unsigned = qualifying.find(xades("UnsignedProperties"))
    if unsigned is not None:
        refuse("signature.unsigned_properties", unsigned)
    return _only_child(qualifying, xades("SignedProperties"))


def _only_child(parent: etree._Element, name: str) -> etree._Element:
    if len(parent) != 1 or parent[0].tag != name or has_text(parent):
        refuse("signature.malformed", parent, reason=f"content of {local(parent)}")
    return parent[0]


def require_signing_certificate(properties: etree._Element, certificate: x509.Certificate | None) -> None:
    """Refuse unless the properties name exactly the certificate that signed (EN 319 132-1, 5.2.2).

    Raises:
        Refused: signature.signing_certificate, .malformed, .weak_algorithm, .algorithm.
    """
    forms = [each for name in _CERTIFICATE_FORMS for each in _signature_properties(properties).iterfind(name)]
    if len(forms) != 1 or not len(forms[0]):
        refuse("signature.malformed", properties, reason="SigningCertificateV2 has to be there once")
    digest = forms[0][0].find(xades("CertDigest"))
    if digest is None or [child.tag for child in digest] != [ds("DigestMethod"), ds("DigestValue")]:
        refuse("signature.malformed", forms[0], reason="content of CertDigest")
    algorithm = require_digest_algorithm(digest[0])
    if certificate is None or certificate.fingerprint(names.DIGESTS[algorithm]()) != decoded(digest[1]):
        refuse("signature.signing_certificate", digest)


def signing_time(properties: etree._Element) -> datetime | None:
    """The signer's own claim of when he signed; None where he makes none, or none that names an offset from UTC."""
    text = _signature_properties(properties).findtext(xades("SigningTime"), "").strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _signature_properties(properties: etree._Element) -> etree._Element:
    found = properties.find(xades("SignedSignatureProperties"))
    if found is None:
        refuse("signature.malformed", properties, reason="SignedSignatureProperties is missing")
    return found
