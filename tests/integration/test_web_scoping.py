"""Nobody sees what isn't his, and what is done is written down; on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.access import passwords
from app.storage.database import Database
from app.storage.models import AuditEntry, Person, RegisteredKey
from tests.builders import a_contract, an_invoice_for, an_order, an_order_response
from tests.integration.web_support import PASSWORD, Site, a_site, email_of


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    return a_site(database, tmp_path)


def test_what_is_somebody_elses_is_not_found(site: Site) -> None:
    order = an_order().build()
    order_id = site.taken(order)
    negotiation_id = site.negotiation_id(order.number)
    with site.ports.database.unit_of_work() as uow:
        key = uow.session.scalars(select(RegisteredKey.id).where(RegisteredKey.organisation_id == site.seller_id)).one()
        person = uow.session.scalars(select(Person.id).where(Person.organisation_id == site.seller_id)).first()
        # the supplier's staff now work for a third organisation, which has nothing to do with this order
        third = _a_third_organisation(site, uow.session)
        uow.session.execute(
            update(Person).where(Person.email == email_of("buyer", "seller")).values(organisation_id=third)
        )
        uow.commit()
    stranger = site.browser(email_of("buyer", "seller"))
    for path in (f"/documents/{order_id}", f"/negotiations/{negotiation_id}"):
        assert stranger.open(path).status_code == 404
    for part in ("original", "download", "receipt"):
        assert stranger.open(f"/documents/{order_id}/{part}").status_code == 404
    stranger.open("/")
    assert stranger.send(f"/negotiations/{negotiation_id}/events", event="withdraw", version="1").status_code == 404
    assert order.number not in stranger.open("/documents").get_data(as_text=True)
    administrator = site.browser(email_of("administrator"))
    assert administrator.send(f"/keys/{key}/revoke", reason="x").status_code == 404
    assert administrator.send(f"/people/{person}", change="out").status_code == 404


def _a_third_organisation(site: Site, session: object) -> str:
    from app.access.organisations import NewOrganisation, create_organisation

    wrapped = site.ports.payloads.keys.new_organisation_key()
    return create_organisation(session, NewOrganisation("Third", (), wrapped), site.ports.clock()).id  # type: ignore[arg-type]


def test_the_seller_does_not_see_an_order_that_waits_for_an_approval_in_the_buyers_house(site: Site) -> None:
    from app.access.organisations import NewPartnership, link

    with site.ports.database.unit_of_work() as uow:
        policy = {"signed": [], "order_approval": True}
        link(uow.session, NewPartnership(site.buyer_id, site.seller_id, policy), site.ports.clock())
        uow.commit()
    order = an_order().numbered("PO-77").build()
    document_id = site.taken(order)
    page = f"/negotiations/{site.negotiation_id('PO-77')}"
    buyer, seller = site.browser(email_of("approver")), site.browser(email_of("approver", "seller"))
    assert (buyer.open(page).status_code, seller.open(page).status_code) == (200, 404)
    assert seller.open(f"/documents/{document_id}").status_code == 404
    assert "PO-77" not in seller.open("/negotiations").get_data(as_text=True)
    buyer.open(page)
    assert buyer.send(f"{page}/events", event="approve", version="1").status_code == 302
    assert (seller.open(page).status_code, seller.open(f"/documents/{document_id}").status_code) == (200, 200)
    assert "submitted for approval" not in seller.open(page).get_data(as_text=True)


def test_deeds_are_audited_with_who_did_them(site: Site) -> None:
    browser = site.browser(email_of("administrator"))
    new = {"name": "Zoe", "email": "zoe@birch.example", "role": "viewer", "language": "zh", "password": PASSWORD}
    browser.open("/people")
    assert browser.send("/people", **new).status_code == 302
    with site.ports.database.reading() as session:
        entries = session.execute(select(AuditEntry.actor, AuditEntry.action, AuditEntry.detail)).all()
    assert (email_of("administrator"), "person.add", {"role": "viewer"}) in [tuple(each) for each in entries]
    assert "person.add" in browser.open("/audit").get_data(as_text=True)
    assert PASSWORD not in str(entries)


def test_documents_of_both_sides_are_listed_for_both(site: Site) -> None:
    order = an_order().build()
    site.taken(order)
    site.taken(an_order_response(order, "AP").build())
    site.taken(an_invoice_for(order).build())
    site.taken(a_contract().build())
    for side in ("buyer", "seller"):
        page = site.browser(email_of("viewer", side)).open("/documents").get_data(as_text=True)
        assert all(number in page for number in (order.number, f"OR-{order.number}", f"INV-{order.number}", "C-77"))


def test_a_nul_never_reaches_the_database(site: Site) -> None:
    browser = site.browser(email_of("administrator"))
    for path in ("/documents/%00", "/negotiations/x%00y", "/?q=%00", "/documents?type=%00", "/audit?who=a%00"):
        assert browser.open(path).status_code == 404, path
    browser.open("/people")
    assert browser.send("/people", name="a\x00b", email="x@y.example").status_code == 400
    assert site.browser().log_in("nul\x00@birch.example").status_code == 400
