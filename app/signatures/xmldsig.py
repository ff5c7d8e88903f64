"""Who signed this XML document, and which bytes exactly did he sign: enveloped XML-DSig and XAdES-BES.

Three steps, each of which alone would stop a wrapping attack: the form is judged before any cryptography
(xml_shape), the digest must be that of the whole document without its signature, and signxml, given one registered key,
must come to the very same bytes. Only those are handed on, parsed anew. No key of the message ever reaches signxml:
KeyInfo is replaced by the registered key.
"""

import base64
from copy import deepcopy
from functools import cache

import cryptography.exceptions
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.exceptions import InvalidDigest, InvalidSignature, SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from app.errors import Refused
from app.safe import DEFAULT_LIMITS, Limits, XmlBody
from app.safe.encoding import utf8_of
from app.safe.xml import canonical, parse_xml
from app.signatures import xml_names as names
from app.signatures.base import SignatureKind, Trust, Verified
from app.signatures.certificates import subject_of
from app.signatures.trust import SigningKey, candidates, require_usable
from app.signatures.xades import require_signing_certificate, require_xades_shape, signing_time
from app.signatures.xml_crypto import fits, made_by
from app.signatures.xml_names import ds
from app.signatures.xml_shape import (
    Shape,
    carries_signature,
    decoded,
    find_signatures,
    has_text,
    prefixes_of,
    refuse,
    require_shape,
)

__all__ = ["carries_signature", "find_signatures", "verify_xml", "without_signatures"]

_LAST_LINE = 65535  # libxml2 has 16 bits for it


def verify_xml(body: XmlBody, trust: Trust, limits: Limits = DEFAULT_LIMITS) -> Verified:
    """`body` as its signature covers it, once that signature has proven to be made by a key that `trust` holds.

    The signature itself is not part of the result. Its elements keep the line numbers of the message as it came.
    XML-DSig 1.1 (enveloped, exclusive C14N, one reference) and XAdES-BES (EN 319 132-1).

    Raises:
        Refused: `signature.*` or `certificate.*`; `signature.missing` where there is no signature at all.
    """
    shape = require_shape(body.root)
    properties = require_xades_shape(shape)
    _require_nothing_hidden(body, limits)
    key = _signer(shape, trust)
    require_usable(key, trust)
    whole = _canonical(_without_signature(body.root), shape.prefixes)
    _require_same_digest(whole, shape)
    signed = _verified_by_library(body.root, shape, key)
    _require_whole_document(signed, whole, shape)
    if properties is not None:
        require_signing_certificate(properties, key.certificate)
    return Verified(
        _parsed_anew(signed, body.root, limits),
        SignatureKind.XMLDSIG if properties is None else SignatureKind.XADES,
        key.record.id,
        names.fragment(shape.algorithm),
        key.certificate_sha256,
        None if properties is None else signing_time(properties),
        {"subject": subject_of(key.certificate)} if key.certificate else {},
    )


def _require_nothing_hidden(body: XmlBody, limits: Limits) -> None:
    """Refuse comments that split signed text or sit in the signature, and processing instructions.

    Readers are given text without comments, so no attack could come of these; but a signer who sees "100" and a reader
    who sees "1" + "00" in another program would be in dispute over one valid signature.
    """
    text = utf8_of(body.raw)
    instructions = text.count(b"<?") - text.startswith(b"<?xml ")
    if b"<!--" not in text and not instructions:
        return
    tree = parse_xml(body.raw, limits, keep_comments=True).root.getroottree()
    for each in tree.getroot().itersiblings(etree.PI, preceding=True):
        target = (each.text or "").partition(" ")[0]
        raise Refused("signature.processing_instruction", line=names.line_of(each), target=target)
    # each parent once: to look through all children of one for each of its comments would take quadratic time
    for parent in {comment.getparent() for comment in tree.getroot().iter(etree.Comment)}:
        if parent is not None and (_in_signature(parent) or has_text(parent)):
            refuse("signature.comment", parent, element=names.local(parent))


def _in_signature(element: etree._Element) -> bool:
    return element.tag == ds("Signature") or next(element.iterancestors(ds("Signature")), None) is not None


def _signer(shape: Shape, trust: Trust) -> SigningKey:
    """The registered key that made the signature's value."""
    fitting = [key for key in candidates(trust, shape.hint) if fits(key.public_key, shape.algorithm)]
    if not fitting:
        refuse("signature.algorithm_mismatch", shape.element, algorithm=names.fragment(shape.algorithm))
    signed_info = _canonical(shape.element[0], prefixes_of(shape.element[0][0]))
    value = decoded(shape.element[1])
    for key in fitting:
        if made_by(key.public_key, shape.algorithm, signed_info, value):
            return key
    refuse("signature.invalid", shape.element)


def _canonical(element: etree._Element, prefixes: tuple[str, ...]) -> bytes:
    given = list(prefixes) or None
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False, inclusive_ns_prefixes=given)


def _without_signature(root: etree._Element) -> etree._Element:
    document = deepcopy(root)
    remove_element(find_signatures(document)[0])
    return document


def _require_same_digest(whole: bytes, shape: Shape) -> None:
    """Refuse unless the document's reference has the digest of `whole`: soon, since what follows takes far longer."""
    reference = next(each for each in shape.references if each is not shape.properties)
    digest = hashes.Hash(names.DIGESTS[reference[-2].get("Algorithm", "")]())
    digest.update(whole)
    if digest.finalize() != decoded(reference[-1]):
        refuse("signature.digest_mismatch", reference)


def _verified_by_library(root: etree._Element, shape: Shape, key: SigningKey) -> bytes:
    """The canonical bytes that signxml verified for the reference to the document, with `key` and no other."""
    document = deepcopy(root)
    _replace_key_info(find_signatures(document)[0], key)
    try:
        results = XMLVerifier().verify(
            etree.tostring(document),
            expect_config=_configuration(len(shape.references)),
            # our own tables are stricter than the schema, and were applied to the very tree that this is a copy of
            validate_schema=False,
            parser=etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False),
        )
    except InvalidDigest:
        refuse("signature.digest_mismatch", shape.element)
    except (InvalidSignature, cryptography.exceptions.InvalidSignature):
        refuse("signature.invalid", shape.element)
    except (SignXMLException, etree.LxmlError, ValueError) as error:
        refuse("signature.malformed", shape.element, reason=str(error)[:200])
    results = results if isinstance(results, list) else [results]
    result = results[0 if shape.references[0] is not shape.properties else 1]
    if load_pem_public_key(result.signature_key) != key.public_key:
        refuse("signature.invalid", shape.element)
    return bytes(result.signed_data)


def _replace_key_info(signature: etree._Element, key: SigningKey) -> None:
    """Put the registered key where the message's KeyInfo was (which the signature doesn't cover)."""
    for given in signature.findall(ds("KeyInfo")):
        signature.remove(given)
    info = etree.Element(ds("KeyInfo"))
    value = etree.SubElement(info, f"{{{names.DS11}}}DEREncodedKeyValue")
    der = key.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    value.text = base64.b64encode(der).decode()
    signature.insert(2, info)


@cache
def _configuration(references: int) -> SignatureConfiguration:
    return SignatureConfiguration(
        require_x509=False,
        location=".//",
        expect_references=references,
        signature_methods=frozenset(map(SignatureMethod, names.SIGNATURES)),
        digest_algorithms=frozenset(map(DigestAlgorithm, names.DIGESTS)),
        default_reference_c14n_method=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )


def _require_whole_document(signed: bytes, whole: bytes, shape: Shape) -> None:
    """Refuse unless what the library verified is all of the document but its signature."""
    if signed != whole:
        root = shape.element.getroottree().getroot()
        refuse("signature.not_root", shape.element, element=names.local(root))


def remove_element(element: etree._Element) -> None:
    """Take `element` out of its tree and leave the text after it in place (lxml alone would take that along)."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root can't be removed")
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def without_signatures(body: XmlBody, limits: Limits = DEFAULT_LIMITS) -> XmlBody:
    """`body` as it reads without any signature in it, unverified: for showing what was kept, never for accepting it."""
    document = deepcopy(body.root)
    # a signature inside another goes with it; one that is the root leaves nothing to show but itself
    outermost = [each for each in find_signatures(document) if _is_outermost(each)]
    if not outermost:
        return body
    for each in outermost:
        remove_element(each)
    return _parsed_anew(canonical(document), body.root, limits)


def _is_outermost(signature: etree._Element) -> bool:
    return signature.getparent() is not None and next(signature.iterancestors(ds("Signature")), None) is None


def _parsed_anew(signed: bytes, original: etree._Element, limits: Limits) -> XmlBody:
    """The tree that `signed` makes: the elements of `original` but its signatures, with the lines they have there."""
    body = parse_xml(signed, limits)
    left_out = {inner for each in find_signatures(original) for inner in each.iter("*")}
    kept = (each for each in original.iter("*") if each not in left_out)
    for element, came_as in zip(body.root.iter("*"), kept, strict=False):
        line = min(names.line_of(came_as) or 0, _LAST_LINE)
        element.sourceline = line  # type: ignore[assignment]  # lxml-stubs knows nothing of its type
    return body
