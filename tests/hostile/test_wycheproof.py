"""Every JWS vector of Wycheproof against the verifier, and its signature vectors against the algorithms beneath."""

import json
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from app.errors import Refused
from app.safe import DEFAULT_LIMITS
from app.signatures.base import Trust, TrustedKey
from app.signatures.jwk import key_from_jwk
from app.signatures.jws import DOCUMENT_TYPES, open_jws, sign_jws
from app.signatures.jws_algorithms import ALGORITHMS, ALL_ALGORITHMS
from tests.conftest import corpus_folder
from tests.keys import NOW, ec_key, trusting

FOLDER = corpus_folder() / "security/wycheproof"
SIGNATURE, CRYPTO = "json_web_signature_test.json", "json_web_crypto_test.json"

# Valid by the standard, refused by us, and why
BY_POLICY = {
    "jws.algorithm_symmetric": "a keyed hash proves nothing about its sender",
    "jws.empty_payload": "a document has content",
    "jws.algorithm_unknown": "the vector's key says PS256 and its header PS384; a key's own alg is binding here",
    "jws.base64": "a question mark in base64url, in a vector for a keyed hash",
}


def groups(name: str) -> list[dict[str, Any]]:
    path = FOLDER / name
    return json.loads(path.read_bytes())["testGroups"] if path.is_file() else []


def jws_vectors() -> Iterator[Any]:
    for name in (SIGNATURE, CRYPTO):
        for group in groups(name):
            for vector in group["tests"]:
                if "jws" in vector:
                    label = f"{name.split('_')[2]}-{vector['tcId']}-{vector['comment']}"
                    yield pytest.param(group.get("public") or group["private"], vector, id=label)


def outcome(jwk: dict[str, Any], vector: dict[str, Any]) -> str:
    """The code of the refusal, or "" where the message was taken."""
    message = vector["jws"]
    raw = message.encode() if isinstance(message, str) else json.dumps(message).encode()
    accepted = frozenset({jwk["alg"]}) if jwk.get("alg") in ALGORITHMS else ALL_ALGORITHMS
    try:
        keys = registered(jwk)
        open_jws(raw, Trust(keys, NOW), DOCUMENT_TYPES, DEFAULT_LIMITS, accepted)
    except Refused as refused:
        return refused.code
    return ""


def registered(jwk: dict[str, Any]) -> tuple[TrustedKey, ...]:
    """The vector's key as a partner would have registered it; a shared key can't be registered at all."""
    if "keys" in jwk or jwk["kty"] == "oct":
        return ()
    return (key_from_jwk(jwk),)


@pytest.mark.corpus
@pytest.mark.parametrize(("jwk", "vector"), list(jws_vectors()))
def test_every_jws_vector_gets_what_it_deserves(jwk: dict[str, Any], vector: dict[str, Any]) -> None:
    started = time.process_time()
    code = outcome(jwk, vector)
    assert time.process_time() - started < 1
    if vector["result"] == "valid":
        assert code == "" or code in BY_POLICY
    else:
        assert code.split(".")[0] in {"jws", "signature", "certificate", "json"}


@pytest.mark.corpus
def test_what_policy_refuses_is_exactly_this(corpus: object) -> None:
    codes = [outcome(*each.values) for each in jws_vectors() if each.values[1]["result"] == "valid"]
    assert {code: codes.count(code) for code in codes} == {
        "": 30,
        "jws.algorithm_symmetric": 10,
        "jws.empty_payload": 6,
        "jws.algorithm_unknown": 2,
        "jws.base64": 2,
    }


@pytest.mark.corpus
def test_two_thousand_mutants_never_crash_and_never_pass_with_another_meaning(corpus: object) -> None:
    chance = random.Random(7515)
    key = ec_key("alice")
    trust, payload = trusting(key), b'{"total": 1}'
    originals = [sign_jws(payload, key, kid="key-1", flattened=flattened) for flattened in (False, True)]
    for _ in range(2000):
        raw = bytearray(chance.choice(originals))
        for _ in range(chance.randint(1, 3)):
            position = chance.randrange(len(raw) + 1)
            raw[position : position + chance.randint(0, 2)] = bytes([chance.choice(b'AQ_-=.{}":, \n\x00\xff')])
        with suppress(Refused):
            assert open_jws(bytes(raw), trust).payload == payload


FIXED = [
    ("RS256", "rsa_signature_2048_sha256_test.json"),
    ("RS256", "rsa_signature_3072_sha256_test.json"),
    ("PS256", "rsa_pss_2048_sha256_mgf1_32_test.json"),
    ("ES256", "ecdsa_secp256r1_sha256_p1363_test.json"),
    ("ES384", "ecdsa_secp384r1_sha384_test.json"),
    ("Ed25519", "ed25519_test.json"),
]


@pytest.mark.corpus
@pytest.mark.parametrize(("algorithm", "name"), FIXED)
def test_the_algorithms_beneath_take_no_forged_signature(algorithm: str, name: str, corpus: object) -> None:
    wrong = []
    for group in groups(name):
        key = load_der_public_key(bytes.fromhex(group.get("publicKeyDer") or group["publicKeyAsn"]))
        for vector in group["tests"]:
            signature = in_jws_form(algorithm, name, bytes.fromhex(vector["sig"]))
            holds = ALGORITHMS[algorithm].verifies(key, bytes.fromhex(vector["msg"]), signature)
            if vector["result"] != "acceptable" and holds != (vector["result"] == "valid"):
                wrong.append((vector["tcId"], vector["comment"]))
    assert wrong == []


def in_jws_form(algorithm: str, name: str, signature: bytes) -> bytes:
    """DER vectors as the fixed-length pair that a JWS carries; what can't be written so is no signature."""
    if algorithm != "ES384":
        return signature
    try:
        r, s = decode_dss_signature(signature)
        return r.to_bytes(48, "big") + s.to_bytes(48, "big")
    except (ValueError, OverflowError):
        return b""
