"""Interchanges on the pages: in the list, segment by segment with what is wrong in its place, and to nobody else."""

from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access import passwords
from app.access.organisations import NewOrganisation, NewPartnership, create_organisation, link
from app.pipeline.messages import RawMessage
from app.pipeline.receive_interchange import receive_interchange
from app.storage.database import Database
from app.storage.models import EdiInterchange, Person
from tests.edi_documents import orders
from tests.integration.test_receive_interchange import order_850
from tests.integration.web_support import Browser, Site, a_site, email_of


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    """The seller takes unsigned orders."""
    made = a_site(database, tmp_path)
    with made.ports.database.unit_of_work() as uow:
        link(uow.session, NewPartnership(made.seller_id, made.buyer_id, {"signed": []}), made.ports.clock())
        uow.commit()
    return made


def received(site: Site, raw: bytes) -> str:
    outcome = receive_interchange(RawMessage(site.buyer_id, "api", raw, "application/edi-x12"), site.ports)[0]
    return outcome.id


def two_orders() -> bytes:
    """The second one has a fault."""
    paper = order_850("PO-1", "PO-2")
    paper.segments[paper.index("PO1", 1)][2] = "ten"
    return paper.raw()


def text_of(browser: Browser, path: str) -> str:
    response = browser.open(path)
    assert response.status_code == 200
    return unescape(response.get_data(as_text=True))


def owner(site: Site, interchange_id: str) -> str:
    with site.ports.database.reading() as session:
        return session.get_one(EdiInterchange, interchange_id).organisation_id


def test_an_interchange_is_shown_segment_by_segment_with_its_faults_in_place(site: Site) -> None:
    interchange = received(site, two_orders())
    assert owner(site, interchange) == site.buyer_id
    browser = site.browser(email_of("viewer"))
    assert f'href="/edi/interchanges/{interchange}"' in text_of(browser, "/edi/interchanges")
    page = text_of(browser, f"/edi/interchanges/{interchange}")
    assert "Beginning of the order" in page
    assert "seller's item number" in page
    place = page.split("<code>PO102</code> Quantity ordered")[2].split("</div>")[0]
    assert "ten" in place
    assert "edi.not_a_number" in place
    assert ">PO-1</a>" in page
    assert "Verdict on the group" in page
    assert "accepted in part" in page


def test_its_bytes_and_what_was_answered_can_be_downloaded(site: Site) -> None:
    raw = two_orders()
    interchange = received(site, raw)
    browser = site.browser(email_of("buyer"))
    original = browser.client.get(f"/edi/interchanges/{interchange}/original")
    assert original.data == raw
    assert "attachment" in original.headers["Content-Disposition"]
    assert b"AK9*P*2*2*1" in browser.client.get(f"/edi/interchanges/{interchange}/acknowledgement").data


def test_interchanges_of_one_file_are_kept_once(site: Site) -> None:
    second = order_850("PO-2")
    second.segments[0][13] = second.segments[-1][2] = "000000018"
    raw = order_850("PO-1").raw() + second.raw()
    outcomes = receive_interchange(RawMessage(site.buyer_id, "api", raw, "application/edi-x12"), site.ports)
    with site.ports.database.reading() as session:
        kept = session.scalars(select(EdiInterchange.payload_id)).all()
    assert len(outcomes) == len(kept) == 2
    assert len(set(kept)) == 1
    assert None not in kept


def test_a_stranger_finds_no_interchange(site: Site) -> None:
    interchange = received(site, two_orders())
    with site.ports.database.unit_of_work() as uow:
        wrapped = site.ports.payloads.keys.new_organisation_key()
        third = create_organisation(uow.session, NewOrganisation("Third", (), wrapped), site.ports.clock()).id
        uow.session.query(Person).filter_by(email=email_of("buyer", "seller")).update({"organisation_id": third})
        uow.commit()
    stranger = site.browser(email_of("buyer", "seller"))
    for path in ("", "/original", "/acknowledgement"):
        assert stranger.open(f"/edi/interchanges/{interchange}{path}").status_code == 404
    assert interchange not in text_of(stranger, "/edi/interchanges")


def test_what_is_pasted_or_uploaded_is_explained_and_not_kept(site: Site) -> None:
    paper = orders()
    paper.segments.insert(paper.index("UNS"), ["XYZ", "1"])
    browser = site.browser(email_of("viewer"))
    for given in ({"text": paper.raw().decode()}, {"file": (BytesIO(paper.raw()), "orders.edi")}):
        browser.open("/edi/interchanges")
        answer = browser.send("/edi/explain", **given)
        page = unescape(answer.get_data(as_text=True))
        assert answer.status_code == 200
        assert "Nothing of it was kept." in page
        assert "2026-01-20" in page
        assert "belongs nowhere" in page
        assert "loop SG25" in page
    with site.ports.database.reading() as session:
        assert session.scalars(select(EdiInterchange.id)).all() == []


def test_what_is_no_interchange_or_too_large_is_said_to_be(site: Site) -> None:
    browser = site.browser(email_of("viewer"))
    browser.open("/edi/interchanges")
    assert browser.send("/edi/explain", text="hello").status_code == 422
    browser.open("/edi/interchanges")
    assert browser.send("/edi/explain").status_code == 422
    browser.open("/edi/interchanges")
    large = BytesIO(b"ISA" + b" " * site.ports.settings.max_document_bytes)
    assert browser.send("/edi/explain", file=(large, "x")).status_code == 413
    browser.open("/edi/interchanges")
    larger = BytesIO(b"ISA" + b" " * 2 * site.ports.settings.max_document_bytes)
    refused = browser.send("/edi/explain", file=(larger, "x"))
    assert refused.status_code == 413
    assert "More was sent than this page takes." in refused.get_data(as_text=True)


def test_a_long_interchange_comes_in_parts(site: Site) -> None:
    interchange = received(site, order_850(*(f"PO-{number}" for number in range(60))).raw())
    browser = site.browser(email_of("viewer"))
    assert browser.send("/language", language="zh", back="/").status_code == 302
    first = text_of(browser, f"/edi/interchanges/{interchange}")
    assert "订单开头" in first
    assert f'href="/edi/interchanges/{interchange}?from=501"' in first
    second = text_of(browser, f"/edi/interchanges/{interchange}?from=501")
    assert 'id="S501"' in second
    assert "不属于任何位置" not in second


def test_where_something_is_wrong_is_told_at_the_top_wherever_it_is(site: Site) -> None:
    paper = order_850(*(f"PO-{number}" for number in range(60)))
    first, last = paper.index("PO1"), paper.index("PO1", 59)
    assert last > 500
    paper.segments[first][2] = paper.segments[last][2] = "ten"
    interchange = received(site, paper.raw())
    browser = site.browser(email_of("viewer"))
    at = f"/edi/interchanges/{interchange}"
    page = text_of(browser, at)
    assert f'<a href="#S{first + 1}">{first + 1}</a>, <a href="{at}?from={last + 1}#S{last + 1}">{last + 1}</a>' in page
    assert f'id="S{last + 1}"' in text_of(browser, f"{at}?from={last + 1}")
    browser.open("/edi/interchanges")
    good = browser.send("/edi/explain", text=orders().raw().decode())
    assert "No faults of syntax." in good.get_data(as_text=True)
    many = orders()
    many.segments[many.index("UNS") : many.index("UNS")] = [["XYZ"]] * 120
    browser.open("/edi/interchanges")
    assert "and 21 more" in browser.send("/edi/explain", text=many.raw().decode()).get_data(as_text=True)


def test_a_pasted_text_keeps_the_control_character_that_ends_it(site: Site) -> None:
    """For Python some separators of level B are blanks."""
    raw = orders().raw().translate(bytes.maketrans(b"+:'", b"\x1d\x1f\x1c")).replace(b"UNOC", b"UNOB")
    browser = site.browser(email_of("viewer"))
    browser.open("/edi/interchanges")
    shown = browser.send("/edi/explain", text=raw.decode())
    assert shown.status_code == 200
    assert "edi.unterminated" not in shown.get_data(as_text=True)


def test_a_long_text_may_be_pasted(site: Site) -> None:
    browser = site.browser(email_of("viewer"))
    browser.open("/edi/interchanges")
    assert browser.send("/edi/explain", text=orders().raw().decode() + "\n" * 600_000).status_code == 200
