"""Organisations by their identifiers, API clients, registered keys."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from sqlalchemy.orm import Session

from app.access.clients import NewClient, Scope, UnknownScope, allows, authenticate, register_client, scopes_from
from app.access.key_material import certificate_facts, describe, read_material
from app.access.keys import KeyRefused, NewKey, held_key, register_key, revoke_key, trust_for
from app.access.organisations import (
    IdentifierTaken,
    NewPartnership,
    are_partners,
    link,
    organisation_for,
    partnership,
    partnerships_of,
)
from app.domain.identifiers import Identifier
from app.errors import Refused
from tests.unit.access_support import NOW, an_empty_database, an_organisation

SECRET = b"a server's secret"
GLN = Identifier("5790000435944", "0088")
VAT = Identifier("DE 123456789", "VAT")


@pytest.fixture
def session() -> Iterator[Session]:
    with an_empty_database() as opened:
        yield opened


def public_pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def a_certificate(key: ec.EllipticCurvePrivateKey, *, ca: bool = False) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Northwind")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, NOW, NOW + timedelta(days=365))
    return builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True).sign(key, SHA256())


@pytest.mark.parametrize(
    "given",
    [
        GLN,
        Identifier("5790000435944", "GLN"),
        Identifier(" 5790000435944 "),
        Identifier("de123456789", "vat"),
    ],
)
def test_an_organisation_is_recognised_by_any_of_its_identifiers(session: Session, given: Identifier) -> None:
    wanted = an_organisation(session, "Northwind", GLN, VAT)
    an_organisation(session, "Southwind", Identifier("4012345000009", "0088"))
    assert organisation_for(session, [Identifier("unknown", "X"), given]) is wanted


def test_the_same_value_under_another_scheme_is_somebody_else(session: Session) -> None:
    an_organisation(session, "Northwind", GLN)
    assert organisation_for(session, [Identifier(GLN.value, "0060")]) is None
    assert organisation_for(session, []) is None


def test_identifiers_of_two_organisations_are_refused_rather_than_guessed(session: Session) -> None:
    an_organisation(session, "Northwind", GLN)
    an_organisation(session, "Southwind", VAT)
    with pytest.raises(Refused) as refused:
        organisation_for(session, [GLN, VAT])
    assert refused.value.code == "access.party_ambiguous"


def test_an_identifier_belongs_to_one_organisation(session: Session) -> None:
    an_organisation(session, "Northwind", GLN)
    with pytest.raises(IdentifierTaken):
        an_organisation(session, "Southwind", Identifier("5790000435944", "gln"))


def test_trading_takes_the_agreement_of_both(session: Session) -> None:
    north, south = an_organisation(session, "Northwind", GLN), an_organisation(session, "Southwind", VAT)
    link(session, NewPartnership(north.id, south.id, {"signed": []}), NOW)
    assert not are_partners(session, north.id, south.id)
    link(session, NewPartnership(south.id, north.id), NOW)
    assert are_partners(session, north.id, south.id)
    link(session, NewPartnership(north.id, south.id, {"syntax": "ubl"}), NOW)
    found = partnership(session, north.id, south.id)
    assert found is not None
    assert found.policy == {"syntax": "ubl"}
    assert [each.partner.name for each in partnerships_of(session, north.id)] == ["Southwind"]


def test_a_client_is_known_by_its_key_which_is_not_stored(session: Session) -> None:
    north = an_organisation(session)
    made = register_client(session, NewClient(north.id, "ERP", (Scope.FEED,)), SECRET, NOW)
    assert made.key.startswith("csk_")
    assert made.key not in (made.client.key_hmac, made.client.key_hint)
    assert authenticate(session, made.key, SECRET) is made.client
    assert authenticate(session, made.key, b"another secret") is None
    assert authenticate(session, made.key[:-1] + "-", SECRET) is None
    assert authenticate(session, "", SECRET) is None
    assert authenticate(session, "csk_" + "é" * 43, SECRET) is None
    made.client.active = False
    session.flush()
    assert authenticate(session, made.key, SECRET) is None


def test_scopes_bound_a_client_and_admin_is_all_of_them(session: Session) -> None:
    north = an_organisation(session)
    erp = register_client(session, NewClient(north.id, "ERP", (Scope.FEED,)), SECRET, NOW).client
    assert allows(erp, Scope.FEED)
    assert not allows(erp, Scope.KEYS)
    erp.scopes = ["admin"]
    assert all(allows(erp, scope) for scope in Scope)
    assert scopes_from(["keys", "feed", "feed"]) == (Scope.FEED, Scope.KEYS)
    with pytest.raises(UnknownScope):
        scopes_from(["feed", "everything"])


def test_keys_are_taken_as_pem_der_and_jwk() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    numbers = key.public_key().public_numbers()
    x, y = (urlsafe_b64encode(n.to_bytes(32, "big")).decode().rstrip("=") for n in (numbers.x, numbers.y))
    jwk = json.dumps({"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": "2026"}).encode()
    assert read_material(public_pem(key)).public_key == read_material(der).public_key == read_material(jwk).public_key
    assert read_material(jwk).kid == "2026"
    assert describe(der) == "ECDSA P-256"
    certificate = a_certificate(key)
    from_pem = read_material(certificate.public_bytes(Encoding.PEM))
    facts = certificate_facts(from_pem.certificate)
    assert facts is not None
    assert (facts.subject, facts.not_before) == ("CN=Northwind", NOW)
    assert certificate_facts(b"") is None
    assert from_pem == read_material(certificate.public_bytes(Encoding.DER))
    assert (from_pem.public_key, from_pem.fingerprint) == (der, certificate.fingerprint(SHA256()).hex())


def test_a_private_key_is_refused_in_every_form() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    forms = [key.private_bytes(form, PrivateFormat.PKCS8, NoEncryption()) for form in (Encoding.PEM, Encoding.DER)]
    for form in [*forms, b'{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}', b'{"kty":"oct","k":"AA"}']:
        with pytest.raises(Refused) as refused:
            read_material(form)
        assert refused.value.code == "access.key_private"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"", "access.key_unreadable"),
        (b"hello", "access.key_unreadable"),
        (b"[1]", "access.key_unreadable"),
        (b"{}", "access.key_unreadable"),
        (b"{" * 50_000, "access.key_unreadable"),
        (b"x" * 100_000, "access.key_unreadable"),
        (b'{"kty":"RSA","n":"AQAB","e":"AQAB"}', "access.key_unreadable"),
        (b'{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}', "access.key_unreadable"),
        (b'{"kty":"EC","crv":"secp256k1","x":"AQ","y":"AQ"}', "access.key_unreadable"),
        (b'{"kty":"RSA","n":5,"e":"AQAB"}', "access.key_unreadable"),
        (b'{"kty":"XYZ"}', "access.key_weak"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "access.key_unreadable"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "access.key_unreadable"),
        (public_pem(rsa.generate_private_key(65537, 1024)), "access.key_weak"),
        (public_pem(ec.generate_private_key(ec.SECP256K1())), "access.key_weak"),
    ],
)
def test_what_is_no_usable_key_is_refused_with_its_code(given: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_material(given)
    assert refused.value.code == code


def test_trust_holds_every_key_of_the_organisation_and_nobody_elses(session: Session) -> None:
    north, south = an_organisation(session, "Northwind"), an_organisation(session, "Southwind")
    old, new, other = (public_pem(ed25519.Ed25519PrivateKey.generate()) for _ in range(3))
    first = register_key(session, NewKey(organisation_id=north.id, material=old, kid="2025", active_to=NOW), NOW)
    register_key(session, NewKey(organisation_id=north.id, material=new, kid="2026", active_from=NOW), NOW)
    register_key(session, NewKey(organisation_id=south.id, material=other), NOW)
    revoke_key(first, "lost", NOW)
    revoke_key(first, "again", NOW + timedelta(days=1))
    trust = trust_for(session, north.id, NOW)
    assert [(each.kid, each.revoked_at) for each in trust.keys] == [("2025", NOW), ("2026", None)]
    assert first.revocation_reason == "lost"
    assert trust.now == NOW


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kid": "2026"}, "access.key_taken"),
        ({"role": "owner"}, "access.key_role"),
        ({"role": "ca"}, "access.key_not_ca"),
        ({"active_from": NOW, "active_to": NOW}, "access.key_window"),
    ],
)
def test_a_key_that_can_not_be_registered_so_is_refused(session: Session, change: dict[str, str], code: str) -> None:
    north = an_organisation(session)
    pem = public_pem(ed25519.Ed25519PrivateKey.generate())
    register_key(session, NewKey(organisation_id=north.id, material=pem, kid="2026"), NOW)
    with pytest.raises(KeyRefused) as refused:
        register_key(session, NewKey(**{"organisation_id": north.id, "material": pem, **change}), NOW)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_an_authoritys_certificate_can_be_registered_as_one(session: Session) -> None:
    pem = a_certificate(ec.generate_private_key(ec.SECP256R1()), ca=True).public_bytes(Encoding.PEM)
    north = an_organisation(session)
    assert register_key(session, NewKey(organisation_id=north.id, material=pem, role="ca"), NOW).role == "ca"


def test_the_newest_active_held_key_signs(session: Session) -> None:
    north = an_organisation(session)
    for n, sealed in enumerate([b"first", b"second", None]):
        pem = public_pem(ed25519.Ed25519PrivateKey.generate())
        later = NOW + timedelta(minutes=n)
        register_key(session, NewKey(organisation_id=north.id, material=pem, sealed_private=sealed), later)
    held = held_key(session, north.id, NOW)
    assert held is not None
    assert held.sealed_private == b"second"
    revoke_key(held, "", NOW)
    remaining = held_key(session, north.id, NOW)
    assert remaining is not None
    assert remaining.sealed_private == b"first"
