"""Certificate revocation lists: handed in by an organisation, and heeded from then on."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from app.access.keys import NewKey, register_key, trust_for
from app.access.revocation import ListRefused, lists_of, register_list
from app.pipeline.messages import Verdict
from app.storage.database import Database
from app.storage.models import RegisteredKey
from tests import keys
from tests.builders import an_order
from tests.trading import Trade

CA = keys.authority()


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    """The buyer has no signing key on record, only its certificate authority."""
    trade = Trade.opened(database, tmp_path)
    trade.buyer.signer = keys.issued(CA, "bob")
    with database.unit_of_work() as uow:
        uow.session.execute(delete(RegisteredKey).where(RegisteredKey.organisation_id == trade.buyer.id))
        authority = NewKey(organisation_id=trade.buyer.id, material=CA.certificate_der, kid="ca", role="ca")
        register_key(uow.session, authority, trade.ports.clock())
        uow.commit()
    return trade


def hand_in(trade: Trade, crl: bytes) -> None:
    with trade.ports.database.unit_of_work() as uow:
        register_list(uow.session, trade.buyer.id, crl, trade.ports.clock())
        uow.commit()


def test_a_certificate_counts_until_its_authority_revokes_it(trade: Trade) -> None:
    assert trade.send(an_order().numbered("PO-1").build()).verdict is Verdict.ACCEPTED
    hand_in(trade, keys.revocation_list(CA, trade.buyer.signer))
    refused = trade.send(an_order().numbered("PO-2").build())
    assert [each.code for each in refused.findings] == ["certificate.revoked"]


def test_a_list_that_the_authority_did_not_sign_is_refused(trade: Trade) -> None:
    impostor = keys.certify("Test CA", keys.ec_key("impostor"), None, keys.AUTHORITY)
    with pytest.raises(ListRefused) as refused:
        hand_in(trade, keys.revocation_list(impostor, trade.buyer.signer))
    assert refused.value.code == "access.crl_forged"


def test_an_older_list_never_replaces_a_newer_one(trade: Trade) -> None:
    hand_in(trade, keys.revocation_list(CA, issued=keys.NOW - timedelta(days=1)))
    with pytest.raises(ListRefused) as refused:
        hand_in(trade, keys.revocation_list(CA, issued=keys.NOW - timedelta(days=9)))
    assert refused.value.code == "access.crl_older"
    hand_in(trade, keys.revocation_list(CA, trade.buyer.signer, issued=keys.NOW))
    with trade.ports.database.reading() as session:
        assert [each.revoked_count for each in lists_of(session, trade.buyer.id)] == [1]


@pytest.mark.parametrize("material", [b"", b"nonsense", b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"])
def test_what_is_no_list_is_refused(trade: Trade, material: bytes) -> None:
    with pytest.raises(ListRefused) as refused:
        hand_in(trade, material)
    assert refused.value.code == "access.crl_unreadable"


def test_a_list_counts_for_its_organisation_only(trade: Trade) -> None:
    hand_in(trade, keys.revocation_list(CA, trade.buyer.signer))
    with trade.ports.database.reading() as session:
        assert trust_for(session, trade.seller.id, trade.ports.clock()).crls == ()
