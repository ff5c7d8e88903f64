"""Receipts and contract signatures: what was signed can be proven later, and nothing else can."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from app.errors import Refused, entries
from app.evidence.contract_signature import ContractStatement, sign_contract, verify_contract_signature
from app.evidence.receipt import Receipt, ReceiptSigner, jwks, parse_receipt
from app.evidence.verify import Outcome, Verdict, format_verdict, verify_receipt
from app.safe.json import parse_json
from app.signatures.jwk import key_from_jwk
from app.signatures.jws import sign_jws, verify_jws
from app.signatures.jws_envelope import decode_base64url
from tests import keys

DOCUMENT = "<Order><ID>PO-1</ID><Note>städtisch</Note></Order>".encode()
RECEIPT = Receipt(
    id="r-1",
    server="countersign.example",
    document_id="d-1",
    type="order",
    number="PO-1",
    revision="1",
    sender_id="o-1",
    sender_name="Bürobedarf 重庆",
    receiver_id="o-2",
    receiver_name="Seller Ltd",
    sha256=sha256(DOCUMENT).hexdigest(),
    canonical_sha256="c" * 64,
    received_at=datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC),
    certificate_sha256="a" * 64,
    key_id="k-1",
    algorithm="rsa-sha256",
    state="accepted",
    negotiation_id="n-1",
    negotiation_state="ISSUED",
    channel="api",
    message_id="m-1",
)
SIGNER = ReceiptSigner(keys.ed25519_key("server"), "server-2026")


def verdict_on(receipt: str, document: bytes | None = DOCUMENT, key_set: Any = None) -> Verdict:
    return verify_receipt(receipt, document, SIGNER.jwks() if key_set is None else key_set)


def codes_of(verdict: Verdict) -> list[tuple[str, str]]:
    return [(str(each.outcome), each.code) for each in verdict.checks]


@pytest.mark.parametrize("key", [keys.ed25519_key("server"), keys.ec_key("server"), keys.rsa_key()])
def test_a_receipt_says_after_years_what_it_said_at_first(key: Any) -> None:
    signer = ReceiptSigner(key)
    published = json.loads(json.dumps(signer.jwks()))
    assert parse_receipt(signer.sign(RECEIPT), published) == RECEIPT


def test_a_receipt_is_canonical_json_of_its_own_type() -> None:
    header, payload, _ = (decode_base64url(part, "") for part in SIGNER.sign(RECEIPT).encode().rsplit(b".")[:3])
    assert parse_json(header).value == {"alg": "EdDSA", "kid": "server-2026", "typ": "countersign-receipt+jwt"}
    shown = parse_json(payload).value
    assert list(shown) == sorted(shown)
    assert shown["document"] == {
        "canonical_sha256": "c" * 64,
        "id": "d-1",
        "number": "PO-1",
        "revision": "1",
        "sha256": sha256(DOCUMENT).hexdigest(),
        "state": "accepted",
        "type": "order",
    }
    assert shown["received_at"] == "2026-07-01T12:00:00.123456Z"


def test_the_published_key_set_holds_old_keys_and_no_private_part() -> None:
    old = ReceiptSigner(keys.ec_key("server"), "server-2025")
    signer = ReceiptSigner(SIGNER.private_key, "server-2026", {"server-2025": old.private_key.public_key()})
    published = signer.jwks()
    assert [each["kid"] for each in published["keys"]] == ["server-2025", "server-2026"]
    assert not {"d", "p", "q", "k"} & {name for each in published["keys"] for name in each}
    assert {each["use"] for each in published["keys"]} == {"sig"}
    for each in (old, signer):
        assert parse_receipt(each.sign(RECEIPT), published).id == "r-1"


def test_a_proven_receipt_is_told_in_words() -> None:
    verdict = verdict_on(SIGNER.sign(RECEIPT) + "\n")
    assert verdict.proven
    assert verdict.receipt == RECEIPT
    told = format_verdict(verdict)
    assert "signed by countersign.example: the signature holds with key server-2026 (EdDSA)" in told
    assert f"byte for byte, the order PO-1 that was received (SHA-256 {RECEIPT.sha256})" in told
    assert "2026-07-01T12:00:00.123456Z" in told
    assert "Bürobedarf 重庆 (o-1) signed it with the registered key k-1" in told
    assert "negotiation n-1 then stood at “ISSUED”" in told
    assert told.endswith("The receipt is proven.\n")
    assert format_verdict(verdict, "zh").endswith("回执已得到证明。\n")
    assert verdict.as_dict()["proven"] is True


def test_another_file_is_told_apart_by_one_byte() -> None:
    verdict = verdict_on(SIGNER.sign(RECEIPT), DOCUMENT + b"\n")
    assert not verdict.proven
    assert ("failed", "evidence.document_differs") in codes_of(verdict)
    assert format_verdict(verdict).endswith("NOT PROVEN.\n")
    assert "未得到证明" in format_verdict(verdict, "zh")


def test_without_a_file_the_rest_is_still_proven() -> None:
    verdict = verdict_on(SIGNER.sign(RECEIPT), None)
    assert verdict.proven
    assert verdict.checks[1].outcome is Outcome.NOT_CHECKED


def test_a_sender_who_did_not_sign_is_not_said_to_have_signed() -> None:
    unsigned = replace(RECEIPT, algorithm="", key_id="", certificate_sha256="", negotiation_id="")
    told = codes_of(verdict_on(SIGNER.sign(unsigned)))
    assert ("proven", "evidence.sender_unsigned") in told
    assert ("proven", "evidence.state_reached") in told


def altered(receipt: str) -> str:
    header, payload, signature = receipt.split(".")
    return ".".join((header, payload[:10] + ("A" if payload[10] != "A" else "B") + payload[11:], signature))


@pytest.mark.parametrize(
    ("receipt", "key_set", "code"),
    [
        (altered(SIGNER.sign(RECEIPT)), None, "jws.signature_invalid"),
        (ReceiptSigner(keys.ed25519_key("mallory"), "server-2026").sign(RECEIPT), None, "jws.signature_invalid"),
        (ReceiptSigner(keys.ed25519_key("mallory"), "mallory").sign(RECEIPT), None, "signature.unknown_key"),
        (sign_jws(b"{}", SIGNER.private_key, kid="server-2026"), None, "jws.type"),
        (sign_jws(b"{}", SIGNER.private_key, kid="x", typ="countersign-receipt+jwt"), None, "signature.unknown_key"),
        ("", None, "jws.malformed"),
        ("ünsinn", None, "jws.malformed"),
        (SIGNER.sign(RECEIPT), {}, "evidence.no_keys"),
        (SIGNER.sign(RECEIPT), {"keys": "all"}, "evidence.no_keys"),
        (SIGNER.sign(RECEIPT), {"keys": [None, {"kty": "oct", "k": "AA"}, {"kty": "EC"}]}, "evidence.no_keys"),
    ],
)
def test_what_proves_nothing_is_said_to_prove_nothing(receipt: str | bytes, key_set: Any, code: str) -> None:
    text = receipt.decode() if isinstance(receipt, bytes) else receipt
    verdict = verdict_on(text, key_set=key_set)
    assert codes_of(verdict) == [("failed", "evidence.receipt_not_proven"), ("failed", code)]
    assert verdict.receipt is None
    assert not verdict.proven


@pytest.mark.parametrize("payload", [b"[]", b"{}", b'{"jti":"r","iss":7}', b'{"a":1,"a":2}', b"no json"])
def test_something_else_signed_as_a_receipt_is_refused(payload: bytes) -> None:
    raw = sign_jws(payload, SIGNER.private_key, kid="server-2026", typ="countersign-receipt+jwt").decode()
    verdict = verdict_on(raw)
    assert verdict.checks[-1].code in {"evidence.receipt_content", "json.duplicate_key", "json.malformed"}


def test_a_receipt_with_an_impossible_time_is_refused() -> None:
    shown = json.loads(decode_base64url(SIGNER.sign(RECEIPT).split(".")[1].encode(), ""))
    for odd in ("yesterday", "2026-07-01T12:00:00", ""):
        raw = sign_jws(
            json.dumps({**shown, "received_at": odd}).encode(),
            SIGNER.private_key,
            kid="server-2026",
            typ="countersign-receipt+jwt",
        )
        assert verdict_on(raw.decode()).checks[-1].code == "evidence.receipt_content"


def test_a_receipt_is_never_a_document() -> None:
    with pytest.raises(Refused) as refused:
        verify_jws(SIGNER.sign(RECEIPT).encode(), keys.trusting(SIGNER.private_key))
    assert refused.value.code == "jws.type"


def test_names_from_strangers_do_not_repaint_the_terminal() -> None:
    hostile = replace(RECEIPT, sender_name="\x1b[2J\x1b[32mok\u202e\r\nok")
    told = format_verdict(verdict_on(SIGNER.sign(hostile)))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "\r" not in told


@pytest.mark.parametrize(
    "changes",
    [
        {"d": "AA"},
        {"kty": "oct", "k": "AA"},
        {"use": "enc"},
        {"key_ops": ["sign"]},
        {"x": "AA"},
        {"x": None},
        {"crv": "Ed448"},
        {"kty": None},
        {"key_ops": 5},
    ],
)
def test_a_key_that_is_not_for_verifying_is_refused(changes: dict[str, Any]) -> None:
    jwk = jwks({"k": keys.ed25519_key().public_key()})["keys"][0]
    assert key_from_jwk(jwk).kid == "k"
    with pytest.raises(Refused) as refused:
        key_from_jwk({**jwk, **changes})
    assert refused.value.code == "jws.jwk"


ALICE = keys.ec_key("alice")
NOW = keys.NOW
STATEMENT = ContractStatement(
    contract="C-1", version=3, sha256="d" * 64, organisation="o-1", person="alice@buyer.example", at=NOW
)


def code_of_signature(jws: str, expected: ContractStatement = STATEMENT) -> str:
    with pytest.raises(Refused) as refused:
        verify_contract_signature(jws, keys.trusting(ALICE), expected)
    return refused.value.code


def test_a_party_signs_exactly_one_version() -> None:
    signed = verify_contract_signature(sign_contract(STATEMENT, ALICE, "key-1"), keys.trusting(ALICE), STATEMENT)
    assert signed.statement == STATEMENT
    assert (signed.key_id, signed.algorithm, signed.certificate_sha256) == ("key-1", "ES256", "")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contract": "C-2"}, "contract_signature.wrong_contract"),
        ({"version": 2}, "contract_signature.wrong_version"),
        ({"sha256": "e" * 64}, "contract_signature.wrong_digest"),
        ({"sha256": "D" * 64}, "contract_signature.wrong_digest"),
        ({"organisation": "o-2"}, "contract_signature.wrong_organisation"),
        ({"person": "bob@buyer.example"}, "contract_signature.wrong_person"),
        ({"at": NOW + timedelta(minutes=10, seconds=1)}, "contract_signature.time"),
        ({"at": NOW - timedelta(minutes=10, seconds=1)}, "contract_signature.time"),
        ({"person": ""}, "contract_signature.content"),
        ({"version": 0}, "contract_signature.content"),
    ],
)
def test_a_signature_for_anything_else_is_refused(changes: dict[str, Any], code: str) -> None:
    assert code_of_signature(sign_contract(replace(STATEMENT, **changes), ALICE, "key-1")) == code


def test_clocks_may_differ_by_ten_minutes_and_the_name_may_be_left_open() -> None:
    late = sign_contract(replace(STATEMENT, at=NOW - timedelta(minutes=10), person="Alice"), ALICE, "key-1")
    signed = verify_contract_signature(late, keys.trusting(ALICE), replace(STATEMENT, person=""))
    assert signed.statement.person == "Alice"


@pytest.mark.parametrize(
    "changes",
    [{"extra": 1}, {"at": "now"}, {"at": "2026-07-01T12:00:00"}, {"at": 5}, {"version": True}, {"version": "3"}],
)
def test_a_statement_has_its_six_members_and_no_other(changes: dict[str, Any]) -> None:
    members = {"contract": "C-1", "version": 3, "sha256": "d" * 64, "organisation": "o-1", "person": "a", "at": ""}
    raw = json.dumps({**members, "at": "2026-07-01T12:00:00Z", **changes}).encode()
    jws = sign_jws(raw, ALICE, kid="key-1", typ="countersign-contract-signature+jwt").decode()
    assert code_of_signature(jws) == "contract_signature.content"


def test_another_partys_key_or_a_plain_document_signs_no_contract() -> None:
    assert code_of_signature(sign_contract(STATEMENT, keys.ec_key("bob"), "key-1")) == "jws.signature_invalid"
    assert code_of_signature(sign_jws(b"{}", ALICE, kid="key-1").decode()) == "jws.type"
    assert code_of_signature("") == "jws.malformed"


def test_every_code_speaks_both_languages() -> None:
    for entry in entries():
        if entry.code.startswith(("evidence.", "contract_signature.")):
            assert all((entry.en, entry.zh)), entry.code
            assert bool(entry.hint_en) == bool(entry.hint_zh), entry.code
