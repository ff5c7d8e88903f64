"""JSON Web Signatures: what is signed is what is used, and everything else is refused with its own code."""

import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from app.errors import Refused, entries
from app.safe import JsonBody, Limits, XmlBody
from app.signatures.base import SignatureKind, Trust
from app.signatures.jws import looks_like_jws, open_jws, payload_of, sign_jws, verify_jws
from app.signatures.jws_algorithms import PrivateKey
from app.signatures.jws_envelope import encode_base64url
from tests import keys

ORDER = b'{"type": "order", "number": "PO-1", "total": 12.50}'
ALICE_EC = keys.ec_key("alice")
TRUST_ALICE = keys.trusting(ALICE_EC)


def code_of(raw: bytes, trust: Trust = TRUST_ALICE, **options: Any) -> str:
    with pytest.raises(Refused) as refused:
        verify_jws(raw, trust, **options)
    return refused.value.code


def signed_as_is(header: bytes, payload: bytes = ORDER, key: ec.EllipticCurvePrivateKey = ALICE_EC) -> bytes:
    """A compact JWS with a valid ES256 signature over any header whatever."""
    signed = encode_base64url(header) + b"." + encode_base64url(payload)
    return signed + b"." + encode_base64url(raw_ecdsa(key, signed))


def raw_ecdsa(key: ec.EllipticCurvePrivateKey, signed: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def flattened(**changes: Any) -> dict[str, Any]:
    return {**json.loads(sign_jws(ORDER, ALICE_EC, kid="key-1", flattened=True)), **changes}


SIGNERS = [
    ("RS256", keys.rsa_key),
    ("RS384", keys.rsa_key),
    ("RS512", keys.rsa_key),
    ("PS256", keys.rsa_key),
    ("PS384", keys.rsa_key),
    ("PS512", keys.rsa_key),
    ("ES256", lambda: keys.ec_key("alice", "P-256")),
    ("ES384", lambda: keys.ec_key("alice", "P-384")),
    ("ES512", lambda: keys.ec_key("alice", "P-521")),
    ("EdDSA", keys.ed25519_key),
    ("Ed25519", keys.ed25519_key),
]


@pytest.mark.parametrize("form", ["compact", "flattened"])
@pytest.mark.parametrize(("alg", "key"), SIGNERS)
def test_a_signed_order_is_read_from_the_signed_bytes(alg: str, key: Any, form: str) -> None:
    raw = sign_jws(ORDER, key(), kid="key-1", alg=alg, flattened=form == "flattened")
    assert looks_like_jws(raw)
    verified = verify_jws(raw, keys.trusting(key()))
    assert isinstance(verified.body, JsonBody)
    assert verified.body.raw == ORDER
    assert verified.body.value["number"] == "PO-1"
    assert (verified.kind, verified.key_id, verified.algorithm) == (SignatureKind.JWS, "key-1", alg)
    assert verified.details == {"kid": "key-1", "serialization": form}


@pytest.mark.parametrize(("alg", "key"), SIGNERS)
def test_one_altered_byte_anywhere_is_noticed(alg: str, key: Any) -> None:
    raw = sign_jws(ORDER, key(), kid="key-1", alg=alg)
    header, payload, signature = raw.split(b".")
    for altered in (
        b".".join((header, encode_base64url(ORDER.replace(b"12.50", b"92.50")), signature)),
        b".".join((header, payload, encode_base64url(bytes(len(signature) * 3 // 4)))),
        b".".join((encode_base64url(b'{"kid":"key-1","alg":"%s"}' % alg.encode()), payload, signature)),
    ):
        assert code_of(altered, keys.trusting(key())) == "jws.signature_invalid"


@pytest.mark.parametrize("key", [keys.rsa_key(), ALICE_EC, keys.ec_key("alice", "P-521"), keys.ed25519_key()])
def test_the_key_chooses_an_algorithm_where_nobody_does(key: PrivateKey) -> None:
    assert verify_jws(sign_jws(ORDER, key, kid="key-1"), keys.trusting(key)).algorithm in {
        "RS256",
        "ES256",
        "ES512",
        "EdDSA",
    }


def test_the_certificate_is_named_by_its_digest() -> None:
    alice = keys.ec_identity("alice")
    verified = verify_jws(sign_jws(ORDER, alice.private_key, kid="key-1"), keys.trusting(alice))
    assert verified.certificate_sha256 == sha256(alice.certificate_der).hexdigest()


def test_an_xml_document_travels_in_a_jws() -> None:
    for content_type in ("application/xml", "xml", "application/vnd.order+xml; charset=utf-8", ""):
        raw = sign_jws(b"<order><number>1</number></order>", ALICE_EC, kid="key-1", content_type=content_type)
        body = verify_jws(raw, TRUST_ALICE).body
        assert isinstance(body, XmlBody)
        assert body.root.findtext("number") == "1"


def test_other_content_is_refused() -> None:
    assert code_of(sign_jws(b"%PDF", ALICE_EC, kid="key-1", content_type="application/pdf")) == "jws.content_type"
    assert code_of(sign_jws(b"%PDF", ALICE_EC, kid="key-1")) == "json.malformed"
    assert code_of(sign_jws(b'{"a":1,"a":2}', ALICE_EC, kid="key-1")) == "json.duplicate_key"
    assert code_of(sign_jws(b"<!DOCTYPE x><x/>", ALICE_EC, kid="key-1", content_type="xml")) == "xml.doctype"


def test_the_signers_own_time_is_shown_and_nothing_more() -> None:
    at = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
    assert verify_jws(sign_jws(ORDER, ALICE_EC, kid="key-1", iat=int(at.timestamp())), TRUST_ALICE).signed_at == at
    for odd in (10**30, True, "soon", None, -(10**15)):
        assert verify_jws(sign_jws(ORDER, ALICE_EC, kid="key-1", iat=odd), TRUST_ALICE).signed_at is None


def test_without_a_kid_every_usable_key_of_the_right_type_is_tried() -> None:
    trust = keys.trusting(keys.rsa_key(), keys.ec_key("older"), ALICE_EC, keys.ed25519_key())
    assert verify_jws(signed_as_is(b'{"alg":"ES256"}'), trust).key_id == "key-3"
    assert code_of(signed_as_is(b'{"alg":"ES256"}'), keys.trusting(keys.ec_key("older"))) == "jws.signature_invalid"


def test_a_kid_selects_and_never_falls_back() -> None:
    trust = keys.trusting(keys.ec_key("older"), ALICE_EC)
    assert code_of(sign_jws(ORDER, ALICE_EC, kid="key-1"), trust) == "jws.signature_invalid"
    assert code_of(sign_jws(ORDER, ALICE_EC, kid="key-9"), trust) == "signature.unknown_key"


def test_keys_count_from_when_to_when_they_are_active_and_never_once_revoked() -> None:
    hour = timedelta(hours=1)
    raw = sign_jws(ORDER, ALICE_EC, kid="key-1")
    ended = keys.registered(ALICE_EC, active_to=keys.NOW)
    early = keys.registered(ALICE_EC, active_from=keys.NOW + hour)
    revoked = keys.registered(ALICE_EC, revoked_at=keys.NOW - hour)
    assert code_of(raw, keys.trusting(ended)) == "signature.key_inactive"
    assert code_of(raw, keys.trusting(early)) == "signature.key_inactive"
    assert code_of(raw, keys.trusting(revoked)) == "signature.key_revoked"
    assert verify_jws(raw, keys.trusting(keys.registered(ALICE_EC, active_to=keys.NOW + hour))).key_id == "key-1"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (b'{"alg":"none"}', "jws.algorithm_none"),
        (b'{"alg":"NoNe"}', "jws.algorithm_none"),
        (b'{"alg":"HS256","kid":"key-1"}', "jws.algorithm_symmetric"),
        (b'{"alg":"hs512"}', "jws.algorithm_symmetric"),
        (b'{"alg":"ES256K"}', "jws.algorithm_unknown"),
        (b'{"alg":"es256"}', "jws.algorithm_unknown"),
        (b'{"alg":""}', "jws.algorithm_unknown"),
        (b'{"alg":["ES256"]}', "jws.header"),
        (b'{"alg":null}', "jws.header"),
        (b'{"kid":"key-1"}', "jws.header"),
        (b'["alg","ES256"]', "jws.header"),
        (b"", "jws.header"),
        (b'{"alg":"ES256"', "jws.header"),
        (b'{"alg":"ES256","kid":7}', "jws.header"),
        (b'{"alg":"ES256","typ":{}}', "jws.header"),
        (b'{"alg":"ES256","pad":"' + b"x" * 20_000 + b'"}', "jws.header"),
        (b'{"alg":"ES256","deep":' + b"[" * 500 + b"]" * 500 + b"}", "jws.header"),
        (b'{"alg":"none","alg":"ES256"}', "jws.duplicate_header"),
        (b'{"alg":"ES256","\\u0061lg":"ES256"}', "jws.duplicate_header"),
        (b'{"alg":"ES256","crit":["exp"],"exp":1}', "jws.crit"),
        (b'{"alg":"ES256","crit":[]}', "jws.crit"),
        (b'{"alg":"ES256","crit":["b64"],"b64":false}', "jws.crit"),
        (b'{"alg":"ES256","b64":false}', "jws.unencoded_payload"),
        (b'{"alg":"ES256","jwk":{"kty":"EC"}}', "jws.embedded_key"),
        (b'{"alg":"ES256","jku":"https://evil.example/keys"}', "jws.embedded_key"),
        (b'{"alg":"ES256","x5u":"https://evil.example/cert"}', "jws.embedded_key"),
        (b'{"alg":"ES256","typ":"countersign-receipt+jwt"}', "jws.type"),
        (b'{"alg":"RS256","kid":"key-1"}', "jws.key_mismatch"),
        (b'{"alg":"ES384","kid":"key-1"}', "jws.key_mismatch"),
        (b'{"alg":"EdDSA","kid":"key-1"}', "jws.key_mismatch"),
        (b'{"alg":"PS256"}', "jws.key_mismatch"),
    ],
)
def test_every_evil_header_has_its_own_code(header: bytes, code: str) -> None:
    assert code_of(signed_as_is(header)) == code


@pytest.mark.parametrize("typ", ["JOSE", "JWT", "jose+json", "application/json", "application/jose"])
def test_the_types_that_libraries_write_are_taken(typ: str) -> None:
    assert verify_jws(sign_jws(ORDER, ALICE_EC, kid="key-1", typ=typ), TRUST_ALICE).key_id == "key-1"


def test_a_certificate_in_the_header_is_never_looked_at() -> None:
    mallory = keys.ec_identity("mallory")
    header = json.dumps({"alg": "ES256", "x5c": [encode_base64url(mallory.certificate_der).decode()]}).encode()
    assert verify_jws(signed_as_is(header), TRUST_ALICE).key_id == "key-1"
    assert code_of(signed_as_is(header, key=keys.ec_key("mallory"))) == "jws.signature_invalid"


def chained(*chain: keys.Identity, kid: str = "") -> bytes:
    header = {"alg": "ES256", "x5c": [b64encode(each.certificate_der).decode() for each in chain]}
    return signed_as_is(json.dumps({**header, "kid": kid} if kid else header).encode(), key=chain[0].private_key)


def test_a_chain_to_an_authority_on_record_is_enough() -> None:
    below = keys.intermediate()
    bob = keys.issued(below, "bob")
    trust = keys.trusting(keys.registered(keys.authority(), "ca-1", role="ca"))
    verified = verify_jws(chained(bob, below), trust)
    assert (verified.key_id, verified.certificate_sha256) == (
        "ca-1",
        bob.certificate.fingerprint(hashes.SHA256()).hex(),
    )


def test_a_chain_to_a_stranger_is_refused() -> None:
    trust = keys.trusting(keys.registered(keys.authority(), "ca-1", role="ca"))
    stranger = keys.issued(keys.authority("Another CA"), "eve")
    assert code_of(chained(stranger), trust=trust) == "certificate.untrusted"


def test_an_expired_certificate_of_an_authority_on_record_is_refused() -> None:
    trust = keys.trusting(keys.registered(keys.authority(), "ca-1", role="ca"))
    late = keys.issued(keys.authority(), "late", keys.EXPIRED)
    assert code_of(chained(late), trust=trust) == "certificate.expired"


def test_a_registered_name_wins_over_a_presented_chain() -> None:
    trust = keys.trusting(keys.registered(ALICE_EC), keys.registered(keys.authority(), "ca-1", role="ca"))
    bob = keys.issued(keys.authority(), "bob")
    assert code_of(chained(bob, kid="key-1"), trust=trust) == "jws.signature_invalid"


@pytest.mark.parametrize("chain", ["text", [1], ["%%%"], ["AAAA"], {}])
def test_a_chain_that_is_none_is_refused(chain: object) -> None:
    trust = keys.trusting(keys.registered(keys.authority(), "ca-1", role="ca"))
    header = json.dumps({"alg": "ES256", "x5c": chain}).encode()
    assert code_of(signed_as_is(header), trust=trust) in ("jws.header", "certificate.malformed")


def test_a_public_key_used_as_a_shared_secret_is_refused() -> None:
    signed = encode_base64url(b'{"alg":"HS256","kid":"key-1"}') + b"." + encode_base64url(ORDER)
    for secret in (keys.public_der(ALICE_EC), keys.public_pem(ALICE_EC).encode()):
        raw = signed + b"." + encode_base64url(hmac.digest(secret, signed, "sha256"))
        assert code_of(raw) == "jws.algorithm_symmetric"


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize("change", ["padding", "space", "newline", "standard alphabet", "unused bits", "cut"])
def test_each_part_has_exactly_one_spelling(position: int, change: str) -> None:
    payload = b'{"a":"???>>>~~~"} '  # 18 bytes: no unused bits by itself, so one is added below
    parts = signed_as_is(b'{"alg":"ES256"} ', payload + b" ").split(b".")
    part = parts[position]
    last = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    parts[position] = {
        "padding": part + b"=" * (-len(part) % 4 or 4),
        "space": part[:3] + b" " + part[3:],
        "newline": part + b"\n",
        "standard alphabet": part + b"+/",
        "unused bits": part[:-1] + last[last.index(part[-1:]) + 1 :][:1],
        "cut": part[: len(part) // 4 * 4 + 1] if len(part) % 4 else part + b"A",
    }[change]
    assert code_of(b".".join(parts)) == "jws.base64"


@pytest.mark.parametrize("raw", [b"", b".", b"eyJ9", b"a.b", b"a.b.c.d", b"...." * 1000, b"a.b.c.d.e"])
def test_not_three_parts_is_malformed(raw: bytes) -> None:
    assert code_of(raw) == "jws.malformed"


def test_nothing_signed_is_refused() -> None:
    assert code_of(sign_jws(b"", ALICE_EC, kid="key-1")) == "jws.empty_payload"
    header, payload, _ = sign_jws(ORDER, ALICE_EC, kid="key-1").split(b".")
    assert code_of(header + b"." + payload + b".") == "jws.signature_missing"
    assert code_of(header + b".." + encode_base64url(bytes(64))) == "jws.empty_payload"


def test_a_der_encoded_ecdsa_signature_is_told_what_is_wrong() -> None:
    signed = encode_base64url(b'{"alg":"ES256"}') + b"." + encode_base64url(ORDER)
    der = ALICE_EC.sign(signed, ec.ECDSA(hashes.SHA256()))
    assert code_of(signed + b"." + encode_base64url(der)) == "jws.signature_length"
    for wrong in (b"\0" + raw_ecdsa(ALICE_EC, signed), raw_ecdsa(ALICE_EC, signed) + b"\0"):
        assert code_of(signed + b"." + encode_base64url(wrong)) == "jws.signature_length"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"header": {"kid": "key-1"}}, "jws.unprotected_header"),
        ({"header": {}}, "jws.unprotected_header"),
        ({"note": "pay me"}, "jws.unexpected_member"),
        ({"signatures": []}, "jws.several_signatures"),
        ({"protected": {"alg": "ES256"}}, "jws.malformed"),
        ({"payload": None}, "jws.malformed"),
        ({"signature": 5}, "jws.malformed"),
        ({"payload": "ä"}, "jws.base64"),
        ({"protected": ""}, "jws.header"),
    ],
)
def test_the_flattened_form_holds_nothing_but_its_three_parts(changes: dict[str, Any], code: str) -> None:
    assert code_of(json.dumps(flattened(**changes)).encode()) == code


def test_the_flattened_form_is_strict_json() -> None:
    message = flattened()
    twice = json.dumps(message)[:-1] + f', "payload": "{message["payload"]}"}}'
    assert code_of(twice.encode()) == "json.duplicate_key"
    without = {name: value for name, value in message.items() if name != "protected"}
    assert code_of(json.dumps(without).encode()) == "jws.malformed"


def test_the_general_form_is_refused_even_with_one_signature() -> None:
    one = flattened()
    payload = one.pop("payload")
    raw = json.dumps({"payload": payload, "signatures": [one]}).encode()
    assert looks_like_jws(raw)
    assert code_of(raw) == "jws.several_signatures"


def test_documents_are_not_taken_for_signatures() -> None:
    for raw in (
        ORDER,
        b"<order/>",
        b"ISA*00*",
        b"",
        b"{",
        b'{"note": {"payload": 1, "signature": 2}}',
        b'{"text": "\\"payload\\" \\"signature\\""}',
        b'[{"payload": "", "signature": ""}]',
    ):
        assert not looks_like_jws(raw)


def test_weak_keys_neither_verify_nor_sign() -> None:
    strong, weak = keys.rsa_key(), keys.rsa_key("weak", 1024)
    raw = sign_jws(ORDER, strong, kid="key-1")
    assert code_of(raw, keys.trusting(weak)) == "certificate.weak_key"
    with pytest.raises(Refused) as refused:
        sign_jws(ORDER, weak, kid="key-1")
    assert refused.value.code == "certificate.weak_key"


def test_signing_with_the_wrong_algorithm_is_refused() -> None:
    for alg in ("none", "HS256", "RS256", "ES384", "EdDSA"):
        with pytest.raises(Refused):
            sign_jws(ORDER, ALICE_EC, kid="key-1", alg=alg)
    with pytest.raises(Refused):
        sign_jws(ORDER, keys.ec_key("alice", "P-192"), kid="key-1")


def test_a_partner_can_be_held_to_fewer_algorithms() -> None:
    raw = sign_jws(ORDER, ALICE_EC, kid="key-1")
    assert code_of(raw, accepted=frozenset({"PS256"})) == "jws.algorithm_unknown"
    assert verify_jws(raw, TRUST_ALICE, accepted=frozenset({"ES256"})).algorithm == "ES256"


def test_a_token_of_another_type_opens_only_where_it_is_asked_for() -> None:
    raw = sign_jws(b"{}", ALICE_EC, kid="key-1", typ="application/countersign-receipt+jwt")
    assert open_jws(raw, TRUST_ALICE, frozenset({"countersign-receipt+jwt"})).payload == b"{}"
    assert code_of(raw) == "jws.type"


@pytest.mark.parametrize("form", ["compact", "flattened"])
def test_the_payload_of_a_kept_original_can_be_had_again(form: str) -> None:
    assert payload_of(sign_jws(ORDER, ALICE_EC, kid="key-1", flattened=form == "flattened")) == ORDER


def test_a_message_over_the_limit_is_refused_before_it_is_read() -> None:
    assert code_of(b"ey" + b"A" * 30_000_000) == "jws.too_large"
    assert code_of(sign_jws(ORDER, ALICE_EC, kid="key-1"), limits=Limits(size=20)) == "json.too_large"


@pytest.mark.parametrize("form", ["compact", "flattened"])
@pytest.mark.timeout(60)
def test_a_message_at_the_limit_is_verified(form: str) -> None:
    payload = b'["' + b"x" * (10 * 1024 * 1024) + b'","' + b"y" * (9 * 1024 * 1024) + b'"]'
    raw = sign_jws(payload, ALICE_EC, kid="key-1", flattened=form == "flattened")
    assert verify_jws(raw, TRUST_ALICE).body.raw == payload


def test_every_code_speaks_both_languages() -> None:
    for entry in entries():
        if entry.code.startswith("jws."):
            assert all((entry.en, entry.zh, entry.hint_en, entry.hint_zh)), entry.code
