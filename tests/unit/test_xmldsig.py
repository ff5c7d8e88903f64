"""Signing an XML document and proving who signed it: what is accepted, and what the verifier hands on."""

import base64
import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from lxml import etree
from signxml import SignatureConfiguration, XMLSigner, XMLVerifier, methods
from signxml.algorithms import CanonicalizationMethod

from app.errors import Refused
from app.safe import Limits
from app.safe.xml import parse_xml
from app.signatures import sign_xml as sign_xml_module
from app.signatures.base import SignatureKind, Trust, Verified
from app.signatures.sign_xml import AlreadySigned, XmlSigner, sign_xml
from app.signatures.xmldsig import find_signatures, verify_xml, without_signatures
from tests.keys import (
    NOW,
    Identity,
    authority,
    ec_identity,
    ec_key,
    ed25519_identity,
    intermediate,
    issued,
    registered,
    rsa_identity,
    rsa_key,
    trusting,
)

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
ORDER = f"""<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="{UBL}Order-2" xmlns:cbc="{UBL}CommonBasicComponents-2">
  <cbc:ID>A-1</cbc:ID>
  <cbc:Note>Müller &amp; Söhne, 订单&#13;
second line</cbc:Note>
</Order>""".encode()
CONTRACT = b"""<Contract xmlns="urn:countersign:contract:1"><Number>C-1</Number>
  <Clause id="1">x</Clause>
</Contract>"""
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def signed_by(who: Identity, raw: bytes = ORDER, xades: bool = False) -> bytes:
    return sign_xml(raw, who.private_key, who.certificate, xades=xades, now=NOW)


def verified(message: bytes, trust: Trust) -> Verified:
    return verify_xml(parse_xml(message), trust)


def code_of(message: bytes, trust: Trust) -> str:
    with pytest.raises(Refused) as refused:
        verified(message, trust)
    return refused.value.code


# --- what is accepted

SIGNERS = {
    "RSA 2048": (rsa_identity, "rsa-sha256"),
    "RSA 3072": (lambda: rsa_identity("b", 3072), "rsa-sha256"),
    "P-256": (ec_identity, "ecdsa-sha256"),
    "P-384": (lambda: ec_identity("b", "P-384"), "ecdsa-sha384"),
    "P-521": (lambda: ec_identity("b", "P-521"), "ecdsa-sha512"),
}


@pytest.mark.parametrize("xades", [False, True], ids=["XML-DSig", "XAdES-BES"])
@pytest.mark.parametrize("document", [ORDER, CONTRACT], ids=["UBL", "contract"])
@pytest.mark.parametrize("key", SIGNERS)
def test_what_we_sign_we_verify(key: str, document: bytes, xades: bool) -> None:
    who, algorithm = SIGNERS[key][0](), SIGNERS[key][1]
    result = verified(signed_by(who, document, xades), trusting(who))
    assert (result.key_id, result.algorithm) == ("key-1", algorithm)
    assert result.kind is (SignatureKind.XADES if xades else SignatureKind.XMLDSIG)
    assert result.signed_at == (NOW if xades else None)
    assert result.certificate_sha256 == who.certificate.fingerprint(SHA256()).hex()
    assert result.details["subject"].startswith("CN=")


def test_both_forms_of_xades_signing_certificate_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    make = sign_xml_module._make
    later = {"xades:SigningCertificate": "xades:SigningCertificateV2"}
    monkeypatch.setattr(sign_xml_module, "_make", lambda name, *a, **b: make(later.get(name, name), *a, **b))
    message = signed_by(ec_identity(), xades=True)
    assert b"SigningCertificateV2" in message
    assert verified(message, trusting(ec_identity())).kind is SignatureKind.XADES


@pytest.mark.parametrize("bits", ["256", "384", "512"])
@pytest.mark.parametrize("name", ["rsa-sha{}", "sha{}-rsa-MGF1", "ecdsa-sha{}"])
def test_every_accepted_algorithm_is_accepted(name: str, bits: str) -> None:
    key = ec_key() if name.startswith("ecdsa") else rsa_key()
    message = XmlSigner(key, algorithm=name.format(bits)).sign(CONTRACT, NOW)
    assert verified(message, trusting(key)).algorithm == name.format(bits)


def test_a_bare_key_needs_no_key_info() -> None:
    message = sign_xml(ORDER, ec_key(), None, now=NOW)
    assert b"KeyInfo" not in message
    assert verified(message, trusting(rsa_key(), ec_key())).key_id == "key-2"


def test_a_child_of_a_registered_authority_signs_for_the_organisation() -> None:
    message = signed_by(issued(authority()))
    assert verified(message, trusting(registered(authority(), "ca", role="ca"))).key_id == "ca"
    below = signed_by(issued(intermediate()))
    assert code_of(below, trusting(registered(authority(), "ca", role="ca"))) == "certificate.untrusted"


@pytest.mark.parametrize("key", SIGNERS)
def test_other_software_verifies_what_we_sign(key: str) -> None:
    who = SIGNERS[key][0]()
    result = XMLVerifier().verify(
        signed_by(who),
        x509_cert=who.certificate,
        expect_config=SignatureConfiguration(require_x509=True, verification_time=NOW),
    )
    assert result.signed_data == verified(signed_by(who), trusting(who)).body.raw


def test_what_other_software_signs_we_verify() -> None:
    who = ec_identity()
    signer = XMLSigner(
        method=methods.enveloped,
        signature_algorithm="ecdsa-sha256",
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    root = signer.sign(etree.fromstring(ORDER), key=who.private_key, cert=[who.certificate])
    assert verified(etree.tostring(root), trusting(who)).algorithm == "ecdsa-sha256"


def test_exclusive_c14n_may_name_prefixes_that_it_keeps() -> None:
    document = CONTRACT.replace(b"<Contract", b"<Contract xmlns:kept='urn:kept' xmlns:lost='urn:lost'")
    kept = etree.tostring(etree.fromstring(document), method="c14n", exclusive=True, inclusive_ns_prefixes=["kept"])
    root = etree.fromstring(sign_xml(document, rsa_key(), None, now=NOW))
    signed_info = root[-1][0]
    listing = "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces"
    etree.SubElement(signed_info[-1][0][-1], listing, PrefixList="kept")
    signed_info[-1][-1].text = base64.b64encode(hashlib.sha256(kept).digest()).decode()
    value = rsa_key().sign(etree.tostring(signed_info, method="c14n", exclusive=True), PKCS1v15(), SHA256())
    root[-1][1].text = base64.b64encode(value).decode()
    assert verified(etree.tostring(root), trusting(rsa_key())).body.raw == kept


# --- what is handed on


def test_what_is_handed_on_is_the_document_without_its_signature() -> None:
    result = verified(signed_by(rsa_identity(), CONTRACT), trusting(rsa_identity()))
    assert result.body.raw == etree.tostring(etree.fromstring(CONTRACT), method="c14n", exclusive=True)
    assert find_signatures(result.body.root) == []


def test_white_space_after_the_signature_is_part_of_what_is_signed() -> None:
    who = rsa_identity()
    signer = XMLSigner(
        method=methods.enveloped,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    place = b"<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#' Id='placeholder'/>\n\n"
    root = etree.fromstring(CONTRACT.replace(b"<Clause", place + b"<Clause"))
    message = etree.tostring(signer.sign(root, key=who.private_key, cert=[who.certificate]))
    assert b"</ds:Signature>\n\n<Clause" in message
    assert b"</Number>\n  \n\n<Clause" in verified(message, trusting(who)).body.raw
    assert (
        code_of(message.replace(b"</ds:Signature>\n", b"</ds:Signature>"), trusting(who)) == "signature.digest_mismatch"
    )


def test_text_slipped_in_after_the_signature_is_noticed() -> None:
    message = signed_by(rsa_identity(), CONTRACT).replace(b"</ds:Signature>", b"</ds:Signature>after")
    assert code_of(message, trusting(rsa_identity())) in {"signature.digest_mismatch", "signature.malformed"}


def test_elements_keep_the_lines_of_the_message_as_it_came() -> None:
    body = parse_xml(signed_by(rsa_identity()))
    result = verify_xml(body, trusting(rsa_identity()))
    came = {each.tag: each.sourceline for each in body.root.iter("*")}
    kept = {each.tag: each.sourceline for each in result.body.root.iter("*")}
    assert kept == {tag: came[tag] for tag in kept}
    assert kept[f"{{{UBL}CommonBasicComponents-2}}Note"] > 2


def test_lines_are_right_as_far_down_as_the_parser_can_count() -> None:
    long = b'<Contract xmlns="urn:c">' + b"<Line>\n</Line>" * 70_000 + b"</Contract>"
    body = parse_xml(signed_by(rsa_identity(), long))
    result = verify_xml(body, trusting(rsa_identity()))
    came = [each.sourceline for each in body.root[:-1]]
    assert came[-1] > 70_000
    assert [each.sourceline for each in result.body.root][:65_000] == came[:65_000]


def test_the_limits_that_the_message_was_read_with_hold_for_what_is_handed_on() -> None:
    with pytest.raises(Refused) as refused:
        verify_xml(parse_xml(signed_by(rsa_identity())), trusting(rsa_identity()), Limits(elements=3))
    assert refused.value.code == "xml.too_many_elements"


def test_a_refusal_says_where() -> None:
    message = signed_by(rsa_identity()).replace(b"rsa-sha256", b"rsa-md5")
    with pytest.raises(Refused) as refused:
        verified(message, trusting(rsa_identity()))
    assert refused.value.path.endswith("/ds:Signature/ds:SignedInfo/ds:SignatureMethod")
    assert refused.value.line


def test_an_unsigned_document_is_told_apart() -> None:
    assert find_signatures(parse_xml(ORDER).root) == []
    assert code_of(ORDER, trusting(rsa_identity())) == "signature.missing"


def test_a_kept_document_is_shown_without_its_signatures() -> None:
    shown = without_signatures(parse_xml(signed_by(rsa_identity(), CONTRACT)))
    assert shown.raw == verified(signed_by(rsa_identity(), CONTRACT), trusting(rsa_identity())).body.raw
    unsigned = parse_xml(CONTRACT)
    assert without_signatures(unsigned) is unsigned
    nothing_else = parse_xml(b"<s:Signature xmlns:s='http://www.w3.org/2000/09/xmldsig#'><s:Signature/></s:Signature>")
    assert without_signatures(nothing_else) is nothing_else


# --- which key


def test_a_signature_by_last_years_key_is_told_from_a_false_one() -> None:
    old, new = ec_key("old"), ec_key("new")
    trust = trusting(registered(old, "old", active_to=NOW), registered(new, "new"))
    assert verified(sign_xml(ORDER, new, None, now=NOW), trust).key_id == "new"
    assert code_of(sign_xml(ORDER, old, None, now=NOW), trust) == "signature.key_inactive"
    assert code_of(sign_xml(ORDER, ec_key("mallory"), None, now=NOW), trust) == "signature.invalid"


def test_a_certificate_of_somebody_else_in_the_message_helps_nobody() -> None:
    message = XmlSigner(ec_key("mallory"), ec_identity("alice").certificate).sign(ORDER, NOW)
    assert code_of(message, trusting(ec_identity("alice"))) == "signature.invalid"


def test_the_same_document_signed_by_another_registered_organisation_is_not_ours() -> None:
    assert code_of(signed_by(ec_identity("bob")), trusting(ec_identity("alice"))) == "signature.unknown_key"


# --- signing


def test_a_ubl_document_carries_its_signature_in_ubls_own_extension() -> None:
    root = parse_xml(signed_by(rsa_identity())).root
    (signature,) = find_signatures(root)
    path = [etree.QName(each).localname for each in signature.iterancestors()]
    assert path == [
        "SignatureInformation",
        "UBLDocumentSignatures",
        "ExtensionContent",
        "UBLExtension",
        "UBLExtensions",
        "Order",
    ]
    assert etree.QName(root[0]).localname == "UBLExtensions"


def test_any_other_document_carries_its_signature_last() -> None:
    assert parse_xml(signed_by(rsa_identity(), CONTRACT)).root[-1].tag == SIGNATURE


def test_an_extension_that_is_there_already_stays_and_the_signatures_comes_after_it() -> None:
    ext = f"{UBL}CommonExtensionComponents-2"
    extended = ORDER.replace(
        b"<cbc:ID>",
        f"""<e:UBLExtensions xmlns:e="{ext}"><e:UBLExtension><e:ExtensionContent><x xmlns="urn:x"/></e:ExtensionContent>
        </e:UBLExtension></e:UBLExtensions><cbc:ID>""".encode(),
    )
    result = verified(signed_by(rsa_identity(), extended), trusting(rsa_identity()))
    assert len(result.body.root[0]) == 2
    assert result.body.root[0][0].find(".//{urn:x}x") is not None


def test_what_was_verified_can_be_signed_on_in_the_same_place() -> None:
    once = verified(signed_by(rsa_identity()), trusting(rsa_identity())).body.raw
    again = verified(signed_by(ec_identity("bob"), once), trusting(ec_identity("bob"))).body.raw
    assert again == once


def test_a_document_that_uses_other_prefixes_for_signatures_is_signed_all_the_same() -> None:
    names = b"""xmlns:sig2='http://www.w3.org/2000/09/xmldsig#' xmlns:q='http://uri.etsi.org/01903/v1.3.2#'"""
    message = signed_by(rsa_identity(), CONTRACT.replace(b"<Contract", b"<Contract " + names), xades=True)
    assert verified(message, trusting(rsa_identity())).kind is SignatureKind.XADES


def test_comments_are_left_out_of_what_is_signed() -> None:
    commented = CONTRACT.replace(b"<Number>C", b"<!-- a --><Number><!-- b -->C")
    message = signed_by(rsa_identity(), b"<?xml-stylesheet href='x'?>" + commented)
    assert b"<!--" not in message
    assert verified(message, trusting(rsa_identity())).body.root.findtext("{*}Number") == "C-1"


def test_a_signed_document_is_not_signed_twice() -> None:
    with pytest.raises(AlreadySigned):
        signed_by(rsa_identity(), signed_by(ec_identity()))


def test_what_cannot_be_signed_is_said_before_anything_is_made() -> None:
    with pytest.raises(ValueError, match="elliptic-curve"):
        signed_by(ed25519_identity())
    with pytest.raises(ValueError, match="needs one"):
        sign_xml(ORDER, ec_key(), None, xades=True, now=NOW)
    with pytest.raises(ValueError, match="doesn't fit"):
        XmlSigner(ec_key(), algorithm="rsa-sha256").sign(ORDER, NOW)
    with pytest.raises(Refused, match="RSA with 1024 bits"):
        sign_xml(ORDER, rsa_key("weak", 1024), None, now=NOW)
    with pytest.raises(Refused):
        sign_xml(b"<!DOCTYPE x><x/>", ec_key(), None, now=NOW)


# --- with the official schemas and documents


@pytest.mark.corpus
@pytest.mark.parametrize("xades", [False, True], ids=["XML-DSig", "XAdES-BES"])
@pytest.mark.parametrize("name", ["Order", "Invoice", "CreditNote"])
def test_a_signed_ubl_document_is_still_valid_and_so_is_what_is_handed_on(name: str, xades: bool, corpus: Path) -> None:
    raw = (corpus / f"ubl/2.1/xml/UBL-{name}-2.1-Example.xml").read_bytes()
    schema = etree.XMLSchema(etree.parse(corpus / f"ubl/2.1/xsdrt/maindoc/UBL-{name}-2.1.xsd"))
    message = signed_by(rsa_identity(), raw, xades)
    schema.assertValid(etree.fromstring(message))
    schema.assertValid(verified(message, trusting(rsa_identity())).body.root)
