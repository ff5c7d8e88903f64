"""Signatures as attackers make them: the corpus's attacks, 240 wrapping variants of our own, and many small tricks."""

import base64
import random
import re
import time
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from lxml import etree
from signxml import SignatureConfiguration, XMLVerifier

from app.errors import Refused
from app.safe.xml import parse_xml
from app.signatures import certificates, xml_shape, xmldsig
from app.signatures.base import Trust, TrustedKey, Verified
from app.signatures.sign_xml import XmlSigner, sign_xml
from app.signatures.xmldsig import verify_xml
from tests.conftest import corpus_folder
from tests.hostile.wrapping import DOCUMENTS, FORGED, FORMS, SIGNERS, attack, signed
from tests.keys import EXPIRED, NOW, ec_identity, ec_key, registered, rsa_identity, rsa_key, trusting

SUITES = corpus_folder() / "security"
EXPECTED = dict(
    line.split("\t")
    for line in (Path(__file__).parent / "xml_signatures.tsv").read_text().splitlines()
    if not line.startswith("#")
)
FOLDERS = ("xsw-invoice", "samlraider", "pysaml2", "xml-crypto", "node-saml", "ruby-saml", "python3-saml", "signxml")
WRAPPING = r"XSW\d|/xsw/|wrapping_attack|_wrapped\."
PARTIAL = {"signature.not_root", "signature.wrapped", "signature.multiple", "signature.duplicate_id"}


def outcome(raw: bytes, trust: Trust) -> str:
    """ "accepted" or the code of the refusal, within a second of computing."""
    started = time.process_time()
    try:
        verify_xml(parse_xml(raw), trust)
    except Refused as refused:
        return refused.code
    finally:
        assert time.process_time() - started < 1
    return "accepted"


# --- the corpus


def record(key: object, certificate: bytes = b"") -> TrustedKey:
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]  # any kind
    return TrustedKey(f"key-{hash(der)}", "", der, certificate)


def keys_in(file: Path) -> list[TrustedKey]:
    """The certificate or public key in a PEM or DER file, if it is one that can be read at all."""
    for read in (x509.load_pem_x509_certificate, x509.load_der_x509_certificate):
        try:
            certificate = read(file.read_bytes())
            return [record(certificate.public_key(), certificate.public_bytes(Encoding.DER))]
        except ValueError:
            continue
    try:
        return [record(load_pem_public_key(file.read_bytes()))]
    except ValueError:
        return []


def keys_within(message: bytes) -> list[TrustedKey]:
    """Every certificate that the message brings along, as if its sender had registered it."""
    found = []
    for each in re.findall(rb"X509Certificate[^>]*>([^<]+)<", message):
        try:
            certificate = x509.load_der_x509_certificate(base64.b64decode(each))
            found.append(record(certificate.public_key(), certificate.public_bytes(Encoding.DER)))
        except ValueError:
            continue
    return found


def shipped_keys(suite: str) -> list[TrustedKey]:
    files = (each for each in (SUITES / suite).rglob("*") if each.suffix in {".pem", ".crt", ".cer", ".der"})
    return [key for file in sorted(files) for key in keys_in(file)]


def message_of(file: Path) -> bytes:
    return base64.b64decode(file.read_bytes()) if file.name.endswith("base64") else file.read_bytes()


def messages(suite: str) -> list[Path]:
    return sorted(each for each in (SUITES / suite).rglob("*") if each.name.endswith((".xml", "base64")))


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::cryptography.utils.CryptographyDeprecationWarning")
@pytest.mark.parametrize("suite", FOLDERS)
def test_every_message_of_the_corpus_gets_its_code_even_with_all_its_keys_registered(suite: str, corpus: Path) -> None:
    shipped = shipped_keys(suite)
    got = {}
    for file in messages(suite):
        raw = message_of(file)
        keys = {key.public_key: key for key in shipped + keys_within(raw)}
        got[str(file.relative_to(SUITES))] = outcome(raw, Trust(tuple(keys.values()), NOW))
    assert got == {path: code for path, code in EXPECTED.items() if path.startswith(f"{suite}/")}


def test_the_table_of_expectations_agrees_with_what_the_files_are_called() -> None:
    assert [path for path, code in EXPECTED.items() if code == "accepted"] == [
        "xsw-invoice/valid_enveloped.xml",
        "xsw-invoice/valid_idref.xml",
    ]
    wrapping = {path: code for path, code in EXPECTED.items() if re.search(WRAPPING, path)}
    assert len(wrapping) == 16
    assert set(wrapping.values()) <= PARTIAL
    assert {EXPECTED[path] for path in EXPECTED if "CVE_2025" in path and "exploit" in path} == {"xml.doctype"}
    assert {EXPECTED[path] for path in EXPECTED if "/enveloping-" in path} == {"signature.enveloping"}
    assert len(EXPECTED) == 490


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["valid_enveloped.xml", "valid_idref.xml"])
def test_the_two_valid_messages_are_refused_once_the_signer_is_not_registered(name: str, corpus: Path) -> None:
    message = (SUITES / "xsw-invoice" / name).read_bytes()
    assert outcome(message, trusting(*keys_in(SUITES / "xsw-invoice/signer.crt"))) == "accepted"
    assert outcome(message, trusting(rsa_identity())) in {"signature.unknown_key", "signature.invalid"}


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("xml-crypto/test/static/wsfederation_metadata.xml", datetime(2015, 1, 1, tzinfo=UTC)),
        ("signxml/test/xades/dss-signed.xml", datetime(2019, 6, 1, tzinfo=UTC)),
    ],
)
def test_signatures_of_other_software_verify_while_their_certificates_were_valid(
    path: str, at: datetime, corpus: Path
) -> None:
    message = (SUITES / path).read_bytes()
    signer = next(key for key in keys_within(message) if outcome(message, Trust((key,), NOW)) == "certificate.expired")
    assert outcome(message, Trust((signer,), at)) == "accepted"


# --- forty forms of wrapping


@pytest.mark.parametrize("algorithm", SIGNERS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_wrapped_below_is_accepted_before_it_is_wrapped(document: str, algorithm: str) -> None:
    verified = verify_xml(parse_xml(signed(document, algorithm)), trusting(SIGNERS[algorithm]()))
    assert b"100.00" in verified.body.raw
    assert verified.key_id == "key-1"


@pytest.mark.parametrize("algorithm", SIGNERS)
@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("name", FORMS)
def test_a_wrapped_document_is_refused_by_its_own_code(name: str, document: str, algorithm: str) -> None:
    message = attack(name, document, algorithm)
    assert message != signed(document, algorithm)
    assert outcome(message, trusting(SIGNERS[algorithm]())) == FORMS[name][0]


def test_there_are_forty_forms_and_they_carry_what_the_attacker_wants_to_be_believed() -> None:
    assert len(FORMS) * len(DOCUMENTS) * len(SIGNERS) == 240
    assert all(FORGED.encode() in attack(name, "order", "ECDSA") for name in FORMS)


# --- canaries: without the check the attack goes through, so the tests above test something

STILL_TRUE = [name for name, (code, _) in FORMS.items() if code in {"signature.not_root", "signature.wrapped"}]


@pytest.mark.parametrize("name", STILL_TRUE)
def test_a_verifier_that_only_checks_the_signature_accepts_the_wrapped_document(name: str) -> None:
    result = XMLVerifier().verify(
        attack(name, "invoice", "RSA"),
        x509_cert=rsa_identity().certificate,
        expect_config=SignatureConfiguration(require_x509=True),
        validate_schema=False,
    )
    assert b"100.00" in result.signed_data


def test_three_checks_stop_a_wrapped_document_and_without_them_it_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    message, trust = attack("original_as_last_child_of_forged", "order", "RSA"), trusting(rsa_identity())
    assert outcome(message, trust) == "signature.not_root"
    monkeypatch.setattr(xml_shape, "_require_root_signed", lambda *_: None)
    monkeypatch.setattr(xml_shape, "_require_place", lambda *_: None)
    assert outcome(message, trust) == "signature.digest_mismatch"
    monkeypatch.setattr(xmldsig, "_require_same_digest", lambda *_: None)
    assert outcome(message, trust) == "signature.not_root"
    monkeypatch.setattr(xmldsig, "_require_whole_document", lambda *_: None)
    assert outcome(message, trust) == "accepted"


def test_without_the_check_for_comments_a_split_amount_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    message, trust = signed("order", "RSA").replace(b"100.00", b"1<!-- -->00.00"), trusting(rsa_identity())
    assert outcome(message, trust) == "signature.comment"
    monkeypatch.setattr(xmldsig, "_require_nothing_hidden", lambda *_: None)
    assert outcome(message, trust) == "accepted"


def test_without_the_check_for_doubled_ids_the_library_alone_has_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    message, trust = attack("the_same_id_spelled_id", "order", "RSA"), trusting(rsa_identity())
    monkeypatch.setattr(xml_shape, "_carriers", lambda reference, _: [(reference.getroottree().getroot(), "ID")])
    monkeypatch.setattr(xml_shape, "_require_place", lambda *_: None)
    assert outcome(message, trust) == "signature.digest_mismatch"
    monkeypatch.setattr(xmldsig, "_require_same_digest", lambda *_: None)
    assert outcome(message, trust) == "signature.not_root"
    monkeypatch.setattr(xmldsig, "_require_whole_document", lambda *_: None)
    assert outcome(message, trust) == "accepted"


def test_without_the_check_of_its_period_an_expired_certificate_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    who = ec_identity("late", wanted=EXPIRED)
    message = sign_xml(b'<a xmlns="urn:a"/>', who.private_key, who.certificate, now=NOW)
    assert outcome(message, trusting(who)) == "certificate.expired"
    monkeypatch.setattr("app.signatures.trust.require_valid_at", lambda *_: None)
    assert outcome(message, trusting(who)) == "accepted"


def test_without_the_check_of_its_strength_a_short_key_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    weak = rsa_key("weak", 1024)
    monkeypatch.setattr("app.signatures.sign_xml.require_strong", lambda key: key)
    message = sign_xml(b'<a xmlns="urn:a"/>', weak, None, now=NOW)
    assert outcome(message, trusting(weak)) == "certificate.weak_key"
    certificates.load_public_key.cache_clear()
    monkeypatch.setattr(certificates, "require_strong", lambda key: key)
    assert outcome(message, trusting(weak)) == "accepted"
    certificates.load_public_key.cache_clear()


# --- one true signature, changed in one place

EXCLUSIVE = b"http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = b"http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
INCLUSIVE_11 = b"http://www.w3.org/2006/12/xml-c14n11"
ENVELOPED = b"http://www.w3.org/2000/09/xmldsig#enveloped-signature"
RSA_SHA256 = b"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = b"http://www.w3.org/2001/04/xmlenc#sha256"
METHOD = b'CanonicalizationMethod Algorithm="'
TRANSFORM = b'Transform Algorithm="'

CHANGES: dict[str, tuple[str, bytes, bytes]] = {
    "the amount": ("signature.digest_mismatch", b"100.00", b"100.01"),
    "an attribute": ("signature.digest_mismatch", b'currencyID="EUR"', b'currencyID="USD"'),
    "an element beside the signature": ("signature.digest_mismatch", b"<ds:Signature ", b"<x/><ds:Signature "),
    "the digest": ("signature.invalid", b"<ds:DigestValue>", b"<ds:DigestValue>AAAA"),
    "the signature value": ("signature.invalid", b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA"),
    "a signature value that is no base64": ("signature.malformed", b"<ds:SignatureValue>", b"<ds:SignatureValue>!"),
    "an empty signature value": ("signature.malformed", b"<ds:SignatureValue>", b"<ds:SignatureValue/><ds:X>"),
    "inclusive c14n": ("signature.canonicalization", METHOD + EXCLUSIVE, METHOD + INCLUSIVE),
    "inclusive c14n 1.1": ("signature.canonicalization", METHOD + EXCLUSIVE, METHOD + INCLUSIVE_11),
    "c14n with comments": ("signature.canonicalization", METHOD + EXCLUSIVE, METHOD + EXCLUSIVE + b"WithComments"),
    "no c14n transform": ("signature.transform", TRANSFORM + EXCLUSIVE, TRANSFORM + ENVELOPED),
    "a transform with comments": (
        "signature.transform",
        TRANSFORM + EXCLUSIVE,
        TRANSFORM + EXCLUSIVE + b"WithComments",
    ),
    "an inclusive transform": ("signature.transform", TRANSFORM + EXCLUSIVE, TRANSFORM + INCLUSIVE),
    "a base64 transform": (
        "signature.transform",
        TRANSFORM + ENVELOPED,
        TRANSFORM + b"http://www.w3.org/2000/09/xmldsig#base64",
    ),
    "an xpath filter": (
        "signature.transform",
        TRANSFORM + ENVELOPED,
        TRANSFORM + b"http://www.w3.org/2002/06/xmldsig-filter2",
    ),
    "decryption": ("signature.transform", TRANSFORM + ENVELOPED, TRANSFORM + b"http://www.w3.org/2002/07/decrypt#XML"),
    "rsa with sha-1": ("signature.weak_algorithm", RSA_SHA256, b"http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
    "rsa with md5": ("signature.weak_algorithm", RSA_SHA256, b"http://www.w3.org/2001/04/xmldsig-more#rsa-md5"),
    "dsa": ("signature.weak_algorithm", RSA_SHA256, b"http://www.w3.org/2009/xmldsig11#dsa-sha256"),
    "ecdsa with sha-1": ("signature.weak_algorithm", RSA_SHA256, b"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1"),
    "digest sha-1": ("signature.weak_algorithm", SHA256, b"http://www.w3.org/2000/09/xmldsig#sha1"),
    "digest md5": ("signature.weak_algorithm", SHA256, b"http://www.w3.org/2001/04/xmldsig-more#md5"),
    "an unknown algorithm": ("signature.algorithm", RSA_SHA256, b"urn:none"),
    "no algorithm": ("signature.algorithm", RSA_SHA256, b""),
    "hmac with sha-1": ("signature.hmac", RSA_SHA256, b"http://www.w3.org/2000/09/xmldsig#hmac-sha1"),
    "an algorithm for other keys": ("signature.algorithm_mismatch", b"more#rsa-sha256", b"more#ecdsa-sha256"),
    "an unresolved id": ("signature.reference_unresolved", b'URI=""', b'URI="#nobody"'),
    "an empty fragment": ("signature.reference_unresolved", b'URI=""', b'URI="#"'),
    "an id with quotes": ("signature.reference_unresolved", b'URI=""', b"URI=\"#a' or '1'='1\""),
    "a percent-encoded id": ("signature.reference_unresolved", b'URI=""', b'URI="#%64oc"'),
    "the whole by xpointer": ("signature.xpointer", b'URI=""', b'URI="#xpointer(/)"'),
    "an element scheme": ("signature.reference_unresolved", b'URI=""', b'URI="#element(/1)"'),
    "a relative file": ("signature.external_reference", b'URI=""', b'URI="order.xml"'),
    "a blank": ("signature.external_reference", b'URI=""', b'URI=" "'),
    "a manifest": ("signature.malformed", b'URI=""', b'URI="" Type="http://www.w3.org/2000/09/xmldsig#Manifest"'),
    "text in the signature": ("signature.malformed", b"</ds:SignedInfo>", b"</ds:SignedInfo>text"),
    "an unknown attribute": ("signature.malformed", b"<ds:SignedInfo>", b'<ds:SignedInfo evil="1">'),
    "a foreign element": ("signature.malformed", b"</ds:SignedInfo>", b"<x/></ds:SignedInfo>"),
    "a comment in the digest": ("signature.comment", b"<ds:DigestValue>", b"<ds:DigestValue><!--AAAA-->"),
    "a comment in the certificate": ("signature.comment", b"<ds:X509Certificate>", b"<ds:X509Certificate><!-- -->"),
    "a comment between elements of the signature": ("signature.comment", b"<ds:KeyInfo>", b"<!-- --><ds:KeyInfo>"),
    "a comment in an amount": ("signature.comment", b"100.00", b"1<!-- -->00.00"),
    "a stylesheet": ("signature.processing_instruction", b"<Order", b'<?xml-stylesheet href="evil.xsl"?><Order'),
    "a processing instruction": ("xml.processing_instruction", b"100.00", b"1<?x?>00.00"),
    "xml:base": ("signature.xml_base", b"<Order", b'<Order xml:base="http://127.0.0.1:9/"'),
    "a doctype": ("xml.doctype", b"<Order", b'<!DOCTYPE Order [<!ATTLIST Order ID ID "doc">]><Order'),
    "a key value": ("signature.key_info", b"<ds:KeyInfo>", b"<ds:KeyInfo><ds:KeyValue/>"),
    "a retrieval method": ("signature.key_info", b"<ds:KeyInfo>", b'<ds:KeyInfo><ds:RetrievalMethod URI="#k"/>'),
    "a revocation list": ("signature.key_info", b"<ds:X509Data>", b"<ds:X509Data><ds:X509CRL/>"),
    "another key's name": ("signature.unknown_key", b"<ds:X509Data>", b"<ds:KeyName>eve</ds:KeyName><ds:X509Data>"),
    "a broken certificate": ("certificate.malformed", b"<ds:X509Certificate>", b"<ds:X509Certificate>AAAA"),
    "an object": ("signature.malformed", b"</ds:Signature>", b"<ds:Object/></ds:Signature>"),
    "a second object": ("signature.malformed", b"</ds:Signature>", b"<ds:Object/><ds:Object/></ds:Signature>"),
    "hmac truncation": ("signature.malformed", b"</ds:SignedInfo>", b"</ds:SignedInfo>"),
}


def order_signed_by_alice() -> bytes:
    who = rsa_identity()
    return sign_xml(DOCUMENTS["order"].encode(), who.private_key, who.certificate, now=NOW)


@pytest.mark.parametrize("what", CHANGES)
def test_a_signature_changed_in_one_place_is_refused_by_its_own_code(what: str) -> None:
    code, before, after = CHANGES[what]
    message = order_signed_by_alice()
    assert before in message
    changed = message.replace(before, after, 1)
    if what == "an empty signature value":
        changed = changed.replace(b"</ds:SignatureValue>", b"</ds:X>")
    if what == "another key's name":
        changed = re.sub(b"<ds:X509Data>.*</ds:X509Data>", b"", changed, flags=re.DOTALL)
    if what == "hmac truncation":
        changed = re.sub(
            b'(rsa-sha256")/>', rb"\1><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>", changed
        )
    assert outcome(changed, trusting(rsa_identity())) == code


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<Order", b"<!-- a comment before the root --><Order"),
        (b"<cbc:ID>A-1", b"<!-- a comment between elements --><cbc:ID>A-1"),
        (b"<ds:X509Data>", b"<ds:KeyName>whoever</ds:KeyName><ds:X509Data>"),
        (b"</Order>", b"</Order>\n"),
        (b"<Order ", b"<Order   "),
    ],
)
def test_what_canonical_xml_leaves_out_changes_nothing(before: bytes, after: bytes) -> None:
    message = order_signed_by_alice().replace(before, after, 1)
    verified = verify_xml(parse_xml(message), trusting(rsa_identity()))
    assert verified.body.raw == verify_xml(parse_xml(order_signed_by_alice()), trusting(rsa_identity())).body.raw


# --- XAdES


def xades_order() -> bytes:
    who = rsa_identity()
    return sign_xml(DOCUMENTS["order"].encode(), who.private_key, who.certificate, xades=True, now=NOW)


XADES_CHANGES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "another signing time": ("signature.digest_mismatch", lambda m: m.replace(b"2026-07-01T12", b"2020-07-01T12")),
    "unsigned properties": (
        "signature.unsigned_properties",
        lambda m: m.replace(b"</xades:SignedProperties>", b"</xades:SignedProperties><xades:UnsignedProperties/>"),
    ),
    "properties of another signature": ("signature.malformed", lambda m: m.replace(b'"#signature"', b'"#other"')),
    "no properties": ("signature.malformed", lambda m: re.sub(b"<ds:Object>.*</ds:Object>", b"", m, flags=re.DOTALL)),
    "properties under a second id": (
        "signature.duplicate_id",
        lambda m: m.replace(b"<cbc:ID>A-1", b'<cbc:ID id="signed-properties">A-1'),
    ),
    "the properties' reference elsewhere": (
        "signature.malformed",
        lambda m: m.replace(b"#signed-properties", b"#signature", 1),
    ),
    "no reference to the document": (
        "signature.reference_count",
        lambda m: re.sub(b'<ds:Reference URI="">.*?</ds:Reference>', b"", m, flags=re.DOTALL),
    ),
    "a third reference": (
        "signature.reference_count",
        lambda m: m.replace(
            b'<ds:Reference URI="">',
            b'<ds:Reference URI="#key"><ds:DigestMethod Algorithm=""/>'
            b'<ds:DigestValue/></ds:Reference><ds:Reference URI="">',
        ),
    ),
    "the amount": ("signature.digest_mismatch", lambda m: m.replace(b"100.00", b"100.01")),
}


@pytest.mark.parametrize("what", XADES_CHANGES)
def test_xades_changed_in_one_place_is_refused_by_its_own_code(what: str) -> None:
    code, change = XADES_CHANGES[what]
    message = change(xades_order())
    assert message != xades_order()
    assert outcome(message, trusting(rsa_identity())) == code


def test_xades_naming_another_certificate_of_the_same_key_is_refused() -> None:
    renewed = rsa_identity()
    older = ec_identity("older")
    who = XmlSigner(older.private_key, renewed.certificate, xades=True)  # properties and KeyInfo name the wrong one
    message = who.sign(DOCUMENTS["order"].encode(), NOW)
    without_key_info = re.sub(b"<ds:KeyInfo>.*</ds:KeyInfo>", b"", message, flags=re.DOTALL)
    assert outcome(without_key_info, trusting(older)) == "signature.signing_certificate"
    assert outcome(without_key_info, trusting(older.private_key)) == "signature.signing_certificate"


# --- too much of everything


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (b"<ds:Reference ", b'<ds:Reference URI="#x"><ds:DigestMethod/><ds:DigestValue/></ds:Reference>' * 20_000
         + b"<ds:Reference ", "signature.malformed"),
        (b"<ds:Transform ", b'<ds:Transform Algorithm="urn:x"/>' * 50_000 + b"<ds:Transform ", "signature.malformed"),
        (b"<ds:X509Certificate>", b"<ds:X509Certificate>AAAA</ds:X509Certificate>" * 20_000 + b"<ds:X509Certificate>",
         "signature.malformed"),
        (b"</Order>", b"<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'/>" * 20_000 + b"</Order>",
         "signature.multiple"),
        (b"</Order>", b"<x>" * 90 + b"<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'/>" * 5_000
         + b"</x>" * 90 + b"</Order>", "signature.multiple"),
        (b"<Order", b"<!-- -->" * 50_000 + b"<Order", "accepted"),
        (b"<cbc:ID>A-1", b"<!-- -->" * 50_000 + b"<cbc:ID>A-1", "accepted"),
        (b"<cbc:ID>A-1", b"<cbc:ID>" + b"<x id='doc'/>" * 50_000 + b"A-1", "signature.digest_mismatch"),
    ],
    ids=["references", "transforms", "certificates", "signatures", "deep signatures", "prolog", "comments", "ids"],
)  # fmt: skip
def test_too_much_of_anything_is_refused_quickly(before: bytes, after: bytes, code: str) -> None:
    message = order_signed_by_alice().replace(before, after, 1)
    assert outcome(message, trusting(rsa_identity())) == code


def test_the_right_key_is_found_among_many() -> None:
    keys = [registered(ec_key(f"k{n}"), f"key-{n}") for n in range(40)]
    message = sign_xml(b'<a xmlns="urn:a"/>', ec_key("k39"), None, now=NOW)
    assert outcome(message, trusting(*keys)) == "accepted"
    assert outcome(message, trusting(*keys[:-1])) == "signature.invalid"


def test_what_is_handed_on_was_parsed_from_exactly_the_signed_bytes() -> None:
    verified: Verified = verify_xml(parse_xml(order_signed_by_alice()), trusting(rsa_identity()))
    again = etree.tostring(etree.fromstring(verified.body.raw), method="c14n", exclusive=True)
    assert verified.body.raw == again == etree.tostring(verified.body.root, method="c14n", exclusive=True)
    assert b"Signature " not in verified.body.raw


# --- changes that nobody thought of: whatever is done to a signed message, it is refused or says the same


def short_message() -> bytes:
    return sign_xml(DOCUMENTS["contract"].encode(), ec_key("short"), None, now=NOW)


def told_by(message: bytes) -> bytes | None:
    """What the message makes us believe; None where it is refused."""
    try:
        return verify_xml(parse_xml(message), trusting(ec_key("short"), ec_identity())).body.raw
    except Refused:
        return None


def test_no_changed_byte_changes_what_is_believed() -> None:
    message = short_message()
    honest = told_by(message)
    for position in range(0, len(message), 4):
        changed = message[:position] + bytes([message[position] ^ 0x01]) + message[position + 1 :]
        assert told_by(changed) in {honest, None}, f"byte {position}"


def test_no_rearranged_element_changes_what_is_believed() -> None:
    chance = random.Random(1)
    believed = 0
    for message in [short_message(), signed("order", "ECDSA")] * 150:
        root = etree.fromstring(message)
        for _ in range(chance.randint(1, 2)):
            rearrange(root, chance)
        told = told_by(etree.tostring(root))
        assert told in {told_by(message), None}, etree.tostring(root)
        believed += told is not None
    assert 5 < believed < 100  # some changes touch nothing that matters (KeyInfo), most do


def rearrange(root: etree._Element, chance: random.Random) -> None:
    """Copy, move, empty or remove a random element, or put the root around itself."""
    elements = list(root.iter("*"))
    chosen, place = chance.choice(elements), chance.choice(elements)
    action = chance.choice(["copy", "move", "empty", "remove"])
    if action == "copy":
        place.insert(chance.randint(0, len(place)), deepcopy(chosen))
    elif action == "empty":
        chosen.text = None
    elif chosen is not root and chosen not in place.iterancestors() and chosen is not place:
        chosen.getparent().remove(chosen)
        if action == "move":
            place.append(chosen)
