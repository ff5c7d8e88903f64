"""Names of XML-DSig, XAdES and UBL's signature extension, and which algorithms count as what."""

from typing import cast

from cryptography.hazmat.primitives import hashes
from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
DS11 = "http://www.w3.org/2009/xmldsig11#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
XADES_PROPERTIES_TYPE = "http://uri.etsi.org/01903#SignedProperties"
XML = "http://www.w3.org/XML/1998/namespace"

EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
EXT = UBL + "CommonExtensionComponents-2"
CBC = UBL + "CommonBasicComponents-2"
SIG = UBL + "CommonSignatureComponents-2"
SAC = UBL + "SignatureAggregateComponents-2"

_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_MGF1 = "http://www.w3.org/2007/05/xmldsig-more#"
_XMLENC = "http://www.w3.org/2001/04/xmlenc#"

Hash = hashes.SHA256 | hashes.SHA384 | hashes.SHA512

DIGESTS: dict[str, type[Hash]] = {
    _XMLENC + "sha256": hashes.SHA256,
    _MORE + "sha384": hashes.SHA384,
    _XMLENC + "sha512": hashes.SHA512,
}
"""Accepted digest algorithms (RFC 9231 section 2.1)."""

SIGNATURES: dict[str, tuple[str, type[Hash]]] = {
    _MORE + "rsa-sha256": ("rsa", hashes.SHA256),
    _MORE + "rsa-sha384": ("rsa", hashes.SHA384),
    _MORE + "rsa-sha512": ("rsa", hashes.SHA512),
    _MGF1 + "sha256-rsa-MGF1": ("rsa-pss", hashes.SHA256),
    _MGF1 + "sha384-rsa-MGF1": ("rsa-pss", hashes.SHA384),
    _MGF1 + "sha512-rsa-MGF1": ("rsa-pss", hashes.SHA512),
    _MORE + "ecdsa-sha256": ("ecdsa", hashes.SHA256),
    _MORE + "ecdsa-sha384": ("ecdsa", hashes.SHA384),
    _MORE + "ecdsa-sha512": ("ecdsa", hashes.SHA512),
}
"""Accepted signature algorithms (RFC 9231 sections 2.3.2, 2.3.6, 2.3.10): the kind of signature, and its hash."""

_BROKEN = ("sha1", "sha224", "md5", "md2", "ripemd", "dsa-sha", "whirlpool")


def is_hmac(algorithm: str) -> bool:
    """Whether the algorithm's identifier is one of the HMAC family."""
    return "hmac" in algorithm.lower()


def is_weak(algorithm: str) -> bool:
    """Whether the identifier is of a known algorithm that is too weak: SHA-1, SHA-224, MD5, RIPEMD, DSA."""
    name = fragment(algorithm).lower()
    accepted = algorithm in SIGNATURES or algorithm in DIGESTS
    return not accepted and any(part in name for part in _BROKEN)


def fragment(algorithm: str) -> str:
    """The short name of an algorithm: `rsa-sha256` for `http://…/xmldsig-more#rsa-sha256`."""
    return algorithm.rpartition("#")[2]


def ds(name: str) -> str:
    """`name` in the XML-DSig namespace."""
    return f"{{{DS}}}{name}"


def xades(name: str) -> str:
    """`name` in the XAdES 1.3.2 namespace (the one that XAdES-BES lives in)."""
    return f"{{{XADES}}}{name}"


def local(element: etree._Element) -> str:
    """The element's local name, for messages."""
    return etree.QName(element).localname


def path_of(element: etree._Element) -> str:
    """Where the element is, as an XPath."""
    return element.getroottree().getpath(element)


def line_of(element: etree._Element) -> int | None:
    """The element's line in the message as it came."""
    return cast(int | None, element.sourceline)
