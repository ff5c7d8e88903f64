"""What staff see and do on the pages: documents of every type in both languages, moves, signing, deliveries, keys."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from app.access import passwords
from app.domain.documents import Contract, DocumentType
from app.formats import FORMATS
from app.pipeline import receive as receiving
from app.storage.database import Database
from app.storage.models import Channel, ContractSignature, Delivery, DeliveryAttempt, DocumentRecord, Schedule
from app.storage.types import new_key
from tests.builders import (
    a_contract,
    a_credit_note_for,
    a_despatch_advice_for,
    a_document,
    a_receipt_for,
    a_remittance_for,
    an_application_response,
    an_invoice_for,
    an_order,
    an_order_cancellation,
    an_order_change,
    an_order_response,
)
from tests.integration.web_support import NOW, PASSWORD, Browser, Site, a_site, email_of
from tests.keys import private_pem, public_pem


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    database.create_all()
    yield a_site(database, tmp_path)
    database.dispose()


def digest_of(contract: Contract) -> str:
    return hashlib.sha256(FORMATS.get("json").render(contract)).hexdigest()


def one_of_every_type(site: Site) -> dict[DocumentType, str]:
    """Plays two procurements; the ids by type."""
    order, other = an_order().with_lines(3).build(), an_order().numbered("PO-2").build()
    invoice = an_invoice_for(order).build()
    advice = a_despatch_advice_for(order).build()
    documents = [
        order,
        an_order_response(order, "CA").build(),
        an_order_change(order).build(),
        other,
        an_order_response(other, "AP").build(),
        an_order_cancellation(other).build(),
        a_contract().build(),
    ]
    taken = {each.type: site.taken(each) for each in documents}
    third = an_order().numbered("PO-3").with_lines(2).build()
    invoice, advice = an_invoice_for(third).build(), a_despatch_advice_for(third).build()
    more = [third, an_order_response(third, "AP").build(), advice, a_receipt_for(advice).build(), invoice]
    more += [an_application_response(invoice, "AP").build(), a_remittance_for(invoice).build()]
    taken |= {each.type: site.taken(each) for each in more}
    fourth = an_order().numbered("PO-4").build()
    bill = an_invoice_for(fourth).build()
    for each in (fourth, an_order_response(fourth, "AP").build(), bill, an_application_response(bill, "UQ").build()):
        site.taken(each)
    taken[DocumentType.CREDIT_NOTE] = site.taken(a_credit_note_for(bill).build())
    offers = (DocumentType.CATALOGUE, DocumentType.REQUEST_FOR_QUOTATION, DocumentType.QUOTATION)
    return taken | {each: site.taken(a_document(each)) for each in offers}


def text_of(browser: Browser, path: str) -> str:
    response = browser.open(path)
    assert response.status_code == 200, path
    return unescape(response.get_data(as_text=True))


def test_a_document_of_every_type_reads_well_in_both_languages(site: Site) -> None:
    taken = one_of_every_type(site)
    assert set(taken) == set(DocumentType)
    browsers = {each: site.browser(email_of("viewer")) for each in ("en", "zh")}
    browsers["zh"].open("/me")
    browsers["zh"].send("/language", language="zh", back="/me")
    for language, browser in browsers.items():
        if language == "en":
            browser.open("/me")
            browser.send("/language", language="en", back="/me")
        else:
            browser.open("/me")
            browser.send("/language", language="zh", back="/me")
        for type_, document_id in taken.items():
            page = text_of(browser, f"/documents/{document_id}")
            assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}">' in page
            assert "Birch Hospital Trust" in page, type_
            assert ("原件与回执" if language == "zh" else "Original and receipt") in page
            assert type_ not in page.split("<main")[1].split("</h1>")[0], "the type is shown by its name, not its code"


def test_an_order_shows_its_lines_its_sums_and_its_digest(site: Site) -> None:
    order = an_order().with_lines(3).build()
    document_id = site.taken(order)
    page = text_of(site.browser(email_of("viewer")), f"/documents/{document_id}")
    assert all(word in page for word in ("Surgical glove, size 3", "30 pcs", "97.50 EUR", "186.00 EUR", "Denmark"))
    assert hashlib.sha256(FORMATS.get("json").render(order)).hexdigest() in page


def test_the_original_comes_back_byte_for_byte_and_its_text_is_escaped(site: Site) -> None:
    order = an_order().noting("<script>alert(1)</script>").build()
    document_id = site.taken(order)
    browser = site.browser(email_of("viewer"))
    download = browser.open(f"/documents/{document_id}/download")
    assert download.get_data() == FORMATS.get("json").render(order)
    assert download.headers["Content-Disposition"] == 'attachment; filename="order-PO-1001.json"'
    assert "sandbox" in download.headers["Content-Security-Policy"]
    for path in (f"/documents/{document_id}", f"/documents/{document_id}/original"):
        page = browser.open(path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_document_can_be_had_in_another_syntax_and_with_its_receipt(site: Site) -> None:
    document_id = site.taken(an_order().build())
    browser = site.browser(email_of("viewer"))
    ubl = browser.open(f"/documents/{document_id}/download?format=ubl")
    assert b"urn:oasis:names:specification:ubl:schema:xsd:Order-2" in ubl.get_data()
    assert browser.open(f"/documents/{document_id}/download?format=runes").status_code == 404
    assert browser.open(f"/documents/{document_id}/receipt").get_data().count(b".") == 2


def test_findings_are_in_the_readers_language_with_path_and_code(site: Site) -> None:
    outcome = site.submit(an_order().with_(number=" ").build())
    assert outcome.verdict == "rejected"
    path = f"/documents/{outcome.document_id}"
    browser = site.browser(email_of("viewer"))
    english = text_of(browser, path)
    browser.send("/language", language="zh", back=path)
    chinese = text_of(browser, path)
    found = outcome.findings[0]
    assert found.code in english
    assert found.message("en") in english
    assert found.message("zh") in chinese


def test_the_work_list_has_what_waits_for_us_and_finds_it(site: Site) -> None:
    order = an_order().build()
    site.taken(order)
    buyer, seller = site.browser(email_of("viewer")), site.browser(email_of("viewer", "seller"))
    assert "Nothing waits for you" in text_of(buyer, "/")
    assert f">{order.number}</a><small>" in text_of(seller, "/")
    assert f">{order.number}</a><small>" in text_of(seller, "/?q=BIRCH&kind=purchase-order")
    assert "Nothing fits" in text_of(seller, "/?q=%25")
    assert "Nothing fits" in text_of(seller, "/?kind=invoice")
    site.taken(an_order_response(order, "CA").build())
    assert "Countered by the seller" in text_of(buyer, "/")
    assert "Nothing waits for you" in text_of(seller, "/")


def test_a_counter_offer_is_compared_line_by_line_and_accepted(site: Site) -> None:
    order = an_order().with_lines(2).build()
    site.taken(order)
    site.taken(an_order_response(order, "CA").build())
    path = f"/negotiations/{site.negotiation_id(order.number)}"
    browser = site.browser(email_of("buyer"))
    page = text_of(browser, path)
    assert "<del><span" in page
    assert "Accept the counter-offer" in page
    version = page.split('name="version" value="')[1].split('"')[0]
    done = browser.send(f"{path}/events", event="accept_counter", version=version, key="k1")
    assert done.status_code == 302
    page = text_of(browser, done.location)
    assert "Done. The other party is being told." in page
    assert "Open: agreed" in page
    browser.send(f"{path}/events", event="accept_counter", version=version, key="k1")
    with site.ports.database.reading() as session:
        changes = session.scalars(select(DocumentRecord).where(DocumentRecord.type == "order_change")).all()
    assert len(changes) == 1, "the same form sent twice has one effect"


def test_who_saw_an_older_state_is_shown_the_present_one_and_nothing_happens(site: Site) -> None:
    order = an_order().build()
    site.taken(order)
    path = f"/negotiations/{site.negotiation_id(order.number)}"
    browser = site.browser(email_of("buyer", "seller"))
    browser.open(path)
    response = browser.send(f"{path}/events", event="accept_all", version="0")
    assert response.status_code == 409
    assert "Something happened in the meantime" in browser.last
    assert "Issued" in browser.last


def test_a_move_that_needs_a_reason_is_refused_without_one(site: Site) -> None:
    order = an_order().build()
    site.taken(order)
    path = f"/negotiations/{site.negotiation_id(order.number)}"
    browser = site.browser(email_of("buyer", "seller"))
    version = text_of(browser, path).split('name="version" value="')[1].split('"')[0]
    assert browser.send(f"{path}/events", event="reject_all", version=version, reason=" ").status_code == 422
    answer = browser.send(f"{path}/events", event="reject_all", version=version, reason="Sold out", key="k")
    assert answer.status_code == 302
    assert "Sold out" in text_of(site.browser(email_of("viewer")), path)


def test_an_invoice_is_approved_by_who_may(site: Site) -> None:
    order = an_order().build()
    site.taken(order)
    site.taken(an_order_response(order, "AP").build())
    site.taken(an_invoice_for(order).build())
    path = f"/negotiations/{site.negotiation_id(f'INV-{order.number}')}"
    for role, allowed in (("buyer", False), ("accounts_payable", True)):
        page = text_of(site.browser(email_of(role)), path)
        assert ("<button" in page.split('id="moves"')[-1].split("</section>")[0]) == allowed, role


def contract_in_two_versions(site: Site) -> tuple[str, Contract]:
    """Proposed by the buyer, countered by the seller, accepted and released for signing; its path."""
    first = a_contract()
    site.taken(first.build())
    second = first.next_version(f"sha-256:{digest_of(first.build())}").build()
    second_id = site.taken(second)
    assert second_id
    path = f"/negotiations/{site.negotiation_id(second.number)}"
    browser = site.browser(email_of("approver"))
    for event in ("accept", "release_to_sign"):
        version = text_of(browser, path).split('name="version" value="')[1].split('"')[0]
        done = browser.send(f"{path}/events", event=event, version=version, key=event)
        if done.status_code == 422 or f'value="{event}"' not in browser.last:
            seller = site.browser(email_of("approver", "seller"))
            version = text_of(seller, path).split('name="version" value="')[1].split('"')[0]
            done = seller.send(f"{path}/events", event=event, version=version, key=event)
        assert done.status_code == 302, (event, browser.last)
    return path, second


def test_two_versions_of_a_contract_are_compared(site: Site) -> None:
    path, _ = contract_in_two_versions(site)
    page = text_of(site.browser(email_of("viewer")), f"{path}/redline")
    assert "Version 1 against version 2" in page
    assert site.browser(email_of("viewer")).open(f"{path}/redline?before=9").status_code == 404


def test_a_contract_is_signed_by_both_with_their_passwords_over_exactly_its_digest(site: Site) -> None:
    path, contract = contract_in_two_versions(site)
    digest = digest_of(contract)
    for side in ("buyer", "seller"):
        browser = site.browser(email_of("approver", side))
        page = text_of(browser, f"{path}/sign")
        assert digest in page
        form = {"version": page.split('name="version" value="')[1].split('"')[0], "digest": digest}
        wrong = browser.send(f"{path}/sign", password="not my password", **form)
        assert (wrong.status_code, "nothing was signed" in browser.last) == (422, True)
        other = browser.send(f"{path}/sign", password=PASSWORD, **{**form, "digest": "0" * 64})
        assert other.status_code == 409
        signed = browser.send(f"{path}/sign", password=PASSWORD, **form)
        assert signed.location.endswith("done=signed"), browser.last
    page = text_of(site.browser(email_of("viewer")), path)
    assert "Signed by both" in page or "In force" in page
    with site.ports.database.reading() as session:
        persons = session.scalars(select(ContractSignature.person).order_by(ContractSignature.signed_at)).all()
    assert set(persons) == {email_of("approver"), email_of("approver", "seller")}


def test_guessing_a_password_while_signing_locks_the_account(site: Site) -> None:
    path, contract = contract_in_two_versions(site)
    browser = site.browser(email_of("approver"))
    page = text_of(browser, f"{path}/sign")
    form = {"version": page.split('name="version" value="')[1].split('"')[0], "digest": digest_of(contract)}
    for _ in range(5):
        browser.send(f"{path}/sign", password="guess", **form)
    assert browser.send(f"{path}/sign", password=PASSWORD, **form).status_code == 422
    assert "Too many attempts failed" in browser.last


def test_a_document_can_be_handed_in_by_upload_and_is_refused_with_reasons(site: Site) -> None:
    from io import BytesIO

    browser = site.browser(email_of("buyer"))
    browser.open("/documents/upload")
    body = FORMATS.get("json").render(an_order().build())
    taken = browser.send("/documents/upload", file=(BytesIO(body), "order.json"))
    assert "done=uploaded" in taken.location
    refused = browser.send("/documents/upload", file=(BytesIO(b"<!DOCTYPE x><x/>"), "x.xml"))
    assert (refused.status_code, "xml.doctype" in browser.last) == (422, True)
    assert browser.send("/documents/upload").status_code == 422


def test_a_quarantined_document_is_kept_shown_and_processed_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("something that nobody thought of")

    with monkeypatch.context() as broken:
        broken.setattr(receiving, "interpret", breaks)
        outcome = site.submit(an_order().build())
    assert outcome.verdict == "quarantined"
    browser = site.browser(email_of("administrator"))
    assert "something that nobody thought of" in text_of(browser, "/quarantine")
    assert "something that nobody thought of" not in text_of(site.browser(email_of("viewer")), "/quarantine")
    done = browser.send(f"/quarantine/{outcome.document_id}/replay")
    assert "done=replayed" in done.location
    assert "PO-1001" in text_of(browser, done.location)
    assert "The quarantine is empty" in text_of(browser, "/quarantine")


def a_delivery(site: Site, state: str) -> str:
    """A delivery of an order to the seller's system, with one attempt."""
    document_id = site.taken(an_order().build())
    with site.ports.database.unit_of_work() as uow:
        channel = Channel(id=new_key(), organisation_id=site.seller_id, name="ERP", kind="webhook", created_at=NOW)
        uow.session.add(channel)
        uow.session.flush()
        schedule = Schedule(id=new_key(), organisation_id=site.seller_id, channel_id=channel.id, name="Mornings")
        schedule.cron, schedule.created_at = "0 7 * * *", NOW
        delivery = Delivery(id=new_key(), organisation_id=site.seller_id, channel_id=channel.id, state=state)
        delivery.document_id, delivery.created_at, delivery.attempt_count = document_id, NOW, 1
        uow.session.add_all([schedule, delivery])
        uow.session.flush()
        attempt = DeliveryAttempt(delivery_id=delivery.id, number=1, started_at=NOW, outcome="permanent")
        attempt.detail, attempt.status = "410 Gone", 410
        uow.session.add(attempt)
        uow.commit()
        return delivery.id


def test_a_failed_delivery_shows_its_attempts_and_can_be_sent_again(site: Site) -> None:
    delivery_id = a_delivery(site, "failed")
    browser = site.browser(email_of("administrator", "seller"))
    assert "Deliveries that failed: 1" in text_of(browser, "/")
    page = text_of(browser, f"/deliveries/{delivery_id}")
    assert "410 Gone" in page
    assert browser.send(f"/deliveries/{delivery_id}/retry").status_code == 302
    assert browser.send(f"/deliveries/{delivery_id}/release").status_code == 409
    assert browser.send(f"/deliveries/{delivery_id}/hold").status_code == 302
    assert "held by staff" in text_of(browser, f"/deliveries/{delivery_id}")
    assert browser.open(f"/deliveries/{delivery_id}").status_code == 200
    assert site.browser(email_of("administrator")).open(f"/deliveries/{delivery_id}").status_code == 404


def test_a_schedule_can_be_run_now_and_stopped(site: Site) -> None:
    a_delivery(site, "delivered")
    with site.ports.database.reading() as session:
        schedule_id = session.scalars(select(Schedule.id)).one()
        channel_id = session.scalars(select(Channel.id)).one()
    browser = site.browser(email_of("administrator", "seller"))
    assert "Mornings" in text_of(browser, "/channels")
    assert browser.send(f"/schedules/{schedule_id}/run").status_code == 302
    assert "asked for" in text_of(browser, f"/schedules/{schedule_id}")
    assert browser.send(f"/schedules/{schedule_id}/pause").status_code == 302
    assert browser.send(f"/channels/{channel_id}/pause").status_code == 302
    assert "switched off" in text_of(browser, f"/channels/{channel_id}")


def test_a_key_is_registered_shown_and_revoked_and_a_private_one_never_comes_back(site: Site) -> None:
    browser = site.browser(email_of("administrator"))
    key = Ed25519PrivateKey.generate()
    browser.open("/keys")
    refused = browser.send("/keys", material=private_pem(key), role="signing")
    assert (refused.status_code, "PRIVATE KEY" in browser.last) == (422, False)
    form = {"material": public_pem(key), "kid": "2026", "role": "signing", "active_from": "2026-03-01"}
    assert browser.send("/keys", **form).status_code == 302
    page = text_of(browser, "/keys")
    assert "Ed25519" in page
    path = page.split('href="/keys/')[1].split('"')[0]
    assert "can't be taken back" in text_of(browser, f"/keys/{path}")
    assert browser.send(f"/keys/{path}", reason="lost").status_code == 302
    assert "lost" in text_of(browser, "/keys")


def test_a_partners_policy_is_changed_without_losing_what_the_form_does_not_show(site: Site) -> None:
    from app.storage.models import Partnership

    browser = site.browser(email_of("administrator"))
    with site.ports.database.unit_of_work() as uow:
        row = uow.session.scalars(select(Partnership).where(Partnership.organisation_id == site.buyer_id)).one()
        row.policy = {"signed": [], "matching": "2-way"}
        uow.commit()
    browser.open(f"/partners/{row.id}")
    assert browser.send(f"/partners/{row.id}", signed=["invoice"], syntax="ubl").status_code == 302
    with site.ports.database.reading() as session:
        stored = session.get_one(Partnership, row.id).policy
    assert stored == {"signed": ["invoice"], "matching": "2-way", "syntax": "ubl"}
    assert browser.send(f"/partners/{row.id}", end="yes").status_code == 302
    assert "ended" in text_of(browser, "/partners")
    browser.open("/partners")
    assert browser.send("/partners", identifier="no such", scheme="0088").status_code == 422
    assert browser.send("/partners", identifier="7300010000001", scheme="GLN").status_code == 302


def test_long_lists_come_in_pages(site: Site) -> None:
    first = site.taken(an_order().build())
    with site.ports.database.unit_of_work() as uow:
        row = uow.session.get_one(DocumentRecord, first)
        columns = {c.name: getattr(row, c.name) for c in DocumentRecord.__table__.columns}
        for n in range(60):
            at = NOW - timedelta(minutes=n + 1)
            uow.session.add(DocumentRecord(**{**columns, "id": new_key(), "number": f"OLD-{n:02}", "received_at": at}))
        uow.commit()
    browser = site.browser(email_of("viewer"))
    page = text_of(browser, "/documents?q=OLD")
    assert "OLD-00" in page
    assert "OLD-59" not in page
    assert "OLD-59" in text_of(browser, "/documents?q=OLD&page=2")


def test_dates_numbers_and_words_follow_the_persons_language(site: Site) -> None:
    browser = site.browser(language="zh-CN,zh;q=0.9")
    assert "登录" in text_of(browser, "/login")
    browser.send("/language", language="en", back="/login")
    assert "Log in" in text_of(browser, "/login")
