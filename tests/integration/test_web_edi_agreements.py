"""Agreements on the pages: seen, made, changed and tried by administrators, with every fault beside its field."""

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.access.roles import Role
from app.storage.database import Database
from app.storage.models import AuditEntry, EdiAgreement, EdiControlNumber, Partnership
from tests.builders import an_order
from tests.integration.test_receive_interchange import order_850
from tests.integration.web_support import Browser, Site, a_site, email_of

FIELDS = {
    "own_qualifier": "ZZ",
    "own_id": "BIRCH",
    "their_qualifier": "01",
    "their_id": "SILVER",
    "acknowledgement_minutes": "60",
    "batch_documents": "1",
    "batch_minutes": "0",
    "acceptance": "reject",
    "version": "00401",
    "message_version": "004010",
    "element_separator": "*",
    "component_separator": ":",
    "repetition_separator": "^",
    "segment_terminator": "0x0A",
    "active": "yes",
}
TAKING = {**FIELDS, "own_id": "BIRCH", "their_qualifier": "ZZ", "their_id": "BUYERCO", "acknowledgement": "997"} | {
    "acknowledge": "always",
    "application_advice": "errors",
    "acceptance": "reject",
    "duplicates": "forever",
}


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    return a_site(database, tmp_path)


def partnership_of(site: Site, side: str = "buyer") -> str:
    with site.ports.database.reading() as session:
        own = site.buyer_id if side == "buyer" else site.seller_id
        return session.scalars(select(Partnership.id).where(Partnership.organisation_id == own)).one()


def page(browser: Browser, path: str) -> str:
    response = browser.open(path)
    assert response.status_code == 200
    return unescape(response.get_data(as_text=True))


def rows(site: Site, model: Any) -> list[Any]:
    with site.ports.database.reading() as session:
        return list(session.scalars(select(model)))


def test_an_agreement_is_made_and_changed_on_its_page_with_an_entry_in_the_audit_trail(site: Site) -> None:
    admin, at = site.browser(email_of(Role.ADMINISTRATOR)), f"/partners/{partnership_of(site)}/edi/x12/outbound"
    assert "not made yet" in page(admin, at)
    assert admin.send(at, **FIELDS).status_code == 302
    [row] = rows(site, EdiAgreement)
    assert (row.own_id, row.terms["acknowledgement_minutes"], row.terms["segment_terminator"]) == ("BIRCH", 60, "\n")
    shown = page(admin, at)
    assert "in force" in shown
    assert 'value="0x0A"' in shown
    assert admin.send(at, **{**FIELDS, "their_id": "SILVER2", "test": "yes"}).status_code == 302
    entries = [each for each in rows(site, AuditEntry) if each.action == "edi_agreement.set"]
    assert entries[-1].detail == {"changed": "their_id, test"}
    assert "01:SILVER2" in page(admin, "/edi/agreements")


def test_every_fault_stands_beside_its_field_and_nothing_is_saved(site: Site) -> None:
    admin, at = site.browser(email_of(Role.ADMINISTRATOR)), f"/partners/{partnership_of(site)}/edi/x12/outbound"
    page(admin, at)
    wrong = {**FIELDS, "own_id": "", "batch_documents": "many", "version": "4010", "currency": "Dollar"}
    answer = admin.send(at, **wrong)
    assert answer.status_code == 422
    shown = unescape(answer.get_data(as_text=True))
    for name in ("batch_documents", "version", "currency"):
        assert f'id="{name}-problem"' in shown
    assert 'value="many"' in shown
    assert rows(site, EdiAgreement) == []
    again = unescape(admin.send(at, **{**FIELDS, "own_id": "", "overlay": "acme"}).get_data(as_text=True))
    assert 'id="own_id-problem"' in again or 'id="overlay-problem"' in again


def test_the_page_speaks_chinese(site: Site) -> None:
    admin = site.browser(email_of(Role.ADMINISTRATOR))
    admin.open("/me")
    admin.send("/language", language="zh", back="/me")
    at = f"/partners/{partnership_of(site)}/edi/edifact/inbound"
    assert "协议" in page(admin, at)
    assert "Qualifier" not in admin.last


def test_only_administrators_see_agreements_and_only_their_own(site: Site) -> None:
    at = f"/partners/{partnership_of(site)}/edi/x12/outbound"
    for role in (Role.VIEWER, Role.BUYER, Role.APPROVER, Role.ACCOUNTS_PAYABLE):
        browser = site.browser(email_of(role))
        assert [browser.open(each).status_code for each in ("/edi/agreements", at)] == [403, 403]
        assert browser.send(at, **FIELDS).status_code == 403
    stranger = site.browser(email_of(Role.ADMINISTRATOR, "seller"))
    assert stranger.open(at).status_code == 404
    stranger.open("/edi/agreements")
    assert stranger.send(at, **FIELDS).status_code == 404
    assert rows(site, EdiAgreement) == []
    assert stranger.open(at.replace("x12", "x13")).status_code == 404


def test_trying_shows_the_newest_document_as_it_would_leave_and_keeps_nothing(site: Site) -> None:
    admin, at = site.browser(email_of(Role.ADMINISTRATOR)), f"/partners/{partnership_of(site)}/edi/x12/outbound"
    page(admin, at)
    empty = admin.send(at, **FIELDS, **{"try": "yes"})
    assert "edi_agreement.nothing_to_try" in empty.get_data(as_text=True)
    site.taken(an_order().numbered("PO-" + "7" * 30).build())
    assert "BEG03 is missing" in admin.send(at, **FIELDS, **{"try": "yes"}).get_data(as_text=True)
    site.taken(an_order().numbered("PO-7").build())
    shown = admin.send(at, **FIELDS, **{"try": "yes"}).get_data(as_text=True)
    assert "BEG03" in shown
    assert "PO-7" in shown
    assert rows(site, EdiAgreement) == []
    assert rows(site, EdiControlNumber) == []


def test_trying_with_an_interchange_shows_what_would_be_answered(site: Site) -> None:
    admin, at = site.browser(email_of(Role.ADMINISTRATOR)), f"/partners/{partnership_of(site)}/edi/x12/inbound"
    page(admin, at)
    raw = order_850("PO-1").raw().decode()
    shown = admin.send(at, **{**TAKING, "their_qualifier": "ZZ"}, interchange=raw, **{"try": "yes"})
    text = shown.get_data(as_text=True)
    assert "AK901" in text
    assert "edi_agreement.none" in text  # our address in it is another one
    right = {**TAKING, "own_qualifier": "01", "own_id": "SUPPLIERCO"}
    assert "edi_agreement.none" not in admin.send(at, **right, interchange=raw, **{"try": "yes"}).get_data(as_text=True)
    nothing = admin.send(at, **right, interchange="hello", **{"try": "yes"})
    assert "edi.unreadable" in nothing.get_data(as_text=True)
    assert rows(site, EdiAgreement) == []


def test_a_new_one_is_begun_from_the_list(site: Site) -> None:
    admin, partnership = site.browser(email_of(Role.ADMINISTRATOR)), partnership_of(site)
    assert "No agreements yet." in page(admin, "/edi/agreements")
    answer = admin.open(f"/edi/agreements/new?partner={partnership}&standard=edifact&direction=inbound")
    assert answer.headers["Location"].endswith(f"/partners/{partnership}/edi/edifact/inbound")
    assert admin.open("/edi/agreements/new?partner=x&standard=edifact&direction=inbound").status_code == 404
