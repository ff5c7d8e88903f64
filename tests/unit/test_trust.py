"""Which registered key may have signed, and when it may: periods, revocation, usage, strength, chains."""

from datetime import timedelta

import pytest

from app.errors import Refused
from app.signatures import certificates
from app.signatures.base import Trust
from app.signatures.certificates import load_certificate, load_crl, load_public_key
from app.signatures.trust import Hint, SigningKey, candidates, require_usable, usable_keys
from tests.keys import (
    ALWAYS,
    AUTHORITY,
    ENCRYPTION_ONLY,
    EXPIRED,
    NOT_YET_VALID,
    NOW,
    SERVER_ONLY,
    Identity,
    Wanted,
    authority,
    certify,
    ec_identity,
    ec_key,
    ed25519_identity,
    intermediate,
    issued,
    public_der,
    registered,
    revocation_list,
    rsa_identity,
    rsa_key,
    trusting,
)

DAY = timedelta(days=1)


def chosen(trust: Trust, *presented: Identity, name: str = "") -> SigningKey:
    """The key that may be used for a message that hints so; raises Refused."""
    key = candidates(trust, Hint(tuple(each.certificate_der for each in presented), name))[0]
    require_usable(key, trust)
    return key


def refusal(trust: Trust, *presented: Identity, name: str = "") -> Refused:
    with pytest.raises(Refused) as refused:
        chosen(trust, *presented, name=name)
    return refused.value


# --- registered keys


def test_a_registered_certificate_is_recognised_and_named_by_its_fingerprint() -> None:
    alice = rsa_identity()
    key = chosen(trusting(alice), alice)
    assert (key.record.id, len(key.certificate_sha256)) == ("key-1", 64)


def test_a_bare_key_has_no_fingerprint() -> None:
    key = chosen(trusting(ec_key()))
    assert key.certificate_sha256 == ""


def test_a_bare_key_is_recognised_by_any_certificate_for_it() -> None:
    assert chosen(trusting(ec_key("alice")), ec_identity("alice")).certificate is None


def test_a_certificate_in_the_message_is_never_trusted_for_its_own_sake() -> None:
    assert refusal(trusting(rsa_identity()), ec_identity("mallory")).code == "signature.unknown_key"


def test_an_organisation_without_keys_has_signed_nothing() -> None:
    assert refusal(trusting()).code == "signature.unknown_key"


def test_a_name_chooses_among_the_registered_keys() -> None:
    trust = trusting(ec_key("a"), ec_key("b"))
    assert chosen(trust, name="key-2").record.id == "key-2"
    assert refusal(trust, name="key-3").code == "signature.unknown_key"


def test_without_a_hint_every_signing_key_is_tried_those_usable_now_first() -> None:
    old = registered(ec_key("old"), "old", active_to=NOW)
    tls = registered(ec_key("tls"), "tls", role="tls")
    trust = trusting(old, tls, registered(ec_key("new"), "new"))
    assert [key.record.id for key in candidates(trust, Hint())] == ["new", "old"]


# --- periods, overlap and revocation of the record


def test_while_a_key_is_rolled_over_both_may_sign() -> None:
    old = registered(ec_key("old"), "old", active_to=NOW + DAY)
    new = registered(ec_key("new"), "new", active_from=NOW - DAY)
    assert [key.id for key in usable_keys(trusting(old, new))] == ["old", "new"]
    assert [key.id for key in usable_keys(trusting(old, new, now=NOW - 2 * DAY))] == ["old"]
    assert [key.id for key in usable_keys(trusting(old, new, now=NOW + DAY))] == ["new"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"active_from": NOW}, None),
        ({"active_from": NOW + timedelta(microseconds=1)}, "signature.key_inactive"),
        ({"active_to": NOW}, "signature.key_inactive"),
        ({"active_to": NOW + timedelta(microseconds=1)}, None),
        ({"revoked_at": NOW}, "signature.key_revoked"),
        ({"revoked_at": NOW + DAY}, None),
        ({"role": "tls"}, "signature.unknown_key"),
    ],
)
def test_a_key_signs_from_its_first_moment_until_just_before_its_last(changes: dict[str, object], code: str) -> None:
    trust = trusting(registered(ec_key(), **changes))
    assert code is None or refusal(trust).code == code
    assert bool(usable_keys(trust)) == (code is None)


def test_an_inactive_key_is_named_with_its_period() -> None:
    refused = refusal(trusting(registered(ec_key(), active_to=NOW - DAY)))
    assert "until 2026-06-30T12:00:00.000000Z" in str(refused)
    assert "2026-06-30" in refused.message("zh")


# --- what the registered certificate itself says


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (EXPIRED, "certificate.expired"),
        (NOT_YET_VALID, "certificate.not_yet_valid"),
        (ENCRYPTION_ONLY, "certificate.wrong_usage"),
        (SERVER_ONLY, "certificate.wrong_usage"),
    ],
)
def test_a_registered_certificate_must_be_valid_and_for_signing(wanted: Wanted, code: str) -> None:
    who = ec_identity("judged", wanted=wanted)
    assert refusal(trusting(who), who).code == code
    assert refusal(trusting(who)).code == code
    assert usable_keys(trusting(who)) == ()


def test_a_certificate_without_any_usage_extension_may_sign() -> None:
    who = ec_identity("plain", wanted=Wanted(usages=None))
    assert chosen(trusting(who), who).record.id == "key-1"


def test_a_registered_certificate_is_revoked_by_the_list_of_its_issuer() -> None:
    ca = authority()
    bob = issued(ca)
    listed = revocation_list(ca, bob)
    assert refusal(trusting(bob, crls=(listed,)), bob).code == "certificate.revoked"
    assert chosen(trusting(bob, now=NOW - 2 * DAY, crls=(listed,)), bob)  # before it was revoked
    assert chosen(trusting(bob, crls=(revocation_list(ca),)), bob)


def test_a_revocation_list_counts_only_if_the_issuer_signed_it() -> None:
    ca, impostor = authority(), certify("Test CA", ec_key("impostor"), wanted=AUTHORITY)
    bob = issued(ca)
    forged = revocation_list(impostor, bob)
    trust = trusting(bob, registered(ca, "ca", role="ca"), crls=(forged,))
    assert chosen(trust, bob).record.id == "key-1"


def test_a_revocation_list_that_cannot_be_read_is_not_ignored() -> None:
    bob = issued(authority())
    assert refusal(trusting(bob, crls=(b"nonsense",)), bob).code == "certificate.malformed"


# --- strength


@pytest.mark.parametrize(
    "weak",
    [
        pytest.param(lambda: rsa_key("weak", 1024), id="RSA 1024"),
        pytest.param(lambda: rsa_key("weak", 2048, 3), id="RSA with exponent 3"),
        pytest.param(lambda: ec_key("weak", "P-192"), id="P-192"),
    ],
)
def test_a_weak_key_proves_nothing_even_when_registered(weak: object) -> None:
    trust = trusting(weak())  # type: ignore[operator]
    assert refusal(trust).code == "certificate.weak_key"
    assert usable_keys(trust) == ()


def test_a_weak_key_on_record_does_not_shut_out_a_strong_one() -> None:
    weak, broken = registered(rsa_key("weak", 1024), "weak"), registered(ec_key(), "broken", public_key=b"?")
    assert chosen(trusting(weak, broken, registered(ec_key(), "strong"))).record.id == "strong"


def test_strong_keys_of_every_kind_are_loaded_once() -> None:
    for key in (rsa_key("b", 3072), ec_key("b", "P-384"), ec_key("b", "P-521"), ed25519_identity().private_key):
        assert load_public_key(public_der(key)) is load_public_key(public_der(key))


@pytest.mark.parametrize("load", [load_certificate, load_public_key, load_crl])
@pytest.mark.parametrize("der", [b"", b"\x30\x03\x02\x01\x01", b"\x00" * 100_000])
def test_what_is_no_certificate_key_or_list_is_called_malformed(load: object, der: bytes) -> None:
    with pytest.raises(Refused) as refused:
        load(der)  # type: ignore[operator]
    assert refused.value.code == "certificate.malformed"


# --- chains to a registered authority


def relying_on(*authorities: Identity, crls: tuple[bytes, ...] = ()) -> Trust:
    records = (registered(each, f"ca-{n}", role="ca") for n, each in enumerate(authorities, start=1))
    return trusting(*records, crls=crls)


def test_a_child_of_a_registered_authority_may_sign_in_its_name() -> None:
    bob = issued(authority())
    key = chosen(relying_on(authority()), bob)
    assert (key.record.id, key.certificate) == ("ca-1", bob.certificate)


def test_intermediate_certificates_may_come_with_the_message_in_any_order() -> None:
    bob = issued(intermediate())
    assert chosen(relying_on(authority()), bob, intermediate()).certificate == bob.certificate
    assert chosen(relying_on(authority()), intermediate(), bob).certificate == bob.certificate
    assert refusal(relying_on(authority()), bob).code == "certificate.untrusted"


def test_a_child_of_another_authority_is_not_trusted() -> None:
    assert refusal(relying_on(authority()), issued(authority("Other CA"))).code == "certificate.untrusted"


def test_an_authority_of_the_same_name_is_not_the_same_authority() -> None:
    impostor = certify("Test CA", ec_key("impostor"), wanted=AUTHORITY)
    assert refusal(relying_on(authority()), issued(impostor), impostor).code == "certificate.untrusted"


def test_without_a_hint_an_authority_vouches_for_nobody() -> None:
    assert refusal(relying_on(authority())).code == "signature.unknown_key"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"active_to": NOW}, "signature.key_inactive"),
        ({"revoked_at": NOW}, "signature.key_revoked"),
    ],
)
def test_an_authority_vouches_only_while_it_is_registered_for_use(changes: dict[str, object], code: str) -> None:
    assert refusal(trusting(registered(authority(), role="ca", **changes)), issued(authority())).code == code


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (EXPIRED, "certificate.expired"),
        (NOT_YET_VALID, "certificate.not_yet_valid"),
        (ENCRYPTION_ONLY, "certificate.wrong_usage"),
        (SERVER_ONLY, "certificate.wrong_usage"),
        (AUTHORITY, "certificate.wrong_usage"),
    ],
)
def test_a_child_must_itself_be_valid_and_for_signing(wanted: Wanted, code: str) -> None:
    assert refusal(relying_on(authority()), issued(authority(), wanted=wanted)).code == code


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted(valid=EXPIRED.valid, authority=True, usages=("key_cert_sign",)), "certificate.expired"),
        (Wanted(authority=False, usages=("digital_signature",)), "certificate.untrusted"),
        (Wanted(authority=True, usages=("crl_sign",)), "certificate.untrusted"),
    ],
)
def test_every_link_must_be_an_authority_in_its_period(wanted: Wanted, code: str) -> None:
    broken = certify("Broken Sub-CA", ec_key("Broken Sub-CA"), authority(), wanted)
    leaf = issued(broken)
    # the leaf comes first, so that a link which is no authority is not itself taken for what signed
    assert refusal(relying_on(authority()), leaf, broken).code == code


def test_a_chain_may_not_be_longer_than_an_authority_allows() -> None:
    narrow = authority("Narrow CA", Wanted(authority=True, path_length=0, usages=("key_cert_sign",)))
    below = certify("Below", ec_key("Below"), narrow, AUTHORITY)
    assert chosen(relying_on(narrow), issued(narrow)).record.id == "ca-1"
    assert refusal(relying_on(narrow), issued(below), below).code == "certificate.untrusted"


def test_a_revoked_child_and_a_child_of_a_revoked_authority_are_refused() -> None:
    ca, sub = authority(), intermediate()
    bob = issued(ca)
    assert refusal(relying_on(ca, crls=(revocation_list(ca, bob),)), bob).code == "certificate.revoked"
    below = issued(sub)
    assert refusal(relying_on(ca, crls=(revocation_list(ca, sub),)), below, sub).code == "certificate.revoked"
    assert chosen(relying_on(ca, crls=(revocation_list(ca, bob),)), below, sub)


def test_authorities_that_all_signed_each_other_cost_no_more_than_one_look_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    maze = [certify("Maze", ec_key("Maze"), wanted=Wanted(authority=True, serial=n)) for n in range(1, 10)]
    looks = []
    real = certificates._issued
    monkeypatch.setattr(certificates, "_issued", lambda child, parent: looks.append(1) or real(child, parent))
    assert refusal(relying_on(authority()), issued(maze[0]), *maze).code == "certificate.untrusted"
    assert len(looks) < 200


def test_a_certificate_is_judged_at_the_time_that_trust_names() -> None:
    who = ec_identity("short", wanted=Wanted(valid=(NOW - DAY, NOW)))
    assert chosen(trusting(who, now=NOW), who)
    assert refusal(trusting(who, now=NOW + timedelta(seconds=1)), who).code == "certificate.expired"
    assert refusal(trusting(who, now=ALWAYS[0]), who).code == "certificate.not_yet_valid"
